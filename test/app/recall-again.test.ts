import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importBundle } from '../../src/app/exchange/bundle.ts';
import { findRecall } from '../../src/app/judging/recall.ts';
import { writeBundle } from '../../src/app/parties/bundle-files.ts';
import { endRecall } from '../../src/app/recalls/recall-end.ts';
import { issueRecall, type RecallOrder } from '../../src/app/recalls/recall-issue.ts';
import { respondToRecall } from '../../src/app/recalls/recall-respond.ts';
import { showRecall } from '../../src/app/recalls/recall-show.ts';
import { amendRecall, extendRecall } from '../../src/app/recalls/recall-widen.ts';
import type { PedigreeError } from '../../src/errors.ts';
import { makeStyle } from '../../src/ui/style.ts';
import { newRecalls } from '../../src/ui/text/news.ts';
import { endText, issueText } from '../../src/ui/text/recall.ts';
import { GTIN, LOT, makeWorld, OTHER_GTIN, type World } from './goods-world.ts';

const style = await makeStyle(false, false);

describe('a recall', () => {
  let world: World;
  let scans: readonly string[];
  const order = (some: Partial<RecallOrder> = {}): RecallOrder => ({
    gtin: GTIN,
    lots: [LOT],
    allLots: false,
    class: 2,
    reason: 'glass particles',
    confirm: some.lots ?? [LOT],
    unknownLot: false,
    sync: false,
    ...some,
  });
  const issue = async (some: Partial<RecallOrder> = {}, who = 'acme', dryRun = false) =>
    (await issueRecall(world.env(who, { dryRun }), order(some))).data;
  const fails = (some: Partial<RecallOrder>, who = 'acme', dryRun = false): Promise<PedigreeError> =>
    issue(some, who, dryRun).then(
      (data) => Promise.reject(new Error(`was issued: ${JSON.stringify(data)}`)),
      (error: PedigreeError) => error,
    );
  const count = (who = 'acme') =>
    world.at(who, (home) => home.ledger.read((view) => [...view.eventsOf(['recall'])].length));

  beforeAll(async () => {
    world = await makeWorld();
    scans = (await world.mint({ count: 4 })).scans;
    await world.mint({ lot: 'L2', count: 2 });
    await world.share();
  });
  afterAll(() => world.remove());

  test('with the same number and content is the first again, in whatever order its lots are named', async () => {
    const two = { number: 'R-1', lots: [LOT, 'L2'], instructions: 'send it back' };
    const first = await issue(two);
    expect(first).toMatchObject({ already: false, packs: 6 });
    for (const dryRun of [true, false]) {
      for (const lots of [two.lots, ['L2', LOT], ['L2', LOT, 'L2']]) {
        const again = await issue({ ...two, lots }, 'acme', dryRun);
        expect(again).toMatchObject({
          already: true,
          recall: first.recall,
          event: first.event,
          at: first.at,
          packs: 6,
        });
        expect(issueText(again, style)).toMatch(/^already recalled /);
        expect(issueText(again, style)).not.toContain('nobody was told');
      }
    }
    expect(await count()).toBe(1);
  });

  test('is one under one number, however that is typed, and is shown as it was first written', async () => {
    const two = { lots: [LOT, 'L2'], instructions: 'send it back' };
    const first = await issue({ ...two, number: 'R-1' });
    for (const number of ['r-1', ' R - 1', 'R\u00a0-1']) {
      expect(await issue({ ...two, number })).toMatchObject({ already: true, recall: first.recall });
      expect(await fails({ ...two, number, class: 1 })).toMatchObject({ code: 'usage', exit: 2 });
      const shown = await showRecall(world.env('acme'), number);
      expect(shown.data.recall).toMatchObject({ id: first.recall, number: 'R-1' });
    }
    expect(await count()).toBe(1);
  });

  test.each([
    [{ lots: [LOT] }],
    [{ class: 1 }],
    [{ reason: 'broken glass' }],
    [{ instructions: 'burn it' }],
    [{ depth: 'retail' }],
    [{ gtin: OTHER_GTIN, unknownLot: true }],
    [{ lots: [], allLots: true, confirm: [GTIN] }],
  ])('with the same number and %o is refused, and the first stays', async (other) => {
    const asked = { number: 'R-1', lots: [LOT, 'L2'], instructions: 'send it back', ...other };
    for (const dryRun of [true, false]) {
      expect(await fails(asked, 'acme', dryRun)).toMatchObject({ code: 'usage', exit: 2 });
    }
    expect(await count()).toBe(1);
  });

  test('of single packs is the same where its packs are', async () => {
    const two = { lots: [], number: 'R-2', confirm: ['2'] };
    const first = await issue({ ...two, serials: scans.slice(0, 2) });
    const turned = [scans[1] ?? '', scans[0] ?? ''];
    expect(await issue({ ...two, serials: turned })).toMatchObject({ already: true, recall: first.recall });
    expect(await fails({ ...two, serials: scans.slice(1, 3) })).toMatchObject({ exit: 2 });
  });

  test('without a number is another one each time, and whoever repeats a line is told', async () => {
    const first = await issue({ reason: 'leaflet' });
    const again = await issue({ reason: 'leaflet' });
    expect(again).toMatchObject({ already: false, warnings: [expect.stringContaining(first.recall)] });
    expect((await issue({ reason: 'another leaflet' })).warnings).toEqual([]);
  });

  test('of another till of the party is its own; of another party it is not', async () => {
    await world.secondTill('till2');
    const two = { number: 'R-1', lots: [LOT, 'L2'], instructions: 'send it back' };
    expect(await issue(two, 'till2')).toMatchObject({ already: true });
    expect(await fails({ ...two, class: 1 }, 'till2')).toMatchObject({ exit: 2 });
    const agency = await issue(two, 'agency');
    expect(agency).toMatchObject({ already: false, warnings: [expect.stringContaining('Acme')] });
  });

  test('of all lots of a product that nobody made is a slip, unless it is meant', async () => {
    const none = { gtin: OTHER_GTIN, lots: [], allLots: true, confirm: [OTHER_GTIN] };
    for (const dryRun of [true, false]) {
      expect(await fails(none, 'acme', dryRun)).toMatchObject({ code: 'unknown-lot', exit: 11 });
    }
    expect(await issue({ ...none, unknownLot: true })).toMatchObject({ packs: 0, already: false });
    expect(await issue({ ...none, gtin: GTIN, confirm: [GTIN], number: 'ALL' })).toMatchObject({ packs: 6 });
  });

  test('of single packs names the scans that are none of the product, and those in no lot, by their lines', async () => {
    const scan = (serial: number) => `(01)${GTIN}(21)NOBODYMADE${serial}`;
    const unknown = [...scans.slice(0, 2), ...Array.from({ length: 150 }, (_, i) => scan(i))];
    const listed = (error: PedigreeError) => error.detail?.items as readonly object[];
    const inNone = await fails({ lots: [], serials: unknown, confirm: [`${unknown.length}`] });
    expect(inNone).toMatchObject({ code: 'unknown-lot', exit: 11 });
    expect(listed(inNone)).toHaveLength(150);
    expect(listed(inNone)[0]).toMatchObject({ n: 3, input: scan(0), code: 'unknown-lot' });
    const other = `(01)${OTHER_GTIN}(21)A1`;
    const notIts = await fails({ lots: [], serials: [scan(0), other, scan(1), 'rubbish'], confirm: ['4'] });
    expect(notIts).toMatchObject({ code: 'not-gs1', exit: 65 });
    expect(listed(notIts)).toMatchObject([
      { n: 2, input: other, code: 'not-gs1' },
      { n: 4, input: 'rubbish' },
    ]);
  });

  test('that ended is ended once, and stands: the same number is still the first', async () => {
    const asked = { number: 'R-3', lots: ['L2'], reason: 'heat' };
    const first = await issue(asked);
    const end = () => endRecall(world.env('acme'), 'R-3', { outcome: 'ended', confirm: 'R-3' });
    const ended = (await end()).data;
    const again = (await end()).data;
    expect(again).toMatchObject({ already: true, event: ended.event, at: ended.at, outcome: 'ended' });
    expect(endText(again, style)).toMatch(/^already ended/);
    expect(await issue(asked)).toMatchObject({ already: true, recall: first.recall });
  });

  test('that was rescinded is rescinded once, and its number is used up: it recalls nothing any more', async () => {
    const asked = { number: 'R-4', lots: ['L2'], reason: 'cold' };
    const first = await issue(asked);
    const rescind = (reason: string) =>
      endRecall(world.env('acme'), 'R-4', { outcome: 'rescinded', confirm: first.recall, reason });
    const rescinded = (await rescind('wrong lot')).data;
    for (const reason of ['wrong lot', 'in other words']) {
      expect((await rescind(reason)).data).toMatchObject({ already: true, event: rescinded.event, at: rescinded.at });
    }
    expect(await fails(asked)).toMatchObject({ exit: 2, message: expect.stringContaining('rescinded') });
    const end = endRecall(world.env('acme'), 'r-4', { outcome: 'ended', confirm: 'r-4' });
    await expect(end).rejects.toMatchObject({ exit: 14, hint: `pedigree recall show ${first.recall}` });
    const after = await world.as('acme', (home) => home.ledger.read((view) => findRecall(view, 'R-4').state));
    expect(after).toBe('rescinded');
  });

  test('that is malformed recalls nothing, and is no news that names a command', async () => {
    const body = { kind: 'issue', gtin: GTIN, class: 1, reason: 'x', lots: [LOT], number: 'N'.repeat(150) };
    await world.at('acme', (home) =>
      home.ledger.append(home.signer(), home.appendOptions(), (tx) => tx.add({ type: 'recall', public: body })),
    );
    const file = world.path('malformed.pedigree');
    await world.at('acme', (home) => writeBundle(home.ledger, file));
    const read = await world.at('hill', (home) => importBundle(home, file));
    expect(read.new.recalls.map(({ number }) => number)).not.toContain(body.number);
  });

  test('that came with what was added to it is told once, as it is now', async () => {
    const file = world.path('widened.pedigree');
    const first = await issue({ number: 'wide', lots: [LOT] });
    const heardFirst = () => world.at('hill', (home) => importBundle(home, file));
    await world.at('acme', (home) => writeBundle(home.ledger, file));
    await heardFirst();
    const more = { lots: ['L2'], allLots: false, reason: 'there too', unknownLot: false, confirm: ['L2'], sync: false };
    await extendRecall(world.env('acme'), 'wide', more);
    await amendRecall(world.env('acme'), 'wide', { class: 1, instructions: 'send it back', sync: false });
    await world.at('acme', (home) => writeBundle(home.ledger, file));
    const read = await world.at('corner', (home) => importBundle(home, file));
    const told = read.new.recalls.filter(({ number, of }) => number === 'wide' || of === first.recall);
    const now = { class: 1, lots: [LOT, 'L2'], scope: 'lots', instructions: 'send it back' };
    expect(told).toMatchObject([{ id: first.recall, kind: 'issue', ...now }]);
    // Whoever had it hears what was added, and nobody reads of single packs where lots were named.
    const { new: news } = await heardFirst();
    expect(news.recalls).toMatchObject([
      { kind: 'amend', of: first.recall, class: 1, lots: [LOT, 'L2'], scope: 'lots' },
      { kind: 'extend', of: first.recall, lots: ['L2'], scope: 'lots' },
    ]);
    const words = newRecalls(news, style).join(' ').replace(/\s+/g, ' ');
    expect(words).toMatch(/RECALL 1 .*lots \S+, L2 amended: .*RECALL 2 .*lot L2 extended: there too/);
  });

  test.each([
    ['rescinded', 'taken back: it stops no pack any more'],
    ['ended', 'none of it was ever here'],
  ] as const)('that was %s before it was heard of is told as it stands', async (outcome, said) => {
    const first = await issue({ number: `late-${outcome}`, lots: ['L2'], reason: 'late' });
    await endRecall(world.env('acme'), first.recall, { outcome, confirm: first.recall, reason: 'in error' });
    const file = world.path('late.pedigree');
    await world.at('acme', (home) => writeBundle(home.ledger, file));
    const read = await world.at('corner', (home) => importBundle(home, file));
    const told = read.new.recalls.find(({ id }) => id === first.recall);
    expect(told).toMatchObject({ state: outcome });
    const words = newRecalls({ ...read.new, recalls: told === undefined ? [] : [told] }, style).join('\n');
    expect(words).toContain(said);
    expect(words).toContain(`(${outcome})`);
    expect(words).not.toMatch(/locked|respond/);
  });

  test.each([
    ['rescinded', 'taken back: it stops no pack any more'],
    ['ended', 'the action is over, the packs stay recalled'],
  ] as const)('that is %s after it was heard of is told once', async (outcome, said) => {
    const first = await issue({ number: `heard-${outcome}`, lots: ['L2'], reason: 'heard' });
    await world.share();
    await endRecall(world.env('acme'), first.recall, { outcome, confirm: first.recall, reason: 'in error' });
    const file = world.path('over.pedigree');
    await world.at('acme', (home) => writeBundle(home.ledger, file));
    const read = () => world.at('corner', (home) => importBundle(home, file));
    const { new: news } = await read();
    expect(news.recalls).toEqual([]);
    expect(news.ends).toMatchObject([{ id: first.recall, state: outcome }]);
    expect(newRecalls(news, style).join(' ').replace(/\s+/g, ' ')).toContain(said);
    expect((await read()).new.ends).toEqual([]);
  });

  test('that is answered again in the same words is answered once', async () => {
    const { recall } = await issue({ number: 'R-5', reason: 'noise' });
    await world.share();
    const answer = (note?: string) => respondToRecall(world.env('hill'), recall, { note });
    const first = (await answer('nothing here')).data;
    expect(first).toMatchObject({ already: false, quarantined: 0 });
    expect((await answer('nothing here')).data).toMatchObject({ already: true, event: first.event });
    expect((await answer()).data).toMatchObject({ already: true, event: first.event });
    expect((await answer('looked twice')).data).toMatchObject({ already: false });
  });
});
