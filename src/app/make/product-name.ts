// The name of a product for one line of an answer: its maker's last word, else a regulator's.
import type { View } from '../../ledger/types.ts';

/** Name and strength, undefined where nobody with the right has named it. */
export function productName(view: View, gtin: string): string | undefined {
  let best: { readonly text: string; readonly rank: number; readonly at: number } | undefined;
  for (const { leaf, author } of view.notices(gtin)) {
    const { name, strength } = leaf.public;
    if (leaf.type !== 'product' || author === undefined || typeof name !== 'string') continue;
    const rank = author.mayMake(gtin) ? 2 : author.roles.includes('regulator') ? 1 : 0;
    if (rank === 0 || (best !== undefined && (best.rank > rank || (best.rank === rank && best.at > leaf.at)))) continue;
    best = { text: typeof strength === 'string' ? `${name} ${strength}` : name, rank, at: leaf.at };
  }
  return best?.text;
}
