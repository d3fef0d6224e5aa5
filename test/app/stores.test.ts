// Stores and files that earlier versions wrote are opened, asked what they were asked then, and worked with.
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ASKED, type Asked, PASSPHRASE, said } from '../../scripts/make-store.ts';
import { EARLIEST_VERSION, TABLES_VERSION } from '../../src/ledger/sqlite.ts';
import { folder, inProcess, pedigree } from '../cli/program.ts';

const STORES = 'fixtures/stores';
const BUNDLES = 'fixtures/bundles';
const versions = readdirSync(STORES).filter((name) => /^\d+$/.test(name));
const { path, remove } = folder();
afterAll(remove);

/** A store as its owner had it: a checkout keeps no modes. */
function place(version: string, name: string): string {
  const home = path(name);
  mkdirSync(home, { mode: 0o700 });
  for (const entry of readdirSync(join(STORES, version), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.name === 'answers.json') continue;
    const target = join(home, entry.parentPath.slice(join(STORES, version).length), entry.name);
    mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
    cpSync(join(entry.parentPath, entry.name), target);
    chmodSync(target, 0o600);
  }
  return home;
}

async function run(home: string, ...argv: readonly string[]) {
  const { exit, json, stderr } = await inProcess(path('.'), ['--home', home, '--now', ASKED, '--json', ...argv]);
  return { exit, data: (json[0] ?? {}) as Readonly<Record<string, unknown>>, stderr };
}

const answers = (version: string) =>
  JSON.parse(readFileSync(join(STORES, version, 'answers.json'), 'utf8')) as readonly Asked[];

test('there is a store of every version that is read', () => {
  const due = Array.from({ length: TABLES_VERSION - EARLIEST_VERSION + 1 }, (_, i) => String(EARLIEST_VERSION + i));
  expect(versions.sort()).toEqual(due);
});

describe.each(versions)('a store in tables of version %s', (version) => {
  const isEarlier = Number(version) < TABLES_VERSION;
  let home: string;
  beforeAll(() => {
    home = place(version, `store-${version}`);
  });

  test('answers as it did', async () => {
    const asked = answers(version);
    expect(asked.length).toBeGreaterThan(80);
    const before = readFileSync(join(home, 'ledger.db'));
    const wrong: object[] = [];
    for (const { ask, exit, said: due } of asked) {
      const now = await run(home, ...ask);
      const is = { ask, exit: now.exit, said: said(ask, now.data) };
      try {
        expect(is).toEqual({ ask, exit, said: due });
      } catch {
        wrong.push({ is, due });
      }
      expect(now.stderr.includes('an earlier pedigree wrote this ledger')).toBe(isEarlier);
    }
    expect(wrong).toEqual([]);
    expect(readFileSync(join(home, 'ledger.db')).equals(before)).toBe(true);
  }, 300_000);

  test('answers one scan as the program that is started for it', () => {
    const { ask = [], exit, said: due } = answers(version).find(({ ask }) => ask[0] === 'verify') ?? {};
    const now = pedigree(path('.'), ['--home', home, '--now', ASKED, '--json', ...ask]);
    expect({ exit: now.exit, said: said(ask, now.json[0] ?? {}) }).toEqual({ exit, said: due });
    expect(now.stderr.includes('an earlier pedigree wrote this ledger')).toBe(isEarlier);
  });

  test('is a copied folder, and goes on once its owner has recovered it', async () => {
    const scan = answers(version).find(({ ask }) => ask[0] === 'verify')?.ask[1] ?? '';
    expect(await run(home, 'quarantine', scan, '--reason', 'suspect')).toMatchObject({
      exit: 78,
      data: { code: 'chain-behind' },
    });
    const file = version === String(TABLES_VERSION) ? join(BUNDLES, 'all.pedigree') : path(`${version}.pedigree`);
    if (isEarlier) await run(home, 'export', file);
    expect(await run(home, 'recover', '--from', file)).toMatchObject({ exit: 0, data: { state: 'ready' } });
    const audit = await run(home, 'audit');
    expect(audit.stderr).not.toContain('an earlier pedigree');
    const codes = (audit.data.findings as readonly { readonly code: string }[]).map(({ code }) => code);
    expect(codes.filter((code) => code !== 'forked' && code !== 'peer-saw-other')).toEqual([]);
    const { checks } = (await run(home, 'doctor')).data as { readonly checks: readonly Record<string, string>[] };
    expect(checks.filter(({ level, code }) => level === 'error' && code !== 'fork')).toEqual([]);
    // The key of the first run still answers, settings and what waits are there.
    expect(await run(home, 'dispense', scan, '--ref', 'RX-17', '--once', 'till-1')).toMatchObject({
      exit: 0,
      data: { already: true },
    });
    expect((await run(home, 'config', 'get', 'zone')).data.settings).toMatchObject([{ value: 'Africa/Lagos' }]);
    const finished = await run(home, 'scan', '--mode', 'dispense', '--finish');
    expect(finished.exit).toBeLessThanOrEqual(20);
    expect(readdirSync(join(home, 'sessions'))).toEqual([]);
  }, 240_000);
});

describe('files that are handed on', () => {
  test('a network is joined by its card, and its bundles say what they said', async () => {
    const home = path('joined');
    const joined = ['init', '--name', 'New Pharmacy', '--gln', '9506000100074', '--test'];
    expect((await run(home, ...joined, '--network', join(BUNDLES, 'agency.card'))).exit).toBe(0);
    for (const name of ['recalls.pedigree', 'delivery.pedigree', 'all.pedigree']) {
      expect((await run(home, 'import', join(BUNDLES, name))).exit, name).toBeOneOf([0, 15, 20]);
    }
    const { data } = await run(home, 'recall', 'list');
    const kept = answers(String(TABLES_VERSION)).find(({ ask }) => ask.join(' ') === 'recall list')?.said as object[];
    expect(said(['recall', 'list'], data)).toEqual(kept);
    const parties = (await run(home, 'parties')).data.parties as readonly { readonly name: string }[];
    expect(parties.map(({ name }) => name)).toEqual(expect.arrayContaining(['Acme', 'Hill Pharmacy']));
  });

  test('a card and a welcome are read', async () => {
    const home = place(String(TABLES_VERSION), 'welcomed');
    expect((await run(home, 'import', join(BUNDLES, 'hill.welcome'))).exit).toBeOneOf([0, 15, 20]);
    const agency = path('agency');
    const found = ['init', '--name', 'Other Agency', '--gln', '9506000100081', '--regulator', '--test'];
    expect((await run(agency, ...found)).exit).toBe(0);
    const card = await run(
      agency,
      'accredit',
      join(BUNDLES, 'acme.card'),
      '--role',
      'manufacturer',
      '--gtin',
      '09506000134352',
    );
    // It is the card of another network, and is read as one.
    expect(card.data).toMatchObject({ code: 'other-network' });
  });

  test.each(['acme-2.backup', 'acme.backup'])('%s is brought back, with its locked key', async (name) => {
    const home = path(`restored-${name}`);
    expect(await run(home, 'restore', join(BUNDLES, name))).toMatchObject({
      exit: 0,
      data: { party: { name: 'Acme' } },
    });
    const passphrase = path('passphrase');
    if (!existsSync(passphrase)) writeFileSync(passphrase, `${PASSPHRASE}\n`, { mode: 0o600 });
    const shown = await run(home, 'key', 'show', '--passphrase-file', passphrase);
    expect(shown).toMatchObject({ exit: 0 });
    expect((await run(home, 'stock', '--passphrase-file', passphrase)).data).toMatchObject({
      packs: expect.any(Number),
    });
    const codes = ((await run(home, 'audit')).data.findings as readonly { readonly code: string }[]).map(
      ({ code }) => code,
    );
    // Nothing is appended before a peer was asked.
    expect(codes.filter((code) => code !== 'forked')).toEqual(['head-file']);
  });
});

test('the script plays the day of the store that is kept', () => {
  const done = spawnSync(process.execPath, ['scripts/make-store.ts', path('again')], { encoding: 'utf8' });
  expect(done).toMatchObject({ status: 0, stderr: '' });
  const made = JSON.parse(
    readFileSync(path(`again/stores/${TABLES_VERSION}/answers.json`), 'utf8'),
  ) as readonly Asked[];
  expect(eventsIn(made)).toEqual(eventsIn(answers(String(TABLES_VERSION))));
}, 300_000);

/** Types and times of the events of each chain: their names change with every byte that is drawn. */
function eventsIn(asked: readonly Asked[]): readonly string[] {
  const logs = asked.filter(({ ask }) => ask[0] === 'log').map(({ said: events }) => events as readonly Event[]);
  return logs.map((events) => events.map(({ type, at }) => `${at} ${type}`).join(', ')).sort();
}

interface Event {
  readonly type: string;
  readonly at: string;
}
