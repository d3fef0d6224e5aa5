// Whatever changes in the files of a party: an answer that is another one now is a finding of the audit, and nothing crashes.
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addPeer } from '../../src/app/exchange/peers.ts';
import { auditFolder } from '../../src/app/maintenance/audit.ts';
import { status } from '../../src/app/maintenance/status.ts';
import { setConfig } from '../../src/app/node/config.ts';
import { type Home, openHome } from '../../src/app/node/home.ts';
import { issueRecall } from '../../src/app/recalls/recall-issue.ts';
import { dispense } from '../../src/app/steps/dispense.ts';
import { incoming } from '../../src/app/steps/incoming.ts';
import { listOutbox } from '../../src/app/steps/outbox.ts';
import { pack } from '../../src/app/steps/pack.ts';
import { receive } from '../../src/app/steps/receive.ts';
import { ship } from '../../src/app/steps/ship.ts';
import { stock } from '../../src/app/verdict/stock.ts';
import { verifyScans } from '../../src/app/verdict/verify.ts';
import { PedigreeError } from '../../src/errors.ts';
import { type Dice, dice } from '../dice.ts';
import { GTIN, makeWorld, type World } from './goods-world.ts';
import { type KeptFiles, keepFiles } from './kept-files.ts';
import { HILL } from './network.ts';

const LONG = process.env.PEDIGREE_LONG === '1';
/** Bits of files that are flipped one by one. */
const FLIPS = LONG ? 20_000 : 40;
/** Rows of each column that are changed. */
const ROWS = LONG ? 1_000 : 1;
const DAY = 86_400_000;
const ONCE = { once: 'till-7' };

let world: World;
let dir: string;
let scans: readonly string[];
let kept: KeptFiles;
let right: string;
/** Whether a command of the last round of answers said what is wrong. */
let told = false;

beforeAll(async () => {
  world = await makeWorld();
  dir = world.path('hill');
  const lots = [await world.mint({ count: 9 }), await world.mint({ count: 3, lot: 'RECALLED' })];
  scans = lots.flatMap((lot) => lot.scans);
  const [a = '', b = '', c = '', d = '', e = '', f = '', , , , g = ''] = scans;
  await world.as('acme', (home) => pack(home, { items: [a, b], into: 'new' }));
  await world.as('acme', (home) => ship(home, { to: HILL.gln, items: [a, b, c, g], once: 'order-1' }));
  await world.share('acme', 'hill');
  world.later();
  await world.as('hill', (home) => receive(home, { items: [], all: true }));
  await world.as('hill', (home) => dispense(home, [c], ONCE));
  await world.as('hill', (home) => setConfig(home, 'max-age', '2d'));
  await world.as('hill', (home) => addPeer(home, 'acme', 'http://127.0.0.1:9/'));
  await world.as('acme', (home) => ship(home, { to: HILL.gln, items: [d] }));
  const lot = { gtin: GTIN, lots: ['RECALLED'], allLots: false, class: 2, reason: 'label', unknownLot: false } as const;
  await issueRecall(world.env('acme'), { ...lot, confirm: ['RECALLED'], sync: false });
  await world.share('acme', 'hill');
  world.later(5 * DAY);
  // Sent on its way, and not heard of here.
  await world.as('acme', (home) => ship(home, { to: HILL.gln, items: [e] }));
  await world.as('hill', (home) => dispense(home, [e], { later: true, ref: 'RX 7' }));
  expect((await world.as('hill', listOutbox)).pending).toHaveLength(1);
  expect(f).not.toBe('');
  kept = keepFiles(dir);
  right = await answers();
}, 240_000);
afterAll(() => world.remove());
beforeEach(() => kept.mend());

function reading<T>(fn: (home: Home) => T): T {
  const home = openHome(world.env('hill'), { readOnly: true });
  try {
    return fn(home);
  } finally {
    home.close();
  }
}

async function verdicts(): Promise<unknown> {
  const found: unknown[] = [];
  const lines = verifyScans(world.env('hill'), scans, { strict: false });
  for await (const line of lines) found.push(line.error ?? ('status' in line.data ? line.data : undefined));
  return found;
}

const ASKED: Readonly<Record<string, () => unknown>> = {
  verify: verdicts,
  stock: () => reading((home) => stock(home, { all: true })),
  outbox: () => reading(listOutbox),
  incoming: () => reading((home) => incoming(home)),
  // What is free on the disk changes by itself.
  status: async () => ({ ...(await status(world.env('hill'))), free: 0 }),
  once: () => world.at('hill', (home) => dispense(home, [scans[2] ?? ''], ONCE), { dryRun: true }),
};

/** What every command answers; one that says what is wrong has not answered. Whatever else is thrown is a crash. */
async function answers(before?: string): Promise<string> {
  const said: Record<string, unknown> = {};
  const expected = before === undefined ? {} : (JSON.parse(before) as Record<string, unknown>);
  told = false;
  for (const [name, ask] of Object.entries(ASKED)) {
    try {
      said[name] = JSON.parse(JSON.stringify(await ask(), (key, value) => (key === 'micros' ? 0 : value)));
    } catch (error) {
      if (!(error instanceof PedigreeError) || error.code === 'unexpected') throw error;
      said[name] = expected[name];
      told = true;
    }
  }
  return JSON.stringify(said);
}

/** What came of one change. */
interface Outcome {
  readonly what: string;
  /** A command said what is wrong, instead of answering. */
  readonly told: boolean;
  /** A command answered, and something else than before. */
  readonly other: boolean;
  /** The audit has a finding. */
  readonly found: boolean;
}

/** Asks for the answers of all commands, and for the audit where that is due. */
async function outcome(what: string, isDue: (other: boolean) => boolean): Promise<Outcome> {
  const other = (await answers(right)) !== right;
  return { what, told, other, found: isDue(other) && findings().length > 0 };
}

/** The figures of docs/reliability.md. */
function tell(name: string, all: readonly Outcome[]): void {
  if (!LONG) return;
  const count = (is: (one: Outcome) => boolean) => all.filter(is).length;
  const parts = [
    `${all.length} changes`,
    `${count((one) => one.told)} told by a command`,
    `${count((one) => one.other)} answered otherwise`,
    `of these ${count((one) => one.other && one.found)} found`,
    `${count((one) => one.found)} found in all`,
  ];
  console.info(`${name}: ${parts.join(', ')}`);
}

function findings(): readonly string[] {
  try {
    return auditFolder(world.env('hill')).findings.map(({ message }) => message);
  } catch (error) {
    // Of tables of another version nothing more can be said.
    if (error instanceof PedigreeError && (error.code === 'damaged' || error.code === 'no-party'))
      return [error.message];
    throw error;
  }
}

/** Rows that were changed; none where the table does not take such a value. */
function sql(text: string): number {
  const db = new Database(join(dir, 'ledger.db'));
  try {
    return db.prepare(text).run().changes;
  } catch (error) {
    if (error instanceof Database.SqliteError && /datatype|constraint/.test(error.message)) return 0;
    throw error;
  } finally {
    db.close();
  }
}

interface Column {
  readonly table: string;
  readonly name: string;
  readonly rows: number;
  /** SQL for the row at a place. */
  readonly row: (at: number) => string;
}

function columns(): readonly Column[] {
  const db = new Database(join(dir, 'ledger.db'), { readonly: true });
  const tables = db
    .prepare<[], { name: string; sql: string }>(`SELECT name, sql FROM sqlite_schema WHERE type = 'table'`)
    .all();
  const found = tables.flatMap(({ name: table, sql: made }) => {
    const all = db
      .prepare<[string], { name: string; pk: number }>('SELECT name, pk FROM pragma_table_info(?)')
      .all(table);
    const key = /WITHOUT ROWID/.test(made)
      ? all
          .filter(({ pk }) => pk > 0)
          .map(({ name }) => name)
          .join(', ')
      : 'rowid';
    const rows = db.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get() ?? 0;
    const row = (at: number) => `(${key}) IN (SELECT ${key} FROM ${table} LIMIT 1 OFFSET ${at})`;
    return all.map(({ name }) => ({ table, name, rows, row }));
  });
  db.close();
  return found;
}

/** Other values for a column, so that at least one of them is another one. */
const OTHERS: readonly ((name: string, table: string) => string)[] = [
  (name, table) => `(SELECT n.${name} FROM ${table} AS n WHERE n.${name} IS NOT ${table}.${name} LIMIT 1)`,
  (name) =>
    `CASE typeof(${name}) WHEN 'integer' THEN ${name} + 1 WHEN 'blob' THEN zeroblob(length(${name})) ELSE ${name} || ' ' END`,
  (name) => `CASE typeof(${name}) WHEN 'null' THEN 1 ELSE 0 END`,
  (name) => `CASE typeof(${name}) WHEN 'text' THEN replace(${name}, '1', '2') ELSE 'x' END`,
  () => `x'00'`,
];

describe('a party whose files are sound', () => {
  test('has an audit without findings, and answers to be compared', async () => {
    expect(findings()).toEqual([]);
    kept.mend();
    expect(await answers(right)).toBe(right);
    expect(Object.keys(JSON.parse(right) as object)).toEqual(Object.keys(ASKED));
    expect(right).not.toContain('null');
  });
});

describe('a row that is changed behind the ledger’s back', () => {
  test(`is a finding, in every table and column`, { timeout: LONG ? 10 * 3_600_000 : 120_000 }, async () => {
    const roll = dice(7);
    const all: Outcome[] = [];
    for (const { table, name, rows, row } of columns()) {
      for (let n = 0; n < Math.min(rows, ROWS); n++) {
        const at = LONG ? n : roll(rows);
        for (const make of LONG ? OTHERS : [OTHERS[roll(OTHERS.length)]]) {
          const other = make?.(name, table) ?? 'NULL';
          const text = `UPDATE OR IGNORE ${table} SET ${name} = ${other} WHERE ${row(at)} AND ${name} IS NOT ${other}`;
          kept.mend();
          if (sql(text) === 0) continue;
          const found = findings().length > 0;
          // One in some is asked for answers, too: they are told to be wrong, or right.
          if (roll(LONG ? 1 : 6) === 0) all.push({ ...(await outcome(text, () => false)), found });
          else all.push({ what: text, told: false, other: false, found });
        }
      }
    }
    tell('rows changed', all);
    expect(all.filter(({ found }) => !found).map(({ what }) => what)).toEqual([]);
  });

  test('or is gone is a finding, one of them or all', { timeout: LONG ? 3_600_000 : 120_000 }, async () => {
    const roll = dice(8);
    const all: Outcome[] = [];
    for (const { table, rows, row } of new Map(columns().map((one) => [one.table, one])).values()) {
      if (rows === 0) continue;
      const some = LONG ? Array.from({ length: Math.min(rows, ROWS) }, (_, n) => row(n)) : [row(roll(rows))];
      for (const where of [...some, '1']) {
        kept.mend();
        const text = `DELETE FROM ${table} WHERE ${where}`;
        sql(text);
        const found = findings().length > 0;
        if (roll(LONG ? 1 : 4) === 0) all.push({ ...(await outcome(text, () => false)), found });
        else all.push({ what: text, told: false, other: false, found });
      }
    }
    tell('rows deleted', all);
    expect(all.filter(({ found }) => !found).map(({ what }) => what)).toEqual([]);
  });
});

describe('bytes that have become text', () => {
  const BLOBS = [
    'leaf.bytes',
    'page.bytes',
    'sealed.bytes',
    'branch.root',
    'branch.head',
    'branch.range',
    'attachment.root',
    'signkey.key',
  ];
  test.each(BLOBS)('in %s are told or found, and crash nothing', async (place) => {
    const [table = '', column = ''] = place.split('.');
    for (const value of [`'x'`, '7']) {
      kept.mend();
      if (sql(`UPDATE OR IGNORE ${table} SET ${column} = ${value}`) === 0) continue;
      await answers(right);
      expect(findings()).not.toEqual([]);
    }
  });
});

describe('a bit in the name of a column', () => {
  const NAMES = [
    'branch.seen',
    'leaf.bytes',
    'record.value',
    'meta.value',
    'heard.note',
    'attachment.root',
    'page.bytes',
  ];
  test.each(NAMES)('%s is told or found, and crashes nothing', async (place) => {
    const [table = '', column = ''] = place.split('.');
    kept.mend();
    const db = new Database(join(dir, 'ledger.db'));
    db.unsafeMode();
    db.pragma('writable_schema = ON');
    const other = column.replace(/^./, (letter) => letter.toUpperCase());
    const { changes } = db
      .prepare(`UPDATE sqlite_schema SET sql = replace(sql, ' ${column} ', ' ${other} ') WHERE name = ?`)
      .run(table);
    db.close();
    expect(changes).toBe(1);
    await answers(right);
    expect(findings()).not.toEqual([]);
  });
});

describe('a bit that flips in a file', () => {
  const flip = (name: string, roll: Dice): string => {
    const bytes = kept.copy(name);
    const at = roll(bytes.length);
    const bit = roll(8);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
    kept.put(name, bytes);
    return `bit ${bit} of byte ${at} of ${name}`;
  };

  test('changes no answer that is not told of, or found', { timeout: LONG ? 10 * 3_600_000 : 120_000 }, async () => {
    const roll = dice(9);
    const all: Outcome[] = [];
    for (let n = 0; n < FLIPS; n++) {
      kept.mend();
      const what = flip(n % 10 === 9 ? 'head' : n % 10 === 8 ? 'key' : 'ledger.db', roll);
      all.push(await outcome(what, (other) => other || LONG));
    }
    tell('bits flipped', all);
    expect(all.filter(({ other, found }) => other && !found).map(({ what }) => what)).toEqual([]);
  });
});
