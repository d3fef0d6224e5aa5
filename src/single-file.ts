// The one file that runs: packages are assets of it and run from memory. What must be a file, native code above all, is
// unpacked: into a folder that is this user's and nobody else's, and only where each byte is as in the file that runs.
import {
  chmodSync,
  closeSync,
  constants,
  existsSync,
  fstatSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { compileFunction } from 'node:vm';
import { os } from './builtins.ts';
import { PedigreeError } from './errors.ts';
import { say } from './words/en/system.ts';
import type { Said } from './words/say.ts';

/** What the file that runs has under this name; undefined where it has nothing, as everywhere but in the one file. */
export function asset(name: string): Buffer | undefined {
  const sea = process.getBuiltinModule('node:sea');
  if (!sea.isSea()) return undefined;
  try {
    return Buffer.from(sea.getRawAsset(name));
  } catch {
    return undefined;
  }
}

/** What a module among the assets exports. It may require what Node.js has, and nothing from a disk. */
export function moduleIn(text: Buffer, name: string): unknown {
  const module: { exports: unknown } = { exports: {} };
  const run = compileFunction(text.toString(), ['module', 'exports', 'require'], { filename: name });
  run(module, module.exports, (id: string) => {
    const found = process.getBuiltinModule(id);
    if (found === undefined) throw new Error(`${name} asks for ${id}`);
    return found;
  });
  return module.exports;
}

const doubts: Said[] = [];

/** What is to be said about where something was unpacked. */
export function unpackDoubts(): readonly Said[] {
  return doubts;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The folder for what can be made again; none where the system does not say where it would be. */
export function cacheFolder(environment: Environment, platform: NodeJS.Platform, home: string): string | undefined {
  const { XDG_CACHE_HOME: said = '', LOCALAPPDATA: local = '' } = environment;
  // A relative one is to be ignored (XDG Base Directory Specification).
  if (isAbsolute(said)) return join(said, 'pedigree');
  if (platform === 'win32') return isAbsolute(local) ? join(local, 'pedigree', 'cache') : undefined;
  if (!isAbsolute(home)) return undefined;
  return platform === 'darwin' ? join(home, 'Library/Caches/pedigree') : join(home, '.cache/pedigree');
}

/**
 * Native code of the file that runs, loaded.
 * @throws bad-setting (78) where it can be unpacked nowhere, or runs from nowhere
 */
export function loadUnpacked(name: string, bytes: Buffer): object {
  return somewhere((folder) => {
    const loaded = { exports: {} };
    process.dlopen(loaded, unpack(folder, name, bytes));
    return loaded.exports;
  });
}

/**
 * A folder of assets as files, undefined where the file that runs has none of this name. The asset of its name lists what is in it:
 * a word that stands for all their bytes, then the names.
 * @throws bad-setting (78) where it can be unpacked nowhere
 */
export function unpackedFolder(name: string): string | undefined {
  const [word, ...names] = asset(name)?.toString().split('\n') ?? [];
  if (word === undefined) return undefined;
  return somewhere((folder) => {
    const place = privateFolder(join(folder, `${name}-${word}`));
    for (const one of names) unpack(place, one, asset(`${name}/${one}`) ?? Buffer.alloc(0));
    return place;
  });
}

/** Does it in the cache, else in a folder of the temporary one: on Windows a new one, because nothing says there whose an old one is. */
function somewhere<T>(use: (folder: string) => T): T {
  const cache = cacheFolder(process.env, process.platform, homeOf());
  let failure: unknown;
  const places = [fresh];
  if (process.platform !== 'win32') places.unshift(() => privateFolder(shared()));
  if (cache !== undefined) places.unshift(() => privateFolder(cache));
  for (const place of places) {
    try {
      const folder = place();
      const done = use(folder);
      // Said once, however much is unpacked.
      if (folder !== cache) doubts[0] ??= say('unpacked-elsewhere', { cache: cache ?? '', folder });
      return done;
    } catch (error) {
      failure = error;
    }
  }
  const why = failure instanceof Error ? failure.message : '';
  throw new PedigreeError('bad-setting', say('unpacked-nowhere', { folder: os().tmpdir(), why }), {
    hint: say('name-cache-folder'),
    cause: failure,
  });
}

function homeOf(): string {
  try {
    return os().homedir();
  } catch {
    // A user without an entry in the table of users.
    return '';
  }
}

/** In the folder of all users the name says whose it is; that it is so is looked at. */
function shared(): string {
  return join(os().tmpdir(), `pedigree-${process.getuid?.() ?? 'cache'}`);
}

/** One for this run, where somebody else has taken the name. */
function fresh(): string {
  const folder = mkdtempSync(join(os().tmpdir(), 'pedigree-'));
  process.once('exit', () => {
    try {
      rmSync(folder, { recursive: true, force: true });
    } catch {
      // Windows removes no native code that is loaded.
    }
  });
  return folder;
}

/**
 * The folder, made where it is not there, and this user's alone.
 * @throws Error where it is somebody else's, or a link, or somebody else may put another in its place
 */
export function privateFolder(folder: string): string {
  make(folder);
  if (process.geteuid !== undefined) mustBeKept(dirname(resolve(folder)), process.geteuid());
  const { mode } = ownOnly(lstatSync(folder), 'isDirectory');
  if (process.geteuid !== undefined && (mode & 0o077) !== 0) chmodSync(folder, 0o700);
  return folder;
}

/** With the folders around it. Node's own way never ends where a folder that is there takes no new ones (/proc). */
function make(folder: string): void {
  const missing = [folder];
  for (let around = dirname(folder); !existsSync(around); around = dirname(around)) missing.unshift(around);
  for (const one of missing) {
    try {
      mkdirSync(one, { mode: 0o700 });
    } catch (error) {
      // It is there, perhaps since a moment.
      if (!existsSync(one)) throw error;
    }
  }
}

/** Nobody but this user and root may rename what is in this folder, in those around it, and in those that links on the way name. */
function mustBeKept(folder: string, user: number): void {
  const around = dirname(folder);
  if (around !== folder) mustBeKept(around, user);
  const status = lstatSync(folder);
  if (status.uid !== 0 && status.uid !== user) throw new Error(`${folder} is of somebody else`);
  if (status.isSymbolicLink()) mustBeKept(resolve(realpathSync(around), readlinkSync(folder)), user);
  else if (isOpen(status, user)) throw new Error(`others may write to ${folder}`);
}

/** In a sticky folder each may rename what is his alone. A group that has the user's number is his own, as root's is root's. */
function isOpen({ mode, gid }: Stats, user: number): boolean {
  const others = gid === 0 || gid === user ? 0o002 : 0o022;
  return (mode & others) !== 0 && (mode & 0o1000) === 0;
}

interface Status {
  readonly uid: number;
  readonly mode: number;
  isDirectory(): boolean;
  isFile(): boolean;
}

function ownOnly<S extends Status>(status: S, kind: 'isDirectory' | 'isFile'): S {
  const isOwn = process.geteuid === undefined || status.uid === process.geteuid();
  if (!status[kind]() || !isOwn) throw new Error('it is of somebody else');
  return status;
}

/** The file in this folder, written again unless it has these bytes. Whole or not there at all, for others that start now. */
export function unpack(folder: string, name: string, bytes: Buffer): string {
  const file = join(folder, basename(name));
  if (isThere(file, bytes)) return file;
  const part = `${file}.${process.pid}`;
  rmSync(part, { force: true });
  writeFileSync(part, bytes, { mode: 0o600, flag: 'wx', flush: true });
  renameSync(part, file);
  return file;
}

function isThere(file: string, bytes: Buffer): boolean {
  let opened: number | undefined;
  try {
    opened = openSync(file, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
    const { size } = ownOnly(fstatSync(opened), 'isFile');
    return size === bytes.length && readFileSync(opened).equals(bytes);
  } catch {
    return false;
  } finally {
    if (opened !== undefined) closeSync(opened);
  }
}
