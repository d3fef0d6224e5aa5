// Every pack that ever was in the own custody, each once, with where it is now; from keys and ledger alone.
import { type Bytes, hex, sameBytes, unb64u } from '../../chain/bytes.ts';
import { itemToken } from '../../chain/item-key.ts';
import { mintTokens } from '../../chain/mint.ts';
import { openPart, openRow } from '../../chain/open.ts';
import { serialAt } from '../../chain/serial.ts';
import { detailsOf } from '../../custody/events/index.ts';
import { type Items, readItems } from '../../custody/events/items.ts';
import type { CustodyEvent, Hit } from '../../custody/evidence.ts';
import { type ItemKey, packItem } from '../../custody/item.ts';
import type { Life, State } from '../../custody/life.ts';
import { isContested } from '../../custody/own-line.ts';
import { knownContainer, shipments } from '../record/inventory.ts';
import { ownSerials, partyCommissions } from '../record/inventory-made.ts';
import { KeySet } from '../record/key-set.ts';
import type { Knowledge } from '../record/knowledge.ts';
import type { PackIdentity } from './goods.ts';
import { itemOf } from './resolve.ts';

/** One pack, or many of one lot that nothing was ever recorded of. */
export interface PlacedPacks {
  readonly is: PackIdentity;
  readonly packs: number;
  /** Where it is, containers around taken into account. */
  readonly state: State;
  /** Hex of the key of the innermost container, where it is in one. */
  readonly within?: string;
  /** Records contradict each other about who has it. */
  readonly contested?: true;
}

/** Packs asked about at once: when none of them has a next step they are all where they were made. */
const BATCH = 2_000;

/** Which packs are wanted; what is not costs nothing. */
export interface Wanted {
  readonly gtin?: string;
  readonly lot?: string;
  /** One by one, also those that are alike. */
  readonly each?: boolean;
}

/**
 * Walks over all packs that the own keys know of. Memory stays flat but for 16 bytes a pack that others made; packs of an
 * own lot that were never touched come as one.
 */
export function* placedPacks(known: Knowledge, wanted: Wanted = {}): Iterable<PlacedPacks> {
  const places = new Places(known);
  const isWanted = (gtin: unknown, lot: unknown) => (wanted.gtin ?? gtin) === gtin && (wanted.lot ?? lot) === lot;
  const made = new Set<number>();
  for (const event of partyCommissions(known)) {
    made.add(event.id);
    const { gtin, lot } = event.leaf.public;
    if (isWanted(gtin, lot)) yield* ownPacks(known, places, event, wanted.each === true);
  }
  const seen = new KeySet();
  for (const { gtin, lot, expiry, serials } of linesFromOthers(known)) {
    if (!isWanted(gtin, lot)) continue;
    for (const serial of serials) {
      const item = packItem(known.view.network, gtin, serial);
      if (!seen.add(item.key)) continue;
      if (made.size > 0 && known.view.commissions(gtin, itemToken(item.key, 0)).some(({ id }) => made.has(id)))
        continue;
      const place = places.of(item);
      if (place !== undefined) yield { is: { kind: 'pack', gtin, serial, lot, expiry }, packs: 1, ...place };
    }
  }
}

function* ownPacks(known: Knowledge, places: Places, event: CustodyEvent, each: boolean): Iterable<PlacedPacks> {
  const { gtin, lot, expiry } = event.leaf.public;
  const group = { kind: 'pack', gtin: String(gtin), lot: String(lot), expiry: String(expiry) } as const;
  const active: State = { at: 'active', holder: known.self.gln };
  let from = 0;
  for (const batch of batches(ownSerialsOrSeed(known, event))) {
    const untouched = !each && known.view.noRows?.(firstSteps(known, group.gtin, batch)) === true;
    if (untouched) yield { is: { ...group, serial: '' }, packs: batch.count, state: active };
    else {
      for (const serial of batch.serials()) {
        const place = places.of(packItem(known.view.network, group.gtin, serial));
        if (place !== undefined) yield { is: { ...group, serial }, packs: 1, ...place };
      }
    }
    from += batch.count;
    known.home.env.progress(from, Number(event.leaf.public.count), 'packs');
  }
}

/** Some serials in a row: named, or so many of a seed. */
interface Batch {
  readonly count: number;
  readonly seed?: { readonly seed: Bytes; readonly from: number };
  serials(): Iterable<string>;
}

type Source = { readonly seed: Bytes; readonly count: number } | { readonly serials: Iterable<string> };

function ownSerialsOrSeed(known: Knowledge, event: CustodyEvent): Source {
  const { seed, bitmap } = known.private(event) ?? {};
  if (typeof seed !== 'string' || bitmap !== undefined) return { serials: ownSerials(known, event) };
  return { seed: unb64u(seed), count: Number(event.leaf.public.count) };
}

function* batches(source: Source): Iterable<Batch> {
  if ('seed' in source) {
    const { seed, count } = source;
    for (let from = 0; from < count; from += BATCH) {
      const some = Math.min(BATCH, count - from);
      yield {
        count: some,
        seed: { seed, from },
        serials: () => Array.from({ length: some }, (_, at) => serialAt(seed, from + at)),
      };
    }
    return;
  }
  let serials: string[] = [];
  const batch = (list: readonly string[]): Batch => ({ count: list.length, serials: () => list });
  for (const serial of source.serials) {
    serials.push(serial);
    if (serials.length < BATCH) continue;
    yield batch(serials);
    serials = [];
  }
  if (serials.length > 0) yield batch(serials);
}

function firstSteps(known: Knowledge, gtin: string, batch: Batch): readonly Bytes[] {
  const { network } = known.view;
  if (batch.seed === undefined) {
    return [...batch.serials()].map((serial) => itemToken(packItem(network, gtin, serial).key, 1));
  }
  const tokens = mintTokens(network, gtin, batch.seed.seed, batch.seed.from, batch.count, 1);
  return Array.from({ length: batch.count }, (_, at) => tokens.subarray(at * 16, at * 16 + 16));
}

/** Packs in manifests of goods that came here, or that another chain of the own party wrote about; some more than once. */
function* linesFromOthers(known: Knowledge): Iterable<NonNullable<Items['packs']>[number]> {
  const seen = new Set<string>();
  for (const shipment of shipments(known)) {
    if (shipment.to !== known.self.gln) continue;
    const event = known.view.event(shipment.ref);
    if (event !== undefined) yield* linesOf(known, known.manifest(event)?.items, seen);
  }
  const siblings = (known.view.authority().party(known.self.gln)?.chains ?? []).filter(
    ({ chain }) => chain !== known.self.chain,
  );
  for (const { chain } of siblings) {
    for (const event of known.view.eventsOf(['pack', 'ship', 'receive', 'unpack'], { chain })) {
      yield* linesOf(known, known.manifest(event)?.items, seen);
    }
  }
  for (const event of known.view.eventsOf(['assign'])) {
    yield* linesOf(known, known.manifest(event)?.items, seen);
  }
}

function* linesOf(
  known: Knowledge,
  value: Parameters<typeof readItems>[0],
  seen: Set<string>,
): Iterable<NonNullable<Items['packs']>[number]> {
  // Others' words: containers may be inside each other deeper than calls can go.
  const waiting = [readItems(value)];
  for (let items = waiting.pop(); items !== undefined; items = waiting.pop()) {
    yield* items.packs ?? [];
    for (const { key } of items.containers ?? []) {
      for (const filling of knownContainer(known, key)?.fillings ?? []) {
        if (seen.has(filling.event)) continue;
        seen.add(filling.event);
        const event = known.view.event(filling.event);
        if (event === undefined || !sameBytes(event.leaf.hash, filling.hash)) continue;
        const inside = readItems(known.manifest(event, filling.m)?.items);
        if (inside !== undefined) waiting.push(inside);
      }
    }
  }
}

type Place = Pick<PlacedPacks, 'state' | 'within' | 'contested'>;

/** Where single packs are; what many packs share is looked up once. */
class Places {
  readonly #known: Knowledge;
  readonly #fillings = new Map<number, Bytes | undefined>();
  readonly #lives = new Map<string, Life>();

  constructor(known: Knowledge) {
    this.#known = known;
  }

  /** Undefined for what no maker commissioned. */
  of(item: ItemKey): Place | undefined {
    return this.#packedOnce(item) ?? this.#traced(item);
  }

  #traced(item: ItemKey): Place | undefined {
    const life = this.#known.trace(item);
    const { effective, around, commission } = life;
    if (commission === undefined) return undefined;
    const [outer] = around;
    return { state: effective, ...contestIn(life), ...(outer === undefined ? {} : { within: hex(outer.key) }) };
  }

  /** Most packs were made, packed into a case by their maker, and are in it still: then the case's life is theirs. */
  #packedOnce(item: ItemKey): Place | undefined {
    if (item.kind !== 'pack') return undefined;
    const { view } = this.#known;
    if (view.noRows?.([itemToken(item.key, 2)]) !== true) return undefined;
    const [hit, ...others] = view.rows(itemToken(item.key, 1));
    if (hit === undefined || others.length > 0 || hit.event.leaf.type !== 'pack') return undefined;
    const container = this.#containerOf(item, hit);
    if (container === undefined) return undefined;
    const [made, ...again] = view.commissions(item.gtin, itemToken(item.key, 0));
    const maker = made?.author;
    if (again.length > 0 || maker?.gln !== hit.event.author?.gln || maker?.mayMake(item.gtin) !== true)
      return undefined;
    const within = hex(container);
    const life = this.#lifeOf(within, container);
    const stands = life?.steps.some(
      (step) => step.role === 'container' && step.events.some(({ id }) => id === hit.event.id),
    );
    return life !== undefined && stands ? { state: life.effective, ...contestIn(life), within } : undefined;
  }

  #containerOf(item: ItemKey, { event, opener }: Hit): Bytes | undefined {
    const kd = opener && openRow(item.key, event.leaf, event.chain, opener);
    if (kd === undefined) return undefined;
    if (this.#fillings.has(event.id)) return this.#fillings.get(event.id);
    const details = openPart(event.leaf, event.chain, 'details', kd, (root, at) => this.#known.view.page(root, at));
    const key = typeof details === 'object' ? detailsOf('pack')?.(details)?.container : undefined;
    this.#fillings.set(event.id, key);
    return key;
  }

  #lifeOf(name: string, key: Bytes): Life | undefined {
    let life = this.#lives.get(name);
    if (life === undefined) {
      const container = knownContainer(this.#known, key);
      if (container === undefined) return undefined;
      life = this.#known.trace(itemOf(this.#known, container));
      this.#lives.set(name, life);
    }
    return life;
  }
}

function contestIn(life: Life): Pick<PlacedPacks, 'contested'> {
  return isContested(life) ? { contested: true } : {};
}
