// What holds for every code: it reads as it was written, in every form, and nothing throws or takes long.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { standardTable } from '../../src/gs1/ai-table.ts';
import { CSET82 } from '../../src/gs1/characters.ts';
import { compressDigitalLink } from '../../src/gs1/digital-link-compress.ts';
import { epcUrn } from '../../src/gs1/epc-urn.ts';
import {
  bracketed,
  checkDigit,
  decode,
  digitalLink,
  elementString,
  expiryFromYYMMDD,
  lastDay,
  parse,
  scanText,
  yymmdd,
} from '../../src/gs1/index.ts';

const text = (most: number) =>
  fc.array(fc.constantFrom(...CSET82), { minLength: 1, maxLength: most }).map((characters) => characters.join(''));
const digits = (length: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length }).map((all) => all.join(''));
const gtin = digits(13).map((stem) => stem + checkDigit(stem));
const date = fc
  .tuple(fc.integer({ min: 0, max: 99 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 0, max: 28 }))
  .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(''));
const pack = fc.record({ gtin, expiry: date, lot: text(20), serial: text(20) }).map((one) => [
  { ai: '01', value: one.gtin },
  { ai: '17', value: one.expiry },
  { ai: '10', value: one.lot },
  { ai: '21', value: one.serial },
]);

function values(scan: string): readonly (readonly [string, string])[] {
  const parsed = parse(scan);
  expect(parsed.errors, scan).toEqual([]);
  return parsed.elements.map(({ ai, value }) => [ai, value] as const).sort();
}

describe('every pack reads as it was written', () => {
  it.each([
    ['scan data', scanText],
    ['an element string', elementString],
    ['bracketed text', bracketed],
    ['a Digital Link', (elements: readonly { ai: string; value: string }[]) => digitalLink(elements)],
    [
      'a compressed Digital Link',
      (elements: readonly { ai: string; value: string }[]) => compressDigitalLink(digitalLink(elements)),
    ],
  ] as const)('%s', (_, write) => {
    fc.assert(
      fc.property(pack, (elements) => {
        // What spells a separator is read as one; that is for the tests of repairs.
        fc.pre(!/[<(]|%1[dD]|_x001/.test(elements.map(({ value }) => value).join('')));
        expect(values(write(elements))).toEqual(elements.map(({ ai, value }) => [ai, value] as const).sort());
      }),
    );
  });

  it('an EPC URN', () => {
    fc.assert(
      fc.property(gtin, text(20), fc.integer({ min: 6, max: 12 }), (key, serial, length) => {
        const elements = [
          { ai: '01', value: key },
          { ai: '21', value: serial },
        ];
        expect(values(epcUrn(elements, length))).toEqual([
          ['01', key],
          ['21', serial],
        ]);
      }),
    );
  });

  it('a date of expiry', () => {
    fc.assert(
      fc.property(date, (one) => {
        expect(yymmdd(expiryFromYYMMDD(one))).toBe(one);
      }),
    );
    expect(lastDay('2028-02-00')).toBe('2028-02-29');
    expect(lastDay('2027-02-00')).toBe('2027-02-28');
    expect(lastDay('2030-12-31')).toBe('2030-12-31');
  });
});

describe('anything at all', () => {
  it('never makes reading throw, and offsets stay inside the scan', () => {
    const noise = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 80 }),
      fc.string({ maxLength: 80 }).map((one) => `]d2${one}`),
      fc
        .array(fc.constantFrom(...standardTable().names, '\x1d', '(', ')', 'A', '0', '12', 'https://a/', '{GS}'), {
          maxLength: 30,
        })
        .map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(noise, (scan) => {
        const decoded = decode(scan);
        for (const { offset } of [...decoded.errors, ...parse(scan).elements]) {
          expect(offset).toBeGreaterThanOrEqual(0);
          expect(offset).toBeLessThanOrEqual(scan.length);
        }
        expect(decoded.ok).toBe(decoded.errors.length === 0);
      }),
      { numRuns: 150 },
    );
  });

  it('is not read where it is longer than any code', () => {
    for (const head of ['', ']d2', ']Q1', 'https://a/', '(01)', '[)>\x1e06\x1d', 'urn:epc:id:sgtin:'])
      expect(parse(head + '\x1d1/'.repeat(30_000)).errors.map(({ code }) => code)).toEqual(['too-long']);
  });

  it.each([
    ['digits', '0'],
    ['separators', '\x1d'],
    ['brackets', '('],
    ['bracketed elements', '(10)A'],
    ['identifiers', ']d2'],
    ['elements', '10A\x1d'],
    ['letters', 'ü'],
    ['blanks', ' '],
    ['line ends', '\r\n'],
  ])('takes time that grows with its length: %s', (_, unit) => {
    for (const head of ['', ']d2', 'https://a/', '(01)', '[)>\x1e06\x1d', '+']) {
      const took = (length: number): number => {
        const scan = head + unit.repeat(Math.ceil(length / unit.length));
        const start = performance.now();
        const parsed = parse(scan);
        void parsed.candidates;
        return performance.now() - start;
      };
      // The best of three: others share the machine.
      const best = (length: number): number => Math.min(took(length), took(length), took(length));
      took(10_000);
      const small = Math.max(best(6_000), 5);
      for (const length of [60_000, 1_000_000]) expect(best(length), `${head}${unit}`).toBeLessThan(small * 60);
    }
  });
});
