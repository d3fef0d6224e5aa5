// What is left of a database that cannot be opened as a ledger: named as findings, for its owner has to know what to do next.
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { PedigreeError } from '../errors.ts';
import { phrase } from '../words/en/ledger.ts';
import { openDatabase } from './database.ts';
import { APPLICATION, inOurWords, openUnchecked, type Sql, TABLES_VERSION } from './sqlite.ts';
import { ALL_TABLES, TABLES } from './tables.ts';
import type { AuditFinding } from './types.ts';
import { versionOf } from './versions.ts';
import { LEDGER_FILE } from './view.ts';

/** Lines of SQLite's own check that are named. */
const NAMED = 20;
const HEADER = 100;
const MAGIC = 'SQLite format 3\0';

/** Findings about the database file of a folder; none where it is whole, whatever it says. Writes nothing. */
export function examine(dir: string): readonly AuditFinding[] {
  const file = join(dir, LEDGER_FILE);
  const outside = [...fileFaults(file), ...walFaults(file)];
  const said = outside.length > 0 ? outside : contentFaults(file);
  return said.map((message) => ({ code: 'database-damaged', message }));
}

// The header of the file (SQLite file format, section 1.3) and its length.
function fileFaults(file: string): string[] {
  const stat = statSync(file, { throwIfNoEntry: false });
  if (stat === undefined) return [phrase('database-file-missing')];
  if (!stat.isFile()) return [phrase('in-place-of-database')];
  if (stat.size === 0) return [phrase('database-file-empty')];
  const header = Buffer.alloc(HEADER);
  const fd = openSync(file, 'r');
  try {
    readSync(fd, header, 0, HEADER, 0);
  } finally {
    closeSync(fd);
  }
  if (stat.size < HEADER) return [phrase('database-file-cut-off', { count: stat.size })];
  if (header.toString('latin1', 0, MAGIC.length) !== MAGIC) return [phrase('header-of-database-file')];
  const stored = header.readUInt16BE(16);
  const page = stored === 1 ? 65_536 : stored;
  const faults: string[] = [];
  if (page < 512 || (page & (page - 1)) !== 0) return [phrase('header-of-database-file-damaged')];
  const due = header.readUInt32BE(28) * page;
  if (stat.size < due) faults.push(phrase('database-file-cut-off-of-bytes', { count: stat.size, due }));
  if (header.readUInt32BE(68) !== APPLICATION) faults.push(phrase('database-file'));
  return faults;
}

function walFaults(file: string): string[] {
  const stat = statSync(`${file}-wal`, { throwIfNoEntry: false });
  if (stat === undefined || stat.isFile()) return [];
  return [phrase('in-place-of-write')];
}

function contentFaults(file: string): string[] {
  let sql: Sql;
  try {
    sql = openUnchecked(file);
  } catch (error) {
    return [wordsOf(error)];
  }
  try {
    return databaseFaults(sql);
  } finally {
    sql.close();
  }
}

/** What SQLite itself finds in the database, and the tables that cannot be read or are not there. */
export function databaseFaults(sql: Sql): string[] {
  const faults: string[] = [];
  const attempt = (said: (why: string) => string, look: () => void): void => {
    try {
      look();
    } catch (error) {
      faults.push(said(wordsOf(error)));
    }
  };
  attempt(
    (why) => phrase('database-cannot-checked', { why }),
    () => {
      for (const line of sql.values<string>(`PRAGMA integrity_check(${NAMED})`)) {
        if (line !== 'ok') faults.push(line.replace(/\s+/g, ' '));
      }
    },
  );
  attempt(
    (why) => phrase('list-of-tables-cannot', { why }),
    () => {
      const here = new Map(
        sql
          .rows<{ name: string; sql: string | null }>('SELECT name, sql FROM main.sqlite_schema')
          .map((one) => [one.name, one.sql] as const),
      );
      // Tables of an earlier version are made as they were made then.
      if (versionOf(sql.db) !== TABLES_VERSION) return;
      for (const [name, text] of due()) {
        if (here.has(name) && here.get(name) !== text) faults.push(phrase('what-made', { name }));
      }
      for (const table of TABLES) {
        if (!here.has(table)) faults.push(phrase('table-missing', { table }));
        else if (faults.length > 0)
          attempt(
            (why) => phrase('table-cannot-read', { table, why }),
            () => readThrough(sql, table),
          );
      }
    },
  );
  return faults;
}

/** How tables and indices are made, by name. */
function due(): ReadonlyMap<string, string | null> {
  const db = openDatabase(':memory:');
  try {
    db.exec(ALL_TABLES);
    const rows = db.prepare<[], { name: string; sql: string | null }>('SELECT name, sql FROM sqlite_schema').all();
    return new Map(rows.map(({ name, sql }) => [name, sql]));
  } finally {
    db.close();
  }
}

// Every row, with what stands on pages of its own.
function readThrough(sql: Sql, table: string): void {
  for (const _ of sql.each(`SELECT * FROM main.${table}`));
}

function wordsOf(error: unknown): string {
  const known = inOurWords(error);
  if (known instanceof PedigreeError || known instanceof Error) return known.message;
  return phrase('cannot-read');
}
