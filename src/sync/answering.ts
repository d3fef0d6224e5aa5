// What a peer's questions are answered with: leaves and pages for a WANT, leaf hashes for HASHES, and in which order.
import { Buffer } from 'node:buffer';
import type { ChainInfo, Ledger, View } from '../ledger/types.ts';
import type { Hashes, Message, Want } from './messages.ts';
import {
  branchWith,
  isAuthority,
  leafHashAt,
  leavesFirst,
  type Range,
  rankIn,
  rankOrder,
  urgentUpTo,
} from './offer.ts';
import { spread } from './search.ts';

/**
 * The answers to some questions: hashes, then leaves of all chains, those first that hold news which save lives, then what
 * has pages. Nothing for a branch that is not here. `first` is the asker's own chain, `most` what goes into one batch.
 */
export function* answers(
  ledger: Ledger,
  asks: readonly (Want | Hashes)[],
  { first, most }: { readonly first: string | undefined; readonly most: number },
): Generator<Message> {
  const ranges: (Range & { readonly order: number })[] = [];
  for (const ask of asks) {
    const found = ledger.publish((view) =>
      ask.type === 'hashes' ? hashesAt(view, ask) : answerTo(view, ask, ask.chain === first),
    );
    if (found === undefined) continue;
    if ('type' in found) yield found;
    else ranges.push(found);
  }
  ranges.sort((a, b) => a.order - b.order);
  yield* leavesFirst(ledger, ranges, most);
}

function answerTo(view: View, ask: Want, isFirst: boolean): Hashes | (Range & { readonly order: number }) | undefined {
  const { chain, size, root, from, to, tip, skip } = ask;
  const info = branchWith(view, chain, size, root);
  if (info === undefined) return undefined;
  if (from > 0) {
    const own = leafHashAt(view, chain, info.branch, from - 1);
    if (own === undefined || Buffer.compare(own, tip) !== 0) return parted(view, info, ask);
  }
  return {
    info,
    from,
    to,
    skip: skip ?? 0,
    together: isAuthority(rankIn(view)(chain)),
    order: isFirst ? -1 : orderOf(view, info, from),
  };
}

/**
 * News that save lives go before everything. A chain that the asker has not begun may need the founder's or a regulator's
 * chain before it can be taken; of one that it has, it knows who accredited it.
 */
function orderOf(view: View, info: ChainInfo, from: number): number {
  const urgent = urgentUpTo(view, info) > from;
  const rank = 1 + rankOrder(rankIn(view)(info.chain));
  if (urgent) return from > 0 ? 0 : Math.min(rank, 2.5);
  return rank;
}

/** The asker's leaf before `from` is not of this branch: hashes from which it finds where the two part. */
function parted(view: View, info: ChainInfo, { chain, size, root, from }: Want): Hashes {
  const at = spread(0, from - 1);
  return { type: 'hashes', chain, size, root, at, leaves: at.map((seq) => hashOr(view, info, seq)) };
}

function hashesAt(view: View, ask: Hashes): Hashes {
  const info = branchWith(view, ask.chain, ask.size, ask.root);
  const at = info === undefined ? [] : ask.at.filter((seq) => seq < info.size);
  if (info === undefined || at.length === 0) return { ...ask, at: [0], leaves: [NO_HASH] };
  return { ...ask, at, leaves: at.map((seq) => hashOr(view, info, seq)) };
}

function hashOr(view: View, info: ChainInfo, seq: number): Uint8Array {
  return leafHashAt(view, info.chain, info.branch, seq) ?? NO_HASH;
}

const NO_HASH = new Uint8Array(32);
