// What a peer's questions are answered with: leaves and pages for a WANT, leaf hashes for HASHES, and in which order.
import { sameBytes } from '../chain/bytes.ts';
import type { ChainInfo, View } from '../ledger/types.ts';
import type { ExchangeLedger } from './exchange-ledger.ts';
import { keyOf } from './heads.ts';
import type { Hashes, Lack, Message, Page, Rank, Want } from './messages.ts';
import {
  branchWith,
  type LeafRange,
  leafHashAt,
  leavesFirst,
  pagesOf,
  rankIn,
  rankOrder,
  urgentUpTo,
} from './offer.ts';
import type { PeerQuestion } from './questions.ts';
import { spread } from './search.ts';

/** So many questions are looked into at a time, in one transaction. */
const TOGETHER = 64;

interface Answering {
  readonly first: string | undefined;
  readonly most: number;
  readonly shown: (view: View) => (chain: string) => number;
}

/**
 * The answers to some questions: hashes, then leaves of all chains, those first that hold news which save lives, then pages.
 * Nothing for what is not here, or what the asker may not see. `first` is the asker's own chain, `most` what
 * goes into one batch, `shown` how many leaves of a chain the asker may see.
 */
export function* answers(
  ledger: ExchangeLedger,
  asks: readonly PeerQuestion[],
  { first, most, shown }: Answering,
): Generator<Message> {
  const ranges: (LeafRange & { readonly order: number })[] = [];
  const lacks: Lack[] = [];
  // What is asked twice is answered once.
  const once = new Map<string, Want | Hashes>();
  for (const ask of asks) {
    if (ask.type === 'lack') lacks.push(ask);
    else once.set(`${keyOf(ask)} ${ask.type === 'want' ? ask.from : ask.at.join()}`, ask);
  }
  const left = [...once.values()];
  let rank: ((chain: string) => Rank) | undefined;
  let seen: ((chain: string) => number) | undefined;
  for (let at = 0; at < left.length; at += TOGETHER) {
    const found = ledger.publish((view) =>
      left.slice(at, at + TOGETHER).map((ask) => {
        seen ??= shown(view);
        if (seen(ask.chain) < (ask.type === 'want' ? ask.to : Number.POSITIVE_INFINITY)) return undefined;
        if (ask.type === 'hashes') return hashesAt(view, ask);
        rank ??= rankIn(view);
        return answerTo(view, ask, rank(ask.chain), ask.chain === first);
      }),
    );
    for (const one of found) {
      if (one === undefined) continue;
      if ('type' in one) yield one;
      else ranges.push(one);
    }
  }
  ranges.sort((a, b) => a.order - b.order);
  yield* leavesFirst(ledger, ranges, most);
  for (const lack of lacks) yield* pagesFor(ledger, lack, shown);
}

/** Pages that are asked for by the leaf that names them, as nobody is shown what lies beside a leaf that is not shown. */
function* pagesFor(ledger: ExchangeLedger, { chain, pages }: Lack, shown: Answering['shown']): Generator<Page> {
  const here = ledger.publish((view) => {
    const most = shown(view)(chain);
    const branches = view.branches(chain);
    return pages.flatMap(({ seq, root, have }) => {
      if (most <= seq) return [];
      const isNamed = branches.some(({ branch, size }) => {
        const [leaf] = size > seq ? view.leaves(chain, branch, seq, seq + 1) : [];
        return leaf !== undefined && view.attachments(leaf.bytes).some((one) => sameBytes(one.root, root));
      });
      const count = isNamed ? view.pageCount(root) : undefined;
      return count === undefined ? [] : [{ root, pages: count, have }];
    });
  });
  for (const { have, ...one } of here) yield* pagesOf(ledger, one, have);
}

function answerTo(
  view: View,
  ask: Want,
  rank: Rank,
  isFirst: boolean,
): Hashes | (LeafRange & { readonly order: number }) | undefined {
  const { chain, size, root, from, to, tip } = ask;
  const info = branchWith(view, chain, size, root);
  if (info === undefined) return undefined;
  if (from > 0) {
    const own = leafHashAt(view, chain, info.branch, from - 1);
    if (own === undefined || !sameBytes(own, tip)) return parted(view, info, ask);
  }
  return {
    info,
    from,
    to,
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
