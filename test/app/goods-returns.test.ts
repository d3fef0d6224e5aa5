// Goods that go back, are recalled, set apart and destroyed.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { record } from '../../src/app/record/write.ts';
import { decommission } from '../../src/app/steps/decommission.ts';
import { quarantine, release } from '../../src/app/steps/quarantine.ts';
import { receive } from '../../src/app/steps/receive.ts';
import { ship } from '../../src/app/steps/ship.ts';
import { GTIN, makeWorld, refused, type World } from './goods-world.ts';
import { HILL, MIDWAY } from './network.ts';

describe('returned goods', () => {
  let world: World;
  let saleable: readonly string[];
  let old: string;
  beforeAll(async () => {
    world = await makeWorld();
    saleable = (await world.mint({ count: 2 })).scans;
    old = (await world.mint({ count: 1, lot: 'OLD', expiry: '2026-11-25' })).scans[0] ?? '';
    await world.as('acme', (home) => ship(home, { to: 'Corner Pharmacy', items: [...saleable, old] }));
    await world.share();
    await world.as('corner', (home) => receive(home, { items: [], all: true }));
    world.later(4 * 24 * 3_600_000);
    await world.as('corner', (home) => ship(home, { to: MIDWAY.gln, items: [...saleable, old], reason: 'not wanted' }));
    await world.share();
  });
  afterAll(() => world.remove());

  test('arrive quarantined and cannot be sent on before they are released', async () => {
    const received = await world.as('midway', (home) => receive(home, { items: [], all: true }));
    expect(received.packs).toBe(3);
    expect(await world.counts('midway')).toEqual({ quarantined: 3 });
    const error = await world.as('midway', (home) =>
      refused(() => ship(home, { to: HILL.gln, items: [...saleable, old] })),
    );
    expect(error.exit).toBe(16);
    expect(error.detail?.items).toHaveLength(3);
    await world.as('midway', (home) => release(home, { items: [...saleable, old] }));
    expect(await world.as('midway', (home) => release(home, { items: saleable }))).toMatchObject({ already: true });
  });

  test('go on once released, but for what has expired', async () => {
    const error = await world.as('midway', (home) =>
      refused(() => ship(home, { to: HILL.gln, items: [...saleable, old] })),
    );
    expect(error).toMatchObject({ exit: 13, detail: { items: [{ n: 3, input: old, code: 'expired' }] } });
    expect(await world.as('midway', (home) => ship(home, { to: HILL.gln, items: saleable }))).toMatchObject({
      packs: 2,
    });
  });

  test('what has expired is taken out of use', async () => {
    await world.as('midway', (home) => decommission(home, { reason: 'expired', items: [old] }));
    expect(await world.as('midway', (home) => decommission(home, { reason: 'expired', items: [old] }))).toMatchObject({
      already: true,
    });
    const other = await world.as('midway', (home) =>
      refused(() => decommission(home, { reason: 'damaged', items: [old] })),
    );
    expect(other.exit).toBe(14);
    await world.share();
    expect(await world.counts('midway')).toEqual({ outgoing: 2, decommissioned: 1 });
  });
});

describe('a recalled lot', () => {
  let world: World;
  let scans: readonly string[];
  let box: string;
  beforeAll(async () => {
    world = await makeWorld();
    const made = await world.mint({ count: 12, caseOf: 12 });
    scans = made.scans;
    box = made.ssccs?.[0] ?? '';
    await world.as('acme', (home) => ship(home, { to: MIDWAY.gln, items: [box] }));
    await world.share();
    await world.as('midway', (home) => receive(home, { items: [box] }));
    await world.as('midway', (home) => ship(home, { to: 'Corner Pharmacy', items: [box] }));
    await world.as('acme', (home) =>
      record(home, { command: 'test' }, (tx) => {
        tx.add({ type: 'recall', public: { kind: 'issue', gtin: GTIN, lots: ['ABC123'], class: 1, reason: 'glass' } });
        return {};
      }),
    );
    await world.share();
  });
  afterAll(() => world.remove());

  test('arrives quarantined as a whole case, and the shipper is told', async () => {
    const received = await world.as('corner', (home) => receive(home, { items: [box] }));
    expect(received).toMatchObject({ exit: 20, held: [{ item: box, code: 'recalled', packs: 12 }] });
    expect(received.events).toHaveLength(3);
    expect(await world.counts('corner')).toEqual({ quarantined: 12 });
  });

  test('goes nowhere but back', async () => {
    const error = await world.as('corner', (home) => refused(() => ship(home, { to: HILL.gln, items: [box] })));
    expect(error).toMatchObject({ exit: 12, code: 'recalled' });
    const back = await world.as('corner', (home) => ship(home, { to: MIDWAY.gln, items: [box], reason: 'recall' }));
    expect(back.packs).toBe(12);
    await world.share();
    await world.as('midway', (home) => receive(home, { items: [], all: true }));
    expect(await world.counts('midway')).toEqual({ quarantined: 12 });
  });

  test('is destroyed by the case when the number of packs is repeated', async () => {
    const request = { reason: 'destroyed', items: [box] };
    expect(await world.as('midway', (home) => refused(() => decommission(home, request)))).toMatchObject({
      exit: 2,
      code: 'confirm-missing',
    });
    expect(
      await world.as('midway', (home) => refused(() => decommission(home, { ...request, confirm: 11 }))),
    ).toMatchObject({ exit: 2 });
    expect(await world.as('midway', (home) => decommission(home, { ...request, confirm: 12 }))).toMatchObject({
      packs: 12,
    });
    expect(await world.counts('midway')).toEqual({ decommissioned: 12 });
    expect(scans).toHaveLength(12);
  });
});

describe("a regulator's hold", () => {
  let world: World;
  let scan: string;
  beforeAll(async () => {
    world = await makeWorld();
    scan = (await world.mint({ count: 1 })).scans[0] ?? '';
    await world.share();
  });
  afterAll(() => world.remove());

  test('stops a pack wherever it is, takes nothing from its custodian, and is lifted', async () => {
    const held = await world.as('agency', (home) => quarantine(home, { reason: 'authority', items: [scan] }));
    expect(await world.as('agency', (home) => quarantine(home, { reason: 'authority', items: [scan] }))).toMatchObject({
      already: true,
      event: held.event,
    });
    await world.share();
    expect(
      await world.as('acme', (home) => refused(() => ship(home, { to: MIDWAY.gln, items: [scan] }))),
    ).toMatchObject({
      exit: 16,
    });
    await world.as('agency', (home) => release(home, { items: [scan] }));
    await world.share();
    expect(await world.as('acme', (home) => ship(home, { to: MIDWAY.gln, items: [scan] }))).toMatchObject({ packs: 1 });
  });
});
