// Connections that answer others while lots are merged put off what takes long: see merge-in-pieces.ts.
import type { Sql } from './sqlite.ts';

/** More packs than these are not merged where they come: some ten milliseconds. */
const MOST_AT_ONCE = 50_000;

/** GTINs whose lots wait. */
const waiting = new WeakMap<Sql, Set<number>>();

/** From now on; gives what is put off. */
export function putOffMerges(sql: Sql): Set<number> {
  const set = waiting.get(sql) ?? new Set();
  waiting.set(sql, set);
  return set;
}

/** Whether a merge of so many packs of a GTIN is put off here; it is remembered where it is. */
export function isPutOff(sql: Sql, gtin: number, packs: number): boolean {
  if (packs <= MOST_AT_ONCE) return false;
  return waiting.get(sql)?.add(gtin) !== undefined;
}

/** What was put off here. */
export function putOff(sql: Sql): Set<number> {
  return waiting.get(sql) ?? new Set();
}
