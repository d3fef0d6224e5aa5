// Digits without separators fall into elements in very many ways: the likeliest are found without making all of them.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { standardTable } from '../../src/gs1/ai-table.ts';
import { readings } from '../../src/gs1/candidates/index.ts';
import { ON_PACKS, splits } from '../../src/gs1/splits.ts';

const table = standardTable();

/** The least cost of reading all of a text, by trying every end of every element. */
function leastCost(text: string, at = 0): number {
  if (at === text.length) return 0;
  const ai = table.match(text, at);
  if (!ai) return Number.POSITIVE_INFINITY;
  const start = at + ai.ai.length;
  const ends = Array.from({ length: ai.most - ai.least + 1 }, (_, i) => start + ai.least + i);
  const costs = ends.filter((end) => end <= text.length).map((end) => leastCost(text, end));
  return (ON_PACKS.test(ai.ai) ? 1 : 8) + Math.min(Number.POSITIVE_INFINITY, ...costs);
}

const costOf = (ais: readonly { readonly ai: string }[]): number =>
  ais.reduce((sum, { ai }) => sum + (ON_PACKS.test(ai) ? 1 : 8), 0);

test('what is found comes in the order of its likelihood, none twice, and none is likelier than all ways have it', () => {
  const part = fc.constantFrom('10', '21', 'LT9', 'X', '7', '240', '91', '99', '710');
  fc.assert(
    fc.property(fc.array(part, { minLength: 2, maxLength: 7 }), (parts) => {
      const text = parts.join('');
      const found = splits(text, 0, table);
      const costs = found.map(({ ais }) => costOf(ais));
      expect(costs).toEqual(costs.toSorted((a, b) => a - b));
      expect(Math.min(Number.POSITIVE_INFINITY, ...costs)).toBeGreaterThanOrEqual(leastCost(text));
      expect(new Set(found.map(({ elements }) => JSON.stringify(elements))).size).toBe(found.length);
    }),
  );
});

test('a text of digits alone takes a few times what another of its length takes', () => {
  const spent = (text: string): number => {
    const times = Array.from({ length: 9 }, () => {
      const before = process.cpuUsage();
      readings(text);
      return process.cpuUsage(before).user;
    });
    return Math.min(...times);
  };
  spent('01'.repeat(150));
  expect(spent('9'.repeat(300)) / spent('01'.repeat(150))).toBeLessThan(6);
});
