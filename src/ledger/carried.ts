// Files of the party's folder that a backup carries beside the database: the key, and the kept files of the world outside.
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type Bytes, sameBytes } from '../chain/bytes.ts';
import { PedigreeError } from '../errors.ts';
import { say } from '../words/en/ledger.ts';
import { syncFolder } from './head-file.ts';

/** Folder of the kept files, in the party's folder: each is called by its hash, and never changes. */
export const DOCUMENTS = 'documents';
export const DOCUMENT_NAME = /^([0-9a-f]{64})\.(zst|gz)$/;

export interface Carried {
  /** Below the party's folder. */
  readonly name: string;
  readonly bytes: Bytes;
}

/** Where a carried file belongs: nothing that a backup says leads out of the folder. */
function placeOf(name: string): string {
  const file = basename(name);
  return dirname(name) === DOCUMENTS && DOCUMENT_NAME.test(file) ? join(DOCUMENTS, file) : file;
}

/**
 * The named files, as far as they are there, one after another. Read after the database, so that keys and files which the chain
 * in it names are among them: files only ever get newer and more.
 */
export function* carried(dir: string, names: readonly string[]): Generator<Carried> {
  for (const name of names.map(placeOf)) {
    try {
      yield { name, bytes: readFileSync(join(dir, name)) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
}

/** Puts a carried file into a folder. @throws cannot-create (73) where another one has its place */
export function writeCarried(dir: string, { name, bytes }: Carried): void {
  const path = join(dir, placeOf(name));
  if (existsSync(path)) {
    if (sameBytes(readFileSync(path), bytes)) return;
    throw new PedigreeError('cannot-create', say('file-differs', { path }), { hint: say('restore-into-empty') });
  }
  if (!existsSync(dirname(path))) mkdirSync(dirname(path), { mode: 0o700 });
  writeFileSync(path, bytes, { mode: 0o600, flag: 'wx' });
  syncFile(path);
}

/** Makes the names of all that was written last. */
export function syncCarried(dir: string): void {
  if (existsSync(join(dir, DOCUMENTS))) syncFolder(join(dir, DOCUMENTS));
}

export function syncFile(file: string): void {
  const fd = openSync(file, 'r+');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
