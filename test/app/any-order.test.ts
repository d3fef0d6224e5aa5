// Bundles come in any order, some of them twice: whoever has them all says the same of every pack, to the byte.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readBundle, writeBundle } from '../../src/app/parties/bundle-files.ts';
import { issueRecall } from '../../src/app/recalls/recall-issue.ts';
import { dispense } from '../../src/app/steps/dispense.ts';
import { incoming } from '../../src/app/steps/incoming.ts';
import { pack } from '../../src/app/steps/pack.ts';
import { receive } from '../../src/app/steps/receive.ts';
import { ship } from '../../src/app/steps/ship.ts';
import { voidShipment } from '../../src/app/steps/void.ts';
import { listAlerts } from '../../src/app/verdict/alerts.ts';
import { stock } from '../../src/app/verdict/stock.ts';
import { verifyScans } from '../../src/app/verdict/verify.ts';
import { copyFolder } from '../copy-folder.ts';
import { EXPIRY, GTIN, makeWorld, type Who, type World } from './goods-world.ts';
import { HILL, MIDWAY } from './network.ts';

let world: World;
let scans: readonly string[];
const bundles: string[] = [];

/** What one party has, as a file: later ones hold more of its chain. */
async function publish(who: Who): Promise<void> {
  const file = world.path(`order-${bundles.length}.pedigree`);
  await world.as(who, (home) => writeBundle(home.ledger, file, { chains: [home.self.chain] }));
  bundles.push(file);
}

beforeAll(async () => {
  world = await makeWorld();
  // The folder of somebody who has heard nothing yet of what follows.
  copyFolder(world.path('corner'), world.path('unheard'));
  const lots = [await world.mint({ count: 6 }), await world.mint({ count: 2, lot: 'RECALLED' })];
  scans = lots.flatMap((lot) => lot.scans);
  const [a = '', b = '', c = '', d = '', , , g = ''] = scans;
  await publish('acme');
  await world.as('acme', (home) => pack(home, { items: [a, b], into: 'new' }));
  const { shipment } = await world.as('acme', (home) => ship(home, { to: MIDWAY.gln, items: [a, b, c, g] }));
  await publish('acme');
  await world.share('acme', 'midway');
  world.later();
  await world.as('midway', (home) => receive(home, { items: [shipment] }));
  await publish('midway');
  await world.as('midway', (home) => ship(home, { to: HILL.gln, items: [a, c] }));
  await world.as('midway', (home) => ship(home, { to: '9506000100043', items: [b] }));
  await publish('midway');
  await world.share('midway', 'hill');
  await world.as('hill', (home) => receive(home, { items: [], all: true }));
  await world.as('hill', (home) => dispense(home, [a]));
  await publish('hill');
  // Taken back although it was received: both are possible, so the packs can be read in two ways.
  await world.as('acme', (home) => voidShipment(home, { items: [shipment], reason: 'never left' }));
  await world.as('acme', (home) => ship(home, { to: HILL.gln, items: [d] }));
  const recalled = { gtin: GTIN, lots: ['RECALLED'], confirm: ['RECALLED'], class: 1, reason: 'glass' };
  const order = { ...recalled, allLots: false, unknownLot: false, sync: false };
  await issueRecall(world.env('acme'), order);
  await publish('acme');
}, 240_000);
afterAll(() => world.remove());

/** All that a person could be told, without how long it took. */
async function toldBy(home: string): Promise<string> {
  const verdicts: unknown[] = [];
  for await (const line of verifyScans(world.env(home), scans, { strict: false })) {
    verdicts.push({ ...line, data: { ...line.data, micros: 0, fresh: undefined } });
  }
  const { alerts } = (await listAlerts(world.env(home), { open: false })).data;
  return world.at(home, (party) => {
    const told = { verdicts, stock: stock(party, { all: true }).lots, coming: incoming(party), alerts };
    return JSON.stringify(told, null, 1);
  });
}

test('equal bundles give equal verdicts and stock', async () => {
  let runs = 0;
  let first: string | undefined;
  const all = fc.shuffledSubarray(Array.from(bundles.keys()), { minLength: bundles.length });
  await fc.assert(
    fc.asyncProperty(all, fc.array(fc.nat(bundles.length - 1), { maxLength: 4 }), async (order, twice) => {
      const home = `order-${++runs}`;
      copyFolder(world.path('unheard'), world.path(home));
      for (const at of [...twice, ...order]) {
        await world.at(home, (party) => readBundle(party.ledger, bundles[at] ?? '', { now: party.env.clock() }));
      }
      const told = await toldBy(home);
      first ??= told;
      expect(told).toBe(first);
    }),
    { numRuns: 10 },
  );
  expect(first).toContain('contested');
  expect(first).toContain('recalled');
  expect(first).toContain(EXPIRY);
}, 240_000);
