// A peer's batch, read: its own order proved, each leaf hashed, and of most leaves only kept what the index needs.
import { type Bytes, sameBytes } from '../chain/bytes.ts';
import { type Checkpoint, readCheckpoint } from '../chain/checkpoint.ts';
import { decodeLeaf, type Leaf } from '../chain/leaf.ts';
import { PedigreeError } from '../errors.ts';
import { isPlain, tokensIn } from './index-events.ts';
import { typeCode } from './tables.ts';
import type { Admission, Batch, RefusalCode } from './types.ts';

/**
 * One leaf of a batch. A batch has thousands, all alive until they are stored: what is decoded of a plain leaf is let go at
 * once, which spares the collector of memory most of its work.
 */
export interface TakenLeaf {
  readonly bytes: Bytes;
  readonly hash: Bytes;
  /** Number of its type; -1 where it is malformed and counts for nothing. */
  readonly code: number;
  /** First 48 bits of the tokens of a plain leaf. */
  readonly tokens: readonly number[];
  /** The whole leaf, where it is not plain. */
  readonly leaf: Leaf | undefined;
}

export interface TakenBatch {
  readonly checkpoint: Checkpoint;
  readonly leaves: readonly TakenLeaf[];
  readonly first: Leaf | undefined;
  /** `at` of the last leaf. */
  readonly lastAt: number;
}

export function refused(code: RefusalCode, message: string): Admission {
  return { kind: 'refused', code, message };
}

/** Reads and hashes all leaves of a batch; refused where they are no stretch of one chain under this checkpoint. */
export function takeBatch(batch: Batch): TakenBatch | { readonly admission: Admission } {
  try {
    const checkpoint = readCheckpoint(batch.note);
    const size = batch.start + batch.leaves.length;
    if (checkpoint.chain !== batch.chain || checkpoint.size !== size || size === 0) {
      return { admission: refused('bad-note', 'the checkpoint is not of these leaves') };
    }
    return { checkpoint, ...takeLeaves(batch) };
  } catch (error) {
    if (!(error instanceof PedigreeError)) throw error;
    return { admission: refused(error.code === 'bad-note' ? 'bad-note' : 'bad-leaf', error.message) };
  }
}

// @throws bad-leaf
function takeLeaves(batch: Batch): Omit<TakenBatch, 'checkpoint'> {
  const leaves: TakenLeaf[] = [];
  let first: Leaf | undefined;
  let prev: Bytes | undefined;
  let lastAt = 0;
  for (const [i, bytes] of batch.leaves.entries()) {
    const leaf = decodeLeaf(bytes);
    const seq = batch.start + i;
    if (leaf.seq !== seq) wrong(`event ${seq} says that it is ${leaf.seq}`);
    if (prev !== undefined && !sameBytes(leaf.prev, prev)) wrong(`event ${seq} does not follow the one before`);
    if (leaf.at < lastAt) wrong(`time runs back at event ${seq}`);
    first ??= leaf;
    prev = leaf.hash;
    lastAt = leaf.at;
    leaves.push(take(leaf));
  }
  return { leaves, first, lastAt };
}

function take(leaf: Leaf): TakenLeaf {
  const { bytes, hash } = leaf;
  if (leaf.fault !== undefined) return { bytes, hash, code: -1, tokens: [], leaf: undefined };
  if (!isPlain(leaf)) return { bytes, hash, code: typeCode(leaf.type), tokens: [], leaf };
  return { bytes, hash, code: typeCode(leaf.type), tokens: tokensIn(leaf), leaf: undefined };
}

function wrong(message: string): never {
  throw new PedigreeError('bad-leaf', message);
}
