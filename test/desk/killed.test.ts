// A desk that is killed at once: what was tapped is done once, and a session goes on, when it is opened again.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { receive } from '../../src/app/steps/receive.ts';
import { ship } from '../../src/app/steps/ship.ts';
import { makeWorld, type World } from '../app/goods-world.ts';
import { HILL } from '../app/network.ts';
import { type Running, start } from '../cli/program.ts';
import { tap } from './desk-world.ts';

let world: World;
let scans: readonly string[];
let shipment = '';
let [base, token] = ['', ''];
let running: Running;

beforeAll(async () => {
  world = await makeWorld();
  scans = (await world.mint({ count: 10 })).scans;
  await world.as('acme', (home) => ship(home, { to: HILL.gln, items: scans.slice(0, 4) }));
  await world.share('agency', 'acme', 'hill');
  await world.as('hill', (home) => receive(home, { items: [], all: true }));
  await world.as('acme', (home) => {
    shipment = ship(home, { to: HILL.gln, items: scans.slice(4) }).shipment;
  });
  await world.share('agency', 'acme', 'hill');
  running = await opened();
});
afterAll(async () => {
  await running.stop('SIGTERM');
  world.remove();
});

async function opened(): Promise<Running> {
  const at = ['--home', world.path('hill'), '--now', '2026-11-22T10:00:00Z', 'desk', '--port', '0', '--json'];
  const desk = start(world.path('hill'), at);
  const { url, code } = JSON.parse(await desk.line()) as { readonly url: string; readonly code?: string };
  base = url;
  if (code !== undefined) ({ token = '' } = (await post('pair', { code })) as { readonly token?: string });
  return desk;
}

async function post(path: string, body: object): Promise<Readonly<Record<string, unknown>>> {
  const headers = { 'content-type': 'application/json', authorization: `Desk ${token}` };
  const answer = await fetch(`${base}v1/${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  return (await answer.json()) as Readonly<Record<string, unknown>>;
}

async function killed(): Promise<void> {
  await running.stop('SIGKILL');
  running = await opened();
}

const size = () => world.as('hill', (home) => home.ledger.read((view) => view.chain(home.self.chain)?.size));

it('a tap is done once', async () => {
  const dispensing = { scans: [scans[0]], once: tap() };
  const holding = { scans: [scans[1]], options: { reason: 'damaged' }, once: tap() };
  const [first, second] = [await post('do/dispense', dispensing), await post('do/quarantine', holding)];
  const before = await size();
  await killed();
  expect(await post('do/dispense', dispensing)).toEqual({ ...first, already: true });
  expect(await post('do/quarantine', holding)).toEqual({ ...second, already: true });
  expect(await size()).toBe(before);
});

it('also where nobody heard the answer, because it was killed on the way', async () => {
  const body = { scans: [scans[2]], once: tap() };
  const before = (await size()) ?? 0;
  const asked = post('do/dispense', body).catch(() => undefined);
  // Somewhere between the request and the answer, wherever that is.
  await new Promise((resolve) => setTimeout(resolve, 15));
  await killed();
  await asked;
  expect(await post('do/dispense', body)).toMatchObject({ ok: true, exit: 0 });
  expect(await size()).toBe(before + 1);
});

it('what was asked before it was killed is answered once, and not asked again of whoever has answered', async () => {
  const { id } = await post('sessions', { mode: 'receive', shipment });
  const moves = (...list: readonly object[]) => post(`sessions/${String(id)}/moves`, { moves: list });
  await moves({ id: 1, scan: scans[4] });
  expect(await moves({ id: 2, end: true })).toMatchObject({ lines: [{ result: 'missing', asks: true }] });
  await killed();
  // Scanned meanwhile: that is another question.
  await moves({ id: 3, scan: scans[5] });
  const again = await moves({ id: 4, end: true });
  expect(again).toMatchObject({ lines: [{ result: 'missing', asks: true }] });
  expect(again.ended).not.toBe(true);
  await killed();
  expect(await moves({ id: 5, end: true })).toMatchObject({ ended: true, lines: [{ result: 'recorded' }] });
});

it('a session goes on with what it had heard', async () => {
  const { id } = await post('sessions', { mode: 'receive', shipment });
  const moves = (...list: readonly object[]) => post(`sessions/${String(id)}/moves`, { moves: list });
  await moves({ id: 1, scan: scans[6] }, { id: 2, scan: scans[7] }, { id: 3, undo: true });
  await killed();
  expect(await moves({ id: 3, undo: true })).toMatchObject({ last: 3, lines: [{ move: 3, tally: { here: 1 } }] });
  await moves({ id: 4, scan: scans[8] }, { id: 5, scan: scans[9] }, { id: 6, scan: scans[7] });
  const ended = await moves({ id: 7, end: true });
  expect(ended).toMatchObject({ ended: true, lines: [{ result: 'recorded', tally: { here: 4 } }] });
  const before = await size();
  await killed();
  expect(await moves({ id: 7, end: true })).toMatchObject({ ended: true, lines: ended.lines });
  expect(await size()).toBe(before);
});
