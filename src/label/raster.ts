// A label, or a line of it, as the dots of a printer.
import { PedigreeError } from '../errors.ts';
import { say } from '../words/en/label.ts';
import { inkOf } from './ink.ts';
import { CHARACTER, type Drawing, type PlacedText } from './layout.ts';
import { columnsOf } from './letters.ts';
import type { Bitmap } from './png.ts';
import { dotShapes } from './shapes.ts';
import { MM_AN_INCH } from './x-dimension.ts';

/** A label of 300 x 300 mm for the finest printers; each dot takes a byte. */
const MOST_DOTS = 256 * 1024 * 1024;

const dotsOf = (mm: number, dpi: number): number => Math.ceil((mm * dpi) / MM_AN_INCH - 1e-6);

/** @throws usage (2) for more dots than a picture can have */
export function mustFitPicture({ width, height, dpi }: Pick<Drawing, 'width' | 'height' | 'dpi'>): void {
  if (dotsOf(width, dpi) * dotsOf(height, dpi) <= MOST_DOTS) return;
  const most = Math.floor(Math.sqrt(MOST_DOTS / (width * height)) * MM_AN_INCH);
  throw new PedigreeError('usage', say('too-many-dots', { width, height, dpi }), {
    hint: say('at-most-dpi', { most }),
  });
}

export async function labelBitmap(drawing: Drawing): Promise<Bitmap> {
  const { dpi } = drawing;
  const width = dotsOf(drawing.width, dpi);
  const height = dotsOf(drawing.height, dpi);
  const bitmap = { width, height, data: new Uint8Array(width * height) };
  for (const at of dotShapes(drawing.symbol, dpi)) {
    for (let y = at.y; y < at.y + at.height; y++) bitmap.data.fill(1, y * width + at.x, y * width + at.x + at.width);
  }
  for (const { x, y, size, text } of drawing.texts) {
    write(bitmap, text, (size * dpi) / MM_AN_INCH, (x * dpi) / MM_AN_INCH, Math.round((y * dpi) / MM_AN_INCH));
  }
  return bitmap;
}

/** Above the baseline the highest letters reach so many sizes, below it the lowest. */
const [ABOVE, BELOW] = [1.2, 0.4];

/** One line by itself, and the dots of its corner on the label. */
export function lineBitmap(
  { x, y, size, text }: PlacedText,
  dpi: number,
): { readonly left: number; readonly top: number; readonly bitmap: Bitmap } {
  const em = (size * dpi) / MM_AN_INCH;
  const [left, base] = [Math.round((x * dpi) / MM_AN_INCH), Math.round((y * dpi) / MM_AN_INCH)];
  const above = Math.min(base, Math.ceil(ABOVE * em));
  const width = Math.ceil(columnsOf(text) * CHARACTER * em) + 1;
  const height = above + Math.ceil(BELOW * em);
  const bitmap = { width, height, data: new Uint8Array(width * height) };
  write(bitmap, text, em, 0, above);
  return { left, top: base - above, bitmap };
}

/** `em` is the size in dots, `base` the row below the letters. */
function write(bitmap: Bitmap, text: string, em: number, left: number, base: number): void {
  for (const { column, ink } of inkOf(text, em)) {
    const pen = Math.round(left + column * CHARACTER * em) + ink.left;
    for (let row = 0; row < ink.height; row++) {
      const y = base + ink.top + row;
      if (y < 0 || y >= bitmap.height) continue;
      for (let at = 0; at < ink.width; at++) {
        const x = pen + at;
        if (ink.data[row * ink.width + at] === 1 && x >= 0 && x < bitmap.width) bitmap.data[y * bitmap.width + x] = 1;
      }
    }
  }
}
