// The forks of a chain as two signed checkpoints side by side: what each covers, where they part, and what hangs on each.
import { hex } from '../../chain/bytes.ts';
import { readCheckpoint } from '../../chain/checkpoint.ts';
import type { ChainInfo, Fork, View } from '../../ledger/types.ts';

/** One of two histories that a chain has signed. */
export interface ForkSide {
  /** The signed note, as it came. */
  readonly note: string;
  readonly size: number;
  /** Root over so many events, 32 bytes in hex. */
  readonly root: string;
  /** Hash of the first event that differs, in hex; absent where that is not known. */
  readonly leaf?: string;
  /** The peer that showed it, where its events are not here. */
  readonly from?: string;
  /** Until when it was heard here, ISO 8601 in UTC; of one whose events are not here when it was shown. */
  readonly seen?: string;
  /** Events of it from where the two part, and packs and containers in them; absent where its events are not here. */
  readonly events?: number;
  readonly packs?: number;
}

export interface ForkRow {
  readonly chain: string;
  /** The first event that differs, counted from 0; absent where that is not known. */
  readonly index?: number;
  readonly sides: readonly [ForkSide, ForkSide];
}

/** More forks of one chain say nothing new. */
const MOST = 20;

/** Those of which both notes are here. */
export function forksOf(view: View, chain: string): readonly ForkRow[] {
  const branches = view.chains().filter((one) => one.chain === chain);
  const here = view.forks(chain).map((fork) => rowOf(view, branches, fork));
  const proved = view
    .proofs(chain)
    .map(({ a, b, index, leafA, leafB }) => ({ chain, index, sides: pair(sideOf(a, leafA), sideOf(b, leafB)) }));
  const [main] = branches;
  const strange =
    main === undefined
      ? []
      : view.strange(chain).map(({ note }) => ({ chain, sides: pair(sideOf(main.note), shown(view, chain, note)) }));
  return [...here, ...proved, ...strange].slice(0, MOST);
}

function shown(view: View, chain: string, note: string): ForkSide {
  const by = view.heard(chain).find((one) => one.note === note);
  return { ...sideOf(note), ...(by === undefined ? {} : { from: by.peer, seen: new Date(by.at).toISOString() }) };
}

const pair = (one: ForkSide, other: ForkSide): readonly [ForkSide, ForkSide] => [one, other];

function sideOf(note: string, leaf?: Uint8Array): ForkSide {
  const { size, root } = readCheckpoint(note);
  return { note, size, root: hex(root), ...(leaf === undefined ? {} : { leaf: hex(leaf) }) };
}

function rowOf(view: View, branches: readonly ChainInfo[], fork: Fork): ForkRow {
  const { chain, index, branchA, branchB, noteA, noteB } = fork;
  const side = (branch: number, note: string): ForkSide => {
    const info = branches.find((one) => one.branch === branch);
    const leaf = view.eventAt(chain, branch, index)?.leaf.hash;
    const seen = info === undefined ? {} : { seen: new Date(info.seen).toISOString() };
    return { ...sideOf(note, leaf), ...seen, ...stakeOf(view, chain, branch, index, info?.size ?? index) };
  };
  return { chain, index, sides: [side(branchA, noteA), side(branchB, noteB)] };
}

/** What counts no more if the other side is chosen. */
function stakeOf(view: View, chain: string, branch: number, from: number, to: number) {
  let packs = 0;
  for (let seq = from; seq < to; seq++) packs += view.eventAt(chain, branch, seq)?.leaf.rows?.n ?? 0;
  return { events: to - from, packs };
}
