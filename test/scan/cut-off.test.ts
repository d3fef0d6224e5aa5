// A session that is killed at any moment of any mode: whoever takes it up records all of it, once.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Home } from '../../src/app/node/home.ts';
import { type SessionLine, type SessionRequest, scanSession } from '../../src/app/sessions/session.ts';
import { receive } from '../../src/app/steps/receive.ts';
import { ship } from '../../src/app/steps/ship.ts';
import { makeWorld, type Who, type World } from '../app/goods-world.ts';
import { HILL, MIDWAY } from '../app/network.ts';

const COUNT = 5;
let world: World;
let scans: readonly string[];
beforeAll(async () => {
  world = await makeWorld();
  scans = (await world.mint({ count: 40 })).scans;
  await world.as('acme', (home) => ship(home, { to: HILL.gln, items: scans.slice(0, 10), despatch: 'TEN' }));
  await world.as('acme', (home) => ship(home, { to: MIDWAY.gln, items: scans.slice(10, 20), despatch: 'TEN MORE' }));
  await world.share();
  await world.as('hill', (home) => receive(home, { items: ['TEN'] }));
});
afterAll(() => world.remove());

const size = (home: Home) => home.ledger.read((view) => view.chain(home.self.chain)?.size ?? 0);
const folder = (who: Who) => join(world.env(who).home, 'sessions');

/** Scans, and then the process is gone: what it leaves is its file. */
async function killed(who: Who, request: SessionRequest, some: readonly string[]): Promise<string> {
  const chunks = async function* () {
    yield Buffer.from(some.map((scan) => `${scan}\r`).join(''));
    yield Buffer.from('\x03');
  };
  const terminal = { bell: () => {}, line: () => {}, close: () => {}, chunks };
  const options = { strict: false, lines: async function* () {}, terminal };
  for await (const _ of scanSession(world.env(who), request, options));
  const [name = ''] = readdirSync(folder(who));
  return join(folder(who), name);
}

async function finish(who: Who, request: SessionRequest): Promise<SessionLine | undefined> {
  let last: SessionLine | undefined;
  const options = { strict: false, lines: async function* () {}, left: 'finish' as const };
  for await (const line of scanSession(world.env(who), request, options)) last = line;
  return last;
}

test.each<[SessionRequest, Who, number]>([
  [{ mode: 'ship', to: MIDWAY.gln, despatch: 'D' }, 'acme', 20],
  [{ mode: 'pack', into: 'new' }, 'acme', 30],
  [{ mode: 'dispense', ref: 'R' }, 'hill', 0],
  [{ mode: 'receive' }, 'midway', 10],
])(
  'in mode $mode',
  async (request, who, from) => {
    const some = scans.slice(from, from + COUNT);
    const file = await killed(who, request, some);
    const scanned = readFileSync(file, 'utf8');
    const before = await world.as(who, size);
    // Killed while it was about to record: what it meant to record is recorded, and what a torn line says is not known.
    const about = `${scanned}${JSON.stringify({ finish: { items: some, told: [] } })}\n{"fai`;
    writeFileSync(file, about);
    const first = await finish(who, request);
    expect(first?.data).toMatchObject({ result: 'recorded', tally: { scans: COUNT } });
    const after = await world.as(who, size);
    expect(after).toBeGreaterThan(before);
    // Killed when it had recorded, and before its file was gone.
    writeFileSync(file, about);
    const again = await finish(who, request);
    expect(again?.data).toMatchObject({ result: 'recorded', recorded: { already: true } });
    expect(again?.data.event).toBe(first?.data.event);
    expect(await world.as(who, size)).toBe(after);
    // Where the record had failed, all is judged anew: by now nothing of it can be done again.
    writeFileSync(file, `${about.replace(/\{"fai$/, '')}{"failed":true}\n`);
    const anew = await finish(who, request).catch((error: unknown) => error);
    expect(anew).not.toMatchObject({ data: { recorded: { already: false } } });
    expect(await world.as(who, size)).toBe(after);
    for (const name of readdirSync(folder(who))) writeFileSync(join(folder(who), name), '');
  },
  60_000,
);
