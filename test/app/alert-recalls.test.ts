// A pack that was supplied after it was called back, by whoever had not heard of it: read out of the chains, so that no till forgets it.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Home } from '../../src/app/node/home.ts';
import { shareWithTills } from '../../src/app/parties/share-keys.ts';
import { endRecall } from '../../src/app/recalls/recall-end.ts';
import { issueRecall } from '../../src/app/recalls/recall-issue.ts';
import { amendRecall, extendRecall } from '../../src/app/recalls/recall-widen.ts';
import { catchUp } from '../../src/app/record/inventory.ts';
import { knowledgeOf } from '../../src/app/record/knowledge.ts';
import { dispense } from '../../src/app/steps/dispense.ts';
import { receive } from '../../src/app/steps/receive.ts';
import { ship } from '../../src/app/steps/ship.ts';
import { alertsOf } from '../../src/app/verdict/alerts.ts';
import { CORNER, GTIN, makeWorld, type World } from './goods-world.ts';

describe('a supply', () => {
  let world: World;
  const packs: Record<string, readonly string[]> = {};
  const serialOf = (scan = '') => /21([0-9A-Z]{16})/.exec(scan)?.[1] ?? '';
  const told = (who: string) =>
    world.at(who, (home: Home) =>
      home.ledger.read((view) => {
        const known = knowledgeOf(home, view);
        catchUp(known);
        return alertsOf(home, known).filter(({ code }) => code === 'dispensed-after-recall');
      }),
    );
  const serials = async (who: string) =>
    (await told(who)).map(({ item }) => (item as { serial?: string } | undefined)?.serial).sort();
  const supply = (...scans: readonly (string | undefined)[]) =>
    world.as('corner', (home) =>
      dispense(
        home,
        scans.flatMap((scan) => scan ?? []),
      ),
    );
  const issue = (number: string, lots: string[], serialScans?: string[]) =>
    issueRecall(world.env('acme'), {
      ...{ gtin: GTIN, lots, allLots: false, class: 2, reason: 'glass', number, unknownLot: false, sync: false },
      ...(serialScans === undefined ? { confirm: lots } : { serials: serialScans, confirm: [`${serialScans.length}`] }),
    });

  beforeAll(async () => {
    world = await makeWorld();
    await world.secondTill('desk', 'corner');
    for (const lot of ['A', 'B', 'C', 'D']) packs[lot] = (await world.mint({ count: 4, lot })).scans;
    await world.as('acme', (home) => ship(home, { to: CORNER.gln, items: Object.values(packs).flat() }));
    await world.share();
    await world.as('corner', (home) => receive(home, { items: [], all: true }));
    await world.share();
    world.later();
  }, 120_000);
  afterAll(() => world?.remove());

  test('after the recall of its lot is told once it is heard of, and none from before; at every till and nobody else', async () => {
    await supply(packs.A?.[0]);
    world.later();
    await issue('R-A', ['A']);
    world.later();
    await supply(packs.A?.[1], packs.B?.[0]);
    expect(await told('corner')).toEqual([]);
    await world.share();
    await world.as('corner', (home) => shareWithTills(home));
    await world.carry('corner', 'desk');
    expect(await serials('corner')).toEqual([serialOf(packs.A?.[1])]);
    const [here, there] = [await told('corner'), await told('desk')];
    expect(there).toEqual(here);
    expect(here).toMatchObject([
      { severity: 'high', state: 'open', command: expect.stringContaining('pedigree trace') },
    ]);
    for (const who of ['acme', 'agency', 'hill']) expect(await told(who)).toEqual([]);
  });

  test('of a lot that the recall was extended to counts from the extension on, and other words count for nothing', async () => {
    await amendRecall(world.env('acme'), 'R-A', { reason: 'glass and metal', sync: false });
    await supply(packs.B?.[1]);
    world.later();
    const more = { lots: ['B'], confirm: ['B'], allLots: false, reason: 'there too', unknownLot: false, sync: false };
    await extendRecall(world.env('acme'), 'R-A', more);
    world.later();
    await supply(packs.B?.[2]);
    await world.share();
    expect(await serials('corner')).toEqual([packs.A?.[1], packs.B?.[2]].map(serialOf).sort());
  });

  test('of a pack that is recalled by itself is told, and not of others of its lot', async () => {
    await issue('R-C', [], packs.C?.slice(0, 1));
    world.later();
    await supply(packs.C?.[0], packs.C?.[1]);
    await world.share();
    expect(await serials('corner')).toContain(serialOf(packs.C?.[0]));
    expect(await serials('corner')).not.toContain(serialOf(packs.C?.[1]));
  });

  test('of a lot that was withdrawn is told as well', async () => {
    await world.as('acme', (home) => {
      const body = { kind: 'withdrawn', gtin: GTIN, lots: ['D'], reason: 'sold out by then' };
      home.ledger.append(home.signer(), home.appendOptions(), (tx) => tx.add({ type: 'lot-notice', public: body }));
    });
    world.later();
    await supply(packs.D?.[0]);
    await world.share();
    expect(await serials('corner')).toContain(serialOf(packs.D?.[0]));
  });

  test('is told no more where the recall was none', async () => {
    await endRecall(world.env('acme'), 'R-A', { outcome: 'rescinded', confirm: 'R-A', reason: 'wrong lots' });
    await world.share();
    expect(await serials('corner')).toEqual([packs.C?.[0], packs.D?.[0]].map(serialOf).sort());
  });
});
