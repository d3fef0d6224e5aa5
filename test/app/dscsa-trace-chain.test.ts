// An inspector's question about goods of partners in the network: answered from shipments that the own keys open.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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
}, 60_000);
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
