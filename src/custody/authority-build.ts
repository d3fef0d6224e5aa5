// Computes the authority: the founder makes regulators, regulators make everybody else, endorsements add own chains.
import { type Bytes, b64u, compareBytes } from '../chain/bytes.ts';
import type { Author, Authority, AuthorityEvent, Branches, PartyInfo, Refusal } from './authority.ts';
import { accredit, endorse, open, profile, revoke, rotate } from './events/authority.ts';
import { createParties } from './parties.ts';
import type { Role } from './roles.ts';

/** Rights given to one chain: they hold for leaves with seq ≥ `from` and own `at` ≤ `until`. */
export interface Grant {
  readonly gln: string;
  readonly name: string;
  readonly site?: string;
  readonly roles: readonly Role[];
  readonly gtins: readonly string[];
  readonly prefixes: readonly string[];
  readonly from: number;
  readonly until: number;
  readonly endorsed: boolean;
  /** Claimed time of the event that gave it: which name of a party is the newest. */
  readonly at: number;
  readonly order: Bytes;
}

/** The leaves of a revoked chain that are honoured: those of this tree. */
export interface Limit {
  readonly size: number;
  readonly root: Bytes;
}

interface Rotation {
  readonly branch: number;
  readonly seq: number;
  readonly signKey?: Bytes;
  readonly sealKey?: Bytes;
}

/** All that is said about one chain. */
export interface Chain {
  readonly chain: string;
  signKey?: Bytes;
  sealKey?: Bytes;
  site?: string;
  /** The GLN its own card names: proof of nothing, but nobody else may endorse it. */
  card?: string;
  readonly rotations: Rotation[];
  readonly grants: Grant[];
  limit?: Limit;
  retired: boolean;
  contact?: { readonly text: string; readonly at: number };
}

type Placed = Pick<AuthorityEvent, 'chain' | 'branch' | 'leaf'>;
type Said<T> = AuthorityEvent & { readonly body: T };

function said<T>(
  events: readonly AuthorityEvent[],
  type: string,
  decode: (value: AuthorityEvent['leaf']['public']) => T | undefined,
): Said<T>[] {
  const out: Said<T>[] = [];
  for (const event of events) {
    if (event.leaf.type !== type || event.leaf.fault !== undefined) continue;
    const body = decode(event.leaf.public);
    if (body !== undefined) out.push({ ...event, body });
  }
  return out.sort((a, b) => a.leaf.at - b.leaf.at || compareBytes(a.leaf.hash, b.leaf.hash));
}

/**
 * The authority of a network, the same for the same set of events in any order.
 * @param founderChain id of the founder's chain, which is the id of the network
 * @param events of types open, rotate, endorse, accredit, revoke, retire and profile; others are ignored
 * @param branches the shape of the chains, asked only about forks and revocations
 */
export function buildAuthority(founderChain: string, events: readonly AuthorityEvent[], branches: Branches): Authority {
  const chains = new Map<string, Chain>();
  const chainOf = (id: string): Chain => {
    const known = chains.get(id);
    if (known !== undefined) return known;
    const made: Chain = { chain: id, rotations: [], grants: [], retired: false };
    chains.set(id, made);
    return made;
  };
  const revocations = said(events, 'revoke', revoke.public);
  const accreditations = said(events, 'accredit', accredit.public);
  const endorsements = said(events, 'endorse', endorse.public);

  for (const { chain, leaf, body } of said(events, 'open', open.public)) {
    if (leaf.seq !== 0) continue;
    const known = chainOf(chain);
    known.signKey = body.signKey;
    known.sealKey = body.sealKey;
    known.card = body.party.gln;
    if (body.party.site !== undefined) known.site = body.party.site;
    if (chain === founderChain && typeof body.network !== 'string') {
      known.grants.push({
        ...body.party,
        roles: ['regulator'],
        gtins: [],
        prefixes: [],
        from: 0,
        until: Number.POSITIVE_INFINITY,
        endorsed: false,
        at: leaf.at,
        get order() {
          return leaf.hash;
        },
      });
    }
  }
  for (const { chain, branch, leaf, body } of said(events, 'rotate', rotate.public)) {
    chainOf(chain).rotations.push({ branch, seq: leaf.seq, ...body });
  }

  const honoured = ({ chain, branch, leaf }: Placed): boolean => {
    const limit = chains.get(chain)?.limit;
    return limit === undefined || branches.inTree(chain, branch, leaf.seq, limit.size, limit.root);
  };
  // On a disputed branch rights are not handed on until a revocation has settled the fork.
  const firm = (event: AuthorityEvent): boolean =>
    honoured(event) && (!event.contested || chains.get(event.chain)?.limit !== undefined);
  const holding = ({ chain, leaf }: Placed, which: readonly Grant[] = chains.get(chain)?.grants ?? []): Grant[] =>
    which.filter((grant) => leaf.seq >= grant.from && leaf.at <= grant.until);
  const regulates = (event: Placed): boolean =>
    honoured(event) && holding(event).some((grant) => grant.roles.includes('regulator'));
  const narrow = (chain: string, limit: Limit): void => {
    const known = chainOf(chain);
    const old = known.limit;
    if (
      old === undefined ||
      limit.size < old.size ||
      (limit.size === old.size && compareBytes(limit.root, old.root) < 0)
    ) {
      known.limit = { size: limit.size, root: limit.root };
    }
  };
  const give = (event: (typeof accreditations)[number], roles: readonly Role[]): readonly Grant[] => {
    if (roles.length === 0) return [];
    const { body, leaf } = event;
    const given: Grant = {
      ...body.party,
      roles,
      gtins: body.gtins ?? [],
      prefixes: body.prefixes ?? [],
      from: body.from ?? 0,
      until: body.until ?? Number.POSITIVE_INFINITY,
      endorsed: false,
      at: leaf.at,
      get order() {
        return leaf.hash;
      },
    };
    chainOf(body.chain).grants.push(given);
    return [given];
  };
  const hand = (event: (typeof endorsements)[number], grants: readonly Grant[]): void => {
    for (const grant of holding(event, grants)) {
      const roles = grant.roles.filter((role) => event.body.roles.includes(role));
      if (grant.endorsed || roles.length === 0 || chains.get(event.body.chain)?.card !== grant.gln) continue;
      const { site } = event.body;
      const own = { ...grant, roles, from: 0, endorsed: true };
      chainOf(event.body.chain).grants.push(site === undefined ? own : { ...own, site });
    }
  };

  // Layer 1: the founder alone makes and ends regulators. Its revocations count wherever they stand.
  for (const event of revocations) if (event.chain === founderChain) narrow(event.body.chain, event.body);
  for (const event of accreditations) {
    if (event.chain === founderChain && event.body.roles.includes('regulator') && firm(event))
      give(event, event.body.roles);
  }
  const first = new Map([...chains].map(([id, known]) => [id, [...known.grants]]));
  for (const event of endorsements) if (firm(event)) hand(event, first.get(event.chain) ?? []);
  const regulators = new Set([...chains.values()].filter(isRegulator).map(({ chain }) => chain));

  // Layer 2: regulators make and end everybody else.
  for (const event of revocations) {
    if (event.chain !== founderChain && !regulators.has(event.body.chain) && regulates(event))
      narrow(event.body.chain, event.body);
  }
  const second = new Map<string, Grant[]>();
  for (const event of accreditations) {
    const byFounder = event.chain === founderChain && event.body.roles.includes('regulator');
    if (byFounder || !firm(event) || !regulates(event)) continue;
    const roles = event.body.roles.filter((role) => role !== 'regulator');
    second.set(event.body.chain, [...(second.get(event.body.chain) ?? []), ...give(event, roles)]);
  }
  for (const event of endorsements) if (firm(event)) hand(event, second.get(event.chain) ?? []);

  for (const known of chains.values()) keepOneParty(known);
  for (const event of said(events, 'retire', () => ({}))) if (honoured(event)) chainOf(event.chain).retired = true;
  for (const event of said(events, 'profile', profile.public)) {
    const { contact } = event.body;
    if (contact !== undefined && honoured(event)) chainOf(event.chain).contact = { text: contact, at: event.leaf.at };
  }

  const authors = new Map<string, Author>();
  const parties = createParties(chains);
  return {
    ...parties,
    authorOf(event) {
      const known = chains.get(event.chain);
      if (known === undefined || known.grants.length === 0 || !honoured(event)) return undefined;
      let name = event.chain;
      for (const [i, grant] of known.grants.entries()) {
        if (event.leaf.seq >= grant.from && event.leaf.at <= grant.until) name += `,${i}`;
      }
      if (name === event.chain) return undefined;
      let author = authors.get(name);
      if (author === undefined) {
        author = authorWith(known, holding(event));
        authors.set(name, author);
      }
      return author;
    },
    refusal(event): Refusal | undefined {
      const known = chains.get(event.chain);
      if (known === undefined || known.grants.length === 0) return 'unaccredited';
      if (!honoured(event)) return 'revoked';
      return holding(event).length === 0 ? 'ended' : undefined;
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
    settled: (chain) => chains.get(chain)?.limit !== undefined,
    admitted: (chain) => (chains.get(chain)?.grants.length ?? 0) > 0,
  };
}

function isRegulator(known: Chain): boolean {
  return known.grants.some(({ roles }) => roles.includes('regulator'));
}

// A chain belongs to one party. Where accreditations name several GLNs the first given one holds and the others give nothing;
// an accreditation comes before any endorsement.
function keepOneParty(known: Chain): void {
  const [first] = [...known.grants].sort((a, b) => Number(a.endorsed) - Number(b.endorsed) || byAge(a, b));
  if (first === undefined) return;
  const kept = known.grants.filter(({ gln }) => gln === first.gln).sort(byAge);
  known.grants.length = 0;
  for (const grant of kept) known.grants.push(grant);
}

function byAge(a: Grant, b: Grant): number {
  return a.at - b.at || compareBytes(a.order, b.order);
}

function authorWith(known: Chain, grants: readonly Grant[]): Author {
  const newest = grants.at(-1);
  const site = grants.findLast((grant) => grant.site !== undefined)?.site ?? known.site;
  const making = grants.filter(({ roles }) => roles.includes('manufacturer'));
  return {
    chain: known.chain,
    gln: newest?.gln ?? '',
    name: newest?.name ?? '',
    ...(site !== undefined && { site }),
    roles: [...new Set(grants.flatMap(({ roles }) => roles))],
    mayMake: (gtin14) => making.some((grant) => covers(grant, gtin14)),
  };
}

/** Whether rights over GTINs and company prefixes cover this GTIN; a prefix stands after the indicator digit. */
export function covers(rights: Pick<PartyInfo, 'gtins' | 'prefixes'>, gtin14: string): boolean {
  return rights.gtins.includes(gtin14) || rights.prefixes.some((prefix) => gtin14.startsWith(prefix, 1));
}

/** A text that stands for bytes in maps. */
export function named(bytes: Bytes): string {
  return b64u(bytes);
}
