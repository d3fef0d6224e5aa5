// Damage at every kind of place: the audit names it, and every other command says so in words or goes on rightly.
import { chmodSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { auditFolder, rebuild } from '../../src/app/maintenance/audit.ts';
import { backUp } from '../../src/app/maintenance/backup.ts';
import { doctor } from '../../src/app/maintenance/doctor.ts';
import { recover } from '../../src/app/maintenance/recover.ts';
import { openHome } from '../../src/app/node/home.ts';
import { mint } from '../../src/app/steps/mint.ts';
import { quarantine } from '../../src/app/steps/quarantine.ts';
import { stock } from '../../src/app/verdict/stock.ts';
import { verifyScans } from '../../src/app/verdict/verify.ts';
import { u32be } from '../../src/chain/bytes.ts';
import { PedigreeError } from '../../src/errors.ts';
import { type KeptFiles, keepFiles } from './kept-files.ts';
import { ACME, makeNetwork, type Network } from './network.ts';

const PAGE = 4096;
/** What a command may end in where the folder is damaged: told, not crashed. */
const TOLD = [15, 66, 74, 75, 77, 78];
const OTHER = `CASE WHEN substr(bytes, 41, 1) = x'5a' THEN x'5b' ELSE x'5a' END`;
const FLIP = `CAST(substr(bytes, 1, 40) || ${OTHER} || substr(bytes, 42) AS BLOB)`;
/** The leaf of the quarantine. */
const LAST = '(SELECT max(id) FROM leaf)';

let net: Network;
let dir: string;
let kept: KeptFiles;
/** Root pages of tables, and the last leaf page of each. */
let roots: Map<string, number>;
let ends: Map<string, number>;
let held = '';

function change(name: string, how: (bytes: Buffer) => Buffer): void {
  kept.put(name, how(kept.copy(name)));
}

function garble(bytes: Buffer, from: number, length: number): Buffer {
  for (let i = from; i < from + length; i++) bytes[i] = (bytes[i] ?? 0) ^ 0x5a;
  return bytes;
}

function sql(text: string): void {
  const db = new Database(join(dir, 'ledger.db'));
  db.exec(text);
  db.close();
}

beforeAll(async () => {
  net = makeNetwork();
  await net.found();
  await net.join('acme', ACME, { roles: ['manufacturer'], prefixes: ['9506000'] });
  dir = net.path('acme');
  const lot = { gtin: '09506000134352', expiry: '2029-12-31' };
  const out = net.path('scans');
  await net.at('acme', (home) => mint(home, { ...lot, lot: 'L1', count: 20, out }));
  await net.at('acme', (home) => mint(home, { ...lot, lot: 'L2', count: 1500 }));
  held = readFileSync(out, 'utf8').split('\n')[0] ?? '';
  await net.at('acme', (home) => quarantine(home, { items: [held], reason: 'suspect' }));
  const db = new Database(join(dir, 'ledger.db'));
  db.pragma('wal_checkpoint(TRUNCATE)');
  const tables = db.prepare<[], { name: string; rootpage: number }>('SELECT name, rootpage FROM sqlite_schema').all();
  roots = new Map(tables.map(({ name, rootpage }) => [name, rootpage]));
  const last = db.prepare<[string], number>(`SELECT max(pageno) FROM dbstat WHERE name = ? AND pagetype = 'leaf'`);
  ends = new Map(tables.map(({ name }) => [name, last.pluck().get(name) ?? 0]));
  db.close();
  kept = keepFiles(dir);
});
afterAll(() => net.remove());

beforeEach(() => kept.mend());

/** How a command ended: 0, or the exit of what it threw. */
async function exitOf(run: () => unknown): Promise<number> {
  try {
    await run();
    return 0;
  } catch (error) {
    if (error instanceof PedigreeError) return error.exit;
    throw error;
  }
}

async function statusOf(scan: string): Promise<unknown> {
  const lines = verifyScans(net.env('acme'), [scan], { strict: false });
  for await (const line of lines)
    return line.error === undefined && 'status' in line.data ? line.data.status : line.error;
  return undefined;
}

const found = () => auditFolder(net.env('acme'));
const page = (at: ReadonlyMap<string, number>, table: string) => ((at.get(table) ?? 0) - 1) * PAGE;
const garblePage = (at: () => ReadonlyMap<string, number>, table: string) => () =>
  change('ledger.db', (bytes) => garble(bytes, page(at(), table), PAGE));

describe('a sound folder', () => {
  it('gives no findings and no hint', () => {
    expect(found()).toMatchObject({ findings: [], exit: 0 });
    expect(found().hint).toBeUndefined();
  });
});

const DAMAGE: readonly (readonly [what: string, damage: () => void, code: string, says: RegExp])[] = [
  ['the header', () => change('ledger.db', (bytes) => garble(bytes, 0, 100)), 'database-damaged', /header/],
  ['the list of tables', () => change('ledger.db', (bytes) => garble(bytes, 100, PAGE - 100)), 'database-damaged', /./],
  ['all of the file', () => change('ledger.db', () => Buffer.alloc(0)), 'database-damaged', /empty/],
  ['half of the file', () => change('ledger.db', (b) => b.subarray(0, PAGE * 5 + 100)), 'database-damaged', /cut off/],
  ['all but a few bytes', () => change('ledger.db', (b) => b.subarray(0, 50)), 'database-damaged', /cut off after 50/],
  ['whose file it is', () => change('ledger.db', (b) => garble(b, 68, 4)), 'database-damaged', /not that of a ledger/],
  ['the file itself', () => rmSync(join(dir, 'ledger.db')), 'database-damaged', /missing/],
  ['the root of the leaves', garblePage(() => roots, 'leaf'), 'database-damaged', /./],
  ['a page of leaves', garblePage(() => ends, 'leaf'), 'database-damaged', /table leaf cannot be read/],
  ['a page of tokens', garblePage(() => ends, 'page'), 'database-damaged', /table page cannot be read/],
  ['a page of sealed parts', garblePage(() => ends, 'sealed'), 'database-damaged', /table sealed cannot be read/],
  ['the branches', garblePage(() => roots, 'branch'), 'database-damaged', /table branch cannot be read/],
  ['the settings of the file', garblePage(() => roots, 'meta'), 'database-damaged', /table meta cannot be read/],
  ['the records', garblePage(() => roots, 'record'), 'database-damaged', /table record cannot be read/],
  ['the index of tokens', garblePage(() => roots, 'hop'), 'database-damaged', /table hop cannot be read/],
  [
    'the list of free pages',
    () => change('ledger.db', (b) => Buffer.concat([b.subarray(0, 32), u32be(9_999), u32be(3), b.subarray(40)])),
    'database-damaged',
    /[Ff]reelist/,
  ],
  ['a folder for the log', () => mkdirSync(join(dir, 'ledger.db-wal')), 'database-damaged', /write-ahead log/],
  ['a table', () => sql('DROP TABLE hop'), 'database-damaged', /table hop is missing/],
  ['whose ledger it is', () => sql('DELETE FROM record'), 'database-damaged', /whose it is/],
  ['the head file', () => change('head', () => Buffer.alloc(8192)), 'head-file', /damaged/],
  ['the head file cut', () => change('head', () => Buffer.alloc(0)), 'head-file', /damaged/],
  ['the key', () => change('key', () => Buffer.alloc(200, 0x7f)), 'key-file', /damaged/],
  ['half of the key', () => change('key', (bytes) => bytes.subarray(0, 60)), 'key-file', /damaged/],
  ['the last leaf', () => sql(`UPDATE leaf SET bytes = ${FLIP} WHERE id = ${LAST}`), 'note-damaged', /not of these/],
  ['the last leaf gone', () => sql(`DELETE FROM leaf WHERE id = ${LAST}`), 'leaf-missing', /is missing/],
  ['a leaf that is no bytes', () => sql(`UPDATE leaf SET bytes = 'x' WHERE id = ${LAST}`), 'leaf-damaged', /damaged/],
  ['the sum of a leaf', () => sql(`UPDATE leaf SET sum = 1 WHERE id = ${LAST}`), 'index-wrong', /checksum/],
  ['the type of a leaf', () => sql(`UPDATE leaf SET type = 1 WHERE id = ${LAST}`), 'index-wrong', /type/],
  ['checkpoints', () => sql(`UPDATE leaf SET note = replace(note, 'v1', 'v2')`), 'note-damaged', /./],
  ['the last checkpoint', () => sql(`UPDATE leaf SET note = NULL WHERE id = ${LAST}`), 'note-damaged', /missing/],
  ['an attachment', () => sql(`UPDATE page SET bytes = ${FLIP} WHERE id > 0`), 'page-damaged', /./],
  ['pages', () => sql('DELETE FROM page WHERE id > 0'), 'page-missing', /./],
  ['attachments', () => sql('DELETE FROM attachment'), 'page-missing', /./],
  ['derived rows', () => sql('DELETE FROM hop'), 'index-wrong', /hop/],
  ['a key of the index', () => sql(`UPDATE signkey SET key = 'abc'`), 'index-wrong', /signkey/],
  ['the range of a chain', () => sql(`UPDATE branch SET range = x'00'`), 'branch-wrong', /./],
  ['the size of a chain', () => sql('UPDATE branch SET size = size + 1000000000'), 'leaf-missing', /./],
  ['a size that is no number', () => sql(`UPDATE branch SET size = 'x'`), 'branch-wrong', /./],
  ['a branch of itself', () => sql('UPDATE branch SET parent = id'), 'branch-wrong', /./],
  ['all chains', () => sql('DELETE FROM branch'), 'branch-wrong', /no chain/],
  [
    'a chain of another',
    () => sql(`DELETE FROM branch WHERE chain <> (SELECT value FROM meta WHERE key = 'own')`),
    'branch-wrong',
    /no chain/,
  ],
  ['what the file says of itself', () => sql('DELETE FROM meta'), 'head-file', /./],
];

describe.each(DAMAGE)('damage to %s', (what, damage, code, says) => {
  it('is named by the audit, with what to do', () => {
    damage();
    const report = found();
    expect(report.exit).toBe(15);
    expect(report.findings.filter((finding) => finding.code === code).map(({ message }) => message)).toEqual(
      expect.arrayContaining([expect.stringMatching(says)]),
    );
    expect(report.hint).toMatch(/pedigree|key file/);
  });

  it('is told by every other command, or does not concern it', async () => {
    const commands: Readonly<Record<string, () => unknown>> = {
      doctor: () => doctor(net.env('acme')),
      rebuild: () => net.at('acme', rebuild),
      backup: () => net.at('acme', (home) => backUp(home, net.path(`${Math.random()}.backup`))),
      recover: () => net.at('acme', (home) => recover(home)),
      stock: () => {
        const home = openHome(net.env('acme'), { readOnly: true });
        try {
          return stock(home, {});
        } finally {
          home.close();
        }
      },
    };
    for (const [name, run] of Object.entries(commands)) {
      kept.mend();
      damage();
      expect([0, ...TOLD], `${name} after damage to ${what}`).toContain(await exitOf(run));
    }
  });

  it('makes no pack in quarantine genuine', async () => {
    // An index whose rows are gone looks like one that never had them: that is for the audit to find.
    if (what === 'derived rows') return;
    damage();
    const exit = await exitOf(async () => expect(await statusOf(held)).not.toBe('genuine'));
    expect([0, ...TOLD]).toContain(exit);
  });
});

describe('places that are no files', () => {
  it('are damage of the head file and of the key', () => {
    for (const name of ['head', 'key']) {
      rmSync(join(dir, name));
      mkdirSync(join(dir, name), { mode: 0o700 });
      chmodSync(join(dir, name), 0o700);
      expect(found().findings.map(({ code }) => code)).toContain(`${name}-file`);
      rmSync(join(dir, name), { recursive: true });
      kept.put(name, kept.copy(name));
    }
  });
});
