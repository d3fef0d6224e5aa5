// A file that somebody asked for: it appears under its name when it is whole and on the disk, and takes no other's place.
import {
  accessSync,
  closeSync,
  constants,
  fsyncSync,
  openSync,
  readdirSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { PedigreeError } from '../errors.ts';
import { syncFolder } from '../ledger/head-file.ts';
import { asFailure } from '../system-errors.ts';
import { phrase, say } from '../words/en/sync.ts';
import type { Said } from '../words/say.ts';

export interface OutFileOptions {
  /** What is written, for people: `a bundle`. */
  readonly kind: string | Said;
  /** Whether a file that begins like this is of the same kind, and may be replaced. An empty one always may. */
  readonly isKind: (start: Uint8Array) => boolean;
  /** 0600 where absent: codes, keys and who trades with whom are for the one who asked. */
  readonly mode?: number;
}

/** The mode of what is made to be handed to everybody. */
export const FOR_ALL = 0o644;

/** As much of a file as tells its kind. */
const START = 64;

/** Streams and devices that have a name: moving a file there would put it in their place. */
const STREAM = /^\/(?:proc|dev\/(?:stdin|stdout|stderr|fd))(?:\/|$)/;

export class OutFile {
  readonly path: string;
  readonly #target: string;
  readonly #part: string;
  #fd: number | undefined;
  #bytes = 0;

  private constructor(path: string, target: string, part: string, fd: number) {
    this.path = path;
    this.#target = target;
    this.#part = part;
    this.#fd = fd;
  }

  /**
   * Begins a file beside the place where it is to be, so that whatever forbids it shows before anything else is done.
   * @throws cannot-create (73), io-failed (74) where the disk is full
   */
  static open(path: string, options: OutFileOptions): OutFile {
    const target = targetOf(path, options);
    try {
      const part = partFor(target);
      return new OutFile(path, target, part, openSync(part, 'wx', options.mode ?? 0o600));
    } catch (cause) {
      throw asFailure(cause, phrase('cannot-create', { path }), 'creating');
    }
  }

  /** What `open` would say, without making anything: for dry runs. @throws cannot-create (73) */
  static foresee(path: string, options: OutFileOptions): void {
    const target = targetOf(path, options);
    try {
      readdirSync(dirname(target));
      accessSync(dirname(target), constants.W_OK);
    } catch (cause) {
      throw asFailure(cause, phrase('cannot-create', { path }), 'creating');
    }
  }

  /** @throws io-failed */
  write(data: Uint8Array | string): void {
    const fd = this.#open();
    try {
      // Unlike writeSync, this goes on until all of it is written.
      writeFileSync(fd, data);
      this.#bytes += typeof data === 'string' ? Buffer.byteLength(data) : data.length;
    } catch (cause) {
      throw asFailure(cause, phrase('cannot-write', { path: this.path }));
    }
  }

  /** Puts the file in its place; the bytes in it. @throws io-failed; then there is no file */
  keep(): number {
    const fd = this.#open();
    try {
      fsyncSync(fd);
      this.#fd = undefined;
      closeSync(fd);
      renameSync(this.#part, this.#target);
      settleName(this.#target);
      return this.#bytes;
    } catch (cause) {
      this.#takeAway();
      throw asFailure(cause, phrase('cannot-write', { path: this.path }));
    }
  }

  /** Gives it up, unless it is kept already: nothing is left behind. */
  drop(): void {
    if (this.#fd === undefined) return;
    closeSync(this.#fd);
    this.#fd = undefined;
    this.#takeAway();
  }

  // What cannot be taken away is no news beside what made it useless; the next run does it.
  #takeAway(): void {
    try {
      rmSync(this.#part, { force: true });
    } catch {
      // Said above.
    }
  }

  #open(): number {
    if (this.#fd === undefined) throw new TypeError('the file is closed');
    return this.#fd;
  }
}

/** Where the file goes: behind a link, what it points to. @throws cannot-create for what is no place for it */
function targetOf(path: string, { kind, isKind }: OutFileOptions): string {
  const refuse = (message: Said, hint: Said) => new PedigreeError('cannot-create', message, { hint });
  if (path === '') throw new PedigreeError('cannot-create', say('file-needs-name'), { hint: say('name-file') });
  if (STREAM.test(resolve(path))) throw refuse(say('no-place-for-file', { path }), say('name-file-or-for-standard'));
  let found: ReturnType<typeof statSync> | undefined;
  try {
    found = statSync(path, { throwIfNoEntry: false });
  } catch (cause) {
    throw asFailure(cause, phrase('cannot-create', { path }), 'creating');
  }
  if (found === undefined && path.endsWith('/')) throw refuse(say('names-folder', { path }), say('name-file'));
  if (found === undefined) return path;
  if (found.isDirectory()) throw refuse(say('is-a-folder', { path }), say('name-file-2', { path: join(path, 'NAME') }));
  if (!found.isFile()) throw refuse(say('no-place-for-file', { path }), say('name-file'));
  // A slip of the hand must not cost a spreadsheet, or a key.
  if (found.size > 0 && !isKind(startOf(path)))
    throw refuse(say('already-and', { path, kind }), say('name-another-file'));
  return realpathSync(path);
}

/** Where a file or folder is written before it is whole; what killed runs have left of the same one is taken away. */
export function partFor(target: string): string {
  clearLeft(target);
  return partOf(target, process.pid);
}

/** Makes a new name last through a power failure, where the system can; the file is there all the same where it cannot. */
export function settleName(target: string): void {
  try {
    syncFolder(dirname(target));
  } catch {
    // Some network drives have no such thing, and some folders may not be opened.
  }
}

/** The name is short enough for every file system, and tells whose it is. */
function partOf(target: string, process: number | string): string {
  return join(dirname(target), `.${basename(target).slice(0, 60)}.${process}.part`);
}

/** Takes away what runs that were killed have left of the same file. */
function clearLeft(target: string): void {
  const folder = dirname(target);
  const [before, behind] = basename(partOf(target, '*')).split('*') as [string, string];
  for (const name of readdirSync(folder)) {
    if (!name.startsWith(before) || !name.endsWith(behind)) continue;
    const owner = name.slice(before.length, -behind.length);
    if (/^\d+$/.test(owner) && !isAlive(Number(owner))) rmSync(join(folder, name), { recursive: true, force: true });
  }
}

function isAlive(id: number): boolean {
  if (id === process.pid) return false;
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function startOf(path: string): Uint8Array {
  try {
    const fd = openSync(path, 'r');
    try {
      const start = Buffer.alloc(START);
      return start.subarray(0, readSync(fd, start, 0, START, 0));
    } finally {
      closeSync(fd);
    }
  } catch (cause) {
    throw asFailure(cause, phrase('cannot-read-which-already', { path }), 'creating');
  }
}
