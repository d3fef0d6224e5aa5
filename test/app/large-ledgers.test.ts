// A ledger that has grown beyond what is read at once: news is taken in as in a small one.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { retryOutbox } from '../../src/app/exchange/outbox-retry.ts';
import { stock } from '../../src/app/verdict/stock.ts';
import { makeWorld, type World } from './goods-world.ts';

const PACKS = 90_000;

let world: World;
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world.remove());

test('what came is taken in, and the stock counts it as if it had been read at once', async () => {
  await world.mint({ count: PACKS, caseOf: 100, ssccPrefix: '9506000', lot: 'LARGE' });
  await world.as('acme', (home) => {
    expect(home.ledger.read((view) => view.size().bytes)).toBeGreaterThan(8_000_000);
    retryOutbox(home);
    const { lots, packs } = stock(home, {});
    expect(packs).toBe(PACKS);
    expect(lots).toMatchObject([{ lot: 'LARGE', packs: PACKS, containers: PACKS / 100, byState: { active: PACKS } }]);
  });
}, 240_000);
