// Merging lots a piece at a time, for whoever answers others meanwhile: each piece is a transaction of its own. The run that is made
// has no lots, so nobody reads it, until it is whole; then one transaction has it take the place of what it was made of, whose rows
// are dropped in pieces too. A run that somebody began and left, and one whose parts another process has merged, is dropped.
import type { Bytes } from '../chain/bytes.ts';
import { putOff } from './merges-later.ts';
import { leavesOf, lotPages, mergedPages, nextMerged, nextRun, packsIn, putParts, putRow } from './pack-merge.ts';
import { entryKey, lotsKey, type PackPart, type RunPart, storedParts } from './pack-parts.ts';
import type { Sql } from './sqlite.ts';

/** Rows of runs that are written or dropped at a time: some ten milliseconds. */
const ROWS_A_PIECE = 64;
/** A run on which nothing has been done for so long was left by whoever made it, ms. */
const LEFT = 60_000;

/** What one connection is making. */
interface Making {
  readonly gtin: number;
  readonly of: readonly PackPart[];
  readonly run: number;
  readonly leaves: readonly number[];
  readonly pages: Generator<Bytes>;
  page: number;
}

const making = new WeakMap<Sql, Making>();

/** Does a piece of what was put off, under the write lock; false where nothing is left. `now` is in ms. @throws damaged */
export function mergePiece(sql: Sql, now: number): boolean {
  const one = making.get(sql);
  // Begun again from what is stored where this one does not come to its end.
  making.delete(sql);
  if (one === undefined) return beginNext(sql, now);
  const parts = storedParts(sql, one.gtin) ?? [];
  if (isStillThere(one, parts)) goOn(sql, one, parts, now);
  return true;
}

function beginNext(sql: Sql, now: number): boolean {
  const waiting = putOff(sql);
  for (const gtin of waiting) {
    const parts = storedParts(sql, gtin) ?? [];
    const empty = parts.filter((part): part is RunPart => part.kind === 'run' && part.lots === 0);
    const left = empty.find(({ touched = 0 }) => now - touched > LEFT || touched > now);
    if (left !== undefined) {
      dropPiece(sql, gtin, parts, left);
      return true;
    }
    const of = empty.length > 0 ? undefined : nextMerged(parts);
    if (of !== undefined) {
      begin(sql, gtin, parts, of, now);
      return true;
    }
    // Merged, or another process is at it.
    waiting.delete(gtin);
  }
  return false;
}

function begin(sql: Sql, gtin: number, parts: readonly PackPart[], of: readonly PackPart[], now: number): void {
  const leaves = leavesOf(sql, of);
  const run = nextRun(sql);
  // Its first rows are written at once, so that no other run gets its number.
  goOn(sql, { gtin, of, run, leaves, pages: mergedPages(sql, of, leaves), page: 0 }, parts, now);
}

function goOn(sql: Sql, one: Making, parts: readonly PackPart[], now: number): void {
  const others = parts.filter((part) => part.kind === 'lot' || part.run !== one.run);
  for (let rows = 0; rows < ROWS_A_PIECE; rows++) {
    const next = one.pages.next();
    if (next.done === true) {
      end(sql, one, others);
      return;
    }
    putRow(sql, entryKey(one.run, one.page++), next.value);
  }
  putParts(sql, one.gtin, [...others, { kind: 'run', run: one.run, n: 0, lots: 0, touched: now }]);
  making.set(sql, one);
}

function end(sql: Sql, { gtin, of, run, leaves }: Making, others: readonly PackPart[]): void {
  for (const [index, bytes] of lotPages(leaves).entries()) putRow(sql, lotsKey(run, index), bytes);
  const rest = others.filter((part) => !of.some((merged) => isSame(part, merged)));
  const emptied = of.flatMap((part): RunPart[] => (part.kind === 'lot' ? [] : [{ ...part, n: 0, lots: 0 }]));
  putParts(sql, gtin, [...rest, { kind: 'run', run, n: packsIn(of), lots: leaves.length }, ...emptied]);
}

function dropPiece(sql: Sql, gtin: number, parts: readonly PackPart[], { run }: RunPart): void {
  const some = 'SELECT id FROM packrun WHERE id >= ? AND id < ? LIMIT ?';
  const text = `DELETE FROM packrun WHERE id IN (${some})`;
  const dropped = sql.run(text, entryKey(run, 0), entryKey(run + 1, 0), ROWS_A_PIECE);
  if (dropped < ROWS_A_PIECE)
    putParts(
      sql,
      gtin,
      parts.filter((part) => part.kind === 'lot' || part.run !== run),
    );
}

/** Whether it is here as far as it was made, and so are all parts that it is made of. */
function isStillThere({ of, run }: Making, parts: readonly PackPart[]): boolean {
  const isHere = parts.some((part) => part.kind === 'run' && part.run === run && part.lots === 0);
  return isHere && of.every((one) => parts.some((part) => isSame(part, one)));
}

function isSame(a: PackPart, b: PackPart): boolean {
  if (a.kind === 'lot') return b.kind === 'lot' && a.leaf === b.leaf && a.first === b.first;
  return b.kind === 'run' && a.run === b.run && a.lots === b.lots;
}
