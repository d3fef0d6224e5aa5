// What an authority answers, once it is known what each chain was given: who wrote an event, whose keys sign, what is settled.
import type { Author, Authority, AuthorityEvent, AuthorRefusal, Branches } from './authority.ts';
import type { Founders } from './founders.ts';
import { authorWith, type Chain, type Grant } from './grants.ts';
import { createParties } from './parties.ts';
import type { Settlements } from './settlements.ts';

export type PlacedEvent = Pick<AuthorityEvent, 'chain' | 'branch' | 'leaf'> & { readonly contested?: boolean };

/** The grants that an event was written under. */
export function holding({ leaf }: Pick<PlacedEvent, 'leaf'>, grants: readonly Grant[]): Grant[] {
  return grants.filter((grant) => leaf.seq >= grant.from && leaf.at <= grant.until);
}

/** Whether an event stands in what is honoured of its chain, where that was revoked or has ended. */
export function isHonouredIn(
  branches: Branches,
  chains: ReadonlyMap<string, Chain>,
  { chain, branch, leaf }: PlacedEvent,
): boolean {
  const limit = chains.get(chain)?.limit;
  return limit === undefined || branches.inTree(chain, branch, leaf.seq, limit.size, limit.root);
}

/** The questions of an authority, answered from what every chain may do and how its forks were settled. */
export function answersOver(
  chains: ReadonlyMap<string, Chain>,
  founders: Founders,
  settlements: Settlements,
  branches: Branches,
): Omit<Authority, 'successorIn'> {
  const authors = new Map<string, Author>();
  const isHonoured = (event: PlacedEvent): boolean => isHonouredIn(branches, chains, event);
  const isDisputed = (event: PlacedEvent): boolean =>
    chains.get(event.chain)?.limit === undefined && !settlements.count(event);
  return {
    ...createParties(chains),
    authorOf(event) {
      const known = chains.get(event.chain);
      if (known === undefined || known.grants.length === 0 || !isHonoured(event)) return undefined;
      let name = event.chain;
      for (const [i, grant] of known.grants.entries()) {
        if (event.leaf.seq >= grant.from && event.leaf.at <= grant.until) name += `,${i}`;
      }
      if (name === event.chain) return undefined;
      // The fork of its own chain may be settled here alone.
      const chosen = known.limit === undefined ? settlements.of(event.chain) : undefined;
      const settledHere = chosen?.by === 'here' && event.leaf.seq >= branches.forkedAt(event.chain);
      if (settledHere) name += ' here';
      let author = authors.get(name);
      if (author === undefined) {
        author = authorWith(known, holding(event, known.grants), settledHere);
        authors.set(name, author);
      }
      return author;
    },
    atMost(chain) {
      const known = chains.get(chain);
      if (known === undefined || known.grants.length === 0) return undefined;
      let most = authors.get(chain);
      if (most === undefined) {
        most = authorWith(known, known.grants, false);
        authors.set(chain, most);
      }
      return most;
    },
    refusal(event): AuthorRefusal | undefined {
      const known = chains.get(event.chain);
      if (known === undefined || known.grants.length === 0) return 'unaccredited';
      if (!isHonoured(event)) return 'revoked';
      return holding(event, known.grants).length === 0 ? 'ended' : undefined;
    },
    signKeyAt(chain, branch, size) {
      const known = chains.get(chain);
      let key = known?.signKey;
      let last = 0;
      for (const { seq, signKey, branch: on } of known?.rotations ?? []) {
        if (signKey === undefined || seq > size - 2 || seq < last || !branches.onPath(chain, on, seq, branch)) continue;
        key = signKey;
        last = seq;
      }
      return key;
    },
    disputed: isDisputed,
    settled: (chain, index = 0) => chains.get(chain)?.limit !== undefined || settlements.settles(chain, index),
    settlementOf(chain) {
      const settled = settlements.of(chain);
      const differ = settlements.differ(chain) || founders.differing.has(chain);
      return settled === undefined && !differ ? undefined : { ...(settled && { chosen: settled }), differ };
    },
    founders: () => founders.chains,
    admitted(chain, gln) {
      const known = chains.get(chain);
      if (known === undefined) return false;
      if (founders.chains.includes(chain)) return true;
      if (known.card !== undefined) return known.grants.length > 0;
      return gln === undefined ? known.awaited.size > 0 : known.awaited.has(gln);
    },
  };
}
