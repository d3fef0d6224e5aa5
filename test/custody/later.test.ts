// Which of two events came later is told in one way, whoever asks.
import { expect, test } from 'vitest';
import type { CustodyEvent } from '../../src/custody/evidence.ts';
import { isLater, lastOf } from '../../src/custody/later.ts';

const event = (chain: string, branch: number, seq: number, at: number, hash = seq) =>
  ({ chain, branch, leaf: { seq, at, hash: Uint8Array.of(hash) } }) as unknown as CustodyEvent;
/** Branch 1 of each chain left the other behind its second event. */
const order = {
  earlier: (a: CustodyEvent, b: CustodyEvent) =>
    a.chain === b.chain && a.leaf.seq < b.leaf.seq && (a.branch === b.branch || (a.branch === 0 && a.leaf.seq < 2)),
};

test('on one chain by its place, whatever the clocks said', () => {
  const [first, second] = [event('x', 0, 1, 20), event('x', 0, 2, 10)];
  expect([isLater(second, first, order), isLater(first, second, order)]).toEqual([true, false]);
  expect(isLater(event('x', 1, 5, 10), first, order)).toBe(true);
});

test('between two chains, and two histories of one, by what the clocks said', () => {
  for (const [a, b] of [
    [event('x', 0, 9, 10), event('y', 0, 1, 20)],
    [event('x', 0, 9, 10), event('x', 1, 3, 20)],
  ] as const)
    expect([isLater(b, a, order), isLater(a, b, order)]).toEqual([true, false]);
});

test('of the same millisecond neither is, and the last is the same in whatever order they came', () => {
  const [a, b] = [event('x', 0, 9, 10, 1), event('y', 0, 1, 10, 2)];
  expect([isLater(a, b, order), isLater(b, a, order)]).toEqual([false, false]);
  expect([lastOf([a, b], order), lastOf([b, a], order)]).toEqual([a, a]);
  expect(lastOf([], order)).toBeUndefined();
  expect(lastOf([a, event('z', 0, 1, 11), b], order)?.chain).toBe('z');
});
