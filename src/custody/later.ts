// Which of two events came later, as far as anybody can tell.
import { compareBytes } from '../chain/bytes.ts';
import type { CustodyEvent, Evidence } from './evidence.ts';

type Order = Pick<Evidence, 'earlier'>;

/**
 * On one chain the order is known; between two chains, or two histories of one, only the claimed times are left, and of two of the
 * same millisecond neither is later.
 */
export function isLater(a: CustodyEvent, b: CustodyEvent, order: Order): boolean {
  if (order.earlier(b, a)) return true;
  return !order.earlier(a, b) && a.leaf.at > b.leaf.at;
}

/** The last of some. The order of arrival decides nothing, not even between two of the same millisecond. */
export function lastOf(all: readonly CustodyEvent[], order: Order): CustodyEvent | undefined {
  let last: CustodyEvent | undefined;
  for (const one of all.toSorted((a, b) => compareBytes(a.leaf.hash, b.leaf.hash)))
    if (last === undefined || isLater(one, last, order)) last = one;
  return last;
}
