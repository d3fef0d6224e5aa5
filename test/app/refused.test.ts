// A delivery that was refused, and `receive --all`: what is said to be here is here, and nothing else is taken.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { waiting } from '../../src/app/maintenance/waiting.ts';
import type { Home } from '../../src/app/node/home.ts';
import { knowledgeOf } from '../../src/app/record/knowledge.ts';
import { record } from '../../src/app/record/write.ts';
import { goodsJudge } from '../../src/app/sessions/session-judge.ts';
import { incoming, outgoing } from '../../src/app/steps/incoming.ts';
import { receive } from '../../src/app/steps/receive.ts';
import { ship } from '../../src/app/steps/ship.ts';
import { refuseShipment, voidShipment } from '../../src/app/steps/void.ts';
import { alertsOf } from '../../src/app/verdict/alerts.ts';
import { makeStyle } from '../../src/ui/style.ts';
import {
  incoming as incomingText,
  outgoing as outgoingText,
  receive as receiveText,
} from '../../src/ui/text/shipments.ts';
import { makeWorld, refused, type World } from './goods-world.ts';
import { HILL, MIDWAY } from './network.ts';

const style = await makeStyle(false, false);
const all = { items: [], all: true };

const alerts = (home: Home) => home.ledger.read((view) => alertsOf(home, knowledgeOf(home, view)));
const size = (home: Home) => home.ledger.read((view) => view.chain(home.self.chain)?.size);
const todo = (home: Home) => waiting(home).todo.map(({ what, count }) => [what, count]);

describe('a home to which nothing was sent', () => {
  let world: World;
  beforeAll(async () => {
    world = await makeWorld();
  });
  afterAll(() => world.remove());

  test('has nothing to receive, and is not told that it is there', async () => {
    for (const dryRun of [true, false]) {
      const before = await world.as('hill', size);
      const answer = await world.at('hill', (home) => receive(home, all), { dryRun });
      expect(answer).toMatchObject({ exit: 0, already: false, received: 0, packs: 0, events: [], items: [] });
      expect(answer.event).toBeUndefined();
      expect(receiveText(answer, style)).toBe('nothing is on its way here');
      expect(await world.as('hill', size)).toBe(before);
    }
  });

  test('has nothing from a party that sent nothing, whatever others sent', async () => {
    const { scans } = await world.mint({ count: 1 });
    await world.as('acme', (home) => ship(home, { to: HILL.gln, items: scans }));
    await world.share();
    const answer = await world.as('hill', (home) => receive(home, { ...all, from: MIDWAY.gln }));
    expect(answer).toMatchObject({ exit: 0, already: false, received: 0, from: MIDWAY.gln, fromName: MIDWAY.name });
    expect(receiveText(answer, style)).toBe('nothing is on its way here from Midway Wholesale');
    expect(await world.as('hill', (home) => receive(home, { ...all, from: 'Acme' }))).toMatchObject({ packs: 1 });
    const again = await world.as('hill', (home) => receive(home, { items: scans, all: true }));
    expect(again).toMatchObject({ already: true, exit: 0 });
    expect(receiveText(again, style)).toBe('already recorded: it is here');
  });
});

describe('a refused delivery', () => {
  let world: World;
  let scans: readonly string[];
  let wet: string;
  const send = async (despatch: string, items: readonly string[]) =>
    (await world.as('acme', (home) => ship(home, { to: HILL.gln, items, despatch }))).shipment;
  beforeAll(async () => {
    world = await makeWorld();
    scans = (await world.mint({ count: 9 })).scans;
    wet = await send('WET', scans.slice(0, 3));
    await world.share();
    await world.as('hill', (home) => refuseShipment(home, { shipment: 'WET', reason: 'wet boxes' }));
  });
  afterAll(() => world.remove());

  test('is marked where it is listed, and waits for nobody here', async () => {
    const listed = await world.as('hill', incoming);
    expect(listed.shipments).toMatchObject([
      { shipment: wet, packs: 3, refused: { at: expect.stringMatching(/^2026-11-22T/), reason: 'wet boxes' } },
    ]);
    const text = incomingText(listed, style);
    expect(text).toContain('refused on 2026-11-22: wet');
    expect(text).not.toContain('next: pedigree receive');
    expect((await world.as('hill', todo)).map(([what]) => what)).not.toContain('incoming');
  });

  test('is passed over and named by receive --all, and the rest is taken', async () => {
    const alone = await world.as('hill', (home) => receive(home, all));
    expect(alone).toMatchObject({ exit: 20, already: false, received: 0, events: [] });
    expect(alone.items).toMatchObject([{ n: 0, input: wet, code: 'refused' }]);
    expect(receiveText(alone, style)).toMatch(
      /^nothing received\nnot taken .*refused on 2026-11-22: wet boxes \(WET, 3/,
    );
    await send('DRY', scans.slice(3, 5));
    await world.share();
    const dry = await world.at('hill', (home) => receive(home, all), { dryRun: true });
    expect(dry).toMatchObject({ exit: 20, packs: 2, dryRun: true });
    const answer = await world.as('hill', (home) => receive(home, all));
    expect(answer).toMatchObject({ exit: 20, already: false, packs: 2, warnings: [] });
    expect(answer.items).toMatchObject([{ input: wet, code: 'refused' }]);
    const text = receiveText(answer, style);
    expect(text).toMatch(/^received 2 packs\nnot taken /);
    expect(await world.counts('hill')).toEqual({ active: 2, incoming: 3 });
  });

  test('is told to its shipper with the reason, who takes it back', async () => {
    await world.share();
    const listed = await world.as('acme', outgoing);
    expect(listed.shipments).toMatchObject([{ shipment: wet, refused: { reason: expect.stringContaining('wet') } }]);
    const text = outgoingText(listed, style);
    expect(text).toContain('refused on 2026-11-22: wet');
    expect(text).toContain('pedigree void');
    const raised = await world.as('acme', alerts);
    expect(raised).toMatchObject([
      { code: 'exception-refused', state: 'open', text: expect.stringMatching(/Hill Pharmacy refused .*wet/) },
    ]);
    // Of others that may read it, a regulator.
    expect(await world.as('agency', alerts)).toMatchObject([{ code: 'exception-refused' }]);
  });

  test('is taken pack by pack where a pack is named, which says that it was refused', async () => {
    const named = await world.as('hill', (home) => receive(home, { items: [scans[0] ?? ''] }));
    expect(named).toMatchObject({ exit: 0, packs: 1, already: false });
    expect(named.warnings).toMatchObject([expect.stringMatching(/was refused on 2026-11-22: wet/)]);
    const rest = await world.as('hill', (home) => receive(home, all));
    expect(rest).toMatchObject({ exit: 20, received: 0, items: [{ code: 'refused' }] });
    expect(rest.items[0]?.reason).toContain('2 packs');
  });

  test('is awaited by no scanning session, and a scan out of it says that it was refused', async () => {
    const { expected, looks } = await world.as('hill', async (home) => {
      const judge = goodsJudge(home, 'receive');
      return { expected: judge.expected, looks: await judge.looks([scans[1] ?? '', 'WET']) };
    });
    expect(expected).toEqual([]);
    for (const look of looks) expect(look).toMatchObject({ taken: true, status: 'caution', code: 'refused' });
  });

  test('is taken where it is named, with all or alone, and then there is nothing to take back', async () => {
    const named = await world.as('hill', (home) => receive(home, { items: ['WET'], all: true }));
    expect(named).toMatchObject({ exit: 0, packs: 2, items: [] });
    expect(named.warnings).toHaveLength(1);
    expect(await world.as('hill', (home) => receive(home, { items: ['WET'] }))).toMatchObject({
      already: true,
      exit: 0,
    });
    expect(await world.as('hill', (home) => receive(home, all))).toMatchObject({ already: false, exit: 0 });
    const late = { shipment: 'WET', reason: 'wet' };
    expect(await world.as('hill', (home) => refused(() => refuseShipment(home, late)))).toMatchObject({ exit: 14 });
    await world.share();
    expect(await world.as('acme', outgoing)).toEqual({ shipments: [] });
    expect(await world.as('acme', alerts)).toMatchObject([{ code: 'exception-refused', state: 'closed' }]);
  });

  test('that its shipper took back is gone, and the refusal stands as it was', async () => {
    await send('BACK', scans.slice(5, 7));
    await world.share();
    const order = { shipment: 'BACK', reason: 'not ordered' };
    const first = await world.as('hill', (home) => refuseShipment(home, order));
    await world.share();
    await world.as('acme', (home) => voidShipment(home, { items: ['BACK'], reason: 'refused' }));
    await world.share();
    // What was taken back is not taken in, and is named; where nothing else came that is all there is to say.
    await expect(world.as('hill', (home) => receive(home, all))).rejects.toMatchObject({ exit: 14 });
    const again = await world.as('hill', (home) => refuseShipment(home, order));
    expect(again).toMatchObject({ already: true, event: first.event, packs: 2, warnings: [] });
    const other = await world.as('hill', (home) => refuseShipment(home, { ...order, reason: 'late' }));
    expect(other).toMatchObject({ already: true, warnings: [expect.stringContaining('not ordered')] });
    const late = { items: ['BACK'], reason: 'late' };
    expect(await world.as('acme', (home) => voidShipment(home, late))).toMatchObject({
      already: true,
      warnings: [expect.stringContaining('refused')],
    });
    expect((await world.as('acme', alerts)).map(({ state }) => state)).toEqual(['closed', 'closed']);
  });

  test('that its receiver voids is told to the shipper with the reason', async () => {
    await send('NEVER', scans.slice(6, 7));
    await world.share();
    await world.as('hill', (home) => voidShipment(home, { items: ['NEVER'], reason: 'never came' }));
    await world.share();
    const [told] = (await world.as('acme', alerts)).filter(({ code }) => code === 'delivery-void');
    expect(told?.text).toBe('Hill Pharmacy has voided a delivery, 1 item: never came');
  });

  test('is refused and voided for a reason, or not at all', async () => {
    const shipment = await send('WHY', scans.slice(6, 7));
    await world.share();
    const [refuse, take] = [
      { shipment, reason: ' ' },
      { items: [shipment], reason: '' },
    ];
    expect(await world.as('hill', (home) => refused(() => refuseShipment(home, refuse)))).toMatchObject({ exit: 2 });
    expect(await world.as('acme', (home) => refused(() => voidShipment(home, take)))).toMatchObject({ exit: 2 });
    await world.as('acme', (home) => voidShipment(home, { ...take, reason: 'left behind' }));
  });

  test('is nobody’s word but the receiver’s', async () => {
    const shipment = await send('OURS', scans.slice(7, 9));
    await world.share();
    await world.as('midway', (home) =>
      record(home, { command: 'refuse' }, (tx) => {
        const manifest = { kind: 'refused', shipment, resolution: 'a lie' };
        tx.add({ type: 'exception', public: {}, manifest, partners: [HILL.gln] });
        return {};
      }),
    );
    await world.share();
    expect((await world.as('hill', incoming)).shipments[0]?.refused).toBeUndefined();
    expect(await world.as('hill', (home) => receive(home, all))).toMatchObject({ packs: 2 });
  });
});

describe('a delivery of which something was found missing', () => {
  let world: World;
  let scans: readonly string[];
  beforeAll(async () => {
    world = await makeWorld();
    scans = (await world.mint({ count: 3 })).scans;
    await world.as('acme', (home) => ship(home, { to: HILL.gln, items: scans.slice(0, 2), despatch: 'GONE' }));
    await world.share();
  });
  afterAll(() => world.remove());

  test('is named by receive --all, which takes nothing and says nothing else', async () => {
    const request = { items: ['GONE'], missing: scans.slice(0, 2) };
    await world.as('hill', (home) => receive(home, request));
    const answer = await world.as('hill', (home) => receive(home, all));
    expect(answer).toMatchObject({ exit: 0, already: false, received: 0, items: [{ n: 0, code: 'missing' }] });
    expect(receiveText(answer, style)).toMatch(/^nothing received\nnot taken /);
    const again = await world.as('hill', (home) => receive(home, request));
    expect(again).toMatchObject({ exit: 0, already: true, items: [{ n: 1, code: 'missing' }] });
    expect(receiveText(again, style)).not.toContain('it is here');
  });
});
