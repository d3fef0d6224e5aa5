// A fork proof by whoever has all leaves of both logs at hand: the twin of what the ledger makes of its trees.
import { type Bytes, sameBytes } from '../../src/chain/bytes.ts';
import { readCheckpoint } from '../../src/chain/checkpoint.ts';
import type { ForkProof } from '../../src/chain/fork.ts';
import { PedigreeError } from '../../src/errors.ts';
import { inclusionProof } from './tree-proofs.ts';

/**
 * The proof that two logs of one chain fork, for whoever has their leaves at hand, or undefined where the smaller is a prefix of the larger.
 * @param leavesA leaf hashes of the whole log under note a; leavesB of that under note b
 * @throws bad-note where a note is no checkpoint, bad-input where the notes are of two chains or the leaves are fewer than a note says.
 */
export function makeForkProof(
  a: string,
  b: string,
  leavesA: readonly Bytes[],
  leavesB: readonly Bytes[],
): ForkProof | undefined {
  const noteA = readCheckpoint(a);
  const noteB = readCheckpoint(b);
  if (noteA.chain !== noteB.chain) throw new PedigreeError('bad-input', 'the notes are of two chains');
  const shared = Math.min(noteA.size, noteB.size);
  for (let index = 0; index < shared; index++) {
    const leafA = leavesA[index];
    const leafB = leavesB[index];
    if (leafA === undefined || leafB === undefined) break;
    if (sameBytes(leafA, leafB)) continue;
    const proofA = inclusionProof(leavesA, index, noteA.size);
    const proofB = inclusionProof(leavesB, index, noteB.size);
    return { chain: noteA.chain, a, b, index, leafA, leafB, proofA, proofB };
  }
  return undefined;
}
