// Checksums of what no chain can give back: each row has its own, and each kind of record a tally that rows which are gone are
// missed by. A row in which a bit flipped is told to whoever reads it, instead of answered from; the audit looks at them all.
import { type Bytes, utf8 } from '../chain/bytes.ts';
import { sha256, sha256Text } from '../chain/hash.ts';
import { PedigreeError } from '../errors.ts';
import { say } from '../words/en/ledger.ts';
import type { Said } from '../words/say.ts';
import type { Connection } from './database.ts';
import { key48 } from './ids.ts';
import type { Sql } from './sqlite.ts';

/** What a column may hold. */
type Cell = number | string | Bytes | null;

/** Totals of a tally are counted modulo this: checksums have 48 bits. */
export const TALLY_ROOM = 2 ** 48;

/** The checksum of the columns of a row, in their order: the first 48 bits of a hash of what they are and hold. */
export function rowSum(cells: readonly Cell[]): number {
  let text = '';
  for (const cell of cells) {
    if (cell === null) text += '-';
    else if (typeof cell === 'string') text += `s${cell.length}:${cell}`;
    else if (typeof cell === 'number') text += `n${cell};`;
    else text += `b${sha256Text(cell)}`;
  }
  return key48(sha256(utf8(text)));
}

/** @throws damaged where a row is not what was written; `what` is put into words only then */
export function mustMatch(what: Said, sum: unknown, cells: readonly Cell[]): void {
  if (sum !== rowSum(cells)) throw changed(what);
}

export function changed(what: Said): PedigreeError {
  return new PedigreeError('damaged', say('stored-damaged', { what }), {
    hint: say('audit-mends'),
  });
}

interface Summed {
  readonly table: string;
  /** What its checksum covers. */
  readonly cells: readonly string[];
  /** The column that holds it. */
  readonly sum: string;
  /** Columns by which a row is found. */
  readonly key: readonly string[];
  /** The tally that its rows are in, as SQL over `OLD` or `NEW`. */
  readonly tally?: (row: 'OLD' | 'NEW') => string;
  /** The one column that comes later than its row, and has no checksum before. */
  readonly later?: string;
}

/**
 * Of a branch what its leaves and checkpoints do not tell; of a leaf the checkpoint, so that one which is gone is missed; of the
 * rest everything.
 */
export const SUMMED: readonly Summed[] = [
  {
    table: 'record',
    cells: ['kind', 'key', 'value'],
    sum: 'sum',
    key: ['kind', 'key'],
    tally: (row) => `${row}.kind`,
  },
  { table: 'container', cells: ['key', 'name', 'value'], sum: 'sum', key: ['key'], tally: () => `'container'` },
  {
    table: 'heard',
    cells: ['chain', 'size', 'root', 'note', 'peer', 'at'],
    sum: 'sum',
    key: ['chain', 'size', 'root'],
    tally: () => `'heard'`,
  },
  { table: 'meta', cells: ['key', 'value'], sum: 'sum', key: ['key'] },
  {
    table: 'branch',
    cells: ['id', 'chain', 'number', 'parent', 'base', 'seen', 'changed', 'open_only'],
    sum: 'sum',
    key: ['id'],
  },
  { table: 'leaf', cells: ['id', 'note'], sum: 'notesum', key: ['id'], later: 'note' },
];

/**
 * Has this connection keep the checksums and tallies of all that it writes. Triggers of the connection alone, so that nothing
 * which is changed behind the ledger's back becomes right by itself.
 */
export function keepSums(db: Connection): void {
  db.function('pedigree_sum', { varargs: true, deterministic: true }, (...cells: unknown[]) => rowSum(cells as Cell[]));
  // Else a row that another one takes the place of would still be counted.
  db.pragma('recursive_triggers = ON');
  db.exec(SUMMED.flatMap(triggersOf).join('\n'));
}

function triggersOf({ table, cells, sum, key, tally, later }: Summed): readonly string[] {
  const found = key.map((column) => `${column} = NEW.${column}`).join(' AND ');
  const made = `pedigree_sum(${cells.map((cell) => `NEW.${cell}`).join(', ')})`;
  const summed = later === undefined ? made : `CASE WHEN NEW.${later} IS NULL THEN NULL ELSE ${made} END`;
  const write = `UPDATE ${table} SET ${sum} = ${summed} WHERE ${found};`;
  const count = (row: 'OLD' | 'NEW', n: number, total: string) =>
    tally === undefined
      ? ''
      : `INSERT INTO tally (kind, n, total) VALUES (${tally(row)}, ${n}, ${total})
         ON CONFLICT (kind) DO UPDATE SET n = n + excluded.n, total = (total + excluded.total) % ${TALLY_ROOM};`;
  const minus = `${TALLY_ROOM} - coalesce(OLD.${sum}, 0)`;
  const trigger = (when: string, body: string, only = '') =>
    `CREATE TEMP TRIGGER IF NOT EXISTS ${table}_${when.replace(/ .*/, '').toLowerCase()} AFTER ${when} ON main.${table}
     ${only} BEGIN ${body} END;`;
  const columns = later === undefined ? cells : [later];
  // Whoever writes the checksum too, because it is written often, has it right: see `rowSum`.
  const only = tally === undefined ? `WHEN NEW.${sum} IS OLD.${sum}` : '';
  return [
    trigger(`UPDATE OF ${columns.join(', ')}`, write + count('OLD', -1, minus) + count('NEW', 1, summed), only),
    ...(later === undefined ? [trigger('INSERT', write + count('NEW', 1, summed))] : []),
    ...(tally === undefined ? [] : [trigger('DELETE', count('OLD', -1, minus))]),
  ];
}

/** Rows whose checksum is not theirs, told one by one to `each`. */
export function changedRows(
  sql: Sql,
  { table, cells, sum, later }: Summed,
  each: (row: Readonly<Record<string, unknown>>) => void,
): void {
  const some = later === undefined ? '' : `WHERE ${later} IS NOT NULL OR ${sum} IS NOT NULL`;
  const text = `SELECT ${cells.join(', ')}, ${sum} AS stored FROM main.${table} ${some}`;
  for (const row of sql.each<Record<string, Cell>>(text)) {
    const lost = later !== undefined && row[later] === null;
    if (lost || row.stored !== rowSum(cells.map((cell) => row[cell] ?? null))) each(row);
  }
}

/** A kind of records of which not as many are here as there were, or others. */
export interface Miscount {
  readonly kind: string;
  /** How many there were. */
  readonly due: number;
  readonly here: number;
}

/** Kinds whose rows are not those that were counted. */
export function miscounts(sql: Sql): readonly Miscount[] {
  const due = new Map(
    sql
      .rows<{ kind: string; n: number; total: number }>('SELECT kind, n, total FROM tally')
      .map((one) => [one.kind, one]),
  );
  const here = new Map<string, { n: number; total: number }>();
  for (const { table, sum, tally } of SUMMED) {
    if (tally === undefined) continue;
    const kind = table === 'record' ? 'kind' : `'${table}'`;
    for (const row of sql.each<{ kind: string; sum: number | null }>(
      `SELECT ${kind} AS kind, ${sum} AS sum FROM main.${table}`,
    )) {
      const counted = here.get(row.kind) ?? { n: 0, total: 0 };
      counted.n++;
      counted.total = (counted.total + Number(row.sum ?? 0)) % TALLY_ROOM;
      here.set(row.kind, counted);
    }
  }
  const kinds = [...new Set([...due.keys(), ...here.keys()])];
  return kinds.flatMap((kind) => {
    const was = due.get(kind);
    const is = here.get(kind);
    if ((was?.n ?? 0) === (is?.n ?? 0) && (was?.total ?? 0) === (is?.total ?? 0)) return [];
    return [{ kind, due: was?.n ?? 0, here: is?.n ?? 0 }];
  });
}

/** Removes records of a kind that are not what was written, where they can be made again. */
export function dropChanged(sql: Sql, kind: string): void {
  for (const { rowid, key, value, sum } of sql.rows<{ rowid: number; key: string; value: string; sum: number }>(
    'SELECT rowid, key, value, sum FROM record WHERE kind = ?',
    kind,
  )) {
    if (sum !== rowSum([kind, key, value])) sql.run('DELETE FROM record WHERE rowid = ?', rowid);
  }
}

/** Takes the rows of a kind that are here as all there are: whoever calls this makes those that are gone again, or tells of them. */
export function recount(sql: Sql, kind: string): void {
  sql.run('DELETE FROM tally WHERE kind = ?', kind);
  const sums = sql.values<number>(
    kind === 'container' || kind === 'heard'
      ? `SELECT coalesce(sum, 0) FROM ${kind} WHERE ? IS NOT NULL`
      : 'SELECT coalesce(sum, 0) FROM record WHERE kind = ?',
    kind,
  );
  const total = sums.reduce((all, one) => (all + one) % TALLY_ROOM, 0);
  if (sums.length > 0) sql.run('INSERT INTO tally (kind, n, total) VALUES (?, ?, ?)', kind, sums.length, total);
}
