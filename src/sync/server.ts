// The answering side over HTTP: POST /v1/exchange takes one turn and gives one back, GET /healthz says that it lives.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { crypto } from '../builtins.ts';
import { PedigreeError } from '../errors.ts';
import type { Ledger } from '../ledger/types.ts';
import { phrase, say } from '../words/en/sync.ts';
import { boundConnections, type Places } from './connections.ts';
import { Exchange } from './exchange.ts';
import { answer, pathOf, urlOf } from './http-answers.ts';
import type { Report } from './intake.ts';
import { CONNECTIONS, SESSIONS, TURN_BYTES } from './limits.ts';
import { boundedServer, listen, stop } from './listening.ts';
import { LongAnswers } from './long-answers.ts';
import type { Cursor } from './messages.ts';
import type { ExchangeOptions } from './options.ts';
import { isLoopback, PATIENCE, type Patience, watchPace } from './pace.ts';
import type { Prover } from './proof.ts';
import { EXCHANGE_PATH, FRAMES_TYPE, readFrames, SESSION_HEADER, writeFrames } from './wire.ts';

export interface ServerOptions {
  readonly network: string;
  readonly chain: string | undefined;
  /** Every chain that this node has had: a dialler that is one of them is refused. */
  readonly own?: readonly string[];
  /** Wall clock, ms. */
  readonly clock: () => number;
  /** How this node proves who it is; it cannot, where absent. */
  readonly prover?: Prover;
  /** Whom everything is shown: those who prove an honoured chain, or anybody. Known, where absent. */
  readonly peers?: 'known' | 'open';
  /** Loopback unless told otherwise. */
  readonly host?: string;
  /** 0 takes any free port. */
  readonly port?: number;
  /** Connections at a time; for another one that is closed which has done least. */
  readonly connections?: number;
  /** Exchanges that are remembered between their turns. */
  readonly sessions?: number;
  /** The most bytes of an answer. */
  readonly turnBytes?: number;
  readonly patience?: Patience;
  /** How long an answer goes on that is longer than a turn, ms. */
  readonly longTime?: number;
  /** Told after each turn in which a peer brought something. */
  readonly news?: (report: Report) => void;
  /** Told after each turn, whatever came of it. */
  readonly turned?: () => void;
  /** Told once an exchange of a member's chain, and where this ledger stood when that had all of it the last time. */
  readonly had?: (chain: string, cursor: Cursor) => void;
}

export interface Serving {
  readonly url: string;
  /** Lets turns that are under way end, then stops. */
  close(): Promise<void>;
}

/** Sessions of those who have not proved to be members. Where one had to make room, its next turn begins another. */
const STRANGERS = 128;

/** A dialler that has not come back for this long has gone: who answers last cannot know whether there is another question. */
const SESSION_IDLE = 60_000;

interface Session {
  readonly exchange: Exchange;
  used: number;
  busy: boolean;
  /** Bytes of memory for the frame that is being read. */
  room: number;
  /** Whether its peer has proved to be a member. */
  member: boolean;
}

/** How much memory the frames that are being read may take, of all peers together and of those who are no members, and what they do take. */
const ROOM = 48 * 1024 * 1024;
const STRANGERS_ROOM = 16 * 1024 * 1024;

interface Room {
  used: number;
  strangers: number;
}

/**
 * Answers peers until it is closed.
 * @throws bad-setting when the address cannot be listened on
 */
export async function serveLedger(ledger: Ledger, options: ServerOptions): Promise<Serving> {
  const sessions = new Map<string, Session>();
  const room: Room = { used: 0, strangers: 0 };
  const long = new LongAnswers(options.longTime);
  let places: Places | undefined;
  const known = (socket: Socket): void => places?.known(socket);
  const server = boundedServer(options.patience ?? PATIENCE, (request, response) =>
    isExchange(request)
      ? turn({ ledger, options, sessions, room, long, known }, request, response)
      : other(request, response),
  );
  places = boundConnections(server, options.connections ?? CONNECTIONS);
  await listen(server, options.host ?? '127.0.0.1', options.port ?? 0);
  return { url: urlOf(server), close: () => stop(server) };
}

function isExchange(request: IncomingMessage): boolean {
  return request.method === 'POST' && pathOf(request) === `/${EXCHANGE_PATH}`;
}

/** What is answered at the known places, and by which methods. */
const METHODS: Readonly<Record<string, readonly string[]>> = {
  '/healthz': ['GET', 'HEAD'],
  [`/${EXCHANGE_PATH}`]: ['POST'],
};

async function other(request: IncomingMessage, response: ServerResponse): Promise<void> {
  request.resume();
  const methods = METHODS[pathOf(request)];
  if (methods === undefined) {
    answer(response, 404, { ok: false, code: 'not-found', message: phrase('no-such-page') });
  } else if (!methods.includes(request.method ?? '')) {
    response.setHeader('allow', methods.join(', '));
    answer(response, 405, {
      ok: false,
      code: 'not-found',
      message: phrase('only-here', { methods }),
    });
  } else answer(response, 200, { ok: true });
}

interface Served {
  readonly ledger: Ledger;
  readonly options: ServerOptions;
  readonly sessions: Map<string, Session>;
  readonly room: Room;
  readonly long: LongAnswers;
  /** Told of a connection on which a member has proved itself. */
  readonly known: (socket: Socket) => void;
}

/** One turn: takes the frames of the request, then answers with the own. */
async function turn(served: Served, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { options, sessions, room } = served;
  // Also keeps web pages out: a browser does not send this type elsewhere without asking first.
  if (request.headers['content-type'] !== FRAMES_TYPE) {
    request.resume();
    answer(response, 415, { ok: false, code: 'bad-frame', message: phrase('only-taken-here', { type: FRAMES_TYPE }) });
    return;
  }
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity') {
    request.resume();
    answer(response, 415, { ok: false, code: 'bad-frame', message: phrase('frames-packed-one') });
    return;
  }
  const { id, session } = sessionOf(served, request);
  const { exchange } = session;
  const { socket } = request;
  session.busy = true;
  const unwatch = watchPace(socket, (options.patience ?? PATIENCE).idle, () => socket.destroy());
  const before = exchange.report.in;
  try {
    await readFrames(
      request,
      (frame) => {
        exchange.take(frame);
        if (session.member || !exchange.isMember) return;
        session.member = true;
        room.strangers -= session.room;
        const { peerChain, peerHad } = exchange;
        if (peerChain !== undefined && peerHad !== undefined) options.had?.(peerChain, peerHad);
      },
      {
        before: (frame) => exchange.before(frame),
        keeps: (bytes) => {
          if (bytes === session.room) return;
          room.used += bytes - session.room;
          if (!session.member) room.strangers += bytes - session.room;
          session.room = bytes;
          if (room.used <= ROOM && (session.member || room.strangers <= STRANGERS_ROOM)) return;
          throw new PedigreeError('locked', say('too-many-peers'));
        },
      },
    );
    if (!exchange.ended) throw new PedigreeError('bad-frame', say('turn-broken-off'));
    if (session.member) served.known(socket);
    const date = new Date(options.clock()).toUTCString();
    response.writeHead(200, { 'content-type': FRAMES_TYPE, date, [SESSION_HEADER]: id });
    const member = exchange.isMember ? exchange.peerChain : undefined;
    await served.long.give(member, (goesOn) => writeFrames(response, exchange.turn(goesOn)));
    response.end();
    session.used = options.clock();
  } catch (error) {
    sessions.delete(id);
    keepWhatCame(exchange);
    throw error;
  } finally {
    unwatch();
    session.busy = false;
    room.used -= session.room;
    if (!session.member) room.strangers -= session.room;
    session.room = 0;
    if (exchange.report.in > before) options.news?.(exchange.report);
    options.turned?.();
  }
}

/** A turn was broken off: what had come of it stays, where that can be. */
function keepWhatCame(exchange: Exchange): void {
  try {
    exchange.end();
  } catch {
    // It comes again with the next turn.
  }
}

/**
 * The exchange that a turn belongs to. One that is not known here was begun in another process of the same home, or had to
 * make room: its peer says HELLO in each turn, so it goes on all the same.
 */
function sessionOf(
  { ledger, options, sessions }: Served,
  request: IncomingMessage,
): { readonly id: string; readonly session: Session } {
  const now = options.clock();
  for (const [id, session] of sessions) if (!session.busy && now - session.used > SESSION_IDLE) sessions.delete(id);
  const named = request.headers[SESSION_HEADER];
  const known = typeof named === 'string' ? sessions.get(named) : undefined;
  if (typeof named === 'string' && known?.busy === false) return { id: named, session: known };
  const id = crypto().randomBytes(16).toString('base64url');
  const { network, chain, own, clock, prover, peers } = options;
  const peer = request.socket.remoteAddress ?? 'peer';
  const said: ExchangeOptions = { network, chain, own, peer, clock, prover, peers, pack: !isLoopback(peer) };
  const exchange = new Exchange(ledger, { ...said, turnBytes: options.turnBytes ?? TURN_BYTES });
  const session = { exchange, used: now, busy: false, room: 0, member: false };
  makeRoom(sessions, options.sessions ?? SESSIONS);
  sessions.set(id, session);
  return { id, session };
}

/**
 * Makes room for one more: among those who are no members first for whoever came last. Members have places that nobody else
 * takes; of them whoever has brought or taken something stays.
 */
function makeRoom(sessions: Map<string, Session>, most: number): void {
  const strangers = [...sessions].filter(([, { member }]) => !member);
  if (strangers.length < STRANGERS && sessions.size < most) return;
  const idle = (strangers.length < STRANGERS ? [...sessions] : strangers).filter(([, { busy }]) => !busy);
  const [oldest] = idle.find(([, { exchange }]) => exchange.steps === 0) ?? idle[0] ?? [];
  if (oldest === undefined) throw new PedigreeError('locked', say('too-many-peers'));
  sessions.delete(oldest);
}
