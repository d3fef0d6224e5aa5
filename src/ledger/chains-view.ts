// Reading chains: their branches, leaves and checkpoints, and what shows that one has two histories.
import { type Bytes, hex } from '../chain/bytes.ts';
import { readCheckpoint } from '../chain/checkpoint.ts';
import { type ForkProof, forkProofAt } from '../chain/fork.ts';
import type { Leaf } from '../chain/leaf.ts';
import { type CompactRange, EMPTY_ROOT, leafHash } from '../chain/merkle.ts';
import type { Policy } from '../custody/policy.ts';
import {
  BRANCH_COLUMNS,
  type BranchRow,
  byNumber,
  holderOf,
  leafOn,
  mustBeBranch,
  pathOf,
  type Shape,
  type Stored,
} from './branches.ts';
import { keptProof, storedProofs, unexplained } from './doubt.ts';
import { leafId, seqOf } from './ids.ts';
import { type Memory, rootName } from './memory.ts';
import { type NoteRow, soundNote, TRIED_NOTES } from './note-row.ts';
import { Trees } from './tree.ts';
import type { ChainInfo, Fork, ForkDoubt, LeafRow, View } from './types.ts';

/** Leaves fetched at a time. */
const CHUNK = 256;
const KEPT_ROOTS = 1_000;
const NO_BYTES = new Uint8Array(0);

type InfoRow = Omit<BranchRow, 'range'> & NoteRow;

// A statement over two tables, or one that orders what it finds by a value, is prepared anew each time that it is asked with another
// value, which takes ten times as long as to answer it: the checkpoint has columns of its own, and branches are ordered here.
const INFO = `SELECT b.id, b.chain, b.number, b.parent, b.base, b.size, b.at, b.seen, b.changed, b.open_only,
  CAST(b.root AS BLOB) AS root, CAST(b.head AS BLOB) AS head, b.sum,
  (SELECT note FROM leaf WHERE id = b.id * 4294967296 + b.size - 1) AS note,
  (SELECT notesum FROM leaf WHERE id = b.id * 4294967296 + b.size - 1) AS notesum FROM branch b`;

/** A leaf, and the branch on whose path it was asked for. */
interface LeafPlace {
  readonly id: number;
  readonly shape: Shape;
  readonly leaf: Leaf;
}

/** The part of a view that knows nothing of what events say. */
export class ChainsView {
  protected readonly memory: Memory;
  readonly #trees: Trees;

  constructor(memory: Memory) {
    this.memory = memory;
    this.#trees = new Trees((shape, from, to) => this.leafHashes(shape.chain, shape.number, from, to), memory.subtrees);
  }

  get network(): string {
    return this.memory.network();
  }

  get founder(): string {
    return this.memory.network();
  }

  get policy(): Policy {
    return this.memory.policy();
  }

  get ownChain(): string | undefined {
    return this.memory.own();
  }

  epoch(): string {
    return this.memory.meta('epoch') ?? '';
  }

  rights(): string {
    return `${this.memory.instance().slice(0, 8)}.${this.memory.meta<number>('stamp') ?? 0}`;
  }

  roots(): readonly { readonly chain: string; readonly root: Bytes }[] {
    return this.memory.rootsOfAll();
  }

  changes(): number {
    return this.memory.changes();
  }

  #info(row: InfoRow): ChainInfo {
    if (!this.memory.shapes.lenient) mustBeBranch(row);
    const { forkedAt, doubtedAt } = this.memory.shapes.doubt(row.chain);
    const parent = row.parent === null ? undefined : this.memory.shapes.byRow(row.parent)?.number;
    return {
      chain: row.chain,
      branch: row.number,
      size: row.size,
      root: row.root,
      tip: row.head,
      // Asked for by whoever sends it alone.
      get note() {
        return soundNote(leafId(row.id, row.size - 1), row) ?? '';
      },
      lastAt: row.at,
      seen: this.memory.heardUntil(row),
      changed: row.changed,
      base: row.base,
      own: row.chain === this.ownChain,
      openOnly: row.open_only === 1,
      forked: doubtedAt !== Infinity,
      ...(forkedAt === Infinity ? {} : { forkedAt }),
      ...(parent === undefined ? {} : { parent }),
    };
  }

  chains(since = -1): readonly ChainInfo[] {
    const rows = this.memory.sql.rows<InfoRow>(`${INFO} WHERE b.changed > ? ORDER BY b.chain, b.number`, since);
    const founder = this.founder;
    const first = rows.filter((row) => row.chain === founder);
    return [...first, ...rows.filter((row) => row.chain !== founder)].map((row) => this.#info(row));
  }

  chain(id: string, branch = 0): ChainInfo | undefined {
    const row = this.memory.sql.row<InfoRow>(`${INFO} WHERE b.chain = ? AND b.number = ?`, id, branch);
    return row && this.#info(row);
  }

  isDoubted(id: string): boolean {
    return this.memory.shapes.doubt(id).doubtedAt !== Infinity;
  }

  branches(id: string): readonly ChainInfo[] {
    const rows = this.memory.sql.rows<InfoRow>(`${INFO} WHERE b.chain = ?`, id);
    return rows.sort(byNumber).map((row) => this.#info(row));
  }

  lastHeard(but?: readonly string[]): number | undefined {
    const left = [this.ownChain ?? '', ...(but ?? [])];
    const some = `SELECT ${BRANCH_COLUMNS} FROM branch WHERE open_only <= ? AND chain NOT IN (SELECT value FROM json_each(?))`;
    const first = (order: string) => {
      const text = `${some} ORDER BY ${order} LIMIT 1`;
      const row = this.memory.sql.row<Stored>(text, but === undefined ? 1 : 0, JSON.stringify(left));
      if (row !== undefined) mustBeBranch(row);
      return row && this.memory.heardUntil(row);
    };
    const last = first('seen DESC');
    // Of those that one exchange has told of all, whichever has changed least was told of.
    return last === undefined || !this.memory.isConfirmed ? last : Math.max(last, first('changed') ?? 0);
  }

  protected sizeOf(shape: Shape): number {
    return this.memory.sql.value<number>('SELECT size FROM branch WHERE id = ?', shape.row) ?? 0;
  }

  /** The leaf at a place of a branch's path, with its key. */
  protected leafAt(chain: string, branch: number, seq: number): LeafPlace | undefined {
    const shape = this.memory.shapes.find(chain, branch);
    if (shape === undefined || !Number.isSafeInteger(seq) || seq < 0 || seq >= this.sizeOf(shape)) return undefined;
    const id = leafOn(shape, seq);
    const leaf = this.memory.leaf(id);
    return leaf && { id, shape, leaf };
  }

  *leaves(chain: string, branch: number, from: number, to: number): Iterable<LeafRow> {
    const shape = this.memory.shapes.find(chain, branch);
    if (shape === undefined) return;
    for (const part of pathOf(shape, from, Math.min(to, this.sizeOf(shape)))) {
      for (let at = part.from; at < part.to; at += CHUNK) {
        const rows = this.memory.sql.rows<{ id: number; bytes: unknown }>(
          'SELECT id, bytes FROM leaf WHERE id >= ? AND id < ? ORDER BY id',
          leafId(part.row, at),
          leafId(part.row, Math.min(at + CHUNK, part.to)),
        );
        for (const [i, row] of rows.entries()) {
          // What stands behind a leaf that is gone is of no use to anybody.
          if (seqOf(row.id) !== at + i) return;
          // A bit may have made another kind of value of it: that is no event, and nothing that anybody may compare.
          yield { seq: at + i, bytes: row.bytes instanceof Uint8Array ? row.bytes : NO_BYTES };
        }
        if (rows.length < Math.min(CHUNK, part.to - at)) return;
      }
    }
  }

  leafHashes(chain: string, branch: number, from: number, to: number): Bytes[] {
    return Array.from(this.leaves(chain, branch, from, to), (row) => leafHash(row.bytes));
  }

  rootAt(chain: string, branch: number, size: number): Bytes | undefined {
    if (size === 0) return EMPTY_ROOT;
    const shape = this.memory.shapes.find(chain, branch);
    if (shape === undefined || size > this.sizeOf(shape)) return undefined;
    const name = rootName(holderOf(shape, size - 1).row, size);
    let root = this.memory.roots.get(name);
    if (root === undefined) {
      const note = this.note(chain, size, branch);
      root = note === undefined ? this.#trees.root(shape, 0, size) : readCheckpoint(note).root;
      if (this.memory.roots.size >= KEPT_ROOTS) this.memory.roots.clear();
      this.memory.roots.set(name, root);
    }
    return root;
  }

  /** What is needed to extend the first `size` leaves of a branch; with `anew` the leaf of that place is read again. */
  rangeOf(shape: Shape, size: number, anew?: number): CompactRange {
    if (anew !== undefined) this.#trees.forget(shape, anew);
    return this.#trees.range(shape, size);
  }

  note(chain: string, size: number, branch = 0): string | undefined {
    const shape = this.memory.shapes.find(chain, branch);
    if (shape === undefined || size === 0) return undefined;
    const id = leafOn(shape, size - 1);
    const row = this.memory.sql.row<NoteRow>('SELECT note, notesum FROM leaf WHERE id = ?', id);
    return row && soundNote(id, row);
  }

  noteSizes(chain: string, branch: number, from: number, to: number): readonly number[] {
    const shape = this.memory.shapes.find(chain, branch);
    if (shape === undefined) return [];
    return pathOf(shape, from, to).flatMap((part) =>
      this.memory.sql
        .values<number>(
          'SELECT id FROM leaf WHERE id >= ? AND id < ? AND note IS NOT NULL ORDER BY id',
          leafId(part.row, part.from),
          leafId(part.row, part.to),
        )
        .map((id) => seqOf(id) + 1),
    );
  }

  heard(chain?: string): ReturnType<View['heard']> {
    const columns = 'SELECT chain, size, root, note, peer, at FROM heard';
    return chain === undefined
      ? this.memory.sql.rows(`${columns} ORDER BY chain, size`)
      : this.memory.sql.rows(`${columns} WHERE chain = ? ORDER BY size`, chain);
  }

  forks(chain?: string): readonly Fork[] {
    const forks: Fork[] = [];
    const { sql } = this.memory;
    const sides = sql.rows<{ chain: string; number: number }>(
      `SELECT chain, number FROM branch WHERE number > 0 ${chain === undefined ? '' : 'AND chain = ?'}
       ORDER BY chain, number`,
      ...(chain === undefined ? [] : [chain]),
    );
    for (const { chain, number } of sides) {
      const side = this.memory.shapes.find(chain, number);
      if (side?.parent === undefined) continue;
      const noteA = this.#firstNoteAbove(side.parent, side.base);
      const noteB = this.#firstNoteAbove(side, side.base);
      if (noteA === undefined || noteB === undefined) continue;
      forks.push({ chain, index: side.base, branchA: side.parent.number, branchB: number, noteA, noteB });
    }
    return forks;
  }

  forkProof({ chain, index, branchA, branchB, noteA, noteB }: Fork): ForkProof | undefined {
    const kept = keptProof(this.memory.sql, chain, branchB);
    if (kept?.index === index) return kept;
    const logOf = (branch: number) => {
      const shape = this.memory.shapes.find(chain, branch);
      const [leaf] = this.leafHashes(chain, branch, index, index + 1);
      if (shape === undefined || leaf === undefined) return undefined;
      return { leaf: () => leaf, root: (low: number, high: number) => this.#trees.root(shape, low, high) };
    };
    const [logA, logB] = [logOf(branchA), logOf(branchB)];
    return logA && logB && forkProofAt(noteA, noteB, index, logA, logB);
  }

  proofs(chain?: string): readonly ForkProof[] {
    return storedProofs(this.memory.sql, chain).filter((proof) => !this.#hasBoth(proof));
  }

  #hasBoth({ chain, index, leafA, leafB }: ForkProof): boolean {
    const here = this.memory.shapes
      .of(chain)
      .flatMap(({ number }) => this.leafHashes(chain, number, index, index + 1))
      .map(hex);
    return here.includes(hex(leafA)) && here.includes(hex(leafB));
  }

  doubts(): readonly ForkDoubt[] {
    const { sql } = this.memory;
    const doubts: ForkDoubt[] = [
      ...this.forks().map(({ chain, index, branchB }) => ({
        chain,
        index,
        at: this.leafAt(chain, branchB, index)?.leaf.at ?? 0,
      })),
      ...this.proofs().map(({ chain, index }) => ({ chain, index, at: this.leafAt(chain, 0, index)?.leaf.at ?? 0 })),
    ];
    for (const chain of sql.values<string>('SELECT DISTINCT chain FROM heard ORDER BY chain')) {
      const [first] = unexplained(sql, chain);
      if (first === undefined) continue;
      const at = this.heard(chain).reduce((least, one) => Math.min(least, one.at), Infinity);
      doubts.push({ chain, below: first.size, at });
    }
    return doubts;
  }

  strange(chain?: string): ReturnType<View['strange']> {
    const { sql } = this.memory;
    const chains =
      chain === undefined ? sql.values<string>('SELECT DISTINCT chain FROM heard ORDER BY chain') : [chain];
    return chains.flatMap((chain) => {
      const left = new Set(unexplained(sql, chain).map(({ size, root }) => rootName(size, 0) + hex(root)));
      return this.heard(chain)
        .filter(({ size, root }) => left.has(rootName(size, 0) + hex(root)))
        .map(({ note }) => ({ chain, note }));
    });
  }

  #firstNoteAbove(shape: Shape, size: number): string | undefined {
    const rows = this.memory.sql.rows<NoteRow & { readonly id: number }>(
      `SELECT id, note, notesum FROM leaf WHERE id >= ? AND id < ? AND note IS NOT NULL ORDER BY id LIMIT ${TRIED_NOTES}`,
      leafId(shape.row, size),
      leafId(shape.row + 1, 0),
    );
    for (const row of rows) {
      const note = soundNote(row.id, row);
      if (note !== undefined) return note;
    }
    return undefined;
  }
}
