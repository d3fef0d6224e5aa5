// The dark parts of a symbol as few rectangles: a run of dark modules goes down as far as it stays the same.
import type { Drawing, PlacedSymbol } from './layout.ts';
import { MM_AN_INCH } from './x-dimension.ts';

/** In the unit that `shapes` was asked for. */
export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Rectangles of the symbol's dark modules in millimetres. */
export function shapes({ symbol, dpi }: Drawing): readonly Rectangle[] {
  const dot = MM_AN_INCH / dpi;
  return dotShapes(symbol, dpi).map(({ x, y, width, height }) => ({
    x: x * dot,
    y: y * dot,
    width: width * dot,
    height: height * dot,
  }));
}

/** The same in whole dots. */
export function dotShapes(symbol: PlacedSymbol, dpi: number): readonly Rectangle[] {
  const { grid, dots } = symbol;
  if (grid === undefined) return [];
  const left = Math.round((symbol.x * dpi) / MM_AN_INCH);
  const top = Math.round((symbol.y * dpi) / MM_AN_INCH);
  const row = symbol.height === undefined ? dots : Math.round((symbol.height * dpi) / MM_AN_INCH);
  const open = new Map<string, { readonly start: number; readonly length: number; readonly from: number }>();
  const done: Rectangle[] = [];
  const close = (key: string, until: number) => {
    const run = open.get(key);
    if (run === undefined) return;
    open.delete(key);
    done.push({
      x: left + run.start * dots,
      y: top + run.from * row,
      width: run.length * dots,
      height: (until - run.from) * row,
    });
  };
  for (let y = 0; y <= grid.rows; y++) {
    const here = new Set(y < grid.rows ? runsOf(grid.dark, y * grid.columns, grid.columns) : []);
    for (const key of [...open.keys()]) if (!here.has(key)) close(key, y);
    for (const key of here) {
      if (open.has(key)) continue;
      const [start = 0, length = 0] = key.split('+').map(Number);
      open.set(key, { start, length, from: y });
    }
  }
  return done;
}

function runsOf(dark: Uint8Array, from: number, columns: number): readonly string[] {
  const runs: string[] = [];
  for (let x = 0; x < columns; ) {
    const start = x;
    while (x < columns && dark[from + x] === 1) x++;
    if (x > start) runs.push(`${start}+${x - start}`);
    x++;
  }
  return runs;
}
