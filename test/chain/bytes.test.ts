// Encodings of bytes: exact in both directions, strict in reading.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as bytes from '../../src/chain/bytes.ts';
import { PedigreeError } from '../../src/errors.ts';

const encodings = {
  hex: [bytes.hex, bytes.unhex],
  base64: [bytes.b64, bytes.unb64],
  base64url: [bytes.b64u, bytes.unb64u],
  base32: [bytes.base32, bytes.unbase32],
} as const;

describe.each(Object.entries(encodings))('%s', (_name, [encode, decode]) => {
  it('gives back what it was given', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (data) => {
        expect([...decode(encode(data))]).toEqual([...data]);
      }),
    );
  });

  it('reads nothing but what it writes', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ maxLength: 80 }), fc.base64String({ maxLength: 200 })), (text) => {
        try {
          expect(encode(decode(text))).toBe(text);
        } catch (error) {
          expect(error).toBeInstanceOf(PedigreeError);
          expect(error).toMatchObject({ code: 'bad-encoding' });
        }
      }),
    );
  });
});

describe('strict reading', () => {
  it.each([
    ['hex in capitals', () => bytes.unhex('AB')],
    ['half a byte of hex', () => bytes.unhex('abc')],
    ['base64url with padding', () => bytes.unb64u('AA==')],
    ['base64url with stray last bits', () => bytes.unb64u('AB')],
    ['base64url of one character', () => bytes.unb64u('A')],
    ['base64url with a letter from elsewhere', () => bytes.unb64u('AAé')],
    ['base64url with a letter whose code ends like a digit', () => bytes.unb64u('AAAł')],
    ['long base64url with stray last bits', () => bytes.unb64u(`${'A'.repeat(99)}B`.slice(0, 98).concat('B'))],
    ['base64 with the other alphabet', () => bytes.unb64('-_-_')],
    ['base32 in capitals', () => bytes.unbase32('AA')],
    ['base32 with stray last bits', () => bytes.unbase32('ab')],
    ['base32 with a character too many', () => bytes.unbase32('aaa')],
    ['text that is not UTF-8', () => bytes.text(Uint8Array.of(0xff))],
  ])('refuses %s', (_what, read) => {
    expect(read).toThrow(expect.objectContaining({ code: 'bad-encoding' }));
  });

  it('keeps a byte order mark, which is part of the bytes', () => {
    expect(bytes.text(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61))).toBe('\ufeffa');
  });
});

describe('integers, order and parts', () => {
  it('writes integers big-endian up to the largest safe one', () => {
    expect(bytes.hex(bytes.u32be(0xfffffffe))).toBe('fffffffe');
    expect(bytes.hex(bytes.u64be(258))).toBe('0000000000000102');
    expect(bytes.hex(bytes.u64be(Number.MAX_SAFE_INTEGER))).toBe('001fffffffffffff');
  });

  it('orders by bytes, then by length', () => {
    const of = (...values: number[]) => Uint8Array.from(values);
    expect(bytes.compareBytes(of(1, 2), of(1, 3))).toBeLessThan(0);
    expect(bytes.compareBytes(of(1), of(1, 0))).toBeLessThan(0);
    expect(bytes.sameBytes(of(1, 2), of(1, 2))).toBe(true);
    expect(bytes.sameBytes(of(1, 2), of(1))).toBe(false);
    expect([...bytes.concat(of(1), of(), of(2))]).toEqual([1, 2]);
    expect([...bytes.xor(of(1, 3), of(2, 3))]).toEqual([3, 0]);
  });
});
