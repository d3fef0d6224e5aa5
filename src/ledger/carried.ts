// Files of the party's folder that a backup carries beside the database: the key, and the kept files of the world outside.
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, sep } from 'node:path';
import { type Bytes, sameBytes } from '../chain/bytes.ts';
import { PedigreeError } from '../errors.ts';
import { say } from '../words/en/ledger.ts';
import { syncFolder, writeAt } from './head-file.ts';

/** Folder of the kept files, in the party's folder: each is called by its hash, and never changes. */
export const DOCUMENTS = 'documents';
/** Folder of ledgers of networks that the party was in before, in a folder each; nothing is written to them any more. */
export const PAST = 'past';
export const DOCUMENT_NAME = /^([0-9a-f]{64})\.(zst|gz)$/;

export interface Carried {
  /** Below the party's folder. */
  readonly name: string;
  readonly bytes: Bytes;
}

const PAST_NAME = /^past\/([0-9a-z][0-9a-z-]*)\/([a-z][a-z.]*)(?:#(\d+))?$/;

/** Where a carried file belongs: nothing that a backup says leads out of the folder. */
function placeOf(name: string): string {
  const file = basename(name);
  if (dirname(name) === DOCUMENTS && DOCUMENT_NAME.test(file)) return join(DOCUMENTS, file);
  const [, folder, past] = PAST_NAME.exec(name) ?? [];
  return folder === undefined || past === undefined ? file : join(PAST, folder, past);
}

/** Bytes of a past ledger that lie in one row: it may be larger than a row can be, and than the memory. */
const PIECE = 16 * 1024 * 1024;

/** Names of what a backup carries of past ledgers. */
export function pastNames(dir: string): readonly string[] {
  return pastFolders(dir).flatMap((folder) =>
    readdirSync(join(dir, PAST, folder))
      .map((file) => `${PAST}/${folder}/${file}`)
      .filter((name) => PAST_NAME.test(name))
      .sort(),
  );
}

/** Where past ledgers lie. */
export function pastDirs(dir: string): readonly string[] {
  return pastFolders(dir).map((folder) => join(dir, PAST, folder));
}

/** Folders of past ledgers, by their names. */
export function pastFolders(dir: string): readonly string[] {
  if (!existsSync(join(dir, PAST))) return [];
  return readdirSync(join(dir, PAST), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

/**
 * The named files, as far as they are there, one after another. Read after the database, so that keys and files which the chain
 * in it names are among them: files only ever get newer and more.
 */
export function* carried(dir: string, names: readonly string[]): Generator<Carried> {
  for (const name of names.map(placeOf)) {
    try {
      if (name.startsWith(PAST)) yield* inPieces(dir, name);
      else yield { name, bytes: readFileSync(join(dir, name)) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
}

function* inPieces(dir: string, path: string): Generator<Carried> {
  const fd = openSync(join(dir, path), 'r');
  const name = path.split(sep).join('/');
  try {
    for (let piece = 0; ; piece++) {
      const bytes = Buffer.alloc(PIECE);
      const read = readSync(fd, bytes, 0, PIECE, piece * PIECE);
      if (read === 0 && piece > 0) return;
      yield { name: `${name}#${String(piece).padStart(6, '0')}`, bytes: bytes.subarray(0, read) };
      if (read < PIECE) return;
    }
  } finally {
    closeSync(fd);
  }
}

/** Puts a carried file into a folder. @throws cannot-create (73) where another one has its place */
export function writeCarried(dir: string, { name, bytes }: Carried): void {
  const path = join(dir, placeOf(name));
  const piece = Number(PAST_NAME.exec(name)?.[3] ?? 0);
  if (piece > 0) {
    addPiece(path, piece, bytes);
    return;
  }
  if (existsSync(path)) {
    if (sameBytes(readFileSync(path), bytes)) return;
    throw new PedigreeError('cannot-create', say('file-differs', { path }), { hint: say('restore-into-empty') });
  }
  for (const folder of [dirname(dirname(path)), dirname(path)]) {
    if (!existsSync(folder)) mkdirSync(folder, { mode: 0o700 });
  }
  writeFileSync(path, bytes, { mode: 0o600, flag: 'wx' });
  syncFile(path);
}

function addPiece(path: string, piece: number, bytes: Bytes): void {
  const fd = openSync(path, 'r+');
  try {
    writeAt(fd, bytes, piece * PIECE);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** Makes the names of all that was written last. */
export function syncCarried(dir: string): void {
  if (existsSync(join(dir, DOCUMENTS))) syncFolder(join(dir, DOCUMENTS));
  for (const folder of pastFolders(dir)) syncFolder(join(dir, PAST, folder));
  if (existsSync(join(dir, PAST))) syncFolder(join(dir, PAST));
}

export function syncFile(file: string): void {
  const fd = openSync(file, 'r+');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
