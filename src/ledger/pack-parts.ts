// What of a GTIN was commissioned, in few sorted parts however many lots there are: young lots, whose own pages are sorted, and
// runs, each the packs of many lots: 48 bits of a token and the number of its lot in the run, 8 bytes a pack. All of it is derived;
// every row carries a checksum and is compared with it at each read, because a pack that is not found is said to be a fake.
import type { Bytes } from '../chain/bytes.ts';
import { ROWS_A_PAGE } from '../chain/pages.ts';
import { PedigreeError } from '../errors.ts';
import { phrase, say } from '../words/en/ledger.ts';
import { key48 } from './ids.ts';
import { GUESSES, KEY_RANGE, lost, storedPage } from './pages.ts';
import type { Sql } from './sqlite.ts';

/** A lot that is in no run yet: `first` is the key of its first page of tokens. */
export interface LotPart {
  readonly kind: 'lot';
  readonly leaf: number;
  readonly first: number;
  readonly n: number;
}

/**
 * A run without lots has rows that nobody reads: it is being made in pieces, and then `touched` says when the last one was, ms; or
 * it has become part of another one.
 */
export interface RunPart {
  readonly kind: 'run';
  readonly run: number;
  readonly n: number;
  readonly lots: number;
  readonly touched?: number;
}

export type PackPart = LotPart | RunPart;

/** Before the entries of a row: its checksum, and room that keeps them aligned. */
export const HEAD = 8;
export const ENTRY = 8;
/** With its head a row of 4 000 bytes, which fills one page of the file. */
export const ENTRIES_A_PAGE = 499;
/** Most lots of a run: their numbers are 16 bits. */
export const MOST_LOTS = 0x1_0000;
/** Keys of a run: of its pages of entries, and from LOTS_AT on of its lots, ascending by leaf. */
const RUN_KEYS = 0x2_0000;
const LOTS_AT = 0x1_0000;
const PART = 32;

export function entryKey(run: number, page: number): number {
  return run * RUN_KEYS + page;
}

export function lotsKey(run: number, page: number): number {
  return run * RUN_KEYS + LOTS_AT + page;
}

/** The run that a row is of. */
export function runOf(key: number): number {
  return Math.floor(key / RUN_KEYS);
}

const PRIME = 0x9e3779b1;

/**
 * Of a row from byte 4 on, and of the key that it stands under: no flipped bit leaves it the same. Quicker than a hash, and no
 * proof against people: whoever can write here can write all of the index.
 */
export function checksum(bytes: Bytes, key: number): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let sum = Math.imul((key >>> 0) ^ Math.floor(key / 0x1_0000_0000), PRIME) ^ bytes.length;
  for (let at = 4; at + 4 <= bytes.length; at += 4) {
    const mixed = sum ^ view.getUint32(at, true);
    sum = Math.imul((mixed << 13) | (mixed >>> 19), PRIME);
  }
  return sum >>> 0;
}

/** Writes the checksum of a row into it. */
export function seal(bytes: Bytes, key: number): Bytes {
  new DataView(bytes.buffer, bytes.byteOffset, bytes.length).setUint32(0, checksum(bytes, key), true);
  return bytes;
}

/** The index of what was made is not what was written. */
export function damagedRuns(): PedigreeError {
  return new PedigreeError('damaged', say('packs-index-damaged'), { hint: say('rebuild-makes-it-again') });
}

function sound(bytes: Bytes | undefined, key: number): Bytes {
  if (bytes === undefined || bytes.length < HEAD) throw damagedRuns();
  const said = new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getUint32(0, true);
  if (said !== checksum(bytes, key)) throw damagedRuns();
  return bytes;
}

/** A row of a run. @throws damaged */
export function runPage(sql: Sql, key: number): Bytes {
  return sound(sql.blob('SELECT bytes FROM packrun WHERE id = ?', key), key);
}

export function encodeParts(gtin: number, parts: readonly PackPart[]): Bytes {
  const bytes = new Uint8Array(HEAD + parts.length * PART);
  const view = new DataView(bytes.buffer);
  parts.forEach((part, i) => {
    const numbers =
      part.kind === 'lot' ? [part.leaf, part.first, part.n, 1] : [-part.run, part.touched ?? 0, part.n, part.lots];
    for (const [column, value] of numbers.entries()) view.setFloat64(HEAD + i * PART + column * 8, value, true);
  });
  return seal(bytes, gtin);
}

/** The parts of a GTIN; none where nobody made any of it. @throws damaged */
export function partsOf(sql: Sql, gtin: number): readonly PackPart[] {
  const parts = storedParts(sql, gtin);
  if (parts !== undefined) return parts;
  if (sql.value('SELECT 1 FROM commission WHERE gtin = ? LIMIT 1', gtin) !== undefined) throw damagedRuns();
  return [];
}

/** The parts that are stored of a GTIN; undefined where there is no row of it. @throws damaged */
export function storedParts(sql: Sql, gtin: number): readonly PackPart[] | undefined {
  const stored = sql.blob('SELECT parts FROM packs WHERE gtin = ?', gtin);
  if (stored === undefined) return undefined;
  const bytes = sound(stored, gtin);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const parts: PackPart[] = [];
  for (let at = HEAD; at + PART <= bytes.length; at += PART) {
    const [id, first, n, lots] = [0, 8, 16, 24].map((column) => view.getFloat64(at + column, true));
    if (id === undefined || first === undefined || n === undefined || lots === undefined) break;
    if (id >= 0) parts.push({ kind: 'lot', leaf: id, first, n });
    else parts.push({ kind: 'run', run: -id, n, lots, ...(first === 0 ? {} : { touched: first }) });
  }
  return parts;
}

/** Ascending entries that stand in pages: rows of `width` bytes after the first `head`, `each` to a page. */
export interface Sorted {
  readonly n: number;
  readonly each: number;
  readonly width: number;
  readonly head: number;
  /** @throws damaged */
  page(index: number): Bytes;
}

/** Tokens of a lot, by the key of their first page. */
function sortedLot(sql: Sql, { first, n }: Pick<LotPart, 'first' | 'n'>): Sorted {
  return {
    n,
    each: ROWS_A_PAGE,
    width: 16,
    head: 0,
    page(index) {
      const page = storedPage(sql, first + 2 * index);
      if (page === undefined || page.length !== Math.min(ROWS_A_PAGE, n - index * ROWS_A_PAGE) * 16)
        throw lost(phrase('page-of-event'));
      return page;
    },
  };
}

/** Entries of a run. */
export function sortedRun(sql: Sql, { run, n }: Pick<RunPart, 'run' | 'n'>): Sorted {
  return {
    n,
    each: ENTRIES_A_PAGE,
    width: ENTRY,
    head: HEAD,
    page(index) {
      const page = runPage(sql, entryKey(run, index));
      if (page.length !== HEAD + Math.min(ENTRIES_A_PAGE, n - index * ENTRIES_A_PAGE) * ENTRY) throw damagedRuns();
      return page;
    },
  };
}

export function sortedPart(sql: Sql, part: PackPart): Sorted {
  return part.kind === 'lot' ? sortedLot(sql, part) : sortedRun(sql, part);
}

/** The number of the lot of an entry of a run. */
export function numberAt(page: Bytes, at: number): number {
  return ((page[at + 6] ?? 0) << 8) | (page[at + 7] ?? 0);
}

/** A place among sorted entries: a page, and the entry in it. */
interface Place {
  readonly page: number;
  readonly bytes: Bytes;
  readonly at: number;
}

/**
 * The first entry that is not below a token's first 48 bits (and, of a run, a number); undefined where all are below.
 * @param from no page before this one is looked at
 */
export function placeOf(sorted: Sorted, token: number, number = 0, from = 0): Place | undefined {
  const { n, each, width, head } = sorted;
  const pages = Math.ceil(n / each);
  let [low, high] = [from, pages - 1];
  let guess = Math.min(high, Math.max(low, Math.floor((token / KEY_RANGE) * pages)));
  for (let tries = 1; low <= high; tries++) {
    const bytes = sorted.page(guess);
    const last = bytes.length - width;
    if (isBelow(bytes, last, width, token, number)) low = guess + 1;
    else if (guess === low || isBelow(bytes, head, width, token, number))
      return { page: guess, bytes, at: within(bytes, sorted, token, number) };
    else high = guess - 1;
    // What is below the page before the last one that was too high begins in that one.
    if (low > high && low < pages && low !== guess) {
      const next = sorted.page(low);
      return { page: low, bytes: next, at: within(next, sorted, token, number) };
    }
    const off = ((token - key48(bytes, low > guess ? last : head)) / KEY_RANGE) * pages;
    const next = tries < GUESSES ? guess + (low > guess ? Math.ceil(off) : Math.floor(off)) : (low + high) >>> 1;
    guess = Math.min(high, Math.max(low, next));
  }
  return undefined;
}

function isBelow(bytes: Bytes, at: number, width: number, token: number, number: number): boolean {
  const key = key48(bytes, at);
  return key < token || (key === token && width === ENTRY && numberAt(bytes, at) < number);
}

/** The first entry in a page that is not below. */
export function within(bytes: Bytes, { width, head }: Sorted, token: number, number = 0): number {
  let low = 0;
  let high = (bytes.length - head) / width;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBelow(bytes, head + middle * width, width, token, number)) low = middle + 1;
    else high = middle;
  }
  return head + low * width;
}
