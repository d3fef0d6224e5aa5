// What differs between goods and data, in the words that the terminal has for it.
import { phrase } from '../../src/words/en/day-text.ts';
import { clean } from '../parts/product.ts';

/** What may be told; `refused` is told by refusing a delivery. */
export const KINDS = [
  ...(['damaged', 'underage', 'overage', 'wrong-data', 'label', 'packaging'] as const),
  ...(['goods-without-data', 'data-without-goods', 'hold'] as const),
] as const;

const ALL = [...KINDS, 'refused'] as const;

/** A kind that the page does not know yet is told by its name. */
export function kindWord(kind: string): string {
  const known = ALL.find((one) => one === kind);
  return known === undefined ? clean(kind) : phrase(`kind-${known}`);
}
