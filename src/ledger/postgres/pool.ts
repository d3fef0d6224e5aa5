// PostgreSQL through the package pg. Text results alone: in its binary mode pg takes every value for UTF-8.
import type { Client, ClientConfig, Connection, PoolClient, Submittable } from 'pg';
import { loadPackage } from '../../packages.ts';
import { AVOIDED_PLANS, type HubConnection, type HubDatabase, type HubValue } from './connection.ts';
import type { CopyRows } from './copy-rows.ts';
import { isLineLost } from './failures.ts';

/** Connections of one process. */
const CONNECTIONS = 8;
/** How long a connection may take to come about, ms. */
const PATIENCE = 10_000;
/** Bytes of rows that are handed to the line at a time. */
const CHUNK = 64 * 1024;

const BIGINT = 20;

// What is prepared is planned once: planning takes five times as long as the statement itself.
const PLANS = ['plan_cache_mode=force_generic_plan', 'jit=off', ...AVOIDED_PLANS.map((way) => `enable_${way}=off`)]
  .map((setting) => `-c ${setting}`)
  .join(' ');

/** How the database is reached: `connectionString`, or its parts. */
export type PoolSettings = Pick<
  ClientConfig,
  'connectionString' | 'host' | 'port' | 'user' | 'password' | 'database' | 'ssl'
>;

export interface PoolBounds {
  /** Connections at a time. */
  readonly most?: number | undefined;
  /** How long a statement may take, ms; as long as it takes, where absent. */
  readonly time?: number;
}

/**
 * Opens a database; no connection is made before one is lent. A statement that is not answered within `time` ms fails, and its
 * connection is dropped: a server that hangs cuts no line.
 */
export function openPool(settings: PoolSettings, { most = CONNECTIONS, time }: PoolBounds = {}): HubDatabase {
  const { Pool, types } = loadPackage('pg') as typeof import('pg');
  const pool = new Pool({
    ...settings,
    max: most,
    connectionTimeoutMillis: Math.min(PATIENCE, time ?? PATIENCE),
    ...(time === undefined ? {} : { query_timeout: time }),
    keepAlive: true,
    options: PLANS,
    types: {
      getTypeParser: ((id: number, format: 'text') =>
        id === BIGINT ? Number : types.getTypeParser(id, format)) as typeof types.getTypeParser,
    },
  });
  // A connection that waits in the pool may be cut: whoever lends the next one gets another.
  pool.on('error', () => {});
  return {
    async lend(fn) {
      const client = await pool.connect();
      const ignore = (): void => {};
      client.on('error', ignore);
      let lost = true;
      try {
        const value = await fn(connectionOf(client));
        lost = false;
        return value;
      } catch (error) {
        lost = isLineLost(error);
        throw error;
      } finally {
        client.off('error', ignore);
        client.release(lost);
      }
    },
    close: () => pool.end(),
  };
}

const names = new Map<string, string>();

/** The name under which a statement is prepared, on each connection once. */
function nameOf(text: string): string {
  let name = names.get(text);
  if (name === undefined) {
    name = `p${names.size}`;
    names.set(text, name);
  }
  return name;
}

function connectionOf(client: PoolClient): HubConnection {
  return {
    async rows<T>(text: string, ...values: readonly HubValue[]): Promise<T[]> {
      if (values.length === 0) return (await client.query(text)).rows as T[];
      return (await client.query({ name: nameOf(text), text, values: values.map(forPg) })).rows as T[];
    },
    copy: (rows) => copyInto(client, rows),
  };
}

// pg takes bytes as a Buffer alone, also within arrays.
function forPg(value: HubValue): unknown {
  if (value instanceof Uint8Array) return asBuffer(value);
  if (Array.isArray(value)) return value.map((one) => (one instanceof Uint8Array ? asBuffer(one) : one));
  return value;
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** What `pg` has for whoever sends rows, which its types leave out. */
interface CopyLine extends Connection {
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
}

function copyInto(client: Client | PoolClient, rows: CopyRows): Promise<void> {
  return new Promise((resolve, reject) => {
    const data = rows.data();
    const text = `copy ${rows.table} (${rows.columns.join(', ')}) from stdin (format binary)`;
    const copying = {
      submit: (line: Connection) => line.query(text),
      handleCopyInResponse(line: CopyLine) {
        for (let at = 0; at < data.length; at += CHUNK) line.sendCopyFromChunk(data.subarray(at, at + CHUNK));
        line.endCopyFrom();
      },
      handleCommandComplete() {},
      handleReadyForQuery: () => resolve(),
      handleError: (error: Error) => reject(error),
    };
    client.query(copying as unknown as Submittable);
  });
}
