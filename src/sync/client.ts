// The dialling side over HTTP: one exchange is a few POSTs, each a turn there and the peer's turn back.
import { setTimeout as pause } from 'node:timers/promises';
import { FRAME, type Frame } from '../chain/frame.ts';
import { PedigreeError } from '../errors.ts';
import type { Ledger } from '../ledger/types.ts';
import { isStorageFailure, systemFailure } from '../system-errors.ts';
import { say } from '../words/en/sync.ts';
import { Exchange } from './exchange.ts';
import { fromFrame, toFrame } from './frames.ts';
import type { Report } from './intake.ts';
import { TURN_BYTES } from './limits.ts';
import { type HttpLine, lineTo, turnOver } from './line.ts';
import type { PeerMemory } from './options.ts';
import { isLoopback, PATIENCE, type Patience } from './pace.ts';
import type { Prover } from './proof.ts';
import { exchangeUrl } from './wire.ts';

/** Turns without anything new after which two peers are not getting anywhere. */
const MAX_VAIN = 200;

export interface DialOptions {
  readonly network: string;
  readonly chain: string | undefined;
  /** Every chain of this node, where it has had several. */
  readonly own?: readonly string[];
  /** What the peer is called here. */
  readonly peer: string;
  /** Wall clock, ms. */
  readonly clock: () => number;
  /** What is remembered of the last exchange with this peer. */
  readonly last?: PeerMemory | undefined;
  /** How this node proves who it is; it cannot, where absent. */
  readonly prover?: Prover | undefined;
  /** Whether everybody is shown everything, or those who prove to be known. */
  readonly peers?: 'known' | 'open' | undefined;
  /** Chains to ask for from their first event, although they are here: what is damaged is mended. */
  readonly again?: readonly string[] | undefined;
  readonly patience?: Patience;
  /** The most bytes of a request. */
  readonly turnBytes?: number;
  readonly signal?: AbortSignal | undefined;
}

export interface Dialled {
  readonly report: Report;
  /** To be kept for the next exchange; undefined where everything is to be offered again. */
  readonly memory: PeerMemory | undefined;
  /** Chains that the peer has more of than it gave, or of which it showed what could not be proved. */
  readonly lacking: readonly string[];
  /** Whether all that the peer offered is here, or told of as set aside or refused. */
  readonly whole: boolean;
  /** The chain that answered and has proved that it did. */
  readonly chain: string | undefined;
  /** Why not everything was shown, both ways; absent where it was. */
  readonly limited?: Limited;
  /** What the peer's clock said (the Date of its last answer), ms. */
  readonly clock: number | undefined;
  /** Bytes on the line, both ways. */
  readonly bytes: number;
  /** Why it ended early. What was taken before stays taken. */
  readonly error?: PedigreeError;
}

/** The peer did not prove who it is, is nobody who is honoured here, or holds this side for nobody who is. */
export type Limited = 'unproven' | 'stranger' | 'stranger-there';

/**
 * One exchange with the peer at `url`. A peer that fails is told of in `error`, never thrown.
 * @throws io-failed, locked from the own ledger
 */
export async function dial(ledger: Ledger, url: string, options: DialOptions): Promise<Dialled> {
  const target = exchangeUrl(url);
  const { network, chain, own, peer, clock, prover, peers, last, again } = options;
  const exchange = new Exchange(ledger, {
    network,
    chain,
    own,
    peer,
    clock,
    prover,
    peers,
    last,
    again,
    pack: !isLoopback(target.hostname),
    turnBytes: options.turnBytes ?? TURN_BYTES,
  });
  const line = lineTo(target, options);
  try {
    for (let vain = 0; ; ) {
      const { steps } = exchange;
      await oneTurn(line, exchange);
      if (exchange.settled) break;
      vain = exchange.steps > steps ? 0 : vain + 1;
      if (vain === MAX_VAIN) throw new PedigreeError('bad-frame', say('peer-never-comes'));
    }
    return { ...told(line, exchange), memory: exchange.memory };
  } catch (error) {
    exchange.end();
    return { ...told(line, exchange), memory: undefined, error: ofPeer(error, options.signal) };
  } finally {
    line.agent.destroy();
  }
}

/** How long one waits to hear who is there. */
const GREETING: Patience = { ...PATIENCE, idle: 3_000 };

type Asking = Omit<DialOptions, 'last' | 'again'>;

/**
 * The chain that answers at `url` now and proves it, asked for nothing else; undefined where it proves none.
 * @throws own-peer, other-network, peer-away
 */
export async function whoAnswers(ledger: Ledger, url: string, options: Asking): Promise<string | undefined> {
  const { exchange, line } = looking(ledger, url, options);
  try {
    await greet(line, exchange);
    return exchange.standing === 'unproven' ? undefined : exchange.peerChain;
  } catch (error) {
    throw ofPeer(error, options.signal);
  } finally {
    line.agent.destroy();
  }
}

/**
 * The checkpoints of the own chain that the peer at `url` holds, asked for nothing else. Only who proves to be the chain is told.
 * @throws own-peer, other-network, peer-away
 */
export async function ownHeads(ledger: Ledger, url: string, options: Asking): Promise<readonly string[]> {
  const { exchange, line } = looking(ledger, url, options);
  const { chain } = options;
  let notes: readonly string[] | undefined;
  try {
    await greet(line, exchange);
    if (exchange.standing === 'unproven') throw new PedigreeError('peer-away', say('peer-does-not-prove'));
    const take = (frame: Frame) => {
      const message = fromFrame(frame);
      if (message?.type !== 'heads') return;
      // They tell those of the asker's chain before all others.
      notes = message.heads.filter((head) => head.chain === chain).map(({ note }) => note);
      throw ENOUGH;
    };
    await turnOver(line, openingOf(exchange), { take }).catch((error: unknown) => {
      if (error !== ENOUGH) throw error;
    });
    if (notes === undefined) throw new PedigreeError('peer-away', say('peer-broke-off'));
    return notes;
  } catch (error) {
    throw ofPeer(error, options.signal);
  } finally {
    line.agent.destroy();
  }
}

function looking(
  ledger: Ledger,
  url: string,
  options: Asking,
): { readonly exchange: Exchange; readonly line: HttpLine } {
  const target = exchangeUrl(url);
  const { network, chain, own, peer, clock, prover } = options;
  const pack = !isLoopback(target.hostname);
  const exchange = new Exchange(ledger, { network, chain, own, peer, clock, prover, pack });
  return { exchange, line: lineTo(target, { ...options, patience: options.patience ?? GREETING }) };
}

function heardBy(exchange: Exchange): Parameters<typeof turnOver>[2] {
  return {
    take: (frame) => exchange.take(frame),
    before: (frame) => exchange.before(frame),
    whole: () => exchange.ended,
  };
}

/** The first turn, in which each says who it is. */
async function greet(line: HttpLine, exchange: Exchange): Promise<void> {
  await turnOver(line, exchange.turn(), heardBy(exchange));
  if (!exchange.ended) throw new PedigreeError('peer-away', say('peer-broke-off'));
}

/** What a turn begins with, and nothing else of it. */
function* openingOf(exchange: Exchange): Generator<Frame> {
  for (const frame of exchange.turn()) {
    if (frame.type !== FRAME.hello && frame.type !== FRAME.proof) break;
    yield frame;
  }
  yield toFrame({ type: 'done', asks: 0 }, false);
}

/** The greeting was heard: the rest of the turn is not waited for. */
const ENOUGH = new Error('heard');

function told({ clock, bytes }: HttpLine, exchange: Exchange): Omit<Dialled, 'memory' | 'error'> {
  const { report, peerChain, lacking, whole, standing } = exchange;
  const limited = limitOf(exchange);
  const known = { report, chain: standing === 'unproven' ? undefined : peerChain, lacking, whole, clock, bytes };
  return limited === undefined ? known : { ...known, limited };
}

function limitOf({ level, standing, standingThere }: Exchange): Limited | undefined {
  if (level !== 'all') return standing === 'unproven' ? 'unproven' : 'stranger';
  return standingThere === 'member' ? undefined : 'stranger-there';
}

/** One turn there and back, as often as the line asks for it again: shorter, later, or on a new connection. */
async function oneTurn(line: HttpLine, exchange: Exchange): Promise<void> {
  for (let broken = 0; ; ) {
    const refused = await turnOver(line, exchange.turn(), heardBy(exchange));
    if (refused === undefined) break;
    if (refused.kind === 'broken') broken += 1;
    if (broken > MAX_BROKEN || !exchange.again(refused.kind === 'too-long')) throw refused.error;
    if (refused.kind !== 'later') continue;
    exchange.pause();
    await waitFor(line, refused.wait, refused.error);
  }
  if (!exchange.ended) throw new PedigreeError('peer-away', say('peer-broke-off'));
}

/** How often a turn is said again because a connection that had been kept was closed meanwhile. */
const MAX_BROKEN = 3;

/** Waits as a peer has told. @throws `error` where that would take longer than the exchange may */
async function waitFor(line: HttpLine, wait: number, error: PedigreeError): Promise<void> {
  if (performance.now() + wait >= line.deadline) throw error;
  await pause(wait, undefined, line.signal === undefined ? {} : { signal: line.signal });
}

/**
 * Failures of the line and of the peer, in the words of the tool. Whoever was told to stop broke off himself, whatever the line
 * says of it.
 * @throws what is the own ledger's failure
 */
function ofPeer(error: unknown, signal: AbortSignal | undefined): PedigreeError {
  const own = error instanceof PedigreeError;
  if (own && (isStorageFailure(error) || error.code === 'locked' || error.code === 'damaged')) throw error;
  if (signal?.aborted === true || (error as Error).name === 'AbortError')
    return new PedigreeError('interrupted', say('interrupted'), { cause: error });
  if (own) return error;
  const known = systemFailure(error);
  if (known === undefined) throw error;
  return known.code === 'peer-away' ? known : new PedigreeError('peer-away', known.message, { cause: error });
}
