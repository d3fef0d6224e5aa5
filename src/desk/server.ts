// The server of the desk: it listens, lets in, and hands each request to its route. What goes wrong is answered here, once.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecure } from 'node:https';
import type { AddressInfo } from 'node:net';
import { failure } from '../answer/document.ts';
import { toFailure } from '../answer/failures.ts';
import { boundConnections, type Places } from '../sync/connections.ts';
import { listen, stop } from '../sync/listening.ts';
import type { DeskState } from './desk.ts';
import type { PageFiles } from './files.ts';
import { type Gate, guardAnswer, mustBeCalledRight, mustBeOwnPage, mustSend, tokenOf } from './gate.ts';
import { Allowance } from './pace.ts';
import { replyJson, TurnedAway, turnAway } from './replies.ts';
import { pair, routeTo } from './routes.ts';
import type { TlsFiles } from './tls.ts';
import { hearTongues, inTongue } from './tongue.ts';

const CONNECTIONS = 64;
const HEADERS_TIME = 5_000;
const IDLE = 15_000;

/** Requests a second of one device, and how many at once. */
export interface DeskPace {
  readonly rate: number;
  readonly burst: number;
}

export const DESK_PACE: DeskPace = { rate: 30, burst: 60 };
/** Of one address for what takes no token, and with a wrong one. */
const STRANGERS_RATE = 100;
const STRANGERS_BURST = 400;

export interface Listening {
  readonly host: string;
  readonly port: number;
  /** Under which names it is called, once the port is known. */
  readonly gate: (port: number) => Gate;
  readonly pace: DeskPace;
  /** In the clear, where absent. */
  readonly tls?: TlsFiles;
}

export interface DeskServer {
  readonly port: number;
  /** New connections are shown this certificate from now on. */
  show(tls: TlsFiles): void;
  /** Lets requests under way end, then stops. */
  close(): Promise<void>;
}

/** Answers pages until it is closed. @throws bad-setting (78) where the address cannot be listened on */
export async function listenAtDesk(desk: DeskState, files: PageFiles, listening: Listening): Promise<DeskServer> {
  hearTongues();
  const paces = {
    devices: new Allowance(listening.pace.rate, listening.pace.burst),
    strangers: new Allowance(STRANGERS_RATE, STRANGERS_BURST),
  };
  let gate: Gate | undefined;
  let places: Places | undefined;
  const bounds = {
    headersTimeout: HEADERS_TIME,
    // Bodies have bounds of their own, and streams none.
    requestTimeout: 0,
    keepAliveTimeout: IDLE,
    connectionsCheckingInterval: 1_000,
    maxHeaderSize: 8_192,
  };
  const secure = listening.tls === undefined ? undefined : shown(listening.tls);
  const answer = (request: IncomingMessage, response: ServerResponse) =>
    inTongue(request.headers['accept-language'], () => {
      const known = () => places?.known(request.socket);
      handle({ desk, files, paces, known, gate }, request, response).catch((error: unknown) =>
        fail(desk, request, response, error),
      );
    });
  const overTls =
    secure === undefined ? undefined : createSecure({ ...bounds, ...secure, handshakeTimeout: HEADERS_TIME }, answer);
  const server = overTls ?? createServer(bounds, answer);
  places = boundConnections(server, CONNECTIONS);
  await listen(server, listening.host, listening.port);
  const { port } = server.address() as AddressInfo;
  gate = listening.gate(port);
  return {
    port,
    show: (tls) => overTls?.setSecureContext(shown(tls)),
    close: () => {
      desk.news.end();
      return stop(server);
    },
  };
}

function shown({ cert, key }: TlsFiles) {
  return { cert, key, minVersion: 'TLSv1.2' } as const;
}

interface Serving {
  readonly desk: DeskState;
  readonly files: PageFiles;
  readonly paces: { readonly devices: Allowance; readonly strangers: Allowance };
  /** Says that the connection is one of a paired device. */
  readonly known: () => void;
  readonly gate: Gate | undefined;
}

async function handle(serving: Serving, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { desk, files, paces, gate } = serving;
  guardAnswer(response);
  if (gate === undefined) throw new TurnedAway('busy');
  mustBeCalledRight(request, gate);
  const url = urlOf(request);
  const { pathname } = url;
  const stranger = request.socket.remoteAddress ?? '';
  if (!pathname.startsWith('/v1/')) {
    paces.strangers.take(stranger);
    files.serve(request, response, pathname);
    return;
  }
  mustBeOwnPage(request, gate);
  const isPost = request.method === 'POST';
  // What any page can have a browser send, with no word to this server before.
  if (isPost && SIMPLE.test(request.headers['content-type'] ?? 'text/plain')) throw new TurnedAway('wrong-type');
  if (pathname === '/v1/pair') {
    paces.strangers.take(stranger);
    if (!isPost) throw new TurnedAway('wrong-method');
    mustSend(request, 'application/json');
    return pair(desk, request, response);
  }
  const token = tokenOf(request);
  const device = token === undefined ? undefined : desk.devices.who(token);
  if (device === undefined) {
    paces.strangers.take(stranger);
    throw new TurnedAway('not-paired');
  }
  serving.known();
  paces.devices.take(device.token);
  const { route, rest } = routeTo(request.method ?? '', pathname);
  if (isPost) mustSend(request, route.takes ?? 'application/json');
  await route.answer({ desk, request, response, device, rest, query: url.searchParams });
}

const SIMPLE = /^\s*(text\/plain|multipart\/form-data|application\/x-www-form-urlencoded)/i;

/** @throws not-found */
function urlOf(request: IncomingMessage): URL {
  try {
    return new URL(request.url ?? '', 'http://desk');
  } catch {
    throw new TurnedAway('not-found');
  }
}

function fail(desk: DeskState, request: IncomingMessage, response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const asked = `${request.method ?? ''} ${(request.url ?? '').replace(/[?#].*$/, '').slice(0, 100)}`;
  if (error instanceof TurnedAway) {
    if (error.status !== 404 && error.status !== 429) desk.log.note('refused', { asked, code: error.code });
    turnAway(response, error);
    return;
  }
  const failed = toFailure(error);
  if (failed.code === 'unexpected') desk.log.note('failed', { asked, code: failed.code });
  replyJson(response, failure(failed), failed.code === 'unexpected' ? 500 : 200);
}
