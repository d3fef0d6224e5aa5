// Proofs of RFC 6962 by whoever has all leaves at hand, and whether one tree is a prefix of another: what the product's own are
// compared with.
import { type Bytes, sameBytes } from '../../src/chain/bytes.ts';
import { inclusionPath, nodeHash, treeRoot } from '../../src/chain/merkle.ts';
import { PedigreeError } from '../../src/errors.ts';

const HASH = 32;

// The largest power of two below n (n ≥ 2), the k of RFC 6962.
function split(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

function checkRange(low: number, high: number, leaves: number): void {
  if (!Number.isSafeInteger(low) || !Number.isSafeInteger(high) || low < 1 || low > high || high > leaves) {
    throw new PedigreeError('bad-input', 'a proof was asked for outside the tree');
  }
}

/**
 * The path from leaf `index` to the root of the first `size` leaves, lowest node first.
 * @throws bad-input unless index < size ≤ number of leaf hashes.
 */
export function inclusionProof(leafHashes: readonly Bytes[], index: number, size: number): Bytes[] {
  checkRange(index + 1, size, leafHashes.length);
  return inclusionPath(index, size, (low, high) => treeRoot(leafHashes.slice(low, high)));
}

/**
 * The proof that the tree of the first `from` leaves is a prefix of the tree of the first `to` (RFC 6962 section 2.1.2);
 * empty where they are equal.
 * @throws bad-input unless 1 ≤ from ≤ to ≤ number of leaf hashes.
 */
export function consistencyProof(leafHashes: readonly Bytes[], from: number, to: number): Bytes[] {
  checkRange(from, to, leafHashes.length);
  if (from === to) return [];
  const proof: Bytes[] = [];
  let start = 0;
  let end = to;
  while (from !== end) {
    const middle = start + split(end - start);
    const right = from > middle;
    proof.push(treeRoot(right ? leafHashes.slice(start, middle) : leafHashes.slice(middle, end)));
    if (right) start = middle;
    else end = middle;
  }
  if (start !== 0) proof.push(treeRoot(leafHashes.slice(start, end)));
  return proof.reverse();
}

/**
 * Whether the tree of `from` leaves is a prefix of the tree of `to` leaves (RFC 9162 section 2.1.4.2). From the empty tree, which
 * is a prefix of all, there is nothing to prove: false.
 */
export function verifyConsistency(
  from: number,
  to: number,
  rootFrom: Bytes,
  rootTo: Bytes,
  proof: readonly Bytes[],
): boolean {
  if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to) || from < 1 || from > to) return false;
  if (from === to) return proof.length === 0 && sameBytes(rootFrom, rootTo);
  if (!areHashes([rootFrom, rootTo, ...proof])) return false;
  let place = from - 1;
  let last = to - 1;
  while (place % 2 === 1) {
    place = Math.floor(place / 2);
    last = Math.floor(last / 2);
  }
  // A perfect old tree is its own first node; the proof leaves it out.
  const [first, ...rest] = place === 0 ? [rootFrom, ...proof] : proof;
  if (first === undefined) return false;
  let old = first;
  let grown = first;
  for (const node of rest) {
    if (last === 0) return false;
    if (place % 2 === 1 || place === last) {
      old = nodeHash(node, old);
      grown = nodeHash(node, grown);
      while (place % 2 === 0 && place !== 0) {
        place /= 2;
        last = Math.floor(last / 2);
      }
    } else {
      grown = nodeHash(grown, node);
    }
    place = Math.floor(place / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && sameBytes(old, rootFrom) && sameBytes(grown, rootTo);
}

function areHashes(all: readonly Bytes[]): boolean {
  return all.every((one) => one.length === HASH);
}
