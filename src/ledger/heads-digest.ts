// A digest of the heads of many branches: by xor, so that a head is taken out as it was put in, and nobody has to go through
// thousands of chains for one that has grown.
import { hex, utf8 } from '../chain/bytes.ts';
import { sha256 } from '../chain/hash.ts';
import type { BranchRow } from './branches.ts';

/** What of a branch goes into the digest. */
export type BranchHead = Pick<BranchRow, 'chain' | 'number' | 'size' | 'root'>;

const HASH = 32;

export function digestOf(heads: Iterable<BranchHead>): Buffer {
  const digest = Buffer.alloc(HASH);
  for (const head of heads) addHead(digest, head);
  return digest;
}

/** Puts a head in, or takes one out that was in. */
export function addHead(digest: Buffer, { chain, number, size, root }: BranchHead): void {
  const hash = sha256(utf8(`${chain} ${number} ${size} ${hex(root)}`));
  for (let i = 0; i < HASH; i++) digest[i] = (digest[i] ?? 0) ^ (hash[i] ?? 0);
}
