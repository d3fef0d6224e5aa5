// Who is who in the network, as the accreditations say it.
import type { Authority, PartyInfo } from '../../custody/authority.ts';
import { open } from '../../custody/events/open.ts';
import { saidIn } from '../../custody/events/said.ts';
import type { Role } from '../../custody/roles.ts';
import type { SettledBy } from '../../custody/trees.ts';
import type { ChainInfo, View } from '../../ledger/types.ts';
import { momentHere } from './clock.ts';
import { type ForkRow, forksOf } from './forks.ts';
import { type Address, profileOf } from './profiles.ts';
import type { Reading } from './reading.ts';
import { type Term, termsOf } from './term.ts';

export interface PartyRow {
  readonly name: string;
  readonly gln: string;
  readonly roles: readonly Role[];
  readonly chains: readonly string[];
  readonly contact?: string;
  /** Where it is, as it says itself. */
  readonly address?: Address;
  /** Its company prefixes in their exact length, as it says itself. */
  readonly companyPrefixes?: readonly string[];
  /** When news of any of its chains last came, ISO 8601 UTC. */
  readonly lastSeen?: string;
  readonly forked: boolean;
  /** Its forks of which both signed checkpoints are here. */
  readonly forks?: readonly ForkRow[];
  /** Every chain of it was ended by a regulator. */
  readonly revoked: boolean;
  /** Chains of it that came after it was ended: nothing of them counts until a regulator names them. */
  readonly unnamed?: readonly string[];
  /** Chains of it, or of which it is said, whose forks somebody has settled, or that two have settled differently. */
  readonly settled?: readonly SettledRow[];
  /** The last day of the first right that ends within thirty days, or has ended. */
  readonly until?: string;
  /** Those rights, soonest first. */
  readonly ends?: readonly Term[];
  readonly self: boolean;
  readonly prefixes: readonly string[];
  readonly gtins: readonly string[];
}

export interface SettledRow {
  readonly chain: string;
  /** Who has settled it; `here` is the person at this computer, signed by nobody. Absent where two differ. */
  readonly by?: SettledBy;
  /** Events of the branch that was named. */
  readonly size?: number;
  /** Two of one rank have said different things, so neither counts. */
  readonly differ: boolean;
}

export interface PartiesData {
  readonly parties: readonly PartyRow[];
  /** Chains that are here and that no regulator has accredited. */
  readonly strangers: readonly { readonly chain: string; readonly name?: string; readonly gln?: string }[];
}

/** All accredited parties, the own one among them, ordered by name; and chains that wait for a regulator. */
export function listParties(home: Reading): PartiesData {
  return home.ledger.read((view) => {
    const chains = byChain(view);
    const authority = view.authority();
    const now = momentHere(home, view);
    const parties = authority
      .parties()
      .map((party) => ({
        ...rowOf(party, authority, chains, home.self.chain, now),
        ...forksIn(view, party),
        ...placeOf(view, party.gln),
      }))
      .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.gln < b.gln ? -1 : 1));
    const strangers = [...chains.keys()]
      .filter((chain) => chain !== view.founder && authority.partyOf(chain) === undefined)
      .map((chain) => ({ chain, ...claimOf(view, chain) }));
    return { parties, strangers };
  });
}

function forksIn(view: View, { chains }: PartyInfo): Pick<PartyRow, 'forks'> {
  const forks = chains.flatMap(({ chain }) => forksOf(view, chain));
  return forks.length === 0 ? {} : { forks };
}

function placeOf(view: View, gln: string): Pick<PartyRow, 'address' | 'companyPrefixes'> {
  const { address, prefixes } = profileOf(view, gln);
  return {
    ...(address === undefined ? {} : { address }),
    ...(prefixes === undefined ? {} : { companyPrefixes: prefixes }),
  };
}

function byChain(view: View): ReadonlyMap<string, readonly ChainInfo[]> {
  const chains = new Map<string, ChainInfo[]>();
  for (const one of view.chains()) {
    const branches = chains.get(one.chain);
    if (branches === undefined) chains.set(one.chain, [one]);
    else branches.push(one);
  }
  return chains;
}

function rowOf(
  party: PartyInfo,
  authority: Authority,
  chains: ReadonlyMap<string, readonly ChainInfo[]>,
  own: string,
  now: number,
): PartyRow {
  const here = party.chains.flatMap((one) => chains.get(one.chain) ?? []);
  const unnamed = party.chains.filter((one) => one.unnamed === true).map(({ chain }) => chain);
  const settled = party.chains.flatMap(({ chain }) => settledRow(authority, chain));
  const seen = here.length === 0 ? undefined : here.reduce((last, one) => Math.max(last, one.seen), 0);
  return {
    name: party.name,
    gln: party.gln,
    roles: party.roles,
    chains: party.chains.map((one) => one.chain),
    ...(party.contact === undefined ? {} : { contact: party.contact }),
    ...(seen === undefined ? {} : { lastSeen: new Date(seen).toISOString() }),
    forked: here.some((one) => one.forked),
    revoked: party.chains.length > 0 && party.chains.every((one) => one.honouredSize !== undefined),
    ...(unnamed.length === 0 ? {} : { unnamed }),
    ...(settled.length === 0 ? {} : { settled }),
    ...shownTerms(party.ended ? [] : termsOf(party, now)),
    self: party.chains.some((one) => one.chain === own),
    prefixes: party.prefixes,
    gtins: party.gtins,
  };
}

/** What was said about the branches of a chain; nothing where nobody has. */
export function settledRow(authority: Authority, chain: string): readonly SettledRow[] {
  const said = authority.settlementOf(chain);
  if (said === undefined) return [];
  const { chosen, differ } = said;
  return [{ chain, ...(chosen === undefined ? {} : { by: chosen.by, size: chosen.size }), differ }];
}

/** Nothing where no right ends soon. */
export function shownTerms(ends: readonly Term[]): { readonly until?: string; readonly ends?: readonly Term[] } {
  const [first] = ends;
  return first === undefined ? {} : { until: first.until, ends };
}

/** What the opening event of a chain claims; nobody has confirmed it. */
function claimOf(view: View, chain: string): { readonly name?: string; readonly gln?: string } {
  const opening = view.event(`${chain}/0`);
  const party = opening && saidIn(open, opening.leaf)?.party;
  return party === undefined ? {} : { name: party.name, gln: party.gln };
}
