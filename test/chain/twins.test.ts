// The twin of the cipher that needs no node:crypto says what the other says.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decrypt, encrypt } from '../../src/chain/aead.ts';
import { decrypt as decryptNoble } from '../../src/chain/aead-noble.ts';
import { unhex, utf8 } from '../../src/chain/bytes.ts';

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const plainBytes = (data: Uint8Array | undefined) => (data === undefined ? undefined : [...data]);

describe('ChaCha20-Poly1305', () => {
  test('opens the example of RFC 8439 section 2.8.2', () => {
    const key = unhex('808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f');
    const sealed = unhex(
      'd31a8d34648e60db7b86afbc53ef7ec2a4aded51296e08fea9e2b5a736ee62d63dbea45e8ca9671282fafb69da92728b1a71de0a9e060b2905d6a5b67ecd3b3692ddbd7f2d778b8c9803aee328091b58fab324e4fad675945585808b4831d7bc3ff4def08e4b7a9de576d26586cec64b61161ae10b594f09e26a7e902ecbd0600691',
    );
    const nonce = unhex('070000004041424344454647');
    const aad = unhex('50515253c0c1c2c3c4c5c6c7');
    const text =
      "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it.";
    expect(plainBytes(decryptNoble(key, nonce, aad, sealed))).toEqual([...utf8(text)]);
    expect(plainBytes(decrypt(key, nonce, aad, sealed))).toEqual([...utf8(text)]);
  });

  test('both twins open what was sealed, whatever its length', () => {
    fc.assert(
      fc.property(
        bytes(32),
        bytes(12),
        fc.uint8Array({ maxLength: 40 }),
        fc.uint8Array({ maxLength: 300 }),
        (key, nonce, aad, plain) => {
          // A Buffer in the middle of another: its slice would be the same memory.
          const sealed = Buffer.concat([Buffer.alloc(3), encrypt(key, nonce, aad, plain)]).subarray(3);
          expect(plainBytes(decryptNoble(key, nonce, aad, sealed))).toEqual([...plain]);
          expect(plainBytes(decrypt(key, nonce, aad, sealed))).toEqual([...plain]);
        },
      ),
    );
  });

  test('neither opens what was changed by a bit, or cut', () => {
    fc.assert(
      fc.property(
        bytes(32),
        bytes(12),
        bytes(5),
        fc.uint8Array({ maxLength: 100 }),
        fc.nat(),
        (key, nonce, aad, plain, bit) => {
          const sealed = Uint8Array.from(encrypt(key, nonce, aad, plain));
          const at = bit % (sealed.length * 8);
          sealed[at >> 3] = (sealed[at >> 3] ?? 0) ^ (1 << (at & 7));
          for (const open of [decrypt, decryptNoble]) {
            expect(open(key, nonce, aad, sealed)).toBeUndefined();
            expect(open(key, nonce, aad, sealed.subarray(0, 15))).toBeUndefined();
          }
        },
      ),
    );
  });
});
