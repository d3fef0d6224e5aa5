// Goods of a partner outside, compared with its file at the door: what came, what is missing, what nobody announced, what is broken.
// The answer is itself a file: an EPCIS receipt, kept and anchored like those that come.
import { hex, utf8 } from '../../chain/bytes.ts';
import { checkEpcis } from '../../epcis/check.ts';
import { ClaimSheet } from '../../epcis/claim-sheet.ts';
import type { Claim } from '../../epcis/claims.ts';
import { elementOf, nameOf, readId } from '../../epcis/ids.ts';
import { PedigreeError } from '../../errors.ts';
import { say } from '../../words/en/outside.ts';
import type { Home } from '../node/home.ts';
import type { Written } from '../record/write.ts';
import { identify } from '../scans/identify.ts';
import { keepDocument } from './anchor.ts';
import { keyerOf } from './claim-keys.ts';
import { catchUpDocuments } from './document-index.ts';
import { type DocumentRecord, documentRecords } from './document-records.ts';
import { keptBytes } from './kept-files.ts';
import { ownGlns, RECEIPT, receiptOf, receiptsIn } from './on-the-way.ts';

export interface ReceiveDocument {
  readonly missing: readonly string[];
  readonly damaged: readonly string[];
  /** Scans besides the document: what is in it is there, what is not was not announced. */
  readonly items: readonly string[];
}

export interface ReceivedDocument extends Written {
  readonly document: string;
  readonly outside: true;
  readonly events: readonly string[];
  /** Outermost items. */
  readonly received: number;
  readonly packs: number;
  readonly missing: readonly string[];
  readonly extra: readonly string[];
  readonly damaged: readonly string[];
  readonly returned: 0;
  readonly held: readonly never[];
  readonly items: readonly never[];
  readonly exit: number;
}

/** Something that the file says is on its way here. */
interface Expected {
  /** As the file writes it. */
  readonly epc: string;
  readonly name: string;
  readonly isPack: boolean;
  readonly within: string | undefined;
}

const LOOK = 20;

/**
 * Receives against a document. A document that was received before is `already`.
 * @throws not-found (66) for goods that are named missing or damaged and that the file does not announce, and as `record`
 */
export async function receiveDocument(
  home: Home,
  record: DocumentRecord,
  request: ReceiveDocument,
): Promise<ReceivedDocument> {
  const { document } = record;
  const before = receiptsIn(documentRecords(home.ledger.local)).get(receiptOf(document));
  const base = { document, outside: true, returned: 0, held: [], items: [] } as const;
  if (before !== undefined) {
    const { event, at, packs = 0 } = before;
    const nothing = { missing: [], extra: [], damaged: [], warnings: [] };
    return { ...base, ...nothing, events: [event], received: 0, packs, event, at: iso(at), already: true, exit: 0 };
  }
  const expected = await expectedOf(home, document, record.receiver);
  const find = (scan: string) => expected.get(nameIn(scan));
  const named = (scans: readonly string[]) =>
    scans.map((scan) => {
      const found = find(scan);
      if (found !== undefined) return found;
      throw new PedigreeError('not-found', say('not-announced', { scan }), { hint: say('epcis-show-tells') });
    });
  const missing = new Set(named(request.missing).map(({ name }) => name));
  const isMissing = (one: Expected) => goneWith(one, missing, expected);
  const damaged = named(request.damaged);
  const extra = request.items.filter((scan) => find(scan) === undefined);
  const all = [...expected.values()];
  const here = all.filter((one) => !isMissing(one));
  const outermost = here.filter(({ within }) => within === undefined || !expected.has(within) || missing.has(within));
  const packs = here.filter(({ isPack }) => isPack).length;
  const receipt = receiptText(home, { outermost, missing: all.filter(isMissing), damaged });
  const written = keep(home, record, receipt, packs);
  await catchUpDocuments(home);
  const { hash: _, bytes: __, ...told } = written;
  const isDifferent = missing.size + damaged.length + extra.length > 0;
  return {
    ...base,
    events: told.event === undefined ? [] : [told.event],
    received: outermost.length,
    packs,
    missing: [...missing],
    extra,
    damaged: damaged.map(({ name }) => name),
    ...told,
    exit: isDifferent ? LOOK : 0,
  };
}

const iso = (at: number) => new Date(at).toISOString();

/** What the file says is on its way here, by name. */
async function expectedOf(home: Home, document: string, receiver: string | undefined): Promise<Map<string, Expected>> {
  const keyer = keyerOf(home.self.network);
  const own = ownGlns(home);
  const named = new Map<string, { readonly epc: string; readonly name: string; readonly isPack: boolean }>();
  const parents = new Set<string>();
  let sheet = new ClaimSheet(keyer);
  const note = (epc: string) => {
    const id = readId(epc);
    const name = nameOf(id);
    const [gtin, serial] = [elementOf(id, '01'), elementOf(id, '21')];
    if (name === undefined) return;
    const isPack = gtin !== undefined && serial !== undefined;
    const key = isPack ? keyer.pack(gtin, serial) : keyer.other(name);
    named.set(hex(key.subarray(0, 8)), { epc, name, isPack });
  };
  await checkEpcis(() => keptBytes(home.dir, document), {
    each: () => {
      sheet = new ClaimSheet(keyer);
      return (event) => {
        sheet.add(event);
        for (const epc of event.epcs ?? []) note(epc);
        if (event.parentID !== undefined) {
          note(event.parentID);
          parents.add(nameOf(readId(event.parentID)) ?? '');
        }
      };
    },
  });
  const expected = new Map<string, Expected>();
  for (const { high, low, claim } of sheet.claims()) {
    const key = high.toString(16).padStart(8, '0') + low.toString(16).padStart(8, '0');
    const is = named.get(key);
    if (is === undefined || !isComing(claim, own, receiver)) continue;
    expected.set(is.name, { ...is, isPack: is.isPack && !parents.has(is.name), within: claim.within });
  }
  return expected;
}

function isComing({ state, to }: Claim, own: ReadonlySet<string>, receiver: string | undefined): boolean {
  return state === 'shipped' && own.has(to ?? receiver ?? '');
}

/** Whether it is missing itself, or with a container around it. */
function goneWith(one: Expected, missing: ReadonlySet<string>, expected: ReadonlyMap<string, Expected>): boolean {
  let at: Expected | undefined = one;
  for (let level = 0; at !== undefined && level < 16; level++) {
    if (missing.has(at.name)) return true;
    at = at.within === undefined ? undefined : expected.get(at.within);
  }
  return false;
}

/** What a scan names, as names in files are. */
function nameIn(scan: string): string {
  const { label } = identify(scan);
  if (label === undefined) return '';
  return label.kind === 'unit' ? label.sscc : `${label.gtin}/${label.serial}`;
}

interface Told {
  readonly outermost: readonly Expected[];
  readonly missing: readonly Expected[];
  readonly damaged: readonly Expected[];
}

/** The receipt as EPCIS 2.0. */
function receiptText(home: Home, { outermost, missing, damaged }: Told): string {
  const now = iso(home.env.clock());
  const place = { id: `https://id.gs1.org/414/${home.self.site ?? home.self.gln}` };
  const event = (goods: readonly Expected[], bizStep: string, disposition: string) =>
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

function keep(home: Home, { document, sender }: DocumentRecord, text: string, packs: number) {
  return keepDocument(home, utf8(text), {
    direction: 'out',
    standard: 'epcis-2.0-json',
    profile: RECEIPT,
    instance: receiptOf(document),
    sender: home.self.gln,
    ...(sender === undefined ? {} : { receiver: sender }),
    packs,
  });
}
