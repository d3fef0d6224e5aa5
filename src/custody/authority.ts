// Who may write what: accreditation in two layers, computed from the authority events alone, in any order (DESIGN §3.4).
import type { Bytes } from '../chain/bytes.ts';
import type { Leaf } from '../chain/leaf.ts';
import type { Role } from './roles.ts';
import type { Settled, Tree } from './trees.ts';

/** The party behind one leaf, with the rights that hold for exactly this leaf. */
export interface Author {
  readonly chain: string;
  /** The party *is* this GLN, taken from its accreditation. */
  readonly gln: string;
  readonly name: string;
  /** GLN of the site the chain stands at, where one was declared. */
  readonly site?: string;
  readonly roles: readonly Role[];
  /** It is the author only because the person at this node has chosen a branch that nobody's signed word has chosen. */
  readonly settledHere?: true;
  /** Its chain was endorsed on a branch of a fork that is not settled: it is the party's, and all it writes is contested. */
  readonly disputed?: true;
  /** Whether it is a maker of this GTIN, by GTIN or by company prefix, and a manufacturer. */
  mayMake(gtin14: string): boolean;
}

/** An event of type open, rotate, endorse, accredit, revoke, settle, successor, retire or profile. */
export interface AuthorityEvent {
  readonly chain: string;
  readonly leaf: Leaf;
  readonly branch: number;
  /** Above a fork of its chain, settled or not: what settles a fork is decided here. */
  readonly contested: boolean;
}

/** What the ledger knows of the shape of chains. */
export interface Branches {
  /**
   * The leaf (chain, branch, seq) is one of the leaves of the tree of that chain with this size and root. Where that
   * tree is larger than what is known here, the leaves of an unforked chain are taken to be inside.
   */
  inTree(chain: string, branch: number, seq: number, size: number, root: Bytes): boolean;
  /** The leaf (leafBranch, seq) lies on the path that ends in `branch`. */
  onPath(chain: string, leafBranch: number, seq: number, branch: number): boolean;
  /** The leaf is one of the leaves of this tree, or lies above it on a path that goes on from it. */
  through(chain: string, branch: number, seq: number, size: number, root: Bytes): boolean;
  /** The first index where branches that go on from this tree differ; of a tree that is not here where any differ. */
  dividedAt(chain: string, size: number, root: Bytes): number;
  /** Both trees are here, and the larger one goes on from the smaller. */
  agree(chain: string, smaller: Tree, larger: Tree): boolean;
  /** The first index where branches of the chain differ; Infinity while it has not forked. */
  forkedAt(chain: string): number;
}

/** A right that ends: a role, or for a manufacturer some of the GTINs and company prefixes that it may make. */
export interface EndingRight {
  readonly role: Role;
  readonly of?: readonly string[];
  /** ms, the last of them that counts. */
  readonly until: number;
}

export interface PartyChain {
  readonly chain: string;
  /** The rights of this chain that end, soonest first. */
  readonly ends: readonly EndingRight[];
  readonly site?: string;
  /** Leaves honoured after a revocation; absent while nothing is revoked. */
  readonly honouredSize?: number;
  /** Nothing of it is honoured, because whoever endorsed it was ended and no revocation has named it. */
  readonly unnamed?: true;
  /** It has no rights but those of an endorsement on a branch of a fork that is not settled. */
  readonly disputed?: true;
  readonly retired?: boolean;
}

export interface PartyInfo {
  readonly gln: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly chains: readonly PartyChain[];
  readonly contact?: string;
  /** Distinct current seal keys of its honoured chains: whom grants go to. */
  readonly sealKeys: readonly Bytes[];
  readonly regulator: boolean;
  /** Every chain of it was revoked: it may take and write nothing any more. */
  readonly ended: boolean;
  /** ms at which its last right ends; Infinity where none does. */
  readonly until: number;
  /** The rights that end, on whichever of its chains they last longest; soonest first. */
  readonly ends: readonly EndingRight[];
  readonly gtins: readonly string[];
  readonly prefixes: readonly string[];
}

/** Why a leaf has no author. */
export type AuthorRefusal = 'unaccredited' | 'revoked' | 'ended';

export interface Authority {
  authorOf(event: { readonly chain: string; readonly leaf: Leaf; readonly branch: number }): Author | undefined;
  /** All that any grant gives a chain, at whatever position: no leaf of it may do more. */
  atMost(chain: string): Author | undefined;
  /** Why `authorOf` gives nothing: never accredited, beyond the honoured size, or outside `from` and `until`. */
  refusal(event: { readonly chain: string; readonly leaf: Leaf; readonly branch: number }): AuthorRefusal | undefined;
  parties(): readonly PartyInfo[];
  regulators(): readonly PartyInfo[];
  partyOf(chain: string): PartyInfo | undefined;
  party(gln: string): PartyInfo | undefined;
  sealKeysOf(gln: string): readonly Bytes[];
  /** By GLN, chain id or name (without regard to case) among accredited parties only. */
  resolve(nameOrGlnOrChain: string): PartyInfo | 'ambiguous' | undefined;
  makersOf(gtin14: string): readonly PartyInfo[];
  /** The key that checks the note of this size on this branch; works for chains nobody has accredited yet. */
  signKeyAt(chain: string, branch: number, size: number): Bytes | undefined;
  /** Of a leaf above a fork of its chain: neither a settlement nor a revocation says that its branch counts. */
  disputed(event: { readonly chain: string; readonly leaf: Leaf; readonly branch: number }): boolean;
  /** The fork of this chain at this index (any, where none is given) is settled, by a settlement or a revocation. */
  settled(chain: string, index?: number): boolean;
  /** Which branch was chosen and by whom, and whether two of one rank have chosen differently; absent where nobody has. */
  settlementOf(chain: string): Settlement | undefined;
  /** The founder's chain, and those that its recovery key has put in its place; the last speaks now. */
  founders(): readonly string[];
  /** The chain that this leaf puts in the founder's place, where the recovery key has signed it. */
  successorIn(leaf: Leaf): string | undefined;
  /**
   * Whether this chain may offer more than its opening event: accredited or endorsed, revoked or not, also where its card
   * has yet to come.
   * @param gln on the chain's card, where that comes just now
   */
  admitted(chain: string, gln?: string): boolean;
}

/** What was said about the branches of a chain. */
export interface Settlement {
  readonly chosen?: Settled;
  /** Two of one rank differ, so that neither counts. */
  readonly differ: boolean;
}
