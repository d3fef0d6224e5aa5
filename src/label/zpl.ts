// Labels for Zebra printers and those that speak ZPL II: symbols by the printer (^BX, ^BC), or as a picture (^GFA).
import { GS } from '../gs1/index.ts';
import type { Drawing, PlacedText } from './layout.ts';
import { isAscii } from './letters.ts';
import type { Bitmap } from './png.ts';
import { lineBitmap } from './raster.ts';
import { MM_AN_INCH } from './x-dimension.ts';

/** The printer encodes and draws. */
export function labelZpl(drawing: Drawing): string {
  const { symbol, texts, dpi } = drawing;
  const dots = (mm: number): number => Math.round((mm * dpi) / MM_AN_INCH);
  const at = `^FO${dots(symbol.x)},${dots(symbol.y)}`;
  const code =
    symbol.kind === 'datamatrix'
      ? `${at}^BXN,${symbol.dots},200,,,,${matrixField(symbol.data)}^FS`
      : `^BY${symbol.dots}${at}^BCN,${dots(symbol.height ?? 0)},N,N,N,N^FD>;>8${symbol.data}^FS`;
  const words = texts.map((line) => {
    if (!isAscii(line.text)) return picture(line, dpi);
    const { x, y, size, text } = line;
    const height = Math.max(1, dots(size));
    // ^FO places the top of the letters; the layout counts from their foot.
    return `^FO${dots(x)},${Math.max(0, dots(y) - Math.round(height * 0.76))}^A0N,${height},${Math.round(height * 0.9)}^FH^FD${hexed(text)}^FS`;
  });
  return ['^XA^CI28', page(drawing), code, ...words, '^PQ1^XZ', ''].join('\n');
}

/** A line in letters that the printer's own font may not have. */
function picture(text: PlacedText, dpi: number): string {
  const { left, top, bitmap } = lineBitmap(text, dpi);
  return `^FO${left},${top}${field(bitmap)}`;
}

/** For printers that know ^GF but not ^BX: all dots of the label. */
export function bitmapZpl(drawing: Drawing, bitmap: Bitmap): string {
  return ['^XA', page(drawing), `^FO0,0${field(bitmap)}`, '^PQ1^XZ', ''].join('\n');
}

function field(bitmap: Bitmap): string {
  const row = Math.ceil(bitmap.width / 8);
  const total = row * bitmap.height;
  return `^GFA,${total},${total},${row},${graphic(bitmap, row)}^FS`;
}

function page({ width, height, dpi }: Drawing): string {
  const dots = (mm: number): number => Math.ceil((mm * dpi) / MM_AN_INCH - 1e-6);
  return `^PW${dots(width)}^LL${dots(height)}^LH0,0`;
}

/**
 * Escape character, aspect ratio and data. `_1` is FNC1; where a serial or lot holds `_` itself another escape is named,
 * because printers differ in how they let it stand for itself. `@` is in no GS1 character set.
 */
function matrixField(data: string): string {
  const mark = data.includes('_') ? '@' : '_';
  return `${mark},1^FD${mark}1${data.replaceAll(GS, `${mark}1`)}`;
}

/** What ZPL would take for commands, by its number (^FH). */
function hexed(text: string): string {
  return text.replace(/[_^~\\]/g, (character) => `_${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** ^GF data: hexadecimal; `,` fills a row with white, `:` repeats the row before. */
function graphic({ width, height, data }: Bitmap, row: number): string {
  const lines: string[] = [];
  let before = '';
  for (let y = 0; y < height; y++) {
    const bytes = Buffer.alloc(row);
    for (let x = 0; x < width; x++) {
      if (data[y * width + x] === 1) bytes[x >> 3] = (bytes[x >> 3] ?? 0) | (0x80 >> (x & 7));
    }
    const full = bytes.toString('hex').toUpperCase();
    lines.push(full === before ? ':' : full.endsWith('00') ? `${full.replace(/(00)+$/, '')},` : full);
    before = full;
  }
  return lines.join('');
}
