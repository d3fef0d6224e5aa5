// Who is who, from what is stored: the events that authority is made of, and the shape of the chains that they name.

import { type Bytes, sameBytes } from '../chain/bytes.ts';
import type { Authority, AuthorityEvent, Branches } from '../custody/authority.ts';
import { type AuthorityEvents, authorityInParts } from '../custody/authority-parts.ts';
import { EVENT } from '../custody/events/all.ts';
import { MOST_PROFILES } from '../custody/events/profile.ts';
import type { Tree } from '../custody/trees.ts';
import { holderOf, onPath, type Shape } from './branches.ts';
import { hasTypes, leavesOfType } from './by-type.ts';
import { unexplained } from './doubt.ts';
import { branchOf, leafId, nameKey } from './ids.ts';
import type { Memory } from './memory.ts';
import { settledHere } from './settled-here.ts';
import type { StoredEvent } from './stored-event.ts';
import { AUTHORITY_TYPES } from './type-codes.ts';
import type { View } from './types.ts';

/** The view that this authority is read through. */
interface Stored extends Pick<View, 'proofs'> {
  rootAt(chain: string, branch: number, size: number): Bytes | undefined;
  stored(ids: readonly number[]): readonly StoredEvent[];
}

/** What a chain says of itself after its opening event. */
export const OWN_TYPES: readonly string[] = [EVENT.rotate.type, EVENT.retire.type, EVENT.profile.type];

/** The authority of the network as the ledger knows it now. */
export function authorityIn(memory: Memory, view: Stored): Authority {
  const events = (ids: readonly number[]) => view.stored(memory.readable(ids)).map(authorityEvent);
  const about = (...names: readonly number[]) => {
    const places = names.map(() => '?').join(', ');
    return memory.sql.values<number>(`SELECT DISTINCT leaf FROM about WHERE name IN (${places})`, ...names);
  };
  const source: AuthorityEvents = {
    ofChain: (chain) => events(memory.shapes.of(chain).flatMap((shape) => ownEvents(memory, shape))),
    naming: (...names) => events(about(...names.map(nameKey))),
    endorsedBy(chain) {
      const first = memory.shapes.find(chain, 0);
      return first === undefined ? [] : events(about(-first.row));
    },
    all: () => allEvents(memory, events),
    chains: () => memory.chainCount(),
  };
  const shapes: Branches = {
    inTree: (chain, branch, seq, size, root) => inTree(memory, view, { chain, branch, seq }, { size, root }),
    onPath: (chain, leafBranch, seq, branch) => memory.shapes.onPath(chain, leafBranch, seq, branch),
    through: (chain, branch, seq, size, root) => through(memory, view, { chain, branch, seq }, { size, root }),
    dividedAt: (chain, size, root) => dividedAt(memory, view, chain, { size, root }),
    agree: (chain, smaller, larger) =>
      holding(memory, view, chain, larger).some((shape) => holds(view, shape, smaller)),
    forkedAt: (chain) => memory.shapes.doubt(chain).doubtedAt,
  };
  return authorityInParts(memory.network(), source, shapes, settledHere(memory.sql));
}

function authorityEvent({ chain, leaf, branch, disputed }: StoredEvent): AuthorityEvent {
  return { chain, leaf, branch, contested: disputed };
}

// Of the events of a type in one branch, ascending, those that anybody reads.
function readOf(type: string, ids: readonly number[]): readonly number[] {
  return type === EVENT.profile.type ? ids.slice(-MOST_PROFILES) : ids;
}

// Keys of what a branch says of its own chain.
function ownEvents({ sql }: Memory, { row, number }: Shape): number[] {
  const [from, to] = [leafId(row, 0), leafId(row + 1, 0)];
  // Most branches have none of them, which one question tells.
  const types = hasTypes(sql, OWN_TYPES, from, to) ? OWN_TYPES : [];
  const ids = types.flatMap((type) => readOf(type, leavesOfType(sql, type, from, to)));
  return number === 0 ? [leafId(row, 0), ...ids] : ids;
}

// Cards of strangers say nothing until somebody accredits them: they may be many, and only those that are named are read.
function allEvents(memory: Memory, events: (ids: readonly number[]) => AuthorityEvent[]): readonly AuthorityEvent[] {
  const types = AUTHORITY_TYPES.filter((type) => type !== EVENT.open.type);
  const found = types.flatMap((type) => events(ofEachBranch(type, leavesOfType(memory.sql, type))));
  const named = new Set<unknown>([memory.network(), memory.own()]);
  for (const { leaf } of found) named.add(leaf.public.chain).add(leaf.public.successor);
  const cards = [...named].flatMap((chain) => {
    const shape = typeof chain === 'string' ? memory.shapes.find(chain, 0) : undefined;
    return shape === undefined ? [] : [leafId(shape.row, 0)];
  });
  return [...found, ...events(cards)];
}

function ofEachBranch(type: string, ids: readonly number[]): readonly number[] {
  if (type !== EVENT.profile.type || ids.length <= MOST_PROFILES) return ids;
  return [...Map.groupBy(ids, branchOf).values()].flatMap((of) => readOf(type, of));
}

interface Place {
  readonly chain: string;
  readonly branch: number;
  readonly seq: number;
}

function holds(view: Stored, { chain, number }: Shape, { size, root }: Tree): boolean {
  const there = view.rootAt(chain, number, size);
  return there !== undefined && sameBytes(there, root);
}

/** The branches that go on from a tree. */
function holding(memory: Memory, view: Stored, chain: string, tree: Tree): readonly Shape[] {
  return memory.shapes.of(chain).filter((shape) => holds(view, shape, tree));
}

function through(memory: Memory, view: Stored, place: Place, tree: Tree): boolean {
  if (place.seq < tree.size) return inTree(memory, view, place, tree);
  const shape = memory.shapes.find(place.chain, place.branch);
  return shape !== undefined && holds(view, shape, tree);
}

function dividedAt(memory: Memory, view: Stored, chain: string, tree: Tree): number {
  const shapes = holding(memory, view, chain, tree);
  if (shapes.length === 0) return memory.shapes.doubt(chain).doubtedAt;
  const bases = shapes.map(({ base }) => base);
  // Of a fork without its leaves nobody can say whether it is one of this branch.
  const proved = view.proofs(chain).map(({ index }) => index);
  const strange = unexplained(memory.sql, chain).some(({ size }) => size > tree.size) ? [tree.size] : [];
  return [...bases, ...proved, ...strange].reduce(
    (first, index) => (index >= tree.size ? Math.min(first, index) : first),
    Infinity,
  );
}

// A tree larger than what is here holds all leaves of an unforked chain; of a forked one none above the fork.
function inTree(memory: Memory, view: Stored, { chain, branch, seq }: Place, { size, root }: Tree): boolean {
  if (seq >= size) return false;
  const shapes = memory.shapes.of(chain);
  const leaf = shapes.find((shape) => shape.number === branch);
  if (leaf === undefined) return false;
  const holder = holderOf(leaf, seq);
  let known = false;
  for (const shape of shapes) {
    const there = view.rootAt(chain, shape.number, size);
    if (there === undefined) continue;
    known = true;
    if (sameBytes(there, root) && onPath(shape, holder.row, seq)) return true;
  }
  return !known && seq < memory.shapes.doubt(chain).disputedAt;
}
