// What a product is called in one line of an answer: its maker's last word, else a regulator's.
import { EVENT } from '../../custody/events/all.ts';
import { saidIn } from '../../custody/events/said.ts';
import type { View } from '../../ledger/types.ts';

/** What tells a product from others of its name stands for itself: a table may shorten a name, and not a strength. */
export interface ProductWords {
  /** Name and strength. */
  readonly product: string;
  readonly strength?: string;
  readonly form?: string;
}

/** Name, strength and form; undefined where nobody with the right has named it. */
export function productWords(view: View, gtin: string): ProductWords | undefined {
  let best: { readonly words: ProductWords; readonly rank: number; readonly at: number } | undefined;
  for (const { leaf, author } of view.notices(gtin)) {
    const said = saidIn(EVENT.product, leaf);
    if (said === undefined || author === undefined) continue;
    const rank = author.mayMake(gtin) ? 2 : author.roles.includes('regulator') ? 1 : 0;
    if (rank === 0 || (best !== undefined && (best.rank > rank || (best.rank === rank && best.at > leaf.at)))) continue;
    const { name, strength, form } = said;
    const words = { ...(strength === undefined ? {} : { strength }), ...(form === undefined ? {} : { form }) };
    best = { words: calledBy({ name, ...words }), rank, at: leaf.at };
  }
  return best?.words;
}

/** What master data calls a product. */
export function calledBy(product: {
  readonly name: string;
  readonly strength?: string;
  readonly form?: string;
}): ProductWords {
  const { name, strength, form } = product;
  const said = strength === undefined || ` ${name} `.includes(` ${strength} `) ? name : `${name} ${strength}`;
  return {
    product: said,
    ...(strength === undefined ? {} : { strength }),
    ...(form === undefined ? {} : { form }),
  };
}

/** Name and strength. */
export function productName(view: View, gtin: string): string | undefined {
  return productWords(view, gtin)?.product;
}
