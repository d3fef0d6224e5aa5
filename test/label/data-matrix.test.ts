// A printed symbol reads back exactly what was to be printed, from its pixels.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dataMatrixPng, dataMatrixSvg } from '../../src/label/data-matrix.ts';
import { readPicture } from '../../src/scan/picture.ts';

const CSET82 = `!"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz`;
const cset82 = (max: number) =>
  fc.array(fc.constantFrom(...CSET82), { minLength: 1, maxLength: max }).map((chars) => chars.join(''));

describe('a DataMatrix label', () => {
  test('reads back with its AIM identifier and separators', async () => {
    const elements = '010950600013435221SN-1\x1d1729013110LOT1';
    expect(await readPicture(await dataMatrixPng(elements))).toEqual([
      { text: `]d2${elements}`, content: elements, symbology: ']d2', format: 'DataMatrix' },
    ]);
  });

  test('carries every character that a serial or a lot may hold', async () => {
    await fc.assert(
      fc.asyncProperty(cset82(20), cset82(20), async (serial, lot) => {
        const elements = `010950600013435221${serial}\x1d1729013110${lot}`;
        const [symbol] = await readPicture(await dataMatrixPng(elements));
        expect(symbol?.text).toBe(`]d2${elements}`);
      }),
      { numRuns: 40 },
    );
  });

  test('is drawn as SVG too', async () => {
    const svg = await dataMatrixSvg('010950600013435221SN-1');
    expect(svg).toMatch(/^<svg [^>]*viewBox="0 0 \d+ \d+"/);
    expect(svg).toContain('<path');
  });

  test('refuses what no symbol can hold', async () => {
    await expect(dataMatrixPng('9'.repeat(5000))).rejects.toMatchObject({ code: 'not-gs1' });
  });
});

describe('a picture', () => {
  test('that is no picture, or cut, is an error and not "no symbol"', async () => {
    const png = await dataMatrixPng('010950600013435221SN-1');
    await expect(readPicture(Buffer.from('hello'))).rejects.toMatchObject({ code: 'bad-input' });
    await expect(readPicture(png.subarray(0, 60))).rejects.toMatchObject({ code: 'bad-input' });
    await expect(readPicture(Buffer.from('RIFF....WEBPVP8 '))).rejects.toMatchObject({ code: 'bad-input' });
  });
});
