// The plain text of a sealed part: canonical JSON with common words as single bytes, padded so that its length says little.
import { type Bytes, text, utf8 } from './bytes.ts';
import { encodeCanonical, isObject, type JsonObject, parseCanonical } from './canonical.ts';
import { MAX_PAGES, SEALED_PAGE } from './pages.ts';

/**
 * Bytes 1 to 31, which canonical JSON never has, stand for these words; byte 0 is padding. The list is part of the format. It
 * keeps the sealed parts of the everyday events in the smallest steps of padding.
 */
export const WORDS: readonly string[] = [
  '"items":{"packs":[{"expiry":"',
  '"items":{"containers":[{',
  '","serials":["',
  '"containers":[{',
  ',"serials":["',
  '"shipment":"',
  '"container":',
  '"operator":"',
  '"events":[{',
  '"missing":[',
  '{"expiry":"',
  '","gtin":"',
  '"opens":["',
  '"reason":"',
  '"event":"',
  '","lot":"',
  '","sscc":"',
  '","hash":"',
  '"from":"',
  '"note":"',
  '"once":"',
  '"seed":"',
  '"key":"',
  '","n":',
  '"ref":"',
  '"to":"',
  '","m":"',
  '"}]',
  '"]}',
  '","',
  '"},',
];

const STEP = 64;
/** Most characters that a plain text may unpack to: words must not make a small part fill the memory. */
const MAX_UNPACKED = MAX_PAGES * SEALED_PAGE;
/** The same for details, which every verdict on an item opens: 1 Mi characters. */
export const MAX_UNPACKED_DETAILS = 1_048_576;
const CODES: ReadonlyMap<string, string> = new Map(WORDS.map((word, i) => [word, String.fromCharCode(i + 1)]));

/** The length that plain text of so many bytes is padded to: 64, 128, 256 and so on, doubling. */
export function paddedLength(length: number): number {
  let padded = STEP;
  while (padded < length) padded *= 2;
  return padded;
}

/** The padded plain text of a sealed part, at least so long. @throws bad-encoding where the value has no canonical form. */
export function encodePlain(value: JsonObject, least = 0): Bytes {
  let packed = text(encodeCanonical(value));
  for (const [word, code] of CODES) packed = packed.replaceAll(word, code);
  const bytes = utf8(packed);
  const out = Buffer.alloc(paddedLength(Math.max(least, bytes.length)));
  out.set(bytes);
  return out;
}

/** The value, or undefined where this is no padded plain text of an object, or one of more characters than `most`. */
export function decodePlain(plain: Bytes, most = MAX_UNPACKED): JsonObject | undefined {
  let end = plain.indexOf(0);
  if (end < 0) end = plain.length;
  for (let at = end; at < plain.length; at++) if (plain[at] !== 0) return undefined;
  try {
    const unpacked = unpack(text(plain.subarray(0, end)), most);
    const value = unpacked === undefined ? undefined : parseCanonical(unpacked);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function unpack(packed: string, most: number): string | undefined {
  let out = '';
  let start = 0;
  for (let at = 0; at < packed.length; at++) {
    const code = packed.charCodeAt(at);
    if (code > WORDS.length) continue;
    out += packed.slice(start, at) + WORDS[code - 1];
    start = at + 1;
    if (out.length > most) return undefined;
  }
  out += packed.slice(start);
  return out.length > most ? undefined : out;
}
