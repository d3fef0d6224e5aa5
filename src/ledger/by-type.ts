// Finding leaves by the type of their event: the index knows the stretches that have one, the leaves say which they are.
import { STRETCH, stretchOf } from './ids.ts';
import type { Sql } from './sqlite.ts';
import { typeCode } from './tables.ts';

/** Keys of the leaves with events of this type, from ≤ key < to, ascending. */
export function leavesOfType(sql: Sql, type: string, from = 0, to: number = Number.MAX_SAFE_INTEGER): number[] {
  return sql.values<number>(
    `SELECT l.id FROM kind k CROSS JOIN leaf l ON l.id >= max(k.stretch, ?) AND l.id < min(k.stretch + ${STRETCH}, ?)
     WHERE k.type = ? AND k.stretch >= ? AND k.stretch < ? AND l.type = k.type ORDER BY k.stretch, l.id`,
    from,
    to,
    typeCode(type),
    stretchOf(from),
    to,
  );
}
