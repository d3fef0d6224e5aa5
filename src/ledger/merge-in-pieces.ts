// Merging lots a piece at a time, for whoever answers others meanwhile: each piece is a transaction of its own. The run that is made
// has no lots, so nobody reads it, until it is whole; then one transaction has it take the place of what it was made of, whose rows
// are dropped in pieces too. A run that somebody began and left, and one whose parts another process has merged, is dropped.
import type { Bytes } from '../chain/bytes.ts';
import { putOff, putOffMerges } from './merges-later.ts';
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

/** From now on merges are put off here, those too that somebody else has put off or left. Reads alone. @throws damaged */
export function takeUpMerges(sql: Sql): void {
  const waiting = putOffMerges(sql);
  for (const { gtin } of sql.rows<{ gtin: number }>('SELECT gtin FROM packs')) {
    const parts = storedParts(sql, gtin) ?? [];
    if (parts.some(isEmpty) || nextMerged(parts) !== undefined) waiting.add(gtin);
  }
}

/**
 * Does a piece of what was put off, in a transaction of its own; false where nothing is left that can be done now. `now` is in ms.
 * @throws damaged, and what `exclusively` throws
 */
export function mergePiece(sql: Sql, exclusively: <T>(fn: () => T) => T, now: number): boolean {
  if (putOff(sql).size === 0) return false;
  const one = making.get(sql);
  // Where its rows come to nothing it has gone on all the same, so that it is begun anew from what is stored.
  making.delete(sql);
  const done = exclusively(() => (one === undefined ? beginNext(sql, now) : goOnWith(sql, one, now)));
  if (done?.making !== undefined) making.set(sql, done.making);
  return done !== undefined;
}

/** A piece that was done, and what is to be gone on with once it is committed. */
interface Piece {
  readonly making?: Making;
}

function goOnWith(sql: Sql, one: Making, now: number): Piece {
  const parts = storedParts(sql, one.gtin) ?? [];
  return isStillThere(one, parts) ? goOn(sql, one, parts, now) : {};
}

function beginNext(sql: Sql, now: number): Piece | undefined {
  const waiting = putOff(sql);
  for (const gtin of waiting) {
    const parts = storedParts(sql, gtin) ?? [];
    const empty = parts.filter(isEmpty);
    const left = empty.find(({ touched = 0 }) => now - touched > LEFT || touched > now);
    if (left !== undefined) {
      dropPiece(sql, gtin, parts, left);
      return {};
    }
    // Another process is at it, or has just been.
    if (empty.length > 0) continue;
    const of = nextMerged(parts);
    if (of !== undefined) return begin(sql, gtin, parts, of, now);
    waiting.delete(gtin);
  }
  return undefined;
}

function isEmpty(part: PackPart): part is RunPart {
  return part.kind === 'run' && part.lots === 0;
}

function begin(sql: Sql, gtin: number, parts: readonly PackPart[], of: readonly PackPart[], now: number): Piece {
  const leaves = leavesOf(sql, of);
  const run = nextRun(sql);
  // Its first rows are written at once, so that no other run gets its number.
  return goOn(sql, { gtin, of, run, leaves, pages: mergedPages(sql, of, leaves), page: 0 }, parts, now);
}

function goOn(sql: Sql, one: Making, parts: readonly PackPart[], now: number): Piece {
  const others = parts.filter((part) => part.kind === 'lot' || part.run !== one.run);
  for (let rows = 0; rows < ROWS_A_PIECE; rows++) {
    const next = one.pages.next();
    if (next.done === true) {
      end(sql, one, others);
      return {};
    }
    putRow(sql, entryKey(one.run, one.page++), next.value);
  }
  putParts(sql, one.gtin, [...others, { kind: 'run', run: one.run, n: 0, lots: 0, touched: now }]);
  return { making: one };
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
