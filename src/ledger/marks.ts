// How far each branch was read, and the ranges of leaf keys that came since.
import { branchOf, leafId, seqOf } from './ids.ts';
import { lateBetween } from './late.ts';
import type { Sql } from './sqlite.ts';
import type { EventsOptions } from './types.ts';

/** Behind the chain in the name of another branch than the first, and in that of a fork, which is no branch. */
const BRANCH = '~';
const FORK = '!';

/** The name of a branch in marks: its chain, and its number where it is not the first. */
export function markName(chain: string, branch: number): string {
  return branch === 0 ? chain : `${chain}${BRANCH}${branch}`;
}

/**
 * The name in marks under which stands how often something came of events that had been read: pages behind their leaves, or
 * leaves in the place of damaged ones. Whoever read before that reads all again. No chain has that name.
 */
export const MENDED = '*';

/**
 * The name in marks of a fork that is proved: where its leaves have not come no branch tells that the chain has split, and the refs of
 * its events change all the same.
 */
export function forkName(chain: string, index: number): string {
  return `${chain}${FORK}${index}`;
}

/** The chain of which this is the mark of a fork, or of another branch than the first; undefined for other marks. */
export function chainSplit(name: string): string | undefined {
  const at = Math.max(name.indexOf(BRANCH), name.indexOf(FORK));
  return at < 0 ? undefined : name.slice(0, at);
}

interface Extent {
  readonly id: number;
  readonly chain: string;
  readonly number: number;
  readonly base: number;
  readonly size: number;
}

/** Ranges of leaf keys, from ≤ key < to, that the options leave. */
export function leafRanges(
  sql: Sql,
  { chain, since: marks, below = Infinity }: EventsOptions,
  mended = 0,
): { readonly from: number; readonly to: number }[] {
  const late = marks && lateBetween(sql, marks[MENDED] ?? 0, mended);
  const since = late === undefined ? undefined : marks;
  if (chain === undefined && since === undefined && below === Infinity)
    return [{ from: 0, to: Number.MAX_SAFE_INTEGER }];
  const where = chain === undefined ? '' : 'WHERE chain = ?';
  const text = `SELECT id, chain, number, base, size FROM branch ${where} ORDER BY chain, number`;
  const ranges: { from: number; to: number }[] = [];
  for (const row of sql.rows<Extent>(text, ...(chain === undefined ? [] : [chain]))) {
    const from = Math.max(row.base, since?.[markName(row.chain, row.number)] ?? 0);
    const to = Math.min(row.size, below);
    for (const id of late ?? []) {
      if (branchOf(id) === row.id && seqOf(id) < Math.min(from, below)) ranges.push({ from: id, to: id + 1 });
    }
    if (from < to) ranges.push({ from: leafId(row.id, from), to: leafId(row.id, to) });
  }
  return ranges;
}
