// Fork proofs: two checkpoints that one chain signed, and the first place where their logs differ. Anybody can check them.
import { PedigreeError } from '../errors.ts';
import { say } from '../words/en/chain.ts';
import { type Bytes, b64u, sameBytes, unb64u } from './bytes.ts';
import { isObject, type Json, type JsonObject } from './canonical.ts';
import { type Checkpoint, readCheckpoint, verifyCheckpoint } from './checkpoint.ts';
import { inclusionPath, verifyInclusion } from './merkle.ts';

export interface ForkProof {
  readonly chain: string;
  /** The two signed notes; their sizes may differ. */
  readonly a: string;
  readonly b: string;
  /** The first index at which the logs differ, below both sizes. */
  readonly index: number;
  /** Leaf hashes at the index. */
  readonly leafA: Bytes;
  readonly leafB: Bytes;
  /** Their inclusion proofs in the trees of the notes. */
  readonly proofA: readonly Bytes[];
  readonly proofB: readonly Bytes[];
}

const MAX_PROOF = 53;

/** One of two histories, as far as a proof asks for it. */
export interface Log {
  /** The hash of a leaf. */
  leaf(index: number): Bytes;
  /** The root of a subtree, from its first leaf up to before another one. */
  root(low: number, high: number): Bytes;
}

/**
 * The proof that the logs under two notes differ at an index, where that is known to be the first.
 * @throws bad-note where a note is no checkpoint
 */
export function forkProofAt(a: string, b: string, index: number, logA: Log, logB: Log): ForkProof {
  const [noteA, noteB] = [readCheckpoint(a), readCheckpoint(b)];
  const pathIn = (log: Log, size: number) => inclusionPath(index, size, (low, high) => log.root(low, high));
  return {
    chain: noteA.chain,
    a,
    b,
    index,
    leafA: logA.leaf(index),
    leafB: logB.leaf(index),
    proofA: pathIn(logA, noteA.size),
    proofB: pathIn(logB, noteB.size),
  };
}

/** Whether both notes are signed by keys of the chain and their logs differ at the index. `keys`: every sign key it ever had. */
export function verifyForkProof(proof: ForkProof, keys: readonly Bytes[]): boolean {
  const noteA = tryRead(proof.a);
  const noteB = tryRead(proof.b);
  return (
    noteA !== undefined &&
    noteB !== undefined &&
    noteA.chain === proof.chain &&
    noteB.chain === proof.chain &&
    !sameBytes(proof.leafA, proof.leafB) &&
    verifyInclusion(proof.index, noteA.size, proof.leafA, proof.proofA, noteA.root) &&
    verifyInclusion(proof.index, noteB.size, proof.leafB, proof.proofB, noteB.root) &&
    [noteA, noteB].every((note) => keys.some((key) => verifyCheckpoint(note, key)))
  );
}

function tryRead(note: string): Checkpoint | undefined {
  try {
    return readCheckpoint(note);
  } catch {
    return undefined;
  }
}

/** The proof as JSON, for a `fork-proof` event. */
export function encodeForkProof(proof: ForkProof): JsonObject {
  return {
    chain: proof.chain,
    a: proof.a,
    b: proof.b,
    index: proof.index,
    leafA: b64u(proof.leafA),
    leafB: b64u(proof.leafB),
    proofA: proof.proofA.map(b64u),
    proofB: proof.proofB.map(b64u),
  };
}

/** @throws bad-encoding unless the value is what `encodeForkProof` writes; whether it proves anything is another question. */
export function decodeForkProof(value: Json): ForkProof {
  if (!isObject(value)) refuse();
  const { chain, a, b, index } = value;
  if (typeof chain !== 'string' || typeof a !== 'string' || typeof b !== 'string') refuse();
  if (typeof index !== 'number' || !Number.isSafeInteger(index) || index < 0) refuse();
  const leafA = hashOf(value.leafA);
  const leafB = hashOf(value.leafB);
  return { chain, a, b, index, leafA, leafB, proofA: hashesOf(value.proofA), proofB: hashesOf(value.proofB) };
}

function hashesOf(value: Json | undefined): Bytes[] {
  if (!Array.isArray(value) || value.length > MAX_PROOF) refuse();
  return value.map(hashOf);
}

function hashOf(value: Json | undefined): Bytes {
  const bytes = typeof value === 'string' ? unb64u(value) : undefined;
  return bytes?.length === 32 ? bytes : refuse();
}

function refuse(): never {
  throw new PedigreeError('bad-encoding', say('not-fork-proof'));
}
