// Rights before work: of what is found under a name, events of chains that may never write such events are passed over
// unread, and of a token that one chain uses over and over the first uses alone are read. The keys of leaves begin with
// their branch, so an index is gone through branch by branch.
import type { Bytes } from '../chain/bytes.ts';
import { ROWS_A_PAGE } from '../chain/pages.ts';
import { EVENT } from '../custody/events/all.ts';
import type { Shape } from './branches.ts';
import { branchOf, leafId, seqOf } from './ids.ts';
import { findToken } from './pages.ts';
import type { Sql } from './sqlite.ts';
import { typeCode } from './type-codes.ts';

/** So few are read without asking who wrote them. */
export const FEW = 32;
/** Of the uses that a chain makes of one token so many are read where nobody says how many (custody/uses.ts). */
export const MOST_USES = 16;

/** Indexes from a number to leaves. */
export type Index = 'notice' | 'commission' | 'lot' | 'hop';

const COLUMN = { notice: 'about', commission: 'gtin', lot: 'name', hop: 'token' } as const;

/**
 * Keys of the leaves under a key of an index; of many those alone that lie in a branch that `may` says yes to.
 * @param type only those of this type of event
 */
export function leavesUnder(
  sql: Sql,
  index: Index,
  key: number,
  may: (row: number) => boolean,
  type?: string,
): number[] {
  const few = firstUnder(sql, index, key, 0, FEW + 1);
  if (few.length <= FEW) return few;
  return branchesUnder(sql, index, key)
    .filter(may)
    .flatMap((row) => leavesIn(sql, index, key, row, type));
}

/** As `leavesUnder`, for whoever may not need all of them: so many are looked for at a time. */
export function* eachUnder(sql: Sql, index: Index, key: number, may: (row: number) => boolean): Generator<number> {
  const few = firstUnder(sql, index, key, 0, FEW + 1);
  if (few.length <= FEW) {
    yield* few;
    return;
  }
  for (const row of branchesUnder(sql, index, key).filter(may)) {
    for (let from = leafId(row, 0), found: number[] = []; ; from = (found.at(-1) ?? from) + 1) {
      found = firstUnder(sql, index, key, from, FEW).filter((leaf) => branchOf(leaf) === row);
      yield* found;
      if (found.length < FEW) break;
    }
  }
}

/** Rows of the branches that have leaves under a key of an index, ascending. */
export function branchesUnder(sql: Sql, index: Index, key: number): number[] {
  const rows: number[] = [];
  for (let from = 0; ; ) {
    const [leaf] = firstUnder(sql, index, key, from, 1);
    if (leaf === undefined) return rows;
    rows.push(branchOf(leaf));
    from = leafId(branchOf(leaf) + 1, 0);
  }
}

/** Keys of the first leaves under a key, from a leaf on: of every verdict and every token, so that it is prepared once. */
function firstUnder(sql: Sql, index: Index, key: number, from: number, most: number): number[] {
  const name = COLUMN[index];
  const text = `SELECT leaf FROM ${index} WHERE (${name}, leaf) >= (?, ?) AND ${name} <= ? ORDER BY ${name}, leaf LIMIT ${most}`;
  return sql.values<number>(text, key, from, key);
}

function leavesIn(sql: Sql, index: Index, key: number, row: number, type?: string): number[] {
  const [from, to] = [leafId(row, 0), leafId(row + 1, 0)];
  const where = `${COLUMN[index]} = ? AND i.leaf >= ? AND i.leaf < ?`;
  if (type === undefined) return sql.values<number>(`SELECT i.leaf FROM ${index} i WHERE ${where}`, key, from, to);
  const text = `SELECT i.leaf FROM ${index} i CROSS JOIN leaf l ON l.id = i.leaf WHERE ${where} AND l.type = ?`;
  return sql.values<number>(text, key, from, to, typeCode(type));
}

/** A commissioning as its index has it: `page` is the key of its first page of tokens, null while the pages are not here. */
export interface Lot {
  readonly leaf: number;
  readonly page: number | null;
  readonly rows: number;
}

export function isInLot(sql: Sql, { page, rows }: Lot, token: Bytes): boolean {
  if (page === null) return false;
  return findToken(sql, { first: page, step: 2, n: rows, width: 16, each: ROWS_A_PAGE }, token) !== undefined;
}

/**
 * Keys of the leaves whose rows have this token: those that are among the first uses of it on the path of their branch, and
 * the recalls of chains that `mayRecall`, for a recall is never one too many. Only those of branches that `may`.
 */
export function usesOf(
  sql: Sql,
  token: number,
  most: number,
  shapeOf: (row: number) => Shape | undefined,
  { may, mayRecall }: { may?: ((row: number) => boolean) | undefined; mayRecall(row: number): boolean },
): number[] {
  const few = firstUnder(sql, 'hop', token, 0, most + 1);
  if (few.length <= most) return may === undefined ? few : few.filter((leaf) => may(branchOf(leaf)));
  const first = firstOfEach(sql, token, most, few);
  const uses: number[] = [];
  for (const [row, own] of first) {
    if (may?.(row) === false) continue;
    const left = most - usesBefore(shapeOf(row), first, most);
    for (const leaf of own.slice(0, Math.max(0, left))) uses.push(leaf);
    if (own.length <= left || !mayRecall(row)) continue;
    for (const leaf of leavesIn(sql, 'hop', token, row, EVENT.recall.type)) if (!uses.includes(leaf)) uses.push(leaf);
  }
  return uses;
}

// The first uses of each branch: as many as count, and one more. As many questions as there are branches with so many.
function firstOfEach(
  sql: Sql,
  token: number,
  most: number,
  few: readonly number[],
): ReadonlyMap<number, readonly number[]> {
  const first = new Map<number, readonly number[]>();
  for (let found = few; ; ) {
    const [leaf] = found;
    if (leaf === undefined) return first;
    // Where no more follow, those of all further branches are here.
    const isLast = found.length <= most;
    for (const row of isLast ? new Set(found.map(branchOf)) : [branchOf(leaf)]) {
      const own = found.filter((one) => branchOf(one) === row);
      first.set(row, own);
    }
    if (isLast) return first;
    found = firstUnder(sql, 'hop', token, leafId(branchOf(leaf) + 1, 0), most + 1);
  }
}

// Uses on the part of a branch's path that belongs to the branches that it grew from.
function usesBefore(shape: Shape | undefined, first: ReadonlyMap<number, readonly number[]>, most: number): number {
  let before = 0;
  let below = shape?.base ?? 0;
  for (let at = shape?.parent; at !== undefined && before < most; at = at.parent) {
    for (const leaf of first.get(at.row) ?? []) if (seqOf(leaf) < below) before++;
    below = Math.min(below, at.base);
  }
  return before;
}
