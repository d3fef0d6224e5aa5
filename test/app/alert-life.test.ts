// The life of an alert: it opens, somebody looks into it, notes are taken, it is closed with what it was; and so at every till of
// the party, whatever came when.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { setConfig } from '../../src/app/node/config.ts';
import type { Home } from '../../src/app/node/home.ts';
import { catchUp } from '../../src/app/record/inventory.ts';
import { knowledgeOf } from '../../src/app/record/knowledge.ts';
import { assignAlert, closeAlert, noteAlert } from '../../src/app/verdict/alert-handling.ts';
import { alertsOf, listAlerts } from '../../src/app/verdict/alerts.ts';
import { report } from '../../src/app/verdict/report.ts';
import { makeStyle } from '../../src/ui/style.ts';
import { text } from '../../src/ui/text/alerts.ts';
import { makeWorld, refused, type World } from './goods-world.ts';

const alerts = (home: Home) =>
  home.ledger.read((view) => {
    const known = knowledgeOf(home, view);
    catchUp(known);
    return alertsOf(home, known);
  });

let world: World;
let scans: readonly string[];
beforeAll(async () => {
  world = await makeWorld();
  await world.secondTill('site');
  scans = (await world.mint({ count: 8 })).scans;
  await world.share();
});
afterAll(() => world.remove());

/** A report of the pharmacy, which the maker and the agency read; its event is the id of the alert. */
async function reported(at: number, note = 'blurred'): Promise<string> {
  const { data } = await report(world.env('hill'), scans[at] ?? '', { as: 'suspect', note });
  await world.share();
  await world.carry('agency', 'site');
  return data.event ?? '';
}

const one = async (who: string, id: string) => (await world.at(who, alerts)).find((alert) => alert.id === id);

describe('an alert', () => {
  test('is assigned, noted and closed at one till, and so at the other, and at nobody else', async () => {
    const id = await reported(0);
    expect(await one('site', id)).toMatchObject({ state: 'open', code: 'reported-suspect', overdue: false });
    await world.as('acme', (home) => assignAlert(home, id, 'Anna'));
    await world.as('acme', (home) => noteAlert(home, id, 'asked Hill for a photo'));
    await world.carry('acme', 'site');
    expect(await one('site', id)).toMatchObject({ assigned: 'Anna', notes: [{ text: 'asked Hill for a photo' }] });
    world.later();
    await world.at('site', (home) => assignAlert(home, id, 'Ben'));
    const closed = await world.at('site', (home) => closeAlert(home, id, { as: 'data', note: 'a second press' }));
    expect(closed).toMatchObject({ already: false, state: 'closed', as: 'data', alert: id });
    await world.carry('site', 'acme');
    expect(await one('acme', id)).toMatchObject({
      state: 'closed',
      assigned: 'Ben',
      closing: { as: 'data', note: 'a second press', event: closed.event },
    });
    await world.share();
    // The regulators read the cause, and close their own.
    expect(await one('agency', id)).toMatchObject({ state: 'open' });
    expect((await world.at('agency', (home) => listAlerts(home.env, { open: true }))).data.open).toBe(1);
  });

  test('closed twice is already closed, with what it was at first, at whichever till', async () => {
    const id = await reported(1);
    const first = await world.as('acme', (home) => closeAlert(home, id, { as: 'scan', note: 'twice scanned' }));
    const again = await world.as('acme', (home) => closeAlert(home, id, { as: 'scan', note: 'twice scanned' }));
    expect(again).toMatchObject({ already: true, event: first.event, at: first.at, warnings: [] });
    await world.carry('acme', 'site');
    const other = await world.at('site', (home) => closeAlert(home, id, { as: 'suspect', note: 'a fake' }));
    expect(other).toMatchObject({ already: true, event: first.event, as: 'scan' });
    expect(other.warnings).toEqual([expect.stringContaining('scan')]);
  });

  test('closed at both tills at once is closed once, by the earlier word, in any order of delivery', async () => {
    const id = await reported(2);
    const early = await world.at('site', (home) => closeAlert(home, id, { as: 'state', note: 'one' }));
    world.later();
    await world.as('acme', (home) => closeAlert(home, id, { as: 'data', note: 'two' }));
    await world.carry('acme', 'site');
    await world.carry('site', 'acme');
    for (const till of ['acme', 'site']) {
      expect((await one(till, id))?.closing).toMatchObject({ as: 'state', note: 'one', event: early.event });
    }
  });

  test('that is not here, or of others, is not found', async () => {
    for (const id of ['contested:abc', 'nonsense', `${'a'.repeat(26)}/3`]) {
      const close = (home: Home) => closeAlert(home, id, { as: 'scan', note: 'x' });
      expect(await world.as('acme', (home) => refused(() => close(home)))).toMatchObject({
        code: 'not-found',
        exit: 66,
      });
      expect(await world.as('acme', (home) => refused(() => noteAlert(home, id, 'x')))).toMatchObject({ exit: 66 });
      expect(await world.as('acme', (home) => refused(() => assignAlert(home, id, 'x')))).toMatchObject({ exit: 66 });
    }
    const empty = (home: Home) => refused(() => closeAlert(home, 'nonsense', { as: 'scan', note: ' ' }));
    expect(await world.as('acme', empty)).toMatchObject({ exit: 2 });
  });

  test('is not closed by the word of another party', async () => {
    const id = await reported(3);
    await world.as('hill', (home) =>
      home.ledger.append(home.signer(), home.appendOptions(), (tx) => {
        const readers = tx.view.authority().sealKeysOf('9506000100012');
        return tx.add({ type: 'alert-close', public: {}, manifest: { alert: id, cause: 'scan' }, readers });
      }),
    );
    await world.share();
    expect(await one('acme', id)).toMatchObject({ state: 'open' });
    expect(await one('agency', id)).toMatchObject({ state: 'open' });
  });

  test('that is closed is assigned to nobody, and noted all the same', async () => {
    const id = await reported(4);
    await world.as('acme', (home) => closeAlert(home, id, { as: 'scan', note: 'twice' }));
    expect(await world.as('acme', (home) => refused(() => assignAlert(home, id, 'Anna')))).toMatchObject({ exit: 14 });
    await world.as('acme', (home) => noteAlert(home, id, 'Hill was told'));
    expect(await world.as('acme', (home) => noteAlert(home, id, 'Hill was told'))).toMatchObject({ already: true });
    expect((await one('acme', id))?.notes).toMatchObject([{ text: 'Hill was told' }]);
  });

  test('of the same reason once more is a new one', async () => {
    const id = await reported(5, 'blurred');
    await world.as('acme', (home) => closeAlert(home, id, { as: 'scan', note: 'twice' }));
    const next = await reported(5, 'seal is broken');
    expect(next).not.toBe(id);
    expect(await one('acme', next)).toMatchObject({ state: 'open' });
    expect(await one('acme', id)).toMatchObject({ state: 'closed' });
  });

  test('keeps its id and what became of it after a rebuild', async () => {
    const before = await world.as('acme', alerts);
    expect(before.length).toBeGreaterThan(3);
    await world.as('acme', (home) => home.ledger.rebuild());
    expect(await world.as('acme', alerts)).toEqual(before);
  });

  test('ages, and is overdue after what is set for its severity', async () => {
    const id = await reported(6);
    world.later(71.5 * 3_600_000);
    expect(await one('acme', id)).toMatchObject({ ageHours: 71, overdue: false });
    world.later();
    expect(await one('acme', id)).toMatchObject({ ageHours: 72, overdue: true });
    const count = () => world.at('acme', (home) => listAlerts(home.env, { open: true }));
    const { overdue } = (await count()).data;
    expect(overdue).toBeGreaterThan(0);
    await world.as('acme', (home) => setConfig(home, 'overdue-medium', '5d'));
    expect(await one('acme', id)).toMatchObject({ overdue: false });
    expect((await count()).data.overdue).toBe(0);
    await world.as('acme', (home) => setConfig(home, 'overdue-medium', undefined));
    await world.as('acme', (home) => closeAlert(home, id, { as: 'scan', note: 'twice' }));
    expect(await one('acme', id)).toMatchObject({ overdue: false });
  });

  test('is told the worst first, each open one with the command that goes on', async () => {
    const { data } = await report(world.env('hill'), scans[7] ?? '', { as: 'illegitimate', note: 'a fake' });
    await world.share();
    const listed = await world.as('acme', alerts);
    expect(listed[0]).toMatchObject({ id: data.event, severity: 'high', state: 'open' });
    const states = listed.map(({ state }) => state);
    expect(states).toEqual(states.toSorted().toReversed());
    const style = await makeStyle(false, false);
    const shown = text({ alerts: listed, closed: 0 }, style);
    expect(shown.split('\n').every((line) => line.length <= 80)).toBe(true);
    // Its maker answers a report, which ends the alert too.
    expect(shown).toContain(`pedigree report answer ${data.event}`);
    expect(shown).toMatch(/closed 2026-11-2\d .*a slip in scanning: twice/);
  });
});
