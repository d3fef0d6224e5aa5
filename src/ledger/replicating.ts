// What an exchange with others asks of a ledger, and gives to it.
import type { Bytes } from '../chain/bytes.ts';
import type { ForkProof } from '../chain/fork.ts';
import type { PedigreeError } from '../errors.ts';
import type { AttachmentRef, View } from './reading.ts';

/** Takes in what others have, and shows them what is here. */
export interface Replicating {
  /**
   * As `read`, for what is shown to others (sync, serve, export, card): the head file is brought up to the database first, so
   * that no own checkpoint leaves that the head file does not have.
   * @throws io-failed, locked
   */
  publish<T>(fn: (view: View) => T): T;
  /**
   * Takes a peer's batch of one chain: all of it or nothing. Checked before the write lock is taken.
   * @throws io-failed, locked
   */
  admit(batch: Batch): Admission;
  /**
   * As `admit` for each of them, in their order, in as few durable transactions as can be: batches of many chains are stored
   * together. Where what is here of a chain is damaged its place has that failure.
   * @throws io-failed, locked
   */
  admitAll(batches: readonly Batch[]): readonly (Admission | PedigreeError)[];
  /**
   * Has the signatures of batches that `admitAll` is given next looked at beside this thread, as far as that can be: it judges
   * the same without, only later. The batches have to be the same objects then, their bytes unchanged.
   */
  checkAhead(batches: readonly Batch[]): Promise<void>;
  /**
   * Takes pages of attachments, in ascending order of index for each root; kept until a leaf that names them is admitted.
   * One durable transaction a call. Pages that are here already are passed over.
   */
  putPages(pages: Iterable<PageIn>): PagesPut;
  /** How many pages, from the first, of an attachment are here. */
  pagesHere(attachment: AttachmentRef): { readonly have: number; readonly complete: boolean };
  /** How long this connection waits, ms, while another process writes; then it says `locked`. */
  waitForWriters(ms: number): void;
  /** Puts off what takes long and nobody waits for, until `tidy` does it: for whoever answers others meanwhile. */
  putOffLongWork(): void;
  /**
   * Does a piece of what was put off, in a durable transaction of its own; false where nothing is left. `now` is in ms.
   * @throws io-failed, locked, damaged
   */
  tidy(now: number): boolean;
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
  /**
   * A peer showed this checkpoint of the own chain. One that is longer than what is here closes the chain until its tail has
   * come or its owner has said that there is none; one that is on no branch here is evidence of a fork.
   */
  seenElsewhere(note: string, peer: string, at: number): 'here' | 'ahead' | 'fork' | 'unproved';
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
}

/** A place in the history of one ledger: `n` changes, and the hash over them. `epoch` is of this database in this place. */
export interface Mark {
  readonly epoch: string;
  readonly n: number;
  readonly hash?: string | undefined;
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

/** `quota`: not now, as its author has sent more than the share of one; a hub alone says so. */
export type RefusalCode = 'bad-leaf' | 'bad-note' | 'other-network' | 'too-many' | 'quota';

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
