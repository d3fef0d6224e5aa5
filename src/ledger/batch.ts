// A peer's batch, read: its own order proved, each leaf hashed, and of most leaves only kept what the index needs.
import { type Bytes, b64u, unb64u } from '../chain/bytes.ts';
import { type Checkpoint, readCheckpoint } from '../chain/checkpoint.ts';
import { decodeLeaf, type Leaf } from '../chain/leaf.ts';
import { type PlainLeaf, readPlainLeaf } from '../chain/plain-leaf.ts';
import { PedigreeError } from '../errors.ts';
import { phrase } from '../words/en/ledger.ts';
import { key48 } from './ids.ts';
import { isPlain, isPlainType } from './index-events.ts';
import { typeCode } from './type-codes.ts';
import type { Admission, Batch, RefusalCode } from './types.ts';

/**
 * The leaves of a batch, by their place in it. A batch has thousands, all alive until they are stored: what is decoded of a
 * plain leaf is let go at once, which spares the collector of memory most of its work.
 */
export interface TakenBatch {
  readonly checkpoint: Checkpoint;
  readonly leaves: readonly Bytes[];
  /** Leaf hashes, 32 bytes each. */
  readonly hashes: Bytes;
  /** Numbers of their types; -1 where a leaf is malformed and counts for nothing. */
  readonly codes: Int8Array;
  /** First 48 bits of the tokens of plain leaves, and beside each the place of its leaf. */
  readonly tokens: readonly number[];
  readonly owners: readonly number[];
  /** The leaves that are not plain, whole. */
  readonly whole: ReadonlyMap<number, Leaf>;
  /** What the first leaf goes on from, and when; and itself where it is no plain one, as that which opens a chain is not. */
  readonly first: Pick<Leaf, 'prev' | 'at'> | undefined;
  readonly opening: Leaf | undefined;
  /** `at` of the last leaf. */
  readonly lastAt: number;
}

/** The hashes of a batch from place `from` on. */
export function* hashesFrom({ hashes }: TakenBatch, from: number): Generator<Bytes> {
  for (let at = 32 * from; at < hashes.length; at += 32) yield hashes.subarray(at, at + 32);
}

export function refused(code: RefusalCode, message: string): Admission {
  return { kind: 'refused', code, message };
}

/** What was read of batches that are to be admitted next. */
const ahead = new WeakMap<Batch, ReturnType<typeof takeBatch>>();

/** Reads a batch before it is judged, so that `takeBatch` has it the next time that it is asked. Its checkpoint was read already. */
export function takeAhead(batch: Batch, checkpoint: Checkpoint): void {
  ahead.set(
    batch,
    takeUnder(batch, () => checkpoint),
  );
}

/** What was taken of a batch and not come to: `takeBatch` has it the next time that it is asked. */
export function putBack(batch: Batch, taken: TakenBatch): void {
  ahead.set(batch, taken);
}

/** Reads and hashes all leaves of a batch; refused where they are no stretch of one chain under this checkpoint. */
export function takeBatch(batch: Batch): TakenBatch | { readonly admission: Admission } {
  const known = ahead.get(batch);
  // A batch may be given again, with other bytes where the first ones lay.
  ahead.delete(batch);
  return known ?? takeUnder(batch, () => readCheckpoint(batch.note));
}

function takeUnder(batch: Batch, read: () => Checkpoint): ReturnType<typeof takeBatch> {
  try {
    const checkpoint = read();
    const size = batch.start + batch.leaves.length;
    if (checkpoint.chain !== batch.chain || checkpoint.size !== size || size === 0) {
      return { admission: refused('bad-note', phrase('checkpoint-not-of-these')) };
    }
    return { checkpoint, ...takeLeaves(batch) };
  } catch (error) {
    if (!(error instanceof PedigreeError)) throw error;
    return { admission: refused(error.code === 'bad-note' ? 'bad-note' : 'bad-leaf', error.message) };
  }
}

// @throws bad-leaf
function takeLeaves({ start, leaves }: Batch): Omit<TakenBatch, 'checkpoint'> {
  const hashes = Buffer.alloc(32 * leaves.length);
  const codes = new Int8Array(leaves.length);
  const tokens: number[] = [];
  const owners: number[] = [];
  const whole = new Map<number, Leaf>();
  let first: Pick<Leaf, 'prev' | 'at'> | undefined;
  let opening: Leaf | undefined;
  // The hash and the time of the leaf before.
  let head: string | undefined;
  let lastAt = 0;
  for (let i = 0; i < leaves.length; i++) {
    const bytes = leaves[i] ?? hashes;
    const plain = plainLeaf(bytes);
    const leaf = plain === undefined ? decodeLeaf(bytes) : undefined;
    const read = plain ?? leaf;
    if (read === undefined) continue;
    const seq = start + i;
    if (read.seq !== seq) wrong(phrase('event-says', { seq, seq2: read.seq }));
    const prev = plain?.prev ?? b64u(leaf?.prev ?? hashes);
    const hash = plain?.hash ?? b64u(leaf?.hash ?? hashes);
    if (head !== undefined && prev !== head) wrong(phrase('event-does-not-follow', { seq }));
    if (read.at < lastAt) wrong(phrase('time-runs-back', { seq }));
    head = hash;
    lastAt = read.at;
    hashes.write(hash, 32 * i, 'base64url');
    if (i === 0) {
      opening = leaf;
      first = { prev: leaf?.prev ?? unb64u(prev), at: read.at };
    }
    codes[i] = leaf?.fault === undefined ? typeCode(read.type) : -1;
    if (leaf?.fault !== undefined) continue;
    if (leaf !== undefined && !isPlain(leaf)) {
      whole.set(i, leaf);
      continue;
    }
    const rows = plain === undefined ? leaf?.rows?.data : plain.rows;
    for (let at = 0; rows !== undefined && at < rows.length; at += 32) {
      tokens.push(key48(rows, at));
      owners.push(i);
    }
  }
  return { leaves, hashes, codes, tokens, owners, whole, first, opening, lastAt };
}

/** An everyday leaf, of which nothing else is derived. */
function plainLeaf(bytes: Bytes): PlainLeaf | undefined {
  const plain = readPlainLeaf(bytes);
  return plain !== undefined && isPlainType(plain.type) ? plain : undefined;
}

function wrong(message: string): never {
  throw new PedigreeError('bad-leaf', message);
}
