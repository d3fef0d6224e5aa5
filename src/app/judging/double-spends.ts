// Whose code was used twice: anybody sees that two events publish one token, and whoever knows many codes, a maker or a
// regulator, finds out which pack or container it belongs to.

import { type Bytes, hex, unhex } from '../../chain/bytes.ts';
import type { Json, JsonObject } from '../../chain/canonical.ts';
import { itemToken } from '../../chain/item-key.ts';
import { openRow } from '../../chain/open.ts';
import { EVENT } from '../../custody/events/all.ts';
import { containerName, readItems } from '../../custody/events/items.ts';
import { saidIn } from '../../custody/events/said.ts';
import type { Hit } from '../../custody/evidence.ts';
import { packItem } from '../../custody/item.ts';
import { key48 } from '../../ledger/ids.ts';
import type { EventsOptions, Marks } from '../../ledger/types.ts';
import type { Goods, PackIdentity } from '../items/goods.ts';
import { itemOf, packGoods } from '../items/resolve.ts';
import { knownContainer } from '../record/containers-known.ts';
import { sameMarks } from '../record/inventory.ts';
import { ownSerials, partyCommissions } from '../record/inventory-made.ts';
import type { Knowledge } from '../record/knowledge.ts';
import { isCopier, noteCopy } from './copies.ts';

/** Goods known here of which some step was published twice. Whether that is a dispute is for their lives to say. */
export function doublySpent(known: Knowledge): readonly Goods[] {
  learnDoubled(known);
  const found = new Map<string, Goods>();
  for (const { value } of known.index.list(FOUND)) {
    if (value === null || value === false || (value as JsonObject).copied !== undefined) continue;
    const goods = goodsOf(known, value as JsonObject);
    if (goods !== undefined) found.set(hex(goods.item.key), goods);
  }
  return [...found.values()];
}

/** What a doubled token was found to belong to; null where nothing known here bears it, false where nobody looked for it yet. */
const FOUND = 'doubled:';
/** How far events were looked through for it. */
const LOOKED = 'doubled-since';
/** When all that is known here was last looked through, and for how many tokens so far. */
const SOUGHT = 'doubled-sought';
/** ms; tokens that nobody looked for yet wait at most so long. */
const PATIENCE = 60 * 60 * 1000;

/**
 * Takes in what is new. A token is looked for once among all that is known here, and then among what arrives after it. To
 * look through all takes a maker long, and anybody can double a token with every sync: so it is done when as many wait as
 * were looked for before, and else once an hour; of whoever is known to copy, once an hour.
 */
export function learnDoubled(known: Knowledge): void {
  const { view, index } = known;
  const marks = view.marks();
  const since = index.get(LOOKED) as Marks | undefined;
  const sought = (index.get(SOUGHT) ?? { at: 0, tokens: 0, waiting: 0 }) as unknown as Sought;
  const quiet = since !== undefined && sameMarks(since, marks);
  if (quiet && (sought.waiting === 0 || !isLongAgo(known, sought))) return;
  const before = new Map(index.list(FOUND).map(({ key, value }) => [Number(key.slice(FOUND.length)), value]));
  // A token is doubled by an event that came, and goes on being so.
  const came = view.doubled(since);
  const tokens = [...new Set([...before.keys(), ...came])];
  const fresh = tokens.filter((token) => !before.has(token) || before.get(token) === false);
  const strange = tokens.filter((token) => before.get(token) === null);
  // What was a copy may have been used by another one since.
  const again = [...came].filter((token) => isUsedAgain(known, token, before.get(token)));
  for (const token of again) relearn(known, token, before.get(token) as JsonObject);
  const due = fresh.length > 0 && isDue(known, fresh, sought);
  const wanted = new Set(due ? [...fresh, ...strange] : strange);
  if (wanted.size > 0) {
    const found = new Map<number, Found>();
    const options = due || since === undefined ? {} : { since };
    for (const [token, bearer] of bearers(known, wanted, options)) found.set(token, bearer);
    if (due) for (const token of fresh) if (!found.has(token)) index.put(`${FOUND}${token}`, null);
    for (const [token, { what, key, step }] of found) learn(known, token, { ...what, key: hex(key), step });
  }
  if (!due) for (const token of fresh) if (!before.has(token)) index.put(`${FOUND}${token}`, false);
  index.put(LOOKED, marks as unknown as Json);
  const looked = sought.tokens + (due ? fresh.length : 0);
  index.put(SOUGHT, { at: due ? known.now : sought.at, tokens: looked, waiting: due ? 0 : fresh.length });
}

interface Sought {
  readonly at: number;
  readonly tokens: number;
  readonly waiting: number;
}

function isLongAgo({ now }: Knowledge, { at }: Sought): boolean {
  return Math.abs(now - at) >= PATIENCE;
}

function isDue(known: Knowledge, fresh: readonly number[], sought: Sought): boolean {
  if (isLongAgo(known, sought)) return true;
  const left = fresh.filter((token) => !known.view.usersOf(token).some((chain) => isCopier(known, chain)));
  return left.length > 0 && left.length >= sought.tokens;
}

// Whose rows with this token open is who used the code; the others have copied the token and do not know what it is of.
function learn(known: Knowledge, token: number, what: JsonObject): void {
  const { view, index } = known;
  const key = unhex(String(what.key));
  const hits = view.rows(itemToken(key, Number(what.step)));
  const opens = ({ event, opener }: Hit) =>
    opener !== undefined && openRow(key, event.leaf, event.chain, opener) !== undefined;
  const copies = hits.filter((hit) => !opens(hit));
  for (const { event } of copies) noteCopy(known, event);
  const copied = copies.length > 0 && hits.length - copies.length < 2;
  index.put(`${FOUND}${token}`, copied ? { ...what, copied: view.usersOf(token).length } : what);
}

function isUsedAgain({ view }: Knowledge, token: number, value: Json | undefined): boolean {
  const copied = (value as JsonObject | null | undefined)?.copied;
  return typeof copied === 'number' && view.usersOf(token).length !== copied;
}

function relearn(known: Knowledge, token: number, { copied: _, ...what }: JsonObject): void {
  learn(known, token, what);
}

/** The packs made here, and the packs and containers in every manifest that opens here, as far as they bear one of the tokens. */
function* bearers(
  known: Knowledge,
  wanted: ReadonlySet<number>,
  options: EventsOptions,
): Iterable<readonly [token: number, bearer: Found]> {
  for (const event of partyCommissions(known, options)) {
    const made = saidIn(EVENT.commission, event.leaf);
    if (made === undefined) continue;
    const { gtin, lot, expiry } = made;
    yield* among(known, wanted, packsOf(known, { gtin, lot, expiry }, ownSerials(known, event)));
  }
  for (const event of known.view.eventsOf([EVENT.pack.type, EVENT.ship.type], options)) {
    const manifest = known.manifest(event);
    const container = event.leaf.type === EVENT.pack.type ? containerName(manifest?.container) : undefined;
    if (container !== undefined) {
      const what = { container: hex(container.key) };
      yield* among(known, wanted, [{ key: container.key, what }]);
    }
    for (const { gtin, lot, expiry, serials } of readItems(manifest?.items)?.packs ?? []) {
      yield* among(known, wanted, packsOf(known, { gtin, lot, expiry }, serials));
    }
  }
}

type Pack = Omit<PackIdentity, 'kind' | 'serial'>;

interface Bearer {
  readonly key: Bytes;
  readonly what: JsonObject;
}

interface Found extends Bearer {
  readonly step: number;
}

function* packsOf({ view }: Knowledge, pack: Pack, serials: Iterable<string>): Iterable<Bearer> {
  for (const serial of serials) yield { key: packItem(view.network, pack.gtin, serial).key, what: { ...pack, serial } };
}

const BATCH = 2_000;

/** Which of these bear one of the tokens; step after step, as long as any of a batch was named again. */
function* among(
  { view }: Knowledge,
  wanted: ReadonlySet<number>,
  bearers: Iterable<Bearer>,
): Iterable<readonly [number, Found]> {
  let batch: Bearer[] = [];
  const look = function* (): Iterable<readonly [number, Found]> {
    for (let step = 1; batch.length > 0; step++) {
      const tokens = batch.map(({ key }) => itemToken(key, step));
      if (view.noRows(tokens)) return;
      const shorts = tokens.map((token) => key48(token));
      for (const [at, bearer] of batch.entries()) {
        const short = shorts[at];
        if (short !== undefined && wanted.has(short)) yield [short, { ...bearer, step }];
      }
    }
  };
  for (const bearer of bearers) {
    batch.push(bearer);
    if (batch.length < BATCH) continue;
    yield* look();
    batch = [];
  }
  yield* look();
}

function goodsOf(known: Knowledge, what: JsonObject): Goods | undefined {
  if (typeof what.container !== 'string') {
    const { gtin, serial, lot, expiry } = what as unknown as Omit<PackIdentity, 'kind'>;
    return packGoods(known, { kind: 'pack', gtin, serial, lot, expiry }, `(01)${gtin}(21)${serial}`);
  }
  const container = knownContainer(known, unhex(what.container));
  if (container === undefined) return undefined;
  const item = itemOf(known, container);
  const is = { kind: 'container', name: container.name } as const;
  return { n: 1, input: container.name, item, is, life: known.trace(item) };
}
