// Goods counted by lot, as answers show them.
import type { Goods, PackIdentity } from './goods.ts';
import { isContainer, type Pack, packsInside } from './inventory-contents.ts';
import type { Knowledge } from './knowledge.ts';
import { productName } from './product-name.ts';

/** Packs of one lot among some goods. */
export interface LotLine {
  readonly gtin: string;
  readonly product?: string;
  readonly lot: string;
  readonly expiry: string;
  readonly packs: number;
}

/** Every pack among these goods, inside containers too. */
export function* packsOf(known: Knowledge, goods: readonly Pick<Goods, 'is' | 'item'>[]): Iterable<Pack> {
  for (const { is, item } of goods) {
    if (isContainer(known, item)) yield* packsInside(known, item.key);
    else if (is.kind === 'pack') yield { is, item, plain: false, within: '' };
  }
}

/** How many packs these goods are. */
export function packsIn(known: Knowledge, goods: readonly Pick<Goods, 'is' | 'item'>[]): number {
  let packs = 0;
  for (const _ of packsOf(known, goods)) packs++;
  return packs;
}

/** The packs of these goods by GTIN, lot and expiry. */
export function lotsIn(known: Knowledge, goods: readonly Pick<Goods, 'is' | 'item'>[]): readonly LotLine[] {
  const count = new LotCount();
  for (const { is } of packsOf(known, goods)) count.add(is);
  return count.lines(known);
}

/** Counts packs by lot. */
export class LotCount {
  readonly #lots = new Map<string, { readonly is: PackIdentity; packs: number }>();

  add(is: PackIdentity, packs = 1): void {
    const name = `${is.gtin} ${is.lot} ${is.expiry}`;
    const lot = this.#lots.get(name);
    if (lot === undefined) this.#lots.set(name, { is, packs });
    else lot.packs += packs;
  }

  lines(known: Knowledge): readonly LotLine[] {
    return [...this.#lots.entries()]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, { is, packs }]) => {
        const product = productName(known.view, is.gtin);
        return {
          gtin: is.gtin,
          ...(product === undefined ? {} : { product }),
          lot: is.lot,
          expiry: is.expiry,
          packs,
        };
      });
  }
}
