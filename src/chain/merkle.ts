// Merkle trees of RFC 6962 section 2.1: leaf and node hashes, compact ranges, inclusion and consistency proofs.
import { PedigreeError } from '../errors.ts';
import { say } from '../words/en/chain.ts';
import { type Bytes, concat, joined, sameBytes, u64be, unhex } from './bytes.ts';
import { sha256, sha256Text } from './hash.ts';

const HASH = 32;
const NODE = Buffer.alloc(1 + 2 * HASH, 1);
const LEAF = new Uint8Array(1 + 65_535);

/** The root of the tree without leaves: SHA-256 of nothing. */
export const EMPTY_ROOT: Bytes = unhex('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');

/** SHA-256(0x00 ‖ data). */
export function leafHash(data: Bytes): Bytes {
  return sha256(asLeaf(data));
}

/** As `leafHash`, in base64url: as the next leaf names it. */
export function leafHashText(data: Bytes): string {
  return sha256Text(asLeaf(data));
}

// Valid until the next call.
function asLeaf(data: Bytes): Bytes {
  if (data.length >= LEAF.length) return concat(Buffer.of(0), data);
  LEAF.set(data, 1);
  return LEAF.subarray(0, 1 + data.length);
}

/** SHA-256(0x01 ‖ left ‖ right). */
export function nodeHash(left: Bytes, right: Bytes): Bytes {
  NODE.set(left, 1);
  NODE.set(right, 1 + HASH);
  return sha256(NODE);
}

/**
 * What is needed to extend a tree and to know its root: the roots of its perfect subtrees, the largest (leftmost) first, one
 * for each 1 bit of the size.
 */
export interface CompactRange {
  readonly size: number;
  readonly nodes: readonly Bytes[];
}

export const EMPTY_RANGE: CompactRange = { size: 0, nodes: [] };

/** The range after these leaf hashes are added on the right. */
export function extendRange(range: CompactRange, leafHashes: Iterable<Bytes>): CompactRange {
  const nodes = [...range.nodes];
  let size = range.size;
  for (const leaf of leafHashes) {
    let node = leaf;
    for (let rest = size; rest % 2 === 1; rest = (rest - 1) / 2) node = nodeHash(nodes.pop() ?? EMPTY_ROOT, node);
    nodes.push(node);
    size++;
  }
  return { size, nodes };
}

/** The root of the tree that the range stands for. */
export function rangeRoot(range: CompactRange): Bytes {
  return (
    range.nodes.reduceRight<Bytes | undefined>((right, left) => (right ? nodeHash(left, right) : left), undefined) ??
    EMPTY_ROOT
  );
}

/** u64be(size) ‖ the nodes, 32 bytes each. */
export function encodeRange(range: CompactRange): Bytes {
  return joined([u64be(range.size), ...range.nodes]);
}

/** @throws bad-encoding unless the bytes are what `encodeRange` writes. */
export function decodeRange(bytes: Bytes): CompactRange {
  const view = Buffer.from(bytes);
  const size = view.length < 8 ? -1 : view.readUInt32BE(0) * 0x1_0000_0000 + view.readUInt32BE(4);
  if (!Number.isSafeInteger(size) || size < 0 || view.length !== 8 + HASH * ones(size)) {
    throw new PedigreeError('bad-encoding', say('not-compact-range'));
  }
  const nodes: Bytes[] = [];
  for (let at = 8; at < view.length; at += HASH) nodes.push(view.subarray(at, at + HASH));
  return { size, nodes };
}

function ones(size: number): number {
  let count = 0;
  for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) count += rest % 2;
  return count;
}

/** The root over leaf hashes; EMPTY_ROOT where there is none. */
export function treeRoot(leafHashes: readonly Bytes[]): Bytes {
  return rangeRoot(extendRange(EMPTY_RANGE, leafHashes));
}

// The largest power of two below n (n ≥ 2), the k of RFC 6962.
function split(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

/**
 * The root of the leaves low ≤ i < high, a subtree of a tree of RFC 6962. `known` says the roots of subtrees that are not split
 * any further; it must say that of every single leaf.
 */
export function subtreeRoot(low: number, high: number, known: (low: number, high: number) => Bytes | undefined): Bytes {
  const root = known(low, high);
  if (root !== undefined || high - low < 2) return root ?? EMPTY_ROOT;
  const middle = low + split(high - low);
  return nodeHash(subtreeRoot(low, middle, known), subtreeRoot(middle, high, known));
}

/**
 * The path from leaf `index` to the root of the first `size` leaves, lowest node first; index < size.
 * @param rootOf the root of a subtree, from its first leaf up to before another one
 */
export function inclusionPath(index: number, size: number, rootOf: (low: number, high: number) => Bytes): Bytes[] {
  const proof: Bytes[] = [];
  let start = 0;
  let end = size;
  while (end - start > 1) {
    const middle = start + split(end - start);
    const right = index >= middle;
    proof.push(right ? rootOf(start, middle) : rootOf(middle, end));
    if (right) start = middle;
    else end = middle;
  }
  return proof.reverse();
}

/** Whether leaf hash `leaf` stands at `index` in the tree of `size` leaves with this root (RFC 9162 section 2.1.3.2). */
export function verifyInclusion(
  index: number,
  size: number,
  leaf: Bytes,
  proof: readonly Bytes[],
  root: Bytes,
): boolean {
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size) || index < 0 || index >= size) return false;
  if (!areHashes([leaf, root, ...proof])) return false;
  let place = index;
  let last = size - 1;
  let node = leaf;
  for (const sibling of proof) {
    if (last === 0) return false;
    if (place % 2 === 1 || place === last) {
      node = nodeHash(sibling, node);
      while (place % 2 === 0 && place !== 0) {
        place /= 2;
        last = Math.floor(last / 2);
      }
    } else {
      node = nodeHash(node, sibling);
    }
    place = Math.floor(place / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && sameBytes(node, root);
}

function areHashes(all: readonly Bytes[]): boolean {
  return all.every((one) => one.length === HASH);
}
