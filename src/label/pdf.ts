// Labels on sheets or each on a page of its own: a PDF of vectors and text, written page by page (ISO 32000-1).
import { PedigreeError } from '../errors.ts';
import { say } from '../words/en/label.ts';
import type { Drawing } from './layout.ts';
import { PdfFont, stream } from './pdf-font.ts';
import { shapes } from './shapes.ts';
import { MM_AN_INCH } from './x-dimension.ts';

/** Millimetres. */
export const SHEETS = { a4: { width: 210, height: 297 }, letter: { width: 215.9, height: 279.4 } } as const;
export type Sheet = keyof typeof SHEETS;

/** What no office printer reaches at the edges, and what a careless cut takes. */
const MARGIN = 8;
const BETWEEN = 2;

/** How labels lie on a sheet. */
export interface SheetGrid {
  readonly page: { readonly width: number; readonly height: number };
  readonly columns: number;
  readonly rows: number;
  readonly left: number;
  readonly top: number;
  readonly between: number;
}

/** @throws usage (2) where not one label fits */
export function gridOf(sheet: Sheet | undefined, width: number, height: number): SheetGrid {
  if (sheet === undefined) return { page: { width, height }, columns: 1, rows: 1, left: 0, top: 0, between: 0 };
  const page = SHEETS[sheet];
  const many = (room: number, length: number) => Math.floor((room - 2 * MARGIN + BETWEEN) / (length + BETWEEN));
  const columns = many(page.width, width);
  const rows = many(page.height, height);
  if (columns < 1 || rows < 1) {
    throw new PedigreeError('usage', say('larger-than-sheet', { width, height }), {
      hint: say('at-most-size', { width: page.width - 2 * MARGIN, height: page.height - 2 * MARGIN }),
    });
  }
  const used = (count: number, length: number) => count * length + (count - 1) * BETWEEN;
  return {
    page,
    columns,
    rows,
    left: (page.width - used(columns, width)) / 2,
    top: (page.height - used(rows, height)) / 2,
    between: BETWEEN,
  };
}

const POINTS_A_MM = 72 / MM_AN_INCH;
const FONT = 3;
const FIRST_PAGE = 4;
/** Objects that a font takes besides its own. */
const FONT_PARTS = 5;

/** The bytes of the file in pieces; one sheet is in memory at a time. */
export async function* labelPdf(drawings: AsyncIterable<Drawing>, sheet: Sheet | undefined): AsyncIterable<Buffer> {
  const offsets: number[] = [];
  let length = 0;
  const emit = (data: Buffer): Buffer => {
    length += data.length;
    return data;
  };
  const object = (number: number, body: Buffer): Buffer => {
    offsets[number] = length;
    return emit(Buffer.concat([Buffer.from(`${number} 0 obj\n`), body, Buffer.from('\nendobj\n')]));
  };
  yield emit(Buffer.from('%PDF-1.4\n%\xe2\xe3\xcf\xd3\n', 'latin1'));
  const font = new PdfFont();
  const pages: number[] = [];
  let grid: SheetGrid | undefined;
  let content: string[] = [];
  let next = FIRST_PAGE;
  const flush = function* (page: SheetGrid['page']): Iterable<Buffer> {
    const drawn = stream(Buffer.from(content.join('\n'), 'latin1'));
    content = [];
    const size = `[0 0 ${pt(page.width)} ${pt(page.height)}]`;
    pages.push(next);
    yield object(
      next,
      Buffer.from(
        `<< /Type /Page /Parent 2 0 R /MediaBox ${size} /Resources << /Font << /F ${FONT} 0 R >> >> /Contents ${next + 1} 0 R >>`,
      ),
    );
    yield object(next + 1, drawn);
    next += 2;
  };
  for await (const drawing of drawings) {
    grid ??= gridOf(sheet, drawing.width, drawing.height);
    const { columns, rows, left, top, between, page } = grid;
    const at = content.length;
    const x = left + (at % columns) * (drawing.width + between);
    const y = top + Math.floor(at / columns) * (drawing.height + between);
    content.push(operators(drawing, x, page.height - y, font));
    if (content.length === columns * rows) yield* flush(page);
  }
  if (grid !== undefined && content.length > 0) yield* flush(grid.page);
  // Only now it is known which letters are used.
  for (const [at, body] of font.objects(next).entries()) yield object(at === 0 ? FONT : next + at - 1, body);
  next += FONT_PARTS;
  yield object(1, Buffer.from('<< /Type /Catalog /Pages 2 0 R >>'));
  const kids = pages.map((page) => `${page} 0 R`).join(' ');
  yield object(2, Buffer.from(`<< /Type /Pages /Count ${pages.length} /Kids [${kids}] >>`));
  const table = Array.from({ length: next }, (_, number) => {
    return number === 0 ? '0000000000 65535 f \n' : `${String(offsets[number] ?? 0).padStart(10, '0')} 00000 n \n`;
  });
  const start = length;
  yield Buffer.from(
    `xref\n0 ${next}\n${table.join('')}trailer\n<< /Size ${next} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`,
  );
}

/** `top` is measured from the lower edge of the page, as PDF does. */
function operators(drawing: Drawing, left: number, top: number, font: PdfFont): string {
  const rectangles = shapes(drawing).map(
    (at) => `${pt(left + at.x)} ${pt(top - at.y - at.height)} ${pt(at.width)} ${pt(at.height)} re`,
  );
  const texts = drawing.texts.map((text) => font.show(text, pt(left + text.x), pt(top - text.y), pt));
  return [...rectangles, 'f', 'BT', ...texts, 'ET'].join('\n');
}

const pt = (mm: number): number => Math.round(mm * POINTS_A_MM * 10_000) / 10_000;
