// Parts of messages are joined only where they are of one: two packs with parts of one name are no third pack.
import { expect, test } from 'vitest';
import { wholeMessages } from '../../src/scan/picture-parts.ts';
import type { SeenSymbol } from '../../src/scan/symbol.ts';
import { phrase } from '../../src/words/en/scan.ts';

function part(content: string, index: number, count = 2): SeenSymbol {
  const symbol = {
    format: 'DataMatrix',
    symbology: ']d1',
    by: 'as it is',
    pixels: { width: 9, height: 9 },
    corners: [],
  };
  return { ...symbol, content, text: `]d1${content}`, part: { index, count, message: '7' } };
}

const [A1, A2, B1, B2] = [part('A1', 0), part('A2', 1), part('B1', 0), part('B2', 1)];

test.each([
  [[A1, B2, B1, A2], 4],
  [[A1, B1], 2],
  [[A1, A2, B2], 3],
  [[A1, A2, part('A1', 0, 3)], 3],
  [[A1, A2, part('A3', 2)], 3],
])('parts of several messages stay unread', (parts, read) => {
  expect(wholeMessages(parts)).toEqual({ symbols: [], incomplete: [{ read, of: 0 }] });
});

test('a part that is seen twice is one', () => {
  const { symbols, incomplete } = wholeMessages([A2, A1, A1]);
  expect([symbols.map(({ text }) => text), incomplete]).toEqual([[']d1A1A2'], []]);
  expect(wholeMessages([A1, A1]).incomplete).toEqual([{ read: 1, of: 2 }]);
});

test('of an unknown size no size is told', () => {
  const { symbols, incomplete } = wholeMessages([part('A1', 0, 0), part('A2', 1, 0)]);
  expect([symbols, incomplete]).toEqual([[], [{ read: 2, of: 0 }]]);
  const told = '2 symbols with parts of messages, which do not say how many belong together';
  expect(phrase('message-in-parts', { read: 2, of: 0 })).toBe(told);
});
