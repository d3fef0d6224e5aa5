// Branches of a chain that forked again and again: each is found with all that it left.
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { Shapes } from '../../src/ledger/branches.ts';
import { Sql } from '../../src/ledger/sqlite.ts';
import { rowSum } from '../../src/ledger/sums.ts';

function forkedOnAndOn(count: number): Sql {
  const db = new Database(':memory:');
  db.exec(`CREATE TABLE branch (id INTEGER PRIMARY KEY, chain TEXT, number INTEGER, parent INTEGER, base INTEGER,
    seen INTEGER, changed INTEGER, open_only INTEGER, sum INTEGER)`);
  const insert = db.prepare('INSERT INTO branch VALUES (?, ?, ?, ?, ?, 0, 0, 0, ?)');
  for (let at = 0; at < count; at++) {
    const cells = [at + 1, 'chain', at, at === 0 ? null : at, at] as const;
    insert.run(...cells, rowSum([...cells, 0, 0, 0]));
  }
  return new Sql(db, () => db.close());
}

test('a branch of a branch, fifty thousand deep, knows where it began', () => {
  const deep = 50_000;
  const sql = forkedOnAndOn(deep);
  const shapes = new Shapes(sql);
  let at = shapes.byRow(deep);
  expect(at).toMatchObject({ row: deep, number: deep - 1, base: deep - 1 });
  for (let n = 1; n < deep; n++) at = at?.parent;
  expect(at).toEqual({ row: 1, chain: 'chain', number: 0, parent: undefined, base: 0 });
  expect(shapes.byRow(7)).toBe(shapes.of('chain')[6]);
  expect(shapes.onPath('chain', 3, 3, deep - 1)).toBe(true);
  sql.db.close();
});

test('a branch that leaves a later one is damage', () => {
  const sql = forkedOnAndOn(3);
  sql.db.exec('UPDATE branch SET parent = 3 WHERE id = 2');
  expect(() => new Shapes(sql).byRow(3)).toThrow(/damaged/);
  sql.db.close();
});
