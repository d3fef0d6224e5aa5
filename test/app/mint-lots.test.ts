// A lot is made once, and before it expires, unless its maker says that more or old packs are meant.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Home } from '../../src/app/node/home.ts';
import { issueRecall } from '../../src/app/recalls/recall-issue.ts';
import { type MintRequest, mint } from '../../src/app/steps/mint.ts';
import { GTIN, makeWorld, OTHER_GTIN, refused, type World } from './goods-world.ts';

const EXPIRY = '2028-06-30';

describe('a lot', () => {
  let world: World;
  beforeAll(async () => {
    world = await makeWorld();
  });
  afterAll(() => world.remove());

  const asked = (request: Partial<MintRequest>) => (home: Home) =>
    mint(home, { gtin: GTIN, lot: 'L1', expiry: EXPIRY, count: 5, ...request });
  const make = (request: Partial<MintRequest>, dryRun = false) => world.at('acme', asked(request), { dryRun });
  const fail = (request: Partial<MintRequest>, dryRun = false) =>
    world.at('acme', (home) => refused(() => asked(request)(home)), { dryRun });
  const made = async () => Object.values(await world.counts('acme')).reduce((sum, count) => sum + count, 0);

  test('is not made a second time without a word, whatever the second is called for', async () => {
    await make({});
    for (const request of [{}, { count: 7 }, { caseOf: 5 }, { serials: ['K7YQ2ZM4X9WVTR3B'], count: 1 }]) {
      for (const dryRun of [true, false]) {
        expect(await fail(request, dryRun)).toMatchObject({ code: 'lot-exists', exit: 14, detail: { packs: 5 } });
      }
    }
    expect((await fail({})).hint).toContain('--more-of-this-lot');
    expect(await made()).toBe(5);
  });

  test('takes more packs where that is said, and another product may have a lot of that number', async () => {
    expect(await make({ count: 2, moreOfThisLot: true })).toMatchObject({ count: 2, already: false, warnings: [] });
    expect(await make({ gtin: OTHER_GTIN, count: 1 })).toMatchObject({ count: 1 });
    expect(await make({ lot: 'L2', count: 1, moreOfThisLot: true })).toMatchObject({
      warnings: [expect.stringContaining('L2')],
    });
    expect(await made()).toBe(9);
  });

  test('that differs from another in capitals alone is made, and its maker is told', async () => {
    expect(await make({ lot: 'l1', count: 1 }, true)).toMatchObject({ warnings: [expect.stringContaining('L1')] });
  });

  test('has one expiry, whatever is said', async () => {
    const other = { expiry: '2029-06-30', moreOfThisLot: true, expiredIsRight: true };
    expect(await fail(other)).toMatchObject({ code: 'wrong-state', exit: 14 });
    expect(await fail({ ...other, expiry: '2020-01-31' })).toMatchObject({ code: 'wrong-state', exit: 14 });
  });

  test('of serials made elsewhere has none twice, and none that was made before, in whatever lot', async () => {
    const serials = (from: number, count: number) =>
      Array.from({ length: count }, (_, i) => `7K2M9QX4T8${String(from + i).padStart(6, '0')}`);
    for (let i = 0; i < 8; i++) await make({ lot: `G${i}`, serials: serials(i * 300, 300), count: 300 }, false);
    const items = [
      { n: 1, input: serials(2_399, 1)[0] },
      { n: 3, input: serials(299, 1)[0] },
    ].map((item) => expect.objectContaining({ ...item, code: 'wrong-state', reason: 'it was commissioned before' }));
    const again = [...serials(2_399, 2), ...serials(299, 1), ...serials(2_500, 1)];
    expect(await fail({ lot: 'G9', serials: again, count: 4 })).toMatchObject({
      code: 'wrong-state',
      detail: { items },
    });
    const repeats = { input: 'A1', code: 'bad-input' };
    const bad = [
      { ...repeats, n: 3, reason: 'line 3 repeats line 1' },
      { n: 4, input: 'ä', code: 'bad-input', reason: 'line 4 is no serial number' },
      { ...repeats, n: 5, reason: 'line 5 repeats line 1' },
    ];
    const twice = ['A1', 'B1', 'A1', 'ä', 'A1'];
    expect(await fail({ lot: 'G9', serials: twice, count: 5 })).toMatchObject({
      code: 'bad-input',
      message: '3 of the serials cannot be taken: line 3 repeats line 1',
      detail: { items: bad, total: 3 },
    });
  });

  test('of serials of which most were made before names the first hundred by their lines, and says how many', async () => {
    const serials = (from: number, count: number) =>
      Array.from({ length: count }, (_, i) => `8K2M9QX4T8${String(from + i).padStart(6, '0')}`);
    await make({ lot: 'BIG', serials: serials(0, 260), count: 260 }, false);
    // They begin in the second event.
    const again = [...serials(200_000, 100_000), ...serials(0, 260)];
    const refused = await fail({ lot: 'BIG2', serials: again, count: again.length });
    expect(refused).toMatchObject({ message: '260 of the serials were commissioned before', detail: { total: 260 } });
    const items = refused.detail?.items as readonly object[];
    expect(items).toHaveLength(100);
    expect(items[0]).toMatchObject({ n: 100_001, input: serials(0, 1)[0], code: 'wrong-state' });
  });

  test('with a key of --once is the first answer again, also after a word about more of it', async () => {
    const job = { lot: 'JOB', once: 'job' };
    const first = await make(job);
    const again = { already: true, event: first.event, at: first.at };
    expect(await make(job)).toMatchObject(again);
    expect(await make({ ...job, moreOfThisLot: true })).toMatchObject(again);
    expect(await fail({ ...job, once: 'other' })).toMatchObject({ code: 'lot-exists' });
  });

  test('is not made once it has expired, by the day in the own zone', async () => {
    const yesterday = { lot: 'OLD', expiry: '2026-11-20' };
    for (const dryRun of [true, false])
      expect(await fail(yesterday, dryRun)).toMatchObject({ code: 'expired', exit: 13 });
    expect(await fail({ lot: 'OLD', expiry: '2026-10-00' })).toMatchObject({ exit: 13 });
    expect(await make({ lot: 'TODAY', expiry: '2026-11-22' })).toMatchObject({ warnings: [] });
    expect(await make({ lot: 'MONTH', expiry: '2026-11-00' })).toMatchObject({ warnings: [] });
    // Nothing of it was made, so the number is still free for the right date.
    expect(await make({ lot: 'OLD', expiry: EXPIRY })).toMatchObject({ already: false, warnings: [] });
    const meant = await make({ ...yesterday, lot: 'KEPT', expiredIsRight: true });
    expect(meant).toMatchObject({ count: 5, warnings: ['the lot expired on 2026-11-20'] });
  });

  test('expires by the moment that a test home is given', async () => {
    const request = { lot: 'LATER', expiry: '2026-12-01' };
    const at = { dryRun: true, clockIsRight: true };
    const [evening, midnight] = ['2026-12-01T23:59:59Z', '2026-12-02T00:00:00Z'];
    expect(
      await world.at('acme', (home) => refused(() => asked(request)(home)), { ...at, now: midnight }),
    ).toMatchObject({ exit: 13 });
    expect(await world.at('acme', asked(request), { ...at, now: evening })).toMatchObject({ warnings: [] });
  });

  test('that exists and has expired is first of all one that exists', async () => {
    expect(await fail({ lot: 'KEPT', expiry: '2026-11-20' })).toMatchObject({ code: 'lot-exists' });
    expect(await fail({ lot: 'KEPT', expiry: '2026-11-20', moreOfThisLot: true })).toMatchObject({ code: 'expired' });
  });

  test('that another till of the maker made is there as soon as it is heard of', async () => {
    await world.secondTill('till2');
    expect(await world.at('till2', (home) => refused(() => asked({})(home)))).toMatchObject({ code: 'lot-exists' });
    await world.at('till2', asked({ lot: 'TILL2' }));
    await world.carry('till2', 'acme');
    expect(await fail({ lot: 'TILL2' })).toMatchObject({ code: 'lot-exists' });
  });

  test('that is recalled may be added to, and its maker is told that the packs are recalled', async () => {
    const order = { gtin: GTIN, lots: ['L1'], allLots: false, class: 2, reason: 'glass', confirm: ['L1'] };
    await issueRecall(world.env('acme'), { ...order, unknownLot: false, sync: false });
    expect(await make({ moreOfThisLot: true, count: 1 })).toMatchObject({
      warnings: [expect.stringContaining('recalled')],
    });
  });
});
