// A ledger that an earlier version of the tables was written in: what is no index is taken over as it stands, and the index is made
// anew from the events. In one transaction of its own file, so that whoever is cut off leaves all of it as it was, the head file
// goes on fitting, and nobody who has the file open goes on writing to one that is no more.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { os } from '../builtins.ts';
import { sameBytes } from '../chain/bytes.ts';
import { EMPTY_RANGE, extendRange, leafHash, rangeRoot } from '../chain/merkle.ts';
import { PedigreeError } from '../errors.ts';
import { phrase, say } from '../words/en/ledger.ts';
import { openDatabase } from './database.ts';
import { LedgerView } from './ledger-view.ts';
import { DERIVED_RECORDS } from './local.ts';
import { Memory } from './memory.ts';
import { readPage, type StoredAttachment } from './pages.ts';
import { indexAnew, reindex } from './rebuild.ts';
import { guard, MANY_LOG_PAGES, otherVersion, Sql, TABLES_VERSION } from './sqlite.ts';
import { keepSums, recount } from './sums.ts';
import { DERIVED, statements, TABLES } from './tables.ts';
import type { Progress } from './types.ts';
import { isEarlier, stepsFrom, versionOf } from './versions.ts';

export interface TakeOver {
  /** Told the version that the tables had, once they are those of today. */
  readonly takenOver?: ((version: number) => void) | undefined;
  readonly progress?: Progress | undefined;
  /** For whoever mends: what is damaged is left out of the index, and told by the audit. */
  readonly mending?: boolean;
}

const WAS = 'earlier_';

/**
 * Makes the tables those of today where an earlier version wrote them, under the write lock and durably.
 * @throws chain-broken where what is stored is damaged: then everything is as it was; locked, io-failed
 */
export function takeOver(sql: Sql, options: TakeOver = {}): void {
  if (versionOf(sql.db) === TABLES_VERSION) return;
  guard(() => {
    sql.keepLogUpTo(MANY_LOG_PAGES);
    sql.run('BEGIN IMMEDIATE');
    try {
      // Another process may have been first.
      const version = versionOf(sql.db);
      if (version !== TABLES_VERSION) bringUp(sql, version, options);
      sql.run('COMMIT');
      if (version !== TABLES_VERSION) options.takenOver?.(version);
    } catch (error) {
      if (sql.db.inTransaction) sql.run('ROLLBACK');
      throw error;
    }
  });
}

/** For reading alone: the same in a copy, which is gone when it is closed. The ledger itself stays as it is. */
export function copyTakenOver(earlier: Sql, options: TakeOver = {}): Sql {
  const dir = mkdtempSync(join(os().tmpdir(), 'pedigree-'));
  const drop = (): void => rmSync(dir, { recursive: true, force: true });
  const file = join(dir, 'ledger.db');
  try {
    try {
      earlier.run('VACUUM INTO ?', file);
    } finally {
      earlier.close();
    }
    chmodSync(file, 0o600);
    const copy = new Sql(openDatabase(file));
    try {
      copy.db.pragma('journal_mode = MEMORY');
      takeOver(copy, options);
    } finally {
      copy.close();
    }
    return new Sql(openDatabase(file, { readonly: true }), drop);
  } catch (error) {
    drop();
    throw error;
  }
}

// Inside the transaction.
function bringUp(sql: Sql, version: number, { progress, mending = false }: TakeOver): void {
  if (!isEarlier(version)) throw otherVersion('damaged', phrase('ledger-in', { db: sql.db.name }), version);
  const steps = stepsFrom(version);
  for (const { reshape } of steps) reshape?.(sql);
  const hasSums = steps[0]?.sums === true;
  moveTables(sql, hasSums);
  sql.run('DELETE FROM page WHERE id < 0');
  // What is derived for this party is looked for again, as after `rebuild`.
  for (const kind of DERIVED_RECORDS) {
    sql.run('DELETE FROM record WHERE kind = ?', kind);
    recount(sql, kind);
  }
  sql.db.pragma(`user_version = ${TABLES_VERSION}`);
  const memory = new Memory(sql, mending);
  const view = new LedgerView(memory);
  if (mending) {
    reindex(sql);
    return;
  }
  checkPages(sql);
  indexAnew({ sql, memory, view }, progress);
}

/** Tables that are made as today's are stay where they are; of the others the rows are moved, column by column. */
function moveTables(sql: Sql, hasSums: boolean): void {
  const due = statements();
  const here = sql.rows<{ type: string; name: string; sql: string }>(
    `SELECT type, name, sql FROM main.sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'`,
  );
  for (const { type, name } of here) if (type !== 'table') sql.db.exec(`DROP ${type} ${name}`);
  const moved: string[] = [];
  for (const { type, name, sql: text } of here) {
    if (type !== 'table') continue;
    if (name in DERIVED || !TABLES.includes(name)) sql.db.exec(`DROP TABLE ${name}`);
    else if (due.get(name) !== text) {
      sql.db.exec(`ALTER TABLE ${name} RENAME TO ${WAS}${name}`);
      moved.push(name);
    }
  }
  const kept = new Set(sql.values<string>(`SELECT name FROM main.sqlite_schema WHERE type = 'table'`));
  for (const [name, text] of due) if (!kept.has(name)) sql.db.exec(text);
  // Sums that are there are taken as they stand: what was damaged must not come to be right by being written anew.
  if (!hasSums) keepSums(sql.db);
  for (const name of moved) {
    const was = columnsOf(sql, `${WAS}${name}`);
    const columns = columnsOf(sql, name).filter((column) => was.includes(column));
    sql.db.exec(`INSERT INTO ${name} (${columns.join(', ')}) SELECT ${columns.join(', ')} FROM ${WAS}${name}`);
    sql.db.exec(`DROP TABLE ${WAS}${name}`);
  }
  if (hasSums) keepSums(sql.db);
  else sql.run('UPDATE leaf SET note = note WHERE note IS NOT NULL');
}

function columnsOf(sql: Sql, table: string): readonly string[] {
  return sql.values<string>('SELECT name FROM pragma_table_info(?)', table);
}

/** Pages that are here whole are what events name, and stand where they are looked for. */
function checkPages(sql: Sql): void {
  const whole = sql.rows<StoredAttachment & { readonly root: Uint8Array }>(
    'SELECT id, CAST(root AS BLOB) AS root, kind, pages, have FROM attachment WHERE have = pages',
  );
  for (const stored of whole) {
    let range = EMPTY_RANGE;
    for (let index = 0; index < stored.pages; index++) {
      const page = readPage(sql, stored, index);
      if (page !== undefined) range = extendRange(range, [leafHash(page)]);
    }
    if (range.size !== stored.pages || !sameBytes(rangeRoot(range), stored.root)) {
      throw new PedigreeError('chain-broken', say('pages-damaged'), {
        hint: say('repair-pages'),
      });
    }
  }
}
