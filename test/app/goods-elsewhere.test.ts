// Goods that belong to somebody else, or of which the delivery has not arrived: not yours, or what is missing, by name.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Home } from '../../src/app/node/home.ts';
import { contents } from '../../src/app/steps/contents.ts';
import { pack } from '../../src/app/steps/pack.ts';
import { quarantine } from '../../src/app/steps/quarantine.ts';
import { receive } from '../../src/app/steps/receive.ts';
import { ship } from '../../src/app/steps/ship.ts';
import { unpack } from '../../src/app/steps/unpack.ts';
import { verifyScans } from '../../src/app/verdict/verify.ts';
import { CORNER, makeWorld, refused, type World } from './goods-world.ts';
import { HILL, MIDWAY } from './network.ts';

describe('goods that are not for this party', () => {
  let world: World;
  let scans: readonly string[];
  let ssccs: readonly string[];
  let toCorner: string;
  const sscc = (at: number): string => ssccs[at] ?? '';

  beforeAll(async () => {
    world = await makeWorld();
    const minted = await world.mint({ count: 12, caseOf: 3 });
    scans = minted.scans;
    ssccs = minted.ssccs ?? [];
    const { shipment } = await world.as('acme', (home) => ship(home, { to: CORNER.gln, items: [sscc(0)] }));
    toCorner = shipment;
    await world.as('acme', (home) => ship(home, { to: HILL.gln, items: [sscc(1)] }));
    await world.share();
    await world.as('hill', (home) => receive(home, { items: [], all: true }));
    world.later();
    await world.as('hill', (home) => ship(home, { to: MIDWAY.gln, items: [sscc(1)], reason: 'wrong product' }));
    world.later();
  });
  afterAll(() => world.remove());

  const asHill = (fn: (home: Home) => unknown) => world.as('hill', (home) => refused(() => fn(home)));
  const atHill = (item: string) => asHill((home) => receive(home, { items: [item] }));

  test('a case of which nothing that came tells is not known yet, in the same words whatever the command', async () => {
    const error = await atHill(sscc(0));
    expect(error).toMatchObject({
      exit: 19,
      message: `part of what is recorded about this item has not reached this computer: no delivery to here that has arrived names SSCC ${sscc(0)}`,
      hint: expect.stringMatching(/Run pedigree sync.*Last heard from others 2 h ago.*do not open it/),
    });
    const commands: readonly ((home: Home) => unknown)[] = [
      (home) => ship(home, { to: MIDWAY.gln, items: [sscc(0)] }),
      (home) => quarantine(home, { items: [sscc(0)], reason: 'suspect' }),
      (home) => unpack(home, { items: [sscc(0)] }),
      (home) => contents(home, sscc(0)),
      (home) => pack(home, { into: 'new', items: [sscc(0)] }),
    ];
    for (const command of commands) expect(await asHill(command)).toMatchObject({ exit: 19, message: error.message });
    const options = { strict: false, at: undefined, maxAge: undefined };
    for await (const { exit, data } of verifyScans(world.env('hill'), [sscc(0)], options)) {
      expect({ exit, data }).toMatchObject({ exit: 19, data: { reasons: [{ text: error.message }] } });
    }
  });

  test('a pack out of it tells whose it is', async () => {
    expect(await atHill(scans[0] ?? '')).toMatchObject({
      exit: 14,
      message: 'on the way from Acme to Corner Pharmacy',
      hint: 'Not yours. Do not open. Call Acme desk of Acme.',
    });
  });

  test('its shipment is somebody else’s', async () => {
    expect(await atHill(toCorner)).toMatchObject({
      exit: 14,
      message: 'not yours: a shipment of Acme to somebody else',
      hint: 'Do not open. Call Acme desk of Acme.',
    });
  });

  test('a case that was here and was sent on says so', async () => {
    expect(await atHill(sscc(1))).toMatchObject({
      exit: 14,
      message: expect.stringMatching(/^you returned it to Midway Wholesale today at 10:00/),
    });
  });

  test('a shipment of which the event has not arrived is named, and received once it has', async () => {
    const { shipment } = await world.as('acme', (home) => ship(home, { to: HILL.gln, items: [sscc(2)] }));
    const [, seq] = shipment.split('/');
    expect(await atHill(shipment)).toMatchObject({
      exit: 19,
      message: `event ${seq} of Acme has not arrived: its chain is here up to ${Number(seq) - 1}`,
      hint: expect.stringContaining('pedigree sync'),
    });
    await world.carry('acme', 'hill');
    expect(await world.as('hill', (home) => receive(home, { items: [shipment] }))).toMatchObject({ exit: 0, packs: 3 });
  });

  test('an event of another kind, and a chain that nobody heard of', async () => {
    const [chain] = toCorner.split('/');
    expect(await atHill(`${chain}/0`)).toMatchObject({
      exit: 66,
      message: `no shipment ${chain}/0: that event is of type open`,
    });
    expect(await atHill(`${'a'.repeat(26)}/3`)).toMatchObject({ exit: 19 });
  });
});
