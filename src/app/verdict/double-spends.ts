// Whose code was used twice: anybody sees that two events publish one token, and whoever knows many codes, a maker or a
// regulator, finds out which pack or container it belongs to.
import { type Bytes, hex, unhex } from '../../chain/bytes.ts';
import type { Json, JsonObject } from '../../chain/canonical.ts';
import { itemToken } from '../../chain/item-key.ts';
import { containerName, readItems } from '../../custody/events/items.ts';
import { packItem } from '../../custody/item.ts';
import { key48 } from '../../ledger/ids.ts';
import type { EventsOptions, Marks } from '../../ledger/types.ts';
import type { Goods, PackIdentity } from '../goods/goods.ts';
import { itemOf, packGoods } from '../goods/resolve.ts';
import type { Knowledge } from '../knowledge.ts';
import { knownContainer, sameMarks } from '../stock/inventory.ts';
import { ownSerials, partyCommissions } from '../stock/inventory-made.ts';

/** Goods known here of which some step was published twice. Whether that is a dispute is for their lives to say. */
export function doublySpent(known: Knowledge): readonly Goods[] {
  learnDoubled(known);
  const found = new Map<string, Goods>();
  for (const { value } of known.index.list(FOUND)) {
    const goods = value === null ? undefined : goodsOf(known, value as JsonObject);
    if (goods !== undefined) found.set(hex(goods.item.key), goods);
  }
  return [...found.values()];
}

/** What a doubled token was found to belong to; null where nothing known here bears it. */
const FOUND = 'doubled:';
/** How far events were looked through for it. */
const LOOKED = 'doubled-until';

/** Takes in what is new. A token is looked for once among all that is known here, and then among what arrives after it. */
export function learnDoubled(known: Knowledge): void {
  const { view, index } = known;
  const marks = view.marks();
  const since = index.get(LOOKED) as Marks | undefined;
  if (since !== undefined && sameMarks(since, marks)) return;
  const doubled = view.doubled();
  const fresh = [...doubled].filter((token) => index.get(`${FOUND}${token}`) === undefined);
  const strange = [...doubled].filter((token) => index.get(`${FOUND}${token}`) === null);
  if (fresh.length + strange.length > 0) {
    const found = new Map<number, Json>();
    const options = fresh.length > 0 || since === undefined ? {} : { since };
    for (const [token, what] of bearers(known, new Set([...fresh, ...strange]), options)) found.set(token, what);
    for (const token of fresh) index.put(`${FOUND}${token}`, found.get(token) ?? null);
    for (const [token, what] of found) index.put(`${FOUND}${token}`, what);
  }
  index.put(LOOKED, marks as unknown as Json);
}

/** The packs made here, and the packs and containers in every manifest that opens here, as far as they bear one of the tokens. */
function* bearers(
  known: Knowledge,
  wanted: ReadonlySet<number>,
  options: EventsOptions,
): Iterable<readonly [token: number, what: Json]> {
  for (const event of partyCommissions(known, options)) {
    const { gtin, lot, expiry } = event.leaf.public;
    const pack = { gtin: String(gtin), lot: String(lot), expiry: String(expiry) };
    yield* among(known, wanted, packsOf(known, pack, ownSerials(known, event)));
  }
  for (const event of known.view.eventsOf(['pack', 'ship'], options)) {
    const manifest = known.manifest(event);
    const container = event.leaf.type === 'pack' ? containerName(manifest?.container) : undefined;
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
  readonly what: Json;
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
): Iterable<readonly [number, Json]> {
  let batch: Bearer[] = [];
  const look = function* (): Iterable<readonly [number, Json]> {
    for (let step = 1; batch.length > 0; step++) {
      const tokens = batch.map(({ key }) => itemToken(key, step));
      if (view.noRows(tokens)) return;
      const shorts = tokens.map((token) => key48(token));
      for (const [at, { what }] of batch.entries()) {
        const short = shorts[at];
        if (short !== undefined && wanted.has(short)) yield [short, what];
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
