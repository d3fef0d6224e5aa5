// The rescue ladder: sizes and filters that bring out what was missed, and how sure a reading has to be.
import type { ReaderOptions } from 'zxing-wasm/reader';
import { blurred, margined, median, scaled, sharpened, stretched, thresholded } from './picture-filters.ts';
import type { Pixels } from './picture-pixels.ts';
import { symbolsInPixels } from './picture-reader.ts';
import type { SeenSymbol } from './symbol.ts';

/** Above this on its shorter side a picture is tried small first, below the others enlarged too. */
const LARGE_SIDE = 1_400;
const MEDIUM_SIDE = 700;
const SMALL_SIDE = 350;
/** How many pixels all rungs together may read for a picture that seems to hold no symbol. */
const RESCUE_PIXELS = 24_000_000;

interface Rung {
  readonly by: string;
  readonly pixels: (image: Pixels) => Pixels;
  readonly options?: ReaderOptions;
}

const AS_SCALED: Rung = { by: 'scale', pixels: (image) => image };

/**
 * What brings out most first; the first round is gone through at every size before the second begins. Sharpening undoes a
 * camera out of focus (strongly, where modules have run into each other), blur takes out noise and the gaps of dot peen.
 */
const LADDER: readonly (readonly Rung[])[] = [
  [
    AS_SCALED,
    { by: 'sharpen', pixels: (image) => sharpened(stretched(image), 2, 1.5) },
    { by: 'sharpen strongly', pixels: (image) => sharpened(stretched(image), 4, 3) },
    { by: 'global threshold', pixels: (image) => image, options: { binarizer: 'GlobalHistogram' } },
    { by: 'blur', pixels: (image) => blurred(image, 1) },
    { by: 'denoise', pixels: (image) => image, options: { tryDenoise: true } },
    { by: 'margin', pixels: margined },
  ],
  [
    { by: 'blur and threshold', pixels: (image) => thresholded(blurred(image, 2)), options: { tryDenoise: true } },
    { by: 'stretched contrast', pixels: stretched },
    { by: 'median', pixels: median },
  ],
];

/** The ladder for a picture in which nothing certain was found, within a bound on the work. */
export async function rescued(image: Pixels, weak: readonly SeenSymbol[]): Promise<readonly SeenSymbol[]> {
  const sightings = [...weak];
  const sizes = new Map<number, Pixels>();
  let left = RESCUE_PIXELS;
  for (const round of LADDER) {
    for (const factor of factorsFor(image)) {
      const sized = sizes.get(factor) ?? (factor === 1 ? image : scaled(image, factor));
      sizes.set(factor, sized);
      for (const rung of round) {
        // At its own size the picture has been read as it is.
        if (factor === 1 && rung === AS_SCALED) continue;
        left -= sized.data.length;
        if (left < 0) return agreed(sightings);
        const by = factor === 1 ? rung.by : `${rung.by} at ${factor}`;
        const found = await symbolsInPixels(rung.pixels(sized), { by, factor, ...given(rung.options) });
        const sure = sureAmong(found);
        if (sure.length > 0) return sure;
        for (const one of found) sightings.push(one);
      }
    }
  }
  return agreed(sightings);
}

function given(options: ReaderOptions | undefined): { readonly options?: ReaderOptions } {
  return options === undefined ? {} : { options };
}

function factorsFor({ width, height }: Pixels): readonly number[] {
  const side = Math.min(width, height);
  if (side > LARGE_SIDE) return [0.25, 0.5, 1];
  if (side > MEDIUM_SIDE) return [1, 0.5, 2];
  return side > SMALL_SIDE ? [1, 2, 0.5] : [1, 2, 0.5, 3];
}

/** Symbologies whose one check digit lets a tenth of all misreadings pass. */
const ONE_DIGIT = /^(EAN|UPC|ISBN|ITF)/;
/** So many lines across the bars do not misread alike. */
const ENOUGH_LINES = 6;
/** How much more often a weak reading must be seen than any other. */
const OUTVOTES = 3;

/** So few lines of a DataBar beside a symbol that is plain to see are a misreading of that symbol, or of print. */
const GHOST_LINES = 2;

/** The readings that need no second look. */
export function sureAmong(found: readonly SeenSymbol[]): readonly SeenSymbol[] {
  const sure = found.filter(isSure);
  if (!sure.some(({ lines = ENOUGH_LINES }) => lines >= ENOUGH_LINES)) return sure;
  return sure.filter(({ format, lines = ENOUGH_LINES }) => lines > GHOST_LINES || !format.startsWith('DataBar'));
}

/** Error correction vouches for a matrix symbol; few lines of bars with one check digit vouch for nothing. */
function isSure({ format, lines = ENOUGH_LINES }: SeenSymbol): boolean {
  return lines >= ENOUGH_LINES || !ONE_DIGIT.test(format);
}

/** Of weak readings the one that several rungs agree on, and hardly any other. */
function agreed(sightings: readonly SeenSymbol[]): readonly SeenSymbol[] {
  const votes = [...Map.groupBy(sightings, ({ text }) => text).values()]
    .map((same) => ({ same, lines: same.reduce((sum, { lines = 0 }) => sum + lines, 0) }))
    .sort((a, b) => b.lines - a.lines);
  const [best, next] = votes;
  if (best === undefined || best.same.length < 2 || best.lines < ENOUGH_LINES) return [];
  return best.lines < OUTVOTES * (next?.lines ?? 0) ? [] : best.same.slice(0, 1);
}
