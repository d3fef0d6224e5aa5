// What an exchange is told before it begins, and what is remembered of it for the next one.
import type { Cursor } from './messages.ts';

export interface ExchangeOptions {
  /** The network of this node, also before its founder's chain is here. */
  readonly network: string;
  /** The own chain, where there is one. */
  readonly chain?: string | undefined;
  /** Every chain of this node, where it has had several: none of them is a peer. */
  readonly own?: readonly string[] | undefined;
  /** What the peer is called here, for what is remembered of it. */
  readonly peer: string;
  /** Wall clock, ms. */
  readonly clock: () => number;
  /** Pack frames with brotli: for slow lines and files, not for the loopback. */
  readonly pack: boolean;
  /** The peer is a file: nothing can be asked of it, and it may repeat what is known as long as it likes. */
  readonly silent?: boolean;
  /** What is remembered of the last whole exchange with this peer. */
  readonly last?: Memory | undefined;
  /** Chains to ask for from their first event although they are here. */
  readonly again?: readonly string[] | undefined;
}

/** What the side that dials keeps between two exchanges with one peer. */
export interface Memory {
  /** How far the peer's heads were read here. */
  readonly theirs: Cursor;
  /** How far the own heads were offered there. */
  readonly ours: Cursor;
  /** Whom each side honoured then: a change makes everything that was set aside worth offering again. */
  readonly authority: string;
  readonly theirAuthority: string;
}
