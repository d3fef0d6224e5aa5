// Goods by lot, a line for each, with all that tells one product from another.
import type { LotLine } from '../../app/items/lots.ts';
import { phrase } from '../../words/en/goods-text.ts';
import { wrap } from '../style.ts';
import { productOfLine } from './product-words.ts';

export function lotLines(lots: readonly LotLine[]): readonly string[] {
  return lots.map((line) => {
    const name = productOfLine(line);
    const product = name === undefined ? line.gtin : `${name} (${line.gtin})`;
    return wrap(`  ${phrase('lot-line', { packs: line.packs, product, lot: line.lot, expiry: line.expiry })}`, '    ');
  });
}
