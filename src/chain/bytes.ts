// Bytes and the texts that stand for them: hex, base64, base64url, base32, UTF-8, big-endian integers. All decoding is strict.
import { PedigreeError } from '../errors.ts';

export type Bytes = Uint8Array;

const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';
const fatal = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function view(data: Bytes): Buffer {
  return Buffer.isBuffer(data) ? data : Buffer.from(data.buffer, data.byteOffset, data.byteLength);
}

// Decoding and encoding again is the strict test: it refuses foreign characters, padding and stray last bits alike.
function strict(textual: string, encoding: 'hex' | 'base64' | 'base64url'): Bytes {
  const data = Buffer.from(textual, encoding);
  if (data.toString(encoding) !== textual) throw new PedigreeError('bad-encoding', `this is not ${encoding}`);
  return data;
}

/** Lower-case hex. */
export function hex(data: Bytes): string {
  return view(data).toString('hex');
}

/** @throws bad-encoding unless the text is lower-case hex of whole bytes. */
export function unhex(textual: string): Bytes {
  return strict(textual, 'hex');
}

/** base64url without padding (RFC 4648 section 5), the form of all binary in events. */
export function b64u(data: Bytes): string {
  return view(data).toString('base64url');
}

const SHORT = 64;
const NOT_A_DIGIT = -1;
const DIGITS = new Int8Array(128).fill(NOT_A_DIGIT);
for (const [i, character] of [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'].entries()) {
  DIGITS[character.charCodeAt(0)] = i;
}

/** @throws bad-encoding unless the text is exactly what `b64u` writes. */
export function unb64u(textual: string): Bytes {
  return textual.length > SHORT ? strict(textual, 'base64url') : short(textual);
}

// Hashes, salts and grants are short and many: a loop is several times faster than two calls into the runtime.
function short(textual: string): Bytes {
  const out = new Uint8Array(Math.floor((textual.length * 3) / 4));
  let value = 0;
  let bits = 0;
  let at = 0;
  for (let i = 0; i < textual.length; i++) {
    const digit = DIGITS[textual.charCodeAt(i)] ?? NOT_A_DIGIT;
    if (digit < 0) throw new PedigreeError('bad-encoding', 'this is not base64url');
    value = (value << 6) | digit;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    out[at++] = value >>> bits;
    value &= (1 << bits) - 1;
  }
  // What is left over are zeros, and fewer of them than a character has.
  if (value !== 0 || bits === 6) throw new PedigreeError('bad-encoding', 'this is not base64url');
  return out;
}

/** base64 with padding (RFC 4648 section 4), the form of signed notes. */
export function b64(data: Bytes): string {
  return view(data).toString('base64');
}

/** @throws bad-encoding unless the text is exactly what `b64` writes. */
export function unb64(textual: string): Bytes {
  return strict(textual, 'base64');
}

/** Lower-case base32 without padding (RFC 4648 section 6), the form of chain and network ids. */
export function base32(data: Bytes): string {
  let out = '';
  let bits = 0;
  let value = 0;
  for (const byte of data) {
    value = ((value << 8) | byte) & 0xfff;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      out += BASE32[(value >>> bits) & 31];
    }
  }
  return bits === 0 ? out : out + BASE32[(value << (5 - bits)) & 31];
}

/** @throws bad-encoding unless the text is exactly what `base32` writes. */
export function unbase32(textual: string): Bytes {
  const out = new Uint8Array(Math.floor((textual.length * 5) / 8));
  let bits = 0;
  let value = 0;
  let at = 0;
  for (const character of textual) {
    const digit = BASE32.indexOf(character);
    if (digit < 0) throw new PedigreeError('bad-encoding', 'this is not base32');
    value = ((value << 5) | digit) & 0xfff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      out[at++] = value >>> bits;
    }
  }
  if (bits >= 5 || (value & ((1 << bits) - 1)) !== 0) throw new PedigreeError('bad-encoding', 'this is not base32');
  return out;
}

/** The parts one after another in new memory. */
export function concat(...parts: readonly Bytes[]): Bytes {
  return Buffer.concat(parts);
}

/** The bytes of a text whose characters are bytes, as `crypto.hash` gives digests fastest. */
export function latin1(characters: string): Bytes {
  const out = new Uint8Array(characters.length);
  for (let i = 0; i < characters.length; i++) out[i] = characters.charCodeAt(i);
  return out;
}

/** Four bytes, big-endian. */
export function u32be(n: number): Bytes {
  const out = Buffer.alloc(4);
  out.writeUInt32BE(n);
  return out;
}

/** Eight bytes, big-endian; n is a safe integer from 0. */
export function u64be(n: number): Bytes {
  const out = Buffer.alloc(8);
  writeU64be(out, n, 0);
  return out;
}

/** Writes `u64be(n)` into `out` at `at`, without allocating. */
export function writeU64be(out: Buffer, n: number, at: number): void {
  out.writeUInt32BE(Math.floor(n / 0x1_0000_0000), at);
  out.writeUInt32BE(n % 0x1_0000_0000, at + 4);
}

/** Whether both hold the same bytes. */
export function sameBytes(a: Bytes, b: Bytes): boolean {
  return a.length === b.length && Buffer.compare(a, b) === 0;
}

/** Order by bytes, then by length: negative, 0 or positive. */
export function compareBytes(a: Bytes, b: Bytes): number {
  return Buffer.compare(a, b);
}

/** The bytes of a ⊕ b; both have the same length. */
export function xor(a: Bytes, b: Bytes): Bytes {
  return a.map((byte, i) => byte ^ b[i]);
}

/** UTF-8 bytes of a text. */
export function utf8(textual: string): Bytes {
  return Buffer.from(textual, 'utf8');
}

/** @throws bad-encoding unless the bytes are valid UTF-8. */
export function text(data: Bytes): string {
  try {
    return fatal.decode(data);
  } catch {
    throw new PedigreeError('bad-encoding', 'this is not UTF-8');
  }
}
