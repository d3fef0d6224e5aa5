// A ledger opened for reading alone, which is the way of a scan to its verdict. Of what writes only the taking over of tables of an
// earlier version is imported, which the small files leave out.
import { join } from 'node:path';
import { copyTakenOver } from '#take-over';
import { isLostBy, readHead } from './kept.ts';
import { LedgerView } from './ledger-view.ts';
import { makeLocal } from './local.ts';
import { Memory } from './memory.ts';
import { guard, openForReading } from './sqlite.ts';
import type { TakeOver } from './take-over.ts';
import { readWith } from './transaction.ts';
import type { Reader } from './types.ts';

export const LEDGER_FILE = 'ledger.db';

/**
 * Opens the ledger in `dir` for reading; works on read-only media.
 * @throws no-party, io-failed, damaged
 */
export function openView(dir: string, options: TakeOver = {}): Reader {
  const sql = openForReading(join(dir, LEDGER_FILE), (earlier) => copyTakenOver(earlier, options));
  const memory = new Memory(sql);
  const view = new LedgerView(memory);
  return {
    dir,
    readOnly: true,
    local: makeLocal(sql),
    isLost: () => {
      const head = readHead(dir);
      return readWith(sql, memory, view, () => isLostBy(memory, head));
    },
    commits: () => guard(() => sql.value<number>('PRAGMA data_version') ?? 0),
    read: (fn) => readWith(sql, memory, view, fn),
    close: () => sql.close(),
  };
}
