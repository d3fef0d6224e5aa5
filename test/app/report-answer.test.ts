// A report is answered by the maker and the regulators, and whoever made it reads the outcome.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Home } from '../../src/app/node/home.ts';
import { catchUp } from '../../src/app/record/inventory.ts';
import { knowledgeOf } from '../../src/app/record/knowledge.ts';
import { quarantine, release } from '../../src/app/steps/quarantine.ts';
import { receive } from '../../src/app/steps/receive.ts';
import { ship } from '../../src/app/steps/ship.ts';
import { alertsOf } from '../../src/app/verdict/alerts.ts';
import { report } from '../../src/app/verdict/report.ts';
import { answerReport, listReports } from '../../src/app/verdict/report-answer.ts';
import { makeStyle } from '../../src/ui/style.ts';
import { text } from '../../src/ui/text/report-list.ts';
import { makeWorld, refused, type Who, type World } from './goods-world.ts';
import { ACME, AGENCY, HILL } from './network.ts';

let world: World;
let scans: readonly string[];
beforeAll(async () => {
  world = await makeWorld();
  await world.secondTill('site');
  scans = (await world.mint({ count: 8 })).scans;
  await world.as('acme', (home) => ship(home, { to: HILL.gln, items: scans }));
  await world.share();
  await world.as('hill', (home) => receive(home, { items: scans }));
  await world.share();
});
afterAll(() => world.remove());

async function reported(at: number, as: 'suspect' | 'illegitimate' = 'suspect', who = 'hill'): Promise<string> {
  const { data } = await report(world.env(who), scans[at] ?? '', { as, note: 'blurred' });
  await everywhere();
  return data.event ?? '';
}
async function everywhere(): Promise<void> {
  world.later();
  await world.share();
  await world.carry('agency', 'site');
}
const answers = (who: string, id: string, as: 'suspect' | 'illegitimate' | 'cleared', note = 'looked at') =>
  world.at(who, (home) => answerReport(home, id, { as, note }));
const line = async (who: string, id: string) =>
  (await world.at(who, (home) => listReports(home, { open: false }))).reports.find(({ event }) => event === id);
const open = (who: Who | 'site') =>
  world.at(who, (home: Home) =>
    home.ledger.read((view) => {
      const known = knowledgeOf(home, view);
      catchUp(known);
      return alertsOf(home, known)
        .filter(({ state }) => state === 'open')
        .map(({ id, code }) => [id, code]);
    }),
  );

describe('a report', () => {
  test('that the maker clears is read by the reporter, and ends as an alert everywhere', async () => {
    const id = await reported(0);
    expect(await line('hill', id)).toMatchObject({ own: true, state: 'open', answers: [] });
    expect(await line('acme', id)).toMatchObject({ own: false, state: 'open', by: HILL.name });
    const answer = await answers('acme', id, 'cleared', 'a second press');
    expect(answer).toMatchObject({ report: id, as: 'cleared', already: false });
    expect([...answer.to].sort()).toEqual([HILL.name, AGENCY.name].sort());
    expect(await answers('acme', id, 'cleared', 'a second press')).toMatchObject({
      already: true,
      event: answer.event,
    });
    await everywhere();
    expect(await line('hill', id)).toMatchObject({
      state: 'answered',
      outcome: 'cleared',
      answers: [{ by: ACME.name, as: 'cleared', note: 'a second press' }],
    });
    for (const who of ['acme', 'site', 'agency'] as const) {
      expect((await open(who)).map(([one]) => one)).not.toContain(id);
    }
    expect(await open('hill')).toEqual([[answer.event, 'report-answered']]);
    expect(await answers('site', id, 'cleared', 'a second press')).toMatchObject({ already: true });
  });

  test('that is answered is dealt with at the reporter once it has done something with the pack', async () => {
    await world.as('hill', (home) => quarantine(home, { reason: 'suspect', items: scans.slice(1, 2) }));
    const id = await reported(1);
    const answer = await answers('acme', id, 'cleared');
    await everywhere();
    expect((await open('hill')).map(([one]) => one)).toContain(answer.event);
    await world.as('hill', (home) => release(home, { items: scans.slice(1, 2) }));
    expect((await open('hill')).map(([one]) => one)).not.toContain(answer.event);
  });

  test('that is still looked into is dealt with at who said so, and waits at the others', async () => {
    const id = await reported(2);
    await answers('acme', id, 'suspect', 'sample asked for');
    await everywhere();
    expect((await open('acme')).map(([one]) => one)).not.toContain(id);
    expect((await open('agency')).map(([one]) => one)).toContain(id);
    expect(await line('hill', id)).toMatchObject({ outcome: 'suspect' });
    const last = await answers('acme', id, 'illegitimate', 'never printed like this');
    await everywhere();
    // What the maker found is an alert of its own at the agency, and the report itself is answered.
    expect(await open('agency')).toContainEqual([last.event, 'reported-illegitimate']);
    expect((await open('agency')).map(([one]) => one)).not.toContain(id);
    expect(await line('hill', id)).toMatchObject({ outcome: 'illegitimate', answers: [{}, { as: 'illegitimate' }] });
    // An answer names the report as well.
    await answers('agency', last.event ?? '', 'illegitimate', 'withdrawn from sale');
    await everywhere();
    expect((await open('agency')).map(([one]) => one)).not.toContain(last.event);
    expect((await line('hill', id))?.answers).toHaveLength(3);
  });

  test('is held for the gravest of what was answered', async () => {
    const id = await reported(3);
    await answers('acme', id, 'cleared');
    await answers('agency', id, 'illegitimate');
    await everywhere();
    for (const who of ['hill', 'acme', 'agency'])
      expect(await line(who, id)).toMatchObject({ outcome: 'illegitimate' });
  });

  test('is answered by its maker and regulators alone, and not by who made it', async () => {
    const id = await reported(4);
    const answer = (home: Home) => refused(() => answerReport(home, id, { as: 'cleared', note: 'x' }));
    expect(await world.as('hill', answer)).toMatchObject({ exit: 14 });
    expect(await world.as('midway', answer)).toMatchObject({ exit: 66 });
    const none = (home: Home) => refused(() => answerReport(home, `${'a'.repeat(26)}/3`, { as: 'cleared', note: 'x' }));
    expect(await world.as('acme', none)).toMatchObject({ exit: 66 });
    await world.as('corner', (home) =>
      home.ledger.append(home.signer(), home.appendOptions(), (tx) => {
        const readers = [HILL.gln, ACME.gln].flatMap((gln) => tx.view.authority().sealKeysOf(gln));
        const manifest = { as: 'cleared', item: { gtin: '09506000134352', serial: 'X' }, note: 'x', about: id };
        return tx.add({ type: 'report', public: {}, manifest, readers });
      }),
    );
    await everywhere();
    expect(await line('hill', id)).toMatchObject({ state: 'open', answers: [] });
    expect((await open('acme')).map(([one]) => one)).toContain(id);
  });

  test('of own packs is listed with its outcome in text', async () => {
    const { reports, open: waiting } = await world.as('hill', (home) => listReports(home, { open: false }));
    const shown = text({ reports, open: waiting }, await makeStyle(false, false));
    expect(shown.split('\n').every((one) => one.length <= 80)).toBe(true);
    expect(shown).toContain('a second press');
    expect(shown).toContain('nobody has answered');
  });
});
