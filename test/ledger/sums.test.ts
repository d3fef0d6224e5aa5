// Checksums and tallies keep up with every way to write a row, and with nothing that is done behind the ledger's back.
import Database from 'better-sqlite3';
import { beforeEach, expect, test } from 'vitest';
import { makeLocal } from '../../src/ledger/local.ts';
import { Sql } from '../../src/ledger/sqlite.ts';
import { changedRows, keepSums, miscounts, SUMMED } from '../../src/ledger/sums.ts';
import { createTables } from '../../src/ledger/tables.ts';

let db: Database.Database;
let sql: Sql;

beforeEach(() => {
  db = new Database(':memory:');
  sql = new Sql(db);
  createTables(sql, 'epoch', 'instance');
  keepSums(db);
});

function wrong(): unknown[] {
  const rows: unknown[] = [];
  for (const summed of SUMMED) changedRows(sql, summed, (row) => rows.push([summed.table, row]));
  return [...rows, ...miscounts(sql)];
}

const WRITES: readonly (readonly [how: string, ...statements: string[]])[] = [
  ['a new row', `INSERT INTO record (kind, key, value) VALUES ('a', hex(randomblob(4)), '1')`],
  ['a row that takes the place of another', `INSERT OR REPLACE INTO record (kind, key, value) VALUES ('a', 'b', '2')`],
  ['a row that is there already', `INSERT OR IGNORE INTO record (kind, key, value) VALUES ('a', 'b', '2')`],
  [
    'a row that updates another',
    `INSERT INTO record (kind, key, value) VALUES ('a', 'b', '2') ON CONFLICT (kind, key) DO UPDATE SET value = '3'`,
  ],
  ['another key', `UPDATE record SET key = key || 'd'`],
  ['another kind', `UPDATE record SET kind = 'd'`],
  ['a key that another row has', `UPDATE OR REPLACE record SET key = 'b'`],
  ['a row that goes', 'DELETE FROM record'],
  ['a checkpoint', `UPDATE leaf SET note = 'n'`, `UPDATE leaf SET note = 'm'`, 'UPDATE leaf SET note = NULL'],
  ['a checkpoint that a peer showed', `INSERT OR IGNORE INTO heard VALUES ('c', 1, x'00', 'n', 'p', 1, NULL)`],
  ['what a ledger says of itself', `INSERT OR REPLACE INTO meta (key, value) VALUES ('stamp', 7)`],
];

test.each(WRITES)('%s is summed and counted', (_, ...statements) => {
  sql.run(`INSERT INTO record (kind, key, value) VALUES ('a', 'b', '1'), ('a', 'x', x'00ff')`);
  sql.run(`INSERT INTO leaf (id, sum, type, bytes) VALUES (1, 1, 1, x'00')`);
  for (const statement of statements) {
    sql.run(statement);
    sql.run(statement);
    expect(wrong()).toEqual([]);
  }
});

test('what is written by somebody else is not', () => {
  const image = db.serialize();
  for (const [, ...statements] of WRITES.filter(([how]) => !/already|checkpoint$/.test(how))) {
    const other = new Database(image);
    other.exec(`INSERT INTO record (kind, key, value) VALUES ('a', 'b', '1')`);
    for (const statement of statements) other.exec(statement);
    sql = new Sql(other);
    if (statements[0] !== 'DELETE FROM record') expect(wrong()).not.toEqual([]);
  }
});

test('a record that is no more what was written is answered to nobody', () => {
  const local = makeLocal(sql);
  local.setSetting('name', 'Hill');
  local.aside.put('part', new Uint8Array([1, 2]));
  local.containers.put({ key: new Uint8Array(32), name: 'box', value: { n: 1 } });
  // As by a bit that flips: nobody keeps sums.
  const other = new Database(db.serialize());
  const there = makeLocal(new Sql(other));
  const reads = [
    () => there.setting('name'),
    () => there.aside.get('part'),
    () => there.containers.byKey(new Uint8Array(32)),
  ];
  for (const read of reads) expect(read()).toBeDefined();
  other.exec(`UPDATE record SET value = '"Hull"' WHERE kind = 'setting'`);
  other.exec(`UPDATE record SET value = x'0103' WHERE kind = 'aside'`);
  other.exec(`UPDATE container SET value = '{"n":2}'`);
  for (const read of reads) expect(read).toThrowError(expect.objectContaining({ code: 'damaged' }));
});
