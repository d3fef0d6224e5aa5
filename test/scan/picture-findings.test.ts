// What several looks at one picture say together: one symbol once, and of patterns those that are print.
import { expect, test } from 'vitest';
import { PictureFindings } from '../../src/scan/picture-findings.ts';
import type { SeenSymbol } from '../../src/scan/symbol.ts';

/** The corners of a square. */
const square = (x: number, y: number, side = 50): SeenSymbol['corners'] => [
  { x, y },
  { x: x + side, y },
  { x: x + side, y: y + side },
  { x, y: y + side },
];

const seen = (text: string, corners: SeenSymbol['corners'], lines?: number): SeenSymbol => ({
  text,
  content: text,
  symbology: text.slice(0, 3),
  format: lines === undefined ? 'DataMatrix' : 'EAN13',
  pixels: { width: 50, height: 50 },
  corners,
  ...(lines === undefined ? {} : { lines }),
  by: 'as it is',
});

test('a matrix symbol that two looks read at one place is one, and at two places two', () => {
  const findings = new PictureFindings();
  expect(findings.add({ symbols: [seen(']d2A', square(0, 0))], patterns: [] }, 'a')).toBe(true);
  expect(findings.add({ symbols: [seen(']d2A', square(3, 2, 47))], patterns: [] }, 'b')).toBe(false);
  expect(findings.add({ symbols: [seen(']d2A', square(100, 0))], patterns: [] }, 'b')).toBe(true);
  expect(findings.symbols).toHaveLength(2);
});

test('bars that are read further down are the same bars', () => {
  const findings = new PictureFindings();
  for (const y of [0, 200]) findings.add({ symbols: [seen(']E0950', square(0, y), 20)], patterns: [] }, `at ${y}`);
  expect(findings.symbols).toHaveLength(1);
});

test('a pattern is print where two kinds of looks see it beside a symbol, or three alone, and is not told once it is read', () => {
  const findings = new PictureFindings();
  const patterns = [square(200, 200)];
  for (const kind of ['a', 'a', 'b']) findings.add({ symbols: [], patterns }, kind);
  expect([findings.unread, findings.hasOpenPattern]).toEqual([0, true]);
  findings.add({ symbols: [], patterns: [square(204, 198)] }, 'c');
  expect(findings.unread).toBe(1);
  const beside = new PictureFindings();
  beside.add({ symbols: [seen(']d2A', square(0, 0))], patterns }, 'a');
  expect(beside.unread).toBe(0);
  beside.add({ symbols: [], patterns: [...patterns, square(1, 1)] }, 'b');
  expect(beside.unread).toBe(1);
  beside.add({ symbols: [seen(']d2B', square(202, 199))], patterns }, 'c');
  expect([beside.unread, beside.hasOpenPattern]).toEqual([0, false]);
});
