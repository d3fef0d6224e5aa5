// Reading the codes in a picture: PNG or JPEG bytes in, what a scanner would have typed out. Decoded by zxing-wasm.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { PedigreeError } from '../errors.ts';

/** One symbol found in a picture. */
export interface PictureScan {
  /** What a scanner would type: AIM identifier and data, FNC1 separators as GS (U+001D). */
  readonly text: string;
  /** AIM symbology identifier, for example `]d2`. */
  readonly symbology: string;
  /** The reader's name of the format, for example `DataMatrix`. */
  readonly format: string;
}

/** The symbologies that medicine packs, cases and pallets carry. */
const FORMATS = ['DataMatrix', 'Code128', 'QRCode', 'EAN13', 'EAN8', 'UPCA', 'ITF14', 'DataBar'] as const;

/** The largest picture read, in bytes: a bound on memory, far above any camera's JPEG. */
export const MAX_PICTURE_BYTES = 64 * 1024 * 1024;

type Reader = typeof import('zxing-wasm/reader');
let loading: Promise<Reader> | undefined;

/**
 * Finds every symbol in a PNG or JPEG.
 * @throws PedigreeError bad-input where the bytes are no picture that can be read; an empty list means a picture without a symbol.
 */
export async function readPicture(bytes: Uint8Array): Promise<readonly PictureScan[]> {
  const kind = pictureKind(bytes);
  if (kind === undefined) throw new PedigreeError('bad-input', 'not a PNG or JPEG picture');
  if (kind === 'webp' || kind === 'heif') {
    const hint = 'save it as PNG or JPEG, for example with the phone setting "most compatible"';
    throw new PedigreeError('bad-input', `${kind === 'webp' ? 'WebP' : 'HEIC and AVIF'} pictures cannot be read`, {
      hint,
    });
  }
  if (bytes.length > MAX_PICTURE_BYTES) throw new PedigreeError('bad-input', 'picture larger than 64 MiB');
  const { readBarcodes } = await reader();
  let found: Awaited<ReturnType<typeof readBarcodes>>;
  try {
    // A Blob view of exactly these bytes: a pooled Buffer must not hand its neighbours to the decoder.
    found = await readBarcodes(Uint8Array.from(bytes), {
      formats: [...FORMATS],
      tryHarder: true,
      maxNumberOfSymbols: 64,
    });
  } catch (cause) {
    throw new PedigreeError('bad-input', 'the picture is damaged', { cause });
  }
  const failed = found.find((symbol) => symbol.format === undefined || symbol.bytes === undefined);
  if (failed !== undefined) throw new PedigreeError('bad-input', 'the picture is damaged', { cause: failed.error });
  return found
    .filter((symbol) => symbol.isValid)
    .map((symbol) => ({
      text: symbol.symbologyIdentifier + Buffer.from(symbol.bytes).toString('latin1'),
      symbology: symbol.symbologyIdentifier,
      format: symbol.format,
    }));
}

/** What the first bytes say the file is; undefined where it is no picture known here. */
export function pictureKind(bytes: Uint8Array): 'png' | 'jpeg' | 'webp' | 'heif' | undefined {
  const head = Buffer.from(bytes.subarray(0, 16)).toString('latin1');
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'png';
  if (head.startsWith('\xff\xd8\xff')) return 'jpeg';
  if (head.startsWith('RIFF') && head.slice(8, 12) === 'WEBP') return 'webp';
  if (/^ftyp(avi[fs]|hei[cfsx]|mif1|msf1)/.test(head.slice(4, 12))) return 'heif';
  return undefined;
}

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
