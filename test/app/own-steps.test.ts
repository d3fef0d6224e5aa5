// Goods that one's own people sent on, sent back or supplied: whoever scans them again is told that first, and when it was.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { retryOutbox } from '../../src/app/exchange/outbox-retry.ts';
import type { Home } from '../../src/app/node/home.ts';
import { accredit } from '../../src/app/parties/accredit.ts';
import { writeCard } from '../../src/app/parties/card.ts';
import { record } from '../../src/app/record/write.ts';
import { decommission } from '../../src/app/steps/decommission.ts';
import { dispense } from '../../src/app/steps/dispense.ts';
import { missing } from '../../src/app/steps/missing.ts';
import { pack } from '../../src/app/steps/pack.ts';
import { quarantine } from '../../src/app/steps/quarantine.ts';
import { receive } from '../../src/app/steps/receive.ts';
import { ship } from '../../src/app/steps/ship.ts';
import { traceScan } from '../../src/app/verdict/trace.ts';
import { type Verified, verifyScans } from '../../src/app/verdict/verify.ts';
import { plainStyle } from '../../src/ui/style.ts';
import { text as dispenseText } from '../../src/ui/text/dispense.ts';
import { text as traceText } from '../../src/ui/text/trace.ts';
import { text as verifyText } from '../../src/ui/text/verify.ts';
import { CORNER, GTIN, LOT, makeWorld, refused, type World } from './goods-world.ts';
import { HILL, MIDWAY } from './network.ts';

const HOUR = 3_600_000;
const STYLE = plainStyle();

async function verified(world: World, who: string, scan: string): Promise<Verified> {
  const options = { strict: false, at: undefined, maxAge: undefined };
  const env = world.env(who);
  for await (const { data } of verifyScans(env, [scan], options)) if ('reasons' in data) return data;
  throw new Error('verify said nothing');
}

/** The first line of what `verify` prints, without its word. */
async function firstLine(world: World, who: string, scan: string): Promise<string> {
  const [line = ''] = verifyText(await verified(world, who, scan), STYLE, { exit: 0 }).split('\n');
  return line.slice(13);
}

/** What each command that would act on it says first. */
const DEEDS: Readonly<Record<string, (home: Home, scan: string) => unknown>> = {
  ship: (home, scan) => ship(home, { to: CORNER.gln, items: [scan] }),
  return: (home, scan) => ship(home, { to: CORNER.gln, items: [scan], reason: 'damaged' }),
  receive: (home, scan) => receive(home, { items: [scan] }),
  quarantine: (home, scan) => quarantine(home, { items: [scan], reason: 'suspect' }),
  decommission: (home, scan) => decommission(home, { items: [scan], reason: 'damaged' }),
  missing: (home, scan) => missing(home, { items: [scan] }),
  pack: (home, scan) => pack(home, { into: 'new', items: [scan] }),
};

describe('goods that are gone', () => {
  let world: World;
  let scans: readonly string[];
  let ssccs: readonly string[];
  const scan = (at: number): string => scans[at] ?? '';

  beforeAll(async () => {
    world = await makeWorld();
    const minted = await world.mint({ count: 20, caseOf: 4 });
    scans = minted.scans;
    ssccs = minted.ssccs ?? [];
    // To Midway a case and loose packs; a pack out of the case goes on to Hill, another to Corner.
    await world.as('acme', (home) =>
      ship(home, { to: MIDWAY.gln, items: [ssccs[0] ?? '', scan(4), scan(5), scan(6)] }),
    );
    world.later();
    await world.share();
    await world.as('midway', (home) => receive(home, { items: [], all: true }));
    world.later();
    await world.as('midway', (home) => ship(home, { to: HILL.gln, items: [scan(0), scan(4), scan(6)] }));
    await world.as('midway', (home) => ship(home, { to: 'Corner Pharmacy', items: [scan(1)] }));
    world.later();
    await world.share();
    await world.as('hill', (home) => receive(home, { items: [], all: true }));
    world.later();
    await world.as('hill', (home) => dispense(home, [scan(0)], { ref: 'RX 17' }));
    await world.as('hill', (home) => ship(home, { to: MIDWAY.gln, items: [scan(4)], reason: 'wrong product' }));
    await world.as('hill', (home) => decommission(home, { items: [scan(6)], reason: 'damaged' }));
    world.later();
    await world.share();
  });
  afterAll(() => world.remove());

  test.each([
    ['what was shipped loose and is on its way', 'midway', 1, /^you shipped it to Corner Pharmacy today at 11:00/],
    ['what was shipped in a case and went on', 'acme', 1, /^you shipped it to Midway Wholesale today at 09:00/],
    ['what was shipped and then supplied by another', 'midway', 0, /^you shipped it to Hill Pharmacy today at 11:00/],
    ['what was sent back', 'hill', 4, /^you returned it to Midway Wholesale today at 13:00/],
    ['what was supplied', 'hill', 0, /^you supplied it today at 13:00, ref RX 17/],
    ['what was taken out of use', 'hill', 6, /^you took it out of use \(damaged\) today at 13:00/],
  ] as const)('%s', async (_, who, at, first) => {
    expect(await firstLine(world, who, scan(at))).toMatch(first);
    const { data } = await traceScan(world.env(who), scan(at));
    expect(traceText(data, STYLE)).toMatch(first);
    for (const [name, deed] of Object.entries(DEEDS)) {
      // The same again of what was taken out of use is recorded already.
      if (name === 'decommission' && at === 6) continue;
      const error = await world.as(who, (home) => refused(() => deed(home, scan(at))));
      expect(error.message, name).toMatch(first);
      // Nobody is told to ask oneself.
      const self = { hill: 'Hill Pharmacy', midway: 'Midway Wholesale', acme: 'Acme' }[who];
      expect(error.hint, name).not.toMatch(new RegExp(`(ask|call) ${self}`, 'i'));
      expect(error.detail?.items, name).toMatchObject([{ reason: expect.stringMatching(first), own: data.own }]);
    }
    if (who !== 'hill') return;
    const { lines } = await world.as(who, (home) => dispense(home, [scan(at)]));
    expect(
      dispenseText({ ...(lines[0] as object), ...judgedIn(lines[0]) } as never, STYLE, { exit: 14 }).slice(13),
    ).toMatch(first);
  });

  test('the case that it went in is told of the same', async () => {
    expect(await firstLine(world, 'acme', ssccs[0] ?? '')).toMatch(
      /^you shipped it to Midway Wholesale today at 09:00/,
    );
  });

  test('a recall does not hide that it was supplied, and stays the worst', async () => {
    await world.as('acme', recall);
    await world.share();
    const data = await verified(world, 'hill', scan(0));
    expect(data.reasons.map(({ code }) => code)).toEqual(['recalled', 'already-dispensed']);
    expect(data.own).toMatchObject({ did: 'supplied', ref: 'RX 17', at: expect.stringMatching(/^2026-11-22T13:00/) });
    const lines = verifyText(data, STYLE, { exit: 12 }).split('\n');
    expect(lines[0]).toMatch(/^RECALLED {5}you supplied it today at 13:00/);
    expect(lines[1]).toContain('recalled: class 1');
    expect(lines.join('\n')).not.toContain('already dispensed');
  });

  test('what is here, or on its way here, is nobody’s own deed', async () => {
    expect((await verified(world, 'midway', scan(5))).own).toBeUndefined();
    expect((await verified(world, 'midway', scan(4))).own).toBeUndefined();
    expect((await verified(world, 'agency', scan(0))).own).toBeUndefined();
  });
});

function judgedIn(line: unknown): object {
  return (line as { readonly verdict?: object }).verdict ?? {};
}

function recall(home: Home): void {
  record(home, { command: 'test' }, (tx) => {
    tx.add({ type: 'recall', public: { kind: 'issue', gtin: GTIN, lots: [LOT], class: 1, reason: 'glass' } });
    return {};
  });
}

describe('the time of supply', () => {
  let world: World;
  let scans: readonly string[];
  const scan = (at: number): string => scans[at] ?? '';

  beforeAll(async () => {
    world = await makeWorld();
    await world.init('till', { ...HILL, network: world.path('agency.card'), site: '9506000100098' });
    await world.at('till', (home) => writeCard(home, world.path('till.card')));
    const rights = { roles: [], prefixes: [], gtins: [], sameParty: true };
    await world.at('agency', (home) => accredit(home, { who: world.path('till.card'), ...rights }));
    scans = (await world.mint({ count: 4 })).scans;
    for (const who of ['hill', 'till', 'acme'] as const) await world.carry('agency', who);
    for (const who of ['hill', 'till'] as const) await world.carry('acme', who);
  });
  afterAll(() => world.remove());

  test('at another till of the same party is that of the supply there, with the site', async () => {
    await world.as('acme', (home) => ship(home, { to: HILL.gln, items: [scan(0)] }));
    await world.carry('acme', 'till');
    await world.at('till', (home) => receive(home, { items: [], all: true }));
    await world.at('till', (home) => dispense(home, [scan(0)], { ref: 'RX 18' }));
    world.later(5 * HOUR);
    await world.carry('till', 'hill');
    world.later(HOUR);
    const told = /^you supplied it at another till \(site 9506000100098\) today at 09:00/;
    expect(await firstLine(world, 'hill', scan(0))).toMatch(told);
    const { lines } = await world.as('hill', (home) => dispense(home, [scan(0)]));
    expect(judgedIn(lines[0])).toMatchObject({
      own: { text: expect.stringMatching(told), at: expect.stringMatching(/^2026-11-22T09:00/), site: '9506000100098' },
      reasons: [{ code: 'already-dispensed', at: expect.stringMatching(/^2026-11-22T09:00/), site: '9506000100098' }],
    });
    await world.carry('hill', 'acme');
    expect((await verified(world, 'acme', scan(0))).reasons[0]?.text).toBe(
      'already dispensed by Hill Pharmacy (site 9506000100098) today at 09:00',
    );
  });

  test('of what waits is that of the supply, with the reference, whatever asks', async () => {
    world.later(30 * HOUR);
    await world.as('acme', (home) => ship(home, { to: HILL.gln, items: [scan(1)] }));
    const { lines } = await world.as('hill', (home) => dispense(home, [scan(1)], { later: true, ref: 'RX 19' }));
    expect(lines).toMatchObject([{ result: 'queued' }]);
    world.later(HOUR);
    const told = /^you supplied it today at 21:00, ref RX 19; it waits to be recorded/;
    expect(await firstLine(world, 'hill', scan(1))).toMatch(told);
    expect((await traceScan(world.env('hill'), scan(1))).data.own?.text).toMatch(told);
    for (const [name, deed] of Object.entries(DEEDS)) {
      expect(await world.as('hill', (home) => refused(() => deed(home, scan(1)))), name).toMatchObject({
        message: expect.stringMatching(told),
      });
    }
  });

  test('stays that of the supply once it is recorded, for the own tills and for others', async () => {
    world.later(20 * HOUR);
    await world.carry('acme', 'hill');
    // What waits cannot be shipped either, though its delivery has come.
    expect(await world.as('hill', (home) => refused(() => DEEDS.ship?.(home, scan(1))))).toMatchObject({
      exit: 14,
      message: expect.stringMatching(/^you supplied it on 2026-11-23 at 21:00/),
    });
    expect(await world.as('hill', retryOutbox)).toMatchObject({ recorded: 1 });
    for (const who of ['till', 'acme'] as const) await world.carry('hill', who);
    world.later(HOUR);
    expect(await firstLine(world, 'hill', scan(1))).toMatch(/^you supplied it on 2026-11-23 at 21:00, ref RX 19/);
    expect(await firstLine(world, 'till', scan(1))).toMatch(/^you supplied it at another till on 2026-11-23 at 21:00/);
    const { reasons } = await verified(world, 'acme', scan(1));
    expect(reasons[0]).toMatchObject({
      text: 'already dispensed by Hill Pharmacy on 2026-11-23 at 21:00',
      at: '2026-11-23T21:00:00.000Z',
    });
    const { data } = await traceScan(world.env('acme'), scan(1));
    expect(data.steps.at(-1)).toMatchObject({ type: 'dispense', suppliedAt: '2026-11-23T21:00:00.000Z' });
  });

  test('what cannot be recorded tells who supplied it and when, and of a copy only where there are two', async () => {
    world.later(30 * HOUR);
    for (const at of [2, 3]) await world.as('hill', (home) => dispense(home, [scan(at)], { later: true }));
    await world.as('acme', (home) => ship(home, { to: CORNER.gln, items: [scan(2)] }));
    await world.as('acme', (home) => quarantine(home, { items: [scan(3)], reason: 'temperature' }));
    await world.as('acme', (home) => ship(home, { to: HILL.gln, items: [scan(3)], reason: 'sent back' }));
    await world.carry('acme', 'corner');
    await world.as('corner', (home) => receive(home, { items: [], all: true }));
    world.later(HOUR);
    await world.as('corner', (home) => dispense(home, [scan(2)]));
    await world.carry('corner', 'hill');
    await world.as('hill', (home) => receive(home, { items: [scan(3)] }));
    expect(await world.as('hill', retryOutbox)).toMatchObject({ recorded: 0, failed: 2 });
    const told = await world.as('hill', (home) => home.ledger.local.alerts.list().map(({ value }) => value));
    expect(told.map((alert) => (alert as { readonly text: string }).text).sort()).toEqual([
      expect.stringMatching(
        /^supplied here and cannot be recorded: already dispensed by Corner Pharmacy on [-\d]+ at [\d:]+ UTC; one of two packs may be a copy$/,
      ),
      'supplied here and cannot be recorded: in quarantine at Hill Pharmacy: return-inspection',
    ]);
  });
});
