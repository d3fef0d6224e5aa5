// Somebody asks what was recorded today, by whom, or under which number.
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { setConfig } from '../../src/app/node/config.ts';
import type { Home } from '../../src/app/node/home.ts';
import { importDocument } from '../../src/app/outside/import-document.ts';
import { documentsBearing, documentsCalled } from '../../src/app/outside/list-documents.ts';
import { readLog } from '../../src/app/record/log.ts';
import { askLog, type LogQuestion } from '../../src/app/record/log-question.ts';
import { dispense } from '../../src/app/steps/dispense.ts';
import { receive } from '../../src/app/steps/receive.ts';
import { ship } from '../../src/app/steps/ship.ts';
import { plainStyle } from '../../src/ui/style.ts';
import { text } from '../../src/ui/text/log.ts';
import { delivery } from './epcis-files.ts';
import { makeWorld, type World } from './goods-world.ts';
import { HILL } from './network.ts';

const HOUR = 3_600_000;
let world: World;
let scans: readonly string[];
const scan = (at: number): string => scans[at] ?? '';
const till = <T>(operator: string, fn: (home: Home) => T) => world.at('hill', fn, { operator });
const types = (who: 'hill' | 'acme', request: LogQuestion) =>
  world.as(who, (home) => askLog(home, request).events.map(({ type }) => type));

beforeAll(async () => {
  world = await makeWorld();
  scans = (await world.mint({ count: 6 })).scans;
  await world.as('acme', (home) => {
    ship(home, { to: HILL.gln, items: scans.slice(0, 4), despatch: 'DA-7', po: 'PO-9', invoice: 'INV-3' });
  });
  await world.share('acme', 'hill');
  await till('Ann', (home) => receive(home, { items: ['DA-7'], missing: [scan(3)] }));
  await till('Ann', (home) => dispense(home, [scan(0)], { ref: 'RX-1' }));
  world.later(24 * HOUR);
  await till('Bo', (home) => dispense(home, [scan(1)], { ref: 'RX-2' }));
  await till('Bo', (home) => dispense(home, [scan(2)]));
});
afterAll(() => world.remove());

describe('the log of the day', () => {
  test('has what was recorded on the day that it is here, and nothing of another', async () => {
    const today = await world.as('hill', (home) => readLog(home, { today: true }));
    expect(today.events.map(({ type }) => type)).toEqual(['dispense', 'dispense']);
    expect(today.filter).toEqual({ today: '2026-11-23', of: 2, types: ['dispense'] });
    const before = await world.at('hill', (home) => readLog(home, { today: true }), { now: '2026-11-22T23:59:00Z' });
    expect(before.events.map(({ type }) => type)).toContain('receive');
    expect(before.events.map(({ at }) => at.slice(0, 10)).every((day) => day === '2026-11-22')).toBe(true);
    world.later(24 * HOUR);
    expect(await world.as('hill', (home) => readLog(home, { today: true }).events)).toEqual([]);
    world.later(-24 * HOUR);
  });

  test('goes by the day of the place', async () => {
    await world.as('hill', (home) => setConfig(home, 'zone', 'Pacific/Kiritimati'));
    const day = (now: string) => world.at('hill', (home) => readLog(home, { today: true }).events.length, { now });
    expect(await day('2026-11-23T09:59:00Z')).toBe(2);
    expect(await day('2026-11-23T10:00:00Z')).toBe(0);
    await world.as('hill', (home) => setConfig(home, 'zone', undefined));
  });
});

describe('the log of a reference', () => {
  test('names the supply that bears it', async () => {
    const { events, filter } = await world.as('hill', (home) => askLog(home, { ref: 'RX-2' }));
    expect(events).toMatchObject([{ type: 'dispense', ref: 'RX-2', operator: 'Bo' }]);
    expect(filter).toMatchObject({ ref: 'RX-2' });
    expect(await types('hill', { ref: 'RX' })).toEqual([]);
    expect(await types('acme', { ref: 'RX-2' })).toEqual([]);
    expect(await types('acme', { ref: 'RX-2', chain: HILL.gln })).toEqual([]);
  });

  test.each(['DA-7', 'PO-9', 'INV-3'])('of a shipment has it and what was said of it: %s', async (ref) => {
    expect(await types('hill', { ref })).toEqual(['receive', 'exception', 'ship']);
    expect((await types('acme', { ref }))[0]).toBe('ship');
    expect(await types('hill', { ref, today: true })).toEqual([]);
  });

  test('is one however it is typed', async () => {
    expect(await types('hill', { ref: 'rx -2' })).toEqual(['dispense']);
    for (const ref of ['da- 7', 'po-9', ' Inv-3']) {
      expect(await types('hill', { ref }), ref).toEqual(['receive', 'exception', 'ship']);
    }
    expect(await types('hill', { ref: 'DA7' })).toEqual([]);
  });

  test('stands in a column that does not say that everybody may read it', async () => {
    const shown = async (request: LogQuestion) =>
      text(await world.as('hill', (home) => askLog(home, request)), plainStyle());
    expect(await shown({ ref: 'RX-2' })).toContain('RX-2 Bo');
    expect(await shown({ ref: 'RX-2' })).not.toContain('everybody');
    expect(text(await world.as('acme', (home) => readLog(home, { type: 'open' })), plainStyle())).toContain(
      'everybody',
    );
  });

  test('of a document outside has it', async () => {
    const path = world.path('lakeside.xml');
    writeFileSync(path, delivery({ to: HILL.gln, serials: ['A1'], despatch: 'DA-8' }));
    await world.as('hill', (home) => importDocument(home, path));
    const found = await world.as('hill', (home) =>
      askLog(home, { ref: 'DA-8', documents: documentsBearing(home, 'DA-8') }),
    );
    expect(found.events.map(({ type }) => type)).toEqual(['document']);
    expect(await world.as('hill', (home) => documentsBearing(home, 'da -8'))).toEqual(
      new Set(found.events.map(({ event }) => event)),
    );
    expect(await world.as('hill', (home) => documentsCalled(home, 'da-8'))).toHaveLength(1);
  });
});

describe('the log of an operator', () => {
  test('has what one of them did', async () => {
    expect(await types('hill', { operator: 'Bo' })).toEqual(['dispense', 'dispense']);
    expect(await types('hill', { operator: 'Ann', today: true })).toEqual([]);
    expect(await types('hill', { operator: 'Ann', type: 'dispense' })).toEqual(['dispense']);
  });

  test('is nobody else’s to read, and names who there is where nobody is called so', async () => {
    expect(await types('acme', { operator: 'Ann', chain: HILL.gln })).toEqual([]);
    const { filter } = await world.as('hill', (home) => askLog(home, { operator: 'ann' }));
    expect(filter).toMatchObject({ operators: ['Ann', 'Bo'] });
  });
});
