// Fork proofs on their way: made from the two branches that are here, believed only after they were checked here.
import type { Json } from '../chain/canonical.ts';
import { readCheckpoint } from '../chain/checkpoint.ts';
import { decodeForkProof, encodeForkProof, makeForkProof } from '../chain/fork.ts';
import type { Fork, Ledger, View } from '../ledger/types.ts';

type Sendable = Readonly<Record<string, unknown>> | undefined;

/** Proofs by their two notes, on which alone they depend: whoever asks for all heads is sent all of them. */
const made = new Map<string, Sendable>();
const KEPT = 1_000;

/** The proof of a fork as JSON, made from both branches. */
export function sendableFork(view: View, fork: Fork): Sendable {
  const { chain, noteA, noteB } = fork;
  const name = noteA + noteB;
  if (made.has(name)) return made.get(name);
  const branch = (id: number, note: string) => view.leafHashes(chain, id, 0, readCheckpoint(note).size);
  const proof = makeForkProof(noteA, noteB, branch(fork.branchA, noteA), branch(fork.branchB, noteB));
  const sendable = proof === undefined ? undefined : encodeForkProof(proof);
  if (made.size >= KEPT) made.clear();
  made.set(name, sendable);
  return sendable;
}

/**
 * Shows both checkpoints of a proof to the ledger, which keeps what is validly signed and on no branch it has.
 * True where they were news of a fork.
 */
export function takeFork(ledger: Ledger, value: unknown, peer: string, at: number): boolean {
  const proof = decodeForkProof(value as Json);
  return [proof.a, proof.b].map((note) => ledger.hear(note, peer, at).kind).includes('fork');
}
