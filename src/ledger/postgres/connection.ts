// What a hub asks of its database: statements with values, rows by the thousand, one transaction at a time on each connection.
import type { CopyRows } from './copy-rows.ts';

export type HubValue =
  | number
  | string
  | Uint8Array
  | boolean
  | null
  | readonly number[]
  | readonly string[]
  | readonly Uint8Array[]
  | readonly (number | null)[]
  | readonly (Uint8Array | null)[];

/** One connection. Whole numbers come as numbers, bytes as bytes. */
export interface HubConnection {
  rows<T>(text: string, ...values: readonly HubValue[]): Promise<T[]>;
  /** Takes in rows of one table. */
  copy(rows: CopyRows): Promise<void>;
}

export interface HubDatabase {
  /** Lends a connection that nobody else uses meanwhile. One of which the line was lost is not lent again. */
  lend<T>(fn: (connection: HubConnection) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/**
 * Plans that a server avoids for whoever looks for few rows by a key, which is everybody but an audit: a plan made while a table was
 * small, or before the server has looked it over, reads all of it, or all uses of a token of which few are wanted, and is kept.
 */
export const AVOIDED_PLANS = ['seqscan', 'bitmapscan', 'hashjoin', 'mergejoin', 'material'] as const;

/** How a transaction reads: all of one state, with tables of its own or without, or each statement what was committed before it. */
export type HubTransaction = 'write' | 'one-state' | 'one-state-with-scratch';

const BEGIN: Readonly<Record<HubTransaction, string>> = {
  write: 'begin isolation level read committed read write',
  'one-state': 'begin isolation level repeatable read read only',
  'one-state-with-scratch': 'begin isolation level repeatable read read write',
};

/** Runs `fn` in a transaction of a connection; undone where it throws. What `fn` throws is thrown, whatever became of the line. */
export function within<T>(
  connection: HubConnection,
  how: HubTransaction,
  fn: (connection: HubConnection) => Promise<T>,
): Promise<T> {
  return withinFrom(connection, how, async (begin) => fn(await begin()));
}

/** The same in one that `fn` begins where it needs one. */
export async function withinFrom<T>(
  connection: HubConnection,
  how: HubTransaction,
  fn: (begin: () => Promise<HubConnection>) => Promise<T>,
): Promise<T> {
  let begun = false;
  let value: T;
  try {
    value = await fn(async () => {
      await connection.rows(BEGIN[how]);
      begun = true;
      return connection;
    });
  } catch (error) {
    // The server undoes by itself what a lost line had begun.
    if (begun) await connection.rows('rollback').catch(() => {});
    throw error;
  }
  if (begun) await connection.rows('commit');
  return value;
}
