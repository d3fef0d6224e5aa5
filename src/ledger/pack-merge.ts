// Keeping the parts of a GTIN few: young lots are merged into a run, and with it the runs that are not much longer.
import type { Bytes } from '../chain/bytes.ts';
import { key48 } from './ids.ts';
import { isPutOff } from './merges-later.ts';
import {
  ENTRIES_A_PAGE,
  ENTRY,
  encodeParts,
  entryKey,
  HEAD,
  type LotPart,
  lotsKey,
  MOST_LOTS,
  numberAt,
  type PackPart,
  partsOf,
  type RunPart,
  runOf,
  type Sorted,
  seal,
  sortedPart,
  storedParts,
} from './pack-parts.ts';
import { lotsOfRun } from './pack-runs.ts';
import type { Sql } from './sqlite.ts';

/** So many young lots are merged; the more, the more parts are looked into, and the less often a pack is written again. */
const YOUNG = 6;
/** A run is taken in by what is merged where it is at most so many times as long: each becomes part of few others. */
const STEP = 4;
/** Most packs of a run. A longer one would keep its writer for many seconds; of so many packs there are few runs. */
const MOST_PACKS = 2 ** 24;
/** Most parts that are merged at a time, as each has a page in memory. */
const MOST_PARTS = 1_024;

/** Adds lots of a GTIN, whose tokens are here, under the write lock. */
export function addLots(sql: Sql, gtin: number, lots: readonly LotPart[]): void {
  const all = [...(storedParts(sql, gtin) ?? []), ...lots];
  putParts(
    sql,
    gtin,
    settle(sql, all, (packs) => isPutOff(sql, gtin, packs)),
  );
}

/** Makes the parts of a GTIN again, of all its lots whose tokens are here. */
export function remakeParts(sql: Sql, gtin: number): void {
  for (const part of partsOf(sql, gtin)) if (part.kind === 'run') dropRun(sql, part.run);
  const lots = sql
    .rows<{ leaf: number; first: number; n: number }>(
      'SELECT leaf, page AS first, rows AS n FROM commission WHERE gtin = ? AND page IS NOT NULL',
      gtin,
    )
    .map((lot): LotPart => ({ kind: 'lot', ...lot }));
  putParts(sql, gtin, settle(sql, lots));
}

export function putParts(sql: Sql, gtin: number, parts: readonly PackPart[]): void {
  sql.run('INSERT OR REPLACE INTO packs (gtin, parts) VALUES (?, ?)', gtin, encodeParts(gtin, parts));
}

function dropRun(sql: Sql, run: number): void {
  sql.run('DELETE FROM packrun WHERE id >= ? AND id < ?', entryKey(run, 0), entryKey(run + 1, 0));
}

function settle(
  sql: Sql,
  parts: readonly PackPart[],
  putsOff: (packs: number) => boolean = () => false,
): readonly PackPart[] {
  let all = parts;
  for (;;) {
    const chosen = nextMerged(all);
    if (chosen === undefined || putsOff(packsIn(chosen))) return all;
    const merged = merge(sql, chosen);
    all = [...all.filter((part) => !chosen.includes(part)), merged];
  }
}

/** Those that are to be merged next; undefined where they are few enough. */
export function nextMerged(all: readonly PackPart[]): readonly PackPart[] | undefined {
  const young = all.filter(({ kind }) => kind === 'lot').slice(0, MOST_PARTS);
  return young.length < YOUNG ? undefined : chosenWith(young, all);
}

export const packsIn = (parts: readonly PackPart[]): number => parts.reduce((sum, { n }) => sum + n, 0);

const lotsIn = (part: PackPart): number => (part.kind === 'lot' ? 1 : part.lots);

// The young ones, and the runs that are merged with them, the shortest first.
function chosenWith(young: readonly PackPart[], all: readonly PackPart[]): readonly PackPart[] {
  const runs = all.filter(({ kind }) => kind === 'run').toSorted((a, b) => a.n - b.n);
  const chosen = [...young];
  let packs = packsIn(young);
  let lots = young.length;
  for (const run of runs) {
    if (run.n > STEP * packs || run.n + packs > MOST_PACKS || lotsIn(run) + lots > MOST_LOTS) break;
    chosen.push(run);
    packs += run.n;
    lots += lotsIn(run);
  }
  return chosen;
}

function merge(sql: Sql, parts: readonly PackPart[]): RunPart {
  const run = nextRun(sql);
  const leaves = leavesOf(sql, parts);
  // What was read is given back at once, so that the file does not come to hold both.
  const read = (part: PackPart, page: number) => {
    if (part.kind === 'run') sql.run('DELETE FROM packrun WHERE id = ?', entryKey(part.run, page));
  };
  let page = 0;
  for (const bytes of mergedPages(sql, parts, leaves, read)) putRow(sql, entryKey(run, page++), bytes);
  for (const part of parts) if (part.kind === 'run') dropRun(sql, part.run);
  for (const [index, bytes] of lotPages(leaves).entries()) putRow(sql, lotsKey(run, index), bytes);
  return { kind: 'run', run, n: packsIn(parts), lots: leaves.length };
}

/** The number of a run that has no rows yet. */
export function nextRun(sql: Sql): number {
  const last = sql.value<number>('SELECT id FROM packrun ORDER BY id DESC LIMIT 1');
  return last === undefined ? 1 : runOf(last) + 1;
}

/** Writes a row of a run. */
export function putRow(sql: Sql, key: number, bytes: Bytes): void {
  sql.run('INSERT INTO packrun (id, bytes) VALUES (?, ?)', key, seal(bytes, key));
}

/** The lots of some parts, ascending. */
export function leavesOf(sql: Sql, parts: readonly PackPart[]): readonly number[] {
  return parts.flatMap((part) => ownLeaves(sql, part)).sort((a, b) => a - b);
}

/** The lots of a part, in the order of their numbers. */
function ownLeaves(sql: Sql, part: PackPart): readonly number[] {
  if (part.kind === 'lot') return [part.leaf];
  const leafOf = lotsOfRun(sql, part.run);
  return Array.from({ length: part.lots }, (_, number) => leafOf(number));
}

/** The rows of a run's lots, without their checksums. */
export function lotPages(leaves: readonly number[]): readonly Bytes[] {
  const pages: Bytes[] = [];
  for (let from = 0; from < leaves.length; from += ENTRIES_A_PAGE) {
    const some = leaves.slice(from, from + ENTRIES_A_PAGE);
    const bytes = new Uint8Array(HEAD + some.length * 8);
    const view = new DataView(bytes.buffer);
    for (const [i, leaf] of some.entries()) view.setFloat64(HEAD + i * 8, leaf, true);
    pages.push(bytes);
  }
  return pages;
}

/** One of the parts that are merged: where it is read, and what its numbers of lots become. */
class Source {
  readonly #part: PackPart;
  readonly #sorted: Sorted;
  readonly #numbers: Uint16Array;
  readonly #read: (part: PackPart, page: number) => void;
  #page = -1;
  #bytes: Bytes = new Uint8Array(0);
  #at = 0;
  token = 0;
  number = 0;

  constructor(part: PackPart, sorted: Sorted, numbers: Uint16Array, read: (part: PackPart, page: number) => void) {
    this.#part = part;
    this.#sorted = sorted;
    this.#numbers = numbers;
    this.#read = read;
  }

  /** Goes on to the next entry; false where there is none. */
  next(): boolean {
    const { width, head } = this.#sorted;
    this.#at += width;
    if (this.#at >= this.#bytes.length) {
      if (this.#page >= 0) this.#read(this.#part, this.#page);
      this.#page++;
      if (this.#page * this.#sorted.each >= this.#sorted.n) return false;
      this.#bytes = this.#sorted.page(this.#page);
      this.#at = head;
    }
    this.token = key48(this.#bytes, this.#at);
    this.number = this.#numbers[width === ENTRY ? numberAt(this.#bytes, this.#at) : 0] ?? 0;
    return true;
  }
}

const isBefore = (a: Source, b: Source): boolean => a.token < b.token || (a.token === b.token && a.number < b.number);

/**
 * The pages of the run that some parts make together, without their checksums, each valid until the next one is asked for.
 * `leaves` are its lots; `read` is told each page of a part that is not needed any more.
 */
export function* mergedPages(
  sql: Sql,
  parts: readonly PackPart[],
  leaves: readonly number[],
  read: (part: PackPart, page: number) => void = () => {},
): Generator<Bytes> {
  const numberOf = new Map(leaves.map((leaf, number) => [leaf, number]));
  // A heap: the first entry is that of the first source.
  const heap: Source[] = [];
  for (const part of parts) {
    const numbers = Uint16Array.from(ownLeaves(sql, part), (leaf) => numberOf.get(leaf) ?? 0);
    const source = new Source(part, sortedPart(sql, part), numbers, read);
    if (source.next()) heap.push(source);
  }
  for (let at = heap.length >> 1; at >= 0; at--) sink(heap, at);
  const page = new Uint8Array(HEAD + ENTRIES_A_PAGE * ENTRY);
  let at = HEAD;
  for (let first = heap[0]; first !== undefined; first = heap[0]) {
    writeEntry(page, at, first.token, first.number);
    at += ENTRY;
    if (at === page.length) {
      yield page;
      at = HEAD;
    }
    if (!first.next()) {
      const last = heap.pop();
      if (last !== undefined && last !== first) heap[0] = last;
    }
    sink(heap, 0);
  }
  if (at > HEAD) yield page.subarray(0, at);
}

function sink(heap: Source[], from: number): void {
  const one = heap[from];
  if (one === undefined) return;
  let at = from;
  for (;;) {
    let below = 2 * at + 1;
    let next = heap[below];
    if (next === undefined) break;
    const other = heap[below + 1];
    if (other !== undefined && isBefore(other, next)) {
      below++;
      next = other;
    }
    if (!isBefore(next, one)) break;
    heap[at] = next;
    at = below;
  }
  heap[at] = one;
}

function writeEntry(page: Bytes, at: number, token: number, number: number): void {
  const high = Math.floor(token / 0x1_0000_0000);
  page[at] = high >>> 8;
  page[at + 1] = high;
  page[at + 2] = token / 0x100_0000;
  page[at + 3] = token / 0x1_0000;
  page[at + 4] = token / 0x100;
  page[at + 5] = token;
  page[at + 6] = number >>> 8;
  page[at + 7] = number;
}
