// The small file for `verify` says what the whole program says, in every situation of a pack. It is run where there is
// nothing but itself: a line that it leaves to the whole program ends there as a program that is not built.
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EXPIRY, GTIN_A, GTIN_B, inDays, onLabel, type Party, run, START, type World, world } from './world.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const NOT_BUILT = 78;

let w: World;
let alone = '';
let now = '';
/** Scans by what happened to the pack. */
const scans: Record<string, string> = {};

beforeAll(async () => {
  w = await world('bundle', (parties) => parties);
  await w.sync();
  await play();
  now = new Date(START + 60_000).toISOString();
  alone = w.path('alone');
  mkdirSync(join(alone, 'bin'), { recursive: true });
  mkdirSync(join(alone, 'dist'));
  copyFileSync(join(ROOT, 'bin/pedigree.js'), join(alone, 'bin/pedigree.js'));
  copyFileSync(join(ROOT, 'dist/verify.cjs'), join(alone, 'dist/verify.cjs'));
  symlinkSync(join(ROOT, 'node_modules'), join(alone, 'node_modules'));
}, 240_000);
afterAll(async () => {
  await w?.close();
});

/** A day in which everything happens that a verdict may tell of a pack. */
async function play(): Promise<void> {
  const { A, M, C } = w;
  const packs = await w.mint(16, { lot: 'DAY1' });
  const take = (name: string): string => {
    scans[name] = packs[Object.keys(scans).length] ?? '';
    return scans[name];
  };
  take('at its maker');
  await A.expect(0, 'quarantine', take('quarantined'), '--reason', 'suspect');
  await A.expect(0, 'decommission', take('decommissioned'), '--reason', 'sample');
  await A.expect(0, 'missing', take('missing'));
  const sent = [take('dispensed'), take('received'), take('opened')];
  const kase = (await A.expect(0, 'pack', '--into', 'new', take('in a case'), take('taken out'))).json.container;
  const shipped = await A.expect(0, 'ship', '--to', M.gln, ...sent, kase);
  await w.sync();
  await M.expect(0, 'receive', shipped.json.shipment);
  await M.expect(0, 'unpack', '--from', kase, scans['taken out'] ?? '');
  const further = await M.expect(0, 'ship', '--to', C.gln, scans.dispensed ?? '', scans.opened ?? '');
  await w.sync();
  await C.expect(0, 'receive', further.json.shipment);
  await C.expect(0, 'dispense', scans.dispensed ?? '');
  await A.expect(0, 'ship', '--to', C.gln, take('on its way'));
  const [recalled = '', other = ''] = await w.mint(2, { lot: 'BAD1' });
  const issue = ['recall', 'issue', '--gtin', GTIN_A, '--class', '1', '--reason', 'particles'];
  await A.expect(0, ...issue, '--lot', 'BAD1', '--confirm', 'BAD1');
  await w.sync();
  const [product = ''] = await w.mint(1, { gtin: GTIN_B, lot: 'OTHER' });
  const soon = inDays(11);
  const [short = ''] = await w.mint(1, { lot: 'SHORT', expiry: soon });
  await w.sync();
  const whole = scans['at its maker'] ?? '';
  const serial = /21(\w{16})$/.exec(whole)?.[1] ?? '';
  Object.assign(scans, {
    recalled,
    'recalled too': other,
    'of a product made today': product,
    'near its expiry': short,
    'in brackets': `(01)${GTIN_A}(21)${serial}(17)${onLabel(EXPIRY)}(10)DAY1`,
    'without lot and expiry': `(01)${GTIN_A}(21)${serial}`,
    'of another lot': `(01)${GTIN_A}(21)${serial}(17)${onLabel(EXPIRY)}(10)BAD1`,
    'of another expiry': `(01)${GTIN_A}(21)${serial}(17)${onLabel(inDays(945))}(10)DAY1`,
    'of a serial nobody made': `(01)${GTIN_A}(21)0000(17)${onLabel(EXPIRY)}(10)DAY1`,
    'of a serial one slip away': `(01)${GTIN_A}(21)${serial.slice(0, 15)}${serial[15] === '4' ? '5' : '4'}(17)${onLabel(EXPIRY)}(10)DAY1`,
    'with a wrong check digit': `(01)${GTIN_A.slice(0, 13)}${(Number(GTIN_A[13]) + 1) % 10}(21)${serial}`,
    'without a serial': `(01)${GTIN_A}`,
  });
}

/** What is measured is another number each time. */
const settled = (text: string): string => text.replace(/"micros":\d+/, '"micros":0');

async function both(party: Pick<Party, 'home'>, ...words: readonly string[]) {
  // Behind the command, where `run` leaves the folder typed.
  const args = ['verify', '--home', party.home, ...words];
  const { exit, stdout, stderr } = await run(args);
  const done = spawnSync(process.execPath, [join(alone, 'bin/pedigree.js'), ...args], {
    env: { NO_COLOR: '1', TZ: process.env.TZ ?? '' },
    encoding: 'utf8',
  });
  const small = { exit: done.status, stdout: settled(done.stdout), stderr: settled(done.stderr) };
  return { small, whole: { exit, stdout: settled(stdout), stderr: settled(stderr) } };
}

describe('the small file', () => {
  const SITUATIONS = [
    'at its maker',
    'quarantined',
    'decommissioned',
    'missing',
    'dispensed',
    'received',
    'opened',
    'in a case',
    'taken out',
    'on its way',
    'recalled',
    'recalled too',
    'of a product made today',
    'near its expiry',
    'in brackets',
    'without lot and expiry',
  ];
  test.each(SITUATIONS)('answers of a pack %s as the whole program does', async (situation) => {
    for (const party of [w.A, w.M, w.C]) {
      const { small, whole } = await both(party, '--json', '--now', now, scans[situation] ?? '');
      expect(small).toEqual(whole);
    }
    const { small, whole } = await both(w.M, '--now', now, scans[situation] ?? '');
    expect(small).toEqual(whole);
  });

  test('takes the options as the whole program does', async () => {
    const scan = scans.received ?? '';
    const lines = [
      ['--strict', scans['near its expiry'] ?? ''],
      ['--at', w.C.gln, scan],
      ['--at', 'Nobody', scan],
      ['--max-age', '1s', scan],
      ['--max-age', 'soon', scan],
      ['--now', `${inDays(765)}T00:00:00Z`, scan],
      ['--now', 'tomorrow', scan],
      ['-q', scan],
      ['--verbose', scan],
    ];
    for (const line of lines) {
      const words = line.includes('--now') ? line : ['--now', now, ...line];
      for (const json of [[], ['--json']]) {
        const { small, whole } = await both(w.A, ...json, ...words);
        expect(small).toEqual(whole);
      }
    }
  });

  test('says what is wrong with a home as the whole program does', async () => {
    writeFileSync(w.path('no-folder'), '');
    mkdirSync(w.path('damaged'));
    writeFileSync(w.path('damaged/ledger.db'), 'no ledger at all'.repeat(1000));
    for (const home of [w.path('nobody'), w.path('no-folder'), w.path('damaged')]) {
      const { small, whole } = await both({ home }, '--json', scans.received ?? '');
      expect(small).toEqual(whole);
    }
  });

  test('leaves to the whole program what packs seldom need', async () => {
    const scan = scans.received ?? '';
    const seldom = [
      scan.replace(']d2', ']D2').toLowerCase(),
      // What the scanner may have done to the code is looked for before anything is said against the pack.
      scans['with a wrong check digit'] ?? '',
      scans['of another lot'] ?? '',
      scans['of another expiry'] ?? '',
      scans['of a serial nobody made'] ?? '',
      scans['of a serial one slip away'] ?? '',
      `https://id.gs1.org/01/${GTIN_A}/21/7K2M9QX4T8RB3WNC`,
      '095060001343520014',
      'nonsense',
    ];
    for (const text of seldom) {
      const { small } = await both(w.M, '--json', text);
      expect({ text, exit: small.exit, stderr: small.stderr.split('\n')[0] }).toEqual({
        text,
        exit: NOT_BUILT,
        stderr: 'pedigree: error: the program is not built',
      });
    }
  });
});
