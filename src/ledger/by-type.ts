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

/** Key of the last leaf with an event of this type, from ≤ key < to. */
export function lastOfType(sql: Sql, type: string, from: number, to: number): number | undefined {
  const code = typeCode(type);
  const below = sql.values<number>(
    'SELECT stretch FROM kind WHERE type = ? AND stretch >= ? AND stretch < ? ORDER BY stretch DESC LIMIT 2',
    code,
    stretchOf(from),
    to,
  );
  // The last stretch may have its events of this type only behind `to`; the one before lies in the range whole, or begins it.
  for (const stretch of below) {
    const found = sql.value<number | null>(
      'SELECT max(id) FROM leaf WHERE id >= ? AND id < ? AND type = ?',
      Math.max(from, stretch),
      Math.min(to, stretch + STRETCH),
      code,
    );
    if (found != null) return found;
  }
  return undefined;
}
