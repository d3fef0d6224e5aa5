// Bytes and the texts that stand for them: hex, base64, base64url, base32, UTF-8, big-endian integers. All decoding is strict.
import { PedigreeError } from '../errors.ts';
import { say } from '../words/en/chain.ts';

export type Bytes = Uint8Array;

const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';
const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
/** Length up to which a loop decodes base64url, or compares bytes, faster than the runtime. */
const SHORT = 64;
/** So many values find room on the stack when they are spread into a call. */
const SPREAD = 4_096;
const NOT_A_DIGIT = -1;
const DIGITS_32 = digits(BASE32);
const DIGITS_64 = digits(BASE64URL);

// The value of each ASCII character as a digit.
function digits(alphabet: string): Int8Array {
  const values = new Int8Array(128).fill(NOT_A_DIGIT);
  for (let i = 0; i < alphabet.length; i++) values[alphabet.charCodeAt(i)] = i;
  return values;
}

const fatal = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The same memory as a Buffer. */
export function bufferOf(data: Bytes): Buffer {
  return Buffer.isBuffer(data) ? data : Buffer.from(data.buffer, data.byteOffset, data.byteLength);
}

function refuse(encoding: string): never {
  throw new PedigreeError('bad-encoding', say('not-encoded', { encoding }));
}

// Decoding and encoding again is the strict test: it refuses foreign characters, padding and stray last bits alike.
function strict(textual: string, encoding: 'hex' | 'base64' | 'base64url'): Bytes {
  const data = Buffer.from(textual, encoding);
  return data.toString(encoding) === textual ? data : refuse(encoding);
}

/** Lower-case hex. */
export function hex(data: Bytes): string {
  return bufferOf(data).toString('hex');
}

/** @throws bad-encoding unless the text is lower-case hex of whole bytes. */
export function unhex(textual: string): Bytes {
  return strict(textual, 'hex');
}

/** base64url without padding (RFC 4648 section 5), the form of all binary in events. */
export function b64u(data: Bytes): string {
  return bufferOf(data).toString('base64url');
}

/** @throws bad-encoding unless the text is exactly what `b64u` writes. */
export function unb64u(textual: string): Bytes {
  return textual.length > SHORT ? strict(textual, 'base64url') : short(textual);
}

// Hashes, salts and grants are short and many: a loop is several times faster than two calls into the runtime.
function short(textual: string): Bytes {
  return fromDigits(textual, DIGITS_64, 6) ?? refuse('base64url');
}

// Bytes of digits of so many bits; undefined for other characters, a character too many or stray last bits.
function fromDigits(textual: string, values: Int8Array, width: number): Bytes | undefined {
  const out = new Uint8Array(Math.floor((textual.length * width) / 8));
  let value = 0;
  let bits = 0;
  let at = 0;
  for (let i = 0; i < textual.length; i++) {
    const digit = values[textual.charCodeAt(i)] ?? NOT_A_DIGIT;
    if (digit < 0) return undefined;
    value = (value << width) | digit;
    bits += width;
    if (bits < 8) continue;
    bits -= 8;
    out[at++] = value >>> bits;
    value &= (1 << bits) - 1;
  }
  return value === 0 && bits < width ? out : undefined;
}

/** base64 with padding (RFC 4648 section 4), the form of signed notes. */
export function b64(data: Bytes): string {
  return bufferOf(data).toString('base64');
}

/** @throws bad-encoding unless the text is exactly what `b64` writes. */
export function unb64(textual: string): Bytes {
  return strict(textual, 'base64');
}

/** Lower-case base32 without padding (RFC 4648 section 6), the form of chain and network ids. */
export function base32(data: Bytes): string {
  // One text at once: what grows letter by letter is kept as a tree, nine times as large.
  const letters: number[] = [];
  let bits = 0;
  let value = 0;
  for (const byte of data) {
    value = ((value << 8) | byte) & 0xfff;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      letters.push(BASE32.charCodeAt((value >>> bits) & 31));
    }
  }
  if (bits > 0) letters.push(BASE32.charCodeAt((value << (5 - bits)) & 31));
  return letters.length > SPREAD ? fatal.decode(Uint8Array.from(letters)) : String.fromCharCode(...letters);
}

/** @throws bad-encoding unless the text is exactly what `base32` writes. */
export function unbase32(textual: string): Bytes {
  return fromDigits(textual, DIGITS_32, 5) ?? refuse('base32');
}

/** The parts one after another in new memory: a few of them, see {@link joined}. */
export function concat(...parts: readonly Bytes[]): Bytes {
  return joined(parts);
}

/** The same for a list that may be long: what is spread into a call has to find room on the stack. */
export function joined(parts: readonly Bytes[]): Bytes {
  // For the few short parts that are joined here, Buffer.concat takes twice as long.
  let length = 0;
  for (const part of parts) length += part.length;
  const out = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
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
  if (a.length !== b.length) return false;
  if (a.length > SHORT) return Buffer.compare(a, b) === 0;
  // Hashes and tokens: a loop is faster than the way into the runtime.
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** Order by bytes, then by length: negative, 0 or positive. */
export function compareBytes(a: Bytes, b: Bytes): number {
  return Buffer.compare(a, b);
}

/** The bytes of a ⊕ b; both have the same length. */
export function xor(a: Bytes, b: Bytes): Bytes {
  const out = new Uint8Array(a.length);
  for (let i = 0; i < a.length; i++) out[i] = (a[i] ?? 0) ^ (b[i] ?? 0);
  return out;
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
    return refuse('UTF-8');
  }
}
