// Canonical JSON: one form for each value, and nothing else is read.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeCanonical, encodeCanonical, type Json, type JsonObject } from '../../src/chain/canonical.ts';
import { itGiven } from '../left-out.ts';
import { VECTORS, vectors } from '../vectors.ts';

const read = (text: string, limits = {}) => decodeCanonical(Buffer.from(text), limits);
const print = (value: Json) => Buffer.from(encodeCanonical(value)).toString();

const scalar = fc.oneof(fc.string({ unit: 'grapheme' }), fc.maxSafeInteger(), fc.boolean(), fc.constant(null));
const json = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    scalar,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(fc.string({ unit: 'grapheme' }), fc.nat().map(String)), tie('value'), { maxKeys: 4 }),
  ),
})).value;

// Minus zero is written as zero, so it does not come back as itself.
const withoutMinusZero = (value: Json): Json => JSON.parse(JSON.stringify(value));

describe('writing', () => {
  it('sorts keys by UTF-16 code units, whatever they look like', () => {
    expect(print({ b: 1, a: { z: 1, y: [] }, '10': 1, '9': 2, '\u{1f600}': 1, '\ufb33': 1 })).toBe(
      '{"10":1,"9":2,"a":{"y":[],"z":1},"b":1,"\u{1f600}":1,"\ufb33":1}',
    );
  });

  it('writes what is sorted already as it writes what is not', () => {
    const shuffled = json.chain((value) =>
      fc.infiniteStream(fc.boolean()).map((turns) => {
        const shuffle = (part: Json | undefined): Json => {
          if (Array.isArray(part)) return part.map(shuffle);
          if (typeof part !== 'object' || part === null) return part ?? null;
          const members = Object.entries(part as JsonObject).map(([key, member]) => [key, shuffle(member)] as const);
          return Object.fromEntries(turns.next().value ? members.toReversed() : members);
        };
        return [value, shuffle(value)] as const;
      }),
    );
    fc.assert(
      fc.property(shuffled, ([value, other]) => {
        expect(print(other)).toBe(print(value));
      }),
    );
  });

  it('leaves out what is undefined and writes minus zero as zero', () => {
    expect(print({ a: 1, b: undefined, c: [{ d: undefined }] })).toBe('{"a":1,"c":[{}]}');
    expect(print({ a: undefined, b: -0, c: true, d: false, e: null })).toBe('{"b":0,"c":true,"d":false,"e":null}');
  });

  it.each<[string, () => unknown]>([
    ['a fraction', () => encodeCanonical(0.5)],
    ['a number beyond the safe integers', () => encodeCanonical(2 ** 53)],
    ['a lone surrogate', () => encodeCanonical(['\ud800'])],
    ['a lone surrogate in a key', () => encodeCanonical({ '\udc00': 1 })],
    ['nine levels', () => encodeCanonical([[[[[[[[[]]]]]]]]])],
    ['something that is no JSON', () => encodeCanonical((() => 1) as unknown as Json)],
    ['something that is no JSON within', () => encodeCanonical({ a: [() => 1] } as unknown as Json)],
    ['a big integer', () => encodeCanonical({ a: 1n } as unknown as Json)],
    ['nothing in an array', () => encodeCanonical([undefined] as unknown as Json)],
    ['too many bytes', () => encodeCanonical('xxxx', { bytes: 5 })],
  ])('refuses %s', (_what, write) => {
    expect(write).toThrow(expect.objectContaining({ code: 'bad-encoding' }));
  });
});

describe('reading', () => {
  it('and writing take as many bytes as they are allowed', () => {
    expect(encodeCanonical('xxx', { bytes: 5 })).toHaveLength(5);
  });

  it('gives back every value', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(decodeCanonical(encodeCanonical(value))).toEqual(withoutMinusZero(value));
      }),
    );
  });

  it('accepts a text exactly when it is the canonical form of what it says', () => {
    const near = json.chain((value) =>
      fc
        .tuple(fc.constantFrom(...' \n",:{}[]0123456789ab\\u'), fc.nat(), fc.boolean())
        .map(([character, at, insert]) => {
          const text = Buffer.from(encodeCanonical(value)).toString();
          const place = at % (text.length + 1);
          return text.slice(0, place) + character + text.slice(insert ? place : place + 1);
        }),
    );
    fc.assert(
      fc.property(near, (text) => {
        // Half a surrogate pair has no UTF-8 to be read from.
        fc.pre(text.isWellFormed());
        let canonical: string | undefined;
        try {
          canonical = Buffer.from(encodeCanonical(JSON.parse(text))).toString();
        } catch {
          canonical = undefined;
        }
        if (canonical === text) expect(read(text)).toEqual(JSON.parse(text));
        else expect(() => read(text)).toThrow(expect.objectContaining({ code: 'bad-encoding' }));
      }),
      { numRuns: 500 },
    );
  });

  it('takes keys that V8 would put in another order', () => {
    expect(read('{"10":1,"9":[{"2":1,"a":{}}]}')).toEqual({ '10': 1, '9': [{ '2': 1, a: {} }] });
    expect(() => read('{"9":1,"10":1}')).toThrow(expect.objectContaining({ code: 'bad-encoding' }));
  });

  it('and writing take text that only looks like an escaped surrogate', () => {
    expect(print({ a: '\\ud800' })).toBe('{"a":"\\\\ud800"}');
    expect(read('{"a":"\\\\ud800"}')).toEqual({ a: '\\ud800' });
  });

  it('keeps a key that JavaScript treats in its own way', () => {
    const value = read('{"__proto__":{"a":1}}');
    expect(Object.keys(value as object)).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  });

  it.each([
    ['white space', '{"a": 1}'],
    ['a duplicate key', '{"a":1,"a":1}'],
    ['keys out of order', '{"b":1,"a":1}'],
    ['keys out of order within an array', '[1,{"b":1,"a":1}]'],
    ['keys out of order within an object', '{"a":{"b":1,"a":1},"b":[{"b":1,"a":1}]}'],
    ['a needless escape', '"\\u0061"'],
    ['an escape in capitals', '"\\u001F"'],
    ['an escaped slash', '"\\/"'],
    ['a fraction', '1.5'],
    ['a number written as a fraction', '1.0'],
    ['an exponent', '1e3'],
    ['minus zero', '-0'],
    ['a number too large', '9007199254740992'],
    ['infinity by exponent', '1e999'],
    ['a lone surrogate', '"\\ud800"'],
    ['a lone surrogate in a key', '{"\\udfff":1}'],
    ['nothing', ''],
    ['a byte order mark', '\ufeff1'],
    ['half an object', '{"a":1'],
    ['nine levels', '[[[[[[[[[]]]]]]]]]'],
    ['nine levels of objects', `${'{"a":'.repeat(9)}1${'}'.repeat(9)}`],
  ])('refuses %s', (_what, text) => {
    expect(() => read(text)).toThrow(expect.objectContaining({ code: 'bad-encoding' }));
  });

  it('refuses what is longer or deeper than the reader allows', () => {
    expect(read('[1]', { bytes: 3 })).toEqual([1]);
    expect(() => read('[1]', { bytes: 2 })).toThrow(expect.objectContaining({ code: 'bad-encoding' }));
    expect(() => read('[[1]]', { depth: 1 })).toThrow(expect.objectContaining({ code: 'bad-encoding' }));
    expect(read('[[[[[[[[1]]]]]]]]')).toEqual([[[[[[[[1]]]]]]]]);
  });

  it('refuses bytes that are not UTF-8', () => {
    expect(() => decodeCanonical(Uint8Array.of(0x22, 0xc0, 0x80, 0x22))).toThrow(
      expect.objectContaining({ code: 'bad-encoding' }),
    );
  });

  itGiven(VECTORS, vectors('text/blns.json'), 'carries every naughty string unharmed', (naughty) => {
    const strings = JSON.parse(readFileSync(naughty, 'utf8')) as string[];
    expect(strings.length).toBeGreaterThan(400);
    for (const text of strings) expect(decodeCanonical(encodeCanonical({ text }))).toEqual({ text });
  });
});
