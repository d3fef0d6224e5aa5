// Supplying to patients: once, undone in time, later than the paper, never twice.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { retryOutbox } from '../../src/app/exchange/outbox-retry.ts';
import { record } from '../../src/app/record/write.ts';
import { dispense } from '../../src/app/steps/dispense.ts';
import { cancelOutbox, listOutbox } from '../../src/app/steps/outbox.ts';
import { receive } from '../../src/app/steps/receive.ts';
import { reinstate } from '../../src/app/steps/reinstate.ts';
import { ship } from '../../src/app/steps/ship.ts';
import { GTIN, makeWorld, refused, type World } from './goods-world.ts';

const DAY = 24 * 3_600_000;

describe('a pharmacy', () => {
  let world: World;
  let scans: readonly string[];
  beforeAll(async () => {
    world = await makeWorld();
    scans = (await world.mint({ count: 12 })).scans;
    await world.as('acme', (home) => ship(home, { to: 'Corner Pharmacy', items: scans.slice(0, 10) }));
    await world.share();
    await world.as('corner', (home) => receive(home, { items: [], all: true }));
  });
  afterAll(() => world.remove());
  const scan = (at: number): string => scans[at] ?? '';

  test('dispenses a pack once; again it is already dispensed, with the time, unless the key repeats the request', async () => {
    const first = await world.as('corner', (home) => dispense(home, [scan(0)], { once: 'till-7' }));
    expect(first.lines[0]).toMatchObject({ result: 'dispensed' });
    const again = await world.as('corner', (home) => dispense(home, [scan(0)], { once: 'till-7' }));
    expect(again).toMatchObject({ already: true, event: first.event, lines: first.lines });
    const other = await world.as('corner', (home) => dispense(home, [scan(0)], { once: 'till-8' }));
    expect(other.lines[0]).toMatchObject({
      result: 'refused',
      exit: 14,
      verdict: { reasons: [{ code: 'already-dispensed', at: expect.stringMatching(/^2026-11-22T/) }] },
    });
    const reused = await world.as('corner', (home) => refused(() => dispense(home, [scan(1)], { once: 'till-7' })));
    expect(reused).toMatchObject({ code: 'once-key-reused', exit: 2 });
  });

  test('gets an answer for each scan: supplied, copied, fake, and not a code', async () => {
    const fake = scan(1).replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
    const wrongLot = scan(1).replace('ABC123', 'ABC124');
    const { lines } = await world.as('corner', (home) => dispense(home, [fake, wrongLot, scan(1), scan(1), 'hello']));
    expect(lines.map((line) => line.exit)).toEqual([11, 10, 0, 14, 65]);
  });

  test('only a dispenser dispenses', async () => {
    const error = await world.as('acme', (home) => refused(() => dispense(home, [scan(11)])));
    expect(error).toMatchObject({ exit: 77 });
  });

  test('undoes a mistake within ten days, at its own site, if the pack was not supplied', async () => {
    const request = { items: [scan(0)], reason: 'wrong pack', notSupplied: true };
    expect(
      await world.as('corner', (home) => refused(() => reinstate(home, { ...request, notSupplied: false }))),
    ).toMatchObject({ exit: 2 });
    await world.share();
    expect(await world.as('hill', (home) => refused(() => reinstate(home, request)))).toMatchObject({ exit: 14 });
    world.later(9 * DAY);
    expect(await world.as('corner', (home) => reinstate(home, request))).toMatchObject({ packs: 1, already: false });
    expect(await world.as('corner', (home) => reinstate(home, request))).toMatchObject({ already: true });
    world.later(2 * DAY);
    const late = { ...request, items: [scan(1)] };
    expect(await world.as('corner', (home) => refused(() => reinstate(home, late)))).toMatchObject({ exit: 14 });
  });

  test('cannot undo what was recalled meanwhile', async () => {
    await world.as('corner', (home) => dispense(home, [scan(2)]));
    await world.as('acme', (home) => recall(home));
    await world.share();
    const request = { items: [scan(2)], reason: 'wrong pack', notSupplied: true };
    expect(await world.as('corner', (home) => refused(() => reinstate(home, request)))).toMatchObject({ exit: 12 });
  });
});

function recall(home: Parameters<typeof record>[0]): void {
  record(home, { command: 'test' }, (tx) => {
    tx.add({ type: 'recall', public: { kind: 'issue', gtin: GTIN, lots: ['ABC123'], class: 1, reason: 'glass' } });
    return {};
  });
}

describe('a pharmacy that was offline', () => {
  let world: World;
  let scans: readonly string[];
  beforeAll(async () => {
    world = await makeWorld();
    scans = (await world.mint({ count: 3 })).scans;
    await world.share();
    world.later(30 * 3_600_000);
    await world.as('acme', (home) => ship(home, { to: 'Hill Pharmacy', items: scans.slice(0, 2) }));
  });
  afterAll(() => world.remove());
  const scan = (at: number): string => scans[at] ?? '';

  test('keeps what it supplied until the delivery is known, then records it', async () => {
    const plain = await world.as('hill', (home) => dispense(home, [scan(0)]));
    expect(plain.lines[0]).toMatchObject({ result: 'refused', exit: 14 });
    const later = await world.as('hill', (home) => dispense(home, [scan(0)], { later: true, ref: 'RX 1' }));
    expect(later.lines[0]).toMatchObject({ result: 'queued', exit: 17 });
    expect(await world.as('hill', (home) => listOutbox(home).pending)).toMatchObject([{ ref: 'RX 1', tries: 0 }]);
    const twice = await world.as('hill', (home) => dispense(home, [scan(0)], { later: true }));
    expect(twice.lines[0]).toMatchObject({
      exit: 14,
      verdict: { reasons: [{ code: 'already-dispensed' }, {}, { code: 'stale-knowledge' }] },
    });
    expect(await world.as('hill', retryOutbox)).toMatchObject({ recorded: 0, waiting: 1, exit: 17 });
    await world.carry('acme', 'hill');
    expect(await world.as('hill', retryOutbox)).toMatchObject({ recorded: 1, waiting: 0, exit: 0 });
    expect(await world.counts('hill')).toEqual({ dispensed: 1, incoming: 1 });
  });

  test('records also what was recalled in the same sync, and says so', async () => {
    world.later(30 * 3_600_000);
    await world.as('hill', (home) => dispense(home, [scan(2)], { later: true }));
    expect(await world.as('hill', (home) => listOutbox(home).pending)).toHaveLength(1);
    await world.as('acme', (home) => ship(home, { to: 'Hill Pharmacy', items: [scan(2)] }));
    await world.as('acme', recall);
    await world.carry('acme', 'hill');
    const retried = await world.as('hill', retryOutbox);
    expect(retried).toMatchObject({ recorded: 1, exit: 20, alerts: [{ code: 'dispensed-after-recall' }] });
    expect(await world.counts('hill')).toEqual({ dispensed: 2, incoming: 1 });
  });

  test('takes back what was never so, with a reason', async () => {
    world.later(30 * 3_600_000);
    const { scans: others } = await world.mint({ count: 1, lot: 'NEW1' });
    await world.carry('acme', 'hill');
    world.later(30 * 3_600_000);
    const kept = await world.as('hill', (home) => dispense(home, others, { later: true }));
    const [line] = kept.lines;
    const id = line !== undefined && 'queued' in line ? (line.queued ?? '') : '';
    expect(await world.as('hill', (home) => cancelOutbox(home, id, 'typed by mistake'))).toMatchObject({
      cancelled: id,
      pending: [],
    });
  });
});

describe('a pharmacy whose folder was restored', () => {
  let world: World;
  let scans: readonly string[];
  beforeAll(async () => {
    world = await makeWorld();
    scans = (await world.mint({ count: 2 })).scans;
    await world.as('acme', (home) => ship(home, { to: 'Hill Pharmacy', items: scans }));
    await world.share();
    await world.as('hill', (home) => receive(home, { items: [], all: true }));
    rmSync(join(world.path('hill'), 'head'));
  });
  afterAll(() => world.remove());

  test('writes nothing, but keeps what it supplies until it has recovered', async () => {
    const [one = '', two = ''] = scans;
    expect(await world.as('hill', (home) => refused(() => dispense(home, [one])))).toMatchObject({ exit: 78 });
    const kept = await world.as('hill', (home) => dispense(home, [one, two], { later: true }));
    expect(kept.lines.map((line) => line.exit)).toEqual([17, 17]);
    expect(await world.as('hill', retryOutbox)).toMatchObject({ recorded: 0, waiting: 2 });
    await world.as('hill', (home) => home.ledger.confirmHead());
    expect(await world.as('hill', retryOutbox)).toMatchObject({ recorded: 2, waiting: 0, exit: 0 });
    expect(await world.counts('hill')).toEqual({ dispensed: 2 });
  });
});
