// Letters as dots of a printer: their outlines filled (non-zero winding), a dot black where enough of it is covered.
import { EM, type Stroke } from './font.ts';
import { type Letter, lettersOf, strokesOf } from './letters.ts';

/** Dots from the pen: `left` to the right of it, `top` below the baseline where positive. */
export interface Ink {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** Lines looked at in each row of dots. */
const SAMPLES = 8;
/** A stroke that lies between two rows of dots covers less than half of each, and must not be lost. */
const ENOUGH = 0.35;
/** Parts a curve is drawn in. */
const STEPS = 8;

interface Edge {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

const known = new WeakMap<Letter, Map<number, Ink>>();

/** The letters of a text, and at which place each begins. `em` is the size in dots. */
export function inkOf(text: string, em: number): readonly { readonly column: number; readonly ink: Ink }[] {
  let column = 0;
  return lettersOf(text).map((letter) => {
    const at = column;
    column += letter.columns;
    return { column: at, ink: letterInk(letter, em) };
  });
}

function letterInk(letter: Letter, em: number): Ink {
  let sizes = known.get(letter);
  if (sizes === undefined) {
    sizes = new Map();
    known.set(letter, sizes);
  }
  let ink = sizes.get(em);
  if (ink === undefined) {
    ink = filled(edgesOf(strokesOf(letter), em / EM));
    sizes.set(em, ink);
  }
  return ink;
}

/** Straight edges in dots, y downwards. */
function edgesOf(strokes: readonly Stroke[], scale: number): readonly Edge[] {
  const edges: Edge[] = [];
  let [startX, startY, penX, penY] = [0, 0, 0, 0];
  const to = (x: number, y: number): void => {
    if (y !== penY) edges.push({ x0: penX * scale, y0: -penY * scale, x1: x * scale, y1: -y * scale });
    [penX, penY] = [x, y];
  };
  for (const { command, args } of strokes) {
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = args;
    const [fromX, fromY] = [penX, penY];
    if (command === 'moveTo') [startX, startY, penX, penY] = [a, b, a, b];
    else if (command === 'lineTo') to(a, b);
    else if (command === 'closePath') to(startX, startY);
    else {
      for (let step = 1; step <= STEPS; step++) {
        const t = step / STEPS;
        const s = 1 - t;
        if (command === 'quadraticCurveTo') {
          to(s * s * fromX + 2 * s * t * a + t * t * c, s * s * fromY + 2 * s * t * b + t * t * d);
        } else {
          const [p, q, r, u] = [s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t];
          to(p * fromX + q * a + r * c + u * e, p * fromY + q * b + r * d + u * f);
        }
      }
    }
  }
  return edges;
}

function filled(edges: readonly Edge[]): Ink {
  const least = (of: (edge: Edge) => number) => Math.floor(edges.reduce((most, edge) => Math.min(most, of(edge)), 0));
  const most = (of: (edge: Edge) => number) => Math.ceil(edges.reduce((last, edge) => Math.max(last, of(edge)), 0));
  const [left, top] = [least((edge) => Math.min(edge.x0, edge.x1)), least((edge) => Math.min(edge.y0, edge.y1))];
  const width = most((edge) => Math.max(edge.x0, edge.x1)) - left;
  const height = most((edge) => Math.max(edge.y0, edge.y1)) - top;
  const data = new Uint8Array(width * height);
  for (let row = 0; row < height; row++) {
    const covered = new Float64Array(width);
    for (let sample = 0; sample < SAMPLES; sample++) {
      for (const [from, to] of spansAt(edges, top + row + (sample + 0.5) / SAMPLES))
        cover(covered, from - left, to - left);
    }
    covered.forEach((share, column) => {
      if (share >= ENOUGH * SAMPLES) data[row * width + column] = 1;
    });
  }
  return { left, top, width, height, data };
}

/** From where to where a line across the letter lies inside it. */
function spansAt(edges: readonly Edge[], y: number): readonly (readonly [from: number, to: number])[] {
  const crossings = edges
    .filter(({ y0, y1 }) => y0 <= y !== y1 <= y)
    .map(({ x0, y0, x1, y1 }) => ({ x: x0 + ((y - y0) / (y1 - y0)) * (x1 - x0), turn: y1 > y0 ? 1 : -1 }))
    .toSorted((a, b) => a.x - b.x);
  const spans: [number, number][] = [];
  let winding = 0;
  let from = 0;
  for (const { x, turn } of crossings) {
    if (winding === 0) from = x;
    winding += turn;
    if (winding === 0) spans.push([from, x]);
  }
  return spans;
}

function cover(row: Float64Array, from: number, to: number): void {
  for (let x = Math.max(0, Math.floor(from)); x < Math.min(row.length, Math.ceil(to)); x++) {
    row[x] = (row[x] ?? 0) + Math.min(to, x + 1) - Math.max(from, x);
  }
}
