// A refusal of a hundred thousand items tells the first hundred and how many there are, and so does what did not come.
import { expect, test } from 'vitest';
import { failure } from '../../src/answer/document.ts';
import { firstOf } from '../../src/commands/first-of.ts';
import { PedigreeError } from '../../src/errors.ts';
import { failureText } from '../../src/ui/failure-text.ts';
import { plainStyle } from '../../src/ui/style.ts';
import { receive } from '../../src/ui/text/shipments.ts';

const refused = (count: number) => {
  const items = Array.from({ length: count }, (_, i) => {
    return { n: i + 1, input: `S${i}`, code: 'wrong-state', reason: 'is not here' };
  });
  return new PedigreeError('wrong-state', 'some of the items cannot be taken', { detail: { items } });
};

test('a refusal has the first hundred items and their total, in JSON and in text', () => {
  const all = failure(refused(100_000)) as { readonly items: readonly object[]; readonly total: number };
  expect(all.total).toBe(100_000);
  expect(all.items).toHaveLength(100);
  expect(all.items.at(-1)).toMatchObject({ n: 100, input: 'S99' });
  const lines = failureText(refused(100_000)).trimEnd().split('\n');
  expect(lines.filter((line) => line.includes('is not here'))).toHaveLength(100);
  expect(lines).toContain('  100 of 100 000');
});

test('a refusal of few items has all of them, and says how many they are', () => {
  expect(failure(refused(100))).toMatchObject({ total: 100, items: { length: 100 } });
  expect(failureText(refused(100))).not.toContain('100 of');
});

test('what else a failure lists is cut as well', () => {
  const faults = Array.from({ length: 5_000 }, (_, i) => `line ${i} is no serial number`);
  const told = failure(new PedigreeError('bad-input', 'no serial numbers', { detail: { faults, lot: 'L1' } }));
  expect(told).toMatchObject({ faults: { length: 100 }, totals: { faults: 5_000 }, lot: 'L1' });
  expect(failure(new PedigreeError('bad-input', 'none', { detail: { faults: ['x'] } }))).not.toHaveProperty('totals');
  const items = [{ n: 1, input: 'S0', code: 'bad-input', reason: 'is none' }];
  const both = new PedigreeError('bad-input', 'none', { detail: { items, faults } });
  expect(failure(both)).toMatchObject({ items, total: 1, totals: { faults: 5_000 } });
});

test('a refusal that lists the first of a million itself says of how many', () => {
  const items = Array.from({ length: 100 }, (_, i) => ({ n: i + 1, input: `S${i}`, code: 'bad-input', reason: 'no' }));
  const told = new PedigreeError('bad-input', 'none', { detail: { items, total: 1_000_000 } });
  expect(failure(told)).toMatchObject({ items: { length: 100 }, total: 1_000_000 });
  expect(failureText(told)).toContain('  100 of 1 000 000\n');
});

test('a delivery of which thousands of packs did not come tells the first hundred, and their number', () => {
  const names = (count: number) => Array.from({ length: count }, (_, i) => `395060000000${String(i).padStart(6, '0')}`);
  const items = names(150).map((input, i) => ({ n: i + 1, input, code: 'wrong-state', reason: 'is not here' }));
  const came = { received: 1, packs: 1, returned: 0, events: [], event: '', at: '', already: false, warnings: [] };
  const lists = { missing: names(3_000), extra: names(150), damaged: names(2), held: [], items };
  const data = firstOf({ ...came, ...lists }, 'missing', 'extra', 'damaged', 'held', 'items');
  expect(data).toMatchObject({ totals: { missing: 3_000, extra: 150, items: 150 }, damaged: { length: 2 } });
  expect(data.missing).toEqual(names(100));
  const text = receive(data, plainStyle());
  expect(text).toContain('missing: 100 of 3 000');
  expect(text).toContain('not taken: 100 of 150');
  expect(text).not.toContain('damaged:');
  expect(text.split('\n').filter((line) => line.startsWith('missing  '))).toHaveLength(100);
});
