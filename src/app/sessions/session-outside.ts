// Goods of partners outside in a session that receives: what files announce, what a scan of it stands for, and what is recorded of it.
import { hex } from '../../chain/bytes.ts';
import { keyOfName } from '../../epcis/claim-sheet.ts';
import { worstExit } from '../../errors.ts';
import type { ScanSession } from '../../scan/session.ts';
import { phrase } from '../../words/en/sessions.ts';
import type { Env } from '../node/env.ts';
import { type Home, openHome } from '../node/home.ts';
import { keyerOf } from '../outside/claim-keys.ts';
import { documentRecord } from '../outside/document-records.ts';
import { type ExpectedItem, expectedOf, nameIn } from '../outside/expected.ts';
import { outsideIncoming } from '../outside/on-the-way.ts';
import { type ReceivedDocument, receiveDocument } from '../outside/receive-document.ts';
import { outsideAmong, type ReceivedGoods, receiveGoods } from '../outside/receive-goods.ts';
import { cameOf } from '../outside/waiting-records.ts';
import { hasDocuments } from '../record/documents-known.ts';
import type { Finish } from './session-journal.ts';
import type { Expected, ScanAnswer } from './session-look.ts';

/** A file of goods on their way here, item by item. */
export interface Delivery {
  /** SHA-256 of the file, in hex. */
  readonly document: string;
  readonly items: ReadonlyMap<string, ExpectedItem>;
}

export type RecordedOutside = ReceivedDocument | ReceivedGoods;

const OUTSIDE = 'outside:';
/** How the hash of a document begins, as it is typed or scanned for all that it announces. */
const DOCUMENT = /^[0-9a-f]{8,64}$/;
const MOST_AROUND = 16;

/** What files announce, read before the first scan. */
export async function deliveriesHere(env: Env): Promise<readonly Delivery[]> {
  const home = openHome(env, { readOnly: true });
  try {
    if (!hasDocuments(home.ledger.local)) return [];
    const found: Delivery[] = [];
    for (const { document } of outsideIncoming(home)) {
      const items = await expectedOf(home, document, documentRecord(home.ledger.local, document)?.receiver);
      found.push({ document, items: stillComing(home, document, items) });
    }
    return found;
  } finally {
    home.close();
  }
}

/** Without what was received before the rest. */
function stillComing(home: Home, document: string, items: Delivery['items']): Delivery['items'] {
  const came = new Set(cameOf(home.ledger.local, document)?.keys);
  if (came.size === 0) return items;
  const keyer = keyerOf(home.self.network);
  const isHere = (one: ExpectedItem) => came.has(hex(keyOfName(keyer, outermostOf(one, items).name).subarray(0, 8)));
  return new Map([...items].filter(([, one]) => !isHere(one)));
}

/** The outermost items of deliveries, as those of shipments are expected. */
export function expectedOutside(deliveries: readonly Delivery[]): readonly Expected[] {
  return deliveries.flatMap(({ document, items }) =>
    [...items.values()]
      .filter((one) => outermostOf(one, items) === one)
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map((one) => ({
        key: OUTSIDE + one.name,
        name: scanOf(one.name),
        packs: packsIn(one, items),
        shipment: document,
      })),
  );
}

/** What a scan of goods of the world outside is in a session; undefined for any other. */
export async function outsideLook(
  home: Home,
  deliveries: readonly Delivery[],
  text: string,
  verdict: () => Promise<ScanAnswer>,
): Promise<ScanAnswer | undefined> {
  const whole = DOCUMENT.test(text.trim()) ? deliveries.filter(({ document }) => document.startsWith(text.trim())) : [];
  const [named] = whole;
  if (named !== undefined && whole.length === 1) {
    const all = expectedOutside([named]);
    const packs = all.reduce((sum, one) => sum + one.packs, 0);
    const base = { key: OUTSIDE + named.document, within: [], packs, stands: all.map(({ key }) => key) };
    return { ...base, taken: true, exit: 0, status: 'caution', code: 'outside-claim', text: phrase('all-of-file') };
  }
  if (!outsideAmong(home, [text]).has(text)) return undefined;
  const name = nameIn(text);
  const delivery = deliveries.find(({ items }) => items.has(name));
  const told = await verdict();
  // Whoever scans it has it in hand: it is received, and what is said of it stands beside it.
  const status = told.status === 'genuine' ? 'genuine' : 'caution';
  const is = { ...told, key: OUTSIDE + name, taken: true, status } as const;
  const one = delivery?.items.get(name);
  if (delivery === undefined || one === undefined) {
    const why = { code: 'no-data', text: phrase('no-file-names-it') };
    return { ...is, within: [], stands: [], packs: 1, exit: 20, ...why };
  }
  const within: string[] = [];
  for (
    let at = aroundOf(one, delivery.items);
    at !== undefined && within.length < MOST_AROUND;
    at = aroundOf(at, delivery.items)
  )
    within.push(OUTSIDE + at.name);
  const stands = [within.at(-1) ?? OUTSIDE + name];
  return { ...is, within, stands, packs: packsIn(one, delivery.items), exit: told.status === 'stop' ? 20 : 0 };
}

/** What is recorded of goods of the world outside: each file that came whole, or of which the rest is told missing, and single goods. */
export async function recordOutside(
  home: Home,
  deliveries: readonly Delivery[],
  finish: Finish,
  session: ScanSession,
): Promise<{ readonly exit: number; readonly recorded: RecordedOutside } | undefined> {
  const { inputs, names } = await outsideOf(home, deliveries, finish);
  if (inputs.length === 0 && names.missing.length === 0) return undefined;
  const answers: RecordedOutside[] = [];
  const left = new Set(inputs);
  for (const { document, items } of deliveries) {
    const expected = expectedOutside([{ document, items }]);
    const missing = expected.filter(({ key }) => !session.isHere(key));
    const told = names.missing.filter((scan) => items.has(nameIn(scan)));
    const isBegun = missing.length < expected.length || told.length > 0;
    const record = documentRecord(home.ledger.local, document);
    const isWhole = missing.every(({ name }) => told.some((scan) => nameIn(scan) === nameIn(name)));
    if (!isBegun || !isWhole || record === undefined) continue;
    const damaged = names.damaged.filter((scan) => items.has(nameIn(scan)));
    answers.push(await receiveDocument(home, record, { missing: told, damaged, items: [] }));
    for (const input of inputs) if (items.has(nameIn(input)) || document.startsWith(input.trim())) left.delete(input);
  }
  const loose = [...left].filter((input) => nameIn(input) !== '');
  const damaged = names.damaged.filter((scan) => loose.includes(scan));
  if (loose.length > 0) answers.push(await receiveGoods(home, { items: loose, damaged }));
  const [first, ...more] = answers;
  if (first === undefined) return undefined;
  const recorded = more.reduce<RecordedOutside>(joined, first);
  return { exit: worstExit(answers.map(({ exit }) => exit)), recorded };
}

function joined(one: RecordedOutside, other: RecordedOutside) {
  return {
    ...one,
    ...other,
    ...(one.event === undefined ? {} : { event: one.event }),
    events: [...one.events, ...other.events],
    received: one.received + other.received,
    packs: one.packs + other.packs,
    missing: [...one.missing, ...other.missing],
    damaged: [...one.damaged, ...other.damaged],
    warnings: [...one.warnings, ...other.warnings],
    already: one.already && other.already,
  } as ReceivedDocument;
}

/** Of what a session ends with, what is of the world outside. */
async function outsideOf(home: Home, deliveries: readonly Delivery[], finish: Finish) {
  const { items, missing = [], damaged = [] } = finish;
  const out = outsideIn(home, deliveries, [...items, ...missing, ...damaged]);
  const only = (scans: readonly string[]) => scans.filter((scan) => out.has(scan));
  return { inputs: only(items), names: { missing: only(missing), damaged: only(damaged) } };
}

/** The inputs that are of the world outside; a document by its name is, too. */
export function outsideIn(home: Home, deliveries: readonly Delivery[], inputs: readonly string[]): ReadonlySet<string> {
  const found = new Set(outsideAmong(home, inputs));
  for (const input of inputs) {
    const text = input.trim();
    if (DOCUMENT.test(text) && deliveries.some(({ document }) => document.startsWith(text))) found.add(input);
  }
  return found;
}

function scanOf(name: string): string {
  const [, gtin, serial] = /^(\d{14})\/(.+)$/s.exec(name) ?? [];
  return gtin === undefined || serial === undefined ? name : `(01)${gtin}(21)${serial}`;
}

function aroundOf(one: ExpectedItem, items: Delivery['items']): ExpectedItem | undefined {
  return one.within === undefined ? undefined : items.get(one.within);
}

function outermostOf(one: ExpectedItem, items: Delivery['items']): ExpectedItem {
  let at = one;
  for (let level = 0; level < MOST_AROUND; level++) at = aroundOf(at, items) ?? at;
  return at;
}

function packsIn(one: ExpectedItem, items: Delivery['items']): number {
  if (one.isPack) return 1;
  let packs = 0;
  for (const item of items.values()) {
    if (!item.isPack) continue;
    let at: ExpectedItem | undefined = item;
    for (let level = 0; at !== undefined && at !== one && level < MOST_AROUND; level++) at = aroundOf(at, items);
    if (at === one) packs++;
  }
  return packs;
}
