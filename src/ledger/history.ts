// Marks of this ledger's history: how many changes there were, and a hash over them. A folder that was set back counts the same
// numbers anew, so that a number alone says nothing about what its reader has been told.
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { type Bytes, hex } from '../chain/bytes.ts';
import { sha256 } from '../chain/hash.ts';
import { PedigreeError } from '../errors.ts';
import { machineMark } from './head-file.ts';
import type { BranchHead } from './heads-digest.ts';
import { guard } from './sqlite.ts';
import { exclusively, type Store } from './store.ts';
import { readWith } from './transaction.ts';
import type { Mark } from './types.ts';
import { LEDGER_FILE } from './view.ts';

/** Marks that are remembered; whoever comes with an older one is told everything. */
const KEPT = 1_000;

const KIND = 'history';

interface Given {
  readonly key: string;
  readonly value: string;
}

/** See `Ledger.mark`. */
export function markOf(store: Store): Mark {
  const { sql, memory, view } = store;
  const epoch = epochOf(store);
  const read = () => readWith(sql, memory, view, () => ({ n: memory.changes(), last: lastGiven(store) }));
  const { n, last } = read();
  if (last !== undefined && Number(last.key) === n) return { epoch, n, hash: last.value };
  if (store.readOnly) return { epoch, n };
  try {
    return { epoch, ...exclusively(store, () => give(store)) };
  } catch (error) {
    // News must get out of a full disk, too: without a hash, all of them the next time.
    if (!(error instanceof PedigreeError) || (error.code !== 'io-failed' && error.code !== 'locked')) throw error;
    return { epoch, n: read().n };
  }
}

/** See `Ledger.knows`. */
export function knowsMark(store: Store, { epoch, n, hash }: Mark): boolean {
  const { sql, memory, view } = store;
  if (hash === undefined || epoch !== epochOf(store)) return false;
  return readWith(sql, memory, view, () => {
    const given = sql.value<string>('SELECT value FROM record WHERE kind = ? AND key = ?', KIND, keyOf(n));
    return given === hash && n <= memory.changes();
  });
}

/** The hash of the last mark, carried on over every head that changed since. */
function give({ sql, memory }: Store): { readonly n: number; readonly hash: string } {
  const n = memory.changes();
  let last = lastGiven({ sql });
  if (last !== undefined && Number(last.key) > n) {
    sql.run('DELETE FROM record WHERE kind = ?', KIND);
    last = undefined;
  }
  if (last !== undefined && Number(last.key) === n) return { n, hash: last.value };
  const heads = sql.rows<BranchHead>(
    'SELECT chain, number, size, root FROM branch WHERE changed > ? ORDER BY changed, chain, number',
    last === undefined ? -1 : Number(last.key),
  );
  const lines = heads.map(({ chain, number, size, root }) => `${chain} ${number} ${size} ${hex(root)}\n`).join('');
  const hash = hex(sha256(Buffer.from(`pedigree/history/v1\0${last?.value ?? ''}\n${lines}`))).slice(0, 32);
  sql.run('INSERT INTO record (kind, key, value) VALUES (?, ?, ?)', KIND, keyOf(n), hash);
  sql.run(
    `DELETE FROM record WHERE kind = ? AND key <=
       (SELECT key FROM record WHERE kind = ? ORDER BY key DESC LIMIT 1 OFFSET ?)`,
    KIND,
    KIND,
    KEPT,
  );
  return { n, hash };
}

function lastGiven({ sql }: Pick<Store, 'sql'>): Given | undefined {
  return sql.row<Given>('SELECT key, value FROM record WHERE kind = ? ORDER BY key DESC LIMIT 1', KIND);
}

/** Keys sort as their numbers do. */
function keyOf(n: number): string {
  return String(n).padStart(16, '0');
}

/**
 * The epoch that others are told: another one wherever the database lies elsewhere, as a copy that is taken into service goes
 * on counting for itself.
 */
function epochOf({ dir, view, sql, memory }: Store): string {
  const stored = readWith(sql, memory, view, () => view.epoch());
  const place = guard(() => placeOf(dir));
  const bytes: Bytes = Buffer.from(`pedigree/epoch/v1\0${stored} ${machineMark()} ${place}`);
  return hex(sha256(bytes)).slice(0, 32);
}

function placeOf(dir: string): string {
  const [folder, file] = [dir, join(dir, LEDGER_FILE)].map((path) => statSync(path, { bigint: true }).ino.toString(16));
  return `${folder}-${file}`;
}
