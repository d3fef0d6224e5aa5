// What a picture file says of itself in its first bytes: kind, size in pixels, transparency, pixels an inch.

export type PictureKind = 'png' | 'jpeg' | 'webp' | 'heif' | 'gif' | 'tiff' | 'bmp' | 'pdf';

export interface PictureHead {
  readonly width: number;
  readonly height: number;
  /** A PNG with an alpha channel or transparent colours. */
  readonly transparent: boolean;
  /** Pixels an inch, where the file names them. */
  readonly dpi?: number;
}

/** What the first bytes say the file is; undefined where it is no picture known here. */
export function pictureKind(bytes: Uint8Array): PictureKind | undefined {
  const head = Buffer.from(bytes.subarray(0, 16)).toString('latin1');
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'png';
  if (head.startsWith('\xff\xd8\xff')) return 'jpeg';
  if (head.startsWith('RIFF') && head.slice(8, 12) === 'WEBP') return 'webp';
  if (/^ftyp(avi[fs]|hei[cfsx]|hev[cmsx]|mif1|msf1)/.test(head.slice(4, 12))) return 'heif';
  if (/^GIF8[79]a/.test(head)) return 'gif';
  if (/^(II\*\0|MM\0\*)/.test(head)) return 'tiff';
  if (head.startsWith('BM') && bytes.length > 26) return 'bmp';
  if (head.startsWith('%PDF-')) return 'pdf';
  return undefined;
}

/** Undefined where the file is cut or is not what it claims to be. */
export function pictureHead(bytes: Uint8Array, kind: 'png' | 'jpeg'): PictureHead | undefined {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const head = kind === 'png' ? pngHead(data) : jpegHead(data);
  return head === undefined || head.width < 1 || head.height < 1 ? undefined : head;
}

const MM_AN_INCH = 25.4;
const ALPHA_TYPES = [4, 6];

function pngHead(data: Buffer): PictureHead | undefined {
  if (data.length < 33 || data.toString('latin1', 12, 16) !== 'IHDR') return undefined;
  let transparent = ALPHA_TYPES.includes(data[25] ?? 0);
  let dpi: number | undefined;
  for (let at = 33; at + 12 <= data.length; ) {
    const length = data.readUInt32BE(at);
    const name = data.toString('latin1', at + 4, at + 8);
    if (name === 'IDAT' || name === 'IEND') break;
    if (name === 'tRNS') transparent = true;
    if (name === 'pHYs' && at + 17 <= data.length && data[at + 16] === 1) {
      dpi = (data.readUInt32BE(at + 8) / 1000) * MM_AN_INCH;
    }
    at += 12 + length;
  }
  return {
    width: data.readUInt32BE(16),
    height: data.readUInt32BE(20),
    transparent,
    ...(dpi === undefined || dpi < 1 ? {} : { dpi: Math.round(dpi * 10) / 10 }),
  };
}

/** Start-of-frame markers but for DHT (C4), JPG (C8) and DAC (CC). ISO/IEC 10918-1, table B.1. */
const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

function jpegHead(data: Buffer): PictureHead | undefined {
  let dpi: number | undefined;
  for (let at = 2; at + 9 < data.length; ) {
    if (data[at] !== 0xff) return undefined;
    const marker = data[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const length = data.readUInt16BE(at + 2);
    if (marker === 0xe0 && data.toString('latin1', at + 4, at + 8) === 'JFIF' && at + 16 <= data.length) {
      const unit = data[at + 11];
      const across = data.readUInt16BE(at + 12);
      if (unit === 1 && across > 1) dpi = across;
      if (unit === 2 && across > 1) dpi = across * 2.54;
    }
    if (isFrame(marker)) {
      const size = { width: data.readUInt16BE(at + 7), height: data.readUInt16BE(at + 5) };
      return { ...size, transparent: false, ...(dpi === undefined ? {} : { dpi }) };
    }
    at += 2 + length;
  }
  return undefined;
}
