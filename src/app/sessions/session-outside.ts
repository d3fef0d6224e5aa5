// Goods of partners outside in a session that receives: what files announce, what a scan of it stands for, and what is recorded of it.
import { hex } from '../../chain/bytes.ts';
import { keyOfName } from '../../epcis/claim-sheet.ts';
import { packNamed } from '../../epcis/ids.ts';
import type { ScanSession } from '../../scan/session.ts';
import { phrase } from '../../words/en/sessions.ts';
import type { Env } from '../node/env.ts';
import { type Home, openHome } from '../node/home.ts';
import { keyerOf } from '../outside/claim-keys.ts';
import { documentRecord } from '../outside/document-records.ts';
import { aroundIn, type ExpectedItem, expectedOf, nameIn } from '../outside/expected.ts';
import { documentsNamed } from '../outside/list-documents.ts';
import { outsideIncoming } from '../outside/on-the-way.ts';
import type { ReceivedOutside } from '../outside/receipts.ts';
import { receiveDocument } from '../outside/receive-document.ts';
import { outsideAmong, receiveGoods } from '../outside/receive-goods.ts';
import { receiptFor } from '../outside/received-before.ts';
import { cameOf } from '../outside/waiting-records.ts';
import { containerCalled } from '../record/container-names.ts';
import { hasDocuments } from '../record/documents-known.ts';
import { together } from '../record/received.ts';
import type { Finish } from './session-journal.ts';
import type { Expected, ScanAnswer } from './session-look.ts';

/** A file of goods on their way here, item by item. */
export interface Delivery {
  /** SHA-256 of the file, in hex. */
  readonly document: string;
  readonly items: ReadonlyMap<string, ExpectedItem>;
}

const OUTSIDE = 'outside:';
/** How the hash of a document begins, as it is typed or scanned for all that it announces. */
const DOCUMENT = /^[0-9a-f]{8,64}$/;

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
  return deliveries.flatMap(({ document, items }) => {
    const packs = packsIn(items);
    return [...items.values()]
      .filter((one) => outermostOf(one, items) === one)
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map((one) => ({
        key: OUTSIDE + one.name,
        name: scanOf(one.name),
        packs: packs.get(one) ?? 0,
        shipment: document,
      }));
  });
}

/** A scan of how the hash of one file begins stands for all that the file announces; undefined for any other. */
export function fileLook(deliveries: readonly Delivery[], text: string): ScanAnswer | undefined {
  const whole = DOCUMENT.test(text.trim()) ? deliveries.filter(({ document }) => document.startsWith(text.trim())) : [];
  const [named] = whole;
  if (named === undefined || whole.length > 1) return undefined;
  const all = expectedOutside([named]);
  const packs = all.reduce((sum, one) => sum + one.packs, 0);
  const base = { key: OUTSIDE + named.document, within: [], packs, stands: all.map(({ key }) => key) };
  return { ...base, taken: true, exit: 0, status: 'caution', code: 'outside-claim', text: phrase('all-of-file') };
}

/** What a scan of goods of the world outside is in a session, by the verdict on it. */
export function outsideLook(home: Home, deliveries: readonly Delivery[], text: string, told: ScanAnswer): ScanAnswer {
  const name = nameIn(text);
  const delivery = deliveries.find(({ items }) => items.has(name));
  // Whoever scans it has it in hand: it is received, and what is said of it stands beside it.
  const status = told.status === 'genuine' ? 'genuine' : 'caution';
  const is = { ...told, key: OUTSIDE + name, taken: true, status } as const;
  const one = delivery?.items.get(name);
  if (delivery === undefined || one === undefined) {
    if (receiptFor(home, name) !== undefined) {
      const { advice: _, ...known } = is;
      const why = { code: 'already-here', text: phrase('received-before-here') };
      return { ...known, within: [], stands: [], packs: 1, taken: false, exit: 0, status: 'caution', ...why };
    }
    const why = { code: 'no-data', text: phrase('no-file-names-it') };
    return { ...is, within: [], stands: [], packs: 1, exit: 20, ...why };
  }
  const within = [...aroundIn(delivery.items, one)].map((outer) => OUTSIDE + outer.name);
  const stands = [within.at(-1) ?? OUTSIDE + name];
  const packs = packsIn(delivery.items).get(one) ?? 0;
  return { ...is, within, stands, packs, exit: told.status === 'stop' ? 20 : 0 };
}

/**
 * What is recorded of goods of the world outside: each file that came whole, or of which the rest is told missing, and single goods.
 * @param finish of what a session ends with, what is of the world outside
 */
export async function recordOutside(
  home: Home,
  deliveries: readonly Delivery[],
  { items: inputs, missing: gone = [], damaged: hurt = [] }: Finish,
  session: ScanSession,
): Promise<ReceivedOutside | undefined> {
  if (inputs.length === 0 && gone.length === 0) return undefined;
  const answers: ReceivedOutside[] = [];
  const left = new Set(inputs);
  for (const delivery of deliveries) {
    const { document, items } = delivery;
    const expected = expectedOutside([delivery]);
    const missing = expected.filter(({ key }) => !session.isHere(key));
    const told = gone.filter((scan) => items.has(nameIn(scan)));
    const toldNames = new Set(told.map(nameIn));
    const isBegun = missing.length < expected.length || told.length > 0;
    const record = documentRecord(home.ledger.local, document);
    const isWhole = missing.every(({ name }) => toldNames.has(nameIn(name)));
    if (!isBegun || !isWhole || record === undefined) continue;
    const damaged = hurt.filter((scan) => items.has(nameIn(scan)));
    answers.push(await receiveDocument(home, record, { missing: told, damaged, items: [] }));
    for (const input of inputs) if (items.has(nameIn(input)) || document.startsWith(input.trim())) left.delete(input);
  }
  const loose = [...left].filter((input) => nameIn(input) !== '');
  const damaged = hurt.filter((scan) => loose.includes(scan));
  if (loose.length > 0) answers.push(await receiveGoods(home, { items: loose, damaged }));
  const [first, ...more] = answers;
  return first && more.reduce<ReceivedOutside>(together, first);
}

/** The inputs that are of the world outside; a document by its name is, too. */
export function outsideIn(home: Home, inputs: readonly string[]): ReadonlySet<string> {
  const found = new Set(outsideAmong(home, inputs));
  for (const input of inputs) {
    const text = input.trim();
    // Also of one whose receipt was written before the session was cut off.
    if (DOCUMENT.test(text) && documentsNamed(home, text).length > 0) found.add(input);
  }
  return found;
}

function scanOf(name: string): string {
  const pack = packNamed(name);
  return pack === undefined ? name : containerCalled(pack);
}

function outermostOf(one: ExpectedItem, items: Delivery['items']): ExpectedItem {
  return [...aroundIn(items, one)].at(-1) ?? one;
}

/** Packs in each thing of a delivery; of a pack itself one. */
function packsIn(items: Delivery['items']): ReadonlyMap<ExpectedItem, number> {
  const packs = new Map<ExpectedItem, number>();
  for (const item of items.values()) {
    if (!item.isPack) continue;
    for (const one of new Set([item, ...aroundIn(items, item)])) packs.set(one, (packs.get(one) ?? 0) + 1);
  }
  return packs;
}
