// Who is who, from what is stored: the events that authority is made of, and the shape of the chains that they name.
import { type Bytes, sameBytes } from '../chain/bytes.ts';
import type { Authority, AuthorityEvent } from '../custody/authority.ts';
import { buildAuthority } from '../custody/authority-build.ts';
import { holderOf, onPath } from './branches.ts';
import { leavesOfType } from './by-type.ts';
import { leafId } from './ids.ts';
import type { LedgerView } from './ledger-view.ts';
import type { Memory } from './memory.ts';
import { AUTHORITY_TYPES } from './tables.ts';

type Stored = Pick<LedgerView, 'rootAt' | 'stored'>;

/** The authority of the network as the ledger knows it now. */
export function authorityIn(memory: Memory, view: Stored): Authority {
  return buildAuthority(memory.network(), authorityEvents(memory, view), {
    inTree: (chain, branch, seq, size, root) => inTree(memory, view, { chain, branch, seq }, size, root),
    onPath: (chain, leafBranch, seq, branch) => memory.shapes.onPath(chain, leafBranch, seq, branch),
  });
}

// Cards of strangers say nothing until somebody accredits them: they may be many, and only those that are named are read.
function authorityEvents(memory: Memory, view: Stored): AuthorityEvent[] {
  const found = AUTHORITY_TYPES.filter((type) => type !== 'open').flatMap((type) =>
    view.stored(memory.readable(leavesOfType(memory.sql, type))),
  );
  const named = new Set<unknown>([memory.network(), memory.own(), ...found.map((event) => event.leaf.public.chain)]);
  for (const chain of named) {
    const shape = typeof chain === 'string' ? memory.shapes.find(chain, 0) : undefined;
    if (shape !== undefined) found.push(...view.stored(memory.readable([leafId(shape.row, 0)])));
  }
  return found.map(({ chain, leaf, branch, forked }) => ({ chain, leaf, branch, contested: forked }));
}

interface Place {
  readonly chain: string;
  readonly branch: number;
  readonly seq: number;
}

// A tree larger than what is here holds all leaves of an unforked chain; of a forked one none above the fork.
function inTree(memory: Memory, view: Stored, { chain, branch, seq }: Place, size: number, root: Bytes): boolean {
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
  return !known && seq < memory.shapes.forkedAt(chain);
}
