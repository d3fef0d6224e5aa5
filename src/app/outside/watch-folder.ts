// A folder that others put files into, by SFTP or out of a mail: each is taken in once it is whole, and then lies in `done` or, where
// it cannot be read and nobody goes on writing it, in `failed`.
import { existsSync, mkdirSync, readdirSync, renameSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { PedigreeError } from '../../errors.ts';
import { asFailure } from '../../system-errors.ts';
import { phrase } from '../../words/en/outside.ts';

/** How often the folder is looked at, and for how long a file must not have grown, ms. */
const EVERY = 2_000;
/** So many looks later a file that cannot be read has failed; before that whoever writes it may only be slow. */
const PATIENCE = 30;
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
  /** After this the file that is read is still taken in, then it ends; the others wait for the next time. */
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
  /** Files that could not be read as they are, with the looks since. */
  const unread = new Map<string, { readonly state: string; looks: number }>();
  let away: Moved[] = [];
  for (;;) {
    away = away.filter((one) => isAway(folder, one));
    const now = filesIn(folder);
    for (const name of unread.keys()) if (!now.has(name)) unread.delete(name);
    for (const [name, state] of now) {
      if (signal.aborted) return;
      // The same twice in a row: whoever writes it has done.
      if (before.get(name) !== state) continue;
      const tried = unread.get(name);
      if (tried?.state === state && ++tried.looks < PATIENCE) continue;
      const path = join(folder, name);
      try {
        const value = await take(path);
        const to = moved(folder, name, DONE);
        away.push({ path: to, name, state: writtenIn(state), looks: 0 });
        yield { path: to, name, value };
      } catch (error) {
        if (!(error instanceof PedigreeError)) throw error;
        if (isOfFile(error) && tried?.state !== state) {
          unread.set(name, { state, looks: 0 });
          continue;
        }
        yield { path: isOfFile(error) ? moved(folder, name, FAILED) : path, name, error };
      }
      unread.delete(name);
      now.delete(name);
    }
    before = now;
    await wait(every, undefined, { signal }).catch(() => {});
    if (signal.aborted) return;
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
const UNFINISHED =
  /^\.|\.(?:part|partial|temp|tmp|filepart|crdownload|download|upload|uploading|incomplete|writing)$|~$/i;

/** A file that was taken in. */
interface Moved {
  readonly path: string;
  readonly name: string;
  /** Without the number of the file: on shares it may be another one once the file lies elsewhere. */
  readonly state: string;
  looks: number;
}

/**
 * Whether a file that was taken in may still be written: part of a table is a table too. One that has grown comes back, to be
 * taken in again.
 */
function isAway(folder: string, one: Moved): boolean {
  const state = stateOf(one.path);
  if (state === undefined) return false;
  if (writtenIn(state) === one.state) return ++one.looks < PATIENCE;
  const back = join(folder, one.name);
  if (existsSync(back)) return true;
  try {
    renameSync(one.path, back);
  } catch (cause) {
    throw asFailure(cause, phrase('cannot-write', { file: back }));
  }
  return false;
}

/** What changes when a file is written to; undefined where there is none, or only a link that leads nowhere. */
function stateOf(path: string): string | undefined {
  try {
    const file = statSync(path, { throwIfNoEntry: false });
    return file?.isFile() ? `${file.ino} ${file.size} ${file.mtimeMs}` : undefined;
  } catch {
    return undefined;
  }
}

const writtenIn = (state: string): string => state.slice(state.indexOf(' ') + 1);

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
    const state = stateOf(join(folder, name));
    if (state !== undefined) files.set(name, state);
  }
  return files;
}

/** Moves a file away, beside others that were called the same; one that somebody else has moved meanwhile is where they put it. */
function moved(folder: string, name: string, into: string): string {
  const end = extname(name);
  const stem = name.slice(0, name.length - end.length);
  for (let n = 1; ; n++) {
    const path = join(folder, into, n === 1 ? name : `${stem}-${n}${end}`);
    if (existsSync(path)) continue;
    try {
      renameSync(join(folder, name), path);
    } catch (cause) {
      if (!existsSync(join(folder, name))) return join(folder, name);
      throw asFailure(cause, phrase('cannot-write', { file: path }));
    }
    return path;
  }
}
