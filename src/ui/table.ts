// Tables for people: whatever the width, no figure is lost, and two rows that differ never look alike.
import { beginning, colourless, columns, type Style, wrap } from './style.ts';

export interface Column {
  readonly title: string;
  readonly align?: 'left' | 'right';
  /** A name or a sentence: it may be shortened in its middle, as long as no two cells of the column come to look alike. */
  readonly flexible?: boolean;
  /** Goes to a line of its own below its row where there is no room beside it. */
  readonly below?: boolean;
}

/** A name that may be shortened, before words that may not: the strength of a product stays whatever the width. */
export interface Named {
  /** Name and words as they stand where there is room. */
  readonly full: string;
  readonly name: string;
  readonly rest: string;
}

export type Cell = string | Named;

/** A name is not cut to less than this. */
const LEAST_NAME = 6;
const GAP = 2;

/**
 * A table as wide as the terminal, or 80 columns, with a line of titles; no trailing spaces. Columns without any text are
 * left out. Where it cannot be made to fit, each row becomes lines of `title value`.
 */
export function table(heads: readonly Column[], rows: readonly (readonly Cell[])[], style: Style): string {
  const all = heads
    .map((head, at) => columnOf(head, at, rows))
    .filter(({ at, cells }) => at === 0 || [...cells.keys()].some((cell) => cell !== ''));
  if (widthOf(all) <= style.width) return rowsOf(all, [], rows, style);
  // What can stand below does so before a name is shortened.
  const below = all.filter(({ head }) => head.below);
  const above = laidOut(
    all.filter((column) => !below.includes(column)),
    style.width,
  );
  return above === undefined ? stacked(all, rows, style) : rowsOf(above, below, rows, style);
}

interface Drawn {
  readonly head: Column;
  /** Its place in a row. */
  readonly at: number;
  /** Every cell once, by what is seen of it where there is room. */
  readonly cells: ReadonlyMap<string, Cell>;
  readonly width: number;
}

function columnOf(head: Column, at: number, rows: readonly (readonly Cell[])[]): Drawn {
  const cells = new Map<string, Cell>();
  for (const row of rows) {
    const cell = row[at] ?? '';
    cells.set(whole(cell), cell);
  }
  let width = columns(head.title);
  for (const text of cells.keys()) width = Math.max(width, columns(text));
  return { head, at, cells, width };
}

function whole(cell: Cell): string {
  return typeof cell === 'string' ? cell : cell.full;
}

/** A cell in `width` columns, shortened in its middle where it is longer. */
export function shown(cell: Cell, width: number): string {
  const text = whole(cell);
  if (columns(text) <= width) return text;
  if (typeof cell === 'string' || cell.rest === '') return middle(text, width);
  return `${middle(cell.name, width - columns(cell.rest) - 1)} ${cell.rest}`;
}

/** The two ends of a text in `width` columns: the end is what tells numbers of one kind apart. */
export function middle(text: string, width: number): string {
  if (columns(text) <= width) return text;
  const ends = Math.max(0, width - 1);
  const first = beginning(text, Math.ceil(ends / 2));
  const last = beginning([...text].reverse().join(''), ends - columns(first));
  return `${first}…${[...last].reverse().join('')}`;
}

function widthOf(drawn: readonly { readonly width: number }[]): number {
  return drawn.reduce((sum, { width }) => sum + width, GAP * (drawn.length - 1));
}

/** The columns with widths that fit; undefined where they do not without cutting what must not be cut. */
function laidOut(drawn: readonly Drawn[], width: number): readonly Drawn[] | undefined {
  let fitted = drawn;
  const stuck = new Set<number>();
  for (;;) {
    const over = widthOf(fitted) - width;
    if (over <= 0) return fitted;
    const [widest] = fitted.filter(({ head, at }) => head.flexible && !stuck.has(at)).sort((a, b) => b.width - a.width);
    if (widest === undefined) return undefined;
    const next = telling(widest, Math.max(leastOf(widest), widest.width - over));
    if (next >= widest.width) stuck.add(widest.at);
    fitted = fitted.map((column) => (column === widest ? { ...column, width: next } : column));
  }
}

/** How far a column may be narrowed at all. */
function leastOf({ head, cells }: Drawn): number {
  let least = columns(head.title);
  for (const cell of cells.values()) {
    const [name, rest] = typeof cell === 'string' ? [cell, ''] : [cell.name, cell.rest];
    const kept = Math.min(columns(name), LEAST_NAME) + (rest === '' ? 0 : columns(rest) + 1);
    least = Math.max(least, kept);
  }
  return least;
}

/** The first width from `least` on at which no two cells of the column look alike; its own where there is none before. */
function telling({ cells, width: most }: Drawn, least: number): number {
  const step = Math.max(1, Math.ceil((most - least) / 16));
  for (let width = least; width < most; width += step) {
    const seen = new Set<string>();
    for (const cell of cells.values()) seen.add(shown(cell, width));
    if (seen.size === cells.size) return width;
  }
  return most;
}

function rowsOf(
  beside: readonly Drawn[],
  below: readonly Drawn[],
  rows: readonly (readonly Cell[])[],
  style: Style,
): string {
  const line = (cellOf: (column: Drawn) => Cell, paint: (text: string) => string) =>
    beside
      .map((column) => {
        const cell = shown(cellOf(column), column.width);
        const space = ' '.repeat(Math.max(0, column.width - columns(cell)));
        return column.head.align === 'right' ? space + paint(cell) : paint(cell) + space;
      })
      .join(' '.repeat(GAP))
      .trimEnd();
  const lines = [line(({ head }) => head.title, style.dim)];
  for (const row of rows) {
    lines.push(
      line(
        ({ at }) => row[at] ?? '',
        (text) => text,
      ),
    );
    for (const { at } of below) {
      const text = whole(row[at] ?? '');
      if (text !== '') lines.push(broken(`  ${text}`, '  ', style.width));
    }
  }
  return lines.join('\n');
}

/** Each row for itself: its first cell, and below it the others with their titles. */
function stacked(drawn: readonly Drawn[], rows: readonly (readonly Cell[])[], style: Style): string {
  const [first, ...others] = drawn;
  return rows
    .map((row) => {
      const rest = others.flatMap(({ head, at }) => {
        const text = whole(row[at] ?? '');
        return text === '' ? [] : [head.title === '' ? text : `${style.dim(head.title)} ${text}`];
      });
      const name = broken(whole(row[first?.at ?? 0] ?? ''), '  ', style.width);
      return rest.length === 0 ? name : `${name}\n${flowing(rest, style.width)}`;
    })
    .join('\n');
}

/** Facts beside each other as long as there is room; a fact is broken only where it is wider than a line. */
function flowing(facts: readonly string[], width: number): string {
  const lines: string[] = [];
  let line = '';
  for (const fact of facts) {
    const longer = line === '' ? `  ${fact}` : `${line}  ${fact}`;
    if (line !== '' && columns(longer) > width) {
      lines.push(broken(line, '    ', width));
      line = `  ${fact}`;
    } else line = longer;
  }
  return [...lines, broken(line, '    ', width)].join('\n');
}

/** Lines of at most `width` columns, whatever words there are: at spaces, else without a margin, else in the word. */
function broken(text: string, indent: string, width: number): string {
  const lines = wrap(text, indent, width).split('\n');
  return lines
    .flatMap((line) => {
      if (columns(line) <= width) return [line];
      const pieces: string[] = [];
      for (let rest = colourless(line).trimStart(); rest !== ''; rest = rest.slice(pieces.at(-1)?.length)) {
        pieces.push(beginning(rest, width) || rest);
      }
      return pieces;
    })
    .join('\n');
}
