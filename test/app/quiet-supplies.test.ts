// What a till supplied is looked at once, when it comes: later answers fold the few lives of the last stretch that may still grow.
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { retryOutbox } from '../../src/app/exchange/outbox-retry.ts';
import { catchUp } from '../../src/app/record/inventory.ts';
import { knowledgeOf } from '../../src/app/record/knowledge.ts';
import { dispense } from '../../src/app/steps/dispense.ts';
import { receive } from '../../src/app/steps/receive.ts';
import { ship } from '../../src/app/steps/ship.ts';
import { alertsOf } from '../../src/app/verdict/alerts.ts';
import { Fold } from '../../src/custody/fold.ts';
import { makeWorld, type World } from './goods-world.ts';
import { HILL } from './network.ts';

const SUPPLIED = 200;
const STRETCH = 64;

let world: World;
beforeAll(async () => {
  world = await makeWorld();
  const { scans } = await world.mint({ count: SUPPLIED });
  await world.as('acme', (home) => ship(home, { to: HILL.gln, items: scans }));
  await world.share('acme', 'hill');
  await world.as('hill', (home) => receive(home, { items: [], all: true }));
  await world.as('hill', (home) => dispense(home, scans));
}, 240_000);
afterAll(() => world.remove());

/** Lives that are folded for the alerts of a pharmacy. */
const folded = () =>
  world.as('hill', (home) =>
    home.ledger.read((view) => {
      const known = knowledgeOf(home, view);
      catchUp(known);
      const folds = vi.spyOn(Fold.prototype, 'finish');
      alertsOf(home, known);
      const count = folds.mock.calls.length;
      folds.mockRestore();
      return count;
    }),
  );

test('alerts after two hundred supplies fold no more lives than one stretch has', async () => {
  await world.as('hill', (home) => retryOutbox(home));
  expect(await folded()).toBeLessThanOrEqual(STRETCH);
});
