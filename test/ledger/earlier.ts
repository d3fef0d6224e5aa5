// Ledgers as an earlier version of the tables had them, made of ones that were just written.
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { DERIVED } from '../../src/ledger/tables.ts';

/** The tables of version 2 that today's are not like: nothing had a checksum. */
const VERSION_2: Readonly<Record<string, string>> = {
  leaf: '(id INTEGER PRIMARY KEY, sum INTEGER NOT NULL, type INTEGER, note TEXT, bytes BLOB NOT NULL)',
  heard: `(chain TEXT NOT NULL, size INTEGER NOT NULL, root BLOB NOT NULL, note TEXT NOT NULL, peer TEXT NOT NULL,
  at INTEGER NOT NULL, PRIMARY KEY (chain, size, root))`,
  branch: `(id INTEGER PRIMARY KEY, chain TEXT NOT NULL, number INTEGER NOT NULL, parent INTEGER, base INTEGER NOT NULL,
  size INTEGER NOT NULL, at INTEGER NOT NULL, seen INTEGER NOT NULL, changed INTEGER NOT NULL, open_only INTEGER NOT NULL,
  root BLOB NOT NULL, head BLOB NOT NULL, range BLOB NOT NULL, UNIQUE (chain, number))`,
  meta: '(key TEXT PRIMARY KEY, value NOT NULL) WITHOUT ROWID',
  record: '(kind TEXT NOT NULL, key TEXT NOT NULL, value NOT NULL, PRIMARY KEY (kind, key))',
  container: '(key BLOB PRIMARY KEY, name TEXT NOT NULL, value TEXT NOT NULL)',
};

/** Makes the ledger of a folder, which nobody has open, one of version 2, with an index of which nothing is right any more. */
export function makeVersion2(dir: string): void {
  const db = new Database(join(dir, 'ledger.db'));
  db.exec('DROP INDEX container_name; DROP TABLE tally');
  for (const [table, columns] of Object.entries(VERSION_2)) {
    db.exec(`ALTER TABLE ${table} RENAME TO old; CREATE TABLE ${table} ${columns}`);
    const names = db.prepare<[string], string>('SELECT name FROM pragma_table_info(?)').pluck().all(table).join(', ');
    db.exec(`INSERT INTO ${table} (${names}) SELECT ${names} FROM old; DROP TABLE old`);
  }
  db.exec('CREATE INDEX container_name ON container (name)');
  for (const table of Object.keys(DERIVED)) {
    db.exec(`DROP TABLE ${table}; CREATE TABLE ${table} (something INTEGER); INSERT INTO ${table} VALUES (1)`);
  }
  db.exec('CREATE TABLE forgotten (what TEXT); CREATE TRIGGER forgets AFTER INSERT ON leaf BEGIN SELECT 1; END');
  db.pragma('user_version = 2');
  db.close();
}

/** What stands in a ledger besides its index, and of what version it is, whoever wrote it. */
export function content(dir: string): { readonly version: number; readonly rows: Readonly<Record<string, unknown>> } {
  const db = new Database(join(dir, 'ledger.db'), { readonly: true });
  const kept: Readonly<Record<string, string>> = {
    leaf: 'SELECT id, note, bytes FROM leaf ORDER BY id',
    branch: 'SELECT id, chain, number, parent, base, size, seen, changed, open_only, root FROM branch ORDER BY id',
    heard: 'SELECT chain, size, root, note, peer, at FROM heard ORDER BY chain, size, root',
    attachment: 'SELECT id, root, kind, pages, have FROM attachment ORDER BY id',
    page: 'SELECT id, bytes FROM page WHERE id >= 0 ORDER BY id',
    sealed: 'SELECT id, bytes FROM sealed ORDER BY id',
    meta: `SELECT key, value FROM meta WHERE key <> 'stamp' ORDER BY key`,
    record: `SELECT kind, key, value FROM record
      WHERE kind IN ('setting', 'once', 'outbox', 'peer', 'alert', 'aside') ORDER BY kind, key`,
    container: 'SELECT key, name, value FROM container ORDER BY key',
  };
  const rows = Object.fromEntries(Object.entries(kept).map(([table, text]) => [table, db.prepare(text).all()]));
  const version = Number(db.pragma('user_version', { simple: true }));
  db.close();
  return { version, rows };
}
