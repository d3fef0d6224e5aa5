// What each process of a hub knows of its network: an embedded ledger in memory that has the shape of all chains and the events that
// authority is made of, and no others. Whoever judges what comes and who reads evidence asks the same code as a node does.

import type { Bytes } from '../../chain/bytes.ts';
import { sameBytes } from '../../chain/bytes.ts';
import { readCheckpoint } from '../../chain/checkpoint.ts';
import type { Leaf } from '../../chain/leaf.ts';
import { decodeLeaf } from '../../chain/leaf.ts';
import { leafHash, treeRoot } from '../../chain/merkle.ts';
import type { Authority } from '../../custody/authority.ts';
import { revoke } from '../../custody/events/revoke.ts';
import { settle } from '../../custody/events/settle.ts';
import { successor } from '../../custody/events/successor.ts';
import type { BranchRow } from '../branches.ts';
import { holderOf, leafOn, pathOf, type Shape } from '../branches.ts';
import { openDatabase } from '../database.ts';
import { PROOFS } from '../doubt.ts';
import { branchOf, leafId } from '../ids.ts';
import { Indexer } from '../index-events.ts';
import { LedgerView } from '../ledger-view.ts';
import { Memory, rootName } from '../memory.ts';
import { noteSum } from '../note-row.ts';
import { Sql } from '../sqlite.ts';
import { createTables } from '../tables.ts';
import type { HubConnection } from './connection.ts';

/** A branch as the database has it. */
export type HubBranch = Omit<BranchRow, 'sum'>;

/** A leaf as the database has it. */
export interface HubLeaf {
  readonly id: number;
  readonly sum: number;
  readonly type: number | null;
  readonly bytes: Bytes;
  readonly note: string | null;
}

/** Who is who has changed since somebody began to read: whatever was read of it is to be read again. */
export class MovedOn extends Error {}

/** A root that takes leaves of the database: it is fetched, and whoever asked asks again. */
export class LacksTree extends Error {
  readonly shape: Shape;
  readonly size: number;

  constructor(shape: Shape, size: number) {
    super(`the root of ${size} events of ${shape.chain} is not here`);
    this.shape = shape;
    this.size = size;
  }
}

/** Bytes of a hash. */
export const HASH_BYTES = 32;
const NO_HASH: Bytes = new Uint8Array(HASH_BYTES);
/** So often a state of before is taken for one that will catch up. */
const MOST_BEHIND = 4;

interface CounterRow {
  readonly n: number;
  readonly hist: Buffer;
  readonly stamped: Buffer;
}

const NAMING = [revoke, settle, successor];
const BRANCHES = 'select * from branch where changed > $1 order by id';
const EVENTS = `select a.leaf as id, l.sum, l.type, l.bytes, k.note from authority a join leaf l on l.id = a.leaf
  left join note k on k.id = a.leaf where a.n > $1 order by a.leaf`;

export class Mirror {
  readonly sql: Sql;
  readonly memory: Memory;
  readonly readOnly = false;
  /** Another number for every state that this was of; −1 before anything was read. */
  stamp = -1;
  stamped: Bytes = NO_HASH;
  view: MirrorView;
  /** How far the database was read, and the hash over its history up to there. */
  #n = 0;
  #hist: Bytes = NO_HASH;
  #syncs = 0;
  #behind = 0;
  /** One after another. */
  #last: Promise<void> = Promise.resolve();
  readonly roots = new Map<string, Bytes>();
  /** Chains all of whose leaves were brought here to judge a fork. */
  readonly wholeChains = new Set<string>();

  constructor() {
    const db = openDatabase(':memory:');
    this.sql = new Sql(db);
    createTables(this.sql, 'mirror', 'mirror');
    this.memory = new Memory(this.sql);
    this.view = new MirrorView(this, this.stamp);
  }

  /**
   * Inside a transaction that reads one state: takes in what has changed up to that.
   * @throws MovedOn where that state is of before what was read here, as on a copy that lags
   */
  sync(connection: HubConnection): Promise<void> {
    const run = this.#last.then(() => this.#sync(connection));
    this.#last = run.catch(() => {});
    return run;
  }

  /** Whether this is of a state, as its counter says. */
  isOf(stamped: Bytes): boolean {
    return this.stamp >= 0 && sameBytes(stamped, this.stamped);
  }

  async #sync(connection: HubConnection): Promise<void> {
    const [now] = await connection.rows<CounterRow & { readonly network: string | null; readonly known: boolean }>(
      `select c.n, c.hist, c.stamped, (select value from meta where key = 'network') as network,
       exists (select 1 from admission where n = $1 and hist = $2) as known from counter c`,
      this.#n,
      this.#hist,
    );
    if (now === undefined) throw new Error('a hub without a counter');
    if (this.isOf(now.stamped)) return;
    if (this.stamp >= 0 && !now.known) {
      // A transaction that began before, or a copy that lags; or what was read here was lost with another server.
      if (now.n < this.#n && ++this.#behind < MOST_BEHIND) throw new MovedOn();
      this.#empty();
    }
    this.#behind = 0;
    const branches = await connection.rows<HubBranch>(BRANCHES, this.#n);
    const leaves = await connection.rows<HubLeaf>(EVENTS, this.#n);
    const heard = await connection.rows<HeardHere>('select * from heard');
    const proofs = await connection.rows<{ key: string; value: string }>('select * from proof');
    this.write(() => {
      if (now.network !== null) this.memory.setMeta('network', now.network);
      this.takeBranches(branches);
      this.memory.shapes.clear();
      const indexer = new Indexer(this.sql);
      for (const leaf of leaves) {
        this.takeLeaf(leaf);
        const first = this.memory.shapes.find(this.memory.shapes.byRow(branchOf(leaf.id))?.chain ?? '', 0);
        indexer.add(leaf.id, first?.row ?? branchOf(leaf.id), decodeLeaf(leaf.bytes));
      }
      indexer.flush();
      this.#takeDoubts(heard, proofs);
      this.memory.bumpStamp();
    });
    this.#n = now.n;
    this.#hist = now.hist;
    this.stamp = ++this.#syncs;
    this.stamped = now.stamped;
    this.view = new MirrorView(this, this.stamp);
    for (const one of this.#namedTrees()) await this.fetchRoot(connection, one.shape, one.size);
  }

  #empty(): void {
    this.write(() => {
      for (const table of ['branch', 'leaf', 'about', 'signkey', 'kind', 'heard', 'record', 'attachment'])
        this.sql.run(`DELETE FROM ${table}`);
      this.sql.run(`DELETE FROM meta WHERE key = 'network'`);
    });
    this.memory.clear();
    this.roots.clear();
    this.#n = 0;
    this.#hist = NO_HASH;
    this.stamp = -1;
  }

  /** Runs `fn` in one transaction of the memory, which nobody else sees. */
  protected write<T>(fn: () => T): T {
    this.sql.run('BEGIN IMMEDIATE');
    try {
      this.memory.refresh();
      const value = fn();
      this.sql.run('COMMIT');
      return value;
    } catch (error) {
      this.sql.run('ROLLBACK');
      this.memory.clear();
      throw error;
    }
  }

  /** Runs `fn` and forgets what it wrote. */
  scratch<T>(fn: () => T): T {
    this.sql.run('BEGIN IMMEDIATE');
    try {
      this.memory.refresh();
      return fn();
    } finally {
      this.sql.run('ROLLBACK');
    }
  }

  close(): void {
    this.sql.close();
  }

  takeBranches(rows: readonly HubBranch[]): void {
    for (const row of rows) {
      const { id, chain, number, parent, base, size, at, seen, changed, open_only, root, head, range } = row;
      this.sql.run('DELETE FROM branch WHERE id = ?', id);
      this.sql.run(
        `INSERT INTO branch (id, chain, number, parent, base, size, at, seen, changed, open_only, root, head, range)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        ...[id, chain, number, parent, base, size, at, seen, changed, open_only, root, head, range],
      );
    }
  }

  takeLeaf({ id, sum, type, bytes, note }: HubLeaf): void {
    this.sql.run(
      'INSERT OR REPLACE INTO leaf (id, sum, type, bytes, note, notesum) VALUES (?, ?, ?, ?, ?, ?)',
      ...[id, sum, type, bytes, note, note === null ? null : noteSum(id, note)],
    );
  }

  #takeDoubts(heard: readonly HeardHere[], proofs: readonly { readonly key: string; readonly value: string }[]): void {
    this.sql.run('DELETE FROM heard');
    for (const { chain, size, root, note, peer, at } of heard)
      this.sql.run(
        'INSERT INTO heard (chain, size, root, note, peer, at) VALUES (?, ?, ?, ?, ?, ?)',
        ...[chain, size, root, note, peer, at],
      );
    this.sql.run('DELETE FROM record WHERE kind = ?', PROOFS);
    for (const { key, value } of proofs)
      this.sql.run('INSERT INTO record (kind, key, value) VALUES (?, ?, ?)', PROOFS, key, value);
  }

  // The trees that events of authority name, on each branch of their chains that is as long.
  *#namedTrees(): Generator<{ readonly shape: Shape; readonly size: number }> {
    for (const event of this.view.eventsOf(NAMING.map(({ type }) => type))) {
      const tree = treeIn(event.leaf);
      if (tree === undefined) continue;
      for (const shape of this.memory.shapes.of(tree.chain)) {
        const has = this.sql.value<number>('SELECT size FROM branch WHERE id = ?', shape.row) ?? 0;
        if (tree.size >= 1 && tree.size <= has) yield { shape, size: tree.size };
      }
    }
  }

  /** Brings the root of a tree here. */
  async fetchRoot(connection: HubConnection, shape: Shape, size: number): Promise<void> {
    const name = rootName(holderOf(shape, size - 1).row, size);
    if (this.roots.has(name)) return;
    const [noted] = await connection.rows<{ note: string }>(
      'select note from note where id = $1',
      leafOn(shape, size - 1),
    );
    if (noted !== undefined) this.roots.set(name, readCheckpoint(noted.note).root);
    else this.roots.set(name, treeRoot(await hashesOf(connection, shape, size)));
  }
}

interface HeardHere {
  readonly chain: string;
  readonly size: number;
  readonly root: Buffer;
  readonly note: string;
  readonly peer: string;
  readonly at: number;
}

function treeIn({ type, public: said }: Leaf): { readonly chain: string; readonly size: number } | undefined {
  const kind = NAMING.find((one) => one.type === type);
  return kind?.parts.public(said);
}

async function hashesOf(connection: HubConnection, shape: Shape, size: number): Promise<Bytes[]> {
  const hashes: Bytes[] = [];
  for (const { row, from, to } of pathOf(shape, 0, size)) {
    for (let at = from; at < to; at += 1_000) {
      const rows = await connection.rows<{ bytes: Buffer }>(
        'select bytes from leaf where id >= $1 and id < $2 order by id',
        leafId(row, at),
        leafId(row, Math.min(to, at + 1_000)),
      );
      for (const { bytes } of rows) hashes.push(leafHash(bytes));
    }
  }
  return hashes;
}

/** The view of one stamp: once who is who has changed it answers nobody any more. */
export class MirrorView extends LedgerView {
  readonly #mirror: Mirror;
  readonly #stamp: number;

  constructor(mirror: Mirror, stamp: number) {
    super(mirror.memory);
    this.#mirror = mirror;
    this.#stamp = stamp;
  }

  override authority(): Authority {
    if (this.#mirror.stamp !== this.#stamp) throw new MovedOn();
    return super.authority();
  }

  override rootAt(chain: string, branch: number, size: number): Bytes | undefined {
    const shape = this.memory.shapes.find(chain, branch);
    if (size === 0 || shape === undefined || size > this.sizeOf(shape) || this.#mirror.wholeChains.has(chain))
      return super.rootAt(chain, branch, size);
    const root = this.#mirror.roots.get(rootName(holderOf(shape, size - 1).row, size));
    if (root !== undefined) return root;
    const own = this.memory.sql.row<{ size: number; root: Bytes }>(
      'SELECT size, root FROM branch WHERE id = ?',
      shape.row,
    );
    if (own?.size === size) return own.root;
    throw new LacksTree(shape, size);
  }
}

/** Whether two heads of a branch are the same. */
export function isSameHead(
  a: { readonly size: number; readonly root: Bytes } | undefined,
  b: { readonly size: number; readonly root: Bytes },
): boolean {
  return a?.size === b.size && sameBytes(a.root, b.root);
}
