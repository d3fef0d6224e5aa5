// A label as the dots of a printer, text in OCR-B.
import { bwip } from './bwip.ts';
import { CHARACTER, type Drawing, type PlacedText } from './layout.ts';
import type { Bitmap } from './png.ts';
import { dotShapes } from './shapes.ts';
import { MM_AN_INCH } from './x-dimension.ts';

export async function labelBitmap(drawing: Drawing): Promise<Bitmap> {
  const { dpi } = drawing;
  const width = Math.ceil((drawing.width * dpi) / MM_AN_INCH - 1e-6);
  const height = Math.ceil((drawing.height * dpi) / MM_AN_INCH - 1e-6);
  const bitmap = { width, height, data: new Uint8Array(width * height) };
  for (const at of dotShapes(drawing.symbol, dpi)) {
    for (let y = at.y; y < at.y + at.height; y++) bitmap.data.fill(1, y * width + at.x, y * width + at.x + at.width);
  }
  const { fonts } = await bwip();
  for (const text of drawing.texts) write(bitmap, text, dpi, fonts);
  return bitmap;
}

type Fonts = Awaited<ReturnType<typeof bwip>>['fonts'];

const HALF_INK = 128;
/** A character of OCR-B is this much of its size wide in bwip-js; here it is `CHARACTER`. */
const NATURAL = 0.6356;

function write(bitmap: Bitmap, { x, y, size, text }: PlacedText, dpi: number, fonts: Fonts): void {
  const font = fonts.lookup('OCR-B');
  const dots = (size * dpi) / MM_AN_INCH;
  const left = (x * dpi) / MM_AN_INCH;
  const base = Math.round((y * dpi) / MM_AN_INCH);
  [...latin(text)].forEach((character, at) => {
    if (character === ' ') return;
    const code = character.codePointAt(0) ?? 32;
    const glyph = fonts.getglyph(font, code, (dots * CHARACTER) / NATURAL, dots);
    const pen = Math.round(left + at * CHARACTER * dots) + glyph.left;
    for (let row = 0; row < glyph.height; row++) {
      for (let column = 0; column < glyph.width; column++) {
        if ((glyph.bytes[glyph.offset + row * glyph.width + column] ?? 0) < HALF_INK) continue;
        const px = pen + column;
        const py = base - glyph.top + row;
        if (px >= 0 && px < bitmap.width && py >= 0 && py < bitmap.height) bitmap.data[py * bitmap.width + px] = 1;
      }
    }
  });
}

/** Letters without their accents; what has none in the alphabet of OCR-B is a question mark. */
export function latin(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replaceAll('ß', 'ss')
    .replace(/[^\x20-\x7e]/gu, '?');
}
