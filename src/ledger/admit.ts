// Taking a peer's leaves: everything is checked before the write lock is held, then all of it is stored or nothing.
import { type Bytes, sameBytes } from '../chain/bytes.ts';
import { type Checkpoint, readCheckpoint, verifyCheckpoint } from '../chain/checkpoint.ts';
import { chainIdOf, decodeLeaf, type Leaf } from '../chain/leaf.ts';
import {
  type CompactRange,
  decodeRange,
  EMPTY_RANGE,
  encodeRange,
  extendRange,
  leafHash,
  rangeRoot,
} from '../chain/merkle.ts';
import { PedigreeError } from '../errors.ts';
import { nameAttachment } from './attachments.ts';
import { type BranchRow, holderOf, leafOn, noteOn, type Shape } from './branches.ts';
import { leafId, MOST_BRANCHES } from './ids.ts';
import { Indexer, Inserter } from './index-events.ts';
import { attachmentRow, attachmentsOf } from './pages.ts';
import { lastKeySeq, signKeyOf, storedKey } from './sign-keys.ts';
import type { Value } from './sqlite.ts';
import { bumpStamp, exclusively, headState, raiseHead, type Store } from './store.ts';
import type { Admission, AttachmentRef, Batch, RefusalCode } from './types.ts';
import { readWith } from './view.ts';

/** Most chains that nobody has accredited: their `open` event is kept. */
const MOST_OPEN_ONLY = 1_000;
/** Most branches of one chain that are kept. */
const MOST_SIDES = 64;
/** How often a batch is checked again because another writer was faster. */
const TRIES = 5;

interface Place {
  /** The branch whose leaves agree with the batch furthest; undefined for a new chain. */
  readonly shape: Shape | undefined;
  readonly branch: BranchRow | undefined;
  /** Index of the first leaf of the batch that the branch does not have. */
  readonly agreed: number;
}

interface Plan extends Place {
  readonly checkpoint: Checkpoint;
  /** Leaves from `agreed` on. */
  readonly fresh: readonly Leaf[];
  readonly range: CompactRange;
  readonly kind: 'new' | 'extends' | 'known' | 'fork' | 'heals';
  readonly openOnly: boolean;
  readonly adoptsNetwork: boolean;
}

type Judged = { readonly plan: Plan } | { readonly admission: Admission };

/** See `Ledger.admit`. */
export function admit(store: Store, batch: Batch): Admission {
  let decoded: readonly Leaf[];
  let checkpoint: Checkpoint;
  try {
    checkpoint = readCheckpoint(batch.note);
    decoded = batch.leaves.map(decodeLeaf);
  } catch (error) {
    if (!(error instanceof PedigreeError)) throw error;
    return refused(error.code === 'bad-note' ? 'bad-note' : 'bad-leaf', error.message);
  }
  for (let tries = 1; ; tries++) {
    const judged = readWith(store.sql, store.memory, store.view, () =>
      new Judge(store, batch, checkpoint, decoded).judge(),
    );
    if ('admission' in judged) return judged.admission;
    const admission = exclusively(store, () => storePlan(store, batch, judged.plan));
    if (admission === 'changed') {
      if (tries === TRIES) throw new PedigreeError('locked', 'others are writing to this ledger all the time');
      continue;
    }
    if (batch.chain === store.memory.meta('own') && headState(store).kind === 'database-ahead') raiseHead(store);
    return admission;
  }
}

function refused(code: RefusalCode, message: string): Admission {
  return { kind: 'refused', code, message };
}

class Judge {
  readonly #store: Store;
  readonly #batch: Batch;
  readonly #checkpoint: Checkpoint;
  readonly #leaves: readonly Leaf[];

  constructor(store: Store, batch: Batch, checkpoint: Checkpoint, leaves: readonly Leaf[]) {
    this.#store = store;
    this.#batch = batch;
    this.#checkpoint = checkpoint;
    this.#leaves = leaves;
  }

  judge(): Judged {
    const { chain, start } = this.#batch;
    const checkpoint = this.#checkpoint;
    if (checkpoint.chain !== chain || checkpoint.size !== start + this.#leaves.length || checkpoint.size === 0) {
      return { admission: refused('bad-note', 'the checkpoint is not of these leaves') };
    }
    const opening = this.#opening();
    if ('admission' in opening) return opening;
    const openOnly = this.#openOnly(opening.adopts);
    if (typeof openOnly !== 'boolean') return { admission: openOnly };
    const place = this.#place();
    if (place === undefined) return { admission: { kind: 'aside', why: 'gap', size: this.#size() } };
    return this.#check({ ...place, openOnly, adoptsNetwork: opening.adopts });
  }

  #size(): number {
    return this.#store.view.chain(this.#batch.chain)?.size ?? 0;
  }

  // Whether the chain may begin here: its id is what its first leaf says, and it is of this network.
  #opening(): { readonly adopts: boolean } | { readonly admission: Admission } {
    const { chain, start } = this.#batch;
    const network = this.#store.memory.network();
    if (start > 0) return { adopts: false };
    const first = this.#leaves[0];
    if (first === undefined || first.type !== 'open' || first.fault !== undefined || chainIdOf(first.bytes) !== chain) {
      return { admission: refused('bad-leaf', 'the chain does not begin with the event that its id is made of') };
    }
    const named = first.public.network ?? chain;
    if (network === '') {
      return named === chain ? { adopts: true } : { admission: { kind: 'aside', why: 'no-founder', size: 0 } };
    }
    if (named !== network) return { admission: refused('other-network', 'the chain belongs to another network') };
    return { adopts: false };
  }

  // Whether only the opening event is kept; or why nothing is.
  #openOnly(adopts: boolean): boolean | Admission {
    const { chain, start } = this.#batch;
    const { memory, view, sql } = this.#store;
    if (adopts || chain === memory.network() || chain === memory.meta('own') || view.authority().admitted(chain))
      return false;
    const known = view.chain(chain);
    if (start > 0 || this.#leaves.length > 1) {
      return { kind: 'aside', why: 'not-accredited', size: known?.size ?? 0 };
    }
    if (
      known === undefined &&
      (sql.value<number>('SELECT count(*) FROM branch WHERE open_only = 1') ?? 0) >= MOST_OPEN_ONLY
    ) {
      return refused('too-many', `more than ${MOST_OPEN_ONLY} chains wait for an accreditation`);
    }
    return true;
  }

  // The branch that goes furthest with the batch; undefined where none has the leaf before it.
  #place(): Place | undefined {
    const { chain, start, leaves } = this.#batch;
    const { sql, memory, view } = this.#store;
    const shapes = memory.shapes.of(chain);
    if (shapes.length === 0) return start === 0 ? { shape: undefined, branch: undefined, agreed: 0 } : undefined;
    let best: (Place & { readonly branch: BranchRow }) | undefined;
    for (const shape of shapes) {
      const branch = sql.row<BranchRow>('SELECT * FROM branch WHERE id = ?', shape.row);
      if (branch === undefined || start > branch.size || !this.#follows(shape, branch)) continue;
      let agreed = start;
      for (const row of view.leaves(chain, shape.number, start, start + leaves.length)) {
        if (!sameBytes(row.bytes, leaves[row.seq - start] ?? Buffer.alloc(0))) break;
        agreed++;
      }
      if (
        best === undefined ||
        agreed > best.agreed ||
        (agreed === best.agreed && agreed === branch.size && agreed < best.branch.size)
      ) {
        best = { shape, branch, agreed };
      }
    }
    return best;
  }

  // Whether the batch's first leaf names the leaf that this branch has before it.
  #follows(shape: Shape, branch: BranchRow): boolean {
    const { start } = this.#batch;
    const first = this.#leaves[0];
    if (start === 0 || first === undefined) return true;
    if (start === branch.size) return sameBytes(branch.head, first.prev);
    const bytes = this.#store.sql.value<Bytes>('SELECT bytes FROM leaf WHERE id = ?', leafOn(shape, start - 1));
    return bytes !== undefined && sameBytes(leafHash(bytes), first.prev);
  }

  #check(found: Place & { readonly openOnly: boolean; readonly adoptsNetwork: boolean }): Judged {
    const { start, note } = this.#batch;
    const { shape, branch, agreed } = found;
    const checkpoint = this.#checkpoint;
    const fresh = this.#leaves.slice(agreed - start);
    if (shape !== undefined && fresh.length === 0) {
      const known = this.#store.sql.value<string>('SELECT note FROM note WHERE id = ?', noteOn(shape, checkpoint.size));
      if (known === note) return { admission: { kind: 'stored', stored: 0, healed: 0 } };
    }
    const fault = this.#links(found, fresh);
    if (fault !== undefined) return { admission: refused('bad-leaf', fault) };
    const before = this.#rangeAt(found);
    const range = extendRange(
      before,
      fresh.map((leaf) => leaf.hash),
    );
    if (!sameBytes(rangeRoot(range), checkpoint.root)) {
      if (shape !== undefined && branch !== undefined && agreed === branch.size) this.#suspectOwnDamage(shape, branch);
      return { admission: refused('bad-note', 'the leaves do not have the root of the checkpoint') };
    }
    const keys = this.#keys(shape, agreed, fresh);
    if (keys === undefined || !verifyCheckpoint(checkpoint, keys)) {
      return { admission: refused('bad-note', 'the checkpoint is not signed with the key of this chain') };
    }
    const wants = this.#batch.withoutPages === true ? [] : this.#lacking(fresh);
    if (wants.length > 0) return { admission: { kind: 'aside', why: 'pages', wants, size: this.#size() } };
    const kind = this.#kindOf(found, fresh);
    return { plan: { ...found, checkpoint, fresh, range, kind } };
  }

  #kindOf({ shape, branch, agreed }: Place, fresh: readonly Leaf[]): Plan['kind'] {
    if (shape === undefined || branch === undefined) return 'new';
    if (fresh.length === 0) return 'known';
    if (agreed === branch.size) return 'extends';
    return this.#isSound(shape, branch) ? 'fork' : 'heals';
  }

  // A stored leaf that differs from a signed one is a fork only where what is stored is itself what was signed.
  #isSound(shape: Shape, branch: BranchRow): boolean {
    const hashes = this.#store.view.leafHashes(branch.chain, shape.number, 0, branch.size);
    return hashes.length === branch.size && sameBytes(rangeRoot(extendRange(EMPTY_RANGE, hashes)), branch.root);
  }

  #suspectOwnDamage(shape: Shape, branch: BranchRow): void {
    if (rangeRoot(decodeRange(branch.range)).length === 32 && this.#isSound(shape, branch)) return;
    throw new PedigreeError('damaged', 'the stored part of this chain is damaged', {
      hint: 'pedigree audit tells what',
    });
  }

  // Sequence, previous hash and a time that does not run back; undefined where all is right.
  #links({ shape, agreed }: Place, fresh: readonly Leaf[]): string | undefined {
    const last = shape && agreed > 0 ? this.#store.memory.leaf(leafOn(shape, agreed - 1)) : undefined;
    let seq = agreed;
    let prev: Bytes = last?.hash ?? Buffer.alloc(32);
    let at = last?.at ?? 0;
    for (const leaf of fresh) {
      if (leaf.seq !== seq) return `event ${seq} says that it is ${leaf.seq}`;
      if (!sameBytes(leaf.prev, prev)) return `event ${seq} does not follow the one before`;
      if (leaf.at < at) return `time runs back at event ${seq}`;
      // Else whoever has no key could sign himself in: a new key is vouched for by a checkpoint of the key before it.
      if (seq > 0 && leaf !== fresh.at(-1) && signKeyOf(leaf) !== undefined)
        return `the new key of event ${seq} has no checkpoint of its own`;
      seq++;
      prev = leaf.hash;
      at = leaf.at;
    }
    return undefined;
  }

  #rangeAt({ shape, branch, agreed }: Place): CompactRange {
    if (shape === undefined || branch === undefined || agreed === 0) return EMPTY_RANGE;
    if (agreed === branch.size) return decodeRange(branch.range);
    return extendRange(EMPTY_RANGE, this.#store.view.leafHashes(branch.chain, shape.number, 0, agreed));
  }

  // The key that the last `open` or `rotate` before the checkpoint's own last leaf has set.
  #keys(shape: Shape | undefined, agreed: number, fresh: readonly Leaf[]): Bytes | undefined {
    const size = this.#checkpoint.size;
    for (let i = fresh.length - 1; i >= 0; i--) {
      const leaf = fresh[i];
      if (leaf === undefined || leaf.seq > lastKeySeq(size)) continue;
      const key = signKeyOf(leaf);
      if (key !== undefined) return key;
    }
    return shape && storedKey(this.#store.memory, shape, Math.min(agreed - 1, lastKeySeq(size)));
  }

  #lacking(fresh: readonly Leaf[]): AttachmentRef[] {
    const wants: AttachmentRef[] = [];
    for (const leaf of fresh) {
      if (leaf.fault !== undefined) continue;
      for (const ref of attachmentsOf(leaf)) {
        const stored = attachmentRow(this.#store.sql, ref.root, ref.kind);
        if (stored === undefined || stored.have < stored.pages) wants.push(ref);
      }
    }
    return wants;
  }
}

function storePlan(store: Store, batch: Batch, plan: Plan): Admission | 'changed' {
  const { sql, memory } = store;
  if (!stillTrue(store, batch, plan)) return 'changed';
  if (plan.adoptsNetwork) {
    sql.run(`INSERT OR IGNORE INTO meta (key, value) VALUES ('network', ?)`, batch.chain);
    if (memory.network() !== batch.chain) return 'changed';
  }
  if (plan.kind === 'known') return storeKnown(store, batch, plan);
  if (plan.kind === 'heals') return heal(store, batch, plan);
  const shape = plan.kind === 'extends' ? plan.shape : newBranch(store, batch, plan);
  if (shape === undefined) return refused('too-many', 'this chain has too many branches');
  const first = memory.shapes.find(batch.chain, 0)?.row ?? shape.row;
  const indexer = new Indexer(sql);
  const leaves: Value[] = [];
  for (const leaf of plan.fresh) {
    const id = leafId(shape.row, leaf.seq);
    leaves.push(id, leaf.bytes);
    if (leaf.fault === undefined) for (const ref of attachmentsOf(leaf)) nameAttachment(sql, ref);
    indexer.add(id, first, leaf);
  }
  new Inserter(sql, 'leaf', 2).insert(leaves);
  indexer.flush();
  const last = plan.fresh.at(-1);
  sql.run('INSERT OR REPLACE INTO note (id, note) VALUES (?, ?)', leafId(shape.row, plan.checkpoint.size), batch.note);
  sql.run(
    `UPDATE branch SET size = ?, at = ?, seen = max(seen, ?), open_only = ?, root = ?, head = ?, range = ?,
     changed = (SELECT max(changed) FROM branch) + 1 WHERE id = ?`,
    plan.checkpoint.size,
    last?.at ?? 0,
    batch.now,
    plan.openOnly ? 1 : 0,
    plan.checkpoint.root,
    last?.hash ?? Buffer.alloc(32),
    encodeRange(plan.range),
    shape.row,
  );
  // The card of a stranger changes nobody's authority.
  if ((indexer.authority && !plan.openOnly) || plan.kind === 'fork') bumpStamp(store);
  if (plan.kind !== 'fork') return { kind: 'stored', stored: plan.fresh.length, healed: 0 };
  return { kind: 'fork', index: plan.agreed, branch: shape.number, stored: plan.fresh.length };
}

// Between the check and the lock another process may have stored the same batch, or another.
function stillTrue(store: Store, batch: Batch, plan: Plan): boolean {
  if (plan.branch === undefined) return store.memory.shapes.find(batch.chain, 0) === undefined;
  const now = store.sql.row<{ size: number; root: Bytes }>(
    'SELECT size, root FROM branch WHERE id = ?',
    plan.branch.id,
  );
  const sides = store.sql.value<number>('SELECT count(*) FROM branch WHERE chain = ?', batch.chain);
  return (
    now?.size === plan.branch.size &&
    sameBytes(now.root, plan.branch.root) &&
    sides === store.memory.shapes.of(batch.chain).length
  );
}

function newBranch(store: Store, batch: Batch, plan: Plan): Shape | undefined {
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
  if (row === undefined || row >= MOST_BRANCHES)
    throw new PedigreeError('io-failed', 'the ledger has no room for more chains');
  memory.shapes.clear();
  return memory.shapes.byRow(row);
}

// All leaves are here: the checkpoint may be another one of the same chain, which is kept too.
function storeKnown(store: Store, batch: Batch, plan: Plan): Admission {
  const { sql } = store;
  if (plan.shape !== undefined) {
    sql.run(
      'INSERT OR IGNORE INTO note (id, note) VALUES (?, ?)',
      noteOn(plan.shape, plan.checkpoint.size),
      batch.note,
    );
    sql.run('UPDATE branch SET seen = max(seen, ?) WHERE id = ?', batch.now, plan.shape.row);
  }
  return { kind: 'stored', stored: 0, healed: 0 };
}

// What is stored here is not what its author signed, and the batch is: its leaves take their places.
function heal(store: Store, batch: Batch, plan: Plan): Admission {
  const { sql, memory } = store;
  const { shape, branch } = plan;
  if (shape === undefined || branch === undefined) return refused('bad-leaf', 'nothing to mend');
  let healed = 0;
  const indexer = new Indexer(sql);
  const first = memory.shapes.find(batch.chain, 0)?.row ?? shape.row;
  for (const leaf of plan.fresh) {
    if (leaf.seq >= branch.size) break;
    const id = leafOn(shape, leaf.seq);
    const stored = sql.value<Bytes>('SELECT bytes FROM leaf WHERE id = ?', id);
    if (stored !== undefined && sameBytes(stored, leaf.bytes)) continue;
    sql.run('INSERT OR REPLACE INTO leaf (id, bytes) VALUES (?, ?)', id, leaf.bytes);
    if (leaf.fault === undefined) for (const ref of attachmentsOf(leaf)) nameAttachment(sql, ref);
    indexer.add(id, first, leaf);
    healed++;
  }
  indexer.flush();
  sql.run(
    'INSERT OR IGNORE INTO note (id, note) VALUES (?, ?)',
    noteOn(holderOf(shape, plan.checkpoint.size - 1), plan.checkpoint.size),
    batch.note,
  );
  bumpStamp(store);
  memory.clear();
  return { kind: 'stored', stored: 0, healed };
}
