// What a picture without a code that is read may hold: codes that no reader here decodes, known by their shape alone.
import { scaled, thresholded } from './picture-filters.ts';
import type { Pixels } from './picture-pixels.ts';

/** Codes that are seen and not decoded. */
export type UndecodedKind = 'DotCode' | 'Pharmacode';

/** Larger pictures are looked at smaller, in pixels of the shorter side. */
const SIDE = 1_000;

/** Undefined where nothing looks like one. Bars are looked for upright and lying, dots at any angle. */
export function resembled(image: Pixels): UndecodedKind | undefined {
  const side = Math.min(image.width, image.height);
  const bits = thresholded(side > SIDE ? scaled(image, SIDE / side) : image);
  if (hasPharmacode(bits) || hasPharmacode(turned(bits))) return 'Pharmacode';
  return hasDotCode(bits) ? 'DotCode' : undefined;
}

function turned({ width, height, data }: Pixels): Pixels {
  const out = new Uint8Array(data.length);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) out[x * height + y] = data[y * width + x] ?? 255;
  return { width: height, height: width, data: out };
}

/** Laetus: bars of half a gap and of one and a half, with gaps that are all alike, two to sixteen of them; fewer than four are any print. */
const [FEWEST_BARS, MOST_BARS] = [4, 16];
/** How much a gap or a bar may differ from its size, as a share of a gap. */
const SLACK = 0.3;
/** White on both sides, and how high the bars are at least, in gaps. */
const [QUIET, TALL] = [3, 4];

function hasPharmacode({ width, height, data }: Pixels): boolean {
  let alike = 0;
  let before: { readonly bits: string; readonly at: number; readonly gap: number } | undefined;
  for (let y = 0; y < height; y++) {
    const found = barsIn(data.subarray(y * width, (y + 1) * width));
    const goes = before !== undefined && found?.bits === before.bits && Math.abs(found.at - before.at) < found.gap;
    alike = found === undefined ? 0 : goes ? alike + 1 : 1;
    before = found;
    if (found !== undefined && alike >= TALL * found.gap) return true;
  }
  return false;
}

/** The bars of the first pharmacode in a line of pixels. */
function barsIn(line: Uint8Array): { readonly bits: string; readonly at: number; readonly gap: number } | undefined {
  const edges = [0];
  for (let x = 1; x < line.length; x++) if ((line[x] ?? 255) < 128 !== (line[x - 1] ?? 255) < 128) edges.push(x);
  edges.push(line.length);
  const run = (at: number): number => (edges[at + 1] ?? line.length) - (edges[at] ?? line.length);
  for (let first = (line[0] ?? 255) < 128 ? 2 : 1; first + 2 * FEWEST_BARS <= edges.length; first += 2) {
    const gap = run(first + 1);
    if (run(first - 1) < QUIET * gap) continue;
    let bits = '';
    let at = first;
    for (; bits.length <= MOST_BARS; at += 2) {
      const bar = run(at) / gap;
      const bit = Math.abs(bar - 0.5) < SLACK ? '0' : Math.abs(bar - 1.5) < SLACK ? '1' : '';
      if (bit === '') break;
      bits += bit;
      if (Math.abs(run(at + 1) / gap - 1) > SLACK) break;
    }
    const whole = run(at + 1) >= QUIET * gap && bits.length >= FEWEST_BARS && bits.length <= MOST_BARS;
    if (whole && bits.includes('0') && bits.includes('1')) return { bits, at: edges[first] ?? 0, gap };
  }
  return undefined;
}

interface Dot {
  readonly x: number;
  readonly y: number;
  readonly area: number;
}

/** A symbol of fewer dots is any pattern. */
const FEWEST_DOTS = 30;
const MOST_DOTS = 6_000;
/** The share of dots that must have their neighbour where the pattern has it, and how far that may be off. */
const [REGULAR, OFF] = [0.85, 0.15];

/** Single dots on every other place of a square grid (ISS DotCode): the nearest are diagonal neighbours of a lying or standing rectangle. */
function hasDotCode(bits: Pixels): boolean {
  const dots = dotsIn(bits);
  if (dots.length < FEWEST_DOTS || dots.length > MOST_DOTS) return false;
  const nearest = dots.map((one) => nearestTo(one, dots));
  const distance = median(nearest.map(({ far }) => far));
  const regular = nearest.filter(({ far }) => Math.abs(far / distance - 1) < OFF);
  if (regular.length < REGULAR * dots.length) return false;
  // Directions that differ by a quarter turn are one.
  const cos = regular.reduce((sum, { angle }) => sum + Math.cos(4 * angle), 0) / regular.length;
  const sin = regular.reduce((sum, { angle }) => sum + Math.sin(4 * angle), 0) / regular.length;
  if (Math.hypot(cos, sin) < REGULAR) return false;
  const along = Math.atan2(sin, cos) / 4;
  const [straight, diagonal] = [boxOf(dots, along), boxOf(dots, along + Math.PI / 4)];
  const places = diagonal / distance ** 2;
  return diagonal < 0.8 * straight && dots.length > 0.3 * places && dots.length < 0.85 * places;
}

function nearestTo(one: Dot, dots: readonly Dot[]): { readonly far: number; readonly angle: number } {
  let far = Number.POSITIVE_INFINITY;
  let angle = 0;
  for (const other of dots) {
    const [x, y] = [other.x - one.x, other.y - one.y];
    const away = Math.hypot(x, y);
    if (other !== one && away < far) [far, angle] = [away, Math.atan2(y, x)];
  }
  return { far, angle };
}

/** The area of the box around the dots that lies at an angle. */
function boxOf(dots: readonly Dot[], angle: number): number {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const spread = (along: (dot: Dot) => number): number => {
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const dot of dots) [low, high] = [Math.min(low, along(dot)), Math.max(high, along(dot))];
    return high - low;
  };
  return spread(({ x, y }) => x * cos + y * sin) * spread(({ x, y }) => y * cos - x * sin);
}

/** Dark spots as wide as they are high, of the size that most have. */
function dotsIn({ width, height, data }: Pixels): readonly Dot[] {
  const seen = new Uint8Array(data.length);
  const spots: Dot[] = [];
  const open: number[] = [];
  for (let from = 0; from < data.length; from++) {
    if (seen[from] === 1 || (data[from] ?? 255) >= 128) continue;
    let [area, sumX, sumY, left, right, top, bottom] = [0, 0, 0, width, 0, height, 0];
    open.push(from);
    seen[from] = 1;
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      const [x, y] = [at % width, Math.floor(at / width)];
      [area, sumX, sumY] = [area + 1, sumX + x, sumY + y];
      [left, right, top, bottom] = [Math.min(left, x), Math.max(right, x), Math.min(top, y), Math.max(bottom, y)];
      const next = [x > 0 ? at - 1 : at, x < width - 1 ? at + 1 : at, at - width, at + width];
      for (const one of next) {
        if (one < 0 || one >= data.length || seen[one] === 1 || (data[one] ?? 255) >= 128) continue;
        seen[one] = 1;
        open.push(one);
      }
    }
    const [across, down] = [right - left + 1, bottom - top + 1];
    const round = across < 1.5 * down && down < 1.5 * across && area > 0.5 * across * down;
    if (area >= 4 && round) spots.push({ x: sumX / area, y: sumY / area, area });
    if (spots.length > 4 * MOST_DOTS) return [];
  }
  const usual = median(spots.map(({ area }) => area));
  return spots.filter(({ area }) => area > usual / 2 && area < usual * 2);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}
