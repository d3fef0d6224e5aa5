// Papers that a file names apart find the shipments of their goods, however many of both there are.
import { afterEach, expect, it, vi } from 'vitest';
import type { LineEvent } from '../../src/app/capture/line-event.ts';
import { Names } from '../../src/app/capture/names.ts';
import { type PaperedGoods, withTransactions } from '../../src/app/capture/transactions.ts';
import { sgtin, sscc } from './line-files.ts';

afterEach(() => vi.restoreAllMocks());

function namesOf(goods: readonly string[]): Names {
  const names = Names.of(goods);
  if (names === undefined) throw new TypeError('goods have names');
  return names;
}

function shipment(event: number, goods: readonly string[]): LineEvent {
  return {
    event,
    line: event,
    kind: 'ship',
    at: event,
    id: String(event),
    isError: false,
    names: namesOf(goods),
    papers: {},
  };
}

function ordered(event: number, goods: readonly string[]): PaperedGoods {
  const place = { event, line: event, type: 'TransactionEvent', step: '' };
  return { at: event, names: namesOf(goods), papers: { po: `PO-${event}` }, place };
}

it('looks at a shipment for its own papers alone', () => {
  const many = 200;
  const each = Array.from({ length: many }, (_, n) => n);
  const papers = each.map((n) => ordered(n, [sscc(2 * n), sscc(2 * n + 1)]));
  const sent = each.flatMap((n) => [
    shipment(many + 2 * n, [sscc(2 * n)]),
    shipment(many + 2 * n + 1, [sscc(2 * n + 1)]),
  ]);
  const listed = vi.spyOn(Names.prototype, Symbol.iterator);
  const { events, left } = withTransactions(sent, papers);
  expect(left).toEqual([]);
  expect(events.map(({ papers: { po } }) => po)).toEqual(each.flatMap((n) => [`PO-${n}`, `PO-${n}`]));
  // The goods of each paper once, those of each shipment to see that all are of the paper, and to take them off it.
  expect(listed.mock.calls.length).toBeLessThanOrEqual(many + 2 * sent.length);
});

it('gives goods that go out in turn to the first shipment of them, in the order of time', () => {
  const [box, a, b, c] = [sscc(1), sgtin('A'), sgtin('B'), sgtin('C')];
  const sent = [shipment(9, [box]), shipment(5, [a, b]), shipment(4, [box]), shipment(7, [b]), shipment(6, [a, c])];
  const { events } = withTransactions(sent, [ordered(3, [box, a, b])]);
  expect(events.map(({ papers: { po } }) => po)).toEqual([undefined, 'PO-3', 'PO-3', undefined, undefined]);
});
