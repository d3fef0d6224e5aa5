// A recall that grows, or says something else: who is asked again, what stops, and what it cannot become.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recallStatus } from '../../src/app/judging/recall-status.ts';
import { status } from '../../src/app/maintenance/status.ts';
import { endRecall } from '../../src/app/recalls/recall-end.ts';
import { issueRecall } from '../../src/app/recalls/recall-issue.ts';
import { respondToRecall } from '../../src/app/recalls/recall-respond.ts';
import { showRecall } from '../../src/app/recalls/recall-show.ts';
import {
  amendRecall,
  extendRecall,
  type RecallAmendment,
  type RecallExtension,
} from '../../src/app/recalls/recall-widen.ts';
import { receive } from '../../src/app/steps/receive.ts';
import { ship } from '../../src/app/steps/ship.ts';
import { recallsOf } from '../../src/custody/recall.ts';
import { makeStyle } from '../../src/ui/style.ts';
import { amendText, extendText, showText } from '../../src/ui/text/recall.ts';
import { GTIN, makeWorld, type Who, type World } from './goods-world.ts';
import { HILL, MIDWAY } from './network.ts';

const style = await makeStyle(false, false);
const HOUR = 3_600_000;

describe('a recall', () => {
  let world: World;
  let singles: readonly string[];
  const extend = async (some: Partial<RecallExtension>, who: Who = 'acme', dryRun = false) =>
    (
      await extendRecall(world.env(who, { dryRun }), 'R-1', {
        ...{ lots: [], allLots: false, reason: 'glass there too', unknownLot: false, sync: false },
        confirm: some.lots ?? [],
        ...some,
      })
    ).data;
  const amend = async (some: Partial<RecallAmendment>, who: Who = 'acme') =>
    (await amendRecall(world.env(who), 'R-1', { sync: false, ...some })).data;
  const shown = async (who: Who) => (await showRecall(world.env(who), 'R-1')).data;
  const stateOf = async (gln: string) =>
    (await recallStatus(world.env('acme'), 'R-1')).data.parties.find((one) => one.gln === gln)?.state;
  const waits = async (who: Who) => (await status(world.env(who))).todo.map(({ what }) => what);

  beforeAll(async () => {
    world = await makeWorld();
    for (const lot of ['L1', 'L2', 'L3']) {
      const { scans } = await world.mint({ count: 4, lot });
      if (lot === 'L3') singles = scans;
      await world.as('acme', (home) => {
        ship(home, { to: MIDWAY.gln, items: scans.slice(0, 2) });
        if (lot === 'L2') ship(home, { to: HILL.gln, items: scans.slice(2, 3) });
      });
    }
    await world.share();
    for (const who of ['midway', 'hill'] as const)
      await world.as(who, (home) => receive(home, { items: [], all: true }));
    await world.share();
    const order = { gtin: GTIN, lots: ['L1'], allLots: false, class: 2, reason: 'glass', confirm: ['L1'] };
    await issueRecall(world.env('acme'), { ...order, number: 'R-1', unknownLot: false, sync: false });
    await world.share();
    await respondToRecall(world.env('midway'), 'R-1', {});
    await world.share();
    world.later(HOUR);
  }, 240_000);
  afterAll(() => world?.remove());

  test('is extended by its issuer or a regulator, to lots that there are and that were repeated', async () => {
    await expect(extend({ lots: ['L2'] }, 'midway')).rejects.toMatchObject({ exit: 77 });
    await expect(extend({ lots: ['L9'] })).rejects.toMatchObject({ exit: 11 });
    await expect(extend({ lots: ['L2'], confirm: [] })).rejects.toMatchObject({ exit: 2 });
    await expect(extend({ lots: ['L2'], allLots: true })).rejects.toMatchObject({ exit: 2 });
    await expect(extend({ lots: ['L2'], class: 3 })).rejects.toMatchObject({ exit: 2 });
    expect(await extend({ lots: ['L2'] }, 'acme', true)).toMatchObject({ dryRun: true, packs: 4 });
    expect((await shown('acme')).recall.lots).toEqual(['L1']);
  });

  test('asks those who have answered again, and gives them the time anew', async () => {
    expect(await stateOf(MIDWAY.gln)).toBe('answered');
    expect(await waits('midway')).not.toContain('recalls');
    const data = await extend({ lots: ['L2'], class: 1 });
    expect(extendText(data, style)).toMatch(/^extended to .*L2, 4 packs/);
    await world.share();
    expect(await stateOf(MIDWAY.gln)).toBe('outdated');
    expect(await stateOf(HILL.gln)).toBe('silent');
    const { recall, events } = await shown('midway');
    expect(recall).toMatchObject({ class: 1, lots: ['L1', 'L2'], packs: 8, here: { answered: false } });
    expect(Date.parse(recall.respondBy) - Date.parse(recall.extendedAt ?? '')).toBe(24 * HOUR);
    expect(events.map(({ kind }) => kind)).toContain('extend');
    expect(showText(await shown('midway'), style)).toContain('extended: lot L2');
    for (const who of ['midway', 'hill'] as const) expect(await waits(who)).toContain('recalls');
    const answer = await respondToRecall(world.env('midway'), 'R-1', {});
    expect(answer.data).toMatchObject({ already: false, quarantined: 2 });
    await world.share();
    expect(await stateOf(MIDWAY.gln)).toBe('answered');
    expect(await waits('midway')).not.toContain('recalls');
  });

  test('is answered anew by who has nothing of what was added, and who had not heard of it has not', async () => {
    // Midway answers what it knows, while the extension is on its way to it.
    await extend({ lots: ['L3'] });
    world.later(HOUR);
    await respondToRecall(world.env('midway'), 'R-1', { note: 'counted twice' });
    await world.share();
    expect(await stateOf(MIDWAY.gln)).toBe('outdated');
    await respondToRecall(world.env('midway'), 'R-1', {});
    await respondToRecall(world.env('hill'), 'R-1', {});
    await world.share();
    expect(await stateOf(MIDWAY.gln)).toBe('answered');
    expect(await stateOf(HILL.gln)).toBe('answered');
    const again = await respondToRecall(world.env('hill'), 'R-1', {});
    expect(again.data.already).toBe(true);
  });

  test('is answered anew where an extension arrives that was said before one that has been answered', async () => {
    const { scans } = await world.mint({ count: 2, lot: 'L5' });
    await world.share();
    // The agency's is the older one by its time, and reaches nobody before the maker's has been answered.
    const [first = '', second = ''] = scans;
    await extend({ serials: [first], confirm: ['1'] }, 'agency');
    world.later(1000);
    await extend({ serials: [second], confirm: ['1'] });
    await world.share('acme', 'midway');
    await respondToRecall(world.env('midway'), 'R-1', {});
    await world.share();
    expect(await stateOf(MIDWAY.gln)).toBe('outdated');
    expect((await shown('midway')).recall.here.answered).toBe(false);
    await respondToRecall(world.env('midway'), 'R-1', {});
    await respondToRecall(world.env('hill'), 'R-1', {});
    await world.share();
    expect(await stateOf(MIDWAY.gln)).toBe('answered');
    expect(await stateOf(HILL.gln)).toBe('answered');
  });

  test('that names a lot already is not extended to it, and says that other words are an amendment', async () => {
    const count = (await shown('acme')).events.length;
    const again = await extend({ lots: ['L2'], instructions: 'send it back' });
    expect(again).toMatchObject({ already: true, warnings: [expect.stringContaining('recall amend')] });
    expect(extendText(again, style)).toContain('already recalled by it');
    const one = singles.slice(0, 1);
    expect(await extend({ serials: one, confirm: ['1'] })).toMatchObject({ already: true });
    expect((await shown('acme')).events).toHaveLength(count);
  });

  test('is amended in words, to no lighter class, and asks nobody again', async () => {
    await expect(amend({})).rejects.toMatchObject({ exit: 2 });
    await expect(amend({ class: 2 })).rejects.toMatchObject({ exit: 2 });
    await expect(amend({ reason: 'x' }, 'hill')).rejects.toMatchObject({ exit: 77 });
    const day = new Date(world.env('acme').clock() + 9 * 24 * HOUR).toISOString().slice(0, 10);
    const data = await amend({ instructions: 'send it back', depth: 'consumer', effectiveness: 'A', respondBy: day });
    expect(data.changed).toEqual(['depth', 'effectiveness', 'respond-by', 'instructions']);
    expect(amendText(data, style)).toMatch(/^amended: depth, effectiveness, respond-by, instructions/);
    expect(await amend({ depth: 'consumer' })).toMatchObject({ already: true, changed: [] });
    await world.share();
    const { recall, events } = await shown('midway');
    expect(recall).toMatchObject({ instructions: 'send it back', effectiveness: 'A', depth: 'consumer' });
    expect(recall.respondBy).toBe(`${day}T23:59:59.999Z`);
    expect(recall.here.answered).toBe(true);
    expect(events.map(({ kind }) => kind)).toContain('amend');
    expect(await stateOf(MIDWAY.gln)).toBe('answered');
  });

  test('that becomes graver is due by its new class from then on', async () => {
    const order = { gtin: GTIN, lots: ['L5'], allLots: false, class: 3, reason: 'print', confirm: ['L5'] };
    await issueRecall(world.env('acme'), { ...order, number: 'R-9', unknownLot: false, sync: false });
    world.later(50 * HOUR);
    const now = world.env('acme').clock();
    await amendRecall(world.env('acme'), 'R-9', { class: 1, sync: false });
    const due = async () => Date.parse((await showRecall(world.env('acme'), 'R-9')).data.recall.respondBy);
    const by = await due();
    expect(by - now).toBeGreaterThanOrEqual(24 * HOUR);
    // Words that change no class give no more time.
    world.later(HOUR);
    await amendRecall(world.env('acme'), 'R-9', { instructions: 'send it back', sync: false });
    expect(await due()).toBe(by);
  });

  test('of a maker that a regulator extended is the regulator’s to end; once it is over it does not grow', async () => {
    const scan = (await world.mint({ count: 1, lot: 'L4' })).scans[0] ?? '';
    await world.share();
    const data = await extend({ serials: [scan], confirm: ['1'] }, 'agency');
    expect(data).toMatchObject({ already: false, packs: 1 });
    expect(await extend({ serials: [scan], confirm: ['1'] }, 'agency')).toMatchObject({ already: true });
    await world.share();
    const end = (who: Who) => endRecall(world.env(who), 'R-1', { outcome: 'ended', confirm: 'R-1' });
    await expect(end('acme')).rejects.toMatchObject({ exit: 77 });
    for (const who of ['midway', 'hill', 'acme'] as const) await respondToRecall(world.env(who), 'R-1', {});
    await world.share();
    await end('agency');
    await world.share();
    await expect(extend({ allLots: true, confirm: [GTIN] })).rejects.toMatchObject({ exit: 14 });
    await expect(amend({ reason: 'x' })).rejects.toMatchObject({ exit: 14 });
    // All of it stays stopped.
    await world.as('hill', (home) =>
      home.ledger.read((view) => {
        const [recall] = recallsOf(GTIN, view);
        expect([...(recall?.lots ?? [])]).toEqual(['L1', 'L2', 'L3']);
        expect(recall?.bySerial).toHaveLength(3);
      }),
    );
  });
});
