// Heads that a peer names, held against the branches that are here.
import { b64, sameBytes } from '../chain/bytes.ts';
import { PedigreeError } from '../errors.ts';
import type { ChainInfo, View } from '../ledger/types.ts';
import { say } from '../words/en/sync.ts';
import type { ChainHead } from './messages.ts';
import { leafHashAt } from './offer.ts';

/** The refusal of a peer or a file of another network. */
export function otherNetwork(theirs: string, ours: string): PedigreeError {
  return new PedigreeError('other-network', say('of-another-network', { theirs }), {
    hint: say('party-of-network', { ours }),
  });
}

/** The refusal of the own chain as a peer: it has no news, however it is reached, and would pass for some. */
export function ownPeer(): PedigreeError {
  return new PedigreeError('own-peer', say('chain-answers-own-one'), {
    hint: say('peer-another-party-file'),
  });
}

/** Whether a branch has this head, at its end or on its way. */
export function holds(
  view: View,
  branch: ChainInfo,
  head: Pick<ChainHead, 'chain' | 'size' | 'root' | 'tip'>,
): boolean {
  if (branch.size === head.size) return sameBytes(branch.root, head.root);
  if (branch.size < head.size || head.tip.length === 0) return false;
  const tip = leafHashAt(view, head.chain, branch.branch, head.size - 1);
  return tip !== undefined && sameBytes(tip, head.tip);
}

export function longestUnder(branches: readonly ChainInfo[], size: number): ChainInfo | undefined {
  let longest: ChainInfo | undefined;
  for (const branch of branches) {
    if (branch.size < size && branch.size > (longest?.size ?? 0)) longest = branch;
  }
  return longest;
}

export function keyOf(head: { readonly chain: string; readonly root: Uint8Array }): string {
  return `${head.chain} ${b64(head.root)}`;
}
