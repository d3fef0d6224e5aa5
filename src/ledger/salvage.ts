// A database whose trees are broken, written anew from every row that can still be read; what was lost comes from a peer or from
// the chains. In the place of the old one and under its locks, so that nobody goes on writing to a file that is no more.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { phrase } from '../words/en/ledger.ts';
import { type Connection, openDatabase } from './database.ts';
import { databaseFaults } from './examine.ts';
import { pageId } from './ids.ts';
import {
  APPLICATION,
  canBeRead,
  guard,
  inOurWords,
  openUnchecked,
  otherVersion,
  type Sql,
  TABLES_VERSION,
} from './sqlite.ts';
import { ALL_TABLES, DERIVED } from './tables.ts';
import { versionOf } from './versions.ts';
import { LEDGER_FILE } from './view.ts';

type Row = Readonly<Record<string, number | string | Uint8Array | null>>;

/**
 * Writes the database of a folder anew where it is broken; says whether it was. Checksums and tallies are kept as they stand, so
 * that what was lost for good goes on being a finding.
 * @throws damaged where not even its header can be read, io-failed, locked
 */
export async function salvage(dir: string): Promise<boolean> {
  const file = join(dir, LEDGER_FILE);
  const fresh = `${file}.mend`;
  const broken = guard(() => openUnchecked(file));
  try {
    const version = versionOf(broken.db);
    if (!canBeRead(version)) throw otherVersion('damaged', phrase('ledger-in', { db: file }), version);
    if (databaseFaults(broken).length === 0) return false;
    drop(fresh);
    const db = openDatabase(fresh);
    try {
      db.pragma('journal_mode = MEMORY');
      // Those of an earlier version are taken over when it is opened next.
      db.exec(version === TABLES_VERSION ? ALL_TABLES : tablesOf(broken));
      db.pragma(`application_id = ${APPLICATION}`);
      db.pragma(`user_version = ${version}`);
      db.transaction(() => {
        for (const table of namesOf(db)) if (!(table in DERIVED)) copy(broken, db, table);
      })();
      broken.close();
      await db.backup(file);
    } finally {
      db.close();
    }
    return true;
  } catch (error) {
    throw inOurWords(error);
  } finally {
    broken.close();
    drop(fresh);
  }
}

function tablesOf({ db }: Sql): string {
  const texts = db.prepare<[], string>('SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL').pluck().all();
  return texts.join(';\n');
}

function namesOf(db: Connection): readonly string[] {
  return db.prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY rowid").pluck().all();
}

function drop(fresh: string): void {
  for (const end of ['', '-journal', '-wal', '-shm']) rmSync(fresh + end, { force: true });
}

function copy(broken: Sql, db: Connection, table: string): void {
  const columns = db
    .prepare<[string], { name: string; pk: number }>('SELECT name, pk FROM pragma_table_info(?)')
    .all(table);
  const names = columns.map(({ name }) => name);
  const insert = db.prepare<unknown[]>(
    `INSERT OR IGNORE INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
  );
  const take = (row: Row) => insert.run(names.map((name) => row[name] ?? null));
  const text = `SELECT ${names.join(', ')} FROM ${table}`;
  // Around a page that cannot be read: from one side, then from the other.
  if (readAll(broken, `${text} NOT INDEXED`, take)) return;
  const key = names[0] ?? '';
  readAll(broken, `${text} ORDER BY ${isKeyed(columns) ? key : 'rowid'} DESC`, take);
  for (const id of knownIds(db, table)) {
    if (db.prepare(`SELECT 1 FROM ${table} WHERE id = ?`).get(id) !== undefined) continue;
    readAll(broken, `${text} WHERE id = ?`, take, id);
  }
}

function isKeyed(columns: readonly { readonly pk: number }[]): boolean {
  return columns[0]?.pk === 1 && columns.filter(({ pk }) => pk > 0).length === 1;
}

/** Whether it came to its end. */
function readAll(sql: Sql, text: string, take: (row: Row) => void, id?: number): boolean {
  try {
    const statement = sql.db.prepare<number[], Row>(text);
    for (const row of id === undefined ? statement.iterate() : statement.iterate(id)) take(row);
    return true;
  } catch {
    return false;
  }
}

// What must be there, by what was saved before it. Several pages may be broken, with whole ones between them.
function* knownIds(db: Connection, table: string): Iterable<number> {
  if (table === 'leaf') {
    // Branches stand behind the leaves in the list of tables: the keys of what was saved say enough.
    const spans = db
      .prepare<[], { low: number; high: number }>(
        'SELECT min(id) AS low, max(id) AS high FROM leaf GROUP BY id / 4294967296',
      )
      .all();
    for (const { low, high } of spans) for (let id = low + 1; id < high; id++) yield id;
  }
  if (table === 'page' || table === 'sealed') {
    const all = db.prepare<[], { id: number; have: number }>('SELECT id, have FROM attachment').all();
    for (const { id, have } of all) for (let at = pageId(id, 0); at < pageId(id, have); at++) yield at;
  }
}
