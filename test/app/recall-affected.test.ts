// Whom to call: every pack of a recall that was here, with reference, operator and receiver, and nobody else.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { retryOutbox } from '../../src/app/exchange/outbox-retry.ts';
import { findRecall } from '../../src/app/judging/recall.ts';
import { coveredPacks } from '../../src/app/judging/recall-packs.ts';
import { recallStatus } from '../../src/app/judging/recall-status.ts';
import type { Home } from '../../src/app/node/home.ts';
import { accredit } from '../../src/app/parties/accredit.ts';
import { readBundle } from '../../src/app/parties/bundle-files.ts';
import { writeCard } from '../../src/app/parties/card.ts';
import { revoke } from '../../src/app/parties/revoke.ts';
import { type AffectedPack, recallAffected } from '../../src/app/recalls/recall-affected.ts';
import { endRecall } from '../../src/app/recalls/recall-end.ts';
import { issueRecall } from '../../src/app/recalls/recall-issue.ts';
import { respondToRecall } from '../../src/app/recalls/recall-respond.ts';
import { extendRecall } from '../../src/app/recalls/recall-widen.ts';
import { catchUp } from '../../src/app/record/inventory.ts';
import { knowledgeOf } from '../../src/app/record/knowledge.ts';
import { decommission } from '../../src/app/steps/decommission.ts';
import { dispense } from '../../src/app/steps/dispense.ts';
import { pack } from '../../src/app/steps/pack.ts';
import { receive } from '../../src/app/steps/receive.ts';
import { reinstate } from '../../src/app/steps/reinstate.ts';
import { retract } from '../../src/app/steps/retract.ts';
import { ship } from '../../src/app/steps/ship.ts';
import { unpack } from '../../src/app/steps/unpack.ts';
import { voidShipment } from '../../src/app/steps/void.ts';
import { itemToken, packKey } from '../../src/chain/item-key.ts';
import { command } from '../../src/commands/recall-affected.ts';
import { csvOf } from '../../src/commands/rows.ts';
import { CORNER, EXPIRY, GTIN, LOT, makeWorld, type World } from './goods-world.ts';
import { HILL, MIDWAY, START } from './network.ts';

const serialOf = (scan: string) => scan.split('\u001d21').at(-1) ?? '';

async function issue(world: World, more: object = {}): Promise<string> {
  const order = { gtin: GTIN, lots: [LOT], reason: 'glass', confirm: [LOT], class: 1, number: 'R-1', ...more };
  const { data } = await issueRecall(world.env('acme'), { ...order, allLots: false, unknownLot: false, sync: false });
  return data.recall;
}

async function affected(world: World, who: string, dispensed = false): Promise<readonly AffectedPack[]> {
  return (await recallAffected(world.env(who), 'R-1', { dispensed })).data.packs;
}

const short = (packs: readonly AffectedPack[]) => packs.map(({ serial, state, ref }) => [serial, state, ref]);

describe('a recall of what two pharmacies and a wholesaler had', () => {
  let world: World;
  let scans: readonly string[];
  const scan = (at: number): string => scans[at] ?? '';
  const serials = (...at: readonly number[]) => at.map((one) => serialOf(scan(one))).sort();
  let others: readonly string[];
  beforeAll(async () => {
    world = await makeWorld();
    scans = (await world.mint({ count: 20 })).scans;
    others = (await world.mint({ count: 3, lot: 'OTHER1' })).scans;
    await world.as('acme', (home) => ship(home, { to: MIDWAY.gln, items: scans.slice(0, 12), despatch: 'D1' }));
    await world.as('acme', (home) => ship(home, { to: HILL.gln, items: others, despatch: 'D2' }));
    await world.share();
    await world.as('midway', (home) => receive(home, { items: ['D1'], missing: [scan(11)] }));
    const onward = (to: string, items: readonly string[], despatch: string) =>
      world.at('midway', (home) => ship(home, { to, items, despatch }), { operator: 'Ann' });
    await onward(HILL.gln, scans.slice(0, 6), 'D3');
    await onward(CORNER.gln, scans.slice(6, 8), 'D4');
    await world.share();
    await world.as('hill', (home) => receive(home, { items: [], all: true }));
    world.later();
    const supply = (items: readonly string[], ref: string, operator: string) =>
      world.at('hill', (home) => dispense(home, items, { ref }), { operator });
    await supply([scan(0)], 'RX-17', 'Bo');
    await supply([scan(1), others[0] ?? ''], '=1+2', 'Bo');
    await supply([scan(2)], 'RX-19', 'Cy');
    const back = { items: [scan(2)], reason: 'wrong patient', notSupplied: true };
    await world.as('hill', (home) => reinstate(home, back));
    await world.as('hill', (home) => decommission(home, { reason: 'damaged', items: [scan(4)] }));
    await issue(world);
    await world.share();
  }, 240_000);
  afterAll(() => world.remove());

  test('names the patients’ references, and nobody whose pack was put back or is of another lot', async () => {
    const packs = await affected(world, 'hill', true);
    expect(packs).toEqual([
      expect.objectContaining({ serial: serialOf(scan(0)), state: 'dispensed', ref: 'RX-17', operator: 'Bo' }),
      expect.objectContaining({ serial: serialOf(scan(1)), state: 'dispensed', ref: '=1+2', operator: 'Bo' }),
    ]);
    expect(packs[0]).toMatchObject({
      lot: LOT,
      at: new Date(START + 3_600_000).toISOString(),
      from: { gln: MIDWAY.gln, name: MIDWAY.name },
      event: expect.stringMatching(/\/\d+$/),
    });
  });

  test('stands in a table for spreadsheets, in which nothing is a formula', async () => {
    const csv = csvOf(command, 'packs', await affected(world, 'hill', true));
    const [head = '', ...rows] = csv.trimEnd().split('\r\n');
    expect(head.split(',')).toEqual(
      expect.arrayContaining(['serial', 'lot', 'state', 'at', 'ref', 'operator', 'to.name']),
    );
    expect(rows).toHaveLength(2);
    expect(rows[1]).toContain(",'=1+2,Bo,");
  });

  test('names what is here, what was taken out of use, and what stands beside it', async () => {
    const packs = await affected(world, 'hill');
    const of = (state: string) => packs.filter((one) => one.state === state).map(({ serial }) => serial);
    expect([...of('held')].sort()).toEqual(serials(2, 3, 5));
    expect(of('decommissioned')).toEqual(serials(4));
    expect(packs).toHaveLength(6);
    expect(packs.find(({ state }) => state === 'decommissioned')).toMatchObject({ reason: 'damaged' });
  });

  test('tells a wholesaler to whom each pack went, by whom; what never came is not its own', async () => {
    const packs = await affected(world, 'midway');
    const sent = packs.filter(({ state }) => state === 'sentOn');
    expect(sent.map(({ to }) => to?.name).sort()).toEqual(
      [...Array(6).fill(HILL.name), CORNER.name, CORNER.name].sort(),
    );
    expect(sent.every(({ operator, despatch }) => operator === 'Ann' && /^D[34]$/.test(despatch ?? ''))).toBe(true);
    expect(packs.map(({ serial }) => serial)).not.toContain(serialOf(scan(11)));
    expect(packs.filter(({ state }) => state === 'held').map(({ serial }) => serial)).toHaveLength(3);
    // On its way, and never here.
    const { data } = await recallAffected(world.env('corner'), 'R-1');
    expect(data).toMatchObject({ packs: [], coming: 2, unread: [], awaited: 0 });
  });

  test('is the same for the maker: what it has, and to whom the rest went', async () => {
    const { data, exit } = await recallAffected(world.env('acme'), 'R-1');
    expect(exit).toBe(0);
    expect(data.packs).toHaveLength(20);
    expect(data.counts).toMatchObject({ held: 8, sentOn: 12 });
    expect(data.packs.filter(({ to }) => to?.gln === MIDWAY.gln)).toHaveLength(12);
  });

  test('says where quarantined packs stand, also after the recall was taken back', async () => {
    await respondToRecall(world.env('hill'), 'R-1', {});
    const confirm = { confirm: 'R-1', reason: 'wrong lot' };
    await endRecall(world.env('agency'), 'R-1', { outcome: 'rescinded', ...confirm });
    await world.share();
    const packs = await affected(world, 'hill');
    expect(packs.filter(({ state }) => state === 'quarantined')).toEqual(
      Array(3).fill(expect.objectContaining({ reason: 'recall' })),
    );
    expect(packs.filter(({ state }) => state === 'dispensed')).toHaveLength(2);
  });
});

describe('supplies that are not recorded as others are', () => {
  let world: World;
  let scans: readonly string[];
  const scan = (at: number): string => scans[at] ?? '';
  beforeAll(async () => {
    world = await makeWorld();
    scans = (await world.mint({ count: 6 })).scans;
    await world.share();
    world.later(30 * 3_600_000);
  });
  afterAll(() => world.remove());

  test('waiting, recorded in the same sync as the recall, and refused because a copy was supplied elsewhere', async () => {
    const later = (at: number, ref: string) =>
      world.at('hill', (home) => dispense(home, [scan(at)], { later: true, ref }), { operator: 'Bo' });
    await later(0, 'RX-1');
    await later(1, 'RX-2');
    await later(2, 'RX-3');
    const when = new Date(START + 30 * 3_600_000).toISOString();
    await world.as('acme', (home) => ship(home, { to: HILL.gln, items: [scan(0)] }));
    await world.as('acme', (home) => ship(home, { to: CORNER.gln, items: [scan(1)] }));
    await issue(world);
    await world.carry('acme', 'corner');
    await world.as('corner', (home) => receive(home, { items: [], all: true }));
    await world.as('acme', (home) => decommission(home, { reason: 'destroyed', items: [scan(2)] }));
    await world.carry('acme', 'hill');
    expect(await world.as('hill', retryOutbox)).toMatchObject({ alerts: [{ code: expect.any(String) }, {}] });
    const packs = await affected(world, 'hill', true);
    expect(short(packs)).toEqual(
      expect.arrayContaining([
        [serialOf(scan(0)), 'dispensed', 'RX-1'],
        [serialOf(scan(1)), 'dispensed', 'RX-2'],
        [serialOf(scan(2)), 'dispensed', 'RX-3'],
      ]),
    );
    expect(packs).toHaveLength(3);
    expect(packs.map(({ at, operator }) => [at, operator])).toEqual(Array(3).fill([when, 'Bo']));
    const how = new Map(packs.map(({ serial, unrecorded }) => [serial, unrecorded]));
    expect([0, 1, 2].map((at) => how.get(serialOf(scan(at))))).toEqual([undefined, 'waits', 'refused']);
  });
});

describe('a pharmacy with two tills', () => {
  let world: World;
  let scans: readonly string[];
  const scan = (at: number): string => scans[at] ?? '';
  beforeAll(async () => {
    world = await makeWorld();
    scans = (await world.mint({ count: 6 })).scans;
    const sent = (items: readonly string[]) =>
      world.as('acme', (home) => ship(home, { to: HILL.gln, items, despatch: 'D1' }).shipment);
    const before = await sent(scans.slice(0, 2));
    await world.share('acme', 'hill');
    await world.as('hill', (home) => receive(home, { items: [before] }));
    await world.as('hill', (home) => dispense(home, [scan(0)], { ref: 'RX-A' }));
    await world.init('till', { ...HILL, network: world.path('agency.card') });
    await world.at('till', (home) => writeCard(home, world.path('till.card')));
    const rights = { roles: [], prefixes: [], gtins: [], sameParty: true, welcome: world.path('till.welcome') };
    await world.as('agency', (home) => accredit(home, { who: world.path('till.card'), ...rights }));
    const take = (home: Home) => readBundle(home.ledger, world.path('till.welcome'), { now: START });
    await world.at('till', take);
    await world.carry('agency', 'acme');
    // From here on what is sent and supplied is for both to read.
    const after = await sent(scans.slice(2));
    await world.carry('acme', 'hill');
    await world.as('hill', (home) => receive(home, { items: [after] }));
    await world.as('hill', (home) => dispense(home, [scan(2)], { ref: 'RX-B' }));
    for (const name of ['acme', 'hill']) await world.carry(name, 'till');
    world.later();
    await world.at('till', (home) => dispense(home, [scan(1)], { ref: 'RX-C' }));
    await issue(world);
    await world.carry('acme', 'till');
    await world.carry('acme', 'hill');
  });
  afterAll(() => world.remove());

  test('names the till whose references it cannot read', async () => {
    const { exit, data } = await recallAffected(world.env('till'), 'R-1', { dispensed: true });
    expect(exit).toBe(20);
    const chain = await world.as('hill', ({ self }) => self.chain);
    expect(data.unread).toEqual([expect.objectContaining({ chain, supplies: 1 })]);
    expect(data.warnings[0]).toContain(chain);
    expect(short(data.packs)).toEqual([
      [serialOf(scan(2)), 'dispensed', 'RX-B'],
      [serialOf(scan(1)), 'dispensed', 'RX-C'],
    ]);
  });

  test('has the references of both as soon as they are shared', async () => {
    await world.carry('agency', 'hill');
    await world.carry('till', 'hill');
    const { exit, data } = await recallAffected(world.env('hill'), 'R-1', { dispensed: true });
    expect(data.packs.map(({ ref }) => ref).sort()).toEqual(['RX-A', 'RX-B', 'RX-C']);
    expect(data.packs.filter(({ till }) => till !== undefined).map(({ ref }) => ref)).toEqual(['RX-C']);
    expect(exit).toBe(0);
  });
});

test('a supply that was taken back was none, in the list of patients and in the sum', async () => {
  const world = await makeWorld();
  await world.secondTill('site', 'corner');
  const [given = '', destroyed = ''] = (await world.mint({ count: 2 })).scans;
  await world.as('acme', (home) => ship(home, { to: CORNER.gln, items: [given, destroyed] }));
  await world.share();
  await world.as('corner', (home) => receive(home, { items: [], all: true }));
  await world.carry('corner', 'site');
  await world.as('corner', (home) => dispense(home, [given], { ref: 'RX-1' }));
  await world.as('corner', (home) => dispense(home, [destroyed], { ref: 'RX-2' }));
  // Before it hears of that the other till has the pack in its hands.
  await world.at('site', (home) => decommission(home, { items: [destroyed], reason: 'destroyed' }));
  await world.carry('site', 'corner');
  await issue(world);
  await world.share();
  const called = async () => (await affected(world, 'corner', true)).map(({ ref }) => ref).sort();
  const sum = async () => (await recallStatus(world.env('corner'), 'R-1')).data.sum;
  expect(await called()).toEqual(['RX-1', 'RX-2']);
  expect(await sum()).toMatchObject({ dispensed: 2, decommissioned: {} });
  const event = (await affected(world, 'corner', true)).find(({ ref }) => ref === 'RX-2')?.event ?? '';
  await world.as('corner', (home) => retract(home, { event, reason: 'another pack' }));
  expect(await called()).toEqual(['RX-1']);
  expect(await sum()).toMatchObject({ commissioned: 2, dispensed: 1, decommissioned: { destroyed: 1 } });
  world.remove();
});

test('a supply by a pharmacy whose rights had ended leads to the patient all the same', async () => {
  const world = await makeWorld();
  const { scans } = await world.mint({ count: 2 });
  await world.as('acme', (home) => ship(home, { to: HILL.gln, items: scans }));
  await world.share();
  await world.as('hill', (home) => receive(home, { items: [], all: true }));
  await world.share();
  await world.as('agency', (home) => revoke(home, { who: HILL.gln, reason: 'closed', confirm: HILL.gln }));
  // It has not heard of that.
  await world.at('hill', (home) => dispense(home, [scans[0] ?? ''], { ref: 'RX-9' }), { operator: 'Bo' });
  await issue(world);
  await world.share();
  const [supply] = await affected(world, 'hill', true);
  expect(supply).toMatchObject({ serial: serialOf(scans[0] ?? ''), ref: 'RX-9', operator: 'Bo' });
  const isHonoured = (home: Home) => home.ledger.read((view) => view.event(supply?.event ?? '')?.author !== undefined);
  expect(await world.as('hill', isHonoured)).toBe(false);
  world.remove();
});

test('a pack that nobody commissioned is looked at by every list that names it', async () => {
  const world = await makeWorld();
  await world.mint({ count: 2 });
  await issue(world);
  const more = { lots: [], allLots: false, unknownLot: false, sync: false, reason: 'glass', confirm: ['1'] };
  const single = (await world.mint({ count: 1, lot: 'OTHER1' })).scans;
  await extendRecall(world.env('acme'), 'R-1', { ...more, serials: single });
  await world.share();
  const announce = (serial: string, lot: string) => (home: Home) =>
    home.ledger.append(home.signer(), home.appendOptions(), (tx) => {
      const key = packKey(home.self.network, GTIN, serial);
      const packs = [{ gtin: GTIN, lot, expiry: EXPIRY, n: 1, serials: [serial] }];
      return tx.add({
        ...{ type: 'ship', public: {}, details: { to: HILL.gln }, manifest: { to: HILL.gln, items: { packs } } },
        items: [{ key, token: itemToken(key, 1) }],
        readers: tx.view.authority().sealKeysOf(HILL.gln),
      });
    });
  const said = [
    ['UNMADE1', 'OTHER1'],
    ['UNMADE1', LOT],
    ['UNMADE2', LOT],
    ['UNMADE2', 'OTHER1'],
  ] as const;
  for (const [serial, lot] of said) await world.as('midway', announce(serial, lot));
  await world.share();
  const covered = await world.as('hill', (home) =>
    home.ledger.read((view) => {
      const known = knowledgeOf(home, view);
      catchUp(known);
      return [...coveredPacks(known, findRecall(view, 'R-1'))].map(({ is }) => is.serial);
    }),
  );
  expect(covered.toSorted()).toEqual(['UNMADE1', 'UNMADE2']);
  world.remove();
});

describe('goods in cases', () => {
  let world: World;
  afterEach(() => world.remove());

  test('what was missing in a case that came was never here', async () => {
    world = await makeWorld();
    const { scans, ssccs = [] } = await world.mint({ count: 3, caseOf: 3, ssccPrefix: '9506000' });
    const [missing = '', ...came] = scans;
    await world.as('acme', (home) => ship(home, { to: MIDWAY.gln, items: ssccs }));
    await world.share();
    await world.as('midway', (home) => receive(home, { items: ssccs, missing: [missing] }));
    await issue(world);
    await world.share();
    const packs = await affected(world, 'midway');
    expect(packs.map(({ serial, state }) => [serial, state]).sort()).toEqual(
      came.map((scan) => [serialOf(scan), 'held']).sort(),
    );
    const { data } = await recallStatus(world.env('midway'), 'R-1');
    expect(data.own).toMatchObject({ received: 2, held: 2, sentOn: 0 });
  });

  test('what was taken out of a case before it was sent is not counted with it', async () => {
    world = await makeWorld();
    const { scans, ssccs = [] } = await world.mint({ count: 4, caseOf: 4, ssccPrefix: '9506000' });
    const [first = '', second = ''] = scans;
    await world.as('acme', (home) => unpack(home, { from: ssccs[0] ?? '', items: [first] }));
    await world.as('acme', (home) => ship(home, { to: MIDWAY.gln, items: ssccs }));
    await world.share();
    await world.as('midway', (home) => receive(home, { items: [], all: true }));
    await world.as('midway', (home) => unpack(home, { from: ssccs[0] ?? '', items: [second] }));
    await world.as('midway', (home) => pack(home, { into: 'new', items: [second] }));
    const { shipment } = await world.as('midway', (home) => ship(home, { to: HILL.gln, items: ssccs }));
    await issue(world);
    await world.share();
    const packs = await affected(world, 'midway');
    const serials = packs.map(({ serial }) => serial);
    expect(serials).not.toContain(serialOf(first));
    expect(packs.map(({ state }) => state).sort()).toEqual(['held', 'sentOn', 'sentOn']);
    expect(packs.find(({ state }) => state === 'held')?.within).toMatch(/^\d{18}$/);
    await world.as('midway', (home) => voidShipment(home, { items: [shipment], reason: 'never left' }));
    expect((await affected(world, 'midway')).map(({ state }) => state)).toEqual(['held', 'held', 'held']);
  });
});
