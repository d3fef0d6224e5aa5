// How new the knowledge is: when this node last heard anything from others.
import type { Authority } from '../../custody/authority.ts';
import type { Local, View } from '../../ledger/types.ts';
import { ownChains, type Self } from './reading.ts';

export interface Freshness {
  /** Peers that are configured here. */
  readonly peers: number;
  /** When others were last heard, ms; absent where nobody was ever heard. */
  readonly oldest?: number;
}

/**
 * A peer that answers says all that it knows, and a file is as new as its newest record, so the last time that any chain of
 * another party was brought or confirmed is how old the knowledge is. A peer that has been away since makes it no older, and
 * what the own party says on any of its chains no newer.
 */
export function freshness(view: View, local: Local, self: Self): Freshness {
  const oldest = view.lastHeard(chainsOfSelf(view.authority(), self));
  return { peers: local.peers.count(), ...(oldest === undefined ? {} : { oldest }) };
}

/** Every chain of the own party: those of this folder, and those of its other tills. */
export function chainsOfSelf(authority: Authority, self: Self): readonly string[] {
  const tills = authority.partyOf(self.chain)?.chains ?? [];
  return [...new Set([...ownChains(self), ...tills.map(({ chain }) => chain)])];
}

/** Whether this chain is of a party other than the own one: its answers are news. A stranger's are none. */
export function isOther(authority: Authority, self: Self, chain: string | undefined): boolean {
  if (chain === undefined || ownChains(self).includes(chain)) return false;
  const party = authority.partyOf(chain);
  return party !== undefined && !party.ended && party.gln !== self.gln;
}
