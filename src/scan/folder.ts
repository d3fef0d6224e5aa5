// A folder that a camera or a phone drops pictures into: each is read once, when it is whole.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { asFailure } from '../system-errors.ts';
import { phrase } from '../words/en/scan.ts';
import type { SeenPicture } from './picture.ts';

/** Kinds that cannot be read are told of: a phone that takes such pictures would wait for ever. */
const PICTURE = /\.(png|jpe?g|jfif|webp|hei[cf]|avif|gif|tiff?|bmp)$/i;
/** How often the folder is looked at, and for how long a picture must not have grown, ms. */
const EVERY = 500;

export interface PictureCodes {
  readonly path: string;
  /** The codes found; none where there was no symbol, or the picture cannot be read. */
  readonly codes: readonly string[];
  /** Why there are none, or how many were seen that could not be read. */
  readonly problem?: string;
  /** Above bars stands what is not read here; it may say which pack they are on. */
  readonly composite?: true;
}

export interface WatchOptions {
  /** After this the pictures that are there are still read, then it ends. */
  readonly signal: AbortSignal;
  readonly every?: number;
}

/**
 * The codes in the pictures of a folder and those below it, those that are there first, then those that come, in the order
 * of their names. Hidden files are somebody's own, such as what has not been copied whole.
 * @throws no-such-file (66)
 */
export async function* folderCodes(
  folder: string,
  { signal, every = EVERY }: WatchOptions,
): AsyncIterable<PictureCodes> {
  const read = new Map<string, string>();
  const growing = new Map<string, string>();
  const { inspectPicture } = await import('./picture.ts');
  for (let first = true; ; first = false) {
    const last = signal.aborted;
    const there = pictures(folder, first);
    forget(read, there);
    forget(growing, there);
    for (const { path, state } of there) {
      if (read.get(path) === state) continue;
      // The same twice in a row: whoever writes it has done.
      if (!last && growing.get(path) !== state) {
        growing.set(path, state);
        continue;
      }
      growing.delete(path);
      read.set(path, state);
      yield { path, ...(await codesIn(path, inspectPicture)) };
    }
    if (last) return;
    await wait(every, undefined, { signal }).catch(() => {});
  }
}

interface Picture {
  readonly path: string;
  /** Another one once it was written to, or another file has its name. */
  readonly state: string;
}

function pictures(folder: string, first: boolean): readonly Picture[] {
  let names: readonly string[];
  try {
    names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  } catch (cause) {
    if (!first) return [];
    throw asFailure(cause, phrase('cannot-look-into-folder', { folder }));
  }
  const seen = names.filter((name) => PICTURE.test(name) && !basename(name).startsWith('.'));
  return seen.sort().flatMap((name) => {
    const path = join(folder, name);
    try {
      const file = statSync(path);
      return file.isFile() ? [{ path, state: `${file.ino} ${file.size} ${file.mtimeMs}` }] : [];
    } catch {
      // Gone again.
      return [];
    }
  });
}

function forget(states: Map<string, string>, there: readonly Picture[]): void {
  if (states.size === 0) return;
  const paths = new Set(there.map(({ path }) => path));
  for (const path of states.keys()) if (!paths.has(path)) states.delete(path);
}

type Read = (bytes: Uint8Array) => Promise<SeenPicture>;

async function codesIn(path: string, read: Read): Promise<Omit<PictureCodes, 'path'>> {
  try {
    const { symbols, unread, incomplete, composite, resembles } = await read(readFileSync(path));
    const codes = symbols.map(({ text }) => text);
    if (unread > 0)
      return { codes, problem: phrase(codes.length > 0 ? 'symbols-unread' : 'only-unread', { count: unread }) };
    const [parts] = incomplete;
    if (parts !== undefined) return { codes, problem: phrase('message-in-parts', { ...parts }) };
    if (codes.length > 0) return { codes, ...(composite ? { composite } : {}) };
    return { codes, problem: resembles ? phrase('resembles-kind', { kind: resembles }) : phrase('no-code-found') };
  } catch (error) {
    return { codes: [], problem: error instanceof Error ? error.message : String(error) };
  }
}
