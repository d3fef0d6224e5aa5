// The road of packs from their maker to the patient, with several ledgers that exchange bundles.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contents } from '../../src/app/steps/contents.ts';
import { dispense } from '../../src/app/steps/dispense.ts';
import { incoming, outgoing } from '../../src/app/steps/incoming.ts';
import { pack } from '../../src/app/steps/pack.ts';
import { receive } from '../../src/app/steps/receive.ts';
import { ship } from '../../src/app/steps/ship.ts';
import { stock } from '../../src/app/verdict/stock.ts';
import { GTIN, makeWorld, type World } from './goods-world.ts';
import { HILL, MIDWAY } from './network.ts';

describe('packs go from the maker over a wholesaler to a pharmacy', () => {
  let world: World;
  let scans: readonly string[];
  let ssccs: readonly string[];
  let pallet: string;
  let shipment: string;
  beforeAll(async () => {
    world = await makeWorld();
  });
  afterAll(() => world.remove());

  test('a lot is minted in cases, and its scans are what a scanner types', async () => {
    const made = await world.mint({ count: 25, caseOf: 10 });
    expect(made).toMatchObject({ gtin: GTIN, count: 25, cases: 3, already: false });
    scans = made.scans;
    ssccs = made.ssccs ?? [];
    expect(scans).toHaveLength(25);
    expect(scans[0]?.split(String.fromCharCode(29))).toEqual([
      expect.stringMatching(/^\]d201\d{14}17\d{6}10ABC123$/),
      expect.stringMatching(/^21[0-9A-Z]{16}$/),
    ]);
    expect(await world.counts('acme')).toEqual({ active: 25 });
  });

  test('cases go on a pallet, and the pallet to the wholesaler', async () => {
    const packed = await world.as('acme', (home) => pack(home, { into: 'new', items: ssccs }));
    expect(packed).toMatchObject({ children: 3, packs: 25 });
    pallet = packed.container;
    const shipped = await world.as('acme', (home) =>
      ship(home, { to: 'Midway Wholesale', items: [pallet], despatch: 'DA-1' }),
    );
    expect(shipped).toMatchObject({ to: MIDWAY.gln, items: 1, packs: 25, opened: [] });
    expect(shipped.shipment).toBe(shipped.event);
    shipment = shipped.shipment;
    expect((await world.as('acme', outgoing)).shipments).toHaveLength(1);
    expect(await world.counts('acme')).toEqual({ outgoing: 25 });
  });

  test('the wholesaler sees what is coming without opening it', async () => {
    await world.share('acme', 'midway');
    const { shipments } = await world.as('midway', incoming);
    expect(shipments).toHaveLength(1);
    expect(shipments[0]).toMatchObject({ shipment, items: 1, packs: 25, despatch: 'DA-1' });
    const { tree, packs } = await world.as('midway', (home) => contents(home, pallet));
    expect(packs).toBe(25);
    expect(tree.children).toHaveLength(3);
  });

  test('it receives the pallet and hands on one pack out of a case', async () => {
    const received = await world.as('midway', (home) => receive(home, { items: ['DA-1'] }));
    expect(received).toMatchObject({ exit: 0, received: 1, packs: 25, missing: [] });
    const again = await world.as('midway', (home) => receive(home, { items: [shipment] }));
    expect(again).toMatchObject({ already: true, event: received.event });
    const shipped = await world.as('midway', (home) => ship(home, { to: HILL.gln, items: [scans[0] ?? ''] }));
    expect(shipped.packs).toBe(1);
    expect(shipped.opened.map(({ was, now }) => [was, now])).toEqual([
      [10, 9],
      [25, 24],
    ]);
    expect(await world.counts('midway')).toEqual({ active: 24, outgoing: 1 });
  });

  test('the pharmacy dispenses it though it was not received yet', async () => {
    await world.share();
    const given = await world.as('hill', (home) => dispense(home, [scans[0] ?? ''], { ref: 'RX 17' }));
    expect(given.lines[0]).toMatchObject({ result: 'dispensed', exit: 0 });
    const again = await world.as('hill', (home) => dispense(home, [scans[0] ?? '']));
    expect(again.lines[0]).toMatchObject({ result: 'refused', exit: 14 });
    await world.share();
    expect(await world.counts('hill')).toEqual({ dispensed: 1 });
    expect(await world.counts('midway')).toEqual({ active: 24 });
    expect(await world.as('acme', (home) => stock(home).packs)).toBe(0);
  });
});
