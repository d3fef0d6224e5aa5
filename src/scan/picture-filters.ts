// Filters that bring out a symbol that was missed: each takes grey pixels and gives new ones.
import type { Pixels } from './picture-pixels.ts';

/** Mean of the square of side 2·radius + 1 around each pixel, edges repeated. Two passes of running sums. */
export function blurred(image: Pixels, radius: number): Pixels {
  const { width, height } = image;
  const across = new Uint8Array(width * height);
  const down = new Uint8Array(width * height);
  runningMean(image.data, across, height, width, width, 1, radius);
  runningMean(across, down, width, height, 1, width, radius);
  return { width, height, data: down };
}

function runningMean(
  from: Uint8Array,
  to: Uint8Array,
  lines: number,
  length: number,
  lineStep: number,
  step: number,
  radius: number,
): void {
  const count = 2 * radius + 1;
  const last = length - 1;
  for (let line = 0; line < lines; line++) {
    const start = line * lineStep;
    let sum = (from[start] ?? 0) * (radius + 1);
    for (let i = 1; i <= radius; i++) sum += from[start + Math.min(i, last) * step] ?? 0;
    for (let i = 0; i < length; i++) {
      to[start + i * step] = ((2 * sum + count) / (2 * count)) | 0;
      const comes = i + radius < last ? i + radius + 1 : last;
      const goes = i > radius ? i - radius : 0;
      sum += (from[start + comes * step] ?? 0) - (from[start + goes * step] ?? 0);
    }
  }
}

/** The middle of the nine pixels around each: takes out salt and pepper. */
export function median({ width, height, data }: Pixels): Pixels {
  const out = Uint8Array.from(data);
  const near = new Uint8Array(9);
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const at = y * width + x;
      for (let i = 0; i < 9; i++) {
        const value = data[at + (Math.floor(i / 3) - 1) * width + (i % 3) - 1] ?? 0;
        let place = i;
        for (; place > 0 && (near[place - 1] ?? 0) > value; place--) near[place] = near[place - 1] ?? 0;
        near[place] = value;
      }
      out[at] = near[4] ?? 0;
    }
  }
  return { width, height, data: out };
}

/** The darkest of the nine pixels around each: closes the gaps of dots, thin ink and scratches. */
export function darkened({ width, height, data }: Pixels): Pixels {
  const across = Uint8Array.from(data);
  for (let y = 0; y < height; y++) {
    for (let x = 1, at = y * width + 1; x < width - 1; x++, at++) {
      across[at] = Math.min(data[at - 1] ?? 255, data[at] ?? 255, data[at + 1] ?? 255);
    }
  }
  const out = Uint8Array.from(across);
  for (let at = width; at < across.length - width; at++) {
    out[at] = Math.min(across[at - width] ?? 255, across[at] ?? 255, across[at + width] ?? 255);
  }
  return { width, height, data: out };
}

/** Unsharp mask: what differs from the surroundings differs more. */
export function sharpened(image: Pixels, radius: number, amount: number): Pixels {
  const soft = blurred(image, radius).data;
  const { width, height, data } = image;
  // Clamped to whole numbers from 0 to 255 as it is written.
  const out = new Uint8ClampedArray(data.length);
  for (let at = 0; at < out.length; at++) {
    const value = data[at] ?? 0;
    out[at] = value + amount * (value - (soft[at] ?? 0));
  }
  return { width, height, data: new Uint8Array(out.buffer) };
}

/** The darkest and lightest hundredth become black and white. */
export function stretched(image: Pixels): Pixels {
  const counts = histogram(image);
  const cut = image.data.length / 100;
  let low = 0;
  for (let seen = 0; low < 255 && seen + (counts[low] ?? 0) < cut; low++) seen += counts[low] ?? 0;
  let high = 255;
  for (let seen = 0; high > low && seen + (counts[high] ?? 0) < cut; high--) seen += counts[high] ?? 0;
  const scale = 255 / Math.max(1, high - low);
  return mapped(image, (value) => (value - low) * scale);
}

/** Black and white at the threshold that parts the two best (Otsu 1979). */
export function thresholded(image: Pixels): Pixels {
  const counts = histogram(image);
  const total = image.data.length;
  let sum = 0;
  for (let value = 0; value < 256; value++) sum += value * (counts[value] ?? 0);
  let best = 127;
  let most = -1;
  let below = 0;
  let sumBelow = 0;
  for (let value = 0; value < 255; value++) {
    below += counts[value] ?? 0;
    sumBelow += value * (counts[value] ?? 0);
    if (below === 0 || below === total) continue;
    const apart = sumBelow / below - (sum - sumBelow) / (total - below);
    const between = below * (total - below) * apart * apart;
    if (between > most) [most, best] = [between, value];
  }
  return mapped(image, (value) => (value > best ? 255 : 0));
}

/** How many pixels of white paper `margined` puts on each side. */
export function marginOf({ width, height }: Pixels): number {
  return Math.max(8, Math.round(Math.min(width, height) / 10));
}

/** White paper around it: a symbol that was cut out to its very edge has no quiet zone. */
export function margined(image: Pixels): Pixels {
  const { width, height, data } = image;
  const margin = marginOf(image);
  const across = width + 2 * margin;
  const out = new Uint8Array(across * (height + 2 * margin)).fill(255);
  for (let y = 0; y < height; y++) {
    out.set(data.subarray(y * width, (y + 1) * width), (y + margin) * across + margin);
  }
  return { width: across, height: height + 2 * margin, data: out };
}

/** Grows or shrinks by bilinear sampling; shrinking by more than half is averaged first. */
export function scaled(image: Pixels, factor: number): Pixels {
  let from = image;
  let rest = factor;
  while (rest <= 0.5) {
    from = halved(from);
    rest *= 2;
  }
  if (rest === 1) return from;
  const width = Math.max(1, Math.round(from.width * rest));
  const height = Math.max(1, Math.round(from.height * rest));
  const data = new Uint8Array(width * height);
  const { data: source, width: across, height: down } = from;
  for (let y = 0; y < height; y++) {
    const sy = Math.min(Math.max((y + 0.5) / rest - 0.5, 0), down - 1);
    const y0 = Math.floor(sy);
    const y1 = Math.min(y0 + 1, down - 1);
    const fy = sy - y0;
    for (let x = 0; x < width; x++) {
      const sx = Math.min(Math.max((x + 0.5) / rest - 0.5, 0), across - 1);
      const x0 = Math.floor(sx);
      const x1 = Math.min(x0 + 1, across - 1);
      const fx = sx - x0;
      const top = (source[y0 * across + x0] ?? 0) * (1 - fx) + (source[y0 * across + x1] ?? 0) * fx;
      const bottom = (source[y1 * across + x0] ?? 0) * (1 - fx) + (source[y1 * across + x1] ?? 0) * fx;
      data[y * width + x] = Math.round(top * (1 - fy) + bottom * fy);
    }
  }
  return { width, height, data };
}

/** The middle of a picture, as far as it goes. */
export function middle(image: Pixels, width: number, height: number): Pixels {
  const [across, down] = [Math.min(width, image.width), Math.min(height, image.height)];
  const left = (image.width - across) >> 1;
  const top = (image.height - down) >> 1;
  const data = new Uint8Array(across * down);
  for (let y = 0; y < down; y++) {
    const from = (top + y) * image.width + left;
    data.set(image.data.subarray(from, from + across), y * across);
  }
  return { width: across, height: down, data };
}

/** Twice as large: `scaled` by two, in whole numbers, for frames that come thirty a second. */
export function doubled({ width, height, data }: Pixels): Pixels {
  const across = 2 * width;
  const out = new Uint8Array(2 * across * height);
  const lines = [0, 1, 2].map(() => new Uint16Array(across));
  const [a = new Uint16Array(across), b = a, c = a] = lines;
  let [above, here, below] = [a, b, c];
  widen(data, 0, width, here);
  above.set(here);
  for (let y = 0; y < height; y++) {
    widen(data, Math.min(y + 1, height - 1) * width, width, below);
    const upper = 2 * y * across;
    for (let x = 0; x < across; x++) {
      const own = 3 * (here[x] ?? 0) + 8;
      out[upper + x] = (own + (above[x] ?? 0)) >> 4;
      out[upper + across + x] = (own + (below[x] ?? 0)) >> 4;
    }
    [above, here, below] = [here, below, above];
  }
  return { width: across, height: 2 * height, data: out };
}

/** A row at twice its width, each value four times: three parts of the nearer pixel, one of the next. */
function widen(data: Uint8Array, from: number, width: number, to: Uint16Array): void {
  for (let x = 0; x < width; x++) {
    const own = 3 * (data[from + x] ?? 0);
    to[2 * x] = own + (data[from + (x > 0 ? x - 1 : 0)] ?? 0);
    to[2 * x + 1] = own + (data[from + (x < width - 1 ? x + 1 : x)] ?? 0);
  }
}

function halved({ width, height, data }: Pixels): Pixels {
  const across = Math.max(1, width >> 1);
  const down = Math.max(1, height >> 1);
  const out = new Uint8Array(across * down);
  for (let y = 0; y < down; y++) {
    const upper = 2 * y * width;
    const lower = Math.min(2 * y + 1, height - 1) * width;
    for (let x = 0; x < across; x++) {
      const left = 2 * x;
      const right = Math.min(left + 1, width - 1);
      const sum =
        (data[upper + left] ?? 0) + (data[upper + right] ?? 0) + (data[lower + left] ?? 0) + (data[lower + right] ?? 0);
      out[y * across + x] = (sum + 2) >> 2;
    }
  }
  return { width: across, height: down, data: out };
}

function histogram({ data }: Pixels): Uint32Array {
  const counts = new Uint32Array(256);
  for (const value of data) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}

function mapped(image: Pixels, fn: (value: number, at: number) => number): Pixels {
  const data = new Uint8Array(image.data.length);
  for (let at = 0; at < data.length; at++) {
    data[at] = Math.min(255, Math.max(0, Math.round(fn(image.data[at] ?? 0, at))));
  }
  return { ...image, data };
}
