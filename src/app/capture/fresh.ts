// Goods that came into being in this very run: nothing else was recorded of them, so that their next step is known without
// tracing them, and a million packs go into their cases in one transaction.
import { Buffer } from 'node:buffer';
import { type Bytes, unbase32, utf8 } from '../../chain/bytes.ts';
import { sha256 } from '../../chain/hash.ts';
import { itemToken } from '../../chain/item-key.ts';
import { packNamed } from '../../epcis/ids.ts';
import type { PackIdentity } from '../items/goods.ts';

const TOKEN = 16;
/** What is noted of a pack besides the number of the container that it is in: it is loose, or is traced like all others. */
const [LOOSE, LEFT] = [0, 0xffff_ffff] as const;

/** One commissioning of this run. */
interface Batch {
  readonly is: FreshLot;
  /** Ascending. */
  readonly tokens: Bytes;
  /** Where each pack is. */
  readonly within: Uint32Array;
}

export interface FreshLot {
  readonly gtin: string;
  readonly lot: string;
  readonly expiry: string;
}

/** Packs of one lot in something, and one of them that stands for all. */
export interface FreshPacks {
  readonly sample: PackIdentity;
  packs: number;
}

export interface FreshPack {
  readonly kind: 'pack';
  readonly key: Bytes;
  readonly is: PackIdentity;
  /** The step that is next. */
  readonly n: 1;
  readonly batch: Batch;
  readonly at: number;
}

/** A container that was filled in this run for the first time. */
export interface FreshContainer {
  readonly kind: 'container';
  readonly name: string;
  readonly key: Bytes;
  /** Among those of this run. */
  number: number;
  n: number;
  /** Levels of containers, itself included. */
  levels: number;
  readonly fillings: { readonly event: string; readonly hash: Bytes; readonly m: Bytes }[];
  readonly lots: Map<string, FreshPacks>;
  within: FreshContainer | undefined;
  /** Something else was recorded of it or of what is inside: from then on it is traced like all others. */
  left: boolean;
}

export type FreshItem = FreshPack | FreshContainer;

export class FreshGoods {
  readonly #batches = new Map<string, Batch[]>();
  readonly #containers = new Map<string, FreshContainer>();
  /** By their number, counted from 1. */
  readonly #numbered: FreshContainer[] = [];
  readonly #before: Bytes;

  constructor(network: string) {
    this.#before = Buffer.concat([unbase32(network), utf8('pack')]);
  }

  /** The key of a pack, as `packKey` makes it. */
  key(gtin: string, serial: string): Bytes {
    return sha256(Buffer.concat([this.#before, Buffer.from(gtin + serial, 'latin1')]));
  }

  addBatch(is: FreshLot, tokens: Bytes): void {
    const batch = { is, tokens, within: new Uint32Array(tokens.length / TOKEN) };
    this.#batches.set(is.gtin, [...(this.#batches.get(is.gtin) ?? []), batch]);
  }

  /** What this run made of that name, and nothing else happened to; packs and containers that lie in something are not loose. */
  loose(name: string): FreshItem | undefined {
    const named = packNamed(name);
    const container = this.#containers.get(name);
    if (container !== undefined) return container.left || container.within !== undefined ? undefined : container;
    if (named === undefined) return undefined;
    const pack = this.#pack(named.gtin, named.serial);
    return pack !== undefined && pack.batch.within[pack.at] === LOOSE ? pack : undefined;
  }

  #pack(gtin: string, serial: string): FreshPack | undefined {
    const batches = this.#batches.get(gtin);
    if (batches === undefined) return undefined;
    const key = this.key(gtin, serial);
    const token = Buffer.from(itemToken(key, 0));
    for (let i = 0; i < batches.length; i++) {
      const batch = batches[i];
      const at = batch === undefined ? -1 : placeOf(batch.tokens, token);
      if (batch === undefined || at < 0) continue;
      // Packs come in the order in which they were made.
      if (i > 0) [batches[0], batches[i]] = [batch, batches[0] ?? batch];
      const { lot, expiry } = batch.is;
      return { kind: 'pack', key, is: { kind: 'pack', gtin, serial, lot, expiry }, n: 1, batch, at };
    }
    return undefined;
  }

  container(name: string): FreshContainer | undefined {
    return this.#containers.get(name);
  }

  /** Notes that these were put into a container. */
  fill(container: FreshContainer, children: readonly FreshItem[]): void {
    if (this.#containers.get(container.name) !== container) {
      this.#containers.set(container.name, container);
      container.number = this.#numbered.push(container);
    }
    container.n++;
    for (const child of children) {
      if (child.kind === 'pack') {
        child.batch.within[child.at] = container.number;
        addPacks(container.lots, child.is, 1);
      } else {
        child.n++;
        child.within = container;
        container.levels = Math.max(container.levels, child.levels + 1);
        for (const { sample, packs } of child.lots.values()) addPacks(container.lots, sample, packs);
      }
    }
  }

  /** From now on these are traced, and whatever they lie in is. */
  leave(names: Iterable<string>): void {
    for (const name of names) {
      let around = this.#containers.get(name);
      const named = around === undefined ? packNamed(name) : undefined;
      const pack = named && this.#pack(named.gtin, named.serial);
      if (pack !== undefined) {
        around = this.#numbered[(pack.batch.within[pack.at] ?? LEFT) - 1];
        pack.batch.within[pack.at] = LEFT;
      }
      for (; around !== undefined; around = around.within) around.left = true;
    }
  }
}

function addPacks(lots: Map<string, FreshPacks>, sample: PackIdentity, packs: number): void {
  const name = `${sample.gtin} ${sample.lot} ${sample.expiry}`;
  const before = lots.get(name);
  if (before === undefined) lots.set(name, { sample, packs });
  else before.packs += packs;
}

/** Packs of each lot among some goods. */
export function packsOf(items: readonly FreshItem[]): readonly FreshPacks[] {
  const lots = new Map<string, FreshPacks>();
  for (const item of items) {
    if (item.kind === 'pack') addPacks(lots, item.is, 1);
    else for (const { sample, packs } of item.lots.values()) addPacks(lots, sample, packs);
  }
  return [...lots.values()];
}

export function countOf(items: readonly FreshItem[]): number {
  return packsOf(items).reduce((sum, { packs }) => sum + packs, 0);
}

/** Where a token stands among ascending ones; -1 where it does not. */
function placeOf(tokens: Bytes, token: Buffer): number {
  let [low, high] = [0, tokens.length / TOKEN - 1];
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const order = token.compare(tokens, middle * TOKEN, (middle + 1) * TOKEN);
    if (order === 0) return middle;
    if (order < 0) high = middle - 1;
    else low = middle + 1;
  }
  return -1;
}
