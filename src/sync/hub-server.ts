// A hub over HTTP. Outside: POST /v1/exchange takes one turn and gives one back, whichever process took the one before, GET /v1/news
// waits for news. Inside, on a port for the machines of the hub alone: /readyz, /metrics, and what is asked of it there.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Frame } from '../chain/frame.ts';
import { PedigreeError } from '../errors.ts';
import { phrase, say } from '../words/en/sync.ts';
import { boundConnections, type Places } from './connections.ts';
import { answer, pathOf, urlOf } from './http-answers.ts';
import type { HubNews } from './hub-news.ts';
import type { HubTurns } from './hub-turn.ts';
import { TURN_BYTES } from './limits.ts';
import { boundedServer, listen, stop } from './listening.ts';
import type { ExchangeOptions } from './options.ts';
import { isLoopback, PATIENCE, type Patience, watchPace } from './pace.ts';
import { EXCHANGE_PATH, FRAMES_TYPE, NEWS_PATH, readFrames, writeFrames } from './wire.ts';

/** What a process of a hub counts, for whoever watches over it. */
export interface HubCounters {
  turns: number;
  rounds: number;
  seconds: number;
  events: number;
  failed: number;
  busy: number;
}

/** What a question inside is answered with; `n` is the newest change that it rests on. */
export interface HubAnswer {
  readonly status: number;
  readonly body: object;
  readonly n?: number;
}

export interface HubServerOptions {
  /** What every exchange is told; `peer` and `pack` are of each. */
  readonly exchange: Omit<ExchangeOptions, 'peer' | 'pack' | 'silent'>;
  readonly host?: string;
  /** 0 takes any free port. */
  readonly port?: number;
  /** Where the machines of the hub reach it. */
  readonly inside?: { readonly host?: string; readonly port?: number };
  /** Connections at a time: most of them wait for news. */
  readonly connections?: number;
  readonly patience?: Patience;
  /** Lines of /metrics beside those of this server, each with its name and value. */
  readonly metrics?: () => readonly (readonly [name: string, value: number])[];
  /** Answers what is asked of the hub inside, as JSON. */
  readonly verify?: (asked: unknown) => Promise<HubAnswer>;
}

export interface HubServing {
  readonly url: string;
  readonly inside: string;
  readonly counters: HubCounters;
  /** Lets what is under way end, then stops. */
  close(): Promise<void>;
}

/** Half of them may wait for news: whoever waits has proved nothing. */
const HUB_CONNECTIONS = 24_000;
/** Turns at a time: each holds its frames, and one connection of the database now and then. */
const MOST_TURNS = 64;
/** Bytes of one turn, and of all turns that are being read or answered. */
const MOST_BYTES = 4 * 1024 * 1024 + 64 * 1024;
const ROOM = 64 * 1024 * 1024;
/** Bytes of what is asked inside. */
const MOST_ASKED = 64 * 1024;

const VERIFY_PATH = '/v1/verify';
/** The newest change that an answer rests on: whoever asks again with it as `seen` hears nothing older. */
const SEEN_HEADER = 'pedigree-seen';

interface Serving {
  readonly turns: HubTurns;
  readonly options: HubServerOptions;
  readonly counters: HubCounters;
  readonly room: { bytes: number };
  readonly known: (request: IncomingMessage) => void;
}

/**
 * Answers peers, and those inside, until it is closed.
 * @throws bad-setting when an address cannot be listened on
 */
export async function serveHub(turns: HubTurns, news: HubNews, options: HubServerOptions): Promise<HubServing> {
  const counters: HubCounters = { turns: 0, rounds: 0, seconds: 0, events: 0, failed: 0, busy: 0 };
  let places: Places | undefined;
  const known = ({ socket }: IncomingMessage): void => places?.known(socket);
  const serving: Serving = { turns, options, counters, room: { bytes: 0 }, known };
  const patience = options.patience ?? PATIENCE;
  const outside = boundedServer(patience, (request, response) => outsideAnswer(serving, news, request, response));
  places = boundConnections(outside, options.connections ?? HUB_CONNECTIONS);
  const inside = boundedServer(patience, (request, response) => insideAnswer(serving, news, request, response));
  await listen(outside, options.host ?? '127.0.0.1', options.port ?? 0);
  try {
    const { host = '127.0.0.1', port = 0 } = options.inside ?? {};
    await listen(inside, host, port);
    return {
      url: urlOf(outside),
      inside: urlOf(inside),
      counters,
      close: async () => {
        await news.stop();
        await Promise.all([stop(outside), stop(inside)]);
      },
    };
  } catch (error) {
    await stop(outside);
    throw error;
  }
}

async function outsideAnswer(
  serving: Serving,
  news: HubNews,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = pathOf(request);
  if (path === `/${EXCHANGE_PATH}` && request.method === 'POST') {
    await exchange(serving, request, response);
    return;
  }
  request.resume();
  const isGet = request.method === 'GET' || request.method === 'HEAD';
  if (path === '/healthz' && isGet) answer(response, 200, { ok: true });
  else if (path === `/${NEWS_PATH}` && isGet) {
    // It waits longer than a peer may be silent.
    request.socket.setTimeout(0);
    const asked = new URL(request.url ?? '/', 'http://hub').searchParams;
    const n = Number(asked.get('n') ?? -1);
    news.wait(response, asked.get('epoch') ?? undefined, Number.isSafeInteger(n) ? n : -1);
  } else notFound(response);
}

function notFound(response: ServerResponse): void {
  answer(response, 404, { ok: false, code: 'not-found', message: phrase('no-such-page') });
}

async function exchange(serving: Serving, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { options, counters, room, turns } = serving;
  if (
    request.headers['content-type'] !== FRAMES_TYPE ||
    (request.headers['content-encoding'] ?? 'identity') !== 'identity'
  ) {
    request.resume();
    answer(response, 415, { ok: false, code: 'bad-frame', message: phrase('only-taken-here', { type: FRAMES_TYPE }) });
    return;
  }
  const start = performance.now();
  const unwatch = watchPace(request.socket, (options.patience ?? PATIENCE).idle, () => request.socket.destroy());
  let held = 0;
  let isTaken = false;
  try {
    const frames = await framesOf(request, (bytes) => {
      held += bytes;
      room.bytes += bytes;
      if (held > MOST_BYTES) throw new PedigreeError('bad-frame', say('turn-too-long'));
      if (room.bytes > ROOM) throw new PedigreeError('locked', say('too-many-peers'));
    });
    // Whoever only sits there takes no turn from anybody.
    if (counters.busy >= MOST_TURNS) throw new PedigreeError('locked', say('too-many-peers'));
    counters.busy++;
    isTaken = true;
    const peer = request.socket.remoteAddress ?? 'peer';
    const turn = await turns.turn(frames, {
      ...options.exchange,
      turnBytes: options.exchange.turnBytes ?? TURN_BYTES,
      peer,
      pack: !isLoopback(peer),
    });
    counters.turns++;
    counters.rounds += turn.rounds;
    counters.events += turn.exchange.report.in;
    if (turn.exchange.isMember) serving.known(request);
    const date = new Date(options.exchange.clock()).toUTCString();
    response.writeHead(200, { 'content-type': FRAMES_TYPE, date });
    await writeFrames(response, turn.frames);
    response.end();
  } catch (error) {
    counters.failed++;
    throw error;
  } finally {
    unwatch();
    if (isTaken) counters.busy--;
    counters.seconds += (performance.now() - start) / 1_000;
    room.bytes -= held;
  }
}

async function framesOf(request: IncomingMessage, keeps: (bytes: number) => void): Promise<readonly Frame[]> {
  const frames: Frame[] = [];
  await readFrames(request, ({ type, codec, body }) => {
    keeps(body.length);
    frames.push({ type, codec, body: new Uint8Array(body) });
  });
  return frames;
}

async function insideAnswer(
  { counters, options }: Serving,
  news: HubNews,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = pathOf(request);
  if (path === VERIFY_PATH && request.method === 'POST' && options.verify !== undefined) {
    const { status, body, n } = await options.verify(await jsonOf(request));
    if (n !== undefined) response.setHeader(SEEN_HEADER, n);
    answer(response, status, body);
    return;
  }
  request.resume();
  if (path === '/readyz' && request.method === 'GET') {
    answer(response, news.isReady ? 200 : 503, { ok: news.isReady });
  } else if (path === '/metrics' && request.method === 'GET') {
    const text = metricsOf(counters, news, options.metrics?.() ?? []);
    response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4', 'content-length': Buffer.byteLength(text) });
    response.end(text);
  } else notFound(response);
}

async function jsonOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += (chunk as Uint8Array).length;
    if (length > MOST_ASKED) throw new PedigreeError('bad-frame', say('turn-too-long'));
    chunks.push(chunk as Uint8Array);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    return undefined;
  }
}

/** The text that Prometheus reads; no token, no reference and no name stands in it. */
function metricsOf(
  counters: HubCounters,
  news: HubNews,
  more: readonly (readonly [name: string, value: number])[],
): string {
  const lines: (readonly [name: string, value: number])[] = [
    ['turns_total', counters.turns],
    ['turn_rounds_total', counters.rounds],
    ['turn_seconds_total', counters.seconds],
    ['turns_failed_total', counters.failed],
    ['turns_busy', counters.busy],
    ['events_total', counters.events],
    ['news_waiters', news.waiters],
    ['ready', news.isReady ? 1 : 0],
    ...more,
  ];
  return lines
    .map(([name, value]) => {
      const type = name.endsWith('_total') ? 'counter' : 'gauge';
      return `# TYPE pedigree_hub_${name} ${type}\npedigree_hub_${name} ${value}\n`;
    })
    .join('');
}
