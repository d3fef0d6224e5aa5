// Goods counted by lot, as answers show them.
import { type Bytes, hex } from '../../chain/bytes.ts';
import { MOST_AROUND } from '../../custody/trace.ts';
import type { Knowledge } from '../record/knowledge.ts';
import type { Goods, PackIdentity } from './goods.ts';
import { childrenOf } from './inventory-contents.ts';
import { type ProductWords, productWords } from './product-name.ts';

/** Packs of one lot among some goods. */
export interface LotLine extends Partial<ProductWords> {
  readonly gtin: string;
  readonly lot: string;
  readonly expiry: string;
  readonly packs: number;
}

/** A lot as answers name it. */
export function lotFields(
  { view }: Knowledge,
  { gtin, lot, expiry }: Omit<PackIdentity, 'kind' | 'serial'>,
): Omit<LotLine, 'packs'> {
  return { gtin, ...productWords(view, gtin), lot, expiry };
}

/** How many packs these goods are. */
export function packsIn(known: Knowledge, goods: readonly Pick<Goods, 'is' | 'item'>[]): number {
  return countOf(known, goods).packs;
}

/** The packs of these goods by GTIN, lot and expiry. */
export function lotsIn(known: Knowledge, goods: readonly Pick<Goods, 'is' | 'item'>[]): readonly LotLine[] {
  return countOf(known, goods).lines(known);
}

/** How many packs are inside a container, at any depth. */
export function countInside(known: Knowledge, key: Bytes): number {
  return insideOf(known, key).packs;
}

function countOf(known: Knowledge, goods: Iterable<Pick<Goods, 'is' | 'item'>>): LotCount {
  const count = new LotCount();
  for (const { is, item } of goods) {
    if (is.kind === 'container') count.addAll(insideOf(known, item.key));
    else count.add(is);
  }
  return count;
}

/** A pallet is looked through once, however often its packs are counted. */
function insideOf(known: Knowledge, key: Bytes): LotCount {
  const name = hex(key);
  const underWay = known.once('lots under way', () => new Set<string>());
  // Containers that say they are inside each other, or deeper than anybody packs, have nothing more to count.
  if (underWay.has(name) || underWay.size > MOST_AROUND) return new LotCount();
  return known.once(`inside ${name}`, () => {
    underWay.add(name);
    try {
      return countOf(known, childrenOf(known, key));
    } finally {
      underWay.delete(name);
    }
  });
}

/** Counts packs by lot. */
export class LotCount {
  readonly #lots = new Map<string, { readonly is: PackIdentity; packs: number }>();
  packs = 0;

  add(is: PackIdentity, packs = 1): void {
    const name = `${is.gtin} ${is.lot} ${is.expiry}`;
    const lot = this.#lots.get(name);
    if (lot === undefined) this.#lots.set(name, { is, packs });
    else lot.packs += packs;
    this.packs += packs;
  }

  addAll(other: LotCount): void {
    for (const { is, packs } of other.#lots.values()) this.add(is, packs);
  }

  lines(known: Knowledge): readonly LotLine[] {
    return [...this.#lots.entries()]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, { is, packs }]) => {
        return { ...lotFields(known, is), packs };
      });
  }
}
