// The store's interface: what everybody above may ask of a ledger. Values only, so that another database can stand behind it.
import type { Bytes } from '../chain/bytes.ts';
import type { Json } from '../chain/canonical.ts';
import type { Draft } from '../chain/compose.ts';
import type { ForkProof } from '../chain/fork.ts';
import type { Keyring } from '../chain/keys.ts';
import type { Attachment } from '../chain/pages.ts';
import type { Authority } from '../custody/authority.ts';
import type { CustodyEvent, Evidence } from '../custody/evidence.ts';
import type { SettledBy, Tree } from '../custody/trees.ts';

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
  close(): void;
}

export interface Ledger extends Reader {
  /**
   * As `read`, for what is shown to others (sync, serve, export, card): the head file is brought up to the database first, so
   * that no own checkpoint leaves that the head file does not have.
   * @throws io-failed, locked
   */
  publish<T>(fn: (view: View) => T): T;
  /**
   * Appends what `fn` adds to the own chain, signed and durable when it returns: one transaction, all or nothing.
   * @throws chain-behind (78), chain-forked (15), clock-suspect (78), wrong-state (14, retired chain), io-failed (74), locked (75), and whatever `fn` throws
   */
  append<T>(self: Signer, options: AppendOptions, fn: (tx: AppendTx) => T): Appended<T>;
  /** Changes local records (not events) in one durable transaction. @throws io-failed, locked */
  write<T>(fn: (local: Local, view: View) => T): T;
  /**
   * Takes a peer's batch of one chain: all of it or nothing. Checked before the write lock is taken.
   * @throws io-failed, locked
   */
  admit(batch: Batch): Admission;
  /**
   * Takes pages of attachments, in ascending order of index for each root; kept until a leaf that names them is admitted.
   * One durable transaction a call. Pages that are here already are passed over.
   */
  putPages(pages: Iterable<PageIn>): PagesPut;
  /** How many pages, from the first, of an attachment are here. */
  pagesHere(attachment: AttachmentRef): { readonly have: number; readonly complete: boolean };
  /** Removes staged pages that no leaf names. Returns the bytes that were freed. */
  sweepPages(): number;
  /** Empties an attachment that the audit found damaged, so that a peer's pages can take its place. */
  forgetPages(attachment: AttachmentRef): void;
  /** Takes the founder's chain id as the network of a ledger that has none yet. @throws other-network */
  joinNetwork(founder: string): void;
  /**
   * Where the history of this ledger stands, for whoever reads it; remembered here, so that `knows` can tell. Without a hash
   * where it could not be remembered.
   */
  mark(): Mark;
  /** Whether this ledger gave out a mark and still has the history that the mark counts. */
  knows(mark: Mark): boolean;
  /**
   * Notes in the head file what has been taken in of others, so that its loss shows; to be called before anybody is told that
   * it is here. @throws io-failed, locked
   */
  acknowledge(): void;
  /** Whether peers should be asked for the own head before anything is appended: after a start of the machine or a day. */
  mustAsk(now: number): boolean;
  /** Peers were asked, or there are none. Where nobody answered they are asked again before long. */
  askedPeers(now: number, answered: boolean): void;
  /**
   * A peer showed this checkpoint of the own chain. One that is longer than what is here closes the chain until its tail has
   * come or its owner has said that there is none; one that is on no branch here is evidence of a fork.
   */
  seenElsewhere(note: string, peer: string, at: number): 'here' | 'ahead' | 'fork' | 'unproved';
  /**
   * The person here says which branch of a forked chain counts at this node, where no signed word does; without a tree that
   * is taken back. @throws io-failed, locked
   */
  settleHere(chain: string, tree: Tree | undefined): void;
  /** A peer showed this checkpoint: kept if its signature is right, and compared with what is here. */
  hear(note: string, peer: string, at: number): Heard;
  /** A proof that a chain forked: kept if it proves it, whether its leaves are here or not. */
  prove(proof: ForkProof): Proved;
  /**
   * A peer has told all that it has: the chains of others are as new here as they were there. Sets their `seen`, also
   * where a wrong clock had set it later.
   * @throws io-failed, locked
   */
  confirm(at: number): void;
  /** Whether the own chain may be appended to, by the head file and the database. Writes nothing. */
  headState(): HeadState;
  /**
   * Takes the database's head as the own chain's head and makes the head file anew (this machine, this copy).
   * The caller has fetched the tail, or the owner has said that there is none.
   */
  confirmHead(): HeadState;
  /** Checks everything of which the ledger is made (DESIGN §7). Writes nothing. */
  audit(options?: { readonly progress?: Progress }): AuditReport;
  /**
   * What only the ledger itself can mend: `before` a peer is asked, and `after` it has sent what it has.
   * @throws io-failed, locked, damaged
   */
  mend(when: 'before' | 'after'): void;
  /**
   * Takes away records that only this folder knew and that are not what was written, and counts those that are left as all.
   * @throws io-failed, locked, damaged
   */
  accept(options: { readonly dryRun: boolean }): readonly Accepted[];
  /** Drops every derived table and makes it again from leaves and pages, derived local records included. */
  rebuild(options?: { readonly progress?: Progress }): { readonly events: number };
  /**
   * Writes one consistent file with the database and the named files of the folder (the key file). Mode 0600.
   * @throws cannot-create (73, the file exists), io-failed
   */
  backup(file: string, carry: readonly string[]): { readonly bytes: number };
}

/** A place in the history of one ledger: `n` changes, and the hash over them. `epoch` is of this database in this place. */
export interface Mark {
  readonly epoch: string;
  readonly n: number;
  readonly hash?: string | undefined;
}

export type Progress = (done: number, total: number) => void;

export interface Signer {
  /** The own chain; absent: this append opens one with its first event. */
  readonly chain?: string;
  readonly keyring: Keyring;
  readonly random: (n: number) => Bytes;
}

export interface AppendOptions {
  /** Wall clock, ms. */
  readonly now: number;
  /** What the clocks of peers said last, ms; asked where the own one is far ahead of all that is recorded. */
  readonly heard?: () => number | undefined;
  /** Write although the clock looks wrong. */
  readonly clockIsRight?: boolean;
  /** Run everything, then roll back. Nothing is signed. */
  readonly dryRun?: boolean;
  /** An opening append in a folder that has a chain already: the new one becomes the own chain, the old one stays. */
  readonly newChain?: boolean;
}

export interface AppendTx {
  /** Sees what this append has added. */
  readonly view: View;
  readonly local: Local;
  /** The `at` that the next event will carry, ms. */
  readonly at: number;
  /** Id of the chain that is appended to; for an opening append, known after the first `add`. */
  readonly chain: string;
  /**
   * Seals, writes and indexes one event. A commit is closed by itself before it passes 256 KiB, after `open` and after `rotate`.
   * `sealed` has the keys to details and manifest of the event just written.
   */
  add(draft: Draft): CustodyEvent & { readonly kd?: Bytes; readonly km?: Bytes };
  /** Ends the commit here; the next `add` begins another in the same transaction. */
  closeCommit(): void;
  /** Takes an attachment that no draft of this append carries (imports by hand). */
  attach(attachment: Attachment, kind: PageKind): void;
}

export interface Appended<T> {
  readonly value: T;
  readonly events: readonly CustodyEvent[];
  /** `at` of the last event, or `now` where none was added. */
  readonly at: number;
  readonly dryRun: boolean;
}

/** One chain's leaves from `start` up to and with a checkpoint. */
export interface Batch {
  readonly chain: string;
  readonly start: number;
  readonly leaves: readonly Bytes[];
  /** The signed note of size start + leaves.length. */
  readonly note: string;
  /** Wall clock, ms: when the chain was seen. */
  readonly now: number;
  /** A person brought it, in a file: strangers who fill the line do not keep a card out that was handed over. */
  readonly byHand?: boolean;
  /** Whoever gives many batches calls `acknowledge` at their end, before anybody is told of them. */
  readonly later?: boolean;
  /** Take leaves whose pages are not here; whatever asks for them meanwhile hears `incomplete`. */
  readonly withoutPages?: boolean;
}

export type Admission =
  /** Durable. `stored` leaves were new (0: all was here), `healed` leaves replaced damaged ones. */
  | { readonly kind: 'stored'; readonly stored: number; readonly healed: number }
  /** Not now: the chain is not accredited, leaves before `start` are not here, or pages are not. Nothing changed. */
  | { readonly kind: 'aside'; readonly why: 'not-accredited' | 'gap' | 'no-founder'; readonly size: number }
  | { readonly kind: 'aside'; readonly why: 'pages'; readonly wants: readonly AttachmentRef[]; readonly size: number }
  /** Both branches are kept. `index` is the first leaf that differs. */
  | { readonly kind: 'fork'; readonly index: number; readonly branch: number; readonly stored: number }
  /** Never: broken bytes, a wrong signature, another network. */
  | { readonly kind: 'refused'; readonly code: RefusalCode; readonly message: string };

export type RefusalCode = 'bad-leaf' | 'bad-note' | 'other-network' | 'too-many';

/** What a checkpoint that a peer showed is to us. */
export type Heard =
  | { readonly kind: 'same' | 'older' | 'ahead' | 'unknown-chain' }
  /** Signed by a key of the chain and on no branch of it here: kept as evidence. */
  | { readonly kind: 'fork' }
  /** The same, kept before, or one of too many. */
  | { readonly kind: 'known-fork' }
  | { readonly kind: 'refused'; readonly code: RefusalCode };

/** What a proof of a fork is to us. */
export type Proved =
  /** News, and kept. */
  | 'fork'
  /** Kept before, or one of too many. */
  | 'known-fork'
  /** Both histories are here themselves. */
  | 'same'
  | 'unknown-chain'
  /** No key that is known here has signed both notes: a leaf that is not here may have set it. */
  | 'unproved';

export type PageKind = 'tokens' | 'rows' | 'sealed';

export interface AttachmentRef {
  readonly root: Bytes;
  readonly pages: number;
  readonly kind: PageKind;
}

export interface PageIn extends AttachmentRef {
  readonly index: number;
  readonly bytes: Bytes;
}

export interface PagesPut {
  /** Pages newly stored. */
  readonly stored: number;
  /** Attachments that became whole, and whose root was right. */
  readonly complete: readonly AttachmentRef[];
  /** Attachments whose pages were not what the root says, or came out of order: dropped. */
  readonly wrong: readonly AttachmentRef[];
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

/** How far each branch was read: `CHAIN` or `CHAIN~branch` → size, and `*` → how often what had been read was mended. A JSON object, to be kept as a watermark. */
export type Marks = Readonly<Record<string, number>>;

export interface EventsOptions {
  readonly chain?: string;
  /** Only events that came after these marks were taken. */
  readonly since?: Marks;
  /** Only events with lower sequence numbers. */
  readonly below?: number;
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

/** One state of the ledger, valid inside `read`, `append` and `write` only. */
export interface View extends Evidence {
  /** The founder's chain id; empty before there is one. */
  readonly founder: string;
  /** The own chain, where this folder has one. */
  readonly ownChain: string | undefined;
  authority(): Authority;
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
  /** Cheap: whether none of these tokens has a row in any event but commissionings. */
  noRows(tokens: readonly Bytes[]): boolean;
  /** First 48 bits (`key48`) of every token that has a row in more than one event: what anybody can suspect of a double spend. */
  doubled(): ReadonlySet<number>;
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
  /** Bytes of the database that are events, pages and index. */
  size(): { readonly events: number; readonly bytes: number };
}

/** Records that are not events: this folder's own. Reads anywhere; writes inside `append`, `write`, or each by itself. */
export interface Local {
  setting(key: string): Json | undefined;
  setSetting(key: string, value: Json | undefined): void;
  /** Answers of commands with `--once`, by key; kept through rebuild, backup and restore. */
  readonly once: Records;
  /** Facts that wait (DESIGN §5.2); kept through rebuild, backup and restore. */
  readonly outbox: Records;
  readonly peers: Records;
  /** State of alerts: who saw, who closed. */
  readonly alerts: Records;
  /** Batches that could not be admitted yet, by a key of the caller's choice. */
  readonly aside: Blobs;
  /** Derived: dropped by `rebuild`, and made again by whoever fills it. */
  readonly marks: Records;
  /** Derived: known containers by hex of their key. */
  readonly containers: Containers;
  /** Derived: the party's inventory as opened from manifests. Keys are the caller's. */
  readonly inventory: Records;
}

/** JSON values by text key, ordered by key. */
export interface Records {
  get(key: string): Json | undefined;
  put(key: string, value: Json): void;
  delete(key: string): boolean;
  /** Whether there is one, whatever it says. */
  has(key: string): boolean;
  /** Keys that begin with `prefix`, ascending. */
  list(prefix?: string): readonly { readonly key: string; readonly value: Json }[];
  count(prefix?: string): number;
}

export interface Blobs {
  get(key: string): Bytes | undefined;
  put(key: string, value: Bytes): void;
  delete(key: string): boolean;
  keys(prefix?: string): readonly string[];
  /** Bytes of all values. */
  size(): number;
}

export interface Container {
  readonly key: Bytes;
  /** SSCC, or GTIN + serial as the caller writes it. */
  readonly name: string;
  readonly value: Json;
}

export interface Containers {
  byKey(key: Bytes): Container | undefined;
  /** Every container that bore this name, oldest first. */
  byName(name: string): readonly Container[];
  put(container: Container): void;
}

export type HeadState =
  /** Head file and database agree, or there is no own chain yet. */
  | { readonly kind: 'ready'; readonly size: number }
  /** The database is ahead: the next append or publish advances the head file. */
  | { readonly kind: 'database-ahead'; readonly size: number; readonly head: number }
  /** What was taken in of others is gone: `recover` must ask for it. */
  | { readonly kind: 'lost'; readonly size: number; readonly head: number }
  /** The database is older than the head file, or of another history: `recover` must fetch the tail. */
  | { readonly kind: 'behind'; readonly size: number; readonly head: number }
  | {
      readonly kind: 'missing' | 'other-machine' | 'other-copy' | 'damaged';
      readonly size: number;
      readonly head?: number;
    };

export type FindingCode =
  | 'database-damaged'
  | 'leaf-damaged'
  | 'leaf-missing'
  | 'note-damaged'
  | 'note-signature'
  | 'branch-wrong'
  | 'page-damaged'
  | 'page-missing'
  | 'index-wrong'
  | 'record-damaged'
  | 'record-missing'
  | 'head-file'
  | 'peer-saw-other'
  | 'forked'
  | 'key-file';

export interface Finding {
  readonly code: FindingCode;
  /** One sentence in lower case without a full stop. */
  readonly message: string;
  readonly chain?: string;
  readonly seq?: number;
  /** Of a record that only this folder knew: its kind, and its name where it is one. */
  readonly record?: string;
}

/** A record that was let go, or so many that were gone already. */
export interface Accepted {
  readonly kind: string;
  readonly key?: string;
  /** What stood there, as far as a person may read it. */
  readonly was?: string;
  readonly gone?: number;
}

export interface AuditReport {
  readonly events: number;
  readonly chains: number;
  readonly notes: number;
  readonly pages: number;
  readonly findings: readonly Finding[];
  /** Forks of which it is said which branch counts; absent where there are none. */
  readonly settled?: readonly SettledFork[];
}

export interface SettledFork {
  readonly chain: string;
  /** The first index where its histories differ. */
  readonly seq: number;
  /** A revocation honours one branch as far as it goes. */
  readonly by: Exclude<SettledBy, 'here'> | 'revocation';
}

/** What a restore found in a backup. */
export interface Restored {
  readonly chain: string | undefined;
  readonly size: number;
  /** Names of the files that were carried, now in the folder. */
  readonly files: readonly string[];
}
