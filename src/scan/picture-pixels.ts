// The grey pixels of a PNG or JPEG: decoded only where the reader itself cannot do with the file as it is.
import { loadPackage } from '#packages';

/** One byte a pixel, 0 black to 255 white, row by row from the top. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** A bound on memory: 100 megapixels. */
const MAX_PIXELS = 100_000_000;
const JPEG_MEMORY_MB = 1_024;

/** Luminance, transparent parts over white paper. @throws whatever the decoder throws on a damaged file */
export async function greyPixels(bytes: Uint8Array, kind: 'png' | 'jpeg'): Promise<Pixels> {
  return kind === 'png' ? fromPng(bytes) : fromJpeg(bytes);
}

async function fromPng(bytes: Uint8Array): Promise<Pixels> {
  const { PNG } = loadPackage('pngjs') as typeof import('pngjs');
  const { width, height, data } = PNG.sync.read(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
  return toGrey(width, height, data);
}

async function fromJpeg(bytes: Uint8Array): Promise<Pixels> {
  const { decode } = loadPackage('jpeg-js') as typeof import('jpeg-js');
  const { width, height, data } = decode(bytes, {
    useTArray: true,
    formatAsRGBA: true,
    maxResolutionInMP: MAX_PIXELS / 1_000_000,
    maxMemoryUsageInMB: JPEG_MEMORY_MB,
  });
  return toGrey(width, height, data);
}

/** ITU-R BT.601 weights in 1/256. */
function toGrey(width: number, height: number, rgba: Uint8Array): Pixels {
  const grey = new Uint8Array(width * height);
  for (let i = 0, at = 0; i < grey.length; i++, at += 4) {
    const luma = (77 * (rgba[at] ?? 0) + 150 * (rgba[at + 1] ?? 0) + 29 * (rgba[at + 2] ?? 0)) >> 8;
    const alpha = rgba[at + 3] ?? 255;
    grey[i] = alpha === 255 ? luma : Math.round((luma * alpha + 255 * (255 - alpha)) / 255);
  }
  return { width, height, data: grey };
}

/** As the reader wants them: red, green, blue, alpha. */
export function rgba({ width, height, data }: Pixels): {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray<ArrayBuffer>;
  readonly colorSpace: 'srgb';
} {
  const out = new Uint32Array(data.length);
  for (let i = 0; i < data.length; i++) out[i] = 0xff000000 | ((data[i] ?? 0) * 0x010101);
  return { width, height, data: new Uint8ClampedArray(out.buffer), colorSpace: 'srgb' };
}
