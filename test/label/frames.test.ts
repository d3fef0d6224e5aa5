// Frames of a live camera: small modules in the middle, every kind of symbol around it, and what waits for a later turn.
import { describe, expect, test } from 'vitest';
import { elementsOf } from '../../src/gs1/index.ts';
import { dataMatrix } from '../../src/label/symbol.ts';
import { blurred, doubled, middle, scaled, sharpened } from '../../src/scan/picture-filters.ts';
import { readFrame } from '../../src/scan/picture-frame.ts';
import type { Pixels } from '../../src/scan/picture-pixels.ts';
import { symbolsInPixels } from '../../src/scan/picture-reader.ts';
import { drawn } from '../app/drawn.ts';
import { type Flaws, paper, paste, photograph, randomFrom } from './degraded.ts';

const GTIN = '09506000134352';
const TEXT = `]d201${GTIN}1731063010LOT1\x1d217K2M9QX4T8RB3WNC`;
const random = randomFrom(20261130);

/** A picture in a frame of 1280 × 720, so far from its middle. */
function framed(image: Pixels, dx = 0, dy = 0): Pixels {
  const frame = paper(1280, 720, 150);
  paste(frame, image, Math.round((1280 - image.width) / 2) + dx, Math.round((720 - image.height) / 2) + dy);
  return frame;
}

async function pack(flaws: Flaws): Promise<Pixels> {
  const elements = elementsOf({ gtin: GTIN, expiry: '2031-06-30', lot: 'LOT1', serial: '7K2M9QX4T8RB3WNC' });
  return photograph(await dataMatrix(elements), { noise: 4, ...flaws }, random);
}

const texts = async (frame: Pixels, turn?: number) => (await readFrame(frame, turn)).map(({ text }) => text);

describe('a frame', () => {
  test.each([
    ['near', { module: 5, turn: 7 }],
    ['far', { module: 1.6, turn: 31 }],
    ['far and upright', { module: 1.5 }],
    ['a little out of focus', { module: 3, blur: 1, turn: 90 }],
  ] satisfies readonly (readonly [string, Flaws])[])('with a pack %s is read', async (_name, flaws) => {
    expect(await texts(framed(await pack(flaws)))).toEqual([TEXT]);
  });

  test('of small modules reads what the whole frame does not', async () => {
    let [near, whole] = [0, 0];
    for (const module of [1.4, 1.5, 1.6, 1.75, 2]) {
      for (const turn of [0, 7, 31, 45, 90]) {
        const frame = framed(await pack({ module, turn }), 20, -10);
        const plain = await symbolsInPixels(frame, { by: 'as it is', options: { tryHarder: false } });
        if (plain.symbols.length > 0) whole++;
        if ((await texts(frame)).includes(TEXT)) near++;
      }
    }
    expect(near).toBeGreaterThanOrEqual(1.6 * whole);
    expect(near).toBeGreaterThan(15);
  });

  test('of another kind of symbol is read as well', async () => {
    const sscc = framed(await drawn('gs1-128', '(00)095060000000000015', 2));
    expect(await texts(sscc)).toEqual([']C100095060000000000015']);
    expect(await texts(framed(await drawn('ean13', GTIN.slice(1))))).toEqual([`]E0${GTIN.slice(1)}`]);
  });

  test('with its pack in a corner, or an inverse one, is read at a tenth turn', async () => {
    const corner = framed(await pack({ module: 4 }), 480, 250);
    expect([await texts(corner, 0), await texts(corner, 9)]).toEqual([[], [TEXT]]);
    const inverse = framed(await pack({ module: 5, inverse: true }));
    expect([await texts(inverse, 0), await texts(inverse, 19)]).toEqual([[], [TEXT]]);
  });

  test('that is smaller than the middle is read whole', async () => {
    expect(await texts(await pack({ module: 3 }))).toEqual([TEXT]);
    expect(await texts({ width: 1, height: 1, data: new Uint8Array([255]) })).toEqual([]);
  });
});

describe('the filters for frames', () => {
  const image = { width: 23, height: 17, data: Uint8Array.from({ length: 23 * 17 }, () => Math.floor(random() * 256)) };

  test('double as scaling by two does', () => {
    const [quick, exact] = [doubled(image), scaled(image, 2)];
    expect([quick.width, quick.height]).toEqual([exact.width, exact.height]);
    // The exact one rounds between its two steps.
    const apart = Array.from(quick.data, (value, at) => Math.abs(value - (exact.data[at] ?? 0)));
    expect(Math.max(...apart)).toBeLessThanOrEqual(1);
  });

  test('take the middle, and all of what is smaller', () => {
    expect(middle(image, 40, 40)).toEqual(image);
    const part = middle(image, 3, 5);
    expect(part.data[0]).toBe(image.data[6 * 23 + 10]);
    expect(part.data.length).toBe(15);
  });

  test('mean and sharpen as their definitions say, edges repeated', () => {
    for (const radius of [1, 2, 30]) {
      const soft = blurred(image, radius);
      const at = (x: number, y: number) =>
        image.data[Math.min(Math.max(y, 0), 16) * 23 + Math.min(Math.max(x, 0), 22)] ?? 0;
      let sum = 0;
      for (let y = -radius; y <= radius; y++) for (let x = -radius; x <= radius; x++) sum += at(1 + x, 2 + y);
      expect(Math.abs((soft.data[2 * 23 + 1] ?? 0) - sum / (2 * radius + 1) ** 2)).toBeLessThanOrEqual(1);
    }
    const flat = { width: 9, height: 9, data: new Uint8Array(81).fill(77) };
    expect(sharpened(flat, 2, 1.5)).toEqual(flat);
  });
});
