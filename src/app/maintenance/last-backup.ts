// When a backup was written here last. A file of its own: it is neither in the backup nor in the ledger, so that a folder that was
// restored has none, and nothing counts it as lost.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface LastBackup {
  /** ms. */
  readonly at: number;
  /** Own events in it. */
  readonly size: number;
}

const FILE = 'last-backup';

/** Notes that a backup was written; a folder that cannot be written to has none noted. */
export function noteBackup(dir: string, backup: LastBackup): void {
  try {
    writeFileSync(join(dir, FILE), `${JSON.stringify(backup)}\n`, { mode: 0o600 });
  } catch {
    // The backup is there all the same.
  }
}

export function lastBackup(dir: string): LastBackup | undefined {
  try {
    const { at, size } = JSON.parse(readFileSync(join(dir, FILE), 'utf8')) as Partial<LastBackup>;
    return typeof at === 'number' && typeof size === 'number' ? { at, size } : undefined;
  } catch {
    return undefined;
  }
}
