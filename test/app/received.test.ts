// Goods of the network and of the world outside that come in one delivery are answered as one.
import { describe, expect, it } from 'vitest';
import { type Received, together } from '../../src/app/record/received.ts';

const NEWS_IS_OLD = 'news is two days old';

function received(over: Partial<Received>): Received {
  const nothing = { events: [], missing: [], extra: [], damaged: [], warnings: [] };
  return { ...nothing, exit: 0, at: '2026-11-30T08:00:00.000Z', already: false, received: 0, packs: 0, ...over };
}

describe('two receipts told as one', () => {
  const one = received({ event: 'chain/4', events: ['chain/4'], received: 1, packs: 10, warnings: [NEWS_IS_OLD] });
  const other = received({
    ...{ event: 'chain/5', events: ['chain/5'], received: 2, packs: 2, exit: 20, at: '2026-11-30T08:00:01.000Z' },
    ...{ damaged: ['(00)095060001343520017'], warnings: [NEWS_IS_OLD, 'the licence has ended'] },
  });

  it('count what came of both, and end as the worse of them', () => {
    expect(together(one, other)).toMatchObject({
      ...{ events: ['chain/4', 'chain/5'], received: 3, packs: 12, exit: 20 },
      damaged: ['(00)095060001343520017'],
    });
  });

  it('tell a caution of both once, and lose none', () => {
    expect(together(one, other).warnings).toEqual([NEWS_IS_OLD, 'the licence has ended']);
  });

  it('name the event of the first, with its own time', () => {
    expect(together(one, other)).toMatchObject({ event: 'chain/4', at: '2026-11-30T08:00:00.000Z' });
  });

  it('are `already` only where both were', () => {
    expect(together({ ...one, already: true }, other).already).toBe(false);
    expect(together({ ...one, already: true }, { ...other, already: true }).already).toBe(true);
  });
});
