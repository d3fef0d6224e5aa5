// The first command of the morning and the last of the evening: what waits, how long, and what to do about it, the worst first.
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { backUp } from '../../src/app/maintenance/backup.ts';
import { type StatusData, status } from '../../src/app/maintenance/status.ts';
import { documentRecords } from '../../src/app/outside/document-records.ts';
import { importDocument } from '../../src/app/outside/import-document.ts';
import { setOutside } from '../../src/app/outside/partners.ts';
import { receiveDocument } from '../../src/app/outside/receive-document.ts';
import { issueRecall } from '../../src/app/recalls/recall-issue.ts';
import { dispense } from '../../src/app/steps/dispense.ts';
import { receive } from '../../src/app/steps/receive.ts';
import { ship } from '../../src/app/steps/ship.ts';
import { columns, makeStyle, plainStyle } from '../../src/ui/style.ts';
import { text } from '../../src/ui/text/status.ts';
import { PHRASES, TABLES } from '../../src/words/de/index.ts';
import { speak } from '../../src/words/say.ts';
import { delivery, LAKESIDE } from './epcis-files.ts';
import { GTIN, LOT, makeWorld, type World } from './goods-world.ts';
import { HILL } from './network.ts';

const HOUR = 3_600_000;
let world: World;
let scans: readonly string[];
const statusOf = (name = 'hill') => status(world.env(name));
const todoOf = async (what: string, name?: string) => (await statusOf(name)).todo.find((one) => one.what === what);

beforeAll(async () => {
  world = await makeWorld();
  scans = (await world.mint({ count: 8 })).scans;
  await world.as('acme', (home) => ship(home, { to: HILL.gln, items: scans.slice(0, 3), despatch: 'DA-1' }));
  await world.share('acme', 'hill');
  await world.as('hill', (home) => receive(home, { items: ['DA-1'] }));
  await world.as('hill', (home) => dispense(home, [scans[0] ?? '']));
});
afterAll(() => world.remove());

describe('a day', () => {
  test('says what came and what was supplied', async () => {
    const { today } = await statusOf();
    expect(today).toMatchObject({ day: '2026-11-22', types: { receive: 1, dispense: 1 } });
    const said = text(await statusOf(), plainStyle());
    expect(said).toMatch(/Today +1 received, 1 supplied/);
    world.later(24 * HOUR);
    expect((await statusOf()).today).toEqual({ day: '2026-11-23', events: 0, types: {} });
  });

  test('what is on its way is said with its age, and once more when it is late', async () => {
    await world.as('acme', (home) => ship(home, { to: HILL.gln, items: [scans[3] ?? ''], despatch: 'DA-2' }));
    await world.share('acme', 'hill');
    expect(await todoOf('incoming')).toEqual({
      what: 'incoming',
      count: 1,
      command: 'pedigree incoming',
      ageHours: 0,
    });
    expect([await todoOf('late'), await todoOf('not-received', 'acme')]).toEqual([undefined, undefined]);
    world.later(71 * HOUR);
    expect(await todoOf('late')).toBeUndefined();
    world.later(2 * HOUR);
    expect(await todoOf('late')).toMatchObject({ count: 1, ageHours: 73 });
    expect(await todoOf('not-received', 'acme')).toMatchObject({ count: 1, command: 'pedigree outgoing' });
    expect(text(await statusOf(), plainStyle())).toMatch(/1 shipment late on the way here, 3 days +pedigree incoming/);
  });

  test('a licence of a partner that ends is seen coming, and told when it is over', async () => {
    const partner = { gln: LAKESIDE, name: 'Lakeside' };
    await world.as('hill', (home) => setOutside(home, { ...partner, until: '2026-12-10' }));
    expect(await todoOf('licence-ends')).toMatchObject({ count: 1, command: 'pedigree outside list' });
    await world.as('hill', (home) => setOutside(home, { ...partner, until: '2026-11-01' }));
    expect([await todoOf('licence-ends'), (await todoOf('licence-ended'))?.count]).toEqual([undefined, 1]);
    await world.as('hill', (home) => setOutside(home, { ...partner, until: '2031-12-10' }));
    expect(await todoOf('licence-ended')).toBeUndefined();
  });

  test('a document with findings waits until its goods are received', async () => {
    const path = world.path('faulty.xml');
    writeFileSync(path, delivery({ to: HILL.gln, serials: ['F1'], despatch: 'DA-F', expiry: '2031-02-31' }));
    const { document, findings } = await world.as('hill', (home) => importDocument(home, path));
    expect(findings.length).toBeGreaterThan(0);
    expect(await todoOf('documents')).toMatchObject({
      count: 1,
      command: `pedigree epcis show ${document.slice(0, 16)}`,
    });
    await world.as('hill', (home) => {
      const [record] = documentRecords(home.ledger.local).filter((one) => one.document === document);
      if (record === undefined) throw new TypeError('no document');
      return receiveDocument(home, record, { missing: [], damaged: [], items: [] });
    });
    expect(await todoOf('documents')).toBeUndefined();
  });
});

describe('a backup', () => {
  test('is asked for after a week of work without one', async () => {
    world.later(7 * 24 * HOUR);
    const never = await todoOf('never-backed-up');
    expect(never).toMatchObject({ command: expect.stringMatching(/^pedigree backup \d{4}-\d\d-\d\d\.backup$/) });
    await world.as('hill', (home) => backUp(home, world.path('hill.backup')));
    const { todo, backup } = await statusOf();
    expect(todo.filter(({ what }) => what.includes('back'))).toEqual([]);
    expect(backup).toMatchObject({ ageHours: 0, behind: 0 });
    world.later(8 * 24 * HOUR);
    expect(await todoOf('backup')).toBeUndefined();
    await world.as('hill', (home) => dispense(home, [scans[1] ?? '']));
    expect(await todoOf('backup')).toMatchObject({ count: 1, ageHours: 8 * 24 });
  });
});

describe('the morning of a class 1 recall', () => {
  let data: StatusData;
  beforeAll(async () => {
    const said = {
      reason: 'Particles of glass were found in vials of this lot. '.repeat(8).trim(),
      instructions:
        `Stop supply at once, call all patients. ${'Send every pack back with the answer sheet. '.repeat(8)}`.trim(),
      contact: '+44 20 7946 0000, day and night',
    };
    const order = { gtin: GTIN, lots: [LOT], allLots: false, confirm: [LOT], unknownLot: false, sync: false, ...said };
    for (const [at, kind] of [3, 2, 1, 2, 3, 3].entries())
      await issueRecall(world.env('acme'), { ...order, class: kind, number: `N-${at}` });
    await world.share('acme', 'hill');
    data = await statusOf();
  });

  test('begins with it, and all the rest keeps its order', () => {
    expect(data.recalls.map((recall) => recall.class)).toEqual([1, 2, 2, 3, 3, 3]);
    expect(data.todo.map(({ what }) => what)).toEqual(['recalls', 'late', 'incoming', 'backup']);
  });

  test.each(['en', 'de'] as const)('fits a screen of 24 lines and 80 columns: %s', async (language) => {
    if (language === 'de') speak('de', TABLES, PHRASES);
    try {
      const many = {
        ...data,
        todo: [
          ...data.todo,
          ...Array.from({ length: 20 }, () => ({
            what: 'outbox',
            count: 3,
            command: 'pedigree outbox',
            ageHours: 400,
          })),
        ],
      };
      for (const one of [data, many]) {
        const lines = text(one, plainStyle()).split('\n');
        expect(lines.length).toBeLessThanOrEqual(23);
        expect(Math.max(...lines.map(columns))).toBeLessThanOrEqual(80);
        expect(lines.join('\n')).toMatch(/^(RECALL|RÜCKRUF) 1 /m);
        // Which packs, how many are here and where, what to do, whom to ask and whom to call: whatever else the morning brings.
        expect(lines.join('\n')).toMatch(/ 1 .*(you hold|im Bestand).*(dispensed 2|2 abgegeben)/);
        expect(lines.join('\n')).toMatch(new RegExp(`${GTIN}.* ${LOT}\\n`));
        expect(lines.join('\n')).toMatch(/(where|wo): 1 l/);
        expect(lines.join('\n')).toMatch(/(do|zu tun): Stop supply at once, call all patients\./);
        expect(lines.join('\n')).toContain(': +44 20 7946 0000');
        expect(lines.join('\n')).toContain('pedigree recall affected --dispensed N-2');
        expect(lines.join('\n')).toContain('pedigree recall show N-2');
        expect(lines.join('\n')).toContain('pedigree recall respond N-2');
        expect(lines.join('\n')).toContain('pedigree recall list');
        expect(lines.join('\n')).toContain('pedigree incoming');
      }
      // Alone and short it is told whole.
      const [gravest] = data.recalls;
      const short = text(
        { ...data, recalls: gravest === undefined ? [] : [{ ...gravest, reason: 'glass' }] },
        plainStyle(),
      );
      expect(short.split('\n').length).toBeLessThanOrEqual(23);
      expect(short.replaceAll(/\n +/g, ' ')).toContain(gravest?.instructions);
      expect(text(many, plainStyle()).split('\n').at(-1)).toContain('pedigree status --verbose');
      expect(text(many, await makeStyle(false, true)).split('\n').length).toBeGreaterThan(30);
    } finally {
      speak('en', {});
    }
  });
});
