// Files beside what makers commissioned: packs of which a file says another lot or expiry are found when it comes, and again when
// a commissioning does. No verdict asks for it; whoever sent the file is told. Derived: made again with the index of the documents.
import type { Bytes } from '../../chain/bytes.ts';
import type { Json } from '../../chain/canonical.ts';
import { itemToken } from '../../chain/item-key.ts';
import { sortTokens } from '../../chain/mint.ts';
import { commission } from '../../custody/events/commission.ts';
import { saidIn } from '../../custody/events/said.ts';
import type { CustodyEvent } from '../../custody/evidence.ts';
import type { Keyer } from '../../epcis/claim-sheet.ts';
import { deedOf } from '../../epcis/deeds.ts';
import { packOf } from '../../epcis/ids.ts';
import type { EpcisEvent } from '../../epcis/model.ts';
import { readEpcis } from '../../epcis/read.ts';
import { PedigreeError } from '../../errors.ts';
import type { Local, View } from '../../ledger/types.ts';
import type { Home } from '../node/home.ts';
import { keyerOf } from './claim-keys.ts';
import { type DocumentRecord, documentRecords } from './document-records.ts';
import { keptBytes } from './kept-files.ts';
import {
  agreesWith,
  type ComparedWithin,
  type DifferingPack,
  differingPacks,
  type MakerWords,
  makerWords,
  type SaidOfPack,
} from './maker-words.ts';
import { MOST_LOTS } from './read-document.ts';

/** What came of comparing one document. */
interface Compared {
  /** Products of which it names packs that nobody has commissioned here yet, and what was known of each then. */
  readonly open: Readonly<Record<string, string>>;
  /** GTIN and serial of packs that differed, the first of them, and how many there were. */
  readonly packs: readonly (readonly [string, string])[];
  readonly count: number;
}

/** The hash of the file follows. */
const COMPARED = 'made:';
/** Packs of a file that are named. */
const NAMED = 100;
/** Packs that are looked at for that. */
const LOOKED_AT = 1000;
const TOKEN = 16;

/** Packs of a document that differ from what their makers say now, and how many there were when it was compared. */
export interface Differing {
  readonly record: DocumentRecord;
  readonly packs: readonly DifferingPack[];
  readonly count: number;
}

/** Documents that say something else than the makers of their packs. */
export function differingDocuments(within: ComparedWithin): readonly Differing[] {
  return documentRecords(within.local).flatMap((record) => {
    const found = differingIn(within, record);
    return found === undefined ? [] : [found];
  });
}

/** What one document says otherwise than the makers of its packs; undefined where there is nothing. */
export function differingIn(within: ComparedWithin, record: DocumentRecord): Differing | undefined {
  const compared = comparedOf(within.local, record);
  if (compared === undefined || compared.count === 0) return undefined;
  const packs = differingPacks(within, record.document, compared.packs);
  // Of those that are not named as many may differ still.
  const ended = compared.packs.length - packs.length;
  return packs.length === 0 ? undefined : { record, packs, count: compared.count - ended };
}

/** Compares what has not been compared, and what names packs that may have been commissioned since. */
export async function compareDocuments(home: Home): Promise<void> {
  const { local } = home.ledger;
  const due = home.ledger.read((view) => {
    const states = new Map<string, string>();
    const stateOf = (gtin: string) => {
      const state = states.get(gtin) ?? makerWords(view, gtin).state;
      states.set(gtin, state);
      return state;
    };
    return documentRecords(local).filter((record) => {
      if (!isPartners(record)) return false;
      const before = comparedOf(local, record);
      return before === undefined || Object.entries(before.open).some(([gtin, state]) => stateOf(gtin) !== state);
    });
  });
  for (const record of due) await compareDocument(home, record);
}

/** Compares one document that is in the index. */
export async function compareDocument(home: Home, record: DocumentRecord): Promise<void> {
  if (!isPartners(record)) return;
  const compared = await comparedWith(home, record);
  home.ledger.write((local) => local.documents.put(COMPARED + record.document, compared as unknown as Json));
}

/** What this party wrote itself tells nothing of anybody else. */
function isPartners({ direction, unread }: DocumentRecord): boolean {
  return direction === 'in' && unread !== true;
}

function comparedOf(local: Local, { document }: DocumentRecord): Compared | undefined {
  return local.documents.get(COMPARED + document) as unknown as Compared | undefined;
}

async function comparedWith(home: Home, record: DocumentRecord): Promise<Compared> {
  const gtins = new Set(record.lots.map(({ gtin }) => gtin));
  const words = new Map<string, MakerWords>();
  const open = () => Object.fromEntries([...words].map(([gtin, { state }]) => [gtin, state]));
  const isMade = (gtin: string) => {
    const known = words.get(gtin) ?? home.ledger.read((view) => makerWords(view, gtin));
    words.set(gtin, known);
    return known.commissionings.length > 0;
  };
  // Of a file with more lots than are listed all products are found by reading it.
  const all = [...gtins].map(isMade);
  if (record.lots.length < MOST_LOTS && !all.includes(true)) return { open: open(), packs: [], count: 0 };
  try {
    const keyer = keyerOf(home.self.network);
    const groups = new Map<string, Group>();
    for await (const event of eventsOf(home, record)) noteMade(event, keyer, isMade, groups);
    const differing = home.ledger.read((view) => settle(view, groups.values(), words));
    if (differing.size === 0) return { open: open(), packs: [], count: 0 };
    return { open: open(), ...(await named(home, record, differing)) };
  } catch (error) {
    // A file that is gone or changed is told of by the audit.
    if (!(error instanceof PedigreeError)) throw error;
    return { open: open(), packs: [], count: 0 };
  }
}

async function* eventsOf({ dir }: Home, { document }: DocumentRecord): AsyncGenerator<EpcisEvent> {
  for await (const part of readEpcis(() => keptBytes(dir, document))) {
    if (part.part === 'event' && part.event.errorDeclaration === undefined) yield part.event;
  }
}

/** Packs of which a file says the same. */
interface Group extends SaidOfPack {
  readonly gtin: string;
  tokens: Uint8Array;
  size: number;
}

function* packsSaid(
  event: EpcisEvent,
): Generator<{ readonly said: SaidOfPack; readonly gtin: string; readonly serial: string }> {
  const { lot, expiry } = deedOf(event);
  if (lot === undefined && expiry === undefined) return;
  const said = { ...(lot === undefined ? {} : { lot }), ...(expiry === undefined ? {} : { expiry }) };
  for (const epc of event.epcs ?? event.outputEpcs ?? []) {
    const pack = packOf(epc);
    if (pack !== undefined) yield { said, ...pack };
  }
}

function noteMade(
  event: EpcisEvent,
  keyer: Keyer,
  isMade: (gtin: string) => boolean,
  groups: Map<string, Group>,
): void {
  for (const { said, gtin, serial } of packsSaid(event)) {
    if (!isMade(gtin)) continue;
    const name = `${gtin} ${said.expiry ?? ''} ${said.lot ?? ''}`;
    const group = groups.get(name) ?? { gtin, ...said, tokens: new Uint8Array(TOKEN), size: 0 };
    groups.set(name, group);
    if (group.size === group.tokens.length) {
      const longer = new Uint8Array(2 * group.size);
      longer.set(group.tokens);
      group.tokens = longer;
    }
    group.tokens.set(itemToken(keyer.pack(gtin, serial), 0), group.size);
    group.size += TOKEN;
  }
}

/** Tokens of packs that their maker put into another lot, in hex. Products of which all packs were commissioned leave `words`. */
function settle(view: View, groups: Iterable<Group>, words: Map<string, MakerWords>): ReadonlySet<string> {
  const differing = new Set<string>();
  const unmade = new Set<string>();
  const products = new Map<string, Product>();
  for (const { gtin, tokens: noted, size, ...said } of groups) {
    const product = products.get(gtin) ?? productOf(view, gtin, words.get(gtin)?.commissionings ?? []);
    products.set(gtin, product);
    const tokens = sortTokens(noted.subarray(0, size));
    const saying = (is: boolean) =>
      product.lots.flatMap((lot) => (lot[0] !== undefined && product.agrees(lot[0], said) === is ? lot : []));
    const right = new Set(view.likelyIn(gtin, tokens, saying(true)));
    if (right.size === size / TOKEN) continue;
    const wrong = view.likelyIn(gtin, tokens, saying(false)).filter((at) => !right.has(at));
    for (const at of wrong) differing.add(hexAt(tokens, at));
    if (right.size + wrong.length < size / TOKEN) unmade.add(gtin);
  }
  for (const [gtin, { commissionings }] of words) {
    if (commissionings.length > 0 && !unmade.has(gtin)) words.delete(gtin);
  }
  return differing;
}

interface Product {
  readonly agrees: ReturnType<typeof agreesWith>;
  /** Commissionings that say the same of their packs. */
  readonly lots: readonly (readonly CustodyEvent[])[];
}

function productOf(view: View, gtin: string, commissionings: readonly CustodyEvent[]): Product {
  const lots = new Map<string, CustodyEvent[]>();
  for (const event of commissionings) {
    const { lot, expiry } = saidIn(commission, event.leaf) ?? {};
    const name = `${expiry ?? ''} ${lot ?? ''}`;
    const same = lots.get(name) ?? [];
    same.push(event);
    lots.set(name, same);
  }
  return { agrees: agreesWith(view, gtin), lots: [...lots.values()] };
}

function hexAt(tokens: Bytes, at: number): string {
  return Buffer.from(tokens.buffer, tokens.byteOffset + at * TOKEN, TOKEN).toString('hex');
}

/** Names those that differ, by reading the file once more: nearly none has any. */
async function named(
  home: Home,
  record: DocumentRecord,
  differing: ReadonlySet<string>,
): Promise<Omit<Compared, 'open'>> {
  const { network } = home.self;
  const keyer = keyerOf(network);
  const { local } = home.ledger;
  const found = new Map<string, readonly [string, string]>();
  for await (const event of eventsOf(home, record)) {
    if (found.size >= LOOKED_AT) break;
    for (const { gtin, serial } of packsSaid(event)) {
      const token = hexAt(itemToken(keyer.pack(gtin, serial), 0), 0);
      if (differing.has(token)) found.set(token, [gtin, serial]);
      if (found.size >= LOOKED_AT) break;
    }
  }
  // What a file says of a pack after all may be something else than one of its events does.
  const packs = home.ledger.read((view) => differingPacks({ view, local, network }, record.document, found.values()));
  const count = packs.length === 0 ? 0 : differing.size - (found.size - packs.length);
  return { packs: packs.slice(0, NAMED).map(({ gtin, serial }) => [gtin, serial]), count };
}
