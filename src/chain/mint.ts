// Minting in bulk: the tokens of a lot's packs, and putting them in order. Hot: a million packs in about three million hashes.
import { crypto } from '../builtins.ts';
import { type Bytes, unbase32, utf8, writeU64be } from './bytes.ts';
import { TOKEN_SIZE } from './pages.ts';
import { SERIAL_ALPHABET, SERIAL_LENGTH } from './serial.ts';

const LETTERS = Uint8Array.from(utf8(SERIAL_ALPHABET));

// The call under `Buffer.write(…, 'latin1')` that Node's types leave out: it saves a fifth of the time of minting.
interface Latin1Buffer extends Buffer {
  latin1Write(text: string, offset: number, length: number): number;
}

// 16 letters of the first 10 bytes of a digest: twice 5 bytes to 8 letters.
function putSerial(out: Bytes, start: number, digest: string): void {
  for (let half = 0; half < 2; half++) {
    const from = half * 5;
    const high =
      (digest.charCodeAt(from) << 12) | (digest.charCodeAt(from + 1) << 4) | (digest.charCodeAt(from + 2) >>> 4);
    const low =
      ((digest.charCodeAt(from + 2) & 15) << 16) | (digest.charCodeAt(from + 3) << 8) | digest.charCodeAt(from + 4);
    const at = start + half * 8;
    for (let i = 0; i < 4; i++) {
      out[at + i] = LETTERS[(high >>> (15 - 5 * i)) & 31] ?? 0;
      out[at + 4 + i] = LETTERS[(low >>> (15 - 5 * i)) & 31] ?? 0;
    }
  }
}

/**
 * Tokens of step `step` of packs `from` … `from + count − 1` of a seed's lot, 16 bytes each, in order of i (not sorted).
 * Three hashes a pack and no other memory than what is returned.
 */
export function mintTokens(network: string, gtin14: string, seed: Bytes, from: number, count: number, step = 0): Bytes {
  const out = Buffer.alloc(count * TOKEN_SIZE) as Latin1Buffer;
  const serialBlock = Buffer.alloc(46);
  serialBlock.set(seed, 0);
  serialBlock.write('serial', 40, 'latin1');
  const keyBlock = Buffer.concat([unbase32(network), utf8(`pack${gtin14}`), Buffer.alloc(SERIAL_LENGTH)]);
  const serialStart = keyBlock.length - SERIAL_LENGTH;
  const tokenBlock = Buffer.alloc(45) as Latin1Buffer;
  tokenBlock.write('token', 40, 'latin1');
  writeU64be(tokenBlock, step, 32);
  for (let i = 0; i < count; i++) {
    writeU64be(serialBlock, from + i, 32);
    putSerial(keyBlock, serialStart, crypto().hash('sha256', serialBlock, 'latin1'));
    tokenBlock.latin1Write(crypto().hash('sha256', keyBlock, 'latin1'), 0, 32);
    out.latin1Write(crypto().hash('sha256', tokenBlock, 'latin1'), i * TOKEN_SIZE, TOKEN_SIZE);
  }
  return out;
}

const RADIX_BITS = 11;
const RADIX = 1 << RADIX_BITS;

/** The first 32 bits of each token, and where the token stood. */
interface Heads {
  readonly head: Uint32Array;
  readonly place: Uint32Array;
}

/**
 * The same tokens in ascending order, in new memory. Two counting passes over the first 22 bits, then insertion: tokens are
 * hashes and spread evenly, so after the passes hardly anything is out of place. Not for tokens that somebody else chose.
 */
export function sortTokens(tokens: Bytes): Bytes {
  const count = tokens.length / TOKEN_SIZE;
  // A copy is aligned, so a token is four words.
  const words = new Uint32Array(Uint8Array.from(tokens).buffer);
  const unsorted: Heads = { head: new Uint32Array(count), place: new Uint32Array(count) };
  for (let i = 0; i < count; i++) {
    unsorted.head[i] = bigEndian(words[i * 4] ?? 0);
    unsorted.place[i] = i;
  }
  const sorted = pass(pass(unsorted, 32 - 2 * RADIX_BITS), 32 - RADIX_BITS);
  insertion(sorted, words);
  const out = new Uint32Array(words.length);
  for (let i = 0; i < count; i++) {
    const from = (sorted.place[i] ?? 0) * 4;
    for (let word = 0; word < 4; word++) out[i * 4 + word] = words[from + word] ?? 0;
  }
  return new Uint8Array(out.buffer);
}

const LITTLE = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;

function bigEndian(word: number): number {
  if (!LITTLE) return word;
  return ((word << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24)) >>> 0;
}

function pass({ head, place }: Heads, shift: number): Heads {
  const next = new Uint32Array(RADIX + 1);
  for (let i = 0; i < head.length; i++) {
    const digit = (((head[i] ?? 0) >>> shift) & (RADIX - 1)) + 1;
    next[digit] = (next[digit] ?? 0) + 1;
  }
  for (let digit = 1; digit <= RADIX; digit++) next[digit] = (next[digit] ?? 0) + (next[digit - 1] ?? 0);
  const out: Heads = { head: new Uint32Array(head.length), place: new Uint32Array(head.length) };
  for (let i = 0; i < head.length; i++) {
    const value = head[i] ?? 0;
    const digit = (value >>> shift) & (RADIX - 1);
    const at = next[digit] ?? 0;
    next[digit] = at + 1;
    out.head[at] = value;
    out.place[at] = place[i] ?? 0;
  }
  return out;
}

function insertion({ head, place }: Heads, words: Uint32Array): void {
  for (let i = 1; i < head.length; i++) {
    const value = head[i] ?? 0;
    const item = place[i] ?? 0;
    let at = i;
    while (at > 0) {
      const other = head[at - 1] ?? 0;
      const before = place[at - 1] ?? 0;
      if (other < value || (other === value && !isBefore(words, item, before))) break;
      head[at] = other;
      place[at] = before;
      at--;
    }
    head[at] = value;
    place[at] = item;
  }
}

function isBefore(words: Uint32Array, a: number, b: number): boolean {
  for (let word = 1; word < 4; word++) {
    const left = bigEndian(words[a * 4 + word] ?? 0);
    const right = bigEndian(words[b * 4 + word] ?? 0);
    if (left !== right) return left < right;
  }
  return false;
}
