// Taking a peer's leaves: everything is checked before the write lock is held, then all of it is stored or nothing.
import { sameBytes } from '../chain/bytes.ts';
import { decodeLeaf, type Leaf } from '../chain/leaf.ts';
import { encodeRange } from '../chain/merkle.ts';
import { PedigreeError } from '../errors.ts';
import { phrase, say } from '../words/en/ledger.ts';
import { awaitAttachment } from './attachments.ts';
import { refused, takeBatch } from './batch.ts';
import { type BranchRow, branchSum, leafOn, type Shape } from './branches.ts';
import { explainHeard, keepProofs } from './evidence.ts';
import { key48, leafId, MOST_BRANCHES } from './ids.ts';
import { Indexer, insertRows } from './index-events.ts';
import { type AdmissionPlan, Judge } from './judge.ts';
import { isBounded } from './named.ts';
import { type NoteRow, noteSum, soundNote } from './note-row.ts';
import { attachmentsOf } from './pages.ts';
import { MANY_LOG_PAGES, type Sql, type SqlValue } from './sqlite.ts';
import { acknowledge, exclusively, headState, noteLoss, raiseHead, type Store } from './store.ts';
import { readWith } from './transaction.ts';
import { storedType } from './type-codes.ts';
import type { Admission, Batch } from './types.ts';

/** Most branches of one chain that are kept. */
export const MOST_SIDES = 64;
/** So many events in a batch are a part of very many. */
const MANY = 1000;
/** How often a batch is checked again because another writer was faster. */
const TRIES = 5;

/** See `Ledger.admit`. */
export function admit(store: Store, batch: Batch): Admission {
  const taken = takeBatch(batch);
  if ('admission' in taken) return taken.admission;
  for (let tries = 1; ; tries++) {
    const judged = readWith(store.sql, store.memory, store.view, () => new Judge(store, batch, taken).judge());
    if ('admission' in judged) return judged.admission;
    const admission = exclusively(store, () => storePlan(store, batch, judged.plan));
    if (admission === 'changed') {
      if (tries === TRIES) throw new PedigreeError('locked', say('others-writing'));
      continue;
    }
    if (batch.chain === store.memory.own() && headState(store).kind === 'database-ahead') raiseHead(store);
    else if (batch.later !== true) acknowledge(store);
    return admission;
  }
}

/** What many batches of one transaction share. */
interface Together {
  /** Collects the index of all, for whoever writes it at the end of the transaction. */
  readonly indexer: Indexer;
  /** Whether any checkpoint is kept that is on no branch here. */
  readonly strange: boolean;
}

/** Inside a transaction that writes: all of it, or nothing where it is no more what was judged. */
export function storePlan(store: Store, batch: Batch, plan: AdmissionPlan, shared?: Together): Admission | 'changed' {
  const { sql, memory } = store;
  const now = stillTrue(store, batch, plan);
  if (now === undefined) return 'changed';
  noteLoss(store);
  if (plan.adoptsNetwork) {
    if (memory.network() === '') memory.setMeta('network', batch.chain);
    else if (memory.network() !== batch.chain) return 'changed';
  }
  if (plan.kind === 'known') return storeKnown(store, batch, plan);
  if (plan.kind === 'heals') return heal(store, batch, plan);
  const shape = plan.kind === 'extends' ? plan.shape : newBranch(store, batch, plan);
  if (shape === undefined) return refused('too-many', phrase('chain-has-too-many'));
  const first = memory.shapes.find(batch.chain, 0)?.row ?? shape.row;
  const indexer = shared?.indexer ?? new Indexer(sql);
  indexer.authority = false;
  const { taken, from } = plan;
  const leaves: SqlValue[] = [];
  for (let i = from; i < taken.leaves.length; i++) {
    const id = leafId(shape.row, batch.start + i);
    const code = taken.codes[i] ?? -1;
    const whole = taken.whole.get(i);
    leaves.push(id, key48(taken.hashes, 32 * i), code < 0 ? null : code, taken.leaves[i] ?? null);
    if (whole !== undefined) index(store, indexer, id, first, whole);
    else if (code >= 0) indexer.addPlain(id, code);
  }
  const last = leafId(shape.row, plan.checkpoint.size - 1);
  for (const [k, i] of taken.owners.entries()) {
    if (i >= from) indexer.addToken(taken.tokens[k] ?? 0, leafId(shape.row, batch.start + i));
  }
  if (taken.leaves.length >= MANY) sql.keepLogUpTo(MANY_LOG_PAGES);
  // The checkpoint goes in with its leaf, checksum and all: chains of one event each are stored by the hundred.
  insertRows(sql, 'leaf (id, sum, type, bytes)', 4, leaves.slice(0, -4));
  insertRows(sql, 'leaf (id, sum, type, bytes, note, notesum)', 6, [
    ...leaves.slice(-4),
    batch.note,
    noteSum(last, batch.note),
  ]);
  if (shared === undefined) indexer.flush();
  const changed = memory.nextChange();
  grow(sql, { shape, batch, plan, changed, before: plan.kind === 'extends' ? memory.heardUntil(now) : 0 });
  const { chain, number } = shape;
  const { size, root } = plan.checkpoint;
  memory.headChanged(plan.kind === 'extends' ? plan.branch : undefined, { chain, number, size, root }, changed);
  if (shared?.strange !== false) explainHeard(store, shape);
  // The card of a stranger changes nobody's authority. One that an accreditation has waited for is no stranger's.
  if ((indexer.authority && !plan.openOnly) || plan.kind === 'fork' || isBounded(memory, batch.chain))
    memory.bumpStamp();
  if (plan.kind === 'fork') keepProofs(store, batch.chain);
  if (plan.kind !== 'fork') return { kind: 'stored', stored: taken.leaves.length - from, healed: 0 };
  return { kind: 'fork', index: plan.agreed, branch: shape.number, stored: taken.leaves.length - from };
}

interface Growth {
  readonly shape: Shape;
  readonly batch: Batch;
  readonly plan: AdmissionPlan;
  readonly changed: number;
  /** Until when the branch was heard before. */
  readonly before: number;
}

function grow(sql: Sql, { shape, batch, plan, changed, before }: Growth): void {
  const { taken, checkpoint } = plan;
  const seen = Math.max(before, heardUntil(batch, taken.lastAt));
  const openOnly = plan.openOnly ? 1 : 0;
  const { row: id, chain, number, base } = shape;
  const parent = shape.parent?.row ?? null;
  sql.run(
    `UPDATE branch SET size = ?, at = ?, seen = ?, open_only = ?, root = ?, head = ?, range = ?, changed = ?, sum = ?
     WHERE id = ?`,
    checkpoint.size,
    taken.lastAt,
    seen,
    openOnly,
    checkpoint.root,
    taken.hashes.subarray(-32),
    encodeRange(plan.range),
    changed,
    branchSum({ id, chain, number, parent, base, seen, changed, open_only: openOnly }),
    id,
  );
}

// A batch shows that its author was heard until its last record, however late it came: a file may have lain in a drawer.
function heardUntil(batch: Batch, lastAt: number): number {
  return Math.min(batch.now, lastAt);
}

function index({ sql, memory }: Store, indexer: Indexer, id: number, first: number, leaf: Leaf): void {
  if (leaf.fault !== undefined) return;
  for (const ref of attachmentsOf(leaf)) awaitAttachment(sql, ref, memory.mending);
  indexer.add(id, first, leaf);
}

type Still = Pick<BranchRow, 'chain' | 'size' | 'root' | 'seen' | 'changed'>;

const NOT_HERE: Still = { chain: '', size: 0, root: new Uint8Array(0), seen: 0, changed: 0 };

// Between the check and the lock another process may have stored the same batch, or another. The branch as it is, where it is
// what was judged.
function stillTrue(store: Store, batch: Batch, plan: AdmissionPlan): Still | undefined {
  if (plan.branch === undefined) {
    return store.memory.shapes.find(batch.chain, 0) === undefined ? NOT_HERE : undefined;
  }
  // Between its own judging and storing this process stores nothing of the same chain.
  if (plan.version !== undefined && plan.version === store.memory.version) return plan.branch;
  const now = store.sql.row<Still & { readonly sides: number }>(
    `SELECT chain, size, root, seen, changed, (SELECT count(*) FROM branch WHERE chain = ?) AS sides FROM branch WHERE id = ?`,
    batch.chain,
    plan.branch.id,
  );
  const isSame =
    now?.size === plan.branch.size &&
    sameBytes(now.root, plan.branch.root) &&
    now.sides === store.memory.shapes.of(batch.chain).length;
  return isSame ? now : undefined;
}

function newBranch(store: Store, batch: Batch, plan: AdmissionPlan): Shape | undefined {
  const { sql, memory } = store;
  const number = memory.shapes.of(batch.chain).length;
  if (number >= MOST_SIDES) return undefined;
  let parent = plan.shape;
  // Where the batch leaves at or before this branch's own first leaf, it leaves that branch's parent.
  while (parent?.parent !== undefined && parent.base >= plan.agreed) parent = parent.parent;
  const empty = Buffer.alloc(0);
  const row = sql.value<number>(
    `INSERT INTO branch (chain, number, parent, base, size, at, seen, changed, open_only, root, head, range)
     VALUES (?, ?, ?, ?, ?, 0, 0, 0, 0, ?, ?, ?) RETURNING id`,
    batch.chain,
    number,
    parent?.row ?? null,
    plan.agreed,
    plan.agreed,
    empty,
    empty,
    empty,
  );
  if (row === undefined || row >= MOST_BRANCHES) throw new PedigreeError('io-failed', say('no-room-for-chains'));
  memory.shapes.clear();
  return memory.shapes.byRow(row);
}

// All leaves are here: the checkpoint may be another one of the same chain, which is kept too.
function storeKnown(store: Store, batch: Batch, plan: AdmissionPlan): Admission {
  const { sql } = store;
  if (plan.shape !== undefined) {
    keepNote(store, plan.shape, plan.checkpoint.size, batch.note);
    sql.run('UPDATE branch SET seen = max(seen, ?) WHERE id = ?', heardUntil(batch, plan.taken.lastAt), plan.shape.row);
    if (store.memory.mending) awaitPages(store, batch, plan.shape, plan.taken.whole);
  }
  return { kind: 'stored', stored: 0, healed: 0 };
}

// Pages that are gone are asked for like those that have not come yet.
function awaitPages(store: Store, { chain }: Batch, shape: Shape, leaves: ReadonlyMap<number, Leaf>): void {
  const first = store.memory.shapes.find(chain, 0)?.row ?? shape.row;
  const indexer = new Indexer(store.sql);
  for (const leaf of leaves.values()) {
    if (attachmentsOf(leaf).length > 0) index(store, indexer, leafOn(shape, leaf.seq), first, leaf);
  }
  indexer.flush();
}

// The first checkpoint of a size that came stays, unless it is not any more what came.
function keepNote({ sql }: Store, shape: Shape, size: number, note: string): void {
  const id = leafOn(shape, size - 1);
  const row = sql.row<NoteRow>('SELECT note, notesum FROM leaf WHERE id = ?', id);
  if (row !== undefined && soundNote(id, row) !== undefined) return;
  sql.run('UPDATE leaf SET note = ? WHERE id = ?', note, id);
}

// What is stored here is not what its author signed, and the batch is: its leaves take their places.
function heal(store: Store, batch: Batch, plan: AdmissionPlan): Admission {
  const { sql, memory } = store;
  const { shape, branch } = plan;
  if (shape === undefined || branch === undefined) return refused('bad-leaf', phrase('nothing-to-mend'));
  let healed = 0;
  const indexer = new Indexer(sql);
  const first = memory.shapes.find(batch.chain, 0)?.row ?? shape.row;
  for (const [i, bytes] of batch.leaves.entries()) {
    const seq = batch.start + i;
    if (i < plan.from || seq >= branch.size) continue;
    const id = leafOn(shape, seq);
    const stored = sql.blob('SELECT bytes FROM leaf WHERE id = ?', id);
    if (stored !== undefined && sameBytes(stored, bytes)) continue;
    const leaf = decodeLeaf(bytes);
    sql.run(
      `INSERT INTO leaf (id, sum, type, bytes) VALUES (?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET sum = excluded.sum, type = excluded.type, bytes = excluded.bytes`,
      id,
      key48(leaf.hash),
      storedType(leaf),
      bytes,
    );
    index(store, indexer, id, first, leaf);
    healed++;
  }
  indexer.flush();
  keepNote(store, shape, plan.checkpoint.size, batch.note);
  if (healed > 0) memory.bumpMended();
  memory.bumpStamp();
  memory.clear();
  return { kind: 'stored', stored: 0, healed };
}
