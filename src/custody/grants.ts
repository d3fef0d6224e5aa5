// The rights of one chain, and what they make of it: its author for a leaf, and the name that it bears.
import type { Bytes } from '../chain/bytes.ts';
import type { Author, PartyInfo } from './authority.ts';
import type { Role } from './roles.ts';
import type { Tree } from './trees.ts';

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
  /** Endorsed on a branch of a fork of which nobody has said yet which counts. */
  readonly disputed: boolean;
  /** The chain that accredited, whether it is the founder's, and where it says so: which name of a party counts. */
  readonly by: string;
  readonly byFounder: boolean;
  readonly seq: number;
  /** The name is the one on the chain's own card. */
  readonly onCard: boolean;
  /** It rests on a fork that is settled at this node only. */
  readonly settledHere: boolean;
  /** Claimed time of the event that gave it, and its leaf hash: in what order rights are shown. */
  readonly at: number;
  readonly order: Bytes;
}

interface Rotation {
  readonly branch: number;
  readonly seq: number;
  /** On the branch that counts, or on one of several of which none does yet. */
  counts: boolean;
  readonly signKey?: Bytes;
  readonly sealKey?: Bytes;
}

/** What a chain says of itself in its opening event. */
export interface Card {
  readonly gln: string;
  readonly name: string;
  readonly site?: string;
}

/** All that is said about one chain. */
export interface Chain {
  readonly chain: string;
  signKey?: Bytes;
  sealKey?: Bytes;
  card?: Card;
  readonly rotations: Rotation[];
  readonly grants: Grant[];
  /** Rights from endorsements by chains that were revoked since, while no revocation names this one. */
  readonly withheld: Grant[];
  /** GLNs that would be accredited, were the card here and named one of them. */
  readonly awaited: Set<string>;
  /** The leaves that are honoured: those of this tree. */
  limit?: Tree;
  /** It has no rights but those that are withheld. */
  unnamed: boolean;
  retired: boolean;
  contact?: { readonly text: string; readonly at: number };
}

/**
 * The name that these grants give. Of one accrediting chain the newest word counts, by position; between several the
 * founder's, then the name on the chain's own card. No claimed time decides.
 */
export function nameIn(grants: readonly Grant[]): string {
  return bestOf(grants)?.name ?? '';
}

/** The grant whose words count. */
export function bestOf(grants: readonly Grant[]): Grant | undefined {
  const newest = new Map<string, Grant>();
  for (const grant of grants) {
    const known = newest.get(grant.by);
    if (known === undefined || grant.seq > known.seq) newest.set(grant.by, grant);
  }
  const rank = ({ byFounder, onCard }: Grant): number => (byFounder ? 0 : onCard ? 1 : 2);
  const [best] = [...newest.values()].sort((a, b) => rank(a) - rank(b) || (a.by < b.by ? -1 : 1));
  return best;
}

/** The author of leaves for which these grants hold. */
export function authorWith(known: Chain, all: readonly Grant[], settledHere: boolean): Author {
  const firm = all.filter(({ disputed }) => !disputed);
  const grants = firm.length > 0 ? firm : all;
  const site = grants.findLast((grant) => grant.site !== undefined)?.site ?? known.card?.site;
  const making = grants.filter(({ roles }) => roles.includes('manufacturer'));
  return {
    chain: known.chain,
    gln: grants[0]?.gln ?? '',
    name: nameIn(grants),
    ...(site !== undefined && { site }),
    roles: [...new Set(grants.flatMap(({ roles }) => roles))],
    ...(firm.length === 0 && { disputed: true as const }),
    mayMake: (gtin14) => making.some((grant) => covers(grant, gtin14)),
    ...((settledHere || grants.some((grant) => grant.settledHere)) && { settledHere: true as const }),
  };
}

/** Whether rights over GTINs and company prefixes cover this GTIN; a prefix stands after the indicator digit. */
export function covers(rights: Pick<PartyInfo, 'gtins' | 'prefixes'>, gtin14: string): boolean {
  return rights.gtins.includes(gtin14) || rights.prefixes.some((prefix) => gtin14.startsWith(prefix, 1));
}
