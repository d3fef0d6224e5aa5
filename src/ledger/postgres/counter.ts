// The one row that orders all commits of a hub: each change has a number, and a hash over all changes before it.
import type { Bytes } from '../../chain/bytes.ts';
import { utf8 } from '../../chain/bytes.ts';
import { sha256 } from '../../chain/hash.ts';
import type { HubConnection } from './connection.ts';
import { HASH_BYTES } from './mirror.ts';

/** One change: leaves of a branch, or what has no place in a chain (pages, checkpoints and proofs of others). */
export interface HubChange {
  readonly branch?: number;
  readonly start?: number;
  readonly size?: number;
  /** Whatever tells this change from any other. */
  readonly what: string;
}

/** The counter, locked by this transaction until its end. */
export interface HeldCounter {
  readonly n: number;
  readonly branches: number;
  readonly hist: Bytes;
}

export async function holdCounter(connection: HubConnection): Promise<HeldCounter> {
  const [row] = await connection.rows<{ n: number; branches: number; hist: Buffer }>(
    'select n, branches, hist from counter for update',
  );
  if (row === undefined || row.hist.length !== HASH_BYTES) throw new Error('a hub without a counter');
  return row;
}

/** Gives each change its number, and notes them; the last thing that a transaction does. */
export async function count(
  connection: HubConnection,
  held: HeldCounter,
  changes: readonly HubChange[],
  { stamps, branches }: { readonly stamps: boolean; readonly branches: number },
): Promise<void> {
  let { hist } = held;
  const hists = changes.map(({ branch, start, size, what }) => {
    hist = sha256(Buffer.concat([hist, utf8(`${branch ?? ''} ${start ?? ''} ${size ?? ''} ${what}`)]));
    return hist;
  });
  await connection.rows(
    `insert into admission (n, branch, start, size, hist)
     select * from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bytea[])`,
    changes.map((_, i) => held.n + 1 + i),
    changes.map(({ branch }) => branch ?? null),
    changes.map(({ start }) => start ?? null),
    changes.map(({ size }) => size ?? null),
    hists,
  );
  await connection.rows(
    `update counter set n = $1, hist = $2, branches = $3, stamp = stamp + $4,
     stamped = case when $4 > 0 then $2 else stamped end`,
    held.n + changes.length,
    hist,
    held.branches + branches,
    stamps ? 1 : 0,
  );
}
