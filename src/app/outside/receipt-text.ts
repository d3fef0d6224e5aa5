// A receipt of goods of partners outside, as the EPCIS file that is kept of it.
import { nameOf, packNamed, readId } from '../../epcis/ids.ts';
import type { Home } from '../node/home.ts';

interface Named {
  readonly epc: string;
}

/** Goods as files write them. */
export interface ReceiptGoods {
  readonly outermost: readonly Named[];
  readonly missing: readonly Named[];
  readonly damaged: readonly Named[];
  /** GLN of who brought them, where that is known. */
  readonly from?: string | undefined;
}

/** The receipt as EPCIS 2.0. */
export function receiptText(home: Home, { outermost, missing, damaged, from }: ReceiptGoods): string {
  const now = new Date(home.env.clock()).toISOString();
  const place = { id: `https://id.gs1.org/414/${home.self.site ?? home.self.gln}` };
  const source = `https://id.gs1.org/417/${from}`;
  const brought = from === undefined ? {} : { sourceList: [{ type: 'possessing_party', source }] };
  const event = (goods: readonly Named[], bizStep: string, disposition: string) =>
    goods.length === 0
      ? []
      : [
          {
            type: 'ObjectEvent',
            eventTime: now,
            eventTimeZoneOffset: '+00:00',
            epcList: goods.map(({ epc }) => epc),
            action: 'OBSERVE',
            bizStep,
            disposition,
            readPoint: place,
            ...brought,
          },
        ];
  return `${JSON.stringify({
    '@context': ['https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld'],
    type: 'EPCISDocument',
    schemaVersion: '2.0',
    creationDate: now,
    epcisBody: {
      eventList: [
        ...event(outermost, 'receiving', 'in_progress'),
        ...event(missing, 'inspecting', 'mismatch_instance'),
        ...event(damaged, 'inspecting', 'damaged'),
      ],
    },
  })}\n`;
}

/** The name of an item as a file writes it: a GS1 Digital Link. */
export function epcOf(name: string): string {
  const pack = packNamed(name);
  if (pack === undefined) return `https://id.gs1.org/00/${name}`;
  return `https://id.gs1.org/01/${pack.gtin}/21/${encodeURIComponent(pack.serial)}`;
}

/** What a receipt of this party says was received, by name. */
export function receivedIn(text: string): readonly string[] {
  return namesIn(text, ({ bizStep }) => bizStep === 'receiving');
}

/** What it says was announced and did not come. */
export function missingIn(text: string): readonly string[] {
  return namesIn(text, ({ disposition }) => disposition === 'mismatch_instance');
}

/** What it says came damaged. */
export function damagedIn(text: string): readonly string[] {
  return namesIn(text, ({ disposition }) => disposition === 'damaged');
}

function namesIn(text: string, isMeant: (event: EventSaid) => boolean): readonly string[] {
  const { epcisBody } = JSON.parse(text) as { readonly epcisBody: { readonly eventList: readonly EventSaid[] } };
  const epcs = epcisBody.eventList.filter(isMeant).flatMap(({ epcList }) => epcList);
  return epcs.flatMap((epc) => nameOf(readId(epc)) ?? []);
}

interface EventSaid {
  readonly bizStep: string;
  readonly disposition: string;
  readonly epcList: readonly string[];
}
