// The files of a folder as they were, to be put back in their place after each damage.
import { closeSync, existsSync, ftruncateSync, openSync, readdirSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';

const FILES = ['ledger.db', 'head', 'key'];

export interface KeptFiles {
  /** A file as it was; a copy, to be changed. */
  copy(name: string): Buffer;
  /** Writes a file in place, so that the head file stays the file that it says it is. */
  put(name: string, bytes: Buffer): void;
  /** Removes what came beside these files. */
  drop(): void;
  /** All of it as it was. */
  mend(): void;
}

/** Keeps the ledger of a folder with what its log holds, its head file and its key. */
export function keepFiles(dir: string): KeptFiles {
  const db = new Database(join(dir, 'ledger.db'));
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
  const good = new Map(FILES.map((name) => [name, readFileSync(join(dir, name))]));
  const put = (name: string, bytes: Buffer): void => {
    const path = join(dir, name);
    const fd = openSync(path, existsSync(path) ? 'r+' : 'wx', 0o600);
    ftruncateSync(fd, bytes.length);
    for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at, bytes.length - at, at);
    closeSync(fd);
  };
  const drop = (): void => {
    for (const name of readdirSync(dir)) if (!good.has(name)) rmSync(join(dir, name), { recursive: true });
  };
  return {
    copy: (name) => Buffer.from(good.get(name) ?? Buffer.alloc(0)),
    put,
    drop,
    mend() {
      drop();
      for (const [name, bytes] of good) put(name, bytes);
    },
  };
}
