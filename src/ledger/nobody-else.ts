// A ledger's file that nobody else has open, in this process or another: before it is moved to another place.
import { PedigreeError } from '../errors.ts';
import { say } from '../words/en/ledger.ts';
import { type Connection, openDatabase } from './database.ts';
import { guard, isOf } from './sqlite.ts';

/** How long others are waited for, ms, and how often they are looked for. */
const PATIENCE = 3_000;
const PAUSE = 50;

/**
 * Runs `fn` while nobody else has the database open; whoever opens it meanwhile waits, and may not write to it once it was moved.
 * Its write-ahead log has been taken over into it, so that the file is all of it. `fn` is given what the ledger stood at.
 * @throws locked (75) where somebody has it open, io-failed, damaged
 */
export function withNobodyElse<T>(file: string, fn: (standing: string) => T, patience = PATIENCE): T {
  return guard(() => {
    const db = openDatabase(file, { timeout: 0, fileMustExist: true });
    try {
      takeAlone(db, patience);
      return fn(standingOf(db));
    } finally {
      db.close();
    }
  });
}

// SQLite does not wait for others to close the file: whoever only looks something up has soon done so.
function takeAlone(db: Connection, patience: number): void {
  const end = performance.now() + patience;
  for (;;) {
    try {
      db.pragma('synchronous = FULL');
      // To leave the mode of the log it wants the file for itself alone; whoever opens the ledger next to write sets it anew.
      db.pragma('journal_mode = DELETE');
      db.exec('BEGIN EXCLUSIVE');
      return;
    } catch (cause) {
      if (!isOf(cause, 'SQLITE_BUSY')) throw cause;
      if (performance.now() > end) {
        throw new PedigreeError('locked', say('others-have-it-open'), { hint: say('end-serve-and-others'), cause });
      }
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE);
    }
  }
}

/** Events and own records, as far as any change of them changes it. */
function standingOf(db: Connection): string {
  const wrote = db.prepare(`SELECT value FROM meta WHERE key = 'wrote'`).pluck().get();
  const leaves = db.prepare('SELECT count(*) FROM leaf').pluck().get();
  return JSON.stringify([leaves, wrote ?? 0]);
}
