// A recall that was taken back: whoever set goods apart for it hears so, of which, and releases those and no others.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importBundle } from '../../src/app/exchange/bundle.ts';
import { recallStatus } from '../../src/app/judging/recall-status.ts';
import { status } from '../../src/app/maintenance/status.ts';
import { writeBundle } from '../../src/app/parties/bundle-files.ts';
import { endRecall } from '../../src/app/recalls/recall-end.ts';
import { issueRecall, type RecallOrder } from '../../src/app/recalls/recall-issue.ts';
import { respondToRecall } from '../../src/app/recalls/recall-respond.ts';
import { showRecall } from '../../src/app/recalls/recall-show.ts';
import { quarantine, release, releaseFor } from '../../src/app/steps/quarantine.ts';
import { receive } from '../../src/app/steps/receive.ts';
import { ship } from '../../src/app/steps/ship.ts';
import { makeStyle } from '../../src/ui/style.ts';
import { newRecalls } from '../../src/ui/text/news.ts';
import { showText } from '../../src/ui/text/recall.ts';
import { text as statusText } from '../../src/ui/text/recall-status.ts';
import { GTIN, makeWorld, type Who, type World } from './goods-world.ts';
import { HILL, MIDWAY } from './network.ts';

const style = await makeStyle(false, false);

describe('a recall that was taken back', () => {
  let world: World;
  let sscc: string;
  const loose: string[] = [];
  const issue = (number: string, lots: string[], some: Partial<RecallOrder> = {}) =>
    issueRecall(world.env('acme'), {
      ...{ gtin: GTIN, lots, allLots: false, class: 2, reason: 'glass', confirm: lots, number },
      ...{ unknownLot: false, sync: false },
      ...some,
    });
  const rescind = (number: string) =>
    endRecall(world.env('acme'), number, { outcome: 'rescinded', confirm: number, reason: 'wrong lot' });
  const shown = async (who: Who, number = 'R-1') => (await showRecall(world.env(who), number)).data;
  const apart = async (who: Who, number = 'R-1') => (await shown(who, number)).recall.here.apart;
  const waits = async (who: Who) =>
    (await status(world.env(who))).todo.find(({ what }) => what === 'recalls-rescinded');
  const named = (scan: string) => `(01)${GTIN}(21)${/21([0-9A-Z]{16})/.exec(scan)?.[1]}`;

  beforeAll(async () => {
    world = await makeWorld();
    const cased = await world.mint({ count: 4, lot: 'L1', caseOf: 4, ssccPrefix: '9506000' });
    sscc = cased.ssccs?.[0] ?? '';
    const more = await world.mint({ count: 6, lot: 'L1' });
    loose.push(...more.scans);
    const other = (await world.mint({ count: 1, lot: 'L2' })).scans;
    await world.as('acme', (home) => {
      ship(home, { to: MIDWAY.gln, items: [sscc, ...loose.slice(0, 4)] });
      ship(home, { to: HILL.gln, items: [...loose.slice(4), ...other] });
    });
    await world.share();
    for (const who of ['midway', 'hill'] as const)
      await world.as(who, (home) => receive(home, { items: [], all: true }));
    // Set apart for another reason before anybody recalled anything.
    await world.as('midway', (home) => quarantine(home, { reason: 'damaged', items: loose.slice(3, 4) }));
    world.later();
    await issue('R-1', ['L1']);
    await issue('R-2', [], { serials: loose.slice(2, 3), confirm: ['1'] });
    await world.share();
    for (const who of ['midway', 'hill'] as const) await respondToRecall(world.env(who), 'R-1', {});
    await world.share();
    world.later();
  }, 240_000);
  afterAll(() => world?.remove());

  test('has nothing to release while it stands', async () => {
    expect(await apart('midway')).toBeUndefined();
    expect(await waits('midway')).toBeUndefined();
    await expect(world.as('midway', (home) => releaseFor(home, 'R-1', {}))).rejects.toMatchObject({ exit: 14 });
  });

  test('names at each party what stands set apart for it, and the command; not what another recall stops', async () => {
    await rescind('R-1');
    const file = world.path('end.pedigree');
    await world.at('acme', (home) => writeBundle(home.ledger, file));
    const data = await world.at('hill', (home) => importBundle(home, file));
    expect(newRecalls(data.new, style).join('\n')).toContain('pedigree release --recall R-1');
    await world.share();
    const midway = await apart('midway');
    // The third pack is recalled by itself, the fourth was set apart because it is damaged.
    expect(midway?.items.toSorted()).toEqual([sscc, ...loose.slice(0, 2).map(named)].sort());
    expect(midway?.packs).toBe(6);
    expect((await apart('hill'))?.items.toSorted()).toEqual(loose.slice(4).map(named).sort());
    expect(await apart('corner')).toBeUndefined();
    expect(await waits('midway')).toMatchObject({ count: 6, command: 'pedigree release --recall R-1' });
    expect(await waits('hill')).toMatchObject({ count: 2 });
    expect(await waits('corner')).toBeUndefined();
    const text = showText(await shown('midway'), style);
    expect(text).toContain('6 packs set apart for it, to be released');
    expect(text).toContain('next: pedigree release --recall R-1');
  });

  test('has nothing more to be set apart or answered, and says so where its packs are counted', async () => {
    const { data } = await recallStatus(world.env('acme'), 'R-1');
    expect(data).toMatchObject({ state: 'rescinded' });
    const text = statusText({ ...data, own: { ...data.own, held: 2 } }, style);
    expect(text.split('\n')[0]).toBe('taken back: it stops no pack any more');
    expect(text).not.toMatch(/recall respond|answered by/);
    expect(statusText({ ...data, state: 'open', own: { ...data.own, held: 2 } }, style)).toMatch(/recall respond/);
    expect(statusText({ ...data, state: 'ended' }, style).split('\n')[0]).toBe(
      'ended: the action is over; the packs stay recalled',
    );
  });

  test('is over at a party that has released them, and nothing else was released', async () => {
    const before = await world.counts('midway');
    const done = await world.as('midway', (home) => releaseFor(home, 'R-1', { reason: 'recall taken back' }));
    expect(done).toMatchObject({ items: 3, packs: 6 });
    const after = await world.counts('midway');
    expect((before.quarantined ?? 0) - (after.quarantined ?? 0)).toBe(6);
    expect(after.quarantined).toBe(2);
    expect(await apart('midway')).toBeUndefined();
    expect(await waits('midway')).toBeUndefined();
    expect(await waits('hill')).toMatchObject({ count: 2 });
    await expect(world.as('midway', (home) => releaseFor(home, 'R-1', {}))).rejects.toMatchObject({ exit: 14 });
  });

  test('is told no more of what was released one by one, or set apart again for another reason', async () => {
    await world.as('hill', (home) => release(home, { items: loose.slice(4) }));
    await world.as('hill', (home) => quarantine(home, { reason: 'temperature', items: loose.slice(4, 5) }));
    expect(await apart('hill')).toBeUndefined();
  });

  test('frees a pack that two recalls stopped once both are taken back', async () => {
    expect(await apart('midway', 'R-2')).toBeUndefined();
    await rescind('R-2');
    await world.share();
    expect((await apart('midway', 'R-2'))?.items).toEqual([named(loose[2] ?? '')]);
    expect((await apart('midway', 'R-1'))?.items).toEqual([named(loose[2] ?? '')]);
    expect((await world.as('midway', (home) => releaseFor(home, 'R-2', {}))).packs).toBe(1);
    expect(await apart('midway', 'R-1')).toBeUndefined();
  });
});
