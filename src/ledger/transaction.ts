// One read transaction of a connection.
import type { Memory } from './memory.ts';
import { guard, type Sql } from './sqlite.ts';
import type { View } from './types.ts';

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
