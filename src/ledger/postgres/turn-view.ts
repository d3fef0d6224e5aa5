// The view of one turn: the chains of a hub as its mirror has them, and of their leaves and pages what was fetched.
import { type Bytes, b64u } from '../../chain/bytes.ts';
import type { ForkProof } from '../../chain/fork.ts';
import { pathOf } from '../branches.ts';
import { branchOf, seqOf } from '../ids.ts';
import type { AttachmentRef, ChainInfo, Fork, Lacked, LeafRow } from '../types.ts';
import { MirrorView } from './mirror.ts';
import type { TurnMirror } from './turn-mirror.ts';
import { LacksRows, type TurnLack, type TurnRows } from './turn-rows.ts';

/** A proof of a fork is made of so many leaves at most: whoever has both histories finds it without one. */
const MOST_PROVED = 20_000;

export class TurnView extends MirrorView {
  readonly #mirror: TurnMirror;
  readonly #fetched: TurnRows;

  constructor(mirror: TurnMirror, fetched: TurnRows) {
    super(mirror, mirror.stamp);
    this.#mirror = mirror;
    this.#fetched = fetched;
  }

  override rights(): string {
    return b64u(this.#mirror.stamped).slice(0, 16);
  }

  override changes(): number {
    return this.#mirror.mark?.n ?? 0;
  }

  override roots(): readonly { readonly chain: string; readonly root: Bytes }[] {
    return this.memory.sql.rows('SELECT chain, CAST(root AS BLOB) AS root FROM branch ORDER BY id');
  }

  override chains(since?: number): readonly ChainInfo[] {
    return super.chains(since).map((info) => this.#noted(info));
  }

  override chain(id: string, branch?: number): ChainInfo | undefined {
    const info = super.chain(id, branch);
    return info && this.#noted(info);
  }

  override branches(id: string): readonly ChainInfo[] {
    return super.branches(id).map((info) => this.#noted(info));
  }

  #noted(info: ChainInfo): ChainInfo {
    const row = this.memory.shapes.find(info.chain, info.branch)?.row;
    return { ...info, note: (row === undefined ? undefined : this.#mirror.notes.get(row)) ?? '' };
  }

  override *leaves(chain: string, branch: number, from: number, to: number): Iterable<LeafRow> {
    const shape = this.memory.shapes.find(chain, branch);
    if (shape === undefined) return;
    for (const part of pathOf(shape, from, Math.min(to, this.sizeOf(shape)))) {
      for (let seq = part.from; seq < part.to; seq++) {
        const leaf = this.#fetched.leaf(part.row, seq, part.to);
        if (leaf === undefined) return;
        yield { seq, bytes: leaf.bytes };
      }
    }
  }

  override note(chain: string, size: number, branch = 0): string | undefined {
    const shape = this.memory.shapes.find(chain, branch);
    if (shape === undefined || size === 0 || size > this.sizeOf(shape)) return undefined;
    if (size === this.sizeOf(shape)) return this.#mirror.notes.get(shape.row);
    const [part] = pathOf(shape, size - 1, size);
    return part && (this.#fetched.leaf(part.row, size - 1, size)?.note ?? undefined);
  }

  // As far as leaves were fetched: whoever goes further is told that the next one was not.
  override noteSizes(chain: string, branch: number, from: number, to: number): readonly number[] {
    const shape = this.memory.shapes.find(chain, branch);
    if (shape === undefined) return [];
    const sizes: number[] = [];
    for (const part of pathOf(shape, from, Math.min(to, this.sizeOf(shape)))) {
      for (let seq = part.from; seq < part.to; seq++) {
        if (!this.#fetched.hasLeaf(part.row, seq)) return sizes;
        if ((this.#fetched.leaf(part.row, seq, part.to)?.note ?? null) !== null) sizes.push(seq + 1);
      }
    }
    return sizes;
  }

  override sizeWith(chain: string, branch: number): number {
    const shape = this.memory.shapes.find(chain, branch);
    if (shape === undefined) return 0;
    return pathOf(shape, 0, this.sizeOf(shape)).reduce(
      (most, { row, to }) => Math.max(most, Math.min(this.#mirror.urgent.get(row) ?? 0, to)),
      0,
    );
  }

  override page(root: Bytes, index: number): Bytes | undefined {
    return this.#fetched.page(root, index);
  }

  override pageCount(root: Bytes): number | undefined {
    return this.#fetched.attachments(root).find(({ have, pages }) => have === pages)?.pages;
  }

  override awaited(root: Bytes): AttachmentRef | undefined {
    return this.#fetched.awaited(root);
  }

  override lacked(most: number): readonly Lacked[] {
    return this.#fetched.lacked(most).flatMap(({ leaf, root, have }) => {
      const chain = this.memory.shapes.byRow(branchOf(leaf))?.chain;
      return chain === undefined ? [] : [{ chain, seq: seqOf(leaf), root, have }];
    });
  }

  // The first checkpoint of each side after they part.
  override forks(chain?: string): readonly Fork[] {
    return asOwn(
      () => this.#forksOf(chain),
      (lacking) => lacking,
    );
  }

  #forksOf(chain: string | undefined): readonly Fork[] {
    const chains = chain === undefined ? new Set(this.chains().map((info) => info.chain)) : [chain];
    return [...chains].flatMap((one) =>
      this.branches(one).flatMap(({ branch, parent, base }): Fork[] => {
        if (parent === undefined) return [];
        const noteA = this.#noteAbove(one, parent, base);
        const noteB = this.#noteAbove(one, branch, base);
        if (noteA === undefined || noteB === undefined) return [];
        return [{ chain: one, index: base, branchA: parent, branchB: branch, noteA, noteB }];
      }),
    );
  }

  #noteAbove(chain: string, branch: number, base: number): string | undefined {
    const size = this.chain(chain, branch)?.size ?? 0;
    for (let seq = base; seq < size; seq++) {
      const note = this.note(chain, seq + 1, branch);
      if (note !== undefined) return note;
      // The leaves behind it are fetched together.
      for (const _ of this.leaves(chain, branch, seq, size)) break;
    }
    return undefined;
  }

  override forkProof(fork: Fork): ForkProof | undefined {
    const isLong = (branch: number) => (this.chain(fork.chain, branch)?.size ?? 0) > MOST_PROVED;
    if (isLong(fork.branchA) || isLong(fork.branchB)) return undefined;
    // Trees are read a few leaves at a time, and nearly all of them: what follows is fetched with these.
    return asOwn(
      () => super.forkProof(fork),
      (lacking) =>
        lacking.what === 'leaves' && lacking.to - lacking.from > 1
          ? { ...lacking, to: this.#mirror.sizeOf(lacking.row) }
          : lacking,
    );
  }
}

/** Runs `fn`; rows that it lacks are of nothing that was asked. */
function asOwn<T>(fn: () => T, more: (lacking: TurnLack) => TurnLack): T {
  try {
    return fn();
  } catch (error) {
    if (!(error instanceof LacksRows)) throw error;
    throw new LacksRows(more(error.lacking), true);
  }
}
