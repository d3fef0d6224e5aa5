// SQLite, opened so that what it acknowledges is durable, with statements made when first needed and errors in our words.
import { chmodSync, constants, copyFileSync, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { os } from '../builtins.ts';
import { type ErrorCode, PedigreeError } from '../errors.ts';
import { systemFailure } from '../system-errors.ts';
import { phrase, say } from '../words/en/ledger.ts';
import { type Connection, openDatabase, type SqlStatement } from './database.ts';

export type SqlValue = number | string | Uint8Array | null;
type Statement = SqlStatement<SqlValue[]>;

/** How long a writer waits for another one, ms. */
const PATIENCE = 20_000;
/**
 * The write-ahead log is taken over once it has this many pages, and begins anew: a commit that writes over what is there is
 * a quarter cheaper than one that makes the file longer, which the file system has to enter into its own journal.
 */
export const LOG_PAGES = 256;
/** As LOG_PAGES, after a commit of thousands of events: they all write to the same pages of the index, which are taken over once. */
export const MANY_LOG_PAGES = 8192;
/** The write-ahead log is cut back to this many bytes once it was taken over. */
const LOG_LIMIT = 4 * 1024 * 1024;
/** `PRAGMA application_id` of a ledger: "PEDG". */
export const APPLICATION = 0x50454447;
/** `PRAGMA user_version`: the version of the tables. Whoever raises it says in versions.ts what the one before was. */
export const TABLES_VERSION = 4;
/** Earlier ones from this on are taken over. */
export const EARLIEST_VERSION = 2;

/** A connection whose statements are prepared once, at their first use. */
export class Sql {
  readonly db: Connection;
  readonly #rows = new Map<string, Statement>();
  readonly #plucked = new Map<string, Statement>();
  /** Statements whose rows were seen to bear the names that were asked for. */
  readonly #named = new Set<Statement>();
  readonly #close: () => void;
  #logPages = 0;

  constructor(db: Connection, close: () => void = () => {}) {
    this.db = db;
    this.#close = close;
  }

  #whole(text: string): Statement {
    let statement = this.#rows.get(text);
    if (statement === undefined) {
      statement = this.db.prepare<SqlValue[]>(text);
      this.#rows.set(text, statement);
    }
    return statement;
  }

  #first(text: string): Statement {
    let statement = this.#plucked.get(text);
    if (statement === undefined) {
      statement = this.db.prepare<SqlValue[]>(text).pluck();
      this.#plucked.set(text, statement);
    }
    return statement;
  }

  /** Runs a statement that returns nothing; gives the number of rows it changed. */
  run(text: string, ...values: SqlValue[]): number {
    return this.#whole(text).run(...values).changes;
  }

  row<T>(text: string, ...values: SqlValue[]): T | undefined {
    const statement = this.#whole(text);
    const row = statement.get(...values);
    if (row !== undefined) this.#mustNameAsMade(statement, row);
    return row as T | undefined;
  }

  rows<T>(text: string, ...values: SqlValue[]): T[] {
    const statement = this.#whole(text);
    const rows = statement.all(...values);
    if (rows.length > 0) this.#mustNameAsMade(statement, rows[0]);
    return rows as T[];
  }

  /** Rows one after another; nothing else may run a statement of the same text meanwhile. */
  *each<T>(text: string, ...values: SqlValue[]): Generator<T, void> {
    const statement = this.#whole(text);
    for (const row of statement.iterate(...values)) {
      this.#mustNameAsMade(statement, row);
      yield row as T;
    }
  }

  /** The first column of the first row. */
  value<T>(text: string, ...values: SqlValue[]): T | undefined {
    return this.#first(text).get(...values) as T | undefined;
  }

  /** Bytes in the first column of the first row; a bit may have made another kind of value of them, and then they are as gone. */
  blob(text: string, ...values: SqlValue[]): Uint8Array | undefined {
    const found = this.value<unknown>(text, ...values);
    return found instanceof Uint8Array ? found : undefined;
  }

  /** The first column of all rows. */
  values<T>(text: string, ...values: SqlValue[]): T[] {
    return this.#first(text).all(...values) as T[];
  }

  // SQLite finds columns whatever the case of their letters, and gives them by the names that stand in the file: one bit there,
  // and what was asked for is not in the row.
  #mustNameAsMade(statement: Statement, row: unknown): void {
    if (this.#named.has(statement)) return;
    if (Object.keys(row as object).some((name) => name !== name.toLowerCase())) {
      throw new PedigreeError('damaged', say('stored-damaged', { what: say('column-name') }), {
        hint: say('audit-mends'),
      });
    }
    this.#named.add(statement);
  }

  /** Lets the write-ahead log have so many pages before a commit takes it over. */
  keepLogUpTo(pages: number): void {
    if (pages === this.#logPages) return;
    this.db.pragma(`wal_autocheckpoint = ${pages}`);
    this.#logPages = pages;
  }

  close(): void {
    if (!this.db.open) return;
    this.#rows.clear();
    this.#plucked.clear();
    this.#named.clear();
    this.db.close();
    this.#close();
  }
}

/**
 * Opens the database of a ledger for writing. Its tables may be of an earlier version: see take-over.ts.
 * @throws no-party (there is none and `create` is not set), cannot-create, io-failed, locked, damaged
 */
export function openForWriting(file: string, create: boolean): Sql {
  if (!create && !existsSync(file)) throw noLedger(file);
  return guard(() => {
    const db = openDatabase(file, { timeout: PATIENCE, fileMustExist: !create });
    try {
      // Before anything is changed: what a newer program wrote stays as it is.
      checkKind(db, create);
      // A database that is already in WAL mode opens with synchronous=NORMAL, which loses acknowledged commits on power loss.
      db.pragma('synchronous = FULL');
      if (db.pragma('journal_mode', { simple: true }) !== 'wal') db.pragma('journal_mode = WAL');
      db.pragma(`journal_size_limit = ${LOG_LIMIT}`);
    } catch (error) {
      db.close();
      throw error;
    }
    return new Sql(db);
  });
}

/**
 * Opens the database for reading alone, also where nothing may be written beside it: a read-only folder or medium. There a
 * copy is read, with the write-ahead log if one was left behind. One whose tables are of an earlier version goes to `earlier`.
 * @throws no-party, io-failed, damaged
 */
export function openForReading(file: string, earlier: (sql: Sql) => Sql): Sql {
  if (!existsSync(file)) throw noLedger(file);
  return guard(() => {
    let version = TABLES_VERSION;
    const sql = openAnywhere(file, (db) => {
      version = checkKind(db, false);
    });
    return version === TABLES_VERSION ? sql : earlier(sql);
  });
}

/** As `openForReading`, whatever the database is of. */
export function openUnchecked(file: string): Sql {
  return openAnywhere(file, (db) => db.pragma('schema_version'));
}

function openAnywhere(file: string, look: (db: Connection) => void): Sql {
  try {
    return probe(openDatabase(file, { readonly: true, timeout: PATIENCE }), look);
  } catch (error) {
    if (!isOf(error, 'SQLITE_CANTOPEN', 'SQLITE_READONLY', 'SQLITE_IOERR')) throw error;
  }
  if (!isFile(file) || (existsSync(`${file}-wal`) && !isFile(`${file}-wal`))) {
    throw new PedigreeError('damaged', say('no-file-of-ledger', { file }), { hint: say('audit-mends') });
  }
  return openCopy(file, look);
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

// SQLite wants to write beside a database in WAL mode even to read it, so where that is forbidden a copy is read.
function openCopy(file: string, look: (db: Connection) => void): Sql {
  const dir = mkdtempSync(join(os().tmpdir(), 'pedigree-'));
  const drop = (): void => rmSync(dir, { recursive: true, force: true });
  try {
    const copy = join(dir, 'ledger.db');
    for (const end of ['', '-wal']) {
      if (!existsSync(file + end)) continue;
      copyFileSync(file + end, copy + end, constants.COPYFILE_FICLONE);
      chmodSync(copy + end, 0o600);
    }
    return probe(openDatabase(copy, { readonly: true }), look, drop);
  } catch (error) {
    drop();
    throw error;
  }
}

// The first read is what fails on read-only media, not the opening.
function probe(db: Connection, look: (db: Connection) => void, close?: () => void): Sql {
  try {
    look(db);
  } catch (error) {
    db.close();
    throw error;
  }
  return new Sql(db, close);
}

/** The version of its tables, today's or one that can be taken over. */
function checkKind(db: Connection, create: boolean): number {
  const version = Number(db.pragma('user_version', { simple: true }));
  const application = db.pragma('application_id', { simple: true });
  if (create && version === 0 && application === 0) return version;
  if (application !== APPLICATION) {
    throw new PedigreeError('damaged', say('not-ledger', { db: db.name }), { hint: say('audit-mends') });
  }
  if (!canBeRead(version)) throw otherVersion('damaged', phrase('ledger-in', { db: db.name }), version);
  return version;
}

export function canBeRead(version: number): boolean {
  return version >= EARLIEST_VERSION && version <= TABLES_VERSION;
}

/** What is said of tables that another version of the program wrote. */
export function otherVersion(code: ErrorCode, what: string, version: number): PedigreeError {
  const hint = version > TABLES_VERSION ? phrase('newer-wrote-install-one') : phrase('of-before-first-release');
  const message = phrase('has-tables-of-version', { what, version, version2: TABLES_VERSION });
  return new PedigreeError(code, message, { hint, detail: { version } });
}

function noLedger(file: string): PedigreeError {
  return new PedigreeError('no-party', say('no-ledger', { file }), {
    hint: say('init-help-tells-how'),
  });
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** Whether what SQLite or the file system threw has one of these codes, or one that begins so. */
export function isOf(error: unknown, ...codes: readonly string[]): boolean {
  const code = codeOf(error);
  return codes.some((one) => code.startsWith(one));
}

/** What SQLite or the file system said of the ledger, as an error that a person can act on. Anything else is passed through. */
export function inOurWords(error: unknown): unknown {
  return error instanceof PedigreeError ? error : (systemFailure(error, undefined, 'ledger') ?? error);
}

/** Runs `fn`, its database and file errors in our words. */
export function guard<T>(fn: () => T): T {
  try {
    return fn();
  } catch (error) {
    throw inOurWords(error);
  }
}
