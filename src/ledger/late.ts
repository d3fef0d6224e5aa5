// Leaves whose pages came behind them, under the count of what came of events that had been read: whoever reads on from a mark
// reads these again, and not all there are.
import type { Memory } from './memory.ts';
import type { Sql } from './sqlite.ts';
import { rowSum } from './sums.ts';

/** The kind of record under which they stand; `rebuild` drops it, and whoever reads on from before reads all again. */
export const LATE = 'late';

/** So many times are remembered, and of one time so many leaves; whoever has missed more reads all again. */
const KEPT = 1_000;
const MOST = 2_000;

function keyOf(n: number): string {
  return String(n).padStart(16, '0');
}

/** Inside a transaction that writes: the pages of these leaves have come. */
export function noteLate(memory: Memory, leaves: readonly number[]): void {
  const { sql } = memory;
  memory.bumpMended();
  if (leaves.length > MOST) return;
  const n = memory.mended();
  sql.run('INSERT OR REPLACE INTO record (kind, key, value) VALUES (?, ?, ?)', LATE, keyOf(n), JSON.stringify(leaves));
  sql.run('DELETE FROM record WHERE kind = ? AND key <= ?', LATE, keyOf(Math.max(0, n - KEPT)));
}

/** The leaves whose pages came after one count up to another; undefined where that is not all that came in between. */
export function lateBetween(sql: Sql, after: number, upTo: number): readonly number[] | undefined {
  if (after > upTo || upTo - after > KEPT) return undefined;
  const noted = sql.rows<{ readonly key: string; readonly value: string; readonly sum: number }>(
    'SELECT key, value, sum FROM record WHERE kind = ? AND key > ? AND key <= ?',
    LATE,
    keyOf(after),
    keyOf(upTo),
  );
  if (noted.length < upTo - after) return undefined;
  // Where a bit has flipped nobody knows any more which they were.
  if (noted.some(({ key, value, sum }) => sum !== rowSum([LATE, key, value]))) return undefined;
  return [...new Set(noted.flatMap(({ value }) => JSON.parse(value) as number[]))].sort((a, b) => a - b);
}
