// The parts that a stock is counted in: single packs, cases of packs that nothing was recorded of since they went in, and
// stretches of an own lot; and what each of them is in the counts of its lots.
import type { PackIdentity } from '../items/goods.ts';
import { HERE, type StockState } from './stock-state.ts';
import type { StockStore } from './stock-store.ts';

/** Where packs are counted. */
export interface StockPlace {
  readonly state: StockState;
  /** Hex of the key of the innermost container. */
  readonly within?: string;
}

/** What it rests on: up to which step of which items it is watched, and the chains that wrote of them. */
export interface Watched {
  readonly keys: Readonly<Record<string, number>>;
  readonly chains: readonly string[];
}

/** One pack with a story of its own. */
export interface SinglePart extends Watched {
  readonly kind: 'single';
  readonly is: PackIdentity;
  readonly at?: StockPlace;
}

/** What one `pack` event put into a container, but for those at the places that are `out`: they are counted elsewhere. */
export interface CasePart extends Watched {
  readonly kind: 'case';
  readonly ref: string;
  /** Opens its manifest. */
  readonly m: string;
  readonly box: string;
  readonly lots: Readonly<Record<string, number>>;
  readonly out: readonly number[];
  readonly at?: StockPlace;
  /** The event does not fill the container any more: all are out. */
  readonly off?: true;
}

/** A stretch of an own lot of which some were used, but for those that are `out`. */
export interface BatchPart {
  readonly kind: 'batch';
  readonly ref: string;
  readonly batch: number;
  readonly lot: string;
  readonly packs: number;
  readonly out: readonly number[];
}

export type StockPart = SinglePart | CasePart | BatchPart;

/** Packs of a lot by state, and how many of them are in which container. */
export interface LotCounts {
  readonly states: Readonly<Partial<Record<StockState, number>>>;
  readonly boxes: Readonly<Record<string, number>>;
}

const LOT = 'lot:';

/** The name of a lot in the stock. */
export function lotName({ gtin, lot, expiry }: Pick<PackIdentity, 'gtin' | 'lot' | 'expiry'>): string {
  return JSON.stringify([gtin, expiry, lot]);
}

/** The lot of that name. */
export function lotOf(name: string): Omit<PackIdentity, 'serial'> {
  const [gtin = '', expiry = '', lot = ''] = JSON.parse(name) as string[];
  return { kind: 'pack', gtin, lot, expiry };
}

/** Counts of all lots, as far as any pack of them counts. */
export function allLots(store: StockStore): readonly { readonly name: string; readonly counts: LotCounts }[] {
  return store
    .list(LOT)
    .map(({ key, value }) => ({ name: key.slice(LOT.length), counts: value as unknown as LotCounts }));
}

/** Containers are counted of what is in the own custody. */
const COUNTED_BOXES: ReadonlySet<StockState> = new Set(HERE);

interface OpenCounts {
  readonly states: Map<string, number>;
  readonly boxes: Map<string, number>;
}

/** The counts that change, until they are written down. */
export class LotBook {
  readonly #store: StockStore;
  readonly #open = new Map<string, OpenCounts>();

  constructor(store: StockStore) {
    this.#store = store;
  }

  /** Adds so many packs of a lot, or takes them away. */
  count(lot: string, { state, within }: StockPlace, packs: number): void {
    if (packs === 0) return;
    const { states, boxes } = this.#of(lot);
    add(states, state, packs);
    if (within !== undefined && COUNTED_BOXES.has(state)) add(boxes, within, packs);
  }

  /** Adds what a part is in the counts, or takes it away (`sign` -1). */
  countPart(part: StockPart, sign: 1 | -1): void {
    switch (part.kind) {
      case 'single':
        if (part.at !== undefined) this.count(lotName(part.is), part.at, sign);
        return;
      case 'case':
        if (part.at === undefined) return;
        for (const [lot, packs] of Object.entries(part.lots)) this.count(lot, part.at, sign * packs);
        return;
      case 'batch':
        this.count(part.lot, { state: 'active' }, sign * (part.packs - part.out.length));
    }
  }

  #of(lot: string): OpenCounts {
    let counts = this.#open.get(lot);
    if (counts === undefined) {
      const { states = {}, boxes = {} } = (this.#store.get(LOT + lot) ?? {}) as unknown as Partial<LotCounts>;
      counts = { states: new Map(Object.entries(states)), boxes: new Map(Object.entries(boxes)) };
      this.#open.set(lot, counts);
    }
    return counts;
  }

  /** Writes the counts to the store. */
  close(): void {
    for (const [lot, { states, boxes }] of this.#open) {
      const counts = { states: Object.fromEntries(states), boxes: Object.fromEntries(boxes) };
      this.#store.put(LOT + lot, states.size === 0 ? undefined : counts);
    }
    this.#open.clear();
  }
}

function add(counts: Map<string, number>, name: string, more: number): void {
  const now = (counts.get(name) ?? 0) + more;
  if (now === 0) counts.delete(name);
  else counts.set(name, now);
}
