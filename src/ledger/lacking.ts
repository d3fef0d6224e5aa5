// What leaves name and is not here: their pages come behind them, and may come from anybody who has them.
import { type Bytes, b64u } from '../chain/bytes.ts';
import { branchOf, leafId, seqOf } from './ids.ts';
import type { Memory } from './memory.ts';
import { attachmentRow, attachmentsOf, KINDS } from './pages.ts';
import type { Sql } from './sqlite.ts';
import { URGENT_CODES } from './type-codes.ts';
import type { AttachmentRef, AwaitedPages, Lacked } from './types.ts';

/** Of what must not wait so many leaves are named before all others. */
const MOST_URGENT = 1_000;

/** Whether a branch has events of which pages are not here. */
export function lacksIn(sql: Sql, row: number): boolean {
  return (
    sql.value('SELECT 1 FROM lacking WHERE leaf >= ? AND leaf < ? LIMIT 1', leafId(row, 0), leafId(row + 1, 0)) !==
    undefined
  );
}

/** See `View.awaitedPages`: those first that wait for most. */
export function awaitedPages({ sql, shapes }: Memory): readonly AwaitedPages[] {
  const counts = new Map<string, number>();
  const rows = sql.rows<{ row: number; n: number }>(
    'SELECT leaf / 4294967296 AS row, count(*) AS n FROM lacking GROUP BY leaf / 4294967296',
  );
  for (const { row, n } of rows) {
    const chain = shapes.byRow(row)?.chain;
    if (chain !== undefined) counts.set(chain, (counts.get(chain) ?? 0) + n);
  }
  return [...counts].map(([chain, events]) => ({ chain, events })).sort(mostFirst);
}

/** Those that wait for most first. */
export function mostFirst(a: AwaitedPages, b: AwaitedPages): number {
  return b.events - a.events || (a.chain < b.chain ? -1 : 1);
}

/** The branches with commissionings of a GTIN of which pages are not here. */
export function lackingMakers(sql: Sql, gtin: number): readonly number[] {
  return [...new Set(sql.values<number>('SELECT leaf FROM lacking WHERE gtin = ?', gtin).map(branchOf))];
}

/** Whether rows of commissionings were here and are gone: whoever wrote them, that is damage here. */
export function hasLostRows(sql: Sql): boolean {
  return sql.value('SELECT 1 FROM attachment WHERE have < pages AND named = 1 AND kind = 0 LIMIT 1') !== undefined;
}

/** See `View.lacked`. What one author withholds crowds out nobody else's. */
export function lackedIn(memory: Memory, most: number): readonly Lacked[] {
  const { sql, shapes } = memory;
  const found: Lacked[] = [];
  const named = new Set<string>();
  for (const id of leavesThatLack(sql, most)) {
    const chain = shapes.byRow(branchOf(id))?.chain;
    const leaf = memory.leaf(id);
    if (chain === undefined || leaf === undefined) continue;
    for (const ref of attachmentsOf(leaf)) {
      const stored = attachmentRow(sql, ref.root, ref.kind);
      const root = b64u(ref.root);
      if (named.has(root) || (stored !== undefined && stored.have === stored.pages)) continue;
      named.add(root);
      found.push({ chain, seq: seqOf(id), root: ref.root, have: stored?.have ?? 0 });
    }
  }
  return found;
}

// First those that must not wait, then of each branch the first so many.
function leavesThatLack(sql: Sql, most: number): readonly number[] {
  const types = URGENT_CODES.join(', ');
  const urgent = sql.values<number>(
    `SELECT w.leaf FROM lacking w CROSS JOIN leaf l ON l.id = w.leaf WHERE l.type IN (${types}) ORDER BY w.leaf DESC LIMIT ?`,
    MOST_URGENT,
  );
  const rest: number[] = [];
  for (let from = 0; ; ) {
    const [first] = sql.values<number>('SELECT leaf FROM lacking WHERE leaf >= ? ORDER BY leaf LIMIT 1', from);
    if (first === undefined) break;
    from = leafId(branchOf(first) + 1, 0);
    for (const leaf of sql.values<number>(
      'SELECT leaf FROM lacking WHERE leaf >= ? AND leaf < ? ORDER BY leaf LIMIT ?',
      first,
      from,
      most,
    ))
      rest.push(leaf);
  }
  return [...new Set([...urgent, ...rest])];
}

/** The attachment with this root that a leaf names and that is not here whole. */
export function awaitedWith(sql: Sql, root: Bytes): AttachmentRef | undefined {
  const row = sql.row<{ readonly kind: number; readonly pages: number }>(
    'SELECT kind, pages FROM attachment WHERE root = ? AND named > 0 AND have < pages LIMIT 1',
    root,
  );
  const kind = row && KINDS[row.kind];
  return row === undefined || kind === undefined ? undefined : { root, pages: row.pages, kind };
}
