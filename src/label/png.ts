// PNG files of black and white pixels, with their resolution (ISO/IEC 15948).
import { crc32, deflateSync } from 'node:zlib';

/** A bitmap of black and white: one byte a pixel, 1 is black. */
export interface Bitmap {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');
const MM_A_METRE = 1000;
const BITS_A_PIXEL = 1;

/** One bit a pixel. `dpi` is what a printer needs to give the modules their true size. */
export function bitmapPng({ width, height, data }: Bitmap, dpi: number): Uint8Array {
  const line = 1 + Math.ceil(width / 8);
  const raw = Buffer.alloc(line * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      // In PNG's grey scale 1 is white.
      if (data[y * width + x] !== 1) {
        const at = y * line + 1 + (x >> 3);
        raw[at] = (raw[at] ?? 0) | (0x80 >> (x & 7));
      }
    }
  }
  return file(width, height, raw, dpi);
}

function file(width: number, height: number, raw: Buffer, dpi: number): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = BITS_A_PIXEL;
  const size = Buffer.alloc(9);
  const perMetre = Math.round((dpi / 25.4) * MM_A_METRE);
  size.writeUInt32BE(perMetre, 0);
  size.writeUInt32BE(perMetre, 4);
  size[8] = 1;
  const chunks = [chunk('IHDR', header), chunk('pHYs', size), chunk('IDAT', deflateSync(raw)), chunk('IEND')];
  return Buffer.concat([SIGNATURE, ...chunks]);
}

function chunk(name: string, data: Buffer = Buffer.alloc(0)): Buffer {
  const out = Buffer.alloc(12 + data.length);
  out.writeUInt32BE(data.length, 0);
  out.write(name, 4, 'latin1');
  out.set(data, 8);
  out.writeUInt32BE(crc32(out.subarray(4, 8 + data.length)), 8 + data.length);
  return out;
}
