// A ledger opened for reading alone. Nothing that writes is imported here: this is the way of a scan to its verdict.
import { join } from 'node:path';
import { isLost, readHead } from './kept.ts';
import { LedgerView } from './ledger-view.ts';
import { makeLocal } from './local.ts';
import { Memory } from './memory.ts';
import { guard, openForReading, type Sql } from './sqlite.ts';
import type { Reader, View } from './types.ts';

export const LEDGER_FILE = 'ledger.db';

/** Runs `fn` with a view in one read transaction, or in the transaction that is open already. */
export function readWith<T>(sql: Sql, memory: Memory, view: View, fn: (view: View) => T): T {
  return guard(() => {
    if (sql.db.inTransaction) return fn(view);
    sql.run('BEGIN');
    try {
      memory.refresh();
      return fn(view);
    } finally {
      if (sql.db.inTransaction) sql.run('COMMIT');
    }
  });
}

/**
 * Opens the ledger in `dir` for reading; works on read-only media.
 * @throws no-party, io-failed, damaged
 */
export function openView(dir: string): Reader {
  const sql = openForReading(join(dir, LEDGER_FILE));
  const memory = new Memory(sql);
  const view = new LedgerView(memory);
  return {
    dir,
    readOnly: true,
    local: makeLocal(sql),
    isLost: () => {
      const head = readHead(dir);
      return readWith(sql, memory, view, () => isLost(memory, head));
    },
    read: (fn) => readWith(sql, memory, view, fn),
    close: () => sql.close(),
  };
}
