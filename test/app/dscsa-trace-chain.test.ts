// An inspector's question about goods of partners in the network: answered from shipments that the own keys open.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { identify } from '../../src/app/scans/identify.ts';
import { pack } from '../../src/app/steps/pack.ts';
import { receive } from '../../src/app/steps/receive.ts';
import { ship } from '../../src/app/steps/ship.ts';
import { voidShipment } from '../../src/app/steps/void.ts';
import { type TraceRequest, traceGoods } from '../../src/app/tracing/trace-goods.ts';
import { checkEpcis } from '../../src/epcis/index.ts';
import { GTIN, LOT, makeWorld, type World } from './goods-world.ts';
import { ACME, HILL, MIDWAY } from './network.ts';

let world: World;
let scans: readonly string[];
const trace = (party: 'acme' | 'midway' | 'hill', request: Partial<TraceRequest>) =>
  world.as(party, (home) => traceGoods(home, { affirm: false, ...request }));

beforeAll(async () => {
  world = await makeWorld();
  ({ scans } = await world.mint({ count: 6 }));
  await world.as('acme', (home) => ship(home, { to: MIDWAY.gln, items: scans.slice(3, 6), despatch: 'V' }));
  await world.as('acme', (home) => voidShipment(home, { items: scans.slice(3, 6), reason: 'left behind' }));
  const box = await world.as('acme', (home) => pack(home, { into: 'new', items: scans.slice(0, 4) }));
  await world.as('acme', (home) => ship(home, { to: MIDWAY.gln, items: [box.container], despatch: 'S' }));
  await world.share();
  await world.as('midway', (home) =>
    receive(home, { items: ['S'], all: false, missing: [], damaged: [], checked: false }),
  );
  world.later();
  await world.as('midway', (home) => ship(home, { to: HILL.gln, items: scans.slice(0, 1), despatch: 'T' }));
  await world.share();
});
afterAll(() => world.remove());

describe('a pack of the network', () => {
  test('is answered with every hand-over, what was taken back left out', async () => {
    const { transactions } = await trace('hill', { item: scans[0] ?? '' });
    expect(transactions).toMatchObject([
      { source: 'chain', lot: LOT, from: { gln: ACME.gln, name: ACME.name }, to: { gln: MIDWAY.gln } },
      { source: 'chain', from: { gln: MIDWAY.gln }, to: { gln: HILL.gln, name: HILL.name }, despatch: 'T' },
    ]);
    expect((await trace('acme', { item: scans[3] ?? '' })).transactions).toMatchObject([
      { despatch: 'S', containers: 4 },
    ]);
  });

  test('is found by its lot at whoever sent or received it', async () => {
    const { transactions } = await trace('midway', { gtin: GTIN, lot: LOT });
    expect(transactions.map(({ despatch, state, containers }) => [despatch, state, containers])).toEqual([
      ['S', 'received', 4],
      ['T', 'shipped', 1],
    ]);
    expect(transactions[0]?.missing).toContain('statement');
  });

  test('is written as a shipment that the check finds', async () => {
    const out = `${world.path('midway')}.json`;
    await trace('midway', { gtin: GTIN, out });
    const checked = await checkEpcis(() => [readFileSync(out)]);
    expect(checked).toMatchObject({ events: 2, packs: 4 });
  });
});

describe('a shipment that did not come as it was sent', () => {
  test('tells of each pack whether it came, and what came damaged or later', async () => {
    const { scans } = await world.mint({ count: 5, lot: 'SHORT1' });
    const box = await world.as('acme', (home) => pack(home, { into: 'new', items: scans.slice(0, 4) }));
    await world.as('acme', (home) => ship(home, { to: MIDWAY.gln, items: [box.container, scans[4] ?? ''], po: 'P' }));
    await world.share();
    const serial = (n: number) => {
      const { label } = identify(scans[n] ?? '');
      return label?.kind === 'pack' ? label.serial : undefined;
    };
    const told = async () => (await trace('midway', { gtin: GTIN, lot: 'SHORT1' })).transactions;
    const ofPack = async (n: number) => (await trace('midway', { item: scans[n] ?? '' })).transactions[0];
    expect(await told()).toMatchObject([{ state: 'shipped', serials: { length: 5 } }]);
    expect((await told())[0]).not.toHaveProperty('receipt');
    await world.as('midway', (home) =>
      receive(home, { items: [box.container], missing: [scans[1] ?? ''], damaged: [scans[2] ?? ''] }),
    );
    const short = { received: 3, notReceived: expect.any(Array), damaged: [serial(2)] };
    expect(await told()).toMatchObject([{ state: 'shipped', receipt: short }]);
    expect((await told())[0]?.receipt?.notReceived.toSorted()).toEqual([serial(1), serial(4)].toSorted());
    expect(await ofPack(0)).toMatchObject({
      state: 'received',
      receipt: { received: 1, notReceived: [], damaged: [] },
    });
    expect(await ofPack(2)).toMatchObject({ state: 'received', receipt: { received: 1, damaged: [serial(2)] } });
    expect(await ofPack(1)).toMatchObject({ state: 'shipped' });
    expect(await ofPack(1)).not.toHaveProperty('receipt');
    await world.as('midway', (home) => receive(home, { items: [scans[1] ?? '', scans[4] ?? ''] }));
    const whole = { received: 5, notReceived: [], damaged: [serial(2)] };
    expect(await told()).toMatchObject([{ state: 'received', receipt: whole }]);
    expect(await ofPack(1)).toMatchObject({ state: 'received', receipt: { received: 1 } });
  });
});
