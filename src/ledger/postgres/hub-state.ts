// Where a hub stands: how much it holds, how far it has come, and which server it is that answers.
import { type Bytes, b64u, utf8 } from '../../chain/bytes.ts';
import { sha256 } from '../../chain/hash.ts';
import type { Mark } from '../types.ts';
import type { HubConnection } from './connection.ts';

/** How far a copy has come: the number of the newest change, and the hash over all of them. */
export interface HubPlace {
  readonly n: number;
  readonly hist: Bytes;
}

export interface HubCounts extends HubPlace {
  readonly network: string | undefined;
  readonly chains: number;
  readonly events: number;
  /** Events of which pages are not here. */
  readonly awaited: number;
  /** Bytes of the database. */
  readonly bytes: number;
  /** How many standbys follow this server, as far as whoever asks may know. */
  readonly standbys: number;
}

/** The place of the one copy that is asked. */
export async function hubPlace(connection: HubConnection): Promise<HubPlace> {
  const [row] = await connection.rows<{ n: number; hist: Buffer }>('select n, hist from counter');
  if (row === undefined) throw new Error('a hub without a counter');
  return row;
}

/**
 * Where the history stands, for peers: `epoch` is another one on each server and after each promotion or restore, so that no
 * place that was told before counts any more. Of the primary alone: a standby has no timeline of its own.
 */
export async function hubMark(connection: HubConnection): Promise<Mark & { readonly hash: string }> {
  const [row] = await connection.rows<{ n: number; hist: Buffer; epoch: string }>(
    `select c.n, c.hist, (select value from meta where key = 'epoch') || ' ' ||
       (select system_identifier from pg_control_system())::text || ' ' ||
       left(pg_walfile_name(pg_current_wal_lsn()), 8) as epoch from counter c`,
  );
  if (row === undefined) throw new Error('a hub without a counter');
  return { epoch: epochOf(row.epoch), n: row.n, hash: b64u(row.hist) };
}

/** What peers see of it: which machine that is, and how often it was restored, is nobody's business. */
function epochOf(text: string): string {
  return b64u(sha256(utf8(text)).subarray(0, 12));
}

/** Whether the history still has a place that was told as `mark`. */
export async function hubKnows(connection: HubConnection, { n, hash }: Mark): Promise<boolean> {
  if (hash === undefined) return false;
  const [row] = await connection.rows<{ is: boolean }>(
    'select $1::bigint = 0 or exists (select 1 from admission where n = $1 and hist = $2) as is',
    n,
    Buffer.from(hash, 'base64url'),
  );
  return row?.is === true;
}

export async function hubCounts(connection: HubConnection): Promise<HubCounts> {
  const [row] = await connection.rows<HubCounts & { readonly network: string | null }>(
    `select c.n, c.hist, (select value from meta where key = 'network') as network,
       (select count(distinct chain) from branch)::int as chains,
       (select coalesce(sum(size - base), 0) from branch)::bigint as events,
       (select count(distinct leaf) from lacking)::int as awaited,
       pg_database_size(current_database()) as bytes,
       (select count(*) from pg_stat_replication)::int as standbys
     from counter c`,
  );
  if (row === undefined) throw new Error('a hub without a counter');
  return { ...row, network: row.network ?? undefined };
}

/** How far a branch goes. */
export interface HubSize {
  readonly chain: string;
  readonly number: number;
  readonly size: number;
  readonly root: Buffer;
}

/** How far the branches of these chains go. */
export function hubSizes(connection: HubConnection, chains: readonly string[]): Promise<HubSize[]> {
  return connection.rows<HubSize>(
    'select chain, number, size, root from branch where chain = any($1::text[]) order by chain, number',
    chains,
  );
}
