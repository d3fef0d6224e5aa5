// The shape of chains: which branches there are, where each left its parent, and which stored leaf a position means.
import { PedigreeError } from '../errors.ts';
import { say } from '../words/en/ledger.ts';
import { doubtedChains, storedProofs, unexplained } from './doubt.ts';
import { leafId } from './ids.ts';
import type { Sql } from './sqlite.ts';
import { mustMatch, rowSum } from './sums.ts';

/** One branch, without what changes as it grows. */
export interface Shape {
  /** Key of its row: the high part of the keys of its leaves. */
  readonly row: number;
  readonly chain: string;
  /** 0 is the branch seen first. */
  readonly number: number;
  readonly parent: Shape | undefined;
  /** Index of its first own leaf; what is before belongs to the parent. */
  readonly base: number;
}

/** One branch with how far it goes. */
export interface BranchRow {
  readonly id: number;
  readonly chain: string;
  readonly number: number;
  readonly parent: number | null;
  readonly base: number;
  readonly size: number;
  readonly at: number;
  readonly seen: number;
  readonly changed: number;
  readonly open_only: number;
  readonly root: Uint8Array;
  readonly head: Uint8Array;
  readonly range: Uint8Array;
  /** Checksum of what leaves and checkpoints do not tell. */
  readonly sum: number | null;
}

/** The order of the branches of a chain. */
export const byNumber = (a: Pick<BranchRow, 'number'>, b: Pick<BranchRow, 'number'>): number => a.number - b.number;

/** From where on a chain is in doubt; Infinity while it is not. */
export interface Doubt {
  /** The first index at which two histories are known to differ, by leaves or by a proof. */
  readonly forkedAt: number;
  /** At or below it two histories differ for certain: a checkpoint of one that is not here says no more than that. */
  readonly disputedAt: number;
  /** No lower index can differ. */
  readonly doubtedAt: number;
}

export type Stored = Pick<
  BranchRow,
  'id' | 'chain' | 'number' | 'parent' | 'base' | 'seen' | 'changed' | 'open_only' | 'sum'
>;

/** The columns of a `Stored`. */
export const BRANCH_COLUMNS = 'id, chain, number, parent, base, seen, changed, open_only, sum';

/** What the checksum of a branch's row covers. */
function cellsOf({
  id,
  chain,
  number,
  parent,
  base,
  seen,
  changed,
  open_only,
}: Omit<Stored, 'sum'>): Parameters<typeof rowSum>[0] {
  return [id, chain, number, parent, base, seen, changed, open_only];
}

export function branchSum(row: Omit<Stored, 'sum'>): number {
  return rowSum(cellsOf(row));
}

/** @throws damaged where the row of a branch is not what was written */
export function mustBeBranch(row: Stored): void {
  mustMatch(say('what-known-of-chain', { chain: row.chain }), row.sum, cellsOf(row));
}

const NO_DOUBT: Doubt = { forkedAt: Infinity, disputedAt: Infinity, doubtedAt: Infinity };
/** So many chains are asked for one by one. */
const MANY = 64;

/** The shapes that one connection has met. Shapes never change; new ones appear when chains do, or fork. */
export class Shapes {
  readonly #sql: Sql;
  /** See `Memory.lenient`. */
  lenient = false;
  readonly #byRow = new Map<number, Shape>();
  readonly #byChain = new Map<string, readonly Shape[]>();
  readonly #doubts = new Map<string, Doubt>();
  /** How many chains were asked for one by one; after some all are read at once. */
  #asked = 0;
  /** The chains of which anything says that they may have forked, once many were asked about. */
  #doubted: ReadonlySet<string> | undefined;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  /** Forgets what may have changed: after a new fork, and after a rollback. */
  clear(): void {
    this.#byRow.clear();
    this.#byChain.clear();
    this.#doubts.clear();
    this.#asked = 0;
    this.#doubted = undefined;
  }

  /** Takes a branch in, and before it those that it leaves: one after another, for there may be thousands. */
  #take(stored: Stored): Shape {
    const known = this.#byRow.get(stored.id);
    if (known !== undefined) return known;
    const left: Stored[] = [];
    for (let next = this.#leaves(stored); next !== undefined; next = this.#leaves(next)) left.push(next);
    for (const one of left.reverse()) this.#place(one);
    return this.#place(stored);
  }

  /** The branch that this one leaves, where that is not taken in yet. */
  #leaves({ id, parent }: Stored): Stored | undefined {
    if (parent === null || this.#byRow.has(parent)) return undefined;
    // It was there before.
    if (parent < id) return this.#stored(parent);
    throw new PedigreeError('damaged', say('branches-damaged'), {
      hint: say('audit-tells-which'),
    });
  }

  #place(stored: Stored): Shape {
    if (!this.lenient) mustBeBranch(stored);
    const { id, chain, number, parent, base } = stored;
    const shape = { row: id, chain, number, parent: parent === null ? undefined : this.#byRow.get(parent), base };
    this.#byRow.set(id, shape);
    return shape;
  }

  #stored(row: number): Stored | undefined {
    return this.#sql.row<Stored>(`SELECT ${BRANCH_COLUMNS} FROM branch WHERE id = ?`, row);
  }

  byRow(row: number): Shape | undefined {
    const known = this.#byRow.get(row);
    if (known !== undefined) return known;
    const stored = this.#stored(row);
    return stored && this.#take(stored);
  }

  /** All branches of a chain by number; none where it is not here. */
  of(chain: string): readonly Shape[] {
    const known = this.#byChain.get(chain) ?? this.#amongAll(chain);
    if (known !== undefined) return known;
    const shapes = this.#sql
      .rows<Stored>(`SELECT ${BRANCH_COLUMNS} FROM branch WHERE chain = ?`, chain)
      .sort(byNumber)
      .map((one) => this.#take(one));
    if (shapes.length > 0) this.#byChain.set(chain, shapes);
    return shapes;
  }

  // Whoever asks for many chains asks for all of them before long.
  #amongAll(chain: string): readonly Shape[] | undefined {
    this.#asked++;
    if (this.#asked !== MANY) return undefined;
    const all = new Map<string, Shape[]>();
    for (const one of this.#sql.each<Stored>(`SELECT ${BRANCH_COLUMNS} FROM branch ORDER BY chain, number`)) {
      const shapes = all.get(one.chain);
      if (shapes === undefined) all.set(one.chain, [this.#take(one)]);
      else shapes.push(this.#take(one));
    }
    for (const [name, shapes] of all) this.#byChain.set(name, shapes);
    return all.get(chain);
  }

  find(chain: string, number: number): Shape | undefined {
    return this.of(chain)[number];
  }

  /** Whether leaf `seq` of `leafBranch` lies on the path that ends in `branch`. */
  onPath(chain: string, leafBranch: number, seq: number, branch: number): boolean {
    const end = this.find(chain, branch);
    const leaf = this.find(chain, leafBranch);
    return end !== undefined && leaf !== undefined && onPath(end, holderOf(leaf, seq).row, seq);
  }

  /** The first index where two histories of the chain differ; Infinity while it is not known to have forked. */
  forkedAt(chain: string): number {
    return this.doubt(chain).forkedAt;
  }

  /** What is known of forks of a chain, with leaves and without. */
  doubt(chain: string): Doubt {
    let doubt = this.#doubts.get(chain);
    if (doubt === undefined) {
      doubt = this.#doubtOf(chain);
      this.#doubts.set(chain, doubt);
    }
    return doubt;
  }

  /** Where the first branch leaves the one seen first; Infinity where there is none. */
  #branchedAt(chain: string): number {
    const [, ...branches] = this.#byChain.get(chain) ?? [];
    if (this.#byChain.has(chain)) return branches.reduce((least, { base }) => Math.min(least, base), Infinity);
    const base = 'SELECT min(base) FROM branch WHERE chain = ? AND number > 0';
    return this.#sql.value<number | null>(base, chain) ?? Infinity;
  }

  #doubtOf(chain: string): Doubt {
    if (this.#doubts.size >= MANY) this.#doubted ??= doubtedChains(this.#sql);
    if (this.#doubted?.has(chain) === false) return NO_DOUBT;
    const forkedAt = Math.min(this.#branchedAt(chain), storedProofs(this.#sql, chain)[0]?.index ?? Infinity);
    const [first] = unexplained(this.#sql, chain);
    if (first === undefined) return { forkedAt, disputedAt: forkedAt, doubtedAt: forkedAt };
    // The opening event is what the chain is called after: no history has another one.
    return { forkedAt, disputedAt: Math.min(forkedAt, first.size - 1), doubtedAt: Math.min(forkedAt, 1) };
  }
}

/** The branch that stores leaf `seq` of this branch's path. */
export function holderOf(shape: Shape, seq: number): Shape {
  let at = shape;
  while (seq < at.base && at.parent !== undefined) at = at.parent;
  return at;
}

/** The key of leaf `seq` on this branch's path. */
export function leafOn(shape: Shape, seq: number): number {
  return leafId(holderOf(shape, seq).row, seq);
}

/** The parts of a branch's path from ≤ seq < to, each on one stored branch, ascending. */
export function pathOf(
  shape: Shape,
  from: number,
  to: number,
): { readonly row: number; readonly from: number; readonly to: number }[] {
  const parts: { row: number; from: number; to: number }[] = [];
  let end = to;
  for (let at: Shape | undefined = shape; at !== undefined && end > from; at = at.parent) {
    const start = Math.max(at.base, from);
    if (start < end) {
      parts.unshift({ row: at.row, from: start, to: end });
      end = start;
    }
  }
  return parts;
}

/** Whether leaf `seq`, stored on branch row `row`, lies on the path that ends in this branch. */
export function onPath(shape: Shape, row: number, seq: number): boolean {
  return holderOf(shape, seq).row === row;
}
