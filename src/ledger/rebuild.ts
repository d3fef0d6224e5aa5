// Making the derived tables from leaves and pages: all of them again, or for the leaves whose pages have come at last.
import { type Bytes, b64u, sameBytes } from '../chain/bytes.ts';
import { decodeLeaf, type Leaf } from '../chain/leaf.ts';
import { encodeRange, rangeRoot } from '../chain/merkle.ts';
import { PedigreeError } from '../errors.ts';
import { say } from '../words/en/ledger.ts';
import { nameAttachment } from './attachments.ts';
import { type BranchRow, leafOn } from './branches.ts';
import { keepProofs } from './evidence.ts';
import { branchOf, key48, leafId } from './ids.ts';
import { Indexer, SEALED_ONLY } from './index-events.ts';
import { DERIVED_RECORDS } from './local.ts';
import { remakeParts } from './pack-merge.ts';
import { attachmentsOf } from './pages.ts';
import type { Sql } from './sqlite.ts';
import type { Store } from './store.ts';
import { dropChanged, recount } from './sums.ts';
import { DERIVED } from './tables.ts';
import { storedType } from './type-codes.ts';
import type { AttachmentRef, Progress } from './types.ts';

/** Leaves fetched at a time, and between two reports of progress. */
const CHUNK = 1_000;

/** What an index is made over. */
type Indexed = Pick<Store, 'sql' | 'memory' | 'view'>;

interface StoredLeaf {
  readonly id: number;
  readonly sum: number;
  readonly type: number | null;
  readonly bytes: Bytes;
}

/** Whether what stands beside the bytes is what follows from them. */
export function isAsStored(leaf: Leaf, { sum, type }: Pick<StoredLeaf, 'sum' | 'type'>): boolean {
  return key48(leaf.hash) === sum && storedType(leaf) === type;
}

/** Every stored leaf with its key and the row of its chain's first branch, in the order of the keys. */
export function* allLeaves(sql: Sql): Generator<StoredLeaf & { readonly first: number }> {
  const firsts = new Map<string, number>();
  const branches = sql.rows<{ id: number; chain: string; number: number }>(
    'SELECT id, chain, number FROM branch ORDER BY id',
  );
  for (const branch of branches) if (branch.number === 0) firsts.set(branch.chain, branch.id);
  for (const { id: row, chain } of branches) {
    for (let from = leafId(row, 0), end = leafId(row + 1, 0); ; ) {
      const rows = sql.rows<StoredLeaf>(
        `SELECT id, sum, type, bytes FROM leaf WHERE id >= ? AND id < ? ORDER BY id LIMIT ${CHUNK}`,
        from,
        end,
      );
      for (const stored of rows) yield { ...stored, first: firsts.get(chain) ?? row };
      const last = rows.at(-1);
      if (last === undefined || rows.length < CHUNK) break;
      from = last.id + 1;
    }
  }
}

function decode(bytes: Bytes): Leaf {
  try {
    return decodeLeaf(bytes);
  } catch (cause) {
    throw new PedigreeError('chain-broken', say('damaged-no-index'), {
      hint: say('repair-event'),
      cause,
    });
  }
}

/** See `Ledger.rebuild`. Runs under the write lock. @throws chain-broken */
export function rebuild(store: Indexed, progress?: Progress): { readonly events: number } {
  const { sql } = store;
  for (const kind of DERIVED_RECORDS) sql.run('DELETE FROM record WHERE kind = ?', kind);
  sql.run('DELETE FROM container');
  // Keys of `--once` are in the own chain too, and come from there again as the inventory does.
  dropChanged(sql, 'once');
  for (const kind of [...DERIVED_RECORDS, 'container', 'once']) recount(sql, kind);
  return indexAnew(store, progress);
}

/** The derived tables anew, inside a transaction that writes. @throws chain-broken */
export function indexAnew(store: Indexed, progress?: Progress): { readonly events: number } {
  const { sql, memory } = store;
  for (const table of Object.keys(DERIVED)) sql.run(`DELETE FROM ${table}`);
  sql.run('DELETE FROM page WHERE id < 0');
  memory.clear();
  const total = sql.value<number>('SELECT count(*) FROM leaf') ?? 0;
  const indexer = new Indexer(sql);
  let done = 0;
  for (const stored of allLeaves(sql)) {
    const { id, first } = stored;
    const leaf = decode(stored.bytes);
    if (!isAsStored(leaf, stored)) {
      sql.run('UPDATE leaf SET sum = ?, type = ? WHERE id = ?', key48(leaf.hash), storedType(leaf), id);
    }
    if (leaf.fault === undefined) for (const ref of attachmentsOf(leaf)) nameAttachment(sql, ref);
    indexer.add(id, first, leaf);
    done++;
    if (done % CHUNK === 0) progress?.(done, total);
  }
  indexer.flush();
  for (const branch of sql.rows<BranchRow>('SELECT * FROM branch')) rebuildBranch(store, branch);
  memory.bumpStamp();
  keepProofs(store);
  progress?.(total, total);
  return { events: done };
}

// Head, root and range of a branch follow from its leaves; its size must be what its last note says.
function rebuildBranch(store: Indexed, branch: BranchRow): void {
  const { sql, memory, view } = store;
  const shape = memory.shapes.byRow(branch.id);
  const range = shape && view.rangeOf(shape, branch.size);
  const last = shape && memory.leaf(leafOn(shape, branch.size - 1));
  if (range === undefined || last === undefined || !sameBytes(rangeRoot(range), branch.root)) {
    throw new PedigreeError('chain-broken', say('root-differs', { chain: branch.chain }), {
      hint: say('audit-tells-more'),
    });
  }
  sql.run(
    'UPDATE branch SET range = ?, head = ?, at = ? WHERE id = ?',
    encodeRange(range),
    last.hash,
    last.at,
    branch.id,
  );
}

/** Makes the index of the events that can be read, so that whoever mends knows who is who. The rest is told by the audit. */
export function reindex(sql: Sql): void {
  for (const table of Object.keys(DERIVED)) sql.run(`DELETE FROM ${table}`);
  sql.run('DELETE FROM page WHERE id < 0');
  const indexer = new Indexer(sql);
  for (const stored of allLeaves(sql)) {
    let leaf: Leaf;
    try {
      leaf = decodeLeaf(stored.bytes);
    } catch {
      continue;
    }
    if (key48(leaf.hash) === stored.sum) indexer.add(stored.id, stored.first, leaf);
  }
  indexer.flush();
}

/** Indexes the leaves that waited for these pages, which are here now. Their keys. */
export function indexLacking(store: Indexed, complete: readonly AttachmentRef[]): readonly number[] {
  const { sql, memory } = store;
  const here = new Set(complete.map(({ root }) => b64u(root)));
  const indexer = new Indexer(sql);
  const found: number[] = [];
  for (const id of here.size === 0 ? [] : sql.values<number>('SELECT leaf FROM lacking ORDER BY leaf')) {
    // Thousands may wait for what never comes: which pages each names is read once.
    const named = memory.awaits(id, (leaf) => attachmentsOf(leaf).map(({ root }) => b64u(root)));
    if (!named.some((root) => here.has(root))) continue;
    const leaf = memory.leaf(id);
    const shape = memory.shapes.byRow(branchOf(id));
    const first = shape && memory.shapes.find(shape.chain, 0);
    if (leaf === undefined || first === undefined) continue;
    sql.run('DELETE FROM lacking WHERE leaf = ?', id);
    // Pages that came after their event were nobody's until now, and would be swept away.
    for (const ref of attachmentsOf(leaf)) nameAttachment(sql, ref);
    indexer.add(id, first.row, leaf);
    found.push(id);
  }
  indexer.flush();
  return found;
}

/** Marks the leaves that name this attachment as lacking their pages. */
export function lackPages(store: Pick<Store, 'sql'>, { root }: AttachmentRef): void {
  const { sql } = store;
  for (const { id, bytes } of allLeaves(sql)) {
    const leaf = decode(bytes);
    if (leaf.fault !== undefined || !attachmentsOf(leaf).some((one) => sameBytes(one.root, root))) continue;
    if (leaf.rows?.root === undefined || !sameBytes(leaf.rows.root, root)) {
      sql.run('INSERT OR IGNORE INTO lacking (leaf, gtin) VALUES (?, ?)', id, SEALED_ONLY);
      continue;
    }
    const commission = sql.row<{ gtin: number }>('SELECT gtin FROM commission WHERE leaf = ?', id);
    sql.run('INSERT OR REPLACE INTO lacking (leaf, gtin) VALUES (?, ?)', id, commission?.gtin ?? 0);
    if (commission === undefined) continue;
    sql.run('UPDATE commission SET page = NULL, rows = 0 WHERE gtin = ? AND leaf = ?', commission.gtin, id);
    remakeParts(sql, commission.gtin);
  }
}
