// Goods that two parties have by their records: who is told what, what goes on and what waits, and how it ends.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { assign } from '../../src/app/steps/assign.ts';
import { decommission } from '../../src/app/steps/decommission.ts';
import { dispense } from '../../src/app/steps/dispense.ts';
import { incoming } from '../../src/app/steps/incoming.ts';
import { pack } from '../../src/app/steps/pack.ts';
import { quarantine } from '../../src/app/steps/quarantine.ts';
import { receive } from '../../src/app/steps/receive.ts';
import { retract } from '../../src/app/steps/retract.ts';
import { ship } from '../../src/app/steps/ship.ts';
import { voidShipment } from '../../src/app/steps/void.ts';
import { listAlerts } from '../../src/app/verdict/alerts.ts';
import { traceScan } from '../../src/app/verdict/trace.ts';
import type { Verified } from '../../src/app/verdict/verify.ts';
import { verifyScans } from '../../src/app/verdict/verify.ts';
import { makeWorld, refused, type Who, type World } from './goods-world.ts';
import { ACME, HILL, MIDWAY } from './network.ts';

let world: World;
let a: string;
let b: string;
let shipment: string;

async function verdict(who: Who, scan: string): Promise<Verified & { readonly exit: number }> {
  for await (const line of verifyScans(world.env(who), [scan], { strict: false }))
    return { ...(line.data as Verified), exit: line.exit ?? 0 };
  throw new Error('no verdict');
}

async function verdictSteps(who: Who, scan: string) {
  return (await traceScan(world.env(who), scan)).data.steps;
}

const codes = ({ reasons }: Pick<Verified, 'reasons'>) => reasons.map(({ code }) => code);

beforeEach(async () => {
  world = await makeWorld();
  [a = '', b = ''] = (await world.mint({ count: 2 })).scans;
  ({ shipment } = await world.as('acme', (home) => ship(home, { to: MIDWAY.gln, items: [a, b] })));
  await world.share();
});
afterEach(() => world.remove());

/** Midway receives by list, and Acme, which has not heard of it, takes the shipment back. */
async function contest(): Promise<string> {
  const { event = '' } = await world.as('midway', (home) => receive(home, { items: [shipment] }));
  await world.as('acme', (home) => voidShipment(home, { items: [shipment], reason: 'never left' }));
  await world.share();
  return event;
}

describe('a shipment taken back and received', () => {
  test('is a caution for both, names both, and stops nobody who has it', async () => {
    await contest();
    for (const who of ['acme', 'midway'] as const) {
      const told = await verdict(who, a);
      expect(told).toMatchObject({ status: 'caution', exit: 0 });
      expect(codes(told)).toContain('contested');
      expect(told.reasons[0]?.by).toEqual([MIDWAY.gln, ACME.gln]);
      expect(told.lines).toHaveLength(2);
      expect(told.lines?.filter(({ yours }) => yours)).toHaveLength(1);
      expect(await world.counts(who)).toEqual({ contested: 2 });
      const { alerts } = (await listAlerts(world.env(who), { open: true })).data;
      expect(alerts.map(({ code }) => code)).toContain('contested');
    }
    expect((await verdict('hill', a)).exit).toBe(14);
    const traced = await traceScan(world.env('acme'), a);
    expect(traced.data).toMatchObject({ state: 'active', custody: { holder: { gln: ACME.gln } } });
    expect(traced.data.steps.map(({ type }) => type)).toEqual(['commission', 'ship', 'void']);
    expect(traced.data.lines).toHaveLength(2);
  });

  test('asks the shipper once it was in the consignee’s hands: supplied on a person’s word, not sent on', async () => {
    await contest();
    await world.as('midway', (home) => quarantine(home, { items: [a], reason: 'damaged' }));
    await world.share();
    expect(await verdict('acme', a)).toMatchObject({ status: 'caution', exit: 0, confirm: true });
    await world.as('acme', (home) => {
      for (const stopped of [
        refused(() => ship(home, { to: HILL.gln, items: [a] })),
        refused(() => pack(home, { items: [a], into: 'new' })),
      ]) {
        expect(stopped).toMatchObject({ code: 'contested', exit: 14 });
        expect(stopped.message).toContain('Midway');
      }
      // What is not asked about goes on.
      ship(home, { to: HILL.gln, items: [b] });
      quarantine(home, { items: [a], reason: 'suspect' });
      decommission(home, { items: [a], reason: 'damaged' });
    });
  });

  test('at the door of what was sent on all the same: 14 alone, 20 beside others, passed over by --all', async () => {
    await contest();
    const { shipment: on } = await world.as('acme', (home) => ship(home, { to: HILL.gln, items: [a, b] }));
    await world.as('midway', (home) => quarantine(home, { items: [a], reason: 'damaged' }));
    await world.share();
    const door = await verdict('hill', a);
    expect(door).toMatchObject({ status: 'stop', exit: 14 });
    expect(codes(door)).toContain('contested');
    expect((await verdict('hill', b)).status).toBe('caution');
    await world.as('hill', (home) => {
      expect(incoming(home).shipments.map((line) => line.shipment)).toEqual([on]);
      expect(refused(() => receive(home, { items: [a] }))).toMatchObject({ code: 'contested', exit: 14 });
      expect(dispense(home, [a]).lines).toMatchObject([{ exit: 14, result: 'refused' }]);
      const all = receive(home, { items: [], all: true });
      expect(all).toMatchObject({ exit: 20, packs: 1, items: [{ code: 'contested' }] });
      expect(refused(() => receive(home, { items: [], all: true }))).toMatchObject({ code: 'contested', exit: 14 });
    });
  });

  test('ends when the consignee takes its receipt back; too late once others have gone on', async () => {
    const receipt = await contest();
    const done = await world.as('midway', (home) => retract(home, { event: receipt, reason: 'received by list' }));
    expect(done).toMatchObject({ retracted: receipt, type: 'receive', packs: 2, already: false });
    expect(await world.as('midway', (home) => retract(home, { event: receipt, reason: 'again' }))).toMatchObject({
      already: true,
    });
    await world.share();
    expect(await verdict('acme', a)).toMatchObject({ status: 'genuine' });
    expect((await verdict('acme', a)).lines).toBeUndefined();
    expect(await world.counts('midway')).toEqual({});
    const other = await world.as('acme', (home) =>
      refused(() => retract(home, { event: receipt, reason: 'not mine' })),
    );
    expect(other).toMatchObject({ code: 'wrong-state', hint: expect.stringContaining('Midway') });
  });

  test('ends when the shipper takes its void back', async () => {
    await contest();
    const voided = (await verdictSteps('acme', a)).at(-1)?.event ?? '';
    await world.as('acme', (home) => retract(home, { event: voided, reason: 'it did leave' }));
    await world.share();
    expect(await verdict('midway', a)).toMatchObject({ status: 'genuine' });
    expect(codes(await verdict('acme', a))).toEqual(['not-in-your-custody']);
  });

  test('ends when the agency assigns it, and the other is told to whom', async () => {
    await contest();
    const data = await world.as('agency', (home) => assign(home, { to: ACME.gln, reason: 'seen', items: [a, b] }));
    expect(data).toMatchObject({ to: ACME.gln, toName: 'Acme', items: 2, packs: 2 });
    expect(
      await world.as('agency', (home) => assign(home, { to: ACME.gln, reason: 'seen', items: [a] })),
    ).toMatchObject({
      already: true,
    });
    await world.share();
    expect(await verdict('acme', a)).toMatchObject({ status: 'genuine' });
    const told = await verdict('midway', a);
    expect(told).toMatchObject({ status: 'caution' });
    expect(codes(told)).toEqual(['contested']);
    expect(told.reasons[0]?.text).toContain('Acme');
    expect(told.lines?.map(({ closed }) => closed)).toEqual([false, true, true]);
    await world.as('acme', (home) => ship(home, { to: HILL.gln, items: [a] }));
    const forbidden = await world.as('midway', (home) =>
      refused(() => assign(home, { to: ACME.gln, reason: 'x', items: [a] })),
    );
    expect(forbidden.exit).toBe(77);
  });
});

describe('a pack that the agency assigns out of a case', () => {
  test('is taken out of it in the life of the case too, which goes on', async () => {
    const packed = { into: 'new', items: [a, b], ssccPrefix: '9506000' };
    await world.as('acme', (home) => voidShipment(home, { items: [shipment], reason: 'still here' }));
    const { container } = await world.as('acme', (home) => pack(home, packed));
    await world.share();
    const data = await world.as('agency', (home) =>
      assign(home, { to: MIDWAY.gln, reason: 'found there', items: [a] }),
    );
    await world.share();
    const steps = await verdictSteps('acme', container);
    expect(steps.at(-1)).toMatchObject({ event: data.event });
    expect(await verdict('midway', a)).toMatchObject({ status: 'genuine' });
    await world.as('acme', (home) => ship(home, { to: HILL.gln, items: [container] }));
    await world.share();
    await world.as('hill', (home) => receive(home, { items: [container] }));
    expect(await verdict('hill', b)).toMatchObject({ status: 'genuine' });
    expect(codes(await verdict('hill', a))).toEqual(['not-in-your-custody']);
  });
});

describe('a receipt that nothing contradicts', () => {
  test('is taken back where the goods are not there, and the shipper takes the shipment back', async () => {
    const { event = '' } = await world.as('midway', (home) => receive(home, { items: [shipment] }));
    await world.as('midway', (home) => retract(home, { event, reason: 'received by list' }));
    await world.share();
    await world.as('acme', (home) => voidShipment(home, { items: [shipment], reason: 'still here' }));
    expect(await verdict('acme', a)).toMatchObject({ status: 'genuine' });
  });

  test('is not taken back once the goods went on', async () => {
    const { event = '' } = await world.as('midway', (home) => receive(home, { items: [shipment] }));
    const { shipment: on } = await world.as('midway', (home) => ship(home, { to: HILL.gln, items: [a] }));
    await world.share();
    await world.as('hill', (home) => receive(home, { items: [on] }));
    await world.share();
    const late = await world.as('midway', (home) => refused(() => retract(home, { event, reason: 'x' })));
    expect(late).toMatchObject({ code: 'wrong-state', exit: 14, message: expect.stringContaining('Hill') });
  });
});

test('a shipment that was taken back, and is known to be, is passed over by --all and named', async () => {
  await world.as('acme', (home) => voidShipment(home, { items: [shipment], reason: 'wrong address' }));
  const [c = ''] = (await world.mint({ count: 1 })).scans;
  await world.share();
  await world.as('midway', (home) => {
    expect(refused(() => receive(home, { items: [], all: true }))).toMatchObject({ exit: 14 });
  });
  await world.as('acme', (home) => ship(home, { to: MIDWAY.gln, items: [c] }));
  await world.share();
  const all = await world.as('midway', (home) => receive(home, { items: [], all: true }));
  expect(all).toMatchObject({ exit: 20, packs: 1, items: [{ code: 'voided', input: shipment }] });
});

test('goods that come back by the main line are received by who is custodian of the other one', async () => {
  await contest();
  const { shipment: back } = await world.as('midway', (home) =>
    ship(home, { to: ACME.gln, items: [a], reason: 'wrong goods' }),
  );
  await world.share();
  const came = await world.as('acme', (home) => receive(home, { items: [back] }));
  expect(came).toMatchObject({ packs: 1, returned: 1 });
  expect((await verdict('acme', a)).custody.holder?.gln).toBe(ACME.gln);
});

describe('goods declared lost on their way', () => {
  test('are received at the step of the loss where they came after all', async () => {
    await world.as('acme', (home) => decommission(home, { items: [a, b], reason: 'lost' }));
    await world.share();
    const lost = await verdict('midway', a);
    expect(lost).toMatchObject({ status: 'stop', exit: 14 });
    expect(lost.reasons[0]?.advice).toContain('If it came after all: pedigree receive');
    const all = await world.as('midway', (home) => receive(home, { items: [], all: true }));
    expect(all).toMatchObject({ exit: 0, packs: 0, items: [{ code: 'decommissioned' }] });
    const came = await world.as('midway', (home) => receive(home, { items: [a] }));
    expect(came).toMatchObject({ packs: 1, exit: 0 });
    expect(came.warnings.join()).toContain('declared lost by Acme; it came after all');
    await world.share();
    const told = await verdict('midway', a);
    expect(told).toMatchObject({ status: 'caution', custody: { state: 'active', holder: { gln: MIDWAY.gln } } });
    expect(codes(told)).toEqual(['loss-overtaken']);
    expect(await world.as('midway', (home) => receive(home, { items: [shipment] }))).toMatchObject({ packs: 1 });
  });

  test('by the consignee itself, on the till that has to receive them now, are not: it is said who can', async () => {
    await world.as('midway', (home) => decommission(home, { items: [a], reason: 'lost' }));
    const stuck = await world.as('midway', (home) => refused(() => receive(home, { items: [a] })));
    expect(stuck).toMatchObject({ exit: 14, hint: expect.stringContaining('another till') });
    expect(stuck.hint).toContain('Acme');
  });
});

describe('what a past holder writes at an old step', () => {
  test('asks the pharmacy, which supplies it on a person’s word with a note', async () => {
    await world.as('midway', (home) => receive(home, { items: [shipment] }));
    const { shipment: on } = await world.as('midway', (home) => ship(home, { to: HILL.gln, items: [a, b] }));
    await world.share();
    await world.as('hill', (home) => receive(home, { items: [on] }));
    await world.as('hill', (home) => ship(home, { to: '9506000100043', items: [a] }));
    await world.share();
    await world.as('corner', (home) => receive(home, { items: [a] }));
    // Before it hears of that the pharmacy takes the shipment back, and the other one has the pack in its hands.
    await world.as('hill', (home) => voidShipment(home, { items: [a], reason: 'left behind' }));
    await world.as('corner', (home) => quarantine(home, { items: [a], reason: 'damaged' }));
    await world.share();
    expect(await verdict('hill', a)).toMatchObject({ status: 'caution', confirm: true });
    const asked = await world.as('hill', (home) => dispense(home, [a]));
    expect(asked.lines).toMatchObject([{ exit: 14, result: 'refused', verdict: { confirm: true } }]);
    await world.as('hill', (home) => {
      expect(refused(() => dispense(home, [a], { despite: 'contested' }))).toMatchObject({ code: 'usage' });
      const later = { despite: 'contested', note: 'x', later: true } as const;
      expect(refused(() => dispense(home, [a], later))).toMatchObject({ code: 'usage' });
    });
    const given = await world.as('hill', (home) =>
      dispense(home, [a], { despite: 'contested', note: 'seal looked at, called Corner' }),
    );
    expect(given.lines).toMatchObject([{ exit: 0, result: 'dispensed', verdict: { status: 'caution' } }]);
    expect((await verdict('hill', a)).exit).toBe(14);
    expect(codes(await verdict('hill', a))).toContain('already-dispensed');
  });
});
