// One page of a list: what lies between two moments, in the order asked for, so many rows, and where the rest begins.
import { crypto } from '../builtins.ts';
import { PedigreeError } from '../errors.ts';
import { say } from '../words/en/command-line.ts';
import { fieldsOf } from './rows.ts';
import type { CommandSpec, Input, PagedList } from './spec.ts';

/** So many rows at once, where nobody says how many. */
export const PAGE = 100;

type Row = Readonly<Record<string, unknown>>;

/** Which rows are asked for. Times are ms. */
export interface PageRequest {
  readonly since?: number;
  readonly before?: number;
  readonly after?: ListPlace;
  readonly limit: number;
  readonly sort?: { readonly field: string; readonly back: boolean };
}

/** Behind a row of a list; the list may have changed since. */
export interface ListPlace {
  /** Rows up to it, with it. */
  readonly n: number;
  /** Of its name. */
  readonly hash: string;
  readonly at?: number;
  /** What the list was cut to when the place was told. */
  readonly since?: number;
}

/** A page of rows, to be spread into an answer. */
export interface ListPage<T> {
  readonly rows: readonly T[];
  readonly total: number;
  readonly next?: string;
}

/**
 * What the line asks of the list.
 * @throws usage (2)
 */
export function pageRequest(spec: CommandSpec, { at, rows }: PagedList, input: Input): PageRequest {
  const since = moment(input.text('since'), 'since', at);
  const before = moment(input.text('before'), 'before', at);
  const limit = input.count('limit');
  if (limit === 0) throw new PedigreeError('usage', say('limit-from-1'));
  const place = [since, before].find((one) => typeof one === 'object');
  const from = typeof since === 'number' ? since : place?.since;
  const sort = input.text('sort');
  return {
    limit: limit ?? (input.flag('csv') ? Number.POSITIVE_INFINITY : PAGE),
    ...(from === undefined ? {} : { since: from }),
    ...(typeof before === 'number' ? { before } : {}),
    ...(place === undefined ? {} : { after: place }),
    ...(sort === undefined ? {} : { sort: sorting(sort, spec, rows) }),
  };
}

function sorting(text: string, spec: CommandSpec, rows: string): NonNullable<PageRequest['sort']> {
  const field = text.replace(/^-/, '');
  const known = fieldsOf(spec, rows);
  if (!known.includes(field)) {
    throw new PedigreeError('usage', say('no-sort-field', { command: spec.name, field }), {
      hint: say('sort-fields', { known, first: known[0] ?? '' }),
    });
  }
  return { field, back: text.startsWith('-') };
}

const DAY = /^\d{4}-\d\d-\d\d$/;
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?$/;

/** @throws usage where it is neither a day nor a moment nor the `next` of an answer */
function moment(text: string | undefined, option: string, at: string | undefined): number | ListPlace | undefined {
  if (text === undefined) return undefined;
  const place = placeOf(text);
  if (place !== undefined) return place;
  const zoned = /(Z|[+-]\d\d:?\d\d)$/.test(text.slice(10)) ? text : `${text}Z`;
  const ms = DAY.test(text) ? Date.parse(text) : MOMENT.test(text) ? Date.parse(zoned) : Number.NaN;
  const isDay = !DAY.test(text) || (!Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text));
  if (Number.isNaN(ms) || !isDay) {
    throw new PedigreeError('usage', say('no-moment', { option, text }), {
      hint: say('moment-shape'),
    });
  }
  if (at !== undefined) return ms;
  throw new PedigreeError('usage', say('list-without-time', { option }));
}

const PLACE = /^n([0-9a-z]+)\.([\w-]{8})(?:\.(-?[0-9a-z]*)(?:\.(-?[0-9a-z]+))?)?$/;

/** The place that an answer named as its `next`; undefined for any other text. */
export function placeOf(text: string): ListPlace | undefined {
  const [, n = '', hash = '', at = '', since = ''] = PLACE.exec(text) ?? [];
  if (hash === '') return undefined;
  const number = (digits: string) => Number.parseInt(digits, 36);
  return {
    n: number(n),
    hash,
    ...(at === '' ? {} : { at: number(at) }),
    ...(since === '' ? {} : { since: number(since) }),
  };
}

function placeText({ n, hash, at, since }: ListPlace): string {
  return `n${n.toString(36)}.${hash}.${at?.toString(36) ?? ''}.${since?.toString(36) ?? ''}`.replace(/\.+$/, '');
}

/** The page of the rows that is asked for; without `sort` they keep their order. */
export function pageOf<T extends object>(all: readonly T[], listing: PagedList, request: PageRequest): ListPage<T> {
  const { since, before, sort, limit, after } = request;
  const inTime =
    since === undefined && before === undefined
      ? all
      : all.filter((row) => {
          const at = timeOf(row, listing);
          return (
            at !== undefined && at >= (since ?? Number.NEGATIVE_INFINITY) && at < (before ?? Number.POSITIVE_INFINITY)
          );
        });
  const rows = sort === undefined ? inTime : sorted(inTime, sort.field, sort.back);
  const from = after === undefined ? 0 : behind(rows, listing, after, sort === undefined);
  return pageFrom(rows.slice(from, from + limit), rows.length, from, listing, since);
}

/** The page whose rows stand in the whole list behind `from` others. */
function pageFrom<T extends object>(
  rows: readonly T[],
  total: number,
  from: number,
  listing: PagedList,
  since?: number,
): ListPage<T> {
  const last = rows.at(-1);
  const n = from + rows.length;
  if (last === undefined || n >= total) return { rows, total };
  const at = timeOf(last, listing);
  const place = {
    n,
    hash: hashOf(last, listing),
    ...(at === undefined ? {} : { at }),
    ...(since === undefined ? {} : { since }),
  };
  return { rows, total, next: placeText(place) };
}

/**
 * The page of a list that can be read from any place on. Undefined where the whole list is needed: it is cut or sorted, or has
 * changed before the place where it was left.
 */
export function pageRead<T extends object>(
  listing: PagedList,
  { since, before, sort, limit, after }: PageRequest,
  read: (from: number, limit: number) => { readonly rows: readonly T[]; readonly total: number },
): ListPage<T> | undefined {
  if (since !== undefined || before !== undefined || sort !== undefined || limit === Number.POSITIVE_INFINITY)
    return undefined;
  if (after === undefined) {
    const { rows, total } = read(0, limit);
    return pageFrom(rows, total, 0, listing);
  }
  const { rows, total } = read(after.n - 1, limit + 1);
  const [left, ...rest] = rows;
  if (left === undefined || hashOf(left, listing) !== after.hash) return undefined;
  return pageFrom(rest, total, after.n, listing);
}

/** Where the rest begins: behind the row itself, or where it was if it is gone. */
function behind(rows: readonly object[], listing: PagedList, { n, hash, at }: ListPlace, inOrder: boolean): number {
  const isIt = (row: object | undefined) => row !== undefined && hashOf(row, listing) === hash;
  if (isIt(rows[n - 1])) return n;
  const found = rows.findIndex(isIt);
  if (found >= 0) return found + 1;
  // What was received, say, is listed no more: then the rest is what is later, in a list that goes by time.
  const times = rows.map((row) => timeOf(row, listing));
  const rises = times.every((time, i) => i === 0 || (time ?? 0) >= (times[i - 1] ?? 0));
  if (!inOrder || at === undefined || !rises) return Math.min(n, rows.length);
  const later = times.findIndex((time) => time !== undefined && time >= at);
  return later < 0 ? rows.length : later;
}

function sorted<T extends object>(rows: readonly T[], field: string, back: boolean): readonly T[] {
  const value = (row: object) => (row as Row)[field];
  const sign = back ? -1 : 1;
  return [...rows].sort((a, b) => {
    const [one, other] = [value(a), value(b)];
    // What has none stands last, whichever way round.
    if (one === undefined || other === undefined) return Number(one === undefined) - Number(other === undefined);
    if (typeof one === 'number' && typeof other === 'number') return sign * (one - other);
    const [x, y] = [String(one), String(other)];
    return x < y ? -sign : x > y ? sign : 0;
  });
}

function timeOf(row: object, { at }: PagedList): number | undefined {
  const text = at === undefined ? undefined : (row as Row)[at];
  const ms = typeof text === 'string' ? Date.parse(text) : Number.NaN;
  return Number.isNaN(ms) ? undefined : ms;
}

function hashOf(row: object, { id }: PagedList): string {
  const name = JSON.stringify(id.map((field) => (row as Row)[field] ?? null));
  return crypto().createHash('sha256').update(name).digest('base64url').slice(0, 8);
}

/** The list of an answer that is paged, and its rows. */
export function listedIn(
  { lists = [] }: CommandSpec,
  data: object,
): { readonly listing: PagedList; readonly rows: readonly object[] } | undefined {
  const listing = lists.find(({ rows }) => Array.isArray((data as Row)[rows]));
  return listing && { listing, rows: (data as Readonly<Record<string, readonly object[]>>)[listing.rows] ?? [] };
}
