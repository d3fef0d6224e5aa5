// Pictures of what stands on packs and labels: symbols of any kind as BWIPP draws them, several on one sheet.
import { PNG } from 'pngjs';
import type { Pixels } from '../../src/scan/picture-pixels.ts';
import { filed, paper, paste } from '../label/degraded.ts';

/** A symbol by its name in BWIPP; GS1 data in brackets. */
export async function drawn(bcid: string, text: string, scale = 3, more: object = {}): Promise<Pixels> {
  const { toBuffer } = await import('bwip-js/node');
  const png = PNG.sync.read(
    Buffer.from(await toBuffer({ bcid, text, scale, padding: 10, backgroundcolor: 'FFFFFF', parsefnc: true, ...more })),
  );
  const data = Uint8Array.from({ length: png.width * png.height }, (_, at) => png.data[at * 4] ?? 255);
  return { width: png.width, height: png.height, data };
}

/** A part of a message in several DataMatrix symbols (structured append, ISO/IEC 16022 5.6): which one of how many, and of which message. */
export function drawnPart(text: string, index: number, count: number, message: number): Promise<Pixels> {
  const begins = [233, (index << 4) | (17 - count), message, message, ...(index === 0 ? [232] : [])];
  const words = [...text].map((one) => (one === '\x1d' ? 232 : one.charCodeAt(0) + 1));
  const raw = [...begins, ...words].map((word) => `^${String(word).padStart(3, '0')}`).join('');
  return drawn('datamatrix', raw, 3, { raw: true, parsefnc: false });
}

/** Side by side on white paper. */
export function together(...pictures: readonly Pixels[]): Pixels {
  const width = pictures.reduce((sum, one) => sum + one.width, 0);
  const sheet = paper(width, Math.max(...pictures.map(({ height }) => height)), 255);
  let left = 0;
  for (const one of pictures) {
    paste(sheet, one, left, 0);
    left += one.width;
  }
  return sheet;
}

/** Symbols by name and text on one sheet, as a file. */
export async function sheetOf(...symbols: readonly (readonly [bcid: string, text: string])[]): Promise<Uint8Array> {
  return filed(together(...(await Promise.all(symbols.map(([bcid, text]) => drawn(bcid, text))))));
}

/** Grey over the middle: the frame of a symbol is whole, and what it says is gone. */
export function smudged(image: Pixels): Pixels {
  const { width, height } = image;
  const data = Uint8Array.from(image.data);
  for (let y = Math.round(height * 0.3); y < height * 0.7; y++) {
    data.fill(110, y * width + Math.round(width * 0.3), y * width + Math.round(width * 0.7));
  }
  return { width, height, data };
}
