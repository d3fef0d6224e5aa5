// What a peer is to this node, and how much it is shown and taken at its word for (docs/format.md, the table of exchanges).
import type { View } from '../ledger/types.ts';
import type { Rank } from './messages.ts';
import { isAuthority } from './offer.ts';

/** What a peer has shown itself to be. */
export type PeerStanding = 'unproven' | 'stranger' | 'member';

/** How much a peer is shown: a card, the chains on whose word everybody is honoured, or everything. */
export type Level = 'card' | 'public' | 'all';

const LEVELS: readonly Level[] = ['card', 'public', 'all'];

export function levelNumber(level: Level): number {
  return LEVELS.indexOf(level);
}

export function levelOf(number: number): Level | undefined {
  return LEVELS[number];
}

/**
 * Whether a chain is honoured, also where its rights have ended by date: what it has of goods can still be recalled. `gln` is the
 * one on its card, where that is not here.
 */
export function isMember(view: View, chain: string, gln?: string): boolean {
  const authority = view.authority();
  if (gln !== undefined && view.chain(chain) === undefined && !authority.admitted(chain, gln)) return false;
  const known = authority.partyOf(chain)?.chains.find((one) => one.chain === chain);
  return known !== undefined && known.honouredSize === undefined && known.unnamed !== true;
}

/** Who meets whom in an exchange. */
export interface Sides {
  readonly network: string;
  readonly own: string | undefined;
  /** The chain that the peer says it has, and whether it has proved that. */
  readonly peer: string | undefined;
  readonly proved: boolean;
  /** Whether this side dialled. */
  readonly dialled: boolean;
}

/** How many leaves of a chain a peer is shown. */
export function shownOf(level: Level, sides: Sides, chain: string, rank: (chain: string) => Rank): number {
  if (level === 'all') return Number.POSITIVE_INFINITY;
  if (level === 'public') {
    if (isAuthority(rank(chain)) || (sides.proved && chain === sides.peer)) return Number.POSITIVE_INFINITY;
  }
  return sides.dialled && chain === sides.own ? 1 : 0;
}

/** How many leaves of a chain are taken from a peer. What it has of the own chain is signed with the own key. */
export function takenOf(level: Level, sides: Sides, chain: string, rank: (chain: string) => Rank): number {
  if (level === 'all' || chain === sides.network || chain === sides.own) return Number.POSITIVE_INFINITY;
  if (isAuthority(rank(chain))) return Number.POSITIVE_INFINITY;
  return chain === sides.peer ? 1 : 0;
}
