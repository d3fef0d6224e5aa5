// Integer keys of the tables: leaves, pages and tokens. All stay below 2^53, so that a JavaScript number holds them.
import { type Bytes, utf8 } from '../chain/bytes.ts';
import { sha256 } from '../chain/hash.ts';

/** Leaves a branch can have: the low half of a leaf's key is its sequence number. */
const LEAVES_A_BRANCH = 0x1_0000_0000;
/** Most branches a ledger can have. */
export const MOST_BRANCHES = 0x20_0000;
/** Page keys an attachment can have: two a page, because pages of openers are stored as two halves. */
const PAGE_KEYS = 0x4000;

/** The key of leaf `seq` of a branch. */
export function leafId(branch: number, seq: number): number {
  return branch * LEAVES_A_BRANCH + seq;
}

/** Leaves of a stretch, by which events are found by their type. */
export const STRETCH = 64;

/** The key of the first leaf of the stretch that a leaf lies in. */
export function stretchOf(leaf: number): number {
  return leaf - (leaf % STRETCH);
}

export function branchOf(id: number): number {
  return Math.floor(id / LEAVES_A_BRANCH);
}

export function seqOf(id: number): number {
  return id % LEAVES_A_BRANCH;
}

/** The key of page `index` of an attachment; its second half, where it has one, follows. */
export function pageId(attachment: number, index: number): number {
  return attachment * PAGE_KEYS + 2 * index;
}

/** The key of the one page that stands for the rows inside a commissioning leaf: negative, so that it meets no attachment. */
export function inlinePageId(leaf: number): number {
  return -1 - leaf;
}

/** What stands for a name in the tables. */
export function nameKey(name: string): number {
  return key48(sha256(utf8(name)));
}

/** What stands for a lot of a GTIN in the tables; lots that differ by capitals alone are not told apart. */
export function lotName(gtin: number, lot: string): number {
  return nameKey(`${gtin} ${lot.toUpperCase()}`);
}

/** The first 48 bits of a token or hash as a number. */
export function key48(bytes: Bytes, at = 0): number {
  return (
    (((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)) * 0x1_0000_0000 +
    ((((bytes[at + 2] ?? 0) << 24) |
      ((bytes[at + 3] ?? 0) << 16) |
      ((bytes[at + 4] ?? 0) << 8) |
      (bytes[at + 5] ?? 0)) >>>
      0)
  );
}
