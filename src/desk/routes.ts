// The ways of the API: which path is answered by what, for which devices.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { jsonLine } from '../answer/document.ts';
import { type Config, readConfig } from '../app/node/config.ts';
import { DESK_ROLES, type DeskRole } from '../app/node/desk-file.ts';
import { devicesHere, forgetDevice, newCode, pairDevice } from '../app/node/devices.ts';
import { openReading } from '../app/node/reading.ts';
import { PedigreeError } from '../errors.ts';
import { LANGUAGES } from '../words/languages.ts';
import { type DeskAsked, type DeskRoute, failing, JSON_BODY, jsonIn, mustBeOffice } from './asked.ts';
import type { DeskCommand, DeskRequest } from './commands.ts';
import { type DeskState, envOf, mayNow } from './desk.ts';
import { FILE_ROUTES } from './file-routes.ts';
import { linkTo } from './link.ts';
import type { DeskProof } from './lock.ts';
import { LOCK_ROUTES } from './lock-routes.ts';
import { bodyOf } from './pace.ts';
import { JSON_TYPE, LINES_TYPE, reply, replyJson, TurnedAway } from './replies.ts';
import { flagIn, type JsonBody, mustSay, parsedBody, requestIn, textIn } from './request.ts';
import { isForDesks, isForOfficeAlone } from './roles.ts';
import { SESSION_ROUTES } from './session-routes.ts';

const ROUTES: readonly DeskRoute[] = [
  { method: 'POST', path: '/v1/do/*', answer: doCommand },
  { method: 'GET', path: '/v1/me', answer: me },
  { method: 'GET', path: '/v1/news', answer: listen },
  {
    method: 'GET',
    path: '/v1/schema',
    answer: ({ desk, response }) => replyJson(response, { ok: true, names: desk.doing.schemas }),
  },
  { method: 'GET', path: '/v1/schema/*', answer: schema },
  { method: 'GET', path: '/v1/devices', answer: listDevices },
  { method: 'POST', path: '/v1/devices/pair', answer: giveCode },
  { method: 'POST', path: '/v1/devices/forget', answer: forget },
  ...SESSION_ROUTES,
  ...LOCK_ROUTES,
  ...FILE_ROUTES,
];

/** @throws not-found, wrong-method */
export function routeTo(method: string, path: string): { readonly route: DeskRoute; readonly rest: string } {
  const fitting = ROUTES.flatMap((route) => {
    const rest = restOf(route.path, path);
    return rest === undefined ? [] : [{ route, rest }];
  });
  const found = fitting.find(({ route }) => route.method === method);
  if (found !== undefined) return found;
  throw new TurnedAway(fitting.length > 0 ? 'wrong-method' : 'not-found');
}

function restOf(pattern: string, path: string): string | undefined {
  const star = pattern.indexOf('*');
  if (star < 0) return pattern === path ? '' : undefined;
  const [before, after] = [pattern.slice(0, star), pattern.slice(star + 1)];
  if (!path.startsWith(before) || !path.endsWith(after) || path.length <= before.length + after.length)
    return undefined;
  const rest = path.slice(before.length, path.length - after.length);
  return rest.includes('/') ? undefined : rest;
}

/** The only way without a token: a code becomes one. */
export async function pair(desk: DeskState, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = parsedBody(await bodyOf(request, JSON_BODY));
  const code = mustSay(body, 'code', 200);
  const name = textIn(body, 'name');
  desk.tries.take('all');
  const paired = failing(() => pairDevice(desk.env, code, name));
  if (paired === undefined) {
    desk.log.note('refused', { asked: 'pair', code: 'pairing-code' });
    throw new TurnedAway('pairing-code');
  }
  desk.tries.giveBack('all');
  const { token, device } = paired;
  desk.log.note('paired', { device: device.name, role: device.role });
  replyJson(response, { ok: true, token, device: { name: device.name, role: device.role } });
}

async function doCommand(asked: DeskAsked): Promise<void> {
  const { desk, device, response, rest } = asked;
  const command = await desk.doing.find(rest);
  if (command === undefined || !isForDesks(command.name)) throw new TurnedAway('not-found');
  if (!mayNow(desk, device).has(command.name)) throw new TurnedAway('not-allowed');
  const body = await jsonIn(asked);
  const request = requestIn(body);
  if (command.isBeyond(request)) throw new TurnedAway('not-allowed');
  // Once the body is here: the device may be locked while it comes.
  // What the page asks by itself keeps no device open that nobody works on; what records is always somebody's.
  const operator = desk.locks.working(device, command.writes || !flagIn(body, 'quiet'));
  if (asksAgain(command, request)) await desk.locks.again(device, proofIn(body));
  const type = command.lines ? LINES_TYPE : JSON_TYPE;
  const by = scanIn(body);
  reply(response, 200, type, await answered(asked, command, request, operator, by));
}

/** What a scan may ask for that no button was pressed for, by what supplies at a till. */
const ASKED_BY = { button: [], rescan: ['rescan'], auto: ['scan', 'rescan'] } as const satisfies Readonly<
  Record<Config['deskConfirm'], readonly string[]>
>;

/** Absent where a person has pressed a button. @throws bad-request */
function scanIn(body: JsonBody): 'scan' | 'rescan' | undefined {
  const by = textIn(body, 'by');
  if (by !== undefined && by !== 'scan' && by !== 'rescan') throw new TurnedAway('bad-request', { detail: 'by' });
  return by;
}

/** A page that is open since before somebody changed the setting asks as it stood. @throws by-button */
function mustSupplyBy(desk: DeskState, by: 'scan' | 'rescan' | undefined): void {
  if (by === undefined) return;
  const may: readonly string[] = ASKED_BY[confirmOf(desk)];
  if (!may.includes(by)) throw new TurnedAway('by-button');
}

/** What an office alone may do, and what has to be said twice anyway, is for whoever is really there. */
function asksAgain({ name, writes, confirms }: DeskCommand, { options }: DeskRequest): boolean {
  if (options['dry-run'] === true) return false;
  return (writes && isForOfficeAlone(name)) || (confirms && options.confirm !== undefined);
}

function proofIn(body: JsonBody): DeskProof {
  return { pin: textIn(body, 'pin'), badge: textIn(body, 'badge') };
}

/** What is done is done once; what reads is read each time, but where it has a key: sync records nothing and is not begun twice. */
async function answered(
  { desk, device }: DeskAsked,
  command: DeskCommand,
  request: DeskRequest,
  operator: string | undefined,
  by: 'scan' | 'rescan' | undefined,
): Promise<string> {
  const act = async () => {
    // What was done before the setting was changed is answered as it was.
    mustSupplyBy(desk, by);
    return command.run(request, envOf(desk, device, operator));
  };
  const { once, ...what } = request;
  if (request.options['dry-run'] === true || (!command.writes && once === undefined)) return act();
  if (once === undefined) throw new TurnedAway('bad-request', { detail: 'once' });
  const { answer, already } = await desk.taps.once(once, { command: command.name, ...what }, act);
  return already ? asBefore(answer) : answer;
}

/** The first answer, which says that it is not the first time. */
function asBefore(answer: string): string {
  const lines = answer.split('\n').filter((line) => line !== '');
  return lines
    .map((line) => JSON.parse(line) as JsonBody)
    .map((document) => jsonLine(document.ok === true ? { ...document, already: true } : document))
    .join('');
}

function me({ desk, device, response }: DeskAsked): void {
  const { party, release, key, screen, locks } = desk;
  const operator = locks.operatorAt(device);
  replyJson(response, {
    ok: true,
    device: { name: device.name, role: device.role },
    party,
    version: release,
    languages: LANGUAGES,
    key,
    may: [...mayNow(desk, device)].sort(),
    operators: locks.isUsed,
    ...(operator === undefined ? {} : { operator }),
    lockAfter: locks.after,
    confirm: confirmOf(desk),
    ...(screen === undefined ? {} : { screen }),
  });
}

/** Read each time, as somebody may set it while the desk runs. */
function confirmOf({ env }: DeskState): Config['deskConfirm'] {
  const reading = openReading(env);
  try {
    return readConfig(reading.ledger.local).deskConfirm;
  } catch (error) {
    // A setting that is damaged keeps no device out; then a scan supplies nothing.
    if (!(error instanceof PedigreeError)) throw error;
    return 'button';
  } finally {
    reading.close();
  }
}

function listen({ desk, device, response }: DeskAsked): void {
  const operator = desk.locks.operatorAt(device);
  desk.news.open(device.name, response, { version: desk.release, ...(operator === undefined ? {} : { operator }) });
}

async function schema({ desk, response, rest }: DeskAsked): Promise<void> {
  const found = await desk.doing.schema(rest);
  if (found === undefined) throw new TurnedAway('not-found');
  replyJson(response, found);
}

function listDevices(asked: DeskAsked): void {
  mustBeOffice(asked);
  const { desk, device, response } = asked;
  const { devices, codes } = devicesHere(desk.env);
  replyJson(response, {
    ok: true,
    devices: devices.map(({ name, role, created, seen }) => ({
      name,
      role,
      created,
      seen,
      ...(name === device.name ? { here: true } : {}),
    })),
    codes: codes.map(({ role, name, expires }) => ({ role, ...(name === undefined ? {} : { name }), expires })),
  });
}

async function giveCode(asked: DeskAsked): Promise<void> {
  mustBeOffice(asked);
  const { desk, device, response } = asked;
  const body = await jsonIn(asked);
  const role = roleIn(mustSay(body, 'role'));
  desk.locks.working(device);
  await desk.locks.again(device, proofIn(body));
  const name = textIn(body, 'name');
  const fresh = failing(() => newCode(desk.env, { role, ...(name === undefined ? {} : { name }) }));
  desk.log.note('code', { device: device.name, role });
  replyJson(response, { ok: true, ...fresh, link: linkTo(desk.url(), fresh.code) });
}

/** @throws bad-request */
function roleIn(text: string): DeskRole {
  const role = DESK_ROLES.find((one) => one === text);
  if (role === undefined) throw new TurnedAway('bad-request', { detail: 'role' });
  return role;
}

async function forget(asked: DeskAsked): Promise<void> {
  const { desk, device, response } = asked;
  const name = mustSay(await jsonIn(asked), 'name');
  if (name !== device.name) {
    mustBeOffice(asked);
    desk.locks.working(device);
  }
  const gone = failing(() => forgetDevice(desk.env, name));
  desk.log.note('forgotten', { device: gone.name });
  replyJson(response, { ok: true, name: gone.name });
  desk.news.end(gone.name);
}
