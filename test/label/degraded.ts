// Pictures of symbols as cameras and tired printers make them: the same seed gives the same pictures.
import { encode } from 'jpeg-js';
import { PNG } from 'pngjs';
import { blurred } from '../../src/scan/picture-filters.ts';
import type { Pixels } from '../../src/scan/picture-pixels.ts';

/** Mulberry32: numbers from 0 to 1 that only the seed decides. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** The modules of a symbol, 1 dark. */
export interface Modules {
  readonly columns: number;
  readonly rows: number;
  readonly dark: ArrayLike<number>;
}

export interface Flaws {
  /** Pixels a module. */
  readonly module: number;
  /** Degrees. */
  readonly turn?: number;
  /** How much narrower the far side is, 0 to 0.4. */
  readonly perspective?: number;
  readonly dark?: number;
  readonly light?: number;
  readonly inverse?: boolean;
  /** Standard deviation of the noise, in grey levels. */
  readonly noise?: number;
  /** Share of pixels that are black or white at random. */
  readonly salt?: number;
  readonly blur?: number;
  /** Uneven light: the difference from edge to edge, in grey levels. */
  readonly shade?: number;
  /** Dark modules grow (positive) or shrink by this share of a module. */
  readonly gain?: number;
  /** JPEG quality; PNG where absent. */
  readonly jpeg?: number;
}

/** Photographs a symbol on white paper with a margin of `margin` modules. */
export function photograph(symbol: Modules, flaws: Flaws, random: () => number, margin = 6): Pixels {
  const { module, turn = 0, perspective = 0, dark = 20, light = 235, noise = 0, salt = 0, shade = 0, gain = 0 } = flaws;
  const across = (symbol.columns + 2 * margin) * module;
  const down = (symbol.rows + 2 * margin) * module;
  const reach = turn === 0 ? 1 : Math.SQRT2;
  const width = Math.ceil(across * reach);
  const height = Math.ceil(down * reach);
  const data = new Uint8Array(width * height);
  const cos = Math.cos((turn * Math.PI) / 180);
  const sin = Math.sin((turn * Math.PI) / 180);
  const SUB = 3;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let ink = 0;
      for (let s = 0; s < SUB * SUB; s++) {
        const px = x + ((s % SUB) + 0.5) / SUB - width / 2;
        const py = y + (Math.floor(s / SUB) + 0.5) / SUB - height / 2;
        const depth = 1 + (perspective * py) / height;
        const u = (px * cos + py * sin) / depth / module + symbol.columns / 2;
        const v = (py * cos - px * sin) / depth / module + symbol.rows / 2;
        ink += inkAt(symbol, u, v, gain);
      }
      const share = ink / (SUB * SUB);
      let grey = light + (dark - light) * (flaws.inverse === true ? 1 - share : share);
      grey += shade * (x / width - 0.5) + noise * normal(random);
      if (salt > 0 && random() < salt) grey = random() < 0.5 ? 0 : 255;
      data[y * width + x] = Math.min(255, Math.max(0, Math.round(grey)));
    }
  }
  const image = { width, height, data };
  return flaws.blur === undefined || flaws.blur === 0 ? image : blurred(blurred(image, flaws.blur), flaws.blur);
}

function inkAt(symbol: Modules, u: number, v: number, gain: number): number {
  if (isDark(symbol, u, v))
    return gain >= 0 ? 1 : Number(edges(u, v, -gain / 2).every(([a, b]) => isDark(symbol, a, b)));
  return gain <= 0 ? 0 : Number(edges(u, v, gain / 2).some(([a, b]) => isDark(symbol, a, b)));
}

const edges = (u: number, v: number, by: number): readonly (readonly [number, number])[] => [
  [u - by, v],
  [u + by, v],
  [u, v - by],
  [u, v + by],
];

function isDark({ columns, rows, dark }: Modules, u: number, v: number): boolean {
  const x = Math.floor(u);
  const y = Math.floor(v);
  return x >= 0 && y >= 0 && x < columns && y < rows && dark[y * columns + x] === 1;
}

function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** The picture as a file. */
export function filed(image: Pixels, jpeg?: number): Uint8Array {
  const { width, height, data } = image;
  const rgba = Buffer.alloc(width * height * 4, 255);
  for (let i = 0; i < data.length; i++) rgba.fill(data[i] ?? 0, i * 4, i * 4 + 3);
  if (jpeg !== undefined) return encode({ width, height, data: rgba }, jpeg).data;
  return PNG.sync.write(Object.assign(new PNG({ width, height }), { data: rgba }), { colorType: 0 });
}

/** Puts one picture into another, light paper and all. */
export function paste(onto: Pixels, what: Pixels, left: number, top: number): void {
  for (let y = 0; y < what.height; y++) {
    const row = what.data.subarray(y * what.width, (y + 1) * what.width);
    onto.data.set(row, (top + y) * onto.width + left);
  }
}

export function paper(width: number, height: number, grey = 235): Pixels {
  return { width, height, data: new Uint8Array(width * height).fill(grey) };
}

/** Sixteen ways in which a picture can be bad, each with a strength drawn from `random`. */
export function flawsFrom(random: () => number): readonly (readonly [name: string, flaws: Flaws])[] {
  const between = (from: number, to: number): number => from + (to - from) * random();
  const whole = (from: number, to: number): number => Math.round(between(from, to));
  return [
    ['clean', { module: whole(2, 12) }],
    ['noise', { module: whole(4, 8), noise: between(15, 45) }],
    ['salt and pepper', { module: whole(4, 8), salt: between(0.01, 0.08) }],
    ['blur', { module: whole(5, 8), blur: 1 + whole(0, 1) }],
    ['turned', { module: between(4, 8), turn: between(0, 360) }],
    ['perspective', { module: between(5, 9), perspective: between(0.1, 0.35), turn: between(-20, 20) }],
    ['low contrast', { module: whole(3, 8), dark: whole(100, 125), light: whole(150, 170) }],
    ['low contrast with noise', { module: whole(5, 8), dark: 95, light: 165, noise: between(4, 10) }],
    ['inverse', { module: whole(3, 8), inverse: true, turn: between(-10, 10) }],
    ['JPEG artefacts', { module: between(4, 8), jpeg: whole(12, 40) }],
    ['tiny modules', { module: between(2, 2.6) }],
    ['uneven light', { module: whole(4, 8), shade: between(80, 160), dark: 60, light: 190 }],
    ['print gain', { module: whole(5, 9), gain: between(0.1, 0.3) }],
    ['print loss', { module: whole(5, 9), gain: -between(0.1, 0.3) }],
    ['tired print, photographed', { module: between(5, 8), turn: between(-45, 45), noise: 12, gain: 0.15, jpeg: 45 }],
    ['blurred, turned, JPEG', { module: between(6, 9), turn: between(0, 360), blur: 1, noise: 8, jpeg: 50 }],
  ];
}
