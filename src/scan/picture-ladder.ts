// The rescue ladder: sizes and filters that bring out what was missed.
import type { ReaderOptions } from 'zxing-wasm/reader';
import {
  blurred,
  darkened,
  margined,
  marginOf,
  median,
  scaled,
  sharpened,
  stretched,
  thresholded,
} from './picture-filters.ts';
import type { PictureFindings } from './picture-findings.ts';
import type { Pixels } from './picture-pixels.ts';
import { symbolsInPixels } from './picture-reader.ts';

/** Above this on its shorter side a picture is tried small first, below the others enlarged too. */
const LARGE_SIDE = 1_400;
const MEDIUM_SIDE = 700;
const SMALL_SIDE = 350;
/** How many pixels all rungs together may read for a picture that seems to hold no symbol. */
const RESCUE_PIXELS = 24_000_000;
/** The same for one that holds some, of which others may have been missed. */
const MORE_PIXELS = 48_000_000;

interface Rung {
  readonly by: string;
  readonly pixels: (image: Pixels) => Pixels;
  readonly options?: ReaderOptions;
  /** Sees no more than the picture as it is does: what only these see is seen by one. */
  readonly alike?: true;
}

const AS_SCALED: Rung = { by: 'scale', pixels: (image) => image, alike: true };
const MARGIN: Rung = { by: 'margin', pixels: margined, alike: true };

/**
 * What brings out most first; the first round is gone through at every size before the second begins. Sharpening undoes a
 * camera out of focus (strongly, where modules have run into each other), blur takes out noise and the gaps of dot peen,
 * the darkest of nine pixels those of thin ink.
 */
const LADDER: readonly (readonly Rung[])[] = [
  [
    AS_SCALED,
    { by: 'sharpen', pixels: (image) => sharpened(stretched(image), 2, 1.5) },
    { by: 'sharpen strongly', pixels: (image) => sharpened(stretched(image), 4, 3) },
    { by: 'global threshold', pixels: (image) => image, options: { binarizer: 'GlobalHistogram' } },
    { by: 'blur', pixels: (image) => blurred(image, 1) },
    { by: 'denoise', pixels: (image) => image, options: { tryDenoise: true }, alike: true },
    { by: 'darken', pixels: darkened },
    MARGIN,
  ],
  [
    { by: 'blur and threshold', pixels: (image) => thresholded(blurred(image, 2)), options: { tryDenoise: true } },
    { by: 'stretched contrast', pixels: stretched, alike: true },
    { by: 'median', pixels: median },
  ],
];

/**
 * Climbs the ladder within a bound on the work: until a DataMatrix was read and further looks bring nothing new, and to
 * the end where none was, or a finder pattern is left that nothing could read. Bars that are easy to read end nothing.
 */
export async function climb(image: Pixels, findings: PictureFindings): Promise<void> {
  const sizes = new Map<number, Pixels>();
  let left = findings.symbols.length === 0 ? RESCUE_PIXELS : MORE_PIXELS;
  let quiet = 0;
  for (const round of LADDER) {
    for (const factor of factorsFor(image)) {
      for (const rung of round) {
        // At its own size the picture has been read as it is.
        if (factor === 1 && rung === AS_SCALED) continue;
        if (isDone(findings, quiet)) return;
        const sized = sizes.get(factor) ?? (factor === 1 ? image : scaled(image, factor));
        sizes.set(factor, sized);
        left -= sized.data.length;
        if (left < 0) return;
        const by = factor === 1 ? rung.by : `${rung.by} at ${factor}`;
        const margin = rung === MARGIN ? { margin: marginOf(sized) } : {};
        const looked = await symbolsInPixels(rung.pixels(sized), { by, factor, ...margin, ...given(rung.options) });
        quiet = findings.add(looked, rung.alike === true ? plainKind(factor) : by) ? 0 : quiet + 1;
      }
    }
  }
}

/** The kind of all looks that see no more than the picture as it is, at one size. */
export const plainKind = (factor: number): string => `plain@${factor}`;

/** So many looks in a row that bring nothing new are enough, for a picture of one symbol and for one of several. */
const QUIET = { one: 2, several: 4 };
/** A larger picture in which one symbol was read costs more to look at again than to read. */
const LOOKED_AT_AGAIN = 4_000_000;

function isDone(findings: PictureFindings, quiet: number): boolean {
  const read = findings.dataMatrices;
  return read > 0 && !findings.hasOpenPattern && quiet >= (read === 1 ? QUIET.one : QUIET.several);
}

/** Whether the first look at a picture of so many pixels said all there is to say. */
export function isPlain(findings: PictureFindings, pixels: number): boolean {
  return findings.dataMatrices === 1 && !findings.hasOpenPattern && pixels > LOOKED_AT_AGAIN;
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
