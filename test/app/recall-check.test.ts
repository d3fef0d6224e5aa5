// A recall that is followed up: who is late, how often was asked, what a look found, and when that is enough.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addPeer } from '../../src/app/exchange/peers.ts';
import { serve } from '../../src/app/exchange/serve.ts';
import { syncWith } from '../../src/app/exchange/sync.ts';
import { recallStatus } from '../../src/app/judging/recall-status.ts';
import { status } from '../../src/app/maintenance/status.ts';
import { openHome } from '../../src/app/node/home.ts';
import { checkRecall, type RecallCheckRequest } from '../../src/app/recalls/recall-check.ts';
import { endRecall } from '../../src/app/recalls/recall-end.ts';
import { issueRecall, type RecallOrder } from '../../src/app/recalls/recall-issue.ts';
import { respondToRecall } from '../../src/app/recalls/recall-respond.ts';
import { showRecall } from '../../src/app/recalls/recall-show.ts';
import { receive } from '../../src/app/steps/receive.ts';
import { ship } from '../../src/app/steps/ship.ts';
import { makeStyle } from '../../src/ui/style.ts';
import { showText } from '../../src/ui/text/recall.ts';
import { text as statusText } from '../../src/ui/text/recall-status.ts';
import { CORNER, GTIN, makeWorld, type Who, type World } from './goods-world.ts';
import { ACME, AGENCY, HILL, MIDWAY } from './network.ts';

const style = await makeStyle(false, false);
const HOUR = 3_600_000;

describe('a recall of which one consignee is silent', () => {
  let world: World;
  const order = (some: Partial<RecallOrder>): RecallOrder => ({
    ...{ gtin: GTIN, lots: ['L'], allLots: false, class: 1, reason: 'glass', depth: 'consumer', confirm: ['L'] },
    ...{ effectiveness: 'A', number: 'R-1', unknownLot: false, sync: false },
    ...some,
  });
  const seen = async (who: Who = 'acme') => (await recallStatus(world.env(who), 'R-1')).data;
  const party = async (gln: string, who: Who = 'acme') => (await seen(who)).parties.find((one) => one.gln === gln);
  const check = async (who: Who, request: RecallCheckRequest) =>
    (await checkRecall(world.env(who), 'R-1', request)).data;
  const end = (who: Who = 'acme') => endRecall(world.env(who), 'R-1', { outcome: 'ended', confirm: 'R-1' });

  beforeAll(async () => {
    world = await makeWorld();
    const { scans } = await world.mint({ count: 8, lot: 'L' });
    await world.as('acme', (home) => {
      for (const [at, { gln }] of [MIDWAY, HILL, CORNER].entries())
        ship(home, { to: gln, items: scans.slice(at * 2, at * 2 + 2) });
    });
    await world.share();
    for (const who of ['midway', 'hill', 'corner'] as const)
      await world.as(who, (home) => receive(home, { items: [], all: true }));
    await world.share();
    world.later();
    await issueRecall(world.env('acme'), order({}));
    await world.share();
    for (const who of ['midway', 'corner'] as const) await respondToRecall(world.env(who), 'R-1', {});
    await world.share();
  }, 240_000);
  afterAll(() => world?.remove());

  test('names it before those who answered, and the day by which it has to', async () => {
    const { parties, effectiveness, respondBy } = await seen();
    expect(parties.map(({ gln }) => gln)).toEqual([HILL.gln, CORNER.gln, MIDWAY.gln]);
    expect(parties.map(({ state, overdue, effective }) => [state, overdue, effective])).toEqual([
      ['silent', undefined, false],
      ['answered', undefined, true],
      ['answered', undefined, true],
    ]);
    expect(effectiveness).toBeCloseTo(2 / 3);
    const { data } = await showRecall(world.env('hill'), 'R-1');
    // A day, for class 1.
    expect(Date.parse(respondBy) - Date.parse(data.recall.at)).toBe(24 * HOUR);
    expect(data.recall.here).toMatchObject({ answered: false, answerBy: respondBy });
    expect(data.recall.here).not.toHaveProperty('overdue');
  });

  test('has an answer as evidence that a party knows, and of a silent one what it has recorded since', async () => {
    const [hill, corner] = [await party(HILL.gln), await party(CORNER.gln)];
    expect(corner?.notified).toEqual({ at: corner?.at, by: 'answer', event: corner?.event });
    expect(hill).not.toHaveProperty('notified');
    world.later();
    const { scans } = await world.mint({ count: 2, lot: 'OTHER' });
    await world.as('acme', (home) => ship(home, { to: HILL.gln, items: scans }));
    await world.share();
    const first = await world.as('hill', (home) => receive(home, { items: [], all: true }));
    world.later();
    await world.share();
    expect(first.events.length).toBeGreaterThan(0);
    const told = await party(HILL.gln);
    expect(told?.notified).toMatchObject({ by: 'event', at: first.at });
    expect(told?.notified?.event).toBe(first.events[0]);
  });

  test('has it overdue once the day has passed, with its contact, at the issuer and at itself', async () => {
    const waits = async (who: Who) => (await status(world.env(who))).todo.map(({ what }) => what);
    expect(await waits('acme')).not.toContain('recalls-overdue');
    world.later(24 * HOUR);
    expect(await party(HILL.gln)).toMatchObject({ overdue: true, contact: 'desk of Hill Pharmacy' });
    expect(await party(CORNER.gln)).not.toHaveProperty('overdue');
    expect(await waits('acme')).toContain('recalls-overdue');
    expect(await waits('midway')).not.toContain('recalls-overdue');
    const { data } = await showRecall(world.env('hill'), 'R-1');
    expect(data.recall.here.overdue).toBe(true);
  });

  test('counts how often it was asked, where the issuer, the regulator and the party itself read it', async () => {
    expect(await check('acme', { party: HILL.name, method: 'phone' })).toMatchObject({ result: 'asked', attempts: 1 });
    await world.share();
    world.later();
    const second = await check('agency', { party: HILL.gln, method: 'letter', note: 'to the manager' });
    expect(second).toMatchObject({ attempts: 2, already: false });
    await world.share();
    for (const who of ['acme', 'agency', 'hill'] as const) {
      const { data } = await showRecall(world.env(who), 'R-1');
      const asked = data.events.filter(({ result }) => result === 'asked');
      expect([who, asked.map(({ method, party: name }) => [method, name])]).toEqual([
        who,
        [
          ['phone', HILL.name],
          ['letter', HILL.name],
        ],
      ]);
    }
    // A third party sees that there was one, and not of whom.
    const third = (await showRecall(world.env('midway'), 'R-1')).data.events.filter(
      ({ type }) => type === 'recall-check',
    );
    expect(third.map(({ party: name }) => name)).toEqual([undefined, undefined]);
    expect((await party(HILL.gln))?.attempts).toHaveLength(2);
    const { here } = (await showRecall(world.env('hill'), 'R-1')).data.recall;
    expect(here.asked?.map(({ by }) => by)).toEqual([ACME.name, AGENCY.name]);
    const told = statusText(await seen(), style);
    expect(told).toContain('effective: 66 %; overdue since');
    expect(told).toContain('asked again 2 times, last by letter');
    expect(showText((await showRecall(world.env('hill'), 'R-1')).data, style)).toContain(
      'asked again Hill Pharmacy (by phone)',
    );
  });

  test('is not over before its last consignee follows; what was found counts more than what was answered', async () => {
    await expect(end()).rejects.toMatchObject({ code: 'wrong-state', exit: 14 });
    await check('acme', { party: HILL.gln, method: 'visit', result: 'effective' });
    expect(await seen()).toMatchObject({ effectiveness: 1 });
    expect(await party(HILL.gln)).not.toHaveProperty('overdue');
    world.later();
    await check('acme', { party: CORNER.gln, method: 'visit', result: 'ineffective' });
    const [worst] = (await seen()).parties;
    expect(worst).toMatchObject({ gln: CORNER.gln, state: 'answered', effective: false });
    await expect(end()).rejects.toMatchObject({ exit: 14, message: expect.stringContaining(CORNER.name) });
    world.later();
    await check('acme', { party: CORNER.gln, method: 'visit', result: 'effective' });
    await end();
    expect(await seen()).toMatchObject({ effectiveness: 1 });
  });

  test('is followed up by its issuer and by regulators alone, and nobody follows up itself', async () => {
    await expect(check('midway', { party: HILL.gln, method: 'phone' })).rejects.toMatchObject({ exit: 77 });
    await expect(check('acme', { party: ACME.gln, method: 'phone' })).rejects.toMatchObject({ exit: 2 });
    await expect(check('acme', { party: 'Nobody', method: 'phone' })).rejects.toMatchObject({ exit: 77 });
    await expect(checkRecall(world.env('acme'), 'R-9', { party: HILL.gln, method: 'phone' })).rejects.toMatchObject({
      exit: 66,
    });
  });
});

describe('that a silent party knows of a recall', () => {
  let world: World;
  const left: (() => Promise<void>)[] = [];
  const served = async (who: Who) => {
    const home = openHome({ ...world.env(who), clock: () => world.env(who).clock() });
    const stop = new AbortController();
    const running = serve(home, { port: 0 }, stop.signal);
    const { value } = await running.next();
    left.push(async () => {
      stop.abort();
      await running.next();
      home.close();
    });
    return value?.url ?? '';
  };
  let url = '';
  const meet = (who: Who, at = url) =>
    world.as(who, async (home) => {
      addPeer(home, 'peer', at);
      const { peers } = await syncWith(home);
      expect(peers[0]?.error).toBeUndefined();
    });
  const notified = async () => {
    const { data } = await recallStatus(world.env('acme'), 'M-1');
    return [MIDWAY, HILL, CORNER].map(({ gln }) => data.parties.find((one) => one.gln === gln)?.notified);
  };
  const now = () => new Date(world.env('acme').clock()).toISOString();

  beforeAll(async () => {
    world = await makeWorld();
    const { scans } = await world.mint({ count: 6, lot: 'M' });
    await world.as('acme', (home) => {
      for (const [at, { gln }] of [MIDWAY, HILL, CORNER].entries())
        ship(home, { to: gln, items: scans.slice(at * 2, at * 2 + 2) });
    });
    await world.share();
    url = await served('acme');
    for (const who of ['hill', 'corner'] as const) await meet(who);
    world.later();
    const order = { gtin: GTIN, lots: ['M'], allLots: false, class: 1, reason: 'glass', confirm: ['M'], number: 'M-1' };
    await issueRecall(world.env('acme'), { ...order, unknownLot: false, sync: false });
    world.later();
  }, 240_000);
  afterAll(async () => {
    for (const leave of left) await leave();
    world?.remove();
  });

  test('is shown once it has dialled again: that it was told may have been lost', async () => {
    await meet('corner');
    expect(await notified()).toEqual([undefined, undefined, undefined]);
    await meet('corner');
    const met = { by: 'exchange', at: now() };
    expect(await notified()).toEqual([undefined, undefined, met]);
    // Once it knew it knew.
    world.later();
    await meet('corner');
    expect(await notified()).toEqual([undefined, undefined, met]);
  });

  test('is not shown by who has all of its records', async () => {
    await world.carry('hill', 'midway');
    for (const _ of [1, 2]) await meet('midway');
    expect(await notified()).toEqual([
      expect.objectContaining({ by: 'exchange' }),
      undefined,
      expect.objectContaining({ by: 'exchange' }),
    ]);
  });

  test('is shown at once where the issuer dialled', async () => {
    world.later();
    await meet('acme', await served('hill'));
    expect((await notified())[1]).toEqual({ by: 'exchange', at: now() });
  });
});

describe('a recall', () => {
  let world: World;
  beforeAll(async () => {
    world = await makeWorld();
    const { scans } = await world.mint({ count: 4, lot: 'W' });
    await world.as('acme', (home) => {
      ship(home, { to: MIDWAY.gln, items: scans.slice(0, 2) });
      ship(home, { to: HILL.gln, items: scans.slice(2) });
    });
    await world.share();
    for (const who of ['midway', 'hill'] as const)
      await world.as(who, (home) => receive(home, { items: [], all: true }));
    await world.share();
  }, 240_000);
  afterAll(() => world?.remove());

  const order: RecallOrder = {
    ...{ gtin: GTIN, lots: ['W'], allLots: false, class: 2, reason: 'leaflet', confirm: ['W'], effectiveness: 'A' },
    ...{ unknownLot: false, sync: false },
  };

  test('down to the wholesalers asks nothing of a pharmacy', async () => {
    await issueRecall(world.env('acme'), { ...order, number: 'W-1', depth: 'wholesale' });
    await world.share();
    await respondToRecall(world.env('midway'), 'W-1', {});
    await world.share();
    const { data } = await recallStatus(world.env('acme'), 'W-1');
    expect(data).toMatchObject({
      effectiveness: 1,
      parties: [{ gln: HILL.gln, state: 'silent' }, { gln: MIDWAY.gln }],
    });
    await endRecall(world.env('acme'), 'W-1', { outcome: 'ended', confirm: 'W-1' });
  });

  test('says by when to answer, in words of its own', async () => {
    const issue = (number: string, respondBy: string) =>
      issueRecall(world.env('acme'), { ...order, number, respondBy });
    const now = new Date(world.env('acme').clock() + 3 * 24 * HOUR).toISOString();
    await issue('W-2', now.slice(0, 10));
    const { data } = await recallStatus(world.env('acme'), 'W-2');
    expect(data.respondBy).toBe(`${now.slice(0, 10)}T23:59:59.999Z`);
    await expect(issue('W-3', '2020-01-01')).rejects.toMatchObject({ exit: 2 });
    await expect(issue('W-3', 'soon')).rejects.toMatchObject({ exit: 2 });
    world.later(5 * 24 * HOUR);
    // A line that is run again says what it said, also when that day is over.
    const { data: again } = await issue('W-2', now.slice(0, 10));
    expect(again.already).toBe(true);
  });
});
