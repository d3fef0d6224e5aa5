// Backup and restore: one file with the database and the named files of the folder; a restored chain is not appended to before
// its head was confirmed.
import { chmodSync, closeSync, copyFileSync, existsSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { crypto } from '../builtins.ts';
import { type Bytes, hex } from '../chain/bytes.ts';
import { leafHash } from '../chain/merkle.ts';
import { PedigreeError } from '../errors.ts';
import { makeFolder } from '../make-folder.ts';
import { asFailure } from '../system-errors.ts';
import { phrase, say } from '../words/en/ledger.ts';
import { type Carried, carried, syncCarried, syncFile, writeCarried } from './carried.ts';
import { type Connection, openDatabase } from './database.ts';
import { syncFolder } from './head-file.ts';
import { key48 } from './ids.ts';
import { APPLICATION, canBeRead, guard, otherVersion, Sql } from './sqlite.ts';
import type { Store } from './store.ts';
import { changedRows, keepSums, SUMMED } from './sums.ts';
import { type TakeOver, takeOver } from './take-over.ts';
import type { Restored } from './types.ts';
import { LEDGER_FILE } from './view.ts';

/** See `Ledger.backup`. The file appears under its name only when it is whole. */
export function backup(
  store: Store,
  file: string,
  carry: readonly string[],
): { readonly bytes: number; readonly damaged: number } {
  const target = resolve(file);
  if (existsSync(target)) {
    throw new PedigreeError('cannot-create', say('exists-already', { file }), {
      hint: say('backup-never-overwrites'),
    });
  }
  if (!isFolder(dirname(target))) throw new PedigreeError('cannot-create', say('no-folder', { file: dirname(file) }));
  const fresh = `${target}.part`;
  let damaged = 0;
  try {
    drop(fresh);
    closeSync(openSync(fresh, 'wx', 0o600));
  } catch (cause) {
    throw asFailure(cause, phrase('cannot-write', { file }), 'creating');
  }
  try {
    store.sql.run('VACUUM INTO ?', fresh);
    damaged = damagedIn(fresh);
    const copy = openDatabase(fresh);
    try {
      copy.pragma('journal_mode = MEMORY');
      copy.exec('CREATE TABLE carried (name TEXT PRIMARY KEY, bytes BLOB NOT NULL)');
      const insert = copy.prepare<[string, Bytes]>('INSERT INTO carried (name, bytes) VALUES (?, ?)');
      for (const { name, bytes } of carried(store.dir, carry)) insert.run(name, bytes);
    } finally {
      copy.close();
    }
    chmodSync(fresh, 0o600);
    syncFile(fresh);
    renameSync(fresh, target);
    syncFolder(dirname(target));
  } catch (error) {
    drop(fresh);
    throw error;
  }
  return { bytes: statSync(target).size, damaged };
}

/** Events and rows of the copy that are not what was written: it is as damaged as what it was made from. */
function damagedIn(fresh: string): number {
  const sql = new Sql(openDatabase(fresh, { readonly: true }));
  try {
    let damaged = 0;
    for (const { sum, bytes } of sql.each<{ sum: unknown; bytes: unknown }>('SELECT sum, bytes FROM leaf')) {
      if (!(bytes instanceof Uint8Array) || key48(leafHash(bytes)) !== sum) damaged++;
    }
    for (const summed of SUMMED) changedRows(sql, summed, () => damaged++);
    return damaged;
  } finally {
    sql.close();
  }
}

/** Takes away a database that is not whole, and what SQLite may have left beside it. */
function drop(fresh: string): void {
  for (const end of ['', '-wal', '-shm', '-journal']) rmSync(fresh + end, { force: true });
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/**
 * Brings a backup back into `dir`, where there is no ledger. The database gets a new epoch and instance, so that cursors and the
 * head file of before mean nothing: `recover` comes first, reading works at once.
 * @throws no-such-file (66), bad-input (65, no backup), damaged (74), cannot-create (73), io-failed (74)
 */
export function restoreLedger(file: string, dir: string, options: TakeOver = {}): Restored {
  if (!existsSync(file)) throw new PedigreeError('no-such-file', say('no-file', { file }));
  // Opening a pipe would wait for somebody to write to it.
  if (!statSync(file).isFile()) throw new PedigreeError('bad-input', say('not-backup', { file }));
  checkBackup(file);
  const target = join(dir, LEDGER_FILE);
  if (existsSync(target)) {
    throw new PedigreeError('cannot-create', say('ledger-there-already', { dir }), {
      hint: say('restore-into-empty'),
    });
  }
  const fresh = `${target}.part`;
  return guard(() => {
    if (!existsSync(dir)) makeFolder(dir, 0o700);
    chmodSync(dir, 0o700);
    try {
      copyFileSync(file, fresh);
      chmodSync(fresh, 0o600);
      const restored = unpack(fresh, dir, options);
      syncFile(fresh);
      renameSync(fresh, target);
      syncFolder(dir);
      return restored;
    } catch (error) {
      drop(fresh);
      throw error;
    }
  });
}

function checkBackup(file: string): void {
  let copy: Connection;
  try {
    copy = openDatabase(file, { readonly: true });
  } catch (cause) {
    throw new PedigreeError('bad-input', say('not-backup', { file }), { cause });
  }
  try {
    if (copy.pragma('application_id', { simple: true }) !== APPLICATION)
      throw new PedigreeError('bad-input', say('not-backup', { file }));
    const version = copy.pragma('user_version', { simple: true });
    if (!canBeRead(Number(version))) throw otherVersion('bad-input', phrase('the-backup', { file }), Number(version));
    if (copy.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'carried'`).get() === undefined) {
      throw new PedigreeError('bad-input', say('is-ledger', { file }));
    }
    const state = copy.pragma('quick_check(1)', { simple: true });
    if (state !== 'ok')
      throw new PedigreeError('damaged', say('backup-damaged', { file }), { hint: say('take-older-one') });
  } catch (cause) {
    if (cause instanceof PedigreeError) throw cause;
    throw new PedigreeError('bad-input', say('backup-cut', { file }), { cause });
  } finally {
    copy.close();
  }
}

// Takes the carried files out of the copy; the key leaves no trace in the database.
function unpack(fresh: string, dir: string, options: TakeOver): Restored {
  const db = openDatabase(fresh);
  try {
    db.pragma('journal_mode = MEMORY');
    db.pragma('secure_delete = ON');
    // One after another: together they may be more than the memory holds.
    const files = db.prepare<[], { readonly name: string }>('SELECT name FROM carried').all();
    const read = db.prepare<[string], Carried>('SELECT name, bytes FROM carried WHERE name = ?');
    for (const { name } of files) {
      const one = read.get(name);
      if (one !== undefined) writeCarried(dir, one);
    }
    syncCarried(dir);
    db.exec('DELETE FROM carried; DROP TABLE carried');
    takeOver(new Sql(db), options);
    keepSums(db);
    const set = db.prepare<[string, string]>('UPDATE meta SET value = ? WHERE key = ?');
    for (const key of ['epoch', 'instance']) set.run(hex(crypto().randomBytes(16)), key);
    const own = db.prepare<[], { value: string }>(`SELECT value FROM meta WHERE key = 'own'`).get()?.value;
    const size = db
      .prepare<[string | undefined], { size: number }>('SELECT size FROM branch WHERE chain = ? AND number = 0')
      .get(own)?.size;
    return { chain: own, size: size ?? 0, files: files.map(({ name }) => name) };
  } finally {
    db.close();
  }
}
