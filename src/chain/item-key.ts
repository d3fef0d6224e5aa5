// Keys of items, the tokens of their steps, and the serials of a minted lot. Every hash here fits one SHA-256 block.
import { hash } from 'node:crypto';
import { type Bytes, unbase32, utf8, writeU64be } from './bytes.ts';

/** Bytes of a token. */
export const TOKEN_SIZE = 16;

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** Characters of a minted serial: 16 of 32, 80 bits. */
export const SERIAL_LENGTH = 16;

const series = Buffer.alloc(45);
const serialInput = Buffer.alloc(46);
serialInput.write('serial', 40, 'latin1');

function seriesToken(key: Bytes, n: number, label: 'token' | 'hold'): Bytes {
  series.set(key, 0);
  writeU64be(series, n, 32);
  series.write(label, 40, 'latin1');
  const digest = hash('sha256', series.subarray(0, 40 + label.length), 'latin1');
  return Buffer.from(digest, 'latin1').subarray(0, TOKEN_SIZE);
}

/** The key of a pack, 32 bytes: SHA-256(network id ‖ "pack" ‖ gtin14 ‖ serial). Lot and expiry have no part in it. */
export function packKey(network: string, gtin14: string, serial: string): Bytes {
  const digest = hash('sha256', Buffer.concat([unbase32(network), utf8(`pack${gtin14}${serial}`)]), 'latin1');
  return Buffer.from(digest, 'latin1');
}

/** The token of step n of the item with this key (32 bytes): 16 bytes. */
export function itemToken(key: Bytes, n: number): Bytes {
  return seriesToken(key, n, 'token');
}

/** The token of the j-th hold or release that a regulator puts on the item with this key: 16 bytes, never an `itemToken`. */
export function holdToken(key: Bytes, j: number): Bytes {
  return seriesToken(key, j, 'hold');
}

/** Serial i of the lot with this seed (32 bytes): 16 characters of a base32 without look-alikes. */
export function serialAt(seed: Bytes, i: number): string {
  serialInput.set(seed, 0);
  writeU64be(serialInput, i, 32);
  return letters(Buffer.from(hash('sha256', serialInput, 'latin1'), 'latin1'));
}

function letters(digest: Bytes): string {
  let out = '';
  let value = 0;
  let bits = 0;
  for (let at = 0; out.length < SERIAL_LENGTH; ) {
    if (bits < 5) {
      value = ((value << 8) | (digest[at++] ?? 0)) & 0xfff;
      bits += 8;
    }
    bits -= 5;
    out += ALPHABET[(value >>> bits) & 31];
  }
  return out;
}

/**
 * Tokens of step 0 of packs `from` … `from + count − 1` of a seed's lot, 16 bytes each, in order of i (not sorted).
 * Three hashes a pack and no other memory than what is returned.
 */
export function mintTokens(network: string, gtin14: string, seed: Bytes, from: number, count: number): Bytes {
  const out = Buffer.alloc(count * TOKEN_SIZE);
  const serialBlock = Buffer.alloc(46);
  serialBlock.set(seed, 0);
  serialBlock.write('serial', 40, 'latin1');
  const keyBlock = Buffer.concat([unbase32(network), utf8(`pack${gtin14}`), Buffer.alloc(SERIAL_LENGTH)]);
  const serialStart = keyBlock.length - SERIAL_LENGTH;
  const tokenBlock = Buffer.alloc(45);
  tokenBlock.write('token', 40, 'latin1');
  for (let i = 0; i < count; i++) {
    writeU64be(serialBlock, from + i, 32);
    const digest = hash('sha256', serialBlock, 'latin1');
    let value = 0;
    let bits = 0;
    let read = 0;
    for (let at = serialStart; at < keyBlock.length; at++) {
      if (bits < 5) {
        value = ((value << 8) | digest.charCodeAt(read++)) & 0xfff;
        bits += 8;
      }
      bits -= 5;
      keyBlock[at] = ALPHABET.charCodeAt((value >>> bits) & 31);
    }
    tokenBlock.write(hash('sha256', keyBlock, 'latin1'), 0, 32, 'latin1');
    out.write(hash('sha256', tokenBlock, 'latin1'), i * TOKEN_SIZE, TOKEN_SIZE, 'latin1');
  }
  return out;
}

const RADIX = 2048;

/**
 * The same tokens in ascending order, in new memory. Two counting passes over the first 22 bits, then insertion: hashes are
 * spread evenly, so after the passes hardly anything is out of place.
 */
export function sortTokens(tokens: Bytes): Bytes {
  const count = tokens.length / TOKEN_SIZE;
  const source = Buffer.from(tokens.buffer, tokens.byteOffset, tokens.byteLength);
  const heads = new Uint32Array(count);
  for (let i = 0; i < count; i++) heads[i] = source.readUInt32BE(i * TOKEN_SIZE);
  const order = radix(heads, radix(heads, undefined, 10), 21);
  insertion(source, heads, order);
  const out = Buffer.alloc(tokens.length);
  for (let i = 0; i < count; i++) {
    const at = (order[i] ?? 0) * TOKEN_SIZE;
    source.copy(out, i * TOKEN_SIZE, at, at + TOKEN_SIZE);
  }
  return out;
}

function radix(heads: Uint32Array, before: Uint32Array | undefined, shift: number): Uint32Array {
  const starts = new Uint32Array(RADIX + 1);
  for (const head of heads) {
    const digit = (head >>> shift) & (RADIX - 1);
    starts[digit + 1] = (starts[digit + 1] ?? 0) + 1;
  }
  for (let i = 1; i <= RADIX; i++) starts[i] = (starts[i] ?? 0) + (starts[i - 1] ?? 0);
  const out = new Uint32Array(heads.length);
  for (let i = 0; i < heads.length; i++) {
    const item = before === undefined ? i : (before[i] ?? 0);
    const digit = ((heads[item] ?? 0) >>> shift) & (RADIX - 1);
    const place = starts[digit] ?? 0;
    out[place] = item;
    starts[digit] = place + 1;
  }
  return out;
}

function insertion(source: Buffer, heads: Uint32Array, order: Uint32Array): void {
  for (let i = 1; i < order.length; i++) {
    const item = order[i] ?? 0;
    let at = i;
    while (at > 0 && before(source, heads, item, order[at - 1] ?? 0)) {
      order[at] = order[at - 1] ?? 0;
      at--;
    }
    order[at] = item;
  }
}

function before(source: Buffer, heads: Uint32Array, a: number, b: number): boolean {
  const headA = heads[a] ?? 0;
  const headB = heads[b] ?? 0;
  if (headA !== headB) return headA < headB;
  const startA = a * TOKEN_SIZE;
  const startB = b * TOKEN_SIZE;
  return source.compare(source, startB, startB + TOKEN_SIZE, startA, startA + TOKEN_SIZE) < 0;
}
