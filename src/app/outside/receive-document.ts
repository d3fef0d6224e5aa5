// Goods of a partner outside, compared with its file at the door: what came, what is missing, what nobody announced, what is broken.
// The answer is itself a file: an EPCIS receipt, kept and anchored like those that come.
import { PedigreeError } from '../../errors.ts';
import { phrase, say } from '../../words/en/outside.ts';
import type { Home } from '../node/home.ts';
import { type DocumentRecord, documentRecords } from './document-records.ts';
import { type ExpectedItem, expectedOf, goneWith, nameIn } from './expected.ts';
import { itemsHere, receiptOf, receiptsIn } from './on-the-way.ts';
import { keepReceipt, OUTSIDE, type ReceivedOutside } from './receipts.ts';
import { outsideAmong, receiveGoods } from './receive-goods.ts';
import { cameOf } from './waiting-records.ts';

export interface ReceiveDocument {
  readonly missing: readonly string[];
  readonly damaged: readonly string[];
  /** Scans besides the document: what is in it is there, what is not was not announced. */
  readonly items: readonly string[];
  /** For the own party alone. */
  readonly note?: string | undefined;
}

/** `withoutData` are of `extra` those that no file names. */
export interface ReceivedDocument extends ReceivedOutside {
  readonly document: string;
}

const LOOK = 20;

/**
 * Receives against a document. A document that was received before is `already`, unless something of it is damaged that was not
 * told yet; what else is said of its goods then is answered with a warning.
 * @throws not-found (66) for goods that are named missing or damaged and that the file does not announce, and as `record`
 */
export async function receiveDocument(
  home: Home,
  record: DocumentRecord,
  request: ReceiveDocument,
): Promise<ReceivedDocument> {
  const { document } = record;
  const before = receiptsIn(documentRecords(home.ledger.local)).get(receiptOf(document));
  const base = { document, ...OUTSIDE };
  const settled = before ?? settledBy(home, record);
  if (settled !== undefined) return settledAlready(home, record, request, settled);
  const expected = await expectedOf(home, document, record.receiver);
  const find = (scan: string) => expected.get(nameIn(scan));
  const missing = new Set(announced(expected, request.missing).map(({ name }) => name));
  const isMissing = (one: ExpectedItem) => goneWith(one, missing, expected);
  const damaged = announced(expected, request.damaged);
  const extra = request.items.filter((scan) => find(scan) === undefined);
  const all = [...expected.values()];
  const here = all.filter((one) => !isMissing(one));
  const outermost = here.filter(({ within }) => within === undefined || !expected.has(within) || missing.has(within));
  const packs = here.filter(({ isPack }) => isPack).length;
  const receipt = { instance: receiptOf(document), to: record.sender, packs, note: request.note };
  const kept = await keepReceipt(home, { outermost, missing: all.filter(isMissing), damaged }, receipt);
  const { hash: _, bytes: __, ...told } = kept;
  // What came with it and is in no file of a partner waits for one.
  const known = outsideAmong(home, extra);
  const more = known.size === 0 ? undefined : await receiveGoods(home, { items: [...known], from: record.sender });
  const isDifferent = missing.size + damaged.length + extra.length > 0;
  return {
    ...base,
    events: [...(told.event === undefined ? [] : [told.event]), ...(more?.events ?? [])],
    received: outermost.length,
    packs,
    missing: [...missing],
    extra,
    damaged: damaged.map(({ name }) => name),
    ...(more?.waiting === undefined ? {} : { withoutData: more.withoutData, waiting: more.waiting }),
    ...told,
    exit: isDifferent ? LOOK : 0,
  };
}

/** What is said of goods that were received before: of damage a receipt is kept, and of what is missing now nothing is known. */
async function settledAlready(
  home: Home,
  { document, sender, receiver }: DocumentRecord,
  request: ReceiveDocument,
  { event, at, packs = 0 }: Pick<DocumentRecord, 'event' | 'at' | 'packs'>,
): Promise<ReceivedDocument> {
  const base = { document, ...OUTSIDE };
  const warnings = request.missing.length === 0 ? [] : [phrase('missing-after-receipt')];
  if (request.damaged.length > 0) {
    const expected = await expectedOf(home, document, receiver);
    announced(expected, request.damaged);
    const {
      withoutData: _,
      waiting: __,
      ...told
    } = await receiveGoods(home, {
      ...{ items: [], damaged: request.damaged, from: sender, note: request.note },
    });
    if (!told.already) return { ...base, ...told, warnings: [...told.warnings, ...warnings] };
  }
  const nothing = { missing: [], extra: [], damaged: [], warnings };
  const exit = warnings.length === 0 ? 0 : LOOK;
  return { ...base, ...nothing, events: [event], received: 0, packs, event, at: iso(at), already: true, exit };
}

/** What a file announces by these scans. @throws not-found (66) */
function announced(expected: ReadonlyMap<string, ExpectedItem>, scans: readonly string[]): readonly ExpectedItem[] {
  return scans.map((scan) => {
    const found = expected.get(nameIn(scan));
    if (found !== undefined) return found;
    throw new PedigreeError('not-found', say('not-announced', { scan }), { hint: say('epcis-show-tells') });
  });
}

/** The last receipt of goods that came before their file did, where all of this document came so. */
function settledBy(home: Home, record: DocumentRecord): Pick<DocumentRecord, 'event' | 'at' | 'packs'> | undefined {
  const came = cameOf(home.ledger.local, record.document);
  if (came === undefined || came.keys.length < itemsHere(home, record)) return undefined;
  const { event, at } = came;
  return { event, at, ...(record.packs === undefined ? {} : { packs: record.packs }) };
}

const iso = (at: number) => new Date(at).toISOString();
