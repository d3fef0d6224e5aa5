// The ways of sessions: opened, moved on, followed, and what is expected of them.

import { isBadge } from '../app/node/operators.ts';
import type { Mode, SessionRequest } from '../app/sessions/session.ts';
import { crypto } from '../builtins.ts';
import type { Counted } from '../scan/session.ts';
import { type DeskAsked, type DeskRoute, failing, jsonIn } from './asked.ts';
import { envOf, mayNow } from './desk.ts';
import { tokenOf } from './gate.ts';
import type { DeskMove } from './move.ts';
import { isOpen, LINES_TYPE, replyJson, TurnedAway } from './replies.ts';
import { type JsonBody, textIn } from './request.ts';
import type { DeskSession, MoveLine } from './session.ts';
import type { SessionPlace } from './sessions.ts';

/** What is done in a session from a desk, and the command that a device must be allowed for it. */
const MODES: Readonly<Partial<Record<Mode, string>>> = {
  receive: 'receive',
  ship: 'ship',
  pack: 'pack',
  'stock-take': 'receive',
};

/** Moves that come at once, as after a break of the line. */
const MOST_MOVES = 500;
const MOST_EXPECTED = 1_000;
const ALIVE = 20_000;

export const SESSION_ROUTES: readonly DeskRoute[] = [
  { method: 'POST', path: '/v1/sessions', answer: open },
  { method: 'GET', path: '/v1/sessions', answer: list },
  { method: 'POST', path: '/v1/sessions/*/moves', answer: move },
  { method: 'POST', path: '/v1/sessions/*/drop', answer: drop },
  { method: 'GET', path: '/v1/sessions/*/lines', answer: follow },
  { method: 'GET', path: '/v1/sessions/*/expected', answer: expected },
  { method: 'GET', path: '/v1/sessions/*/list', answer: listed },
];

/** @throws locked */
function placeOf({ desk, device }: DeskAsked): SessionPlace {
  const operator = desk.locks.working(device);
  return { device, operator, env: envOf(desk, device, operator) };
}

async function open(asked: DeskAsked): Promise<void> {
  const { desk, device, response } = asked;
  const body = await jsonIn(asked);
  const request = sessionIn(body);
  if (!mayNow(desk, device).has(MODES[request.mode] ?? '')) throw new TurnedAway('not-allowed');
  const left = oneIn(body, 'left', ['continue', 'discard'] as const);
  const { session, start, others, owner } = await desk.sessions.open(placeOf(asked), request, left);
  const { id, last, scans } = session;
  replyJson(response, { ok: true, id, owner, start, last, scans, ...(last > 0 ? { continued: true } : {}), others });
}

function list({ desk, device, response }: DeskAsked): void {
  const sessions = desk.sessions.told().filter((one) => one.device === device.name);
  replyJson(response, { ok: true, sessions });
}

async function move(asked: DeskAsked): Promise<void> {
  const { desk, device, response, rest } = asked;
  const body = await jsonIn(asked);
  const moves = movesIn(body);
  const owner = textIn(body, 'owner', 100);
  const place = placeOf(asked);
  // A session that went to the disk meanwhile is opened again.
  for (let tries = 0; tries < 3; tries++) {
    const session = await desk.sessions.find(rest, place);
    // Only now: it may have been opened by another tab meanwhile.
    desk.sessions.mustOwn(rest, owner);
    const lines = session === undefined ? endingOf(asked) : await session.moves(moves);
    if (lines === undefined) continue;
    const last = session?.last ?? moves.at(-1)?.id ?? 0;
    const ended = session?.isEnded ?? true;
    replyJson(response, { ok: true, last, ...(ended ? { ended: true } : {}), lines });
    return;
  }
  throw new TurnedAway('busy', { detail: device.name });
}

async function drop(asked: DeskAsked): Promise<void> {
  const { desk, response, rest } = asked;
  desk.sessions.mustOwn(rest, textIn(await jsonIn(asked), 'owner', 100));
  await desk.sessions.drop(rest, placeOf(asked));
  replyJson(response, { ok: true, id: rest });
}

/** The answer of a session that has ended, for whoever did not hear it. @throws not-found */
function endingOf({ desk, device, rest }: DeskAsked): readonly MoveLine[] {
  const lines = desk.sessions.ending(rest, device.name);
  if (lines === undefined) throw new TurnedAway('not-found');
  return lines;
}

/** @throws not-found */
async function sessionOf(asked: DeskAsked): Promise<DeskSession> {
  const session = await asked.desk.sessions.find(asked.rest, placeOf(asked));
  if (session === undefined) throw new TurnedAway('not-found');
  return session;
}

async function follow(asked: DeskAsked): Promise<void> {
  const { response, query } = asked;
  const session = await sessionOf(asked);
  response.writeHead(200, { 'content-type': LINES_TYPE, 'cache-control': 'no-store' });
  const end = session.follow(Number(query.get('last') ?? 0) || 0, (line) => {
    if (!isOpen(response)) return;
    response.write(`${JSON.stringify(line)}\n`);
    if (line.kind === 'end') response.end();
  });
  const alive = setInterval(() => {
    if (!isOpen(response)) return;
    if (asked.desk.devices.who(tokenOf(asked.request) ?? '') === undefined) response.end();
    else response.write('\n');
  }, ALIVE).unref();
  const stop = () => {
    clearInterval(alive);
    end();
  };
  response.on('close', stop).on('error', stop);
}

async function expected(asked: DeskAsked): Promise<void> {
  const { response, query } = asked;
  const { look } = await sessionOf(asked);
  const all = look?.expected ?? [];
  const missing = all.filter(({ key }) => look?.isHere(key) === false);
  const here = all.filter(({ key }) => look?.isHere(key) === true);
  const extra = (look?.extra() ?? []).map(({ input, packs, n }: Counted) => ({ name: input, packs, n }));
  const state = query.get('state') ?? 'missing';
  const from = count(query.get('from'), 0, Number.MAX_SAFE_INTEGER);
  const some = state === 'extra' ? extra : state === 'here' ? here : missing;
  replyJson(response, {
    ok: true,
    total: { missing: missing.length, here: here.length, extra: extra.length },
    from,
    items: some.slice(from, from + count(query.get('count'), 200, MOST_EXPECTED)),
  });
}

/** All that is expected as a page keeps it for a break of the line: enough to find a scan in it, and no list of serials. */
async function listed(asked: DeskAsked): Promise<void> {
  const { look } = await sessionOf(asked);
  const all = look?.expected ?? [];
  const prefixes = Buffer.concat(all.map(({ name }) => listPrefix(name)));
  replyJson(asked.response, { ok: true, total: all.length, prefixes: prefixes.toString('base64') });
}

const PREFIX = 8;

/** Of SHA-256 over GTIN and serial, or over an SSCC, as codes say them. */
function listPrefix(name: string): Buffer {
  const [, gtin, serial] = /^\(01\)(\d{14})\(21\)(.+)$/s.exec(name) ?? [];
  const said = gtin === undefined ? name.replace(/^\(00\)/, '') : `${gtin} ${serial}`;
  return crypto().createHash('sha256').update(said).digest().subarray(0, PREFIX);
}

function count(text: string | null, otherwise: number, most: number): number {
  const value = text === null ? otherwise : /^\d{1,9}$/.test(text) ? Number(text) : otherwise;
  return Math.min(value, most);
}

/** @throws bad-request */
function sessionIn(body: JsonBody): SessionRequest {
  const mode = oneIn(body, 'mode', Object.keys(MODES) as Mode[]);
  if (mode === undefined) throw new TurnedAway('bad-request', { detail: 'mode' });
  const said = (['to', 'into', 'shipment', 'despatch', 'ref'] as const).flatMap((name) => {
    const text = textIn(body, name, 200);
    return text === undefined ? [] : [[name, text] as const];
  });
  const request: SessionRequest = { mode, ...Object.fromEntries(said) };
  const lacks = mode === 'ship' ? request.to === undefined : mode === 'pack' && request.into === undefined;
  if (lacks) throw new TurnedAway('bad-request', { detail: mode === 'ship' ? 'to' : 'into' });
  return request;
}

/** @throws bad-request */
function oneIn<T extends string>(body: JsonBody, name: string, choices: readonly T[]): T | undefined {
  const text = textIn(body, name);
  const found = choices.find((one) => one === text);
  if (text !== undefined && found === undefined) throw new TurnedAway('bad-request', { detail: name });
  return found;
}

/** @throws bad-request */
function movesIn({ moves }: JsonBody): readonly DeskMove[] {
  if (!Array.isArray(moves) || moves.length === 0 || moves.length > MOST_MOVES)
    throw new TurnedAway('bad-request', { detail: 'moves' });
  const all = moves.map((one) => failing(() => moveIn(one)));
  const rises = all.every(({ id }, at) => at === 0 || id > (all[at - 1]?.id ?? 0));
  if (!rises) throw new TurnedAway('bad-request', { detail: 'id' });
  return all;
}

/** @throws bad-request */
function moveIn(value: unknown): DeskMove {
  if (typeof value !== 'object' || value === null) throw new TurnedAway('bad-request', { detail: 'moves' });
  const { id, scan, pressed, by = 'keys', undo, answer, damaged, missing, end } = value as JsonBody;
  if (!Number.isSafeInteger(id) || Number(id) < 1) throw new TurnedAway('bad-request', { detail: 'id' });
  const move = { id: Number(id) };
  if (typeof scan === 'string' && !isBadge(scan) && (by === 'keys' || by === 'camera')) {
    if (pressed === undefined) return { ...move, scan, by };
    if (typeof pressed === 'string') return { ...move, scan, pressed, by };
  }
  if (undo === true) return { ...move, undo };
  if (answer === 'same' || answer === 'second' || answer === 'out') return { ...move, answer };
  if (damaged === true) return { ...move, damaged };
  if (missing === true) return { ...move, missing };
  if (end === true) return { ...move, end };
  throw new TurnedAway('bad-request', { detail: 'moves' });
}
