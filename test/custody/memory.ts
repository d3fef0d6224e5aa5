// Evidence in memory: any set of events, handed out in any order of arrival.

import { type Bytes, hex, sameBytes } from '../../src/chain/bytes.ts';
import type { Leaf } from '../../src/chain/leaf.ts';
import { treeRoot } from '../../src/chain/merkle.ts';
import { rowsOf } from '../../src/chain/rows.ts';
import type { Authority, AuthorityEvent, Branches } from '../../src/custody/authority.ts';
import { buildAuthority } from '../../src/custody/authority-build.ts';
import { retract } from '../../src/custody/events/retract.ts';
import type { CustodyEvent, Evidence, Hit } from '../../src/custody/evidence.ts';
import { roleAllows } from '../../src/custody/rights.ts';
import type { Tree, TreeOf } from '../../src/custody/trees.ts';

/** An event as it lies in its chain. Branch 0 is the first; a branch grows out of another one at `from`. */
export interface Stored {
  readonly id: number;
  readonly chain: string;
  readonly branch: number;
  readonly leaf: Leaf;
  readonly ref: string;
  readonly rows: readonly { readonly token: string; readonly opener?: Bytes }[];
}

export interface BranchShape {
  readonly parent: number;
  /** First seq of the branch's own leaves. */
  readonly from: number;
}

export interface Store {
  readonly network: string;
  readonly policy: 'required' | 'endpoints';
  readonly events: readonly Stored[];
  readonly pages: ReadonlyMap<string, readonly Bytes[]>;
  readonly shapes: ReadonlyMap<string, readonly BranchShape[]>;
}

const AUTHORITY = new Set([
  'open',
  'rotate',
  'endorse',
  'accredit',
  'revoke',
  'settle',
  'successor',
  'retire',
  'profile',
]);

export function stored(id: number, chain: string, branch: number, leaf: Leaf, pages: Store['pages']): Stored {
  const ref = `${chain}/${leaf.seq}${branch === 0 ? '' : `~${hex(leaf.hash).slice(0, 8)}`}`;
  const data = rowsOf(leaf, (root, index) => pages.get(hex(root))?.[index]);
  const rows: { token: string; opener?: Bytes }[] = [];
  if (data instanceof Uint8Array && leaf.rows !== undefined && leaf.fault === undefined) {
    const { width } = leaf.rows;
    for (let at = 0; at < data.length; at += width) {
      const token = hex(data.subarray(at, at + 16));
      rows.push(width === 16 ? { token } : { token, opener: data.subarray(at + 16, at + 32) });
    }
  }
  return { id, chain, branch, leaf, ref, rows };
}

function onPath(shapes: Store['shapes'], chain: string, leafBranch: number, seq: number, branch: number): boolean {
  let at = branch;
  let below = Number.POSITIVE_INFINITY;
  for (;;) {
    if (at === leafBranch) return seq < below;
    const shape = shapes.get(chain)?.[at];
    if (shape === undefined || at === 0) return false;
    below = Math.min(below, shape.from);
    at = shape.parent;
  }
}

export interface Choice {
  /** The authority where it is known already; else it is computed from the events. */
  readonly authority?: Authority;
  /** The events that have arrived, in the order of their arrival; all where absent. */
  readonly events?: readonly Stored[];
  /** Pages that have not arrived, by hex of their root. */
  readonly withoutPages?: ReadonlySet<string>;
  /** Branches that the person at this node has chosen. */
  readonly here?: readonly TreeOf[];
}

/** Those of the events that authority is made of. */
export function foundingOf(events: readonly Stored[], raw = aboveForks(events)): readonly AuthorityEvent[] {
  return events
    .filter(({ leaf }) => AUTHORITY.has(leaf.type))
    .map((event) => ({ chain: event.chain, leaf: event.leaf, branch: event.branch, contested: raw(event) }));
}

/** What a node knows that holds these events. */
export function evidenceOf(store: Store, choice: Choice = {}): Evidence {
  const events = choice.events ?? store.events;
  const page = (root: Bytes, index: number) =>
    choice.withoutPages?.has(hex(root)) === true ? undefined : store.pages.get(hex(root))?.[index];
  const raw = aboveForks(events);
  const branches = branchesOf(store);
  const authority = choice.authority ?? buildAuthority(store.network, foundingOf(events, raw), branches, choice.here);
  const seen = events.map((event) => custodyEvent(event, authority, raw(event)));
  const byToken = new Map<string, Hit[]>();
  const commissions = new Map<string, CustodyEvent[]>();
  for (const [i, { rows, leaf }] of events.entries()) {
    const event = seen[i];
    if (event === undefined || leaf.fault !== undefined) continue;
    if (leaf.rows?.root !== undefined && choice.withoutPages?.has(hex(leaf.rows.root)) === true) continue;
    for (const { token, opener } of rows) {
      if (opener === undefined) commissions.set(token, [...(commissions.get(token) ?? []), event]);
      else byToken.set(token, [...(byToken.get(token) ?? []), { event, opener }]);
    }
  }
  const earlier: Evidence['earlier'] = (a, b) =>
    a.chain === b.chain && a.leaf.seq < b.leaf.seq && onPath(store.shapes, a.chain, a.branch, a.leaf.seq, b.branch);
  const ofGtin = (types: readonly string[], gtin: string) =>
    seen.filter(({ leaf }) => types.includes(leaf.type) && leaf.public.gtin === gtin);
  return {
    network: store.network,
    policy: store.policy,
    authority: () => authority,
    commissions: (gtin, token) => (commissions.get(hex(token)) ?? []).filter(({ leaf }) => leaf.public.gtin === gtin),
    rows: (token, most = MOST_USES, of = () => true) =>
      firstUses(byToken.get(hex(token)) ?? [], most, earlier).filter(({ event }) => of(event.chain)),
    noRows: (tokens, but) =>
      tokens.every((token) => byToken.get(hex(token))?.every(({ event }) => but?.has(event.chain) === true) ?? true),
    page,
    retracted: (event) =>
      seen.some(
        ({ author, chain, branch, leaf }) =>
          leaf.type === 'retract' &&
          author !== undefined &&
          chain === event.chain &&
          retract.parts.public(leaf.public)?.seq === event.leaf.seq &&
          onPath(store.shapes, chain, event.branch, event.leaf.seq, branch),
      ),
    earlier,
    incomplete: (gtin) =>
      seen.some(
        ({ leaf }) =>
          leaf.rows?.root !== undefined &&
          page(leaf.rows.root, 0) === undefined &&
          (gtin === undefined || (leaf.type === 'commission' && leaf.public.gtin === gtin)),
      ),
    awaits: (gln) =>
      seen.some(
        ({ author, leaf }) =>
          author?.gln === gln && leaf.rows?.root !== undefined && page(leaf.rows.root, 0) === undefined,
      ),
    notices: (gtin) => {
      const about = ofGtin(['lot-notice', 'recall', 'product'], gtin);
      return [...about, ...seen.filter(({ leaf }) => leaf.type === 'recall-end')];
    },
    lots: (gtin) => ofGtin(['commission'], gtin),
  };
}

const MOST_USES = 16;

// As the ledger does: of each chain the first on each path, and every recall of whoever may recall.
function firstUses(hits: readonly Hit[], most: number, earlier: Evidence['earlier']): readonly Hit[] {
  if (hits.length <= most) return hits;
  return hits.filter(
    ({ event }) =>
      hits.filter((other) => earlier(other.event, event)).length < most ||
      (event.leaf.type === 'recall' && roleAllows('recall', event.author?.roles ?? [])),
  );
}

function custodyEvent(event: Stored, authority: Authority, raw: boolean): CustodyEvent {
  const { id, chain, branch, leaf, ref } = event;
  const author = authority.authorOf(event);
  const contested = (raw && authority.disputed(event)) || author?.disputed === true;
  return { id, chain, branch, leaf, ...(author !== undefined && { author }), contested, ref };
}

function forkPoints(events: readonly Stored[]): Map<string, number> {
  const places = new Map<string, Stored>();
  const forks = new Map<string, number>();
  for (const event of events) {
    const place = `${event.chain}/${event.leaf.seq}`;
    const other = places.get(place);
    if (other === undefined) places.set(place, event);
    else if (!sameBytes(other.leaf.hash, event.leaf.hash)) {
      forks.set(event.chain, Math.min(forks.get(event.chain) ?? Number.POSITIVE_INFINITY, event.leaf.seq));
    }
  }
  return forks;
}

/** Whether an event lies above a fork of its chain. */
function aboveForks(events: readonly Stored[]): (event: Stored) => boolean {
  const forks = forkPoints(events);
  return ({ chain, leaf }) => leaf.seq >= (forks.get(chain) ?? Number.POSITIVE_INFINITY);
}

export function branchesOf(store: Store): Branches {
  const path = (chain: string, branch: number): Stored[] =>
    store.events
      .filter((event) => event.chain === chain && onPath(store.shapes, chain, event.branch, event.leaf.seq, branch))
      .sort((a, b) => a.leaf.seq - b.leaf.seq);
  const holds = (chain: string, tip: number, { size, root }: Tree): boolean => {
    const leaves = path(chain, tip).slice(0, size);
    return leaves.length === size && sameBytes(treeRoot(leaves.map(({ leaf }) => leaf.hash)), root);
  };
  const tips = (chain: string, tree: Tree): number[] =>
    (store.shapes.get(chain) ?? []).map((_, tip) => tip).filter((tip) => holds(chain, tip, tree));
  const forkedAt = (chain: string): number => forkPoints(store.events).get(chain) ?? Number.POSITIVE_INFINITY;
  const on = (chain: string, branch: number, seq: number, tree: Tree): boolean =>
    tips(chain, tree).some((tip) => onPath(store.shapes, chain, branch, seq, tip));
  return {
    onPath: (chain, leafBranch, seq, branch) => onPath(store.shapes, chain, leafBranch, seq, branch),
    inTree: (chain, branch, seq, size, root) => seq < size && on(chain, branch, seq, { size, root }),
    through: (chain, branch, seq, size, root) => on(chain, branch, seq, { size, root }),
    dividedAt: (chain, size, root) => {
      const here = tips(chain, { size, root });
      if (here.length === 0) return forkedAt(chain);
      const left = (store.shapes.get(chain) ?? []).filter(
        ({ from }, tip) => tip > 0 && from >= size && here.includes(tip) && path(chain, tip).length > from,
      );
      return Math.min(...left.map(({ from }) => from), Number.POSITIVE_INFINITY);
    },
    agree: (chain, smaller, larger) => tips(chain, larger).some((tip) => holds(chain, tip, smaller)),
    forkedAt,
  };
}
