// Who is who, from what is stored: the events that authority is made of, and the shape of the chains that they name.
import { type Bytes, sameBytes } from '../chain/bytes.ts';
import type { Authority, AuthorityEvent } from '../custody/authority.ts';
import { type AuthorityEvents, authorityInParts } from '../custody/authority-parts.ts';
import { holderOf, onPath, type Shape } from './branches.ts';
import { leavesOfType } from './by-type.ts';
import { leafId, nameKey } from './ids.ts';
import type { LedgerView } from './ledger-view.ts';
import type { Memory } from './memory.ts';
import type { StoredEvent } from './stored-event.ts';
import { AUTHORITY_TYPES } from './tables.ts';

type Stored = Pick<LedgerView, 'rootAt' | 'stored'>;

/** What a chain says of itself after its opening event. */
const OWN_TYPES: readonly string[] = ['rotate', 'retire', 'profile'];

/** The authority of the network as the ledger knows it now. */
export function authorityIn(memory: Memory, view: Stored): Authority {
  const events = (ids: readonly number[]) => view.stored(memory.readable(ids)).map(authorityEvent);
  const about = (name: number) => memory.sql.values<number>('SELECT leaf FROM about WHERE name = ?', name);
  const source: AuthorityEvents = {
    ofChain: (chain) => events(memory.shapes.of(chain).flatMap((shape) => ownEvents(memory, shape))),
    naming: (name) => events(about(nameKey(name))),
    endorsedBy(chain) {
      const first = memory.shapes.find(chain, 0);
      return first === undefined ? [] : events(about(-first.row));
    },
    all: () => allEvents(memory, events),
  };
  return authorityInParts(memory.network(), source, {
    inTree: (chain, branch, seq, size, root) => inTree(memory, view, { chain, branch, seq }, size, root),
    onPath: (chain, leafBranch, seq, branch) => memory.shapes.onPath(chain, leafBranch, seq, branch),
  });
}

function authorityEvent({ chain, leaf, branch, disputed }: StoredEvent): AuthorityEvent {
  return { chain, leaf, branch, contested: disputed };
}

// Keys of what a branch says of its own chain.
function ownEvents({ sql }: Memory, { row, number }: Shape): number[] {
  const ids = OWN_TYPES.flatMap((type) => leavesOfType(sql, type, leafId(row, 0), leafId(row + 1, 0)));
  return number === 0 ? [leafId(row, 0), ...ids] : ids;
}

// Cards of strangers say nothing until somebody accredits them: they may be many, and only those that are named are read.
function allEvents(memory: Memory, events: (ids: readonly number[]) => AuthorityEvent[]): readonly AuthorityEvent[] {
  const types = AUTHORITY_TYPES.filter((type) => type !== 'open');
  const found = types.flatMap((type) => events(leavesOfType(memory.sql, type)));
  const named = new Set<unknown>([memory.network(), memory.own(), ...found.map((event) => event.leaf.public.chain)]);
  const cards = [...named].flatMap((chain) => {
    const shape = typeof chain === 'string' ? memory.shapes.find(chain, 0) : undefined;
    return shape === undefined ? [] : [leafId(shape.row, 0)];
  });
  return [...found, ...events(cards)];
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
