// Heads compared in buckets: where rights have changed, what one side set aside may be worth another look, and two sides that
// differ in a few chains need not tell each other all there are.
import { Buffer } from 'node:buffer';
import { sameBytes } from '../chain/bytes.ts';
import type { View } from '../ledger/types.ts';

/** Bytes of each bucket. */
const WIDTH = 4;
const MOST = 256;
const FEW = 16;
/** Up to so many chains a few buckets are enough. */
const SMALL = 64;

const LETTERS = 'abcdefghijklmnopqrstuvwxyz234567';

/** The bucket of a chain, among so many: the first bits of its id. */
export function bucketOf(chain: string, count: number): number {
  const first = LETTERS.indexOf(chain.charAt(0)) * 32 + LETTERS.indexOf(chain.charAt(1));
  return Math.floor(Math.max(0, first) / (1_024 / count));
}

/** What all heads here come to, bucket by bucket: the first bytes of their roots, by exclusive or. */
export function bucketsOf(view: View, count = view.roots().length > SMALL ? MOST : FEW): Uint8Array {
  const buckets = Buffer.alloc(WIDTH * count);
  for (const { chain, root } of view.roots()) {
    const at = WIDTH * bucketOf(chain, count);
    for (let i = 0; i < WIDTH; i++) buckets[at + i] = (buckets[at + i] ?? 0) ^ (root[i] ?? 0);
  }
  return buckets;
}

/** Whether the buckets of a peer are such. */
export function isBuckets(bytes: Uint8Array): boolean {
  return bytes.length === WIDTH * MOST || bytes.length === WIDTH * FEW;
}

/** The chains here that lie in a bucket in which this side and the peer differ. */
export function chainsThatDiffer(view: View, theirs: Uint8Array): ReadonlySet<string> {
  const count = theirs.length / WIDTH;
  const ours = bucketsOf(view, count);
  const differ = new Set<number>();
  for (let bucket = 0; bucket < count; bucket++) {
    const [from, to] = [WIDTH * bucket, WIDTH * (bucket + 1)];
    if (!sameBytes(ours.subarray(from, to), theirs.subarray(from, to))) differ.add(bucket);
  }
  const chains = view.roots().filter(({ chain }) => differ.has(bucketOf(chain, count)));
  return new Set(chains.map(({ chain }) => chain));
}
