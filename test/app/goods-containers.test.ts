// Cases and pallets: packing, opening by one level, SSCCs that are never used twice, goods taken out on the way.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { knowledgeOf } from '../../src/app/record/knowledge.ts';
import { contents } from '../../src/app/steps/contents.ts';
import { dispense } from '../../src/app/steps/dispense.ts';
import { pack } from '../../src/app/steps/pack.ts';
import { receive } from '../../src/app/steps/receive.ts';
import { ship } from '../../src/app/steps/ship.ts';
import { unpack } from '../../src/app/steps/unpack.ts';
import { EVENT } from '../../src/custody/events/all.ts';
import { makeWorld, refused, type World } from './goods-world.ts';
import { HILL, MIDWAY } from './network.ts';

describe('a case on a pallet', () => {
  let world: World;
  let scans: readonly string[];
  let box: string;
  let pallet: string;
  beforeAll(async () => {
    world = await makeWorld();
    const made = await world.mint({ count: 20, caseOf: 10 });
    scans = made.scans;
    box = made.ssccs?.[0] ?? '';
    pallet = (await world.as('acme', (home) => pack(home, { into: 'new', items: made.ssccs ?? [] }))).container;
    await world.as('acme', (home) => ship(home, { to: MIDWAY.gln, items: [pallet] }));
    await world.share('acme', 'midway');
    await world.as('midway', (home) => receive(home, { items: [pallet] }));
  });
  afterAll(() => world.remove());

  test('cannot be unpacked in the same breath as the pallet it stands on', async () => {
    const error = await world.as('midway', (home) => refused(() => unpack(home, { items: [pallet, box] })));
    expect(error.exit).toBe(2);
  });

  test('comes off the pallet full, and again is already recorded', async () => {
    const taken = await world.as('midway', (home) => unpack(home, { from: pallet, items: [box] }));
    expect(taken).toMatchObject({ container: pallet, children: 1, packs: 10 });
    expect(await world.as('midway', (home) => unpack(home, { from: pallet, items: [box] }))).toMatchObject({
      already: true,
      event: taken.event,
    });
    expect(await world.as('midway', (home) => contents(home, box).packs)).toBe(10);
    expect(await world.as('midway', (home) => contents(home, pallet).packs)).toBe(10);
  });

  test('gives its packs when it is unpacked itself', async () => {
    const emptied = await world.as('midway', (home) => unpack(home, { items: [box] }));
    expect(emptied).toMatchObject({ children: 10, packs: 10 });
    expect(await world.as('midway', (home) => unpack(home, { items: [box] }))).toMatchObject({ already: true });
    expect(await world.counts('midway')).toEqual({ active: 20 });
    // Whoever ships it all the same is told; a full one is not remarked on.
    const shipped = (item: string) =>
      world.at('midway', (home) => ship(home, { to: HILL.gln, items: [item] }), { dryRun: true });
    expect((await shipped(box)).warnings).toEqual([`${box} is empty by the records: look what goes`]);
    expect((await shipped(pallet)).warnings).toEqual([]);
  });

  test('an SSCC that was emptied is never packed into again; a new one is drawn', async () => {
    const items = scans.slice(0, 3);
    const error = await world.as('midway', (home) => refused(() => pack(home, { into: box, items })));
    expect(error).toMatchObject({ code: 'sscc-in-use', exit: 14 });
    const packed = await world.as('midway', (home) => pack(home, { into: 'new', items }));
    expect(packed.container).not.toBe(box);
    expect(packed).toMatchObject({ children: 3, packs: 3 });
    expect(await world.as('midway', (home) => pack(home, { into: packed.container, items }))).toMatchObject({
      already: true,
      event: packed.event,
    });
  });

  test('a container that is open here takes more, also out of another one', async () => {
    const packed = await world.as('midway', (home) => pack(home, { into: 'new', items: scans.slice(5, 7) }));
    const more = await world.as('midway', (home) => pack(home, { into: packed.container, items: [scans[12] ?? ''] }));
    expect(more.packs).toBe(1);
    expect(await world.as('midway', (home) => contents(home, packed.container).packs)).toBe(3);
    expect(await world.as('midway', (home) => contents(home, pallet).packs)).toBe(9);
  });

  test('nothing is packed into what it contains', async () => {
    const error = await world.as('midway', (home) => {
      const inner = pack(home, { into: 'new', items: [scans[8] ?? ''] }).container;
      const outer = pack(home, { into: 'new', items: [inner] }).container;
      return refused(() => pack(home, { into: inner, items: [outer] }));
    });
    expect(error.exit).toBe(14);
  });

  test('a pallet shipped from one case to another party opens every level, and both sides agree on what is left', async () => {
    await world.as('midway', (home) => ship(home, { to: HILL.gln, items: [pallet] }));
    await world.share();
    const given = await world.as('hill', (home) => dispense(home, [scans[15] ?? '']));
    expect(given.lines[0]).toMatchObject({ result: 'dispensed', opened: [expect.any(String), pallet] });
    await world.share();
    expect(await world.counts('hill')).toEqual({ active: 8, dispensed: 1 });
    expect(await world.counts('midway')).toEqual({ active: 11 });
  });
});

describe('a pack in a case that is on its way', () => {
  test('is received with the case, as a part of its shipment', async () => {
    const world = await makeWorld();
    const { scans, ssccs } = await world.mint({ count: 10, caseOf: 10 });
    const { shipment } = await world.as('acme', (home) => ship(home, { to: HILL.gln, items: ssccs ?? [] }));
    await world.share('acme', 'hill');
    await world.as('hill', (home) => dispense(home, scans.slice(0, 1)));
    const receipts = await world.as('hill', (home) =>
      home.ledger.read((view) => {
        const known = knowledgeOf(home, view);
        return [...view.eventsOf([EVENT.receive.type])].map((event) => known.manifest(event)?.shipment);
      }),
    );
    expect(receipts).toEqual([shipment]);
    world.remove();
  });
});
