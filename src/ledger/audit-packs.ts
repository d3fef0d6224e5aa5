// Whether the parts that lots make together are those of their lots: each lot in one of them, each run what its lots give again.
import { sameBytes } from '../chain/bytes.ts';
import { PedigreeError } from '../errors.ts';
import { phrase } from '../words/en/ledger.ts';
import { leavesOf, lotPages, mergedPages } from './pack-merge.ts';
import { entryKey, type LotPart, lotsKey, type PackPart, partsOf, type RunPart, runPage, seal } from './pack-parts.ts';
import type { Sql } from './sqlite.ts';

/** What is wrong with them, by the index of lots that was made a second time (`temp.commission`). */
export function packFaults(sql: Sql): readonly string[] {
  const faults: string[] = [];
  const runs = new Set<number>();
  let strange = 0;
  for (const gtin of gtinsIn(sql)) {
    const due = lotsDue(sql, gtin);
    try {
      const parts = partsOf(sql, gtin);
      for (const part of parts) if (part.kind === 'run') runs.add(part.run);
      if (!areOf(sql, parts, due)) faults.push(phrase('packs-of-in-index', { gtin: name(gtin) }));
    } catch (error) {
      if (!(error instanceof PedigreeError) || error.code !== 'damaged') throw error;
      faults.push(phrase('packs-of-in-index-damaged', { gtin: name(gtin) }));
    }
  }
  for (const run of sql.values<number>(`SELECT DISTINCT id / ${entryKey(1, 0)} FROM main.packrun`)) {
    if (!runs.has(run)) strange++;
  }
  // Of a GTIN whose parts cannot be read the runs are not known.
  if (strange > 0 && faults.length === 0) faults.push(phrase('runs-of-index', { strange }));
  return faults;
}

const name = (gtin: number): string => String(gtin).padStart(14, '0');

function gtinsIn(sql: Sql): readonly number[] {
  return sql.values<number>('SELECT gtin FROM main.packs UNION SELECT gtin FROM temp.commission');
}

function lotsDue(sql: Sql, gtin: number): ReadonlyMap<number, LotPart> {
  const rows = sql.rows<{ leaf: number; first: number; n: number }>(
    'SELECT leaf, page AS first, rows AS n FROM temp.commission WHERE gtin = ? AND page IS NOT NULL',
    gtin,
  );
  return new Map(rows.map((row) => [row.leaf, { kind: 'lot', ...row }]));
}

function areOf(sql: Sql, parts: readonly PackPart[], due: ReadonlyMap<number, LotPart>): boolean {
  const leaves = leavesOf(sql, parts);
  if (leaves.length !== due.size || new Set(leaves).size !== due.size) return false;
  return parts.every((part) => {
    if (part.kind === 'run') return isRunOf(sql, part, due);
    const lot = due.get(part.leaf);
    return lot?.first === part.first && lot.n === part.n;
  });
}

function isRunOf(sql: Sql, part: RunPart, due: ReadonlyMap<number, LotPart>): boolean {
  // Of one that is being made in pieces, or was taken in by another, nobody reads a row.
  if (part.lots === 0) return part.n === 0;
  const leaves = leavesOf(sql, [part]);
  const lots = leaves.flatMap((leaf) => due.get(leaf) ?? []);
  if (lots.length !== leaves.length || lots.reduce((sum, { n }) => sum + n, 0) !== part.n) return false;
  const numbered = lotPages(leaves);
  if (!numbered.every((bytes, i) => isRow(sql, lotsKey(part.run, i), bytes))) return false;
  let page = 0;
  for (const bytes of mergedPages(sql, lots, leaves)) if (!isRow(sql, entryKey(part.run, page++), bytes)) return false;
  const rows = sql.value<number>(
    'SELECT count(*) FROM main.packrun WHERE id >= ? AND id < ?',
    entryKey(part.run, 0),
    entryKey(part.run + 1, 0),
  );
  return rows === page + numbered.length;
}

function isRow(sql: Sql, key: number, due: Uint8Array): boolean {
  return sameBytes(runPage(sql, key), seal(due, key));
}
