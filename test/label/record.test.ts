// Counting prints: ranges of packs say the same as sets of packs would.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type PackRange,
  printedBefore,
  printedOf,
  rangesOf,
  sayRanges,
  sizeOf,
} from '../../src/app/labels/label-record.ts';

const numbers = fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { maxLength: 40 });
const listed = (ranges: readonly PackRange[]): readonly number[] =>
  ranges.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, at) => from + at));
const run = (of: readonly number[]) => ({ at: '', format: 'pdf', ranges: rangesOf(of), count: of.length });
const ascending = (of: Iterable<number>) => [...of].toSorted((a, b) => a - b);

test('ranges hold exactly the packs that they were made of', () => {
  fc.assert(
    fc.property(numbers, (of) => {
      expect(listed(rangesOf(of))).toEqual(ascending(of));
      expect(sizeOf(rangesOf(of))).toBe(of.length);
    }),
  );
});

test('what was printed before is what any run printed', () => {
  fc.assert(
    fc.property(fc.array(numbers, { maxLength: 5 }), numbers, (runs, wanted) => {
      const done = new Set(runs.flat());
      const before = printedBefore(runs.map(run), rangesOf(wanted));
      expect(listed(before)).toEqual(ascending(wanted.filter((one) => done.has(one))));
      expect(printedOf(runs.map(run))).toEqual({ printed: done.size, labels: runs.flat().length });
    }),
  );
});

test('ranges are said in few words', () => {
  expect(sayRanges(rangesOf([3, 7, 8, 9]))).toBe('3, 7-9');
  expect(sayRanges(rangesOf([1, 3, 5, 7, 9, 11, 13]))).toBe('1, 3, 5, 7, 9 …');
});
