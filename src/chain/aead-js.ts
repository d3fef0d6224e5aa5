// Opening ChaCha20-Poly1305 (RFC 8439) without node:crypto, whose loading takes longer than a whole verdict: the twin of
// aead.ts for the small file of `verify`. It opens a few hundred bytes a scan; it is not meant to seal or to be fast.
import type { Bytes } from './bytes.ts';
import { TAG_SIZE } from './pages.ts';

const BLOCK = 64;
/** "expand 32-byte k" (RFC 8439 section 2.3). */
const CONSTANTS = [0x61707865, 0x3320646e, 0x79622d32, 0x6b206574] as const;
/** 2^130 − 5, and the bits of r that stay (section 2.5). */
const P = (1n << 130n) - 5n;
const CLAMP = 0x0ffffffc0ffffffc0ffffffc0fffffffn;
const TAG_MASK = (1n << 128n) - 1n;

/** The plain text of ciphertext ‖ tag, or undefined where key, nonce, AAD or a byte is another. */
export function decrypt(key: Bytes, nonce: Bytes, aad: Bytes, sealed: Bytes): Bytes | undefined {
  const end = sealed.length - TAG_SIZE;
  if (end < 0) return undefined;
  const state = initialState(key, nonce);
  const one = new Uint8Array(BLOCK);
  keyStream(state, 0, one);
  const tag = poly1305(one.subarray(0, 32), macData(aad, sealed.subarray(0, end)));
  let difference = 0;
  for (let i = 0; i < TAG_SIZE; i++) difference |= (tag[i] ?? 0) ^ (sealed[end + i] ?? 0);
  if (difference !== 0) return undefined;
  const plain = new Uint8Array(sealed.subarray(0, end));
  for (let at = 0, counter = 1; at < end; at += BLOCK, counter++) {
    keyStream(state, counter, one);
    for (let i = at; i < Math.min(at + BLOCK, end); i++) plain[i] = (plain[i] ?? 0) ^ (one[i - at] ?? 0);
  }
  return plain;
}

/** Never called in the small file: nothing is sealed there. */
export function encrypt(): never {
  throw new TypeError('the small file seals nothing');
}

function initialState(key: Bytes, nonce: Bytes): Uint32Array {
  const state = new Uint32Array(16);
  state.set(CONSTANTS);
  const words = (bytes: Bytes, to: number) => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    for (let i = 0; i < bytes.length; i += 4) state[to + i / 4] = view.getUint32(i, true);
  };
  words(key, 4);
  words(nonce, 13);
  return state;
}

/** One block of key stream (section 2.3). */
function keyStream(state: Uint32Array, counter: number, out: Uint8Array): void {
  const start = state.slice();
  start[12] = counter;
  const x = start.slice();
  for (let round = 0; round < 10; round++) {
    quarter(x, 0, 4, 8, 12);
    quarter(x, 1, 5, 9, 13);
    quarter(x, 2, 6, 10, 14);
    quarter(x, 3, 7, 11, 15);
    quarter(x, 0, 5, 10, 15);
    quarter(x, 1, 6, 11, 12);
    quarter(x, 2, 7, 8, 13);
    quarter(x, 3, 4, 9, 14);
  }
  const view = new DataView(out.buffer);
  for (let i = 0; i < 16; i++) view.setUint32(4 * i, (x[i] ?? 0) + (start[i] ?? 0), true);
}

function quarter(x: Uint32Array, a: number, b: number, c: number, d: number): void {
  mix(x, a, b, d, 16);
  mix(x, c, d, b, 12);
  mix(x, a, b, d, 8);
  mix(x, c, d, b, 7);
}

/** x[to] += x[from], then x[turned] ^= x[to] and is turned left by `bits`. */
function mix(x: Uint32Array, to: number, from: number, turned: number, bits: number): void {
  const sum = ((x[to] ?? 0) + (x[from] ?? 0)) | 0;
  x[to] = sum;
  const mixed = (x[turned] ?? 0) ^ sum;
  x[turned] = (mixed << bits) | (mixed >>> (32 - bits));
}

/** AAD and ciphertext, each filled with zeros to 16 bytes, and their lengths (section 2.8). */
function macData(aad: Bytes, sealed: Bytes): Bytes {
  const filled = (length: number) => Math.ceil(length / 16) * 16;
  const data = new Uint8Array(filled(aad.length) + filled(sealed.length) + 16);
  data.set(aad);
  data.set(sealed, filled(aad.length));
  const view = new DataView(data.buffer);
  view.setBigUint64(data.length - 16, BigInt(aad.length), true);
  view.setBigUint64(data.length - 8, BigInt(sealed.length), true);
  return data;
}

/** The tag of data whose length is a multiple of 16 (section 2.5). */
function poly1305(key: Bytes, data: Bytes): Bytes {
  const number = (bytes: Bytes, at: number) => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    return (view.getBigUint64(at + 8, true) << 64n) | view.getBigUint64(at, true);
  };
  const r = number(key, 0) & CLAMP;
  let sum = 0n;
  for (let at = 0; at < data.length; at += 16) sum = ((sum + number(data, at) + (1n << 128n)) * r) % P;
  const tag = (sum + number(key, 16)) & TAG_MASK;
  const out = new Uint8Array(16);
  const view = new DataView(out.buffer);
  view.setBigUint64(0, tag & 0xffffffffffffffffn, true);
  view.setBigUint64(8, tag >> 64n, true);
  return out;
}
