// What two peers say to each other, and the most that one of these sayings may hold.
import type { Mark } from '../ledger/types.ts';

/**
 * Where a reader stands in a peer's list of changed heads. `epoch` is random, and new after every restore and wherever the
 * peer's folder lies elsewhere; `hash` is over the changes that are counted, so that a peer that was set back and counts the
 * same numbers anew is noticed.
 */
export type Cursor = Mark;

/** What a chain is in the eyes of whoever offers it; decides the order of delivery, proves nothing. */
export type Rank = 'founder' | 'regulator' | 'member' | 'stranger';

/** In the order in which they are delivered. */
export const RANKS: readonly Rank[] = ['founder', 'regulator', 'member', 'stranger'];

/** The newest checkpoint of one branch of a chain. `tip` is the hash of its last leaf (32 bytes). */
export interface ChainHead {
  readonly chain: string;
  readonly size: number;
  readonly root: Uint8Array;
  readonly tip: Uint8Array;
  readonly note: string;
  readonly rank: Rank;
}

/**
 * Who speaks: `since` is how far the speaker has read the other's heads, where it wants to hear only what changed; `last` where
 * the other stood at the end of their last exchange, when it had all that the speaker offered; `knows` whether the `last` of
 * the other is of the speaker's own history.
 */
export interface Hello {
  readonly type: 'hello';
  readonly network: string;
  readonly chain?: string | undefined;
  readonly cursor: Cursor;
  readonly since?: Cursor | undefined;
  readonly last?: Cursor | undefined;
  readonly knows?: boolean | undefined;
  /** Which turn of the side that dials this is, from 1: it says HELLO in each, as any process there may be the one that hears it. */
  readonly turn?: number | undefined;
  /** How many bytes a turn of the other side may have; half a megabyte where it is not said. */
  readonly takes?: number | undefined;
  /** What the side that dials has drawn for this exchange, 32 bytes: the other proves itself over it. */
  readonly nonce?: Uint8Array | undefined;
  /** What the side that answers gave out for an earlier proof of this exchange. */
  readonly pass?: string | undefined;
  /** Another one whenever whom the speaker honours may have changed. */
  readonly authority: string;
  /** What the speaker remembers the other's `authority` to have been. */
  readonly honours?: string | undefined;
  /** All heads of the speaker, bucket by bucket, where rights have changed: those of chains that differ are told besides. */
  readonly buckets?: Uint8Array | undefined;
}

/** What a chain's keys are: an opening event or change of keys, the note that ends with it, and the compact range before it. */
export interface KeyLink {
  readonly leaf: Uint8Array;
  readonly note: string;
  readonly range: Uint8Array;
}

/** That the speaker is the chain that it names, for this exchange alone: over the nonces of both, of which this is the answerer's. */
export interface Proof {
  readonly type: 'proof';
  readonly nonce: Uint8Array;
  readonly signature: Uint8Array;
  readonly links: readonly KeyLink[];
}

/** Heads that changed since the reader's cursor; `full` when it is all of them. */
export interface Heads {
  readonly type: 'heads';
  readonly full: boolean;
  readonly heads: readonly ChainHead[];
}

/** Asks for the leaves [from, to) of the branch with this head; `tip` is the hash of the asker's leaf from − 1. */
export interface Want {
  readonly type: 'want';
  readonly chain: string;
  readonly size: number;
  readonly root: Uint8Array;
  readonly from: number;
  readonly to: number;
  readonly tip: Uint8Array;
}

/**
 * Consecutive leaves from `start` on, closed by the checkpoint of size start + leaves.length; without a note (empty) where
 * the rest follows in another DATA.
 */
export interface Data {
  readonly type: 'data';
  readonly chain: string;
  readonly start: number;
  readonly note: string;
  readonly leaves: readonly Uint8Array[];
}

/** Asks for pages of attachments that leaves of a chain name: of each those behind the first `have`. */
export interface Lack {
  readonly type: 'lack';
  readonly chain: string;
  readonly pages: readonly { readonly seq: number; readonly root: Uint8Array; readonly have: number }[];
}

/** One page of an attachment; each attachment's pages come in order. */
export interface Page {
  readonly type: 'page';
  readonly root: Uint8Array;
  readonly index: number;
  readonly bytes: Uint8Array;
}

/** Leaf hashes of a branch at some indexes, to find where two branches part; without `leaves` it is the question. */
export interface Hashes {
  readonly type: 'hashes';
  readonly chain: string;
  readonly size: number;
  readonly root: Uint8Array;
  readonly at: readonly number[];
  readonly leaves?: readonly Uint8Array[] | undefined;
}

/** A portable proof that an author signed two histories. */
export interface ForkMessage {
  readonly type: 'fork';
  readonly proof: Readonly<Record<string, unknown>>;
}

/** A signed checkpoint of which the speaker has not the leaves, on no branch that it has: it shows that its chain forked. */
export interface CheckpointMessage {
  readonly type: 'checkpoint';
  readonly note: string;
}

/**
 * End of a turn; `asks` is how many questions the turn held, `left` whether there is more to say that did not fit into it
 * (of the side that answers: what it was asked and did not answer is to be asked again), `cursor` where the history of the
 * side that answers stands then. In a file: the end, with the SHA-256 of all before.
 */
export interface Done {
  readonly type: 'done';
  readonly asks: number;
  readonly left?: boolean | undefined;
  readonly cursor?: Cursor | undefined;
  /** Something that the other side offered did not come or could not be kept: it is to be offered again the next time. */
  readonly lacks?: boolean | undefined;
  /** The heads of the other side were told to another process than this one, which cannot say what of them is here. */
  readonly unheard?: boolean | undefined;
  /** Of the side that answers: a nonce for the next proof, a pass for the last one, and what the asker is to it. */
  readonly nonce?: Uint8Array | undefined;
  readonly pass?: string | undefined;
  readonly standing?: 'member' | 'stranger' | 'unproven' | undefined;
  readonly sha256?: Uint8Array | undefined;
}

export type Message =
  | Hello
  | Proof
  | Heads
  | Want
  | Lack
  | Data
  | Page
  | Hashes
  | ForkMessage
  | CheckpointMessage
  | Done;

/** The most heads in one frame, and the most indexes in one HASHES. */
export const HEADS_A_FRAME = 1_000;
export const HASHES_A_FRAME = 256;
/** The most attachments in one LACK. */
export const LACKS_A_FRAME = 256;
/** Links of one proof: each costs a check of a signature, and a new key one of its own. */
export const MAX_LINKS = 32;
