// What everybody may read of a ledger: the evidence that custody asks for, chains, events and leaves.
import type { Bytes } from '../chain/bytes.ts';
import type { ForkProof } from '../chain/fork.ts';
import type { Authority } from '../custody/authority.ts';
import type { CustodyEvent, Evidence } from '../custody/evidence.ts';
import type { SettledBy } from '../custody/trees.ts';
import type { Local } from './records.ts';

/** What reads need, and nothing else: `openView` makes one without loading any of the code that writes. */
export interface Reader {
  /** The folder that holds ledger.db and the head file. */
  readonly dir: string;
  readonly readOnly: boolean;
  /** Runs `fn` in one read transaction; a read inside a read or an append sees what the outer one sees. */
  read<T>(fn: (view: View) => T): T;
  readonly local: Local;
  /** Whether records of others were taken in and acknowledged here, and are gone. */
  isLost(): boolean;
  /** Another number after every commit of somebody else, here or in another process. */
  commits(): number;
  close(): void;
}

/** One state of the ledger, valid inside `read`, `append` and `write` only. */
export interface View extends Evidence {
  /** The founder's chain id; empty before there is one. */
  readonly founder: string;
  /** The own chain, where this folder has one. */
  readonly ownChain: string | undefined;
  authority(): Authority;
  /** Another text whenever whom the network honours may have changed, in this database. */
  rights(): string;
  /** The root of every branch of every chain. */
  roots(): readonly { readonly chain: string; readonly root: Bytes }[];
  /** All branches of all chains: founder first, then by chain id and branch. `since` leaves out what has not changed after that count. */
  chains(since?: number): readonly ChainInfo[];
  chain(id: string, branch?: number): ChainInfo | undefined;
  /** Whether anything says that this chain may have two histories. */
  isDoubted(id: string): boolean;
  /** The branches of a chain, the first one first. */
  branches(id: string): readonly ChainInfo[];
  /**
   * Until when any chain but the own was heard, ms. With `but`, these are left out too, and so are cards of strangers, who
   * can show any number of them.
   */
  lastHeard(but?: readonly string[]): number | undefined;
  /** The highest `changed` of any chain. */
  changes(): number;
  /** Random, new after every restore. */
  epoch(): string;
  /** Leaves from ≤ seq < to of a branch, its parents' part included. */
  leaves(chain: string, branch: number, from: number, to: number): Iterable<LeafRow>;
  /** Leaf hashes from ≤ seq < to. */
  leafHashes(chain: string, branch: number, from: number, to: number): Bytes[];
  /** The Merkle root of the first `size` leaves of a branch. */
  rootAt(chain: string, branch: number, size: number): Bytes | undefined;
  /** By `CHAIN/SEQ` or `CHAIN/SEQ~hash`; where a chain forked, the plain form means branch 0. */
  event(ref: string): CustodyEvent | undefined;
  eventAt(chain: string, branch: number, seq: number): CustodyEvent | undefined;
  /** In order of chain, branch, seq within each type. */
  eventsOf(types: readonly string[], options?: EventsOptions): Iterable<CustodyEvent>;
  /** recall-end, recall-response and recall-check events that name this recall's leaf hash. */
  aboutRecall(hash: Bytes): readonly CustodyEvent[];
  /** The size of a branch up to and with its last event of one of these types; 0 where it has none. */
  sizeWith(chain: string, branch: number, types: readonly string[]): number;
  marks(): Marks;
  /** Whether a commissioning has this token among its rows. */
  isIn(commissioning: CustodyEvent, token: Bytes): boolean;
  /** Places of those among ascending tokens, 16 bytes each, that a maker of the GTIN has commissioned. */
  made(gtin: string, tokens: Bytes): readonly number[];
  /** The same of these commissionings of the GTIN alone; of a token its first 48 bits are looked at. */
  likelyIn(gtin: string, tokens: Bytes, commissionings: readonly CustodyEvent[]): readonly number[];
  /** Cheap: whether none of these tokens has a row in any event but commissionings. */
  noRows(tokens: readonly Bytes[], but?: ReadonlySet<string>): boolean;
  /** Cheap: whether any event of a chain is retracted, by whoever may. */
  takesBack(chain: string): boolean;
  /**
   * First 48 bits (`key48`) of every token that has a row in more than one event: what anybody can suspect of a double spend.
   * With marks those alone of which an event came after them.
   */
  doubled(since?: Marks): ReadonlySet<number>;
  /** Chains that have an event with a row for a token (`key48`); one for each branch. */
  usersOf(token: number): readonly string[];
  /** The signed note of a size, if one was ever made or received. */
  note(chain: string, size: number, branch?: number): string | undefined;
  /** All sizes with a note, ascending, from < size ≤ to. */
  noteSizes(chain: string, branch: number, from: number, to: number): readonly number[];
  /** Checkpoints that a peer showed, validly signed, that no branch here has. */
  heard(chain?: string): readonly {
    readonly chain: string;
    readonly size: number;
    readonly root: Bytes;
    readonly note: string;
    readonly peer: string;
    readonly at: number;
  }[];
  /** Forks of which both branches are here, of one chain or of all. */
  forks(chain?: string): readonly Fork[];
  /** The proof of such a fork: kept since the second branch came, or made from both. */
  forkProof(fork: Fork): ForkProof | undefined;
  /** Proofs of forks of which not both branches are here. */
  proofs(chain?: string): readonly ForkProof[];
  /** Signed checkpoints that neither a branch here nor a proof explains. */
  strange(chain?: string): readonly { readonly chain: string; readonly note: string }[];
  /** Every fork that is known of, by leaves, by proof or by a checkpoint alone. */
  doubts(): readonly ForkDoubt[];
  /** Every attachment that a leaf names. */
  attachments(bytes: Bytes): readonly AttachmentRef[];
  pageCount(root: Bytes): number | undefined;
  /**
   * Attachments that leaves name and that are not here whole: those of what must not wait first, then of each branch those of
   * its first `most` leaves that lack any.
   */
  lacked(most: number): readonly Lacked[];
  /** The chains with events of which pages are not here. */
  awaitedPages(): readonly AwaitedPages[];
  /** The attachment with this root, where a leaf names it and not all of it is here. */
  awaited(root: Bytes): AttachmentRef | undefined;
  /** Bytes of the database that are events, pages and index. */
  size(): { readonly events: number; readonly bytes: number };
}

export interface ChainInfo {
  readonly chain: string;
  /** 0 is the branch that was seen first; others exist only where a chain forked. */
  readonly branch: number;
  readonly size: number;
  readonly root: Bytes;
  /** Hash of the last leaf. */
  readonly tip: Bytes;
  /** The signed note of `size`. */
  readonly note: string;
  /** `at` of the last leaf, ms. */
  readonly lastAt: number;
  /** Until when this chain was heard: its last record when it came, or when a peer confirmed it or it was appended to, ms. */
  readonly seen: number;
  /** Counts up with every change of any chain; what changed since a cursor has a greater one. */
  readonly changed: number;
  /** First index where two histories of the chain are known to differ. */
  readonly forkedAt?: number;
  /** Whether two histories of it were signed, wherever they part and whether both are here or not. */
  readonly forked: boolean;
  /** For a side branch: the branch it left, and the index of its first own leaf. */
  readonly parent?: number;
  readonly base: number;
  readonly own: boolean;
  /** Only its `open` event is kept: no regulator has accredited it. */
  readonly openOnly: boolean;
}

export interface LeafRow {
  readonly seq: number;
  readonly bytes: Bytes;
}

/**
 * How far each branch was read: `CHAIN` or `CHAIN~branch` → size, `CHAIN!index` → 1 for a fork that is proved, and `*` → how often what had
 * been read was mended. A JSON object, to be kept as a watermark.
 */
export type Marks = Readonly<Record<string, number>>;

export interface EventsOptions {
  readonly chain?: string;
  /** Only events that came after these marks were taken. */
  readonly since?: Marks;
  /** Only events with lower sequence numbers. */
  readonly below?: number;
  /** Only events of the chains that it says yes to; of others nothing is read. */
  readonly of?: (chain: string) => boolean;
}

/** Two branches of one chain with what proves that its author signed both. */
export interface Fork {
  readonly chain: string;
  /** First index that differs. */
  readonly index: number;
  readonly branchA: number;
  readonly branchB: number;
  readonly noteA: string;
  readonly noteB: string;
}

/** That the author of a chain has signed two histories, however that is known. */
export interface ForkDoubt {
  readonly chain: string;
  /** First index that differs, where that is known. */
  readonly index?: number;
  /** Else the histories part somewhere below this index. */
  readonly below?: number;
  /** When the other history was written or, where its leaves are not here, heard of, ms. */
  readonly at: number;
}

export interface SettledFork {
  readonly chain: string;
  /** The first index where its histories differ. */
  readonly seq: number;
  /** A revocation honours one branch as far as it goes. */
  readonly by: Exclude<SettledBy, 'here'> | 'revocation';
}

export type PageKind = 'tokens' | 'rows' | 'sealed';

/** An attachment of a leaf, and how many of its pages are here, from the first. */
export interface Lacked {
  readonly chain: string;
  readonly seq: number;
  readonly root: Bytes;
  readonly have: number;
}

/** How many events of a chain wait for pages. */
export interface AwaitedPages {
  readonly chain: string;
  readonly events: number;
}

export interface AttachmentRef {
  readonly root: Bytes;
  readonly pages: number;
  readonly kind: PageKind;
}
