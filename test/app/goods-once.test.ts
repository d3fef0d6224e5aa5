// Repeating a command: after a crash, with a key, in a dry run; and two tills of one party at the same time.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accredit } from '../../src/app/parties/accredit.ts';
import { readBundle } from '../../src/app/parties/bundle-files.ts';
import { writeCard } from '../../src/app/parties/card.ts';
import { decommission } from '../../src/app/steps/decommission.ts';
import { dispense } from '../../src/app/steps/dispense.ts';
import { type MintRequest, mint } from '../../src/app/steps/mint.ts';
import { pack } from '../../src/app/steps/pack.ts';
import { quarantine, release } from '../../src/app/steps/quarantine.ts';
import { receive } from '../../src/app/steps/receive.ts';
import { ship } from '../../src/app/steps/ship.ts';
import { stock } from '../../src/app/verdict/stock.ts';
import { EXPIRY, GTIN, makeWorld, refused, type World } from './goods-world.ts';
import { HILL, MIDWAY } from './network.ts';

const JOB = { gtin: GTIN, lot: 'JOB7', expiry: EXPIRY, count: 500, caseOf: 100, once: 'job7' };

describe('a command with a key', () => {
  let world: World;
  beforeAll(async () => {
    world = await makeWorld();
  });
  afterAll(() => world.remove());

  test('that was killed after its commit gives the first answer again, and its file', async () => {
    const first = await world.as('acme', (home) => mint(home, JOB));
    const out = world.path('again.txt');
    const again = await world.as('acme', (home) => mint(home, { ...JOB, out }));
    expect(again).toMatchObject({ already: true, event: first.event, count: 500, cases: 5, ssccs: first.ssccs });
    expect(new Set(readFileSync(out, 'utf8').trimEnd().split('\n')).size).toBe(500);
    expect(await world.counts('acme')).toEqual({ active: 500 });
  });

  test('and another request is refused, and nothing is written', async () => {
    const error = await world.as('acme', (home) => refused(() => mint(home, { ...JOB, count: 501 })));
    expect(error).toMatchObject({ code: 'once-key-reused', exit: 2 });
    expect(await world.counts('acme')).toEqual({ active: 500 });
  });

  test('is known again after a rebuild', async () => {
    const first = await world.as('acme', (home) => mint(home, JOB));
    await world.as('acme', (home) => home.ledger.rebuild());
    expect(await world.as('acme', (home) => mint(home, JOB))).toMatchObject({ already: true, event: first.event });
    expect(await world.counts('acme')).toEqual({ active: 500 });
  });

  test('a dry run checks everything, writes nothing and uses up no key', async () => {
    const dry = await world.at('acme', (home) => mint(home, { ...JOB, lot: 'DRY', once: 'dry' }), { dryRun: true });
    expect(dry).toMatchObject({ dryRun: true, already: false, count: 500 });
    expect(await world.as('acme', (home) => stock(home, { lot: 'DRY' }).packs)).toBe(0);
    expect(await world.as('acme', (home) => mint(home, { ...JOB, lot: 'DRY', once: 'dry' }))).toMatchObject({
      already: false,
    });
  });
});

describe('minting', () => {
  let world: World;
  beforeAll(async () => {
    world = await makeWorld();
  });
  afterAll(() => world.remove());

  test.each([
    [{ gtin: '09506000134353' }, 65],
    [{ lot: 'a lot' }, 65],
    [{ expiry: '2028-13-01' }, 65],
    [{ count: 0 }, 2],
    [{ gtin: '04012345000016' }, 77],
    [{ serials: ['A1', 'A1'], count: 2 }, 65],
    [{ serials: [], count: undefined }, 65],
    [{ out: '/nowhere/at/all.txt' }, 73],
  ])('%o ends in %i, and nothing is made', async (wrong, exit) => {
    // As a program without types may ask it.
    const request = { gtin: GTIN, lot: 'L', expiry: EXPIRY, count: 1, ...wrong } as MintRequest;
    expect(await world.as('acme', (home) => refused(() => mint(home, request)))).toMatchObject({ exit });
    expect(await world.counts('acme')).toEqual({});
  });

  test('takes serials that were made elsewhere, warns of weak ones, and never makes one twice', async () => {
    const serials = Array.from({ length: 20 }, (_, at) => `S${1000 + at}`);
    const made = await world.as('acme', (home) => mint(home, { gtin: GTIN, lot: 'L', expiry: EXPIRY, serials }));
    expect(made).toMatchObject({ count: 20 });
    expect(made.warnings.join()).toContain('weak serials');
    const error = await world.as('acme', (home) =>
      refused(() =>
        mint(home, { gtin: GTIN, lot: 'L', expiry: EXPIRY, serials: ['S1003', 'NEW1'], moreOfThisLot: true }),
      ),
    );
    expect(error).toMatchObject({ exit: 14, detail: { items: [{ n: 1, input: 'S1003' }] } });
    expect(await world.counts('acme')).toEqual({ active: 20 });
  });

  test('is for the maker of the product alone', async () => {
    const request = { gtin: GTIN, lot: 'X', expiry: EXPIRY, count: 1 };
    expect(await world.as('midway', (home) => refused(() => mint(home, request)))).toMatchObject({ exit: 77 });
  });
});

describe('two tills of one pharmacy', () => {
  let world: World;
  let scans: readonly string[];
  beforeAll(async () => {
    world = await makeWorld();
    await world.init('till2', { ...HILL, network: world.path('agency.card') });
    await world.at('till2', (home) => writeCard(home, world.path('till2.card')));
    const rights = {
      roles: ['dispenser'],
      prefixes: [],
      gtins: [],
      sameParty: true,
      welcome: world.path('till2.welcome'),
    };
    await world.as('agency', (home) => accredit(home, { who: world.path('till2.card'), ...rights }));
    await world.share();
    scans = (await world.mint({ count: 4 })).scans;
    await world.as('acme', (home) => ship(home, { to: HILL.gln, items: scans }));
    await world.share();
    await world.at('till2', (home) => readBundle(home.ledger, world.path('till2.welcome'), { now: Date.now() }));
    await world.carry('agency', 'till2');
  });
  afterAll(() => world.remove());

  test('both receive the same delivery, and it counts once', async () => {
    await world.as('hill', (home) => receive(home, { items: [], all: true }));
    await world.at('till2', (home) => receive(home, { items: [], all: true }));
    await world.carry('till2', 'hill');
    await world.carry('hill', 'till2');
    expect(await world.counts('hill')).toEqual({ active: 4 });
    expect(await world.at('till2', (home) => stock(home).packs)).toBe(4);
  });

  test('one supplies what the other received, and the other knows after a sync', async () => {
    const [scan = ''] = scans;
    await world.at('till2', (home) => dispense(home, [scan]));
    await world.carry('till2', 'hill');
    const again = await world.as('hill', (home) => dispense(home, [scan]));
    expect(again.lines[0]).toMatchObject({ exit: 14 });
    expect(await world.counts('hill')).toEqual({ active: 3, dispensed: 1 });
  });

  test('both supply the same pack before they hear of each other: it is supplied, and the pharmacy told to look', async () => {
    const scan = scans[1] ?? '';
    for (const till of ['hill', 'till2']) {
      const given = await world.at(till, (home) => dispense(home, [scan]));
      expect(given.lines[0]).toMatchObject({ result: 'dispensed' });
    }
    await world.carry('till2', 'hill');
    await world.carry('hill', 'till2');
    expect(await world.counts('hill')).toEqual({ active: 2, dispensed: 2 });
    expect(await world.at('till2', (home) => stock(home).packs)).toBe(2);
  });

  test('one sends back while the other supplies: what was supplied stands, and nobody disputes it', async () => {
    const scan = scans[2] ?? '';
    await world.as('hill', (home) => ship(home, { to: MIDWAY.gln, items: [scan], reason: 'not wanted' }));
    await world.at('till2', (home) => dispense(home, [scan]));
    await world.carry('till2', 'hill');
    expect(await world.counts('hill')).toEqual({ active: 1, dispensed: 3 });
  });
});

describe('a code that is named twice', () => {
  let world: World;
  beforeAll(async () => {
    world = await makeWorld();
  });
  afterAll(() => world.remove());

  test('counts once, and whoever counts boxes hears of it', async () => {
    const { scans } = await world.mint({ count: 3 });
    const items = [scans[0] ?? '', scans[1] ?? '', scans[0] ?? ''];
    const twice = /^1 of the 3 codes /;
    const packed = await world.as('acme', (home) => pack(home, { into: 'new', items }));
    expect(packed).toMatchObject({ children: 2, warnings: [expect.stringMatching(twice)] });
    const held = await world.as('acme', (home) => quarantine(home, { reason: 'other', items }));
    expect(held).toMatchObject({ packs: 2, warnings: [expect.stringMatching(twice)] });
    const free = await world.as('acme', (home) => release(home, { items }));
    expect(free).toMatchObject({ packs: 2, warnings: [expect.stringMatching(twice)] });
    const shipped = await world.as('acme', (home) => ship(home, { to: MIDWAY.gln, items }));
    expect(shipped).toMatchObject({ packs: 2, warnings: [expect.stringMatching(twice)] });
    const last = [scans[2] ?? '', scans[2] ?? ''];
    const gone = await world.as('acme', (home) => decommission(home, { reason: 'lost', items: last }));
    expect(gone).toMatchObject({ packs: 1, warnings: [expect.stringMatching(/^1 of the 2 codes /)] });
  });
});
