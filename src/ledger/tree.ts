// Merkle trees of what is stored: the roots of perfect subtrees are remembered, so that whoever asks for many roots and paths of
// one chain has its leaves read once.
import type { Bytes } from '../chain/bytes.ts';
import { type CompactRange, EMPTY_RANGE, EMPTY_ROOT, nodeHash, subtreeRoot, treeRoot } from '../chain/merkle.ts';
import { holderOf, type Shape } from './branches.ts';

/** Of so many leaves and more the root is remembered. */
const BLOCK = 64;
/** Roots that one connection keeps: those of a million leaves. */
const KEPT = 32_768;
/** Keys of leaves have 32 bits for their place. */
const MOST_LEVELS = 32;

/** Leaf hashes from ≤ seq < to on the path of a branch. */
export type ReadHashes = (shape: Shape, from: number, to: number) => readonly Bytes[];

export class Trees {
  readonly #read: ReadHashes;
  readonly #roots: Map<string, Bytes>;

  /** @param roots where roots are kept */
  constructor(read: ReadHashes, roots: Map<string, Bytes>) {
    this.#read = read;
    this.#roots = roots;
  }

  /** The root of the leaves low ≤ seq < high, where these are a subtree of a tree as RFC 6962 splits it. */
  root(shape: Shape, low: number, high: number): Bytes {
    if (!this.#has(shape, high)) return EMPTY_ROOT;
    return subtreeRoot(low, high, (from, to) => {
      const width = to - from;
      if (width < BLOCK) return treeRoot(this.#read(shape, from, to));
      return Number.isInteger(Math.log2(width)) ? this.#perfect(shape, from, width) : undefined;
    });
  }

  // A size may be damaged, or anybody's word: nobody goes through a thousand million leaves that are not here.
  #has(shape: Shape, size: number): boolean {
    return size === 0 || this.#read(shape, size - 1, size).length > 0;
  }

  #perfect(shape: Shape, from: number, width: number): Bytes {
    const name = nameOf(shape, from, width);
    let root = this.#roots.get(name);
    if (root === undefined) {
      const half = width / 2;
      root =
        width === BLOCK
          ? treeRoot(this.#read(shape, from, from + width))
          : nodeHash(this.#perfect(shape, from, half), this.#perfect(shape, from + half, half));
      if (this.#roots.size >= KEPT) this.#roots.clear();
      this.#roots.set(name, root);
    }
    return root;
  }

  /** What is needed to extend the first `size` leaves. */
  range(shape: Shape, size: number): CompactRange {
    if (!this.#has(shape, size)) return EMPTY_RANGE;
    const nodes: Bytes[] = [];
    let low = 0;
    for (let width = 2 ** MOST_LEVELS; width >= 1; width /= 2) {
      if (low + width > size) continue;
      nodes.push(this.root(shape, low, low + width));
      low += width;
    }
    return { size, nodes };
  }

  /** Has a leaf read again by whoever asks next. */
  forget(shape: Shape, seq: number): void {
    for (let width = BLOCK; width <= 2 ** MOST_LEVELS; width *= 2) {
      this.#roots.delete(nameOf(shape, seq - (seq % width), width));
    }
  }
}

// The branch that holds the last leaf of a subtree has all leaves before it on its path.
function nameOf(shape: Shape, from: number, width: number): string {
  return `${holderOf(shape, from + width - 1).row}/${from}/${width}`;
}
