// What an exchange is told before it begins, and what is remembered of it for the next one.
import type { Cursor } from './messages.ts';
import type { Prover } from './proof.ts';

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
  /** The most bytes that a turn has; as many as there are, where absent. */
  readonly turnBytes?: number;
  /** The peer is a file: nothing can be asked of it, and it may repeat what is known as long as it likes. */
  readonly silent?: boolean;
  /** What is remembered of the last whole exchange with this peer. */
  readonly last?: PeerMemory | undefined;
  /** How this side proves who it is; it cannot, where absent. */
  readonly prover?: Prover | undefined;
  /** Who is shown everything: those who prove a chain that is honoured, or anybody. Known, where absent. */
  readonly peers?: 'known' | 'open' | undefined;
  /** Nothing is kept here between two turns: what comes may answer what another process has asked. */
  readonly keepsNothing?: true | undefined;
  /** Chains to ask for from their first event although they are here. */
  readonly again?: readonly string[] | undefined;
}

/** What the side that dials keeps between two exchanges with one peer. */
export interface PeerMemory {
  /** How far the peer's heads were read here. */
  readonly theirs: Cursor;
  /** Where the peer stood when it had all that was offered there. */
  readonly reached?: Cursor | undefined;
  /** How far the own heads were offered there. */
  readonly ours: Cursor;
  /** Whom each side honoured then: a change makes everything that was set aside worth offering again. */
  readonly authority: string;
  readonly theirAuthority: string;
  /** When all heads were told last, both ways, ms; and how many exchanges there were since. */
  readonly wholeAt?: number;
  readonly since?: number;
}

/** Marks are believed for a day and a thousand exchanges: then all heads are told, whatever the marks say. */
const BELIEVED = 86_400_000;
const EXCHANGES = 1_000;

/** Whether all heads are to be told again. */
export function isDue({ wholeAt, since }: PeerMemory, now: number): boolean {
  if (wholeAt === undefined || since === undefined) return true;
  return now < wholeAt || now - wholeAt >= BELIEVED || since >= EXCHANGES;
}
