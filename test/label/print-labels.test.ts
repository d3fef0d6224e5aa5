// A maker prints the labels of a lot, once; what is printed again is counted; a case is labelled by whoever packed it.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { setProduct } from '../../src/app/items/product.ts';
import { type LabelRequest, printLabels } from '../../src/app/labels/label.ts';
import { checkLabel } from '../../src/app/labels/label-check.ts';
import { runsOf } from '../../src/app/labels/label-record.ts';
import { rebuild } from '../../src/app/maintenance/audit.ts';
import { writeSymbol } from '../../src/app/scans/scanner-symbol.ts';
import { bwip } from '../../src/label/bwip.ts';
import { GTIN, LOT, makeWorld, OTHER_GTIN, type Who, type World } from '../app/goods-world.ts';
import { refusedLater } from '../refused.ts';
import { filed, paper } from './degraded.ts';
import { textsIn, zplPictures } from './read-back.ts';

let world: World;
let scans: readonly string[];
let sscc: string;
beforeAll(async () => {
  world = await makeWorld();
  const minted = await world.mint({ count: 12, caseOf: 6, ssccPrefix: '9506000' });
  scans = minted.scans;
  sscc = minted.ssccs?.[0] ?? '';
  await world.share();
});
afterAll(() => world.remove());

let files = 0;

async function print(who: Who, request: Partial<LabelRequest>, options: { readonly dryRun?: boolean } = {}) {
  const out = request.out ?? world.path(`out-${++files}`);
  const whole: LabelRequest = { scans: [], format: 'png', graphics: false, reprint: false, ...request, out };
  return world.at(who, (home) => printLabels(home, whole), options);
}

describe('printing', () => {
  test('part of a lot into a folder, each label named by its number in the lot', async () => {
    const data = await print('acme', { lot: { lot: LOT, range: '1-3' } });
    expect(data).toMatchObject({
      kind: 'pack',
      labels: 3,
      use: 'pharmacy',
      lots: [{ labels: 3, printed: 3, reprinted: 0 }],
    });
    expect(readdirSync(data.out).toSorted()).toEqual(['0001.png', '0002.png', '0003.png']);
    for (const [at, file] of readdirSync(data.out).toSorted().entries()) {
      expect(await textsIn(readFileSync(`${data.out}/${file}`))).toEqual([scans[at]]);
    }
  });

  test('a pack that has a label already is refused, and counted where there is a reason', async () => {
    const twice = { scans: [scans[1] ?? '', scans[5] ?? ''] };
    const error = await refusedLater(() => print('acme', twice));
    expect(error).toMatchObject({ code: 'wrong-state', exit: 14, message: expect.stringContaining('packs 2 of lot') });
    expect(await refusedLater(() => print('acme', { ...twice, reprint: true }))).toMatchObject({ code: 'usage' });
    const data = await print('acme', { ...twice, reprint: true, reason: 'ribbon torn' });
    expect(data.lots).toEqual([{ gtin: GTIN, lot: LOT, labels: 2, printed: 4, reprinted: 1 }]);
    const runs = await world.as('acme', (home) => runsOf(home.ledger.local, GTIN, LOT));
    expect(runs.map(({ ranges, count, reprinted, reason }) => ({ ranges, count, reprinted, reason }))).toEqual([
      { ranges: [[1, 3]], count: 3 },
      {
        ranges: [
          [2, 2],
          [6, 6],
        ],
        count: 2,
        reprinted: 1,
        reason: 'ribbon torn',
      },
    ]);
  });

  test('two processes that print the same pack at once make one label', async () => {
    const { scans: fresh } = await world.mint({ lot: 'RACE', count: 1 });
    const both = await Promise.allSettled([print('acme', { scans: fresh }), print('acme', { scans: fresh })]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const runs = await world.as('acme', (home) => runsOf(home.ledger.local, GTIN, 'RACE'));
    expect(runs.map(({ count }) => count)).toEqual([1]);
  });

  test('a dry run writes no file and counts nothing', async () => {
    const data = await print('acme', { lot: { lot: LOT, range: '7-12' } }, { dryRun: true });
    expect(data).toMatchObject({ dryRun: true, labels: 6 });
    expect(existsSync(data.out)).toBe(false);
    expect((await print('acme', { lot: { lot: LOT, range: '7' } })).lots[0]).toMatchObject({
      printed: 5,
      reprinted: 0,
    });
  });

  test('what was counted outlives a rebuild of the ledger', async () => {
    const before = await world.as('acme', (home) => runsOf(home.ledger.local, GTIN, LOT));
    await world.as('acme', (home) => rebuild(home));
    expect(await world.as('acme', (home) => runsOf(home.ledger.local, GTIN, LOT))).toEqual(before);
  });

  test('shows the product by its name', async () => {
    await world.as('acme', (home) => setProduct(home, { gtin: GTIN, name: 'Amoxicillin', strength: '500 mg' }));
    const data = await print('acme', { lot: { lot: LOT, range: '8' }, format: 'svg' });
    const svg = readFileSync(data.out, 'utf8');
    expect(svg).toContain('>Amoxicillin 500 mg<');
    expect(svg).toContain(`>(01) ${GTIN}<`);
  });

  test('a whole lot as ZPL for a 203 dpi printer', async () => {
    const lot = await world.mint({ lot: 'ZPL_1', count: 20 });
    const data = await print('acme', { lot: { lot: 'ZPL_1' }, format: 'zpl', dpi: 203 });
    const pictures = await zplPictures(readFileSync(data.out, 'utf8'), { ...data.size, dpi: 203 });
    expect((await Promise.all(pictures.map(textsIn))).flat()).toEqual(lot.scans);
  });

  test('a case by its SSCC, as often as wanted, with what is in it', async () => {
    for (let times = 0; times < 2; times++) {
      const data = await print('acme', { scans: [sscc], format: 'svg', use: 'pallet' });
      expect(data).toMatchObject({ kind: 'unit', lots: [], warnings: [], size: { width: 105, height: 148 } });
      const svg = readFileSync(data.out, 'utf8');
      expect(svg).toContain('>6 packs<');
      expect(svg).toContain(`>lot ${LOT}  exp 2028-06-30<`);
    }
    const data = await print('acme', { scans: [sscc] });
    expect(await textsIn(readFileSync(data.out))).toEqual([`]C100${sscc}`]);
  });
});

describe('nothing is printed', () => {
  test.each([
    ['of another maker', 'midway', () => ({ scans: [scans[0] ?? ''] }), 'not-allowed', 77],
    ['of a pack that was never made', 'acme', () => ({ scans: [`(01)${GTIN}(21)NEVER1`] }), 'unknown-item', 11],
    [
      'of a pack of a lot that was not heard of',
      'acme',
      () => ({ scans: [`(01)${GTIN}(21)NEVER1(10)UNHEARD`] }),
      'not-yet-known',
      19,
    ],
    [
      'of a lot that its pack is not of',
      'acme',
      () => ({ scans: [(scans[0] ?? '').replace(LOT, 'ABC124')] }),
      'not-authentic',
      10,
    ],
    ['of a lot that was not made here', 'acme', () => ({ lot: { lot: 'NONE' } }), 'not-found', 66],
    ['of a product that has no such lot', 'acme', () => ({ lot: { lot: LOT, gtin: OTHER_GTIN } }), 'not-found', 66],
    ['beyond the end of the lot', 'acme', () => ({ lot: { lot: LOT, range: '10-13' } }), 'usage', 2],
    ['by a range that is none', 'acme', () => ({ lot: { lot: LOT, range: '5-3' } }), 'usage', 2],
    ['of packs and cases at once', 'acme', () => ({ scans: [scans[8] ?? '', sscc] }), 'usage', 2],
    ['in a size that does not hold it', 'acme', () => ({ lot: { lot: LOT, range: '10' }, size: '8x8' }), 'usage', 2],
    ['of nothing', 'acme', () => ({}), 'usage', 2],
  ] as const)('%s', async (_, who, request, code, exit) => {
    const out = world.path(`refused-${++files}`);
    expect(await refusedLater(() => print(who, { ...request(), out }))).toMatchObject({ code, exit });
    expect(existsSync(out)).toBe(false);
    expect(existsSync(`${out}.part`)).toBe(false);
  });

  test.each([
    ['in more dots than a picture has', () => ({ dpi: 20_000 }), 'usage'],
    [
      'in more dots than a picture has, for printers',
      () => ({ dpi: 1_200, size: '1000x1000', format: 'zpl', graphics: true }) as const,
      'usage',
    ],
    ['for a reason longer than is kept', () => ({ reprint: true, reason: 'x'.repeat(201) }), 'usage'],
    [
      'below what is a file',
      () => ({ lot: { lot: LOT, range: '10-11' }, out: `${world.path('a-file')}/labels` }),
      'cannot-create',
    ],
    ['below what is a file, as one', () => ({ out: `${world.path('a-file')}/label.png` }), 'cannot-create'],
  ] as const)('%s, and the dry run says so', async (_, request, code) => {
    writeFileSync(world.path('a-file'), 'x');
    const whole = { lot: { lot: LOT, range: '10' }, ...request() };
    for (const dryRun of [true, false])
      expect(await refusedLater(() => print('acme', whole, { dryRun }))).toMatchObject({ code });
  });

  test('into a folder that has something in it, and nothing is counted', async () => {
    const before = await world.as('acme', (home) => runsOf(home.ledger.local, GTIN, LOT));
    expect(
      await refusedLater(() => print('acme', { lot: { lot: LOT, range: '10-11' }, out: world.dir })),
    ).toMatchObject({
      exit: 73,
    });
    expect(await world.as('acme', (home) => runsOf(home.ledger.local, GTIN, LOT))).toEqual(before);
  });
});

describe('a name in letters that labels do not have', () => {
  const LOT_OF = 'WORDS';
  let own: readonly string[];
  let foreign: string;
  const named = (name: string) => world.as('acme', (home) => setProduct(home, { gtin: GTIN, name }));
  beforeAll(async () => {
    const minted = await world.mint({ lot: LOT_OF, count: 4, caseOf: 4, ssccPrefix: '9506000' });
    own = minted.scans;
    foreign = minted.ssccs?.[0] ?? '';
    await named('阿莫西林');
  });
  afterAll(() => named('Amoxicillin'));

  test.each(['png', 'svg', 'pdf', 'zpl'] as const)(
    'is refused in %s and by its dry run, and nothing is counted',
    async (format) => {
      for (const dryRun of [true, false]) {
        const out = world.path(`foreign-${++files}`);
        for (const request of [{ lot: { lot: LOT_OF } }, { scans: [own[1] ?? ''] }, { scans: [foreign] }]) {
          const error = await refusedLater(() => print('acme', { ...request, format, out }, { dryRun }));
          expect(error).toMatchObject({
            code: 'bad-input',
            exit: 65,
            detail: { characters: ['阿', '莫', '西', '林'] },
          });
          expect(error.hint).toContain('--numbers-only');
          expect(existsSync(out)).toBe(false);
        }
      }
      expect(await world.as('acme', (home) => runsOf(home.ledger.local, GTIN, LOT_OF))).toEqual([]);
    },
  );

  test('is left out where somebody wants the numbers alone', async () => {
    const data = await print('acme', { scans: [foreign], format: 'svg', numbersOnly: true });
    const svg = readFileSync(data.out, 'utf8');
    expect(svg).toContain(`>${GTIN}<`);
    expect(svg).not.toContain('>Acme<');
    const packs = await print('acme', { lot: { lot: LOT_OF }, numbersOnly: true });
    expect(packs.lots).toMatchObject([{ labels: 4, printed: 4 }]);
    expect(await textsIn(readFileSync(`${packs.out}/0001.png`))).toEqual([own[0]]);
  });

  test('is printed again once the product has a name in others', async () => {
    await named('Αμοξικιλλίνη');
    const again = { lot: { lot: LOT_OF }, format: 'svg', reprint: true, reason: 'named' } as const;
    const { out } = await print('acme', again);
    expect(readFileSync(`${out}/0001.svg`, 'utf8')).toContain('>Αμοξικιλλίνη<');
  });
});

describe('checking a printed label', () => {
  const checked = async (who: string, path: string, dpi?: number) => checkLabel(world.env(who), path, dpi);

  test('agrees with the ledger where the pack is', async () => {
    const { out } = await print('acme', { lot: { lot: LOT, range: '12' }, dpi: 600 });
    const data = await checked('acme', out);
    expect(data).toMatchObject({ exit: 0, dpi: 600, note: expect.stringContaining('indicative') });
    expect(data.symbols).toMatchObject([
      { text: scans[11], errors: [], unusedCorrection: 1, fits: ['pharmacy', 'ward'], verdict: { status: 'genuine' } },
    ]);
    expect(data.symbols[0]?.module).toBeCloseTo(0.495, 1);
    expect(JSON.stringify(data)).not.toMatch(/"grade"/);
  });

  test('says what verify says of it elsewhere, and only what it reads where no party is', async () => {
    const { out } = await print('acme', { lot: { lot: LOT, range: '11' } });
    expect(await checked('hill', out)).toMatchObject({ exit: 14, symbols: [{ verdict: { status: 'stop' } }] });
    const alone = await checked('nobody', out);
    expect(alone).toMatchObject({ exit: 0, symbols: [{ text: scans[10] }] });
    expect(alone.symbols[0]).not.toHaveProperty('verdict');
  });

  test('that has its code in brackets or letters is read as any scan is, and is no good print', async () => {
    const { raw } = await bwip();
    const [, serial = ''] = /21(.{16})$/.exec(scans[10] ?? '') ?? [];
    for (const text of [`(01) ${GTIN}\n(21) ${serial}`, `PC: ${GTIN} SN: ${serial}`]) {
      const [{ pixs = [], pixx = 0, pixy = 0 } = {}] = raw({ bcid: 'datamatrix', text });
      const file = world.path(`dressed-${++files}.png`);
      writeSymbol({ columns: pixx, rows: pixy, dark: Uint8Array.from(pixs) }, file);
      const alone = await checked('nobody', file);
      expect(alone).toMatchObject({ exit: 20, symbols: [{ errors: [], repairs: [{ code: 'as-printed' }] }] });
      expect(alone.symbols[0]?.elements).toMatchObject([{ value: GTIN }, { value: serial }]);
      const [symbol] = (await checked('acme', file)).symbols;
      expect(symbol?.verdict?.item).toMatchObject({ gtin: GTIN, serial });
    }
  });

  test('is an error where there is no code, no picture, or no file', async () => {
    const blank = world.path('blank.png');
    writeFileSync(blank, filed(paper(100, 100)));
    expect(await refusedLater(() => checked('acme', blank))).toMatchObject({ code: 'bad-input' });
    expect(await refusedLater(() => checked('acme', world.path('none.png')))).toMatchObject({ code: 'no-such-file' });
  });
});
