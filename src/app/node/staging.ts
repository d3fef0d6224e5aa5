// How a party comes into a folder: put together beside its files and moved in, the key last. All of it, or nothing.
import { chmodSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PedigreeError } from '../../errors.ts';
import { DOCUMENTS, PAST } from '../../ledger/carried.ts';
import { HEAD_FILE, MARK_FILE, syncFolder } from '../../ledger/head-file.ts';
import { LEASE_FILE } from '../../ledger/lease.ts';
import { inOurWords } from '../../ledger/sqlite.ts';
import { LEDGER_FILE } from '../../ledger/view.ts';
import { makeFolder } from '../../make-folder.ts';
import { asFailure, isStorageFailure } from '../../system-errors.ts';
import { phrase, say } from '../../words/en/node.ts';
import type { Env } from './env.ts';
import { JOINED, KEY_FILE, NEXT_KEY_FILE, STAGING } from './folder.ts';
import { moveIn } from './move-in.ts';

/** @throws cannot-create where a party is, or what is left of one */
export function refuseWhereTaken(env: Pick<Env, 'home' | 'state'>): void {
  const { home } = env;
  if (existsSync(join(home, JOINED))) moveIn(env);
  if (existsSync(join(home, KEY_FILE))) {
    throw new PedigreeError('cannot-create', say('party-in-already', { home }), {
      hint: say('status-shows-home-dir'),
    });
  }
  if (existsSync(join(home, LEDGER_FILE)) && !existsSync(join(home, STAGING))) {
    throw new PedigreeError('cannot-create', say('ledger-without-key', { home }), {
      hint: say('put-key-file-back-from-backup'),
    });
  }
}

/** A party in the making. The home is of mode 0700, and what a killed run left in it is cleared first. */
export class Staging {
  /** Where the party is put together. */
  readonly dir: string;
  readonly #home: string;
  /** The folders that did not exist before, outermost first. */
  readonly #created: readonly string[];
  #placed = false;

  private constructor(home: string, created: readonly string[]) {
    this.dir = join(home, STAGING);
    this.#home = home;
    this.#created = created;
  }

  /** @throws cannot-create; then nothing is left */
  static begin(home: string): Staging {
    const created: string[] = [];
    try {
      for (let dir = home; !existsSync(dir); dir = dirname(dir)) created.unshift(dir);
      // One by one: where nothing can be made, as under /proc, a recursive mkdir of Node.js never ends.
      for (const dir of created) mkdirSync(dir, { mode: 0o700 });
      chmodSync(home, 0o700);
      sweep(home);
      mkdirSync(join(home, STAGING), { mode: 0o700 });
    } catch (cause) {
      if (created[0] !== undefined) attempt(() => rmSync(created[0] ?? '', { recursive: true, force: true }));
      throw asFailure(cause, phrase('cannot-make-folder', { home }), 'creating');
    }
    return new Staging(home, created);
  }

  /** Moves all files into the home; `settle` is called once everything but the key is there. */
  moveIn(settle: () => void = () => {}): void {
    const move = (name: string) => renameSync(join(this.dir, name), join(this.#home, name));
    for (const name of readdirSync(this.dir)) if (name !== KEY_FILE) move(name);
    syncFolder(this.#home);
    settle();
    move(KEY_FILE);
    this.#placed = true;
    syncFolder(this.#home);
    for (const dir of this.#created) syncFolder(dirname(dir));
    // The party is there: an empty folder that stays is no failure.
    attempt(() => rmSync(this.dir, { recursive: true, force: true }));
  }

  /** Takes everything away again, and says so where it failed because of the disk. Returns what is to be thrown. */
  undo(thrown: unknown): unknown {
    const gone = attempt(() => {
      if (this.#placed) {
        makeFolder(this.dir, 0o700);
        rmSync(join(this.#home, KEY_FILE), { force: true });
      }
      sweep(this.#home);
      if (this.#created[0] !== undefined) rmSync(this.#created[0], { recursive: true, force: true });
    });
    const error = inOurWords(thrown);
    if (!isStorageFailure(error)) return error;
    // Of an event that was recorded in what is gone by now nobody needs to know.
    const inner = error.detail === undefined ? error : inOurWords(error.cause);
    const why = inner instanceof PedigreeError ? inner.message : error.message;
    return gone
      ? new PedigreeError(error.code, say('no-party-now-nothing', { why }), {
          hint: say('make-room-or-mend'),
          cause: thrown,
        })
      : new PedigreeError(error.code, say('no-party-now', { why }), {
          hint: say('make-room-or-mend-folder'),
          cause: thrown,
        });
  }
}

function attempt(fn: () => void): boolean {
  try {
    fn();
    return true;
  } catch {
    return false;
  }
}

/** What moves into a home before its key. The folder of the making goes last: without it nothing is cleared. */
function sweep(home: string): void {
  if (!existsSync(join(home, STAGING)) || existsSync(join(home, KEY_FILE))) return;
  for (const name of readdirSync(home)) {
    const ours = [LEDGER_FILE, HEAD_FILE, MARK_FILE, LEASE_FILE, NEXT_KEY_FILE, DOCUMENTS, PAST].some(
      (file) => name === file || name === `${file}.new`,
    );
    if (ours || name.startsWith(`${LEDGER_FILE}-`)) rmSync(join(home, name), { recursive: true, force: true });
  }
  rmSync(join(home, STAGING), { recursive: true, force: true });
}
