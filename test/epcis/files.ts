// Files made for tests: a document in 1.2 XML or 2.0 JSON around given events, and what reading one gives.
import type { FoundAt } from '../../src/epcis/found.ts';
import type { ByteSource, EpcisDocument, EpcisEvent, VocabularyElement } from '../../src/epcis/model.ts';
import { readEpcis } from '../../src/epcis/read.ts';

export const CREATED = '2026-11-20T10:00:00Z';

/** A 1.2 document; `head` stands in the header, `attributes` on the outermost element. */
export function xmlDocument(events: string, head = '', attributes = ''): string {
  const header = head === '' ? '' : `<EPCISHeader>${head}</EPCISHeader>`;
  return (
    `<?xml version="1.0" encoding="UTF-8"?>\n<epcis:EPCISDocument xmlns:epcis="urn:epcglobal:epcis:xsd:1" ` +
    `xmlns:cbvmda="urn:epcglobal:cbv:mda" ${attributes} schemaVersion="1.2" creationDate="${CREATED}">${header}` +
    `<EPCISBody><EventList>\n${events}\n</EventList></EPCISBody></epcis:EPCISDocument>\n`
  );
}

export const STANDARD_CONTEXT = 'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld';

export function jsonDocument(events: readonly object[], more: object = {}): string {
  return JSON.stringify({
    '@context': [STANDARD_CONTEXT],
    type: 'EPCISDocument',
    schemaVersion: '2.0',
    creationDate: CREATED,
    ...more,
    epcisBody: { eventList: events },
  });
}

export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** The bytes in pieces of a length, as a stream brings them. */
export function inPieces(bytes: Uint8Array, length: number): ByteSource {
  return function* () {
    for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
  };
}

export interface ReadFile {
  readonly document: EpcisDocument | undefined;
  readonly events: readonly EpcisEvent[];
  readonly words: readonly VocabularyElement[];
  readonly found: readonly (readonly [code: string, at: FoundAt])[];
}

/** All parts of a file. */
export async function read(source: ByteSource | string | Uint8Array): Promise<ReadFile> {
  const from = typeof source === 'function' ? source : () => [typeof source === 'string' ? bytesOf(source) : source];
  const found: (readonly [string, FoundAt])[] = [];
  const events: EpcisEvent[] = [];
  const words: VocabularyElement[] = [];
  let document: EpcisDocument | undefined;
  for await (const part of readEpcis(from, (code, at = {}) => found.push([code, at]))) {
    if (part.part === 'event') events.push(part.event);
    else if (part.part === 'vocabulary') words.push(part.element);
    else document = part.document;
  }
  return { document, events, words, found };
}

const at = (time: string) =>
  `<eventTime>2026-11-20T${time}Z</eventTime><eventTimeZoneOffset>-05:00</eventTimeZoneOffset>`;
const place = '<readPoint><id>urn:epc:id:sgln:9521321.00012.0</id></readPoint>';

/** SGTINs of the made-up product, by serial; those that hold a colon are taken as they are. */
export function epcsOf(serials: readonly string[]): string[] {
  return serials.map((serial) => (serial.includes(':') ? serial : `urn:epc:id:sgtin:9521321.000001.${serial}`));
}

const epcList = (name: string, serials: readonly string[]) =>
  `<${name}>${epcsOf(serials)
    .map((epc) => `<epc>${epc}</epc>`)
    .join('')}</${name}>`;

/** What a maker says of packs: `more` takes the place of parts. */
export interface Made {
  readonly time?: string;
  readonly lot?: string;
  readonly expiry?: string;
  readonly ilmd?: string;
  readonly id?: string;
}

/** The commissioning of packs by their serials, one or more. */
export function commissioned(serials: string | readonly string[], made: Made = {}): string {
  const { time = '08:00:00', lot = 'LOT7', expiry = '2031-06-30', id } = made;
  const ilmd =
    made.ilmd ??
    `<cbvmda:lotNumber>${lot}</cbvmda:lotNumber><cbvmda:itemExpirationDate>${expiry}</cbvmda:itemExpirationDate>`;
  const base = id === undefined ? '' : `<baseExtension><eventID>${id}</eventID></baseExtension>`;
  return (
    `<ObjectEvent>${at(time)}${base}${epcList('epcList', [serials].flat())}<action>ADD</action>` +
    `<bizStep>urn:epcglobal:cbv:bizstep:commissioning</bizStep>${place}<extension><ilmd>${ilmd}</ilmd></extension></ObjectEvent>`
  );
}

/** What a JSON event of a maker has besides its packs. */
export const MADE = {
  type: 'ObjectEvent',
  eventTime: '2026-11-20T08:00:00Z',
  eventTimeZoneOffset: '-05:00',
  action: 'ADD',
  bizStep: 'commissioning',
  disposition: 'active',
  readPoint: { id: 'urn:epc:id:sgln:9521321.00012.0' },
  ilmd: { 'cbvmda:lotNumber': 'LOT7', 'cbvmda:itemExpirationDate': '2031-06-30' },
};

export const CASE = 'urn:epc:id:sscc:9521321.1000000001';
export const OTHER_CASE = 'urn:epc:id:sscc:9521321.1000000002';

/** Packs put into a container, or taken out of it; without serials all that is in it. */
export function packed(
  parent: string,
  serials: readonly string[] | undefined,
  time = '08:20:00',
  action: 'ADD' | 'DELETE' | 'OBSERVE' = 'ADD',
): string {
  const step = action === 'DELETE' ? 'unpacking' : 'packing';
  return (
    `<AggregationEvent>${at(time)}<parentID>${parent}</parentID>${epcList('childEPCs', serials ?? [])}` +
    `<action>${action}</action><bizStep>urn:epcglobal:cbv:bizstep:${step}</bizStep>${place}</AggregationEvent>`
  );
}

/** A shipment from one party to another, or another step with the same goods. */
export function shipped(serials: string | readonly string[], time = '09:00:00', step = 'shipping', more = ''): string {
  const party = (gln: string) => `type="urn:epcglobal:cbv:sdt:owning_party">urn:epc:id:sgln:${gln}.0`;
  return (
    `<ObjectEvent>${at(time)}${more}${epcList('epcList', [serials].flat())}<action>OBSERVE</action>` +
    `<bizStep>urn:epcglobal:cbv:bizstep:${step}</bizStep>${place}<extension>` +
    `<sourceList><source ${party('9521321.00011')}</source></sourceList>` +
    `<destinationList><destination ${party('9506000.10003')}</destination></destinationList></extension></ObjectEvent>`
  );
}
