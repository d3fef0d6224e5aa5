// Everything printed reads back exactly, whatever the format, the printer and the characters.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PedigreeError } from '../../src/errors.ts';
import { elementsOf } from '../../src/gs1/index.ts';
import type { LabelContent } from '../../src/label/element.ts';
import { type Drawing, type LayoutOptions, layOut, planFor } from '../../src/label/layout.ts';
import { checkElements, lintLot } from '../../src/label/lint.ts';
import { gridOf, labelPdf } from '../../src/label/pdf.ts';
import { bitmapPng } from '../../src/label/png.ts';
import { labelBitmap } from '../../src/label/raster.ts';
import { labelSvg } from '../../src/label/svg.ts';
import { dataMatrix, mostModules } from '../../src/label/symbol.ts';
import { type LabelSymbology, modulesFor, USES, xRange } from '../../src/label/x-dimension.ts';
import { bitmapZpl, labelZpl } from '../../src/label/zpl.ts';
import { itGiven } from '../left-out.ts';
import { refused } from '../refused.ts';
import { POPPLER, pdfPictures, svgPicture, textsIn, zplPictures } from './read-back.ts';

const CSET82 = `!"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz`;
const cset82 = fc.string({ unit: fc.constantFrom(...CSET82), minLength: 1, maxLength: 20 });
const GTIN = '09506000134352';

const pack = (serial: string, lot = 'ABC123', title = 'Amoxicillin 500 mg'): LabelContent => ({
  kind: 'pack',
  title,
  elements: elementsOf({ gtin: GTIN, expiry: '2028-06-30', lot, serial }),
});
const CASE: LabelContent = {
  kind: 'unit',
  title: 'Acme',
  notes: ['50 packs', 'Amoxicillin 500 mg', 'lot ABC123  exp 2028-06-30'],
  elements: [{ ai: '00', value: '395060000000000016' }],
};

const scanned = (serial: string, lot = 'ABC123') => `]d201${GTIN}1728063010${lot}\x1d21${serial}`;
const SSCC_SCAN = ']C100395060000000000016';

async function drawn(content: LabelContent, options: LayoutOptions): Promise<Drawing> {
  return layOut(content, planFor([content], options));
}

async function gathered(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all);
}

async function* several(...drawings: readonly Drawing[]): AsyncIterable<Drawing> {
  yield* drawings;
}

describe.each([
  ['a pack', pack('7K2M9QX4T8RB3WNC'), 'pharmacy', scanned('7K2M9QX4T8RB3WNC')],
  ['a pack at the bedside', pack('7K2M_1_d095_'), 'ward', scanned('7K2M_1_d095_')],
  ['a case with a serial of its own', pack('CASE-1'), 'case', scanned('CASE-1')],
  ['a case', CASE, 'case', SSCC_SCAN],
  ['a pallet', CASE, 'pallet', SSCC_SCAN],
] as const)('the label of %s reads back', (_, content, use, text) => {
  test.each([203, 300, 600])('as SVG and PNG at %i dpi', async (dpi) => {
    const drawing = await drawn(content, { use, dpi });
    expect(await textsIn(svgPicture(labelSvg(drawing), dpi))).toEqual([text]);
    expect(await textsIn(bitmapPng(await labelBitmap(drawing), dpi))).toEqual([text]);
  });

  itGiven('pdftoppm', POPPLER, 'as PDF', async () => {
    const drawing = await drawn(content, { use, dpi: 300 });
    const [page] = pdfPictures(await gathered(labelPdf(several(drawing), undefined)));
    expect(page && (await textsIn(page))).toEqual([text]);
  });

  test.each([203, 300])('as ZPL, drawn by the printer or as a picture, at %i dpi', async (dpi) => {
    const plan = planFor([content], { use, dpi });
    const whole = await layOut(content, plan);
    const zpl = labelZpl(await layOut(content, plan, false)) + bitmapZpl(whole, await labelBitmap(whole));
    const pictures = await zplPictures(zpl, plan);
    expect(await Promise.all(pictures.map(textsIn))).toEqual([[text], [text]]);
  });
});

describe('a pack label', () => {
  test('carries every character of a serial and a lot, in each format', async () => {
    await fc.assert(
      fc.asyncProperty(cset82, cset82, async (serial, lot) => {
        const content = pack(serial, lot, 'Ω "<&^~_\\(x)');
        const plan = planFor([content], { use: 'pharmacy', dpi: 300 });
        const drawing = await layOut(content, plan);
        const text = scanned(serial, lot);
        expect(await textsIn(bitmapPng(await labelBitmap(drawing), 300))).toEqual([text]);
        expect(await textsIn(svgPicture(labelSvg(drawing), 600))).toEqual([text]);
        const [picture] = await zplPictures(labelZpl(await layOut(content, plan, false)), plan);
        expect(picture && (await textsIn(picture))).toEqual([text]);
      }),
      { numRuns: 12 },
    );
  });

  test('says in words what its code says, AIs in brackets', async () => {
    const { texts } = await drawn(pack('7K2M'), { use: 'pharmacy', dpi: 300 });
    expect(texts.map(({ text }) => text)).toEqual([
      'Amoxicillin 500 mg',
      `(01) ${GTIN}`,
      '(17) 280630',
      '(10) ABC123',
      '(21) 7K2M',
    ]);
  });

  test('keeps its text and symbol inside, and apart', async () => {
    await fc.assert(
      fc.asyncProperty(cset82, fc.constantFrom(...USES), fc.constantFrom(203, 300, 600), async (serial, use, dpi) => {
        const { width, height, symbol, texts } = await drawn(pack(serial), { use, dpi });
        const side = ((symbol.grid?.columns ?? 0) * symbol.dots * 25.4) / dpi;
        expect(symbol.x).toBeGreaterThan(0);
        expect(symbol.y + side).toBeLessThan(height);
        for (const { x, y, size, text } of texts) {
          expect(x).toBeGreaterThan(symbol.x + side);
          expect(x + text.length * size * 0.6).toBeLessThanOrEqual(width);
          expect(y).toBeLessThan(height);
        }
      }),
      { numRuns: 25 },
    );
  });

  test('leaves room for the largest symbol that a printer may choose', async () => {
    await fc.assert(
      fc.asyncProperty(cset82, cset82, async (serial, lot) => {
        const { elements } = pack(serial, lot);
        expect((await dataMatrix(elements)).columns).toBeLessThanOrEqual(mostModules(elements));
      }),
      { numRuns: 40 },
    );
  });

  for (const sheet of ['a4', 'letter'] as const)
    itGiven(
      'pdftoppm',
      POPPLER,
      `fills sheets of ${sheet}`,
      async () => {
        const serials = Array.from({ length: 70 }, (_, at) => `SER${1000 + at}`);
        const contents = serials.map((serial) => pack(serial));
        const plan = planFor(contents, { use: 'pharmacy', dpi: 300 });
        const drawings = await Promise.all(contents.map((content) => layOut(content, plan)));
        const pages = pdfPictures(await gathered(labelPdf(several(...drawings), sheet)));
        const { columns, rows } = gridOf(sheet, plan.width, plan.height);
        expect(pages).toHaveLength(Math.ceil(70 / (columns * rows)));
        const read = (await Promise.all(pages.map(textsIn))).flat();
        expect(read.toSorted()).toEqual(serials.map((serial) => scanned(serial)).toSorted());
      },
      60_000,
    );
});

describe('a long name of a product', () => {
  const OPTIONS = { use: 'pharmacy', dpi: 300 } as const;
  const NAME = 'Amlodipine besilate Acme prolonged release film-coated tablets 10 mg';
  const named = { ...pack('7K2M9QX4T8RB3WNC'), title: NAME };
  const namedLines = (texts: readonly { readonly text: string; readonly title: boolean }[]) =>
    texts.filter(({ title }) => title).map(({ text }) => text);

  test('stands in as many lines as it needs, up to three, and dots tell what is left out', async () => {
    const short = { ...named, title: 'Amoxicillin Acme 500 mg capsules' };
    expect(namedLines((await drawn(short, OPTIONS)).texts)).toEqual(['Amoxicillin Acme 500', 'mg capsules']);
    const { texts } = await drawn(named, OPTIONS);
    expect(namedLines(texts)).toEqual(['Amlodipine besilate', 'Acme prolonged', 'release film-coate...']);
    expect(texts).toHaveLength(7);
  });

  test('is shortened where a label has no room, and the symbol stays as it is', () => {
    const ward = { use: 'ward', dpi: 300 } as const;
    const plan = planFor([named], { ...ward, size: { width: 45, height: 12 } });
    expect(plan).toMatchObject({ nameLines: 1, dots: planFor([named], ward).dots });
  });

  test('is whole on the label of a case', async () => {
    const { texts, width } = await drawn({ ...CASE, notes: [NAME] }, { use: 'case', dpi: 300 });
    expect(namedLines(texts).join(' ')).toContain(NAME);
    for (const { x, text, size } of texts) expect(x + text.length * size * 0.6).toBeLessThan(width);
  });
});

describe('sizes', () => {
  test('a module outside the GS1 table is refused, and the nearest good one named', () => {
    for (const [use, module, nearest] of [
      ['pharmacy', 0.38, '0.423'],
      ['ward', 0.2, '0.254'],
      ['ward', 1.2, '0.931'],
      ['case', 0.38, '0.762'],
    ] as const) {
      const error = refused(() => planFor([pack('S')], { use, dpi: 300, module }));
      expect(error).toMatchObject({ code: 'usage', hint: expect.stringContaining(`--module ${nearest}`) });
      expect(planFor([pack('S')], { use, dpi: 300, module: Number(nearest) }).dots).toBeGreaterThan(0);
    }
  });

  test('a label that does not hold its symbol is refused, and the size that is named holds it', () => {
    for (const [content, use, size] of [
      [pack('7K2M9QX4T8RB3WNC'), 'pharmacy', { width: 20, height: 10 }],
      [pack('7K2M9QX4T8RB3WNC'), 'case', { width: 40, height: 20 }],
      [CASE, 'pallet', { width: 60, height: 40 }],
    ] as const) {
      const error = refused(() => planFor([content], { use, dpi: 300, size }));
      const [, width, height] = /--size ([\d.]+)x([\d.]+)/.exec(error.hint ?? '') ?? [];
      const good = { width: Number(width), height: Number(height) };
      expect(planFor([content], { use, dpi: 300, size: good })).toMatchObject(good);
    }
  });

  test('modules and bars keep to the symbol specification table of where they are read', () => {
    const table = (symbology: LabelSymbology) =>
      USES.map((use) => {
        const { least, target, most, height } = xRange(symbology, use);
        return [use, least, target, most, ...(height === undefined ? [] : [height])];
      });
    expect(table('datamatrix')).toEqual([
      ['pharmacy', 0.396, 0.495, 0.99],
      ['ward', 0.254, 0.38, 0.99],
      ['case', 0.75, 0.75, 1.52],
      ['pallet', 0.743, 0.743, 1.5],
    ]);
    expect(table('gs1-128')).toEqual([
      ['pharmacy', 0.264, 0.33, 0.66, 12.7],
      ['ward', 0.17, 0.495, 0.495, 12.7],
      ['case', 0.495, 0.495, 0.94, 31.75],
      ['pallet', 0.495, 0.495, 0.94, 31.75],
    ]);
  });

  test('a module is whole dots of the printer, within the table', () => {
    for (const use of USES) {
      for (const dpi of [152, 203, 300, 600, 1200]) {
        const { dots, range } = modulesFor('datamatrix', use, dpi);
        for (const count of dots) {
          expect((count * 25.4) / dpi).toBeGreaterThanOrEqual(range.least - 0.0015);
          expect((count * 25.4) / dpi).toBeLessThanOrEqual(range.most + 0.0015);
        }
      }
    }
  });

  test('a printer too coarse is told a finer one', () => {
    expect(refused(() => planFor([CASE], { use: 'pallet', dpi: 26 }))).toMatchObject({
      code: 'usage',
      hint: expect.stringContaining('--dpi 152'),
    });
  });

  test('a sheet too small for a label is refused', () => {
    expect(refused(() => gridOf('a4', 300, 20)).code).toBe('usage');
  });
});

describe('two linters', () => {
  test.each([
    ['a check digit', [{ ai: '01', value: '09506000134353' }]],
    [
      'a date',
      [
        { ai: '01', value: GTIN },
        { ai: '17', value: '281330' },
      ],
    ],
    [
      'a character',
      [
        { ai: '01', value: GTIN },
        { ai: '21', value: 'A^B' },
      ],
    ],
    [
      'a length',
      [
        { ai: '01', value: GTIN },
        { ai: '21', value: 'X'.repeat(21) },
      ],
    ],
    [
      'an AI',
      [
        { ai: '01', value: GTIN },
        { ai: '99999', value: '1' },
      ],
    ],
    ['a serial without a product', [{ ai: '21', value: 'A' }]],
  ])('refuse %s that is wrong', async (_, elements) => {
    await expect(checkElements(elements)).rejects.toBeInstanceOf(PedigreeError);
  });

  test('pass a lot, and find the one bad serial in it', async () => {
    const serials = Array.from({ length: 500 }, (_, at) => `(S)_${at}`);
    const lot = { gtin: GTIN, lot: 'A(1)', expiry: { ai: '17', value: '280600' } };
    await lintLot({ ...lot, serials });
    await expect(lintLot({ ...lot, serials: [...serials, 'A B'] })).rejects.toMatchObject({ code: 'not-gs1' });
  });
});
