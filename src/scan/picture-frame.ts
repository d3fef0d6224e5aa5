// Frames of a live camera: few pixels, looked at in the way that reads most of them, so that the next frame need not wait.
import { doubled, middle, sharpened } from './picture-filters.ts';
import { wholeMessages } from './picture-parts.ts';
import type { Pixels } from './picture-pixels.ts';
import { type Look, symbolsInPixels } from './picture-reader.ts';
import { sureAmong } from './picture-sure.ts';
import type { PictureScan } from './symbol.ts';

/** The next frame may read what this one does not: nothing inverse, nothing made smaller, no finder patterns told. */
const QUICK = { tryHarder: false, tryInvert: false, tryDownscale: false, returnErrors: false } as const;
/** One symbol is aimed at. */
const SMALL = { ...QUICK, tryHarder: true, formats: ['DataMatrix'], maxNumberOfSymbols: 1 } satisfies Look['options'];

/** Sides of the middle, in pixels: what a hand that aims puts there. */
const WIDE = { width: 640, height: 480 };
const NARROW = 480;
/** Sharpening brings out noise too, which costs time: the same work for a little less of the frame. */
const SHARPENED = 360;
/** Every so many turns another look: at the whole frame, then for what is inverse in the middle. */
const OTHER_EVERY = 10;
const WHOLE = { ...QUICK, tryHarder: true } as const;
const INVERSE = { ...QUICK, tryHarder: true, tryInvert: true } as const;

/**
 * The symbols in one frame of a live camera, in grey pixels: every kind in the middle 640 × 480; where nothing is read there, a
 * DataMatrix with small modules in the very middle, enlarged twice. Whoever counts the frames gets looks that take turns:
 * sharpened (360 × 360), as it is (480 × 480), and every tenth time the whole frame or what is inverse in the middle.
 * @param turn how many frames came before
 * @example
 * ```ts
 * import { readFrame } from 'pedigree';
 *
 * const frame = { width: 640, height: 480, data: new Uint8Array(640 * 480).fill(255) };
 * console.log((await readFrame(frame, 7)).length);
 * ```
 */
export async function readFrame(frame: Pixels, turn = 0): Promise<readonly PictureScan[]> {
  const wide = middle(frame, WIDE.width, WIDE.height);
  if (turn % OTHER_EVERY === OTHER_EVERY - 1) {
    return turn % (2 * OTHER_EVERY) < OTHER_EVERY ? scansOf(frame, WHOLE) : scansOf(wide, INVERSE);
  }
  const found = await scansOf(wide, QUICK);
  if (found.length > 0) return found;
  const near = turn % 2 === 0 ? sharpened(middle(frame, SHARPENED, SHARPENED), 2, 1.5) : middle(frame, NARROW, NARROW);
  return scansOf(doubled(near), SMALL);
}

async function scansOf(pixels: Pixels, options: NonNullable<Look['options']>): Promise<readonly PictureScan[]> {
  const { symbols } = await symbolsInPixels(pixels, { by: 'frame', options });
  return wholeMessages(sureAmong(symbols)).symbols.map(({ text, content, symbology, format }) => ({
    text,
    content,
    symbology,
    format,
  }));
}
