// Records that are not events: settings, once keys, the outbox, peers, alerts, what was set aside, and what is derived for this party.
import type { Bytes } from '../chain/bytes.ts';
import type { Json } from '../chain/canonical.ts';
import type { Sql } from './sqlite.ts';
import type { Blobs, Container, Containers, Local, Records } from './types.ts';

/** Kinds of records that `rebuild` drops; whoever fills them does so again. */
export const DERIVED_RECORDS: readonly string[] = ['mark', 'inventory'];

// The first text after all that begin with the prefix.
function after(prefix: string): string {
  return `${prefix}\u{10ffff}`;
}

function records(sql: Sql, kind: string): Records {
  return {
    get(key) {
      const value = sql.value<string>('SELECT value FROM record WHERE kind = ? AND key = ?', kind, key);
      return value === undefined ? undefined : (JSON.parse(value) as Json);
    },
    put(key, value) {
      sql.run(
        'INSERT INTO record (kind, key, value) VALUES (?, ?, ?) ON CONFLICT (kind, key) DO UPDATE SET value = excluded.value',
        kind,
        key,
        JSON.stringify(value),
      );
    },
    delete: (key) => sql.run('DELETE FROM record WHERE kind = ? AND key = ?', kind, key) > 0,
    list(prefix = '') {
      return sql
        .rows<{ key: string; value: string }>(
          'SELECT key, value FROM record WHERE kind = ? AND key >= ? AND key < ? ORDER BY key',
          kind,
          prefix,
          after(prefix),
        )
        .map(({ key, value }) => ({ key, value: JSON.parse(value) as Json }));
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
  return {
    get: (key) => sql.value<Bytes>('SELECT value FROM record WHERE kind = ? AND key = ?', kind, key),
    put(key, value) {
      sql.run(
        'INSERT INTO record (kind, key, value) VALUES (?, ?, ?) ON CONFLICT (kind, key) DO UPDATE SET value = excluded.value',
        kind,
        key,
        value,
      );
    },
    delete: (key) => sql.run('DELETE FROM record WHERE kind = ? AND key = ?', kind, key) > 0,
    keys: (prefix = '') =>
      sql.values<string>(
        'SELECT key FROM record WHERE kind = ? AND key >= ? AND key < ? ORDER BY key',
        kind,
        prefix,
        after(prefix),
      ),
    size: () => sql.value<number>('SELECT coalesce(sum(length(value)), 0) FROM record WHERE kind = ?', kind) ?? 0,
  };
}

interface StoredContainer {
  readonly key: Bytes;
  readonly name: string;
  readonly value: string;
}

function containers(sql: Sql): Containers {
  const take = (stored: StoredContainer): Container => ({ ...stored, value: JSON.parse(stored.value) as Json });
  return {
    byKey(key) {
      const stored = sql.row<StoredContainer>('SELECT key, name, value FROM container WHERE key = ?', key);
      return stored && take(stored);
    },
    byName: (name) =>
      sql.rows<StoredContainer>('SELECT key, name, value FROM container WHERE name = ? ORDER BY rowid', name).map(take),
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

/** The local records of a ledger. */
export function makeLocal(sql: Sql): Local {
  const settings = records(sql, 'setting');
  return {
    setting: (key) => settings.get(key),
    setSetting(key, value) {
      if (value === undefined) settings.delete(key);
      else settings.put(key, value);
    },
    once: records(sql, 'once'),
    outbox: records(sql, 'outbox'),
    peers: records(sql, 'peer'),
    alerts: records(sql, 'alert'),
    aside: blobs(sql, 'aside'),
    marks: records(sql, 'mark'),
    inventory: records(sql, 'inventory'),
    containers: containers(sql),
  };
}
