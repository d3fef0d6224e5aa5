// Deliveries that are not what was announced: missing, damaged, gone astray, refused, found short later.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { resolveItem } from '../../src/app/items/resolve.ts';
import { objectionsToPack } from '../../src/app/judging/judging.ts';
import type { Home } from '../../src/app/node/home.ts';
import { catchUp } from '../../src/app/record/inventory.ts';
import { knowledgeOf } from '../../src/app/record/knowledge.ts';
import { incoming } from '../../src/app/steps/incoming.ts';
import { found, missing } from '../../src/app/steps/missing.ts';
import { pack } from '../../src/app/steps/pack.ts';
import { receive } from '../../src/app/steps/receive.ts';
import { ship } from '../../src/app/steps/ship.ts';
import { refuseShipment, voidShipment } from '../../src/app/steps/void.ts';
import { GTIN, LOT, makeWorld, OTHER_GTIN, refused, type World } from './goods-world.ts';
import { HILL, MIDWAY } from './network.ts';

/** The stops that a scan of this pack gets at a party. */
function stops(home: Home, scan: string): readonly string[] {
  return home.ledger.read((view) => {
    const known = knowledgeOf(home, view);
    catchUp(known);
    const goods = resolveItem(known, scan);
    if (goods.is.kind !== 'pack') return [];
    return objectionsToPack(known, goods.is, goods).map((told) => told.code);
  });
}

describe('a pallet that arrives short and damaged', () => {
  let world: World;
  let scans: readonly string[];
  let cases: readonly string[];
  let pallet: string;
  beforeAll(async () => {
    world = await makeWorld();
    const one = await world.mint({ count: 60, caseOf: 10 });
    const two = await world.mint({ count: 30, caseOf: 10, gtin: OTHER_GTIN, lot: 'B7' });
    const three = await world.mint({ count: 30, caseOf: 10, gtin: OTHER_GTIN, lot: 'B8', expiry: '2029-01-00' });
    scans = one.scans;
    cases = [...(one.ssccs ?? []), ...(two.ssccs ?? []), ...(three.ssccs ?? [])];
    pallet = (await world.as('acme', (home) => pack(home, { into: 'new', items: cases }))).container;
    await world.as('acme', (home) => ship(home, { to: MIDWAY.gln, items: [pallet], despatch: 'S' }));
    await world.share();
  });
  afterAll(() => world.remove());

  test('one shipment of three lots is announced, and nothing is written by looking', async () => {
    const events = await world.as('midway', (home) => home.ledger.read((view) => view.chain(home.self.chain)?.size));
    const { shipments } = await world.as('midway', incoming);
    expect(shipments).toHaveLength(1);
    expect(shipments[0]?.lots.map(({ lot, packs }) => [lot, packs])).toEqual([
      ['B7', 30],
      ['B8', 30],
      ['ABC123', 60],
    ]);
    expect(await world.as('midway', (home) => home.ledger.read((view) => view.chain(home.self.chain)?.size))).toBe(
      events,
    );
  });

  test('a case is missing and a pack is crushed: exit 20, and each is where it belongs', async () => {
    const [gone = '', other = ''] = cases;
    const crushed = scans[15] ?? '';
    const dry = await world.at(
      'midway',
      (home) => receive(home, { items: ['S'], missing: [gone], damaged: [crushed] }),
      { dryRun: true },
    );
    expect(dry).toMatchObject({ exit: 20, dryRun: true });
    const received = await world.as('midway', (home) =>
      receive(home, { items: ['S'], missing: [gone], damaged: [crushed] }),
    );
    expect(received).toMatchObject({ exit: 20, received: 1, packs: 110, missing: [gone], damaged: [crushed] });
    expect(await world.as('midway', (home) => stops(home, crushed))).toEqual(['quarantined']);
    expect(await world.as('midway', (home) => stops(home, scans[16] ?? ''))).toEqual([]);
    // What is missing is on its way here still, for Midway a caution, for others a stop.
    expect(await world.as('midway', (home) => stops(home, scans[0] ?? ''))).toEqual([]);
    await world.share();
    expect(await world.as('corner', (home) => stops(home, scans[0] ?? ''))).toEqual(['in-transit-elsewhere']);
    expect(await world.counts('acme')).toEqual({ outgoing: 10 });
    expect(await world.counts('midway')).toEqual({ active: 109, quarantined: 1, incoming: 10 });
    expect(other).not.toBe('');
  });

  test('the same again is already recorded, and what is missing stays missing', async () => {
    const request = { items: ['S'], missing: [cases[0] ?? ''], damaged: [scans[15] ?? ''] };
    expect(await world.as('midway', (home) => receive(home, request))).toMatchObject({ already: true, exit: 0 });
    expect(await world.counts('midway')).toEqual({ active: 109, quarantined: 1, incoming: 10 });
  });

  test('what is named missing or damaged after the receipt is not taken for recorded', async () => {
    const [late, hurt] = [cases[1] ?? '', scans[17] ?? ''];
    const gone = await world.as('midway', (home) => refused(() => receive(home, { items: ['S'], missing: [late] })));
    expect(gone).toMatchObject({ exit: 14, detail: { items: [{ n: 1, input: late, code: 'wrong-state' }] } });
    expect(gone.hint).toContain('pedigree missing');
    const crushed = await world.as('midway', (home) => refused(() => receive(home, { items: ['S'], damaged: [hurt] })));
    expect(crushed).toMatchObject({ exit: 14, detail: { items: [{ n: 1, input: hurt, code: 'wrong-state' }] } });
    expect(crushed.hint).toContain('pedigree quarantine');
    const nonsense = { items: ['S'], missing: ['nonsense'] };
    expect(await world.as('midway', (home) => refused(() => receive(home, nonsense)))).toMatchObject({ exit: 65 });
  });

  test('what is named damaged and is no part of what is received stops the receipt, as what is missing does', async () => {
    const [own = ''] = (await world.mint({ count: 1, lot: 'ELSE' })).scans;
    const never = `(01)${GTIN}(21)NOSUCHSERIAL(17)280630(10)${LOT}`;
    for (const name of ['damaged', 'missing'] as const) {
      for (const [item, exit] of [
        [own, 19],
        [never, 11],
        [scans[16] ?? '', 14],
        ['nonsense', 65],
      ] as const) {
        const request = { items: [cases[0] ?? ''], [name]: [item] };
        const error = await world.as('midway', (home) => refused(() => receive(home, request)));
        expect([name, item, error.exit]).toEqual([name, item, exit]);
      }
    }
    const both = { items: [cases[0] ?? ''], missing: [cases[0] ?? ''], damaged: [scans[0] ?? ''] };
    expect(await world.as('midway', (home) => refused(() => receive(home, both)))).toMatchObject({ exit: 2 });
  });

  test('what is named as here and as missing is missing, also where that was said before', async () => {
    const [gone = ''] = cases;
    const again = await world.as('midway', (home) => receive(home, { items: [gone], missing: [gone] }));
    expect(again).toMatchObject({ already: true, exit: 0, received: 0, packs: 0 });
    expect(await world.counts('midway')).toEqual({ active: 109, quarantined: 1, incoming: 10 });
  });

  test('the shipper is told of both differences', async () => {
    const kinds = await world.as('acme', (home) =>
      home.ledger.read((view) => {
        const known = knowledgeOf(home, view);
        return [...view.eventsOf(['exception'])].map((event) => known.manifest(event)?.kind);
      }),
    );
    expect(kinds.sort()).toEqual(['damaged', 'underage']);
  });

  test('the missing case is still announced, and can be received when it turns up', async () => {
    const { shipments } = await world.as('midway', incoming);
    expect(shipments).toMatchObject([{ items: 1, packs: 10, despatch: 'S' }]);
    const received = await world.as('midway', (home) => receive(home, { items: [cases[0] ?? ''] }));
    expect(received).toMatchObject({ exit: 0, packs: 10 });
    expect((await world.as('midway', incoming)).shipments).toEqual([]);
  });

  test('a pack found short later is unaccounted for, for everybody, until it is found', async () => {
    const q = scans[20] ?? '';
    await world.as('midway', (home) => missing(home, { items: [q] }));
    await world.share();
    for (const who of ['midway', 'corner'] as const) {
      expect(await world.as(who, (home) => stops(home, q))).toContain('unaccounted');
    }
    await world.as('midway', (home) => found(home, { items: [q] }));
    expect(await world.as('midway', (home) => stops(home, q))).toEqual([]);
  });
});

describe('a delivery with more in it than was announced', () => {
  let world: World;
  let scans: readonly string[];
  beforeAll(async () => {
    world = await makeWorld();
    scans = (await world.mint({ count: 6 })).scans;
    for (const [despatch, items] of [
      ['E1', scans.slice(0, 2)],
      ['E2', scans.slice(2, 3)],
    ] as const) {
      await world.as('acme', (home) => ship(home, { to: MIDWAY.gln, items, despatch }));
    }
    await world.as('acme', (home) => voidShipment(home, { items: ['E2'], reason: 'left behind' }));
    await world.share();
  });
  afterAll(() => world.remove());

  test('a pack that is recorded elsewhere is a difference, and the shipper hears of it alone', async () => {
    const extra = scans[4] ?? '';
    const received = await world.as('midway', (home) => receive(home, { items: ['E1', extra, 'E2', '(01)1'] }));
    expect(received).toMatchObject({ received: 2, extra: [extra], exit: 14 });
    expect(received.items.map(({ n, code }) => [n, code])).toEqual([
      [2, 'not-in-your-custody'],
      [3, 'wrong-state'],
      [4, 'not-gs1'],
    ]);
    await world.share();
    const told = await world.as('acme', (home) =>
      home.ledger.read((view) => {
        const known = knowledgeOf(home, view);
        return [...view.eventsOf(['exception'])].map((event) => known.manifest(event));
      }),
    );
    expect(told).toMatchObject([{ kind: 'overage', extra: [extra] }]);
  });

  test('it ends in 20 where nothing else is wrong', async () => {
    const [shipped = '', extra = ''] = [scans[3], scans[5]];
    await world.as('acme', (home) => ship(home, { to: MIDWAY.gln, items: [shipped], despatch: 'E3' }));
    await world.share();
    const dry = await world.at('midway', (home) => receive(home, { items: ['E3', extra] }), { dryRun: true });
    expect(dry).toMatchObject({ exit: 20, dryRun: true });
    const received = await world.as('midway', (home) => receive(home, { items: ['E3', extra] }));
    expect(received).toMatchObject({ received: 1, extra: [extra], exit: 20 });
  });
});

describe('a delivery that goes astray', () => {
  let world: World;
  let scans: readonly string[];
  beforeAll(async () => {
    world = await makeWorld();
    scans = (await world.mint({ count: 3 })).scans;
    await world.as('acme', (home) => ship(home, { to: 'Corner Pharmacy', items: scans, despatch: 'DA-9' }));
    await world.share();
  });
  afterAll(() => world.remove());

  test('whoever got the goods of another cannot receive them, and is told whom to call', async () => {
    const error = await world.as('hill', (home) => refused(() => receive(home, { items: [scans[0] ?? ''] })));
    expect(error).toMatchObject({ exit: 14 });
    expect(error.detail?.items).toMatchObject([{ n: 1, code: 'in-transit-elsewhere' }]);
    expect(error.message).toContain('Corner Pharmacy');
    expect(await world.counts('hill')).toEqual({});
  });

  test('the shipper takes it back and sends it to the right one', async () => {
    await world.as('acme', (home) => voidShipment(home, { items: ['DA-9'], reason: 'wrong address' }));
    expect(
      await world.as('acme', (home) => voidShipment(home, { items: [scans[0] ?? ''], reason: 'x' })),
    ).toMatchObject({
      already: true,
    });
    await world.as('acme', (home) => ship(home, { to: HILL.gln, items: scans }));
    await world.share();
    expect((await world.as('corner', incoming)).shipments).toEqual([]);
    expect(await world.as('hill', (home) => receive(home, { items: [], all: true }))).toMatchObject({
      exit: 0,
      packs: 3,
    });
    expect(await world.counts('hill')).toEqual({ active: 3 });
  });
});

describe('a delivery of which nothing came', () => {
  let world: World;
  let scans: readonly string[];
  beforeAll(async () => {
    world = await makeWorld();
    scans = (await world.mint({ count: 2 })).scans;
    await world.as('acme', (home) => ship(home, { to: 'Corner Pharmacy', items: scans, despatch: 'DA-3' }));
    await world.share();
  });
  afterAll(() => world.remove());

  test('is told to the shipper once, stays on its way, and can be received when it turns up', async () => {
    const request = { items: ['DA-3'], missing: scans };
    const told = await world.as('corner', (home) => receive(home, request));
    expect(told).toMatchObject({ exit: 20, received: 0, packs: 0, missing: scans });
    expect(told.events).toHaveLength(1);
    expect(await world.as('corner', (home) => receive(home, request))).toMatchObject({ already: true, exit: 0 });
    expect(await world.as('corner', (home) => receive(home, { items: [], all: true }))).toMatchObject({ received: 0 });
    expect((await world.as('corner', incoming)).shipments).toMatchObject([{ packs: 2 }]);
    expect(await world.as('corner', (home) => receive(home, { items: scans }))).toMatchObject({ exit: 0, packs: 2 });
  });
});

describe('a delivery that is refused at the door', () => {
  let world: World;
  beforeAll(async () => {
    world = await makeWorld();
    const { scans } = await world.mint({ count: 2 });
    await world.as('acme', (home) => ship(home, { to: 'Corner Pharmacy', items: scans, despatch: 'DA-1' }));
    await world.share();
  });
  afterAll(() => world.remove());

  test('custody does not change until the shipper takes it back, and nobody disputes it', async () => {
    const told = await world.as('corner', (home) => refuseShipment(home, { shipment: 'DA-1', reason: 'damaged' }));
    expect(told).toMatchObject({ packs: 2, already: false });
    expect(
      await world.as('corner', (home) => refuseShipment(home, { shipment: 'DA-1', reason: 'damaged' })),
    ).toMatchObject({ already: true, event: told.event });
    await world.share();
    expect(await world.counts('acme')).toEqual({ outgoing: 2 });
    await world.as('acme', (home) => voidShipment(home, { items: ['DA-1'], reason: 'refused' }));
    await world.share();
    expect(await world.counts('acme')).toEqual({ active: 2 });
    expect(await world.counts('corner')).toEqual({});
  });
});

describe('two pallets with something wrong in each of 260 cases', () => {
  let world: World;
  let scans: readonly string[];
  beforeAll(async () => {
    world = await makeWorld();
    const minted = await world.mint({ count: 780, caseOf: 3 });
    scans = minted.scans;
    const cases = minted.ssccs ?? [];
    const halves = [cases.slice(0, 130), cases.slice(130)];
    const pallets: string[] = [];
    for (const items of halves)
      pallets.push((await world.as('acme', (home) => pack(home, { into: 'new', items }))).container);
    await world.as('acme', (home) => ship(home, { to: MIDWAY.gln, items: pallets, despatch: 'S' }));
    await world.share();
  }, 240_000);
  afterAll(() => world.remove());

  test('more cases than one event can open: it is recorded in parts, and adds up', async () => {
    const nth = (n: number) => scans.filter((_, i) => i % 3 === n);
    const received = await world.as('midway', (home) =>
      receive(home, { items: ['S'], missing: nth(0), damaged: nth(1) }),
    );
    expect(received).toMatchObject({ exit: 20, received: 2, packs: 520 });
    const types = await world.as('midway', (home) =>
      home.ledger.read((view) => received.events.map((ref) => view.event(ref)?.leaf.type)),
    );
    expect(types).toEqual(['receive', 'receive', 'quarantine', 'quarantine', 'exception', 'exception']);
    const gone = await world.as('midway', (home) => stops(home, scans[0] ?? ''));
    expect(gone).toEqual([]);
    expect(await world.as('midway', (home) => stops(home, scans[779 - 1] ?? ''))).toEqual(['quarantined']);
    expect(await world.as('midway', (home) => stops(home, scans[779] ?? ''))).toEqual([]);
  }, 240_000);
});
