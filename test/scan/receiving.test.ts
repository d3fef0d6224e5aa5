// Receiving by session and by command: the same input gives the same events, word for word, also what is missing and damaged.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Home } from '../../src/app/node/home.ts';
import { showEvent } from '../../src/app/record/log.ts';
import { type SessionLine, type SessionRequest, scanSession } from '../../src/app/sessions/session.ts';
import { receive } from '../../src/app/steps/receive.ts';
import { ship } from '../../src/app/steps/ship.ts';
import { scansOf } from '../../src/commands/scan-words.ts';
import { makeWorld, type Who, type World } from '../app/goods-world.ts';

/** What was shipped to one party: two cases of ten, four loose packs. */
interface Delivery {
  readonly shipment: string;
  readonly cases: readonly string[];
  readonly inside: readonly (readonly string[])[];
  readonly loose: readonly string[];
}

let world: World;
let foreign: string;
const deliveries: Record<string, Delivery[]> = { midway: [], corner: [] };
const ROUNDS = 5;

beforeAll(async () => {
  world = await makeWorld();
  const cased = await world.mint({ count: 20 * 2 * ROUNDS, caseOf: 10, lot: 'CASED' });
  const loose = await world.mint({ count: 4 * 2 * ROUNDS + 1, lot: 'LOOSE' });
  foreign = loose.scans.at(-1) ?? '';
  for (let n = 0; n < 2 * ROUNDS; n++) {
    const to = n % 2 === 0 ? 'midway' : 'corner';
    const cases = (cased.ssccs ?? []).slice(2 * n, 2 * n + 2);
    const packs = loose.scans.slice(4 * n, 4 * n + 4);
    const gln = to === 'midway' ? 'Midway Wholesale' : 'Corner Pharmacy';
    const { shipment } = await world.as('acme', (home) => ship(home, { to: gln, items: [...cases, ...packs] }));
    const inside = [0, 1].map((i) => cased.scans.slice(20 * n + 10 * i, 20 * n + 10 * i + 10));
    deliveries[to]?.push({ shipment, cases, inside, loose: packs });
  }
  await world.share();
}, 240_000);
afterAll(() => world.remove());

const size = (home: Home) => home.ledger.read((view) => view.chain(home.self.chain)?.size ?? 0);

/** All that a party wrote since, opened, with the names of what was delivered in the place of codes; without random parts. */
async function written(who: Who, from: number, delivery: Delivery): Promise<readonly unknown[]> {
  const events = await world.as(who, (home) =>
    Array.from({ length: size(home) - from }, (_, n) => showEvent(home, String(from + n)).events[0]),
  );
  const names = new Map<string, string>([[delivery.shipment, 'the shipment']]);
  const serial = (scan: string) => /21([0-9A-Z]{16})$/.exec(scan)?.[1] ?? scan;
  for (const [n, sscc] of delivery.cases.entries()) names.set(sscc, `case ${n}`);
  for (const [n, packs] of delivery.inside.entries())
    for (const [i, scan] of packs.entries()) names.set(serial(scan), `pack ${i} of case ${n}`);
  for (const [n, scan] of delivery.loose.entries()) names.set(serial(scan), `loose pack ${n}`);
  return events.map(({ type, details, manifest, private: own, rows, public: open }) => {
    let text = JSON.stringify({ type, rows, open, details, manifest, own });
    for (const [code, name] of names) text = text.replaceAll(code, name);
    // Tokens, keys and hashes are random or of the item; so are the events that containers were filled by.
    return JSON.parse(text.replace(/"[A-Za-z0-9_-]{22}"|"[A-Za-z0-9_-]{43}"|"[a-z2-7]{26}\/\d+"/g, '"…"'));
  });
}

async function session(who: Who, lines: readonly string[], more: Partial<SessionRequest> = {}, left?: 'continue') {
  const said: SessionLine[] = [];
  const stdin = async function* () {
    for (const line of lines) yield Buffer.from(`${line}\n`);
  };
  const request: SessionRequest = { mode: 'receive', ...more };
  const options = { strict: false, lines: () => scansOf(['-'], stdin), ...(left === undefined ? {} : { left }) };
  for await (const line of scanSession(world.env(who), request, options)) said.push(line);
  return said;
}

const next = (who: 'midway' | 'corner') => deliveries[who]?.shift() as Delivery;

describe('the same input', () => {
  const both = async (
    lines: (delivery: Delivery) => readonly string[],
    request: (delivery: Delivery) => Parameters<typeof receive>[1],
    more: (delivery: Delivery) => Partial<SessionRequest> = () => ({}),
  ) => {
    const [here, there] = [next('midway'), next('corner')];
    const before = { midway: await world.as('midway', size), corner: await world.as('corner', size) };
    const said = await session('midway', lines(here), more(here));
    const answer = await world.as('corner', (home) => receive(home, request(there)));
    const bySession = await written('midway', before.midway, here);
    expect(JSON.stringify(bySession)).toMatch(/case 0.*loose pack 0/);
    expect(bySession.map((event) => (event as { type: string }).type)).toContain('receive');
    expect(bySession).toEqual(await written('corner', before.corner, there));
    return { said, end: said.at(-1), answer, types: bySession.map((event) => (event as { type: string }).type) };
  };

  test('of cases, packs out of cases, loose packs and a stranger', async () => {
    const items = ({ cases, inside, loose }: Delivery) => [
      cases[0] ?? '',
      inside[1]?.[3] ?? '',
      ...loose.slice(0, 2),
      foreign,
    ];
    const { end, types } = await both(items, (delivery) => ({ items: items(delivery) }));
    expect(types).toEqual(['receive', 'exception']);
    expect(end).toMatchObject({ exit: 20, data: { result: 'recorded' } });
    // Nobody said that the others are missing: they may still come.
    expect(end?.data.missing).toHaveLength(2);
    expect(end?.data.recorded).toMatchObject({ missing: [], received: 4 });
  });

  test('with what came damaged and what did not come, said by words', async () => {
    const { said, end, types, answer } = await both(
      ({ cases, inside, loose }) => [
        cases[0] ?? '',
        inside[0]?.[4] ?? '',
        'damaged',
        loose[0] ?? '',
        ']C0DAMAGED',
        loose[1] ?? '',
        'missing',
      ],
      ({ cases, inside, loose }) => ({
        items: [cases[0] ?? '', loose[0] ?? '', loose[1] ?? '', cases[1] ?? '', loose[2] ?? '', loose[3] ?? ''],
        damaged: [inside[0]?.[4] ?? '', loose[0] ?? ''],
        missing: [cases[1] ?? '', loose[2] ?? '', loose[3] ?? ''],
      }),
    );
    expect(types).toEqual(['receive', 'quarantine', 'exception', 'exception']);
    expect(said.filter(({ data }) => data.result === 'damaged')).toHaveLength(2);
    expect(end).toMatchObject({ exit: answer.exit, data: { tally: { damaged: 2, counted: 3 } } });
    expect(end?.data.missing).toHaveLength(3);
    expect(await world.counts('midway')).toMatchObject({ quarantined: 2 });
  });

  test('with the options that receive has', async () => {
    const scanned = ({ cases, loose }: Delivery) => [cases[0] ?? '', cases[1] ?? '', loose[0] ?? ''];
    const named = ({ inside, loose }: Delivery) => ({ damaged: [inside[1]?.[0] ?? ''], missing: [loose[3] ?? ''] });
    await both(
      scanned,
      (delivery) => ({ items: [...scanned(delivery), delivery.loose[3] ?? ''], ...named(delivery) }),
      named,
    );
    await expect(session('midway', [], { missing: ['no such thing'] })).rejects.toMatchObject({ exit: 65 });
  });

  test('with nothing but what its options say came damaged and did not come', async () => {
    const named = ({ cases, loose }: Delivery) => ({
      damaged: [cases[0] ?? '', loose[0] ?? ''],
      missing: [loose[3] ?? ''],
    });
    const { end, types } = await both(
      () => [],
      (delivery) => ({ items: [...named(delivery).missing, ...named(delivery).damaged], ...named(delivery) }),
      named,
    );
    expect(types).toEqual(['receive', 'quarantine', 'exception', 'exception']);
    expect(end).toMatchObject({ exit: 20, data: { result: 'recorded' } });
  });
});

test('a record that was cut off behind its commit is not made twice, told and missing things neither', async () => {
  const { cases, loose } = next('midway');
  const folder = join(world.env('midway').home, 'sessions');
  const terminal = (...keys: readonly string[]) => ({
    bell: () => {},
    line: () => {},
    close: () => {},
    chunks: async function* () {
      for (const key of keys) yield Buffer.from(key);
    },
  });
  const request = { mode: 'receive' } as const;
  const stdin = async function* () {};
  const keys = [`${cases[0]}\r`, `${loose[0]}\r`, 'damaged\r', `${foreign}\r`, 'missing\r'];
  const told: SessionLine[] = [];
  // The terminal goes away: nobody said that this is all.
  for await (const line of scanSession(world.env('midway'), request, {
    strict: false,
    lines: () => scansOf(['-'], stdin),
    terminal: terminal(...keys),
  })) {
    told.push(line);
  }
  expect(told.at(-1)).toMatchObject({ exit: 130, data: { result: 'kept' } });
  const [name = ''] = readdirSync(folder);
  const moves = readFileSync(join(folder, name), 'utf8');

  // However much of it had reached the disk, what was whole is there.
  const whole = moves.split('\n').filter((line) => line.includes('"scan"'));
  expect(whole).toHaveLength(3);
  for (let at = moves.indexOf('\n') + 1; at < moves.length; at += 7) {
    writeFileSync(join(folder, name), moves.slice(0, at));
    const { unfinishedSessions } = await import('../../src/app/sessions/session-journal.ts');
    const [left] = unfinishedSessions(world.env('midway').home);
    const scans = moves.slice(0, moves.slice(0, at).lastIndexOf('\n') + 1).split('"scan"').length - 1;
    expect(left?.moves.filter((move) => 'scan' in move)).toHaveLength(scans);
  }

  // Cut off before its commit it is made, behind it it is not made again.
  const missing = [cases[1], ...loose.slice(1)];
  const finish = { items: [cases[0], loose[0]], told: [foreign], missing, damaged: [loose[0]] };
  const cutOff = `${moves}${JSON.stringify({ finish })}\n{"fai`;
  writeFileSync(join(folder, name), cutOff);
  const first = (await session('midway', [], {}, 'continue')).at(-1);
  expect(first).toMatchObject({ data: { result: 'recorded', recorded: { received: 2, missing, already: false } } });
  const before = await world.as('midway', size);
  writeFileSync(join(folder, name), cutOff);
  const again = (await session('midway', [], {}, 'continue')).at(-1);
  expect(again).toMatchObject({ data: { result: 'recorded', missing, recorded: { already: true } } });
  expect(await world.as('midway', size)).toBe(before);
  expect(readdirSync(folder)).toEqual([]);
});
