// Reading the codes in a picture: PNG or JPEG bytes in, what a scanner would have typed out. Decoded by zxing-wasm.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { ReaderOptions, ReadResult } from 'zxing-wasm/reader';
import { PedigreeError } from '../errors.ts';
import { blurred, margined, median, scaled, sharpened, stretched, thresholded } from './picture-filters.ts';
import { type PictureHead, type PictureKind, pictureHead, pictureKind } from './picture-kind.ts';
import { greyPixels, type Pixels, rgba } from './picture-pixels.ts';

export { pictureKind };

/** One symbol found in a picture. */
export interface PictureScan {
  /** What a scanner would type: AIM identifier and data, FNC1 separators as GS (U+001D). */
  readonly text: string;
  /** AIM symbology identifier, for example `]d2`. */
  readonly symbology: string;
  /** The reader's name of the format, for example `DataMatrix`. */
  readonly format: string;
}

/** A symbol with what its picture tells of how it was printed. */
export interface SeenSymbol extends PictureScan {
  /** Rows by columns of modules of a matrix symbol, for example 26 × 26. */
  readonly modules?: { readonly rows: number; readonly columns: number };
  /** The share of the error correction that reading it did not need, 0 to 1; matrix symbols alone. */
  readonly unusedCorrection?: number;
  /** The sides of the symbol in pixels of the picture. */
  readonly pixels: { readonly width: number; readonly height: number };
  /** How it was brought out: `as it is`, or the filter that it took. */
  readonly by: string;
}

export interface SeenPicture {
  readonly head: PictureHead;
  readonly symbols: readonly SeenSymbol[];
}

/** The symbologies that medicine packs, cases and pallets carry. */
const FORMATS = ['DataMatrix', 'Code128', 'QRCode', 'EAN13', 'EAN8', 'UPCA', 'ITF14', 'DataBar'] as const;

/** The largest picture read, in bytes and in pixels: bounds on memory, far above any camera. */
export const MAX_PICTURE_BYTES = 64 * 1024 * 1024;
const MAX_PIXELS = 100_000_000;
/** A picture larger than this on its shorter side is tried small first, one smaller than the other is tried enlarged. */
const LARGE_SIDE = 1_400;
const SMALL_SIDE = 700;
/** How many pixels all rungs together may read for a picture that seems to hold no symbol. */
const RESCUE_PIXELS = 20_000_000;
/** A sheet of labels has more than a hundred; 255 is what the reader counts to. */
const MOST_SYMBOLS = 255;

/**
 * Finds every symbol in a PNG or JPEG; transparent parts are taken as white paper.
 * @throws PedigreeError bad-input where the bytes are no picture that can be read; an empty list means a picture without a symbol.
 */
export async function readPicture(bytes: Uint8Array): Promise<readonly PictureScan[]> {
  const { symbols } = await inspectPicture(bytes);
  return symbols.map(({ text, symbology, format }) => ({ text, symbology, format }));
}

/** The same with what the picture tells of the print. @throws as {@link readPicture} */
export async function inspectPicture(bytes: Uint8Array): Promise<SeenPicture> {
  const { kind, head } = openPicture(bytes);
  if (head.transparent) {
    const flat = await decoded(bytes, kind);
    const found = await readPixels(flat, {}, 'as it is');
    return { head, symbols: found.length > 0 ? found : await rescued(flat) };
  }
  // A Blob view of exactly these bytes: a pooled Buffer must not hand its neighbours to the decoder.
  const found = await symbolsIn(Uint8Array.from(bytes), {}, 'as it is', 1);
  return { head, symbols: found.length > 0 ? found : await rescued(await decoded(bytes, kind)) };
}

/** Finds every symbol in grey pixels, for frames of a camera: no rescue, so the next frame is not kept waiting. */
export async function readFrame(frame: Pixels): Promise<readonly PictureScan[]> {
  return readPixels(frame, { tryHarder: false }, 'as it is');
}

const INSTEAD: Readonly<Record<Exclude<PictureKind, 'png' | 'jpeg'>, readonly [name: string, hint: string]>> = {
  webp: ['WebP pictures', 'save it as PNG or JPEG'],
  heif: ['HEIC and AVIF pictures', 'save it as PNG or JPEG, for example with the phone setting "most compatible"'],
  gif: ['GIF pictures', 'save it as PNG'],
  tiff: ['TIFF pictures', 'save it as PNG'],
  bmp: ['BMP pictures', 'save it as PNG'],
  pdf: ['PDF files', 'turn the page into a picture first, for example with pdftoppm -png -r 300'],
};

function openPicture(bytes: Uint8Array): { readonly kind: 'png' | 'jpeg'; readonly head: PictureHead } {
  const kind = pictureKind(bytes);
  if (kind === undefined) throw new PedigreeError('bad-input', 'not a PNG or JPEG picture');
  if (kind !== 'png' && kind !== 'jpeg') {
    const [name, hint] = INSTEAD[kind];
    throw new PedigreeError('bad-input', `${name} cannot be read`, { hint });
  }
  if (bytes.length > MAX_PICTURE_BYTES) throw new PedigreeError('bad-input', 'picture larger than 64 MiB');
  const head = pictureHead(bytes, kind);
  if (head === undefined) throw damaged();
  if (head.width * head.height > MAX_PIXELS) {
    throw new PedigreeError('bad-input', 'picture larger than 100 megapixels', { hint: 'save it smaller' });
  }
  return { kind, head };
}

function damaged(cause?: unknown): PedigreeError {
  return new PedigreeError('bad-input', 'the picture is damaged', cause === undefined ? {} : { cause });
}

async function decoded(bytes: Uint8Array, kind: 'png' | 'jpeg'): Promise<Pixels> {
  try {
    return await greyPixels(bytes, kind);
  } catch (cause) {
    throw damaged(cause);
  }
}

interface Rung {
  readonly by: string;
  readonly pixels: (image: Pixels) => Pixels;
  readonly options?: ReaderOptions;
}

const AS_SCALED: Rung = { by: 'scale', pixels: (image) => image };

/** From cheap to dear; the first round is gone through at every size before the second begins. */
const LADDER: readonly (readonly Rung[])[] = [
  [
    AS_SCALED,
    { by: 'global threshold', pixels: (image) => image, options: { binarizer: 'GlobalHistogram' } },
    { by: 'blur', pixels: (image) => blurred(image, 1) },
    { by: 'denoise', pixels: (image) => image, options: { tryDenoise: true } },
    { by: 'margin', pixels: margined },
  ],
  [
    { by: 'sharpen', pixels: (image) => sharpened(stretched(image), 2, 1.5) },
    { by: 'blur and threshold', pixels: (image) => thresholded(blurred(image, 2)), options: { tryDenoise: true } },
    { by: 'stretched contrast', pixels: stretched },
    { by: 'median', pixels: median },
  ],
];

/** The ladder for a picture in which nothing was found, at several sizes, within a bound on the work. */
async function rescued(image: Pixels): Promise<readonly SeenSymbol[]> {
  const side = Math.min(image.width, image.height);
  const factors = side > LARGE_SIDE ? [0.25, 0.5, 1] : side < SMALL_SIDE ? [1, 2, 0.5, 3] : [1, 0.5, 2];
  const sizes = new Map<number, Pixels>();
  let left = RESCUE_PIXELS;
  for (const round of LADDER) {
    for (const factor of factors) {
      const sized = sizes.get(factor) ?? (factor === 1 ? image : scaled(image, factor));
      sizes.set(factor, sized);
      for (const rung of round) {
        // At its own size the picture has been read as it is.
        if (factor === 1 && rung === AS_SCALED) continue;
        left -= sized.data.length;
        if (left < 0) return [];
        const by = factor === 1 ? rung.by : `${rung.by} at ${factor}`;
        const found = await readPixels(rung.pixels(sized), rung.options ?? {}, by, factor);
        if (found.length > 0) return found;
      }
    }
  }
  return [];
}

function readPixels(image: Pixels, options: ReaderOptions, by: string, factor = 1): Promise<readonly SeenSymbol[]> {
  return symbolsIn(rgba(image), options, by, factor);
}

type ReadBarcodes = typeof import('zxing-wasm/reader')['readBarcodes'];

async function symbolsIn(
  input: Parameters<ReadBarcodes>[0],
  options: ReaderOptions,
  by: string,
  factor: number,
): Promise<readonly SeenSymbol[]> {
  const { readBarcodes } = await reader();
  let found: readonly ReadResult[];
  try {
    found = await readBarcodes(input, {
      formats: [...FORMATS],
      tryHarder: true,
      maxNumberOfSymbols: MOST_SYMBOLS,
      ...options,
    });
  } catch (cause) {
    throw damaged(cause);
  }
  const failed = found.find((symbol) => symbol.format === undefined || symbol.bytes === undefined);
  if (failed !== undefined) throw damaged(failed.error);
  return found.filter((symbol) => symbol.isValid).map((symbol) => seen(symbol, by, factor));
}

function seen(symbol: ReadResult, by: string, factor: number): SeenSymbol {
  const { topLeft, topRight, bottomLeft } = symbol.position;
  const length = (a: typeof topLeft, b: typeof topLeft) => Math.hypot(a.x - b.x, a.y - b.y) / factor;
  const { Version, UEC } = extraOf(symbol);
  const size = /^(\d+)x(\d+)$/.exec(String(Version ?? ''));
  return {
    text: symbol.symbologyIdentifier + Buffer.from(symbol.bytes).toString('latin1'),
    symbology: symbol.symbologyIdentifier,
    format: symbol.format,
    ...(size === null ? {} : { modules: { rows: Number(size[1]), columns: Number(size[2]) } }),
    ...(UEC === undefined || !Number.isFinite(Number(UEC)) ? {} : { unusedCorrection: Number(UEC) }),
    pixels: { width: length(topLeft, topRight), height: length(topLeft, bottomLeft) },
    by,
  };
}

function extraOf(symbol: ReadResult): { readonly Version?: unknown; readonly UEC?: unknown } {
  try {
    return JSON.parse(symbol.extra || '{}') as { readonly Version?: unknown; readonly UEC?: unknown };
  } catch {
    // Only what is extra is lost.
    return {};
  }
}

type Reader = typeof import('zxing-wasm/reader');
let loading: Promise<Reader> | undefined;

/** The wasm comes from the installed package, never from a network. */
function reader(): Promise<Reader> {
  loading ??= (async () => {
    const zxing = await import('zxing-wasm/reader');
    const wasm = readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'));
    const wasmBinary = wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength);
    await zxing.prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
    return zxing;
  })();
  return loading;
}
