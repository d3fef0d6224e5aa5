// One turn over HTTP: the frames of a POST and those of its answer, and what is to be made of an answer that is no turn.
import { Agent, type ClientRequest, type IncomingMessage, request as plain } from 'node:http';
import { Agent as SafeAgent, request as safe } from 'node:https';
import type { Frame } from '../chain/frame.ts';
import { PedigreeError } from '../errors.ts';
import { say } from '../words/en/sync.ts';
import { ownPeer } from './heads.ts';
import { EXCHANGE_TIME, PATIENCE, type Patience, watchPace } from './pace.ts';
import { FRAMES_TYPE, readFrames, SESSION_HEADER, writeFrames } from './wire.ts';

/** The way to one peer, for one exchange. */
export interface HttpLine {
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

/** What whoever dials says of the line. */
interface LineOptions {
  readonly patience?: Patience;
  readonly signal?: AbortSignal | undefined;
}

export function lineTo(target: URL, { patience = PATIENCE, signal }: LineOptions): HttpLine {
  const kept = { keepAlive: true, maxSockets: 1 };
  const agent = target.protocol === 'https:' ? new SafeAgent(kept) : new Agent(kept);
  const deadline = performance.now() + (patience.exchange ?? EXCHANGE_TIME);
  return { target, agent, patience, signal, deadline, session: undefined, clock: undefined, bytes: 0 };
}

/** Why a turn is to be said again, and what to say where that is no use. */
interface Again {
  readonly kind: 'too-long' | 'later' | 'broken';
  /** Milliseconds to wait before. */
  readonly wait: number;
  readonly error: PedigreeError;
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

/** Whoever hears the answer. */
interface Listener {
  readonly take: (frame: Frame) => void;
  /** What is to be waited for before a frame is taken. */
  readonly before?: (frame: Frame) => Promise<unknown> | undefined;
  /** Whether the answer was a whole turn. */
  readonly whole?: () => boolean;
}

/** Sends the frames of a turn and takes those of the answer; the connection is kept only where that is whole. */
export async function turnOver(
  line: HttpLine,
  frames: Iterable<Frame>,
  { take, before = () => undefined, whole = () => false }: Listener,
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
    line.bytes += await readFrames(response, take, { before });
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

function open({ target, agent, session, signal, patience }: HttpLine): ClientRequest {
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
