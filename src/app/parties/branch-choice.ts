// The branches of a chain that forked, as somebody has to choose between them: where each ends, and what the choice disowns.
import { hex } from '../../chain/bytes.ts';
import { EVENT_REF } from '../../custody/event-ref.ts';
import type { TreeOf } from '../../custody/trees.ts';
import { PedigreeError } from '../../errors.ts';
import type { ChainInfo, View } from '../../ledger/types.ts';
import { phrase, say } from '../../words/en/parties.ts';

export interface BranchChoice extends TreeOf {
  /** Its last event, `CHAIN/SEQ~hash`. */
  readonly at: string;
  /** Events of the other branches, and at most so many packs and containers in them. */
  readonly disowns: { readonly events: number; readonly packs: number };
}

/** The branches of a chain that are here, each with what would count no more if it were chosen. */
export function branchesOf(view: View, chain: string): readonly BranchChoice[] {
  const branches = view.chains().filter((one) => one.chain === chain);
  return branches.map((branch) => ({
    chain,
    size: branch.size,
    root: branch.root,
    at: refOf(view, branch, branch.size - 1),
    disowns: disowned(view, branches, branch),
  }));
}

function refOf(view: View, { chain, branch }: ChainInfo, seq: number): string {
  return view.eventAt(chain, branch, seq)?.ref ?? `${chain}/${seq}`;
}

function disowned(view: View, branches: readonly ChainInfo[], kept: ChainInfo): BranchChoice['disowns'] {
  let events = 0;
  let packs = 0;
  for (const other of branches) {
    // Below the first fork all branches are one.
    const from = Math.max(other.base, kept.forkedAt ?? other.size);
    for (let seq = from; seq < other.size; seq++) {
      const event = view.eventAt(other.chain, other.branch, seq);
      if (event === undefined || view.eventAt(kept.chain, kept.branch, seq)?.id === event.id) continue;
      events++;
      packs += event.leaf.rows?.n ?? 0;
    }
  }
  return { events, packs };
}

/** The lines that a refusal lists: what each choice would disown. */
export function choiceLines(choices: readonly BranchChoice[], option: string) {
  return choices.map(({ chain, at, size, disowns }, i) => ({
    n: i + 1,
    input: `${option} ${at}`,
    code: 'branch',
    reason: phrase('keeps-events-disowns', { size, events: disowns.events, packs: disowns.packs }),
    chain,
    at,
    size,
    disowns,
  }));
}

/**
 * The tree that ends with the named event.
 * @throws usage where it is no name of an event, or of one of several branches; not-found where the event is not here
 */
export function treeAt(view: View, ref: string, option: string): TreeOf {
  const [, chain = '', digits = '', hash] = EVENT_REF.exec(ref) ?? [];
  if (chain === '') {
    throw new PedigreeError('usage', say('not-event', { ref }), {
      hint: say('chain-seq-hash', { option }),
    });
  }
  const seq = Number(digits);
  if (hash === undefined && seq >= (view.chain(chain)?.forkedAt ?? Number.POSITIVE_INFINITY)) {
    throw new PedigreeError('usage', say('chain-forked-below-event', { seq, ref }), {
      hint: say('give-hash-too-one'),
      detail: { items: choiceLines(branchesOf(view, chain), option) },
    });
  }
  for (const { branch } of view.chains().filter((one) => one.chain === chain)) {
    const event = view.eventAt(chain, branch, seq);
    if (event === undefined || (hash !== undefined && hex(event.leaf.hash.subarray(0, 4)) !== hash)) continue;
    const root = view.rootAt(chain, branch, seq + 1);
    if (root !== undefined) return { chain, size: seq + 1, root };
  }
  throw new PedigreeError('not-found', say('event-not-here', { ref }), { hint: say('sync-then-again') });
}
