// Finding a pack among all lots of its GTIN: in each part at most once, whatever the number of lots.
import type { Bytes } from '../chain/bytes.ts';
import { isInLot, type Lot } from './by-right.ts';
import { branchOf, key48, leafId } from './ids.ts';
import {
  damagedRuns,
  ENTRIES_A_PAGE,
  ENTRY,
  HEAD,
  lotsKey,
  numberAt,
  type PackPart,
  partsOf,
  placeOf,
  type RunPart,
  runPage,
  sortedPart,
  sortedRun,
  within,
} from './pack-parts.ts';
import type { Sql } from './sqlite.ts';

/** How many lots of a branch are looked into, at most, and in all. */
interface Bound {
  most(row: number): number;
  readonly all: number;
}

/** Leaves of the lots of a run by their numbers; the page that was read last is kept. */
export function lotsOfRun(sql: Sql, run: number): (number: number) => number {
  let index = -1;
  let page: Bytes = new Uint8Array(0);
  return (number) => {
    const due = Math.floor(number / ENTRIES_A_PAGE);
    if (due !== index) {
      page = runPage(sql, lotsKey(run, due));
      index = due;
    }
    const at = HEAD + (number % ENTRIES_A_PAGE) * 8;
    if (at + 8 > page.length) throw damagedRuns();
    return new DataView(page.buffer, page.byteOffset, page.length).getFloat64(at, true);
  };
}

// The first lot of a run whose leaf is not below; all of them where every one is.
function firstLotFrom(leafOf: (number: number) => number, lots: number, leaf: number): number {
  let [low, high] = [0, lots];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (leafOf(middle) < leaf) low = middle + 1;
    else high = middle;
  }
  return low;
}

// Lots of a run that have a token of these first 48 bits. Numbers ascend by leaf, so a branch is passed over in one step.
function* lotsWith(sql: Sql, part: RunPart, token: number, bound: Bound): Generator<number> {
  const sorted = sortedRun(sql, part);
  const leafOf = lotsOfRun(sql, part.run);
  let [number, row, left] = [0, -1, 0];
  for (let page = 0; number < part.lots; ) {
    const place = placeOf(sorted, token, number, page);
    if (place === undefined) return;
    page = place.page;
    const { bytes } = place;
    // Further entries of the token are mostly in the same page.
    for (let at = place.at; at < bytes.length; at += ENTRY) {
      if (key48(bytes, at) !== token) return;
      if (numberAt(bytes, at) < number) continue;
      number = numberAt(bytes, at);
      const leaf = leafOf(number);
      if (branchOf(leaf) !== row) [row, left] = [branchOf(leaf), bound.most(branchOf(leaf))];
      if (left > 0) {
        yield leaf;
        left--;
        number++;
      } else number = firstLotFrom(leafOf, part.lots, leafId(row + 1, 0));
    }
  }
}

/**
 * Keys of the commissioning leaves of a GTIN that may have this token, ascending: a lot in which only the first 48 bits are the
 * same is among them. Of each branch the first `most` of every part, `all` of them at most.
 */
function candidates(sql: Sql, parts: readonly PackPart[], token: number, bound: Bound): number[] {
  const found: number[] = [];
  for (const part of parts) {
    if (part.kind === 'lot') {
      if (bound.most(branchOf(part.leaf)) === 0) continue;
      const place = placeOf(sortedPart(sql, part), token);
      if (place !== undefined && key48(place.bytes, place.at) === token) found.push(part.leaf);
    } else for (const leaf of lotsWith(sql, part, token, bound)) if (found.push(leaf) >= bound.all) break;
    if (found.length >= bound.all) break;
  }
  return found.sort((a, b) => a - b);
}

/** Lots of a GTIN that have a token, whose branch may have so many of them; undefined where there are more than `all`. */
export function lotsMadeWith(
  sql: Sql,
  gtin: string,
  token: Bytes,
  { most, all = Number.POSITIVE_INFINITY }: { readonly most?: (row: number) => number; readonly all?: number } = {},
): number[] | undefined {
  const bound = { most: most ?? (() => Number.POSITIVE_INFINITY), all: all + 1 };
  const found = candidates(sql, partsOf(sql, Number(gtin)), key48(token), bound);
  if (found.length > all) return undefined;
  const left = new Map<number, number>();
  return found.filter((leaf) => {
    const row = branchOf(leaf);
    const room = left.get(row) ?? bound.most(row);
    left.set(row, room - 1);
    return room > 0 && hasToken(sql, gtin, leaf, token);
  });
}

/** Whether a commissioning of a GTIN has this token. @throws damaged where the index of lots does not know it */
export function hasToken(sql: Sql, gtin: string, leaf: number, token: Bytes): boolean {
  const lot = sql.row<Lot>('SELECT leaf, page, rows FROM commission WHERE gtin = ? AND leaf = ?', Number(gtin), leaf);
  if (lot === undefined) throw damagedRuns();
  return isInLot(sql, lot, token);
}

/** Lots, by their leaves: all where absent. */
type Among = ReadonlySet<number> | undefined;

/**
 * Places of those among ascending tokens, 16 bytes each, whose first 48 bits stand in some lot of a GTIN, or in one of these: each
 * page is read at most once, so that a hundred thousand cost little more than what is read of a lot.
 */
export function placesMade(sql: Sql, gtin: string, tokens: Bytes, among?: Among): number[] {
  const found = new Set<number>();
  for (const part of partsOf(sql, Number(gtin))) {
    if (part.kind === 'lot' && among?.has(part.leaf) === false) continue;
    const sorted = sortedPart(sql, part);
    const isAmong = part.kind === 'lot' ? undefined : amongLots(sql, part, among);
    for (let at = 0, page = 0; at < tokens.length; ) {
      const place = placeOf(sorted, key48(tokens, at), 0, page);
      if (place === undefined) break;
      // Whatever is left of the tokens is above the last of this page.
      page = place.page + 1;
      const { bytes } = place;
      const last = key48(bytes, bytes.length - sorted.width);
      for (; at < tokens.length; at += 16) {
        const token = key48(tokens, at);
        if (token > last) break;
        const entry = within(bytes, sorted, token);
        if (key48(bytes, entry) === token && (isAmong?.(bytes, entry, token) ?? true)) found.add(at / 16);
      }
    }
  }
  return [...found].sort((a, b) => a - b);
}

/** Whether an entry of a run, or one of the same token after it, is of one of these lots; undefined where all are. */
function amongLots(
  sql: Sql,
  part: RunPart,
  among: Among,
): ((page: Bytes, at: number, token: number) => boolean) | undefined {
  if (among === undefined) return undefined;
  const leafOf = lotsOfRun(sql, part.run);
  const lots = Uint8Array.from({ length: part.lots }, (_, number) => (among.has(leafOf(number)) ? 1 : 0));
  return (page, first, token) => {
    for (let at = first; at < page.length; at += ENTRY) {
      if (key48(page, at) !== token) return false;
      if (lots[numberAt(page, at)] === 1) return true;
    }
    // The last of a page may go on in the next.
    const all = { most: () => part.lots, all: part.lots };
    return [...lotsWith(sql, part, token, all)].some((leaf) => among.has(leaf));
  };
}
