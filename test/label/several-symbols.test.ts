// Pictures of several symbols: an easy one hides no hard one, and what was seen and could not be read is told.
import { describe, expect, test } from 'vitest';
import { elementsOf } from '../../src/gs1/index.ts';
import { dataMatrix } from '../../src/label/symbol.ts';
import { inspectPicture } from '../../src/scan/picture.ts';
import type { Pixels } from '../../src/scan/picture-pixels.ts';
import { drawn, smudged } from '../app/drawn.ts';
import { type Flaws, filed, paper, paste, photograph, randomFrom } from './degraded.ts';

const GTIN = '09506000134352';
const random = randomFrom(20261130);

interface Photo {
  readonly text: string;
  readonly image: Pixels;
}

async function packWith(serial: string, flaws: Flaws): Promise<Photo> {
  const modules = await dataMatrix(elementsOf({ gtin: GTIN, expiry: '2031-06-30', lot: 'LOT1', serial }));
  return { text: `]d201${GTIN}1731063010LOT1\x1d21${serial}`, image: photograph(modules, flaws, random) };
}

function table(photos: readonly Photo[], cell = 260): Pixels {
  const sheet = paper(5 * cell, Math.ceil(photos.length / 5) * cell);
  photos.forEach(({ image }, at) => {
    paste(sheet, image, (at % 5) * cell, Math.floor(at / 5) * cell);
  });
  return sheet;
}

describe('beside a symbol that is easy to read', () => {
  const FLAWS: readonly (readonly [string, Flaws])[] = [
    ['out of focus', { module: 4, blur: 2, turn: 7, noise: 2 }],
    ['noisy', { module: 5, noise: 70 }],
    ['printed thin', { module: 6, gain: -0.55, noise: 4 }],
  ];
  test.each(FLAWS)(
    'a DataMatrix that is %s is still looked for',
    async (_flaw, flaws) => {
      const { text, image } = await packWith('7K2M9QX4T8RB3WNC', flaws);
      const ean = await drawn('ean13', GTIN.slice(1));
      const sheet = paper(ean.width + image.width, Math.max(ean.height, image.height));
      paste(sheet, ean, 0, 0);
      paste(sheet, image, ean.width, 0);
      const { symbols, unread } = await inspectPicture(filed(sheet));
      expect(symbols.map((one) => one.text).toSorted()).toEqual([`]E0${GTIN.slice(1)}`, text]);
      expect(symbols.find((one) => one.text === text)?.by).not.toBe('as it is');
      expect(unread).toBe(0);
    },
    60_000,
  );
});

describe('of ten packs', () => {
  const serials = Array.from({ length: 10 }, (_, at) => `7K2M9QX4T8RB3W${at}C`);
  const bad = new Set([3, 7]);

  test('all are read where filters bring out two', async () => {
    const photos = await Promise.all(
      serials.map((serial, at) => packWith(serial, { module: 5, noise: 3, ...(bad.has(at) ? { noise: 70 } : {}) })),
    );
    const { symbols, unread } = await inspectPicture(filed(table(photos)));
    expect(symbols.map(({ text }) => text).toSorted()).toEqual(photos.map(({ text }) => text).toSorted());
    expect(new Set(symbols.map(({ by }) => by)).size).toBeGreaterThan(1);
    expect(unread).toBe(0);
  }, 240_000);

  test.each([
    [
      'smudged',
      async (serial: string) => {
        const { text, image } = await packWith(serial, { module: 5, noise: 3 });
        return { text, image: smudged(image) };
      },
    ],
    ['blurred beyond reading', (serial: string) => packWith(serial, { module: 5, noise: 3, blur: 4 })],
  ] as const)(
    'eight are read, and the two that are %s are told of',
    async (_kind, spoilt) => {
      const photos = await Promise.all(
        serials.map((serial, at) => (bad.has(at) ? spoilt(serial) : packWith(serial, { module: 5, noise: 3 }))),
      );
      const good = photos.filter((_photo, at) => !bad.has(at)).map(({ text }) => text);
      const { symbols, unread } = await inspectPicture(filed(table(photos)));
      expect(symbols.map(({ text }) => text).toSorted()).toEqual(good.toSorted());
      expect(unread).toBe(2);
    },
    120_000,
  );

  test('each is told once, however many looks see it, and two boxes with one code are two', async () => {
    const { text, image } = await packWith('SAMECODE7', { module: 5, noise: 3 });
    const other = await packWith('OTHER7', { module: 5, noise: 70 });
    const { symbols } = await inspectPicture(filed(table([{ text, image }, { text, image }, other])));
    expect(symbols.map((one) => one.text).toSorted()).toEqual([other.text, text, text]);
  }, 240_000);
});

test('two symbols in a picture of print and bars are not made up', async () => {
  const sheet = paper(1100, 500);
  const ean = await drawn('ean13', GTIN.slice(1));
  const link = await drawn('qrcode', 'https://leaflet.example/amoxicillin');
  paste(sheet, ean, 20, 20);
  paste(sheet, link, 500, 20);
  for (let line = 0; line < 12; line++) {
    for (let x = 20; x < 1_000; x++)
      if (random() < 0.5) sheet.data.fill(30, (260 + line * 18) * 1100 + x, (260 + line * 18) * 1100 + x + 3);
  }
  const { symbols, unread } = await inspectPicture(filed(sheet));
  expect(symbols).toHaveLength(2);
  expect(unread).toBe(0);
}, 240_000);
