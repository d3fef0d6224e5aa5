// What a peer's questions are answered with: leaves and pages for a WANT, leaf hashes for HASHES, and in which order.
import { Buffer } from 'node:buffer';
import type { ChainInfo, Ledger, View } from '../ledger/types.ts';
import { keyOf } from './heads.ts';
import type { Hashes, Message, Rank, Want } from './messages.ts';
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

interface Answering {
  readonly first: string | undefined;
  readonly most: number;
  readonly shown: (view: View) => (chain: string) => number;
}

/**
 * The answers to some questions: hashes, then leaves of all chains, those first that hold news which save lives, then what
 * has pages. Nothing for a branch that is not here, or that the asker may not see. `first` is the asker's own chain, `most` what
 * goes into one batch, `shown` how many leaves of a chain the asker may see.
 */
export function* answers(
  ledger: Ledger,
  asks: readonly (Want | Hashes)[],
  { first, most, shown }: Answering,
): Generator<Message> {
  const ranges: (Range & { readonly order: number })[] = [];
  const asked = new Set<string>();
  let rank: ((chain: string) => Rank) | undefined;
  let seen: ((chain: string) => number) | undefined;
  for (const ask of asks) {
    // What is asked twice is answered once.
    const name = `${keyOf(ask)} ${ask.type === 'want' ? ask.from : ask.at.join()}`;
    if (asked.has(name)) continue;
    asked.add(name);
    const found = ledger.publish((view) => {
      seen ??= shown(view);
      if (seen(ask.chain) < (ask.type === 'want' ? ask.to : Number.POSITIVE_INFINITY)) return undefined;
      if (ask.type === 'hashes') return hashesAt(view, ask);
      rank ??= rankIn(view);
      return answerTo(view, ask, rank(ask.chain), ask.chain === first);
    });
    if (found === undefined) continue;
    if ('type' in found) yield found;
    else ranges.push(found);
  }
  ranges.sort((a, b) => a.order - b.order);
  yield* leavesFirst(ledger, ranges, most);
}

function answerTo(
  view: View,
  ask: Want,
  rank: Rank,
  isFirst: boolean,
): Hashes | (Range & { readonly order: number }) | undefined {
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
    together: isAuthority(rank),
    order: isFirst ? -1 : orderOf(urgentUpTo(view, info) > from, from, rank),
  };
}

/**
 * News that save lives go before everything. A chain that the asker has not begun may need the founder's or a regulator's
 * chain before it can be taken; of one that it has, it knows who accredited it.
 */
function orderOf(urgent: boolean, from: number, rank: Rank): number {
  const order = 1 + rankOrder(rank);
  if (!urgent) return order;
  return from > 0 ? 0 : Math.min(order, BEHIND_REGULATORS);
}

const BEHIND_REGULATORS = 1 + rankOrder('regulator') + 0.5;

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
