// The own chain, to be appended to: what it takes, and whether it may.
import type { Bytes } from '../chain/bytes.ts';
import type { Draft } from '../chain/compose.ts';
import type { Keyring } from '../chain/keys.ts';
import type { CustodyEvent } from '../custody/evidence.ts';
import type { Tree } from '../custody/trees.ts';
import type { View } from './reading.ts';
import type { Local } from './records.ts';

/** Appends to the own chain. */
export interface Appending {
  /**
   * Appends what `fn` adds to the own chain, signed and durable when it returns: one transaction, all or nothing. Where the key
   * takes its time to sign, `fn` is run more than once, and only the last time counts: what it says of a run is its value, and
   * what is random in it comes from `tx.random`. The database is free while the key signs, and one run at a time waits for it.
   * @throws chain-behind (78), chain-forked (15), clock-suspect (78), wrong-state (14, retired chain), io-failed (74), locked (75), and whatever `fn` throws
   */
  append<T>(self: Appender, options: AppendOptions, fn: (tx: AppendTx) => T): Appended<T>;
  /** Whether the own chain may be appended to, by the head file and the database. Writes nothing. */
  headState(): HeadState;
  /**
   * Takes the database's head as the own chain's head and makes the head file anew (this machine, this copy).
   * The caller has fetched the tail, or the owner has said that there is none.
   */
  confirmHead(): HeadState;
  /** Whether peers should be asked for the own head before anything is appended: after a start of the machine or a day. */
  mustAsk(now: number): boolean;
  /** Peers were asked, or there are none. Where nobody answered they are asked again before long. */
  askedPeers(now: number, answered: boolean): void;
  /**
   * The person here says which branch of a forked chain counts at this node, where no signed word does; without a tree that
   * is taken back. @throws io-failed, locked
   */
  settleHere(chain: string, tree: Tree | undefined): void;
}

export interface Appender {
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
  /** How long to wait for another run whose key has yet to sign, ms. */
  readonly patience?: number;
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
  /** Random bytes, and the same ones where this append is run again. */
  readonly random: (n: number) => Bytes;
  /** Ends the commit here; the next `add` begins another in the same transaction. */
  closeCommit(): void;
}

export interface Appended<T> {
  /** What `fn` returned: an event that is wanted afterwards is in it. */
  readonly value: T;
  /** `at` of the last event, or `now` where none was added. */
  readonly at: number;
  readonly dryRun: boolean;
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
