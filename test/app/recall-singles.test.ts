// A recall that names packs one by one beside its lots counts each pack once, however many it names.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { recallsKnown } from '../../src/app/judging/recall.ts';
import { recallStatus } from '../../src/app/judging/recall-status.ts';
import { issueRecall } from '../../src/app/recalls/recall-issue.ts';
import { extendRecall } from '../../src/app/recalls/recall-widen.ts';
import { GTIN, makeWorld, type World } from './goods-world.ts';

let world: World;
const lots: Record<string, readonly string[]> = {};
beforeAll(async () => {
  world = await makeWorld();
  lots.A = (await world.mint({ count: 700, lot: 'A' })).scans;
  for (const lot of ['B', 'C']) lots[lot] = (await world.mint({ count: 10, lot })).scans;
  // More of the same lot, in an event of its own.
  lots.A2 = (await world.mint({ count: 10, lot: 'A' })).scans;
});
afterAll(() => world.remove());

test.each([
  ['a few', 20],
  ['many', 700],
])(
  '%s',
  async (_, count) => {
    const recall = `R-${count}`;
    const order = { gtin: GTIN, lots: ['A', 'B'], allLots: false, class: 2, reason: 'glass', confirm: ['A', 'B'] };
    await issueRecall(world.env('acme'), { ...order, number: recall, unknownLot: false, sync: false });
    const extend = (serials: readonly (string | undefined)[]) => {
      const named = serials.flatMap((scan) => scan ?? []);
      const more = { lots: [], allLots: false, unknownLot: false, sync: false, reason: 'there too' };
      return extendRecall(world.env('acme'), recall, { ...more, serials: named, confirm: [`${named.length}`] });
    };
    // Of its lots, of another one, and some of these twice.
    const { A = [], A2 = [], B = [], C = [] } = lots;
    await extend([...A.slice(0, count), ...A2.slice(0, 2), ...C.slice(0, 4)]);
    await extend([...A.slice(0, 3), ...B.slice(0, 3), ...C.slice(2, 5)]);
    const found = await world.as('acme', (home) =>
      home.ledger.read((view) => recallsKnown(view).find(({ number }) => number === recall)),
    );
    expect(found).toMatchObject({ singles: 5, packs: 700 + 10 + 10 + 5 });
    const { sum } = (await recallStatus(world.env('acme'), recall)).data;
    expect(sum).toMatchObject({ commissioned: 725, notKnownHere: 0, atMaker: { held: 725 } });
  },
  60_000,
);
