// A shipper's records split at a shipment: it goes by another reference from then on, and what was said of it under the first still
// counts, also in an inventory that is built anew.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { refusedDelivery } from '../../src/app/items/refusals.ts';
import { catchUp } from '../../src/app/record/inventory.ts';
import { type Knowledge, knowledgeOf } from '../../src/app/record/knowledge.ts';
import { type Shipment, shipments } from '../../src/app/record/shipments-known.ts';
import { answerTo, reportedMissing } from '../../src/app/steps/incoming.ts';
import { receive } from '../../src/app/steps/receive.ts';
import { ship } from '../../src/app/steps/ship.ts';
import { refuseShipment } from '../../src/app/steps/void.ts';
import { copyFolder } from '../copy-folder.ts';
import { makeWorld, type World } from './goods-world.ts';
import { HILL, MIDWAY } from './network.ts';

let world: World;
let packs: readonly string[];
let shipment: string;
beforeEach(async () => {
  world = await makeWorld();
  packs = (await world.mint({ count: 2 })).scans;
  await world.share();
  copyFolder(world.path('acme'), world.path('copy'));
  await world.at('copy', (home) => home.ledger.confirmHead());
  shipment = (await world.as('acme', (home) => ship(home, { to: MIDWAY.gln, items: packs }))).shipment;
  await world.share();
});
afterEach(() => world.remove());

/** A copy of the shipper's folder writes another event at that place. */
async function split(): Promise<void> {
  await world.at('copy', (home) => ship(home, { to: HILL.gln, items: packs.slice(0, 1) }));
  await world.carry('copy', 'midway');
  expect(await world.as('midway', (home) => home.ledger.read((view) => view.event(shipment)?.ref))).toMatch(/~/);
}

/** What is said of each shipment at its receiver: by then, after its shipper's records have split, and from an index made anew. */
async function staysTheSame(told: (known: Knowledge, shipment: Shipment) => unknown): Promise<unknown> {
  const said = () =>
    world.as('midway', (home) =>
      home.ledger.read((view) => {
        const known = knowledgeOf(home, view);
        catchUp(known);
        return shipments(known).map((one) => told(known, one));
      }),
    );
  const before = await said();
  await split();
  expect(await said()).toEqual(before);
  await world.as('midway', (home) => home.ledger.rebuild());
  expect(await said()).toEqual(before);
  return before;
}

describe('a shipment at which the records of its shipper split', () => {
  test('stays refused', async () => {
    const { event } = await world.as('midway', (home) => refuseShipment(home, { shipment, reason: 'wet' }));
    expect(await staysTheSame((known, one) => refusedDelivery(known, one)?.event)).toEqual([event]);
  });

  test.each([1, 2])('has the same %i packs missing, and the same answer', async (count) => {
    const missing = packs.slice(-count);
    const { events } = await world.as('midway', (home) => receive(home, { items: [shipment], missing }));
    const told = (known: Knowledge, one: Shipment) => [reportedMissing(known, one.ref).size, answerTo(known, one)];
    expect(await staysTheSame(told)).toEqual([[count, events[0]]]);
  });
});
