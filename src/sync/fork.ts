// Fork proofs on their way: made from the two branches that are here, believed only after they were checked here.
import type { Json } from '../chain/canonical.ts';
import { decodeForkProof, encodeForkProof, makeForkProof } from '../chain/fork.ts';
import type { Fork, Ledger, View } from '../ledger/types.ts';

/** The proof of a fork as JSON, made from both branches. */
export function sendableFork(view: View, fork: Fork): Readonly<Record<string, unknown>> | undefined {
  const branch = (id: number) => view.leafHashes(fork.chain, id, 0, view.chain(fork.chain, id)?.size ?? 0);
  const proof = makeForkProof(fork.noteA, fork.noteB, branch(fork.branchA), branch(fork.branchB));
  return proof === undefined ? undefined : encodeForkProof(proof);
}

/**
 * Shows both checkpoints of a proof to the ledger, which keeps what is validly signed and on no branch it has.
 * True where they were news of a fork.
 */
export function takeFork(ledger: Ledger, value: unknown, peer: string, at: number): boolean {
  const proof = decodeForkProof(value as Json);
  return [proof.a, proof.b].map((note) => ledger.hear(note, peer, at).kind).includes('fork');
}
