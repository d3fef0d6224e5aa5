// Finding where two branches of a chain part. Leaves name the leaf before them, so equal hashes at i mean equal up to i.
import { sameBytes } from '../chain/bytes.ts';
import type { View } from '../ledger/types.ts';
import { type ChainHead, HASHES_A_FRAME } from './messages.ts';
import { leafHashAt } from './offer.ts';

/** A search under way: own `branch` and the peer's are equal at `lo` and differ at `hi`. */
export interface Search {
  readonly head: ChainHead;
  readonly branch: number;
  readonly lo: number;
  readonly hi: number;
}

/**
 * At most 256 indexes that cut (lo, hi] into even parts, `hi` among them: three rounds for 16 million leaves. `lo` comes before
 * them, so that the answer tells all that is known, also to a process that has not asked.
 */
export function spread(lo: number, hi: number): number[] {
  const parts = Math.min(HASHES_A_FRAME - 1, Math.max(1, hi - lo));
  return [lo, ...Array.from({ length: parts }, (_, part) => lo + Math.ceil(((hi - lo) * (part + 1)) / parts))];
}

/**
 * What the peer's hashes at some indexes tell: a narrower search, on the own branch that goes with the peer's the
 * furthest. Undefined where the peer contradicts itself or nothing differs.
 */
export function narrow(
  view: View,
  search: Search,
  at: readonly number[],
  leaves: readonly Uint8Array[],
): Search | undefined {
  let best: Search | undefined;
  for (const { branch, size } of view.branches(search.head.chain)) {
    let lo = 0;
    let hi = size;
    at.forEach((seq, i) => {
      const own = seq < size ? leafHashAt(view, search.head.chain, branch, seq) : undefined;
      const theirs = leaves[i];
      if (own === undefined || theirs === undefined) return;
      if (sameBytes(own, theirs)) lo = Math.max(lo, seq);
      else hi = Math.min(hi, seq);
    });
    if (branch === search.branch) {
      lo = Math.max(lo, search.lo);
      hi = Math.min(hi, search.hi);
    }
    if (hi > lo && (best === undefined || lo > best.lo)) best = { head: search.head, branch, lo, hi };
  }
  if (best === undefined) return undefined;
  const progress = best.branch !== search.branch || best.lo > search.lo || best.hi < search.hi;
  return progress || best.hi === best.lo + 1 ? best : undefined;
}
