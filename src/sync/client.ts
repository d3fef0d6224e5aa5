// The dialling side over HTTP: one exchange is a few POSTs, each a turn there and the peer's turn back.

import { Agent, type ClientRequest, type IncomingMessage, request as plain } from 'node:http';
import { Agent as SafeAgent, request as safe } from 'node:https';
import { setTimeout as pause } from 'node:timers/promises';
import { FRAME, type Frame } from '../chain/frame.ts';
import { PedigreeError } from '../errors.ts';
import type { Ledger } from '../ledger/types.ts';
import { isStorageFailure, systemFailure } from '../system-errors.ts';
import { say } from '../words/en/sync.ts';
import { Exchange } from './exchange.ts';
import { fromFrame, toFrame } from './frames.ts';
import { ownPeer } from './heads.ts';
import type { Report } from './intake.ts';
import type { PeerMemory } from './options.ts';
import { TURN_BYTES } from './outgoing.ts';
import { EXCHANGE_TIME, isLoopback, PATIENCE, type Patience, watchPace } from './pace.ts';
import type { Prover } from './proof.ts';
import { EXCHANGE_PATH, FRAMES_TYPE, readFrames, SESSION_HEADER, writeFrames } from './wire.ts';

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
    return { ...told(line, exchange), memory: undefined, error: ofPeer(error) };
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
    throw ofPeer(error);
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
    await turnOver(line, openingOf(exchange), (frame) => {
      const message = fromFrame(frame);
      if (message?.type !== 'heads') return;
      // They tell those of the asker's chain before all others.
      notes = message.heads.filter((head) => head.chain === chain).map(({ note }) => note);
      throw ENOUGH;
    }).catch((error: unknown) => {
      if (error !== ENOUGH) throw error;
    });
    if (notes === undefined) throw new PedigreeError('peer-away', say('peer-broke-off'));
    return notes;
  } catch (error) {
    throw ofPeer(error);
  } finally {
    line.agent.destroy();
  }
}

function looking(ledger: Ledger, url: string, options: Asking): { readonly exchange: Exchange; readonly line: Line } {
  const target = exchangeUrl(url);
  const { network, chain, own, peer, clock, prover } = options;
  const pack = !isLoopback(target.hostname);
  const exchange = new Exchange(ledger, { network, chain, own, peer, clock, prover, pack });
  return { exchange, line: lineTo(target, { ...options, patience: options.patience ?? GREETING }) };
}

/** The first turn, in which each says who it is. */
async function greet(line: Line, exchange: Exchange): Promise<void> {
  await turnOver(
    line,
    exchange.turn(),
    (frame) => exchange.take(frame),
    () => exchange.ended,
  );
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

function lineTo(target: URL, { patience = PATIENCE, signal }: Pick<DialOptions, 'patience' | 'signal'>): Line {
  const kept = { keepAlive: true, maxSockets: 1 };
  const agent = target.protocol === 'https:' ? new SafeAgent(kept) : new Agent(kept);
  const deadline = performance.now() + (patience.exchange ?? EXCHANGE_TIME);
  return { target, agent, patience, signal, deadline, session: undefined, clock: undefined, bytes: 0 };
}

function told({ clock, bytes }: Line, exchange: Exchange): Omit<Dialled, 'memory' | 'error'> {
  const { report, peerChain, lacking, whole, standing } = exchange;
  const limited = limitOf(exchange);
  const known = { report, chain: standing === 'unproven' ? undefined : peerChain, lacking, whole, clock, bytes };
  return limited === undefined ? known : { ...known, limited };
}

function limitOf({ level, standing, standingThere }: Exchange): Limited | undefined {
  if (level !== 'all') return standing === 'unproven' ? 'unproven' : 'stranger';
  return standingThere === 'member' ? undefined : 'stranger-there';
}

interface Line {
  readonly target: URL;
  readonly agent: Agent;
  readonly patience: Patience;
  readonly signal: AbortSignal | undefined;
  /** When the whole exchange has to be over, by `performance.now`. */
  readonly deadline: number;
  session: string | undefined;
  clock: number | undefined;
  bytes: number;
}

/**
 * The address of exchanges at a peer.
 * @throws usage for what is no http or https URL
 */
export function exchangeUrl(url: string): URL {
  const base = URL.canParse(url) ? new URL(url) : undefined;
  if (base === undefined || !/^https?:$/.test(base.protocol) || base.hostname === '') {
    throw new PedigreeError('usage', say('not-address-of-peer', { url }), { hint: say('write-as-http-host') });
  }
  return new URL(EXCHANGE_PATH, `${base.origin}${base.pathname.replace(/\/*$/, '/')}`);
}

/** One turn there and back, as often as the line asks for it again: shorter, later, or on a new connection. */
async function oneTurn(line: Line, exchange: Exchange): Promise<void> {
  for (let broken = 0; ; ) {
    const refused = await turnOver(
      line,
      exchange.turn(),
      (frame) => exchange.take(frame),
      () => exchange.ended,
    );
    if (refused === undefined) break;
    if (refused.kind === 'broken') broken += 1;
    if (broken > MAX_BROKEN || !exchange.again(refused.kind === 'too-long')) throw refused.error;
    if (refused.kind === 'later') await waitFor(line, refused.wait, refused.error);
  }
  if (!exchange.ended) throw new PedigreeError('peer-away', say('peer-broke-off'));
}

/** How often a turn is said again because a connection that had been kept was closed meanwhile. */
const MAX_BROKEN = 3;

/** Why a turn is to be said again, and what to say where that is no use. */
interface Again {
  readonly kind: 'too-long' | 'later' | 'broken';
  /** Milliseconds to wait before. */
  readonly wait: number;
  readonly error: PedigreeError;
}

/** Waits as a peer has told. @throws `error` where that would take longer than the exchange may */
async function waitFor(line: Line, wait: number, error: PedigreeError): Promise<void> {
  if (performance.now() + wait >= line.deadline) throw error;
  await pause(wait, undefined, line.signal === undefined ? {} : { signal: line.signal });
}

/** What an answer says of saying the same again: shorter (413), or after the time that it names (429, 503). */
async function refusedFor(response: IncomingMessage): Promise<Again | undefined> {
  const { statusCode, headers } = response;
  if (statusCode === 413) return { kind: 'too-long', wait: 0, error: await refusal(response) };
  const after = headers['retry-after'];
  if ((statusCode !== 429 && statusCode !== 503) || after === undefined) return undefined;
  const wait = /^\d+$/.test(after) ? Number(after) * 1_000 : Date.parse(after) - Date.now();
  if (Number.isNaN(wait)) return undefined;
  return { kind: 'later', wait: Math.max(100, wait), error: await refusal(response) };
}

/** Sends the frames of a turn and takes those of the answer; the connection is kept only where that is whole. */
async function turnOver(
  line: Line,
  frames: Iterable<Frame>,
  take: (frame: Frame) => void,
  whole: () => boolean = () => false,
): Promise<Again | undefined> {
  const request = open(line);
  let unwatch = () => {};
  let answering = false;
  let sent = 0;
  const overdue = new PedigreeError('peer-away', say('exchange-took-too-long'));
  const deadline = setTimeout(() => request.destroy(overdue), Math.max(0, line.deadline - performance.now()));
  const late = () =>
    request.destroy(new PedigreeError('peer-away', say('no-progress-for-s', { idle: line.patience.idle / 1_000 })));
  request.setTimeout(line.patience.idle, late);
  request.once('socket', (socket) => {
    unwatch = watchPace(socket, line.patience.idle, late);
  });
  try {
    const answered = new Promise<IncomingMessage>((resolve, reject) => {
      request.once('response', resolve);
      request.once('error', reject);
    });
    // An answer before the end of the turn is a refusal: there is no point in sending the rest.
    let early = false;
    const seen = answered.then(
      () => {
        early = true;
      },
      () => {
        early = true;
      },
    );
    await writeFrames(
      request,
      frames,
      () => early,
      (bytes) => {
        sent += bytes;
        line.bytes += bytes;
      },
    );
    if (!early) request.end();
    const response = await answered;
    answering = true;
    await seen;
    if (response.statusCode !== 200) {
      const again = await refusedFor(response);
      if (again !== undefined) return again;
      throw await refusal(response);
    }
    line.session = response.headers[SESSION_HEADER]?.toString();
    const date = Date.parse(response.headers.date ?? '');
    line.clock = Number.isNaN(date) ? undefined : date;
    line.bytes += await readFrames(response, take);
    return undefined;
  } catch (error) {
    const broken = !answering && BROKEN.has((error as NodeJS.ErrnoException).code ?? '');
    if (!broken) throw error;
    const away = new PedigreeError('peer-away', say('peer-broke-off'), { cause: error });
    // The peer may have closed a kept connection while nobody used it; some proxies close one on which too much comes.
    if (request.reusedSocket) return { kind: 'broken', wait: 0, error: away };
    if (sent < MUCH) throw error;
    return { kind: 'too-long', wait: 0, error: away };
  } finally {
    clearTimeout(deadline);
    unwatch();
    // The error has been told already, or there was none.
    request.on('error', () => {});
    if (!request.writableEnded || !whole()) request.destroy();
  }
}

/** So many bytes of a turn may be too many for a proxy. */
const MUCH = 64 * 1024;

const BROKEN: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE']);

function open({ target, agent, session, signal, patience }: Line): ClientRequest {
  const headers = { 'content-type': FRAMES_TYPE, ...(session === undefined ? {} : { [SESSION_HEADER]: session }) };
  const options = {
    method: 'POST',
    agent,
    headers,
    maxHeaderSize: 8_192,
    timeout: patience.idle,
    ...(signal === undefined ? {} : { signal }),
  };
  return target.protocol === 'https:' ? safe(target, options) : plain(target, options);
}

/** What a peer says that answers with something else than its turn. Redirects are not followed. */
async function refusal(response: IncomingMessage): Promise<PedigreeError> {
  const status = response.statusCode ?? 0;
  if (status >= 300 && status < 400) {
    return new PedigreeError('peer-away', say('peer-sends-elsewhere'), {
      hint: say('peer-add-name-url'),
    });
  }
  let text = '';
  for await (const chunk of response) {
    text += String(chunk);
    if (text.length > 4_096) break;
  }
  const { code, message: said } = said4xx(text);
  if (code === 'own-peer') return ownPeer();
  return new PedigreeError(
    'peer-away',
    said === undefined ? say('peer-answers', { status }) : say('peer-refuses', { said }),
  );
}

function said4xx(text: string): { readonly code?: unknown; readonly message?: string } {
  try {
    const { code, message } = JSON.parse(text) as { readonly code?: unknown; readonly message?: unknown };
    return { code, ...(typeof message === 'string' ? { message: message.slice(0, 200) } : {}) };
  } catch {
    return {};
  }
}

/**
 * Failures of the line and of the peer, in the words of the tool.
 * @throws what is the own ledger's failure
 */
function ofPeer(error: unknown): PedigreeError {
  if (error instanceof PedigreeError) {
    if (isStorageFailure(error) || error.code === 'locked' || error.code === 'damaged') throw error;
    return error;
  }
  if ((error as Error).name === 'AbortError')
    return new PedigreeError('interrupted', say('interrupted'), { cause: error });
  const known = systemFailure(error);
  if (known === undefined) throw error;
  return known.code === 'peer-away' ? known : new PedigreeError('peer-away', known.message, { cause: error });
}
