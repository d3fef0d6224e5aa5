// A pack that was supplied after it was called back, by whoever had not heard of it: read out of the chains, so that no till forgets it.
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { retryOutbox } from '../../src/app/exchange/outbox-retry.ts';
import { rebuild } from '../../src/app/maintenance/audit.ts';
import { inventoryFindings } from '../../src/app/maintenance/audit-inventory.ts';
import type { Home } from '../../src/app/node/home.ts';
import { shareWithTills } from '../../src/app/parties/share-keys.ts';
import { endRecall } from '../../src/app/recalls/recall-end.ts';
import { issueRecall } from '../../src/app/recalls/recall-issue.ts';
import { amendRecall, extendRecall } from '../../src/app/recalls/recall-widen.ts';
import { catchUp } from '../../src/app/record/inventory.ts';
import { emptyIndex } from '../../src/app/record/inventory-index.ts';
import { type Knowledge, knowledgeOf } from '../../src/app/record/knowledge.ts';
import { dispense } from '../../src/app/steps/dispense.ts';
import { receive } from '../../src/app/steps/receive.ts';
import { ship } from '../../src/app/steps/ship.ts';
import { fromRecalledSupplies } from '../../src/app/verdict/alert-recalls.ts';
import { alertsOf } from '../../src/app/verdict/alerts.ts';
import { copyFolder } from '../copy-folder.ts';
import { CORNER, GTIN, makeWorld, type Who, type World } from './goods-world.ts';

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
  }, 240_000);
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

describe('of three hundred supplies', () => {
  let world: World;
  let scans: readonly string[];
  const COUNT = 300;
  /** Whole ones are remembered, the last one may still grow. */
  const STRETCH = 128;
  const look = <T>(who: string, fn: (known: Knowledge) => T) =>
    world.at(who, (home) =>
      home.ledger.read((view) => {
        const known = knowledgeOf(home, view);
        catchUp(known);
        return fn(known);
      }),
    );
  const told = (who = 'corner') =>
    look(who, (known) => [...fromRecalledSupplies(known)].map(({ id, ended }) => `${id} ${ended?.by ?? ''}`).sort());
  /** As told by whoever remembers nothing. */
  const anew = (who = 'corner') =>
    world.at(who, (home) =>
      home.ledger.read((view) => {
        const known = knowledgeOf(home, view, undefined, undefined, emptyIndex().index);
        catchUp(known);
        return [...fromRecalledSupplies(known)].map(({ id, ended }) => `${id} ${ended?.by ?? ''}`).sort();
      }),
    );
  /** How many events are opened to tell it. */
  const opened = () =>
    look('corner', (known) => {
      const read = vi.spyOn(known, 'private');
      for (const _ of fromRecalledSupplies(known));
      return read.mock.calls.length;
    });
  const issue = (number: string, lot: string, who: Who = 'acme') =>
    issueRecall(world.env(who), {
      ...{ gtin: GTIN, lots: [lot], allLots: false, class: 2, reason: 'glass', number, unknownLot: false, sync: false },
      confirm: [lot],
    });
  const hears = async (from: Who) => {
    await world.carry(from, 'corner');
    await world.as('corner', (home) => retryOutbox(home));
  };

  beforeAll(async () => {
    world = await makeWorld();
    await world.secondTill('desk', 'corner');
    const many = (await world.mint({ count: COUNT, lot: 'MANY' })).scans;
    const few = ['F1', 'F2', 'F3', 'F4'];
    scans = [...many.slice(0, 3)];
    for (const lot of few) scans = [...scans, ...(await world.mint({ count: 4, lot })).scans];
    scans = [...scans, ...many.slice(3)];
    await world.as('acme', (home) => ship(home, { to: CORNER.gln, items: scans }));
    await world.share();
    await world.as('corner', (home) => receive(home, { items: [], all: true }));
    await world.share();
    world.later();
    await issue('R-1', 'F1');
    await issue('R-0', 'F2', 'agency');
    world.later();
    // Of each lot one is left.
    const left = [6, 10, 14, 18];
    await world.as('corner', (home) =>
      dispense(
        home,
        scans.slice(0, 280).filter((_, at) => !left.includes(at)),
      ),
    );
    await hears('acme');
    await world.as('corner', (home) => shareWithTills(home));
    await world.carry('corner', 'desk');
  }, 240_000);
  afterAll(() => world?.remove());

  test('whole stretches are looked through once, and told as if all were looked through', async () => {
    expect(await told()).toHaveLength(3);
    expect(await told()).toEqual(await anew());
    expect(await opened()).toBeLessThan(STRETCH + 10);
    // A recall from now on is about none of them.
    world.later();
    await issue('R-2', 'F2');
    await world.carry('acme', 'corner');
    expect(await opened()).toBeLessThan(STRETCH + 10);
    expect(await told()).toHaveLength(3);
  }, 240_000);

  test('what is remembered is checked by an audit, and made again by a rebuild', async () => {
    const findings = () => world.as('corner', (home) => inventoryFindings(home));
    const before = await told();
    expect(await findings()).toEqual([]);
    const keys = await world.as('corner', ({ ledger }) => ledger.local.inventory.list('after-recall:'));
    expect(keys.length).toBeGreaterThan(1);
    await world.as('corner', ({ ledger }) =>
      ledger.write((local) => {
        for (const { key, value } of keys) local.inventory.put(key, { ...(value as object), found: [] });
      }),
    );
    expect(await findings()).toEqual([expect.objectContaining({ code: 'index-wrong' })]);
    await world.as('corner', (home) => rebuild(home));
    expect(await findings()).toEqual([]);
    expect(await told()).toEqual(before);
  }, 240_000);

  test('what is said later of before, and taken back, changes what is told of them', async () => {
    await hears('agency');
    const before = await told();
    expect(before).toHaveLength(6);
    expect(before).toEqual(await anew());
    await world.carry('acme', 'agency');
    const recall = { outcome: 'rescinded', confirm: 'R-1', reason: 'typo' } as const;
    await endRecall(world.env('agency'), 'R-1', recall);
    await world.share();
    expect(await told()).toHaveLength(3);
    await world.at('acme', (home) => {
      const body = { kind: 'withdrawn', gtin: GTIN, lots: ['F1', 'F3'], reason: 'sold out' };
      home.ledger.append(home.signer(), home.appendOptions(), (tx) => tx.add({ type: 'lot-notice', public: body }));
    });
    world.later();
    await world.as('corner', (home) => dispense(home, [scans[6] ?? '', scans[14] ?? '']));
    await world.share();
    const now = await told();
    expect(now).toHaveLength(5);
    expect(now.filter((one) => before.includes(one))).toHaveLength(3);
    expect(now).toEqual(await anew());
  }, 240_000);

  test('both histories of a till that forked are told', async () => {
    await issue('R-4', 'F4');
    copyFolder(world.path('corner'), world.path('copy'));
    await world.at('copy', (home) => home.ledger.confirmHead());
    world.later();
    await world.at('copy', (home) => dispense(home, [scans[18] ?? '']));
    await world.as('corner', (home) => dispense(home, [scans[18] ?? '', scans[281] ?? '']));
    // Each of the two histories has one more, of which the till itself has not heard that it was recalled.
    const before = await told('corner');
    for (const who of ['corner', 'copy']) await world.carry(who, 'desk');
    await world.carry('acme', 'desk');
    await world.at('desk', (home) => retryOutbox(home));
    const after = await told('desk');
    expect(before.every((one) => after.includes(one))).toBe(true);
    expect(after).toHaveLength(before.length + 2);
    expect(after).toEqual(await anew('desk'));
  }, 240_000);
});
