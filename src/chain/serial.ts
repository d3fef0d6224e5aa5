// Serials of a minted lot: all of them follow from the lot's seed.

import { type Bytes, writeU64be } from './bytes.ts';
import { sha256 } from './hash.ts';

/** The letters of minted serials: 32 without look-alikes, all in GS1's character set 82. */
export const SERIAL_ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** Characters of a minted serial: 16 of 32, 80 bits. */
export const SERIAL_LENGTH = 16;

const serialInput = Buffer.alloc(46);
serialInput.write('serial', 40, 'latin1');

/** Serial i of the lot with this seed (32 bytes): 16 characters of a base32 without look-alikes. */
export function serialAt(seed: Bytes, i: number): string {
  serialInput.set(seed, 0);
  writeU64be(serialInput, i, 32);
  return letters(sha256(serialInput));
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
    out += SERIAL_ALPHABET[(value >>> bits) & 31];
  }
  return out;
}
