// Finding leaves by the type of their event: the index knows the stretches that have one, the leaves say which they are.
import { branchOf, leafId, STRETCH, stretchOf } from './ids.ts';
import type { Sql } from './sqlite.ts';
import { typeCode } from './type-codes.ts';

const AT_A_TIME = 64;

/** Keys of the leaves with events of this type, from ≤ key < to, ascending; the first `most` of them. */
export function leavesOfType(
  sql: Sql,
  type: string,
  from = 0,
  to: number = Number.MAX_SAFE_INTEGER,
  most = Number.MAX_SAFE_INTEGER,
): number[] {
  // The type and how many are part of the text, here and below: bound, they would have it prepared anew each time.
  const code = typeCode(type);
  return sql.values<number>(
    `SELECT l.id FROM kind k CROSS JOIN leaf l ON l.id >= max(k.stretch, ?) AND l.id < min(k.stretch + ${STRETCH}, ?)
     WHERE k.type = ${code} AND k.stretch >= ? AND k.stretch < ? AND l.type = ${code} ORDER BY k.stretch, l.id LIMIT ${most}`,
    from,
    to,
    stretchOf(from),
    to,
  );
}

/** The same one after another, for whoever may need only the first. */
export function* eachOfType(sql: Sql, type: string, from: number, to: number): Generator<number> {
  for (let at = from; ; ) {
    const ids = leavesOfType(sql, type, at, to, AT_A_TIME);
    yield* ids;
    const last = ids.at(-1);
    if (last === undefined || ids.length < AT_A_TIME) return;
    at = last + 1;
  }
}

/** Whether any leaf, from ≤ key < to, may have an event of one of these types. */
export function hasTypes(sql: Sql, types: readonly string[], from: number, to: number): boolean {
  const codes = types.map(typeCode).join(', ');
  const text = `SELECT 1 FROM kind WHERE type IN (${codes}) AND stretch >= ? AND stretch < ? LIMIT 1`;
  return sql.value<number>(text, stretchOf(from), to) !== undefined;
}

/** Key of the last leaf with an event of this type, from ≤ key < to. */
export function lastOfType(sql: Sql, type: string, from: number, to: number): number | undefined {
  const code = typeCode(type);
  const below = sql.values<number>(
    `SELECT stretch FROM kind WHERE type = ${code} AND stretch >= ? AND stretch < ? ORDER BY stretch DESC LIMIT 2`,
    stretchOf(from),
    to,
  );
  // The last stretch may have its events of this type only behind `to`; the one before lies in the range whole, or begins it.
  for (const stretch of below) {
    const found = sql.value<number | null>(
      `SELECT max(id) FROM leaf WHERE id >= ? AND id < ? AND type = ${code}`,
      Math.max(from, stretch),
      Math.min(to, stretch + STRETCH),
    );
    if (found != null) return found;
  }
  return undefined;
}

/** The first stretch from one on that has an event of this type. */
function nextStretch(sql: Sql, type: string, from: number): number | undefined {
  const text = `SELECT stretch FROM kind WHERE type = ${typeCode(type)} AND stretch >= ? ORDER BY stretch LIMIT 1`;
  return sql.value<number>(text, from);
}

/** Rows of the branches that have events of this type, ascending. */
function branchesOfType(sql: Sql, type: string): readonly number[] {
  const rows: number[] = [];
  for (let from = 0; ; ) {
    const stretch = nextStretch(sql, type, from);
    if (stretch === undefined) return rows;
    rows.push(branchOf(stretch));
    from = leafId(branchOf(stretch) + 1, 0);
  }
}

interface Range {
  readonly from: number;
  readonly to: number;
}

/**
 * Those of the ranges of leaf keys, ascending, that may have an event of this type. Nobody asks for each of a thousand tills:
 * the index says where the next one is, and whatever lies before it is passed over.
 */
export function rangesWith(sql: Sql, type: string, sorted: readonly Range[]): ReadonlySet<Range> {
  if (sorted.length < 2) return new Set(sorted);
  const found = new Set<Range>();
  for (let i = 0; ; ) {
    const range = sorted[i];
    const stretch = range && nextStretch(sql, type, stretchOf(range.from));
    if (range === undefined || stretch === undefined) break;
    if (stretch < range.to) {
      found.add(range);
      i++;
    } else {
      i = firstBeyond(sorted, stretch, i);
    }
  }
  return found;
}

/** Those parts of ranges that lie in branches with such an event which `may` says yes to. */
export function rangesOf(
  sql: Sql,
  type: string,
  ranges: readonly Range[],
  may: (row: number) => boolean,
): readonly Range[] {
  const rows = branchesOfType(sql, type).filter(may);
  return ranges.flatMap(({ from, to }) =>
    rows
      .map((row) => ({ from: Math.max(from, leafId(row, 0)), to: Math.min(to, leafId(row + 1, 0)) }))
      .filter((part) => part.from < part.to),
  );
}

// Place of the first range that ends behind a key.
function firstBeyond(sorted: readonly Range[], key: number, from: number): number {
  let [low, high] = [from, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle]?.to ?? 0) <= key) low = middle + 1;
    else high = middle;
  }
  return low;
}
