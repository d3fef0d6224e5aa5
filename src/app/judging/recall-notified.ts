// Since when a party can know of a recall, and what shows it: the strongest evidence first.
import { metSince } from '../node/meetings.ts';
import type { Knowledge } from '../record/knowledge.ts';
import type { FoundRecall } from './recall.ts';
import type { RecallReply } from './recall-answers.ts';

export interface RecallNotified {
  /** ISO 8601 in UTC. */
  readonly at: string;
  /**
   * `answer`: it has answered. `exchange`: a node of it and this one, whichever dialled,
   * have told each other all since. `event`: it has recorded
   * something since that came here, so it is at work and in touch with somebody.
   */
  readonly by: 'answer' | 'exchange' | 'event';
  /** That answer or record. */
  readonly event?: string;
}

/** Undefined while nothing that came here shows it. */
export function notifiedOf(
  known: Knowledge,
  recall: FoundRecall,
  gln: string,
  reply: RecallReply | undefined,
): RecallNotified | undefined {
  if (reply !== undefined && !reply.outdated) return shown('answer', reply.event.leaf.at, reply.event.ref);
  const chains =
    known.view
      .authority()
      .party(gln)
      ?.chains.map(({ chain }) => chain) ?? [];
  const { leaf, chain } = recall.case.newest;
  const met = chain === known.self.chain ? metAfter(known, chains, leaf.at) : undefined;
  if (met !== undefined) return shown('exchange', met);
  const events = chains.flatMap((one) => firstAfter(known, one, leaf.at) ?? []);
  const first = events.reduce<(typeof events)[number] | undefined>(
    (a, b) => (a === undefined || b.at < a.at ? b : a),
    undefined,
  );
  return first && shown('event', first.at, first.ref);
}

function shown(by: RecallNotified['by'], at: number, event?: string): RecallNotified {
  return { at: new Date(at).toISOString(), by, ...(event === undefined ? {} : { event }) };
}

/** When the first whole exchange with one of these chains began that was later. */
function metAfter({ home }: Knowledge, chains: readonly string[], since: number): number | undefined {
  const times = chains.flatMap((chain) => metSince(home.ledger.local, chain, since) ?? []);
  return times.reduce<number | undefined>((first, at) => (first === undefined || at < first ? at : first), undefined);
}

/** The first record of a chain after a moment: times never run back on one, so that it is found by halves. */
function firstAfter(
  { view }: Knowledge,
  chain: string,
  since: number,
): { readonly at: number; readonly ref: string } | undefined {
  const info = view.chain(chain);
  if (info === undefined || info.lastAt <= since) return undefined;
  const timeOf = (seq: number) => view.event(`${chain}/${seq}`)?.leaf.at ?? 0;
  let [low, high] = [0, info.size - 1];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (timeOf(middle) > since) high = middle;
    else low = middle + 1;
  }
  return { at: timeOf(low), ref: `${chain}/${low}` };
}
