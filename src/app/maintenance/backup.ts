// A backup in one file, and the way back from it. What comes back may be old, so nothing is appended before `recover`.
import { closeSync, existsSync, mkdtempSync, openSync, readSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { os } from '../../builtins.ts';
import { keyFileNeedsPassphrase } from '../../chain/keys.ts';
import { PedigreeError } from '../../errors.ts';
import { restoreLedger } from '../../ledger/backup.ts';
import { pastNames } from '../../ledger/carried.ts';
import { openLedger } from '../../ledger/ledger.ts';
import type { HeadState } from '../../ledger/types.ts';
import { foreseeOut, openOut } from '../../sync/out-stream.ts';
import { phrase, say } from '../../words/en/maintenance.ts';
import { earlierTables } from '../node/earlier-tables.ts';
import type { Env } from '../node/env.ts';
import { KEY_FILE, NEXT_KEY_FILE } from '../node/folder.ts';
import type { Home } from '../node/home.ts';
import { readKeyFile } from '../node/key-file.ts';
import { openReading, type Self } from '../node/reading.ts';
import { refuseWhereTaken, Staging } from '../node/staging.ts';
import { documentNames } from '../outside/kept-files.ts';
import { noteBackup } from './last-backup.ts';

export interface BackupData {
  readonly file: string;
  readonly bytes: number;
  readonly chain: string;
  /** Own events in it. */
  readonly size: number;
  /** Whether the key in it is locked with a passphrase; if not, the file is as secret as the key. */
  readonly locked: boolean;
  readonly already: false;
  readonly warnings: readonly string[];
  readonly dryRun?: true;
}

/**
 * Writes the database, the key and the kept files to one new file of mode 0600, or to standard output for `-`.
 * @throws cannot-create (73) where the file exists, io-failed
 * @example
 * ```ts
 * import { backUp, makeEnv, openHome } from 'pedigree';
 *
 * const hill = openHome(makeEnv({ home: '/var/lib/hill' }));
 * backUp(hill, 'monday.backup');
 * ```
 */
export function backUp(home: Home, file: string): BackupData {
  const { stdout, dryRun } = home.env;
  const path = file === '-' ? file : resolve(file);
  if (file !== '-' && existsSync(path)) {
    throw new PedigreeError('cannot-create', say('exists-already', { file }), {
      hint: say('backup-never-replaces-file'),
    });
  }
  if (dryRun || file === '-') foreseeOut(path, BACKUP, stdout);
  const locked = keyFileNeedsPassphrase(readKeyFile(home.dir));
  const { chain } = home.self;
  const size = home.ledger.read((view) => view.chain(chain)?.size ?? 0);
  const { bytes, damaged } = dryRun ? { bytes: 0, damaged: 0 } : file === '-' ? streamed(home) : written(home, path);
  if (!dryRun) noteBackup(home.dir, { at: home.env.clock(), size });
  const open = phrase('key-in-not-locked');
  const wrong = damaged === 0 ? [] : [phrase('in-damaged-as-they', { count: damaged })];
  const dry = dryRun ? { dryRun: true as const } : {};
  return {
    file: path,
    bytes,
    chain,
    size,
    locked,
    already: false,
    warnings: [...(locked ? [] : [open]), ...wrong],
    ...dry,
  };
}

const BACKUP = { kind: 'a backup', isKind: () => false, binary: true, needed: true };
const AT_ONCE = 1024 * 1024;

function written(home: Home, path: string): { readonly bytes: number; readonly damaged: number } {
  return home.ledger.backup(path, [NEXT_KEY_FILE, KEY_FILE, ...documentNames(home.dir), ...pastNames(home.dir)]);
}

/** A database is no stream: it is made in a folder that nobody else may enter. */
function streamed(home: Home): { readonly bytes: number; readonly damaged: number } {
  const folder = mkdtempSync(join(os().tmpdir(), 'pedigree-'));
  try {
    const path = join(folder, 'backup');
    const { damaged } = written(home, path);
    const out = openOut('-', BACKUP, home.env.stdout);
    const fd = openSync(path, 'r');
    try {
      const chunk = Buffer.alloc(AT_ONCE);
      for (;;) {
        const read = readSync(fd, chunk, 0, AT_ONCE, null);
        if (read === 0) break;
        out.write(chunk.subarray(0, read));
      }
    } finally {
      closeSync(fd);
    }
    return { bytes: out.keep(), damaged };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export interface RestoreData {
  readonly party: { readonly name: string; readonly gln: string };
  readonly chain: string;
  readonly size: number;
  /** Of the head file: why nothing can be appended yet. */
  readonly state: HeadState['kind'];
  readonly already: false;
  readonly warnings: readonly string[];
  readonly dryRun?: true;
}

/**
 * Puts a backup into a folder where no party is: all of it, or nothing.
 * @throws cannot-create (73) where a party is, no-such-file, bad-input (65) for a file that is no backup, damaged (74)
 */
export function restore(env: Env, file: string): RestoreData {
  refuseWhereTaken(env);
  const staging = Staging.begin(env.home);
  try {
    const { size } = restoreLedger(resolve(file), staging.dir, earlierTables(env, 'in place'));
    const self = selfIn(env, staging.dir);
    if (env.dryRun) {
      staging.undo(undefined);
      return { ...answer(self, size, 'missing'), dryRun: true };
    }
    staging.moveIn();
    return answer(self, size, headState(env));
  } catch (error) {
    throw staging.undo(error);
  }
}

function headState({ home: dir, state }: Env): HeadState['kind'] {
  const ledger = openLedger(dir, { readOnly: true, state });
  try {
    return ledger.headState().kind;
  } finally {
    ledger.close();
  }
}

function selfIn(env: Env, dir: string): Self {
  const reading = openReading({ ...env, home: dir });
  try {
    return reading.self;
  } finally {
    reading.close();
  }
}

function answer(self: Self, size: number, state: HeadState['kind']): RestoreData {
  return {
    party: { name: self.name, gln: self.gln },
    chain: self.chain,
    size,
    state,
    already: false,
    warnings: [phrase('nothing-can-recorded-before')],
  };
}
