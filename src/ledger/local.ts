// Records that are not events: settings, once keys, the outbox, peers, alerts, what was set aside, and what is derived for this party.
import { makeClaims } from '#claims';
import type { Bytes } from '../chain/bytes.ts';
import type { Json } from '../chain/canonical.ts';
import { say } from '../words/en/ledger.ts';
import { MADE_PROOFS } from './doubt.ts';
import { LATE } from './late.ts';
import { guard, type Sql } from './sqlite.ts';
import { changed, mustMatch } from './sums.ts';
import type { Blobs, Container, Containers, Local, Records } from './types.ts';

/** Kinds of records that `rebuild` drops; whoever fills them does so again. */
export const DERIVED_RECORDS: readonly string[] = [
  ...['mark', 'inventory', 'stock', 'stock-watch', 'document', 'claim', 'claim-run', 'claim-fact'],
  ...[MADE_PROOFS, LATE],
];
/** Kinds of rows that `rebuild` makes again, those of a table of their own among them. */
export const MADE_AGAIN: ReadonlySet<string> = new Set([...DERIVED_RECORDS, 'container']);

// The first text after all that begin with the prefix.
function after(prefix: string): string {
  return `${prefix}\u{10ffff}`;
}

interface StoredRecord {
  readonly key: string;
  readonly value: string | Bytes;
  readonly sum: number | null;
}

const COLUMNS = 'SELECT key, value, sum FROM record WHERE kind = ?';

/** Runs a change of records that nobody else has, and counts it. */
export type Counting = <T>(change: () => T) => T;

const uncounted: Counting = (change) => change();

// The kind is part of the text: bound, it would have the statement prepared anew each time (docs/decisions.md).
const listed = (columns: string, kind: string): string =>
  `SELECT ${columns} FROM record WHERE kind = '${kind}' AND key >= ? AND key < ? ORDER BY key`;

function records(sql: Sql, kind: string, counting = uncounted): Records {
  const inOrder = listed('key, value, sum', kind);
  const take = ({ key, value, sum }: StoredRecord): Json => {
    mustMatch(say('the', { kind, key }), sum, [kind, key, value]);
    return JSON.parse(String(value)) as Json;
  };
  return {
    get(key) {
      const row = sql.row<StoredRecord>(`${COLUMNS} AND key = ?`, kind, key);
      return row && take(row);
    },
    put(key, value) {
      counting(() =>
        sql.run(
          'INSERT INTO record (kind, key, value) VALUES (?, ?, ?) ON CONFLICT (kind, key) DO UPDATE SET value = excluded.value',
          kind,
          key,
          JSON.stringify(value),
        ),
      );
    },
    delete: (key) => counting(() => sql.run('DELETE FROM record WHERE kind = ? AND key = ?', kind, key) > 0),
    has: (key) => sql.value('SELECT 1 FROM record WHERE kind = ? AND key = ?', kind, key) !== undefined,
    list(prefix = '') {
      return sql.rows<StoredRecord>(inOrder, prefix, after(prefix)).map((row) => ({ key: row.key, value: take(row) }));
    },
    count: (prefix = '') =>
      sql.value<number>(
        'SELECT count(*) FROM record WHERE kind = ? AND key >= ? AND key < ?',
        kind,
        prefix,
        after(prefix),
      ) ?? 0,
  };
}

function blobs(sql: Sql, kind: string): Blobs {
  const inOrder = listed('key', kind);
  return {
    get(key) {
      const row = sql.row<StoredRecord>(`${COLUMNS} AND key = ?`, kind, key);
      if (row === undefined) return undefined;
      mustMatch(say('the', { kind, key }), row.sum, [kind, row.key, row.value]);
      if (typeof row.value === 'string') throw changed(say('the', { kind, key }));
      return row.value;
    },
    put(key, value) {
      sql.run(
        'INSERT INTO record (kind, key, value) VALUES (?, ?, ?) ON CONFLICT (kind, key) DO UPDATE SET value = excluded.value',
        kind,
        key,
        value,
      );
    },
    delete: (key) => sql.run('DELETE FROM record WHERE kind = ? AND key = ?', kind, key) > 0,
    keys: (prefix = '') => sql.values<string>(inOrder, prefix, after(prefix)),
    size: () => sql.value<number>('SELECT coalesce(sum(length(value)), 0) FROM record WHERE kind = ?', kind) ?? 0,
  };
}

interface StoredContainer {
  readonly key: Bytes;
  readonly name: string;
  readonly value: string;
  readonly sum: number | null;
}

function containers(sql: Sql): Containers {
  const take = ({ key, name, value, sum }: StoredContainer): Container => {
    mustMatch(say('the-container', { name }), sum, [key, name, value]);
    return { key, name, value: JSON.parse(value) as Json };
  };
  return {
    byKey(key) {
      const stored = sql.row<StoredContainer>('SELECT key, name, value, sum FROM container WHERE key = ?', key);
      return stored && take(stored);
    },
    // Ordered here: of a statement that orders what a value finds see docs/decisions.md.
    byName: (name) =>
      sql
        .rows<StoredContainer & { rowid: number }>(
          'SELECT rowid, key, name, value, sum FROM container WHERE name = ?',
          name,
        )
        .sort((a, b) => a.rowid - b.rowid)
        .map(take),
    put({ key, name, value }) {
      sql.run(
        'INSERT INTO container (key, name, value) VALUES (?, ?, ?) ON CONFLICT (key) DO UPDATE SET name = excluded.name, value = excluded.value',
        key,
        name,
        JSON.stringify(value),
      );
    },
  };
}

function told<T extends object>(methods: T): T {
  type Method = (first: unknown, second: unknown) => unknown;
  const all = Object.entries(methods as Readonly<Record<string, Method>>);
  const guarded = all.map(([name, method]) => [
    name,
    (first: unknown, second: unknown) => guard(() => method(first, second)),
  ]);
  return Object.fromEntries(guarded) as T;
}

/**
 * The local records of a ledger, each kind made when it is first asked for: a verdict asks for few of them. What reads one in which
 * a bit has flipped throws `damaged`, and what the database refuses is in our words, outside of a transaction, too. What is derived
 * or comes again from peers is not counted.
 */
export function makeLocal(sql: Sql, counting?: Counting): Local {
  const made = new Map<string, object>();
  const kept = <T extends object>(kind: string, make: (kind: string) => T): T => {
    const known = made.get(kind) ?? told(make(kind));
    made.set(kind, known);
    return known as T;
  };
  const counted = (kind: string) => records(sql, kind, counting);
  const derived = (kind: string) => records(sql, kind);
  const bytes = (kind: string) => blobs(sql, kind);
  return {
    setting: (key) => kept('setting', counted).get(key),
    setSetting(key, value) {
      if (value === undefined) kept('setting', counted).delete(key);
      else kept('setting', counted).put(key, value);
    },
    get once() {
      return kept('once', counted);
    },
    get outbox() {
      return kept('outbox', counted);
    },
    get peers() {
      return kept('peer', counted);
    },
    get alerts() {
      return kept('alert', counted);
    },
    get aside() {
      return kept('aside', bytes);
    },
    get marks() {
      return kept('mark', derived);
    },
    get inventory() {
      return kept('inventory', derived);
    },
    get stock() {
      return kept('stock', derived);
    },
    get outside() {
      return kept('outside', counted);
    },
    get requests() {
      return kept('request', counted);
    },
    get past() {
      return kept('past', counted);
    },
    get documents() {
      return kept('document', derived);
    },
    get claims() {
      return kept('claims', () => makeClaims(derived('claim-run'), bytes('claim'), bytes('claim-fact')));
    },
    get stockWatch() {
      return kept('stock-watch', bytes);
    },
    get containers() {
      return kept('container', () => containers(sql));
    },
  };
}
