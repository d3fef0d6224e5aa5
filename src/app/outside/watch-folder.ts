// A folder that others put files into, by SFTP or out of a mail: each is taken in once it is whole, and then lies in `done` or, where
// it cannot be read, in `failed`.
import { existsSync, mkdirSync, readdirSync, renameSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { PedigreeError } from '../../errors.ts';
import { asFailure } from '../../system-errors.ts';
import { phrase } from '../../words/en/outside.ts';

/** How often the folder is looked at, and for how long a file must not have grown, ms. */
const EVERY = 2_000;
const DONE = 'done';
const FAILED = 'failed';

export interface FromFolder<T> {
  /** Where the file lies now. */
  readonly path: string;
  /** As it came. */
  readonly name: string;
  readonly value?: T;
  readonly error?: PedigreeError;
}

export interface WatchFolder {
  /** After this the files that are whole are still taken in, then it ends. */
  readonly signal: AbortSignal;
  readonly every?: number;
  /** Whether what went wrong is in the file; where absent it is what cannot be read. */
  readonly isOfFile?: (error: PedigreeError) => boolean;
}

/**
 * Takes the files of a folder in by `take`, one after another in the order of their names, and moves each. What fails for a reason
 * that is not in the file (a full disk, a ledger in use) stays where it is, and is tried again.
 * @throws no-such-file (66), cannot-create (73)
 */
export async function* watchFolder<T>(
  folder: string,
  take: (path: string) => Promise<T>,
  { signal, every = EVERY, isOfFile = isUnreadable }: WatchFolder,
): AsyncIterable<FromFolder<T>> {
  for (const name of [DONE, FAILED]) makeFolder(join(folder, name));
  let before = new Map<string, string>();
  for (;;) {
    const last = signal.aborted;
    const now = filesIn(folder);
    for (const [name, state] of now) {
      // The same twice in a row: whoever writes it has done.
      if (before.get(name) !== state) continue;
      const path = join(folder, name);
      try {
        const value = await take(path);
        yield { path: moved(folder, name, DONE), name, value };
      } catch (error) {
        if (!(error instanceof PedigreeError)) throw error;
        yield { path: isOfFile(error) ? moved(folder, name, FAILED) : path, name, error };
      }
      now.delete(name);
    }
    before = now;
    if (last) return;
    await wait(every, undefined, { signal }).catch(() => {});
  }
}

/** What is wrong with the file itself is wrong the next time too. */
function isUnreadable({ exit }: PedigreeError): boolean {
  return exit === 65;
}

function makeFolder(path: string): void {
  try {
    if (!existsSync(path)) mkdirSync(path);
  } catch (cause) {
    throw asFailure(cause, phrase('documents-cannot-be-made', { folder: path }), 'creating');
  }
}

/** Hidden files, and those that other programs are still writing, are somebody's own. */
const UNFINISHED = /^\.|\.(?:part|tmp|filepart|crdownload|download)$|~$/i;

/** Names of files, each with what changes when it is written to. */
function filesIn(folder: string): Map<string, string> {
  let names: readonly string[];
  try {
    names = readdirSync(folder);
  } catch (cause) {
    throw asFailure(cause, phrase('cannot-read', { file: folder }));
  }
  const files = new Map<string, string>();
  for (const name of [...names].sort()) {
    if (UNFINISHED.test(name)) continue;
    const file = statSync(join(folder, name), { throwIfNoEntry: false });
    if (file?.isFile()) files.set(name, `${file.ino} ${file.size} ${file.mtimeMs}`);
  }
  return files;
}

/** Moves a file away, beside others that were called the same. */
function moved(folder: string, name: string, into: string): string {
  const end = extname(name);
  const stem = name.slice(0, name.length - end.length);
  for (let n = 1; ; n++) {
    const path = join(folder, into, n === 1 ? name : `${stem}-${n}${end}`);
    if (existsSync(path)) continue;
    try {
      renameSync(join(folder, name), path);
    } catch (cause) {
      throw asFailure(cause, phrase('cannot-write', { file: path }));
    }
    return path;
  }
}
