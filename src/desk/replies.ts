// What the desk answers: documents, and refusals that speak of the way here alone, each with its status.
import type { ServerResponse } from 'node:http';
import { ERRORS, type ErrorCode } from '../errors.ts';
import { say } from '../words/en/desk.ts';
import { sentence } from '../words/say.ts';

/** Why a request is not answered with what it asks for → HTTP status. */
const STATUS = {
  'bad-request': 400,
  'not-paired': 401,
  'pairing-code': 401,
  'not-allowed': 403,
  'cross-site': 403,
  'wrong-pin': 403,
  'by-button': 403,
  'not-found': 404,
  'wrong-method': 405,
  'too-slow': 408,
  'once-key-reused': 409,
  'too-large': 413,
  'wrong-type': 415,
  'wrong-host': 421,
  locked: 423,
  'pin-needed': 423,
  'too-many': 429,
  busy: 503,
  unexpected: 500,
} as const satisfies Readonly<Record<string, number>>;

export type TurnedAwayCode = keyof typeof STATUS;

/** Exit codes of what no command ends in: as the one that is nearest. */
const EXITS: Readonly<Partial<Record<TurnedAwayCode, ErrorCode>>> = {
  'bad-request': 'usage',
  'not-paired': 'not-allowed',
  'pairing-code': 'not-allowed',
  'cross-site': 'not-allowed',
  'wrong-pin': 'not-allowed',
  'by-button': 'not-allowed',
  'wrong-method': 'usage',
  'too-slow': 'locked',
  'wrong-type': 'usage',
  'wrong-host': 'not-allowed',
  locked: 'not-allowed',
  'pin-needed': 'not-allowed',
  'too-many': 'locked',
  busy: 'locked',
};

/** A request that is turned away; thrown by whoever finds out, answered in one place. */
export class TurnedAway extends Error {
  override readonly name = 'TurnedAway';
  readonly code: TurnedAwayCode;
  readonly status: number;
  /** Seconds after which it may be tried again. */
  readonly wait: number | undefined;
  readonly #detail: string | undefined;

  constructor(code: TurnedAwayCode, more: { readonly detail?: string; readonly wait?: number } = {}) {
    super(sentence(say(code)));
    this.code = code;
    this.status = STATUS[code];
    this.wait = more.wait;
    this.#detail = more.detail;
  }

  get document(): object {
    const { code } = this;
    const named = EXITS[code];
    const exit = ERRORS[named ?? (code as ErrorCode)];
    const message = this.#detail === undefined ? this.message : `${this.message}: ${this.#detail}`;
    return { ok: false, code, message, exit, ...(this.wait === undefined ? {} : { wait: this.wait }) };
  }
}

/** Bytes that are sooner read than a connection is made anew. */
const SHORT = 64 * 1024;

export const JSON_TYPE = 'application/json; charset=utf-8';
export const LINES_TYPE = 'application/x-ndjson; charset=utf-8';

/** Answers with a body that is here as a whole. */
export function reply(
  response: ServerResponse,
  status: number,
  type: string,
  body: string | Uint8Array,
  headers: Readonly<Record<string, string>> = {},
): void {
  if (response.headersSent || response.destroyed) return;
  const bytes = typeof body === 'string' ? Buffer.from(body, 'utf8') : body;
  response.writeHead(status, {
    'cache-control': 'no-store',
    ...headers,
    'content-type': type,
    'content-length': String(bytes.length),
  });
  response.end(response.req.method === 'HEAD' ? undefined : bytes);
}

export function replyJson(response: ServerResponse, body: object, status = 200): void {
  reply(response, status, JSON_TYPE, `${JSON.stringify(body)}\n`);
}

/** Whether anything can be written still. */
export function isOpen({ writableEnded, destroyed }: ServerResponse): boolean {
  return !writableEnded && !destroyed;
}

/** What is still to come of a request is read away where it is short; else the connection is closed behind it. */
export function turnAway(response: ServerResponse, away: TurnedAway): void {
  const { req } = response;
  const left = Number(req.headers['content-length'] ?? Number.POSITIVE_INFINITY);
  if (!req.complete && left <= SHORT) req.resume();
  else if (!req.complete) response.shouldKeepAlive = false;
  const wait: Record<string, string> = away.wait === undefined ? {} : { 'retry-after': String(Math.ceil(away.wait)) };
  reply(response, away.status, JSON_TYPE, `${JSON.stringify(away.document)}\n`, wait);
}
