// What parties have answered to a recall: the last word of each, and whether it knew all that the recall names by now.
import { b64u, compareBytes, joined } from '../../chain/bytes.ts';
import type { JsonObject } from '../../chain/canonical.ts';
import { sha256 } from '../../chain/hash.ts';
import { EVENT } from '../../custody/events/all.ts';
import { saidIn } from '../../custody/events/said.ts';
import type { CustodyEvent } from '../../custody/evidence.ts';
import { lastOf } from '../../custody/later.ts';
import type { View } from '../../ledger/types.ts';
import type { Knowledge } from '../record/knowledge.ts';
import type { FoundRecall } from './recall.ts';

export interface RecallReply {
  readonly event: CustodyEvent;
  /** It knew other extensions of the recall than are known by now. */
  readonly outdated: boolean;
  readonly counts?: Readonly<Record<string, number>>;
  readonly note?: string;
}

/** The last answer of each party by GLN: it stands for those before it. */
export function lastAnswers(view: View, recall: FoundRecall): ReadonlyMap<string, CustodyEvent> {
  const all = view.aboutRecall(recall.hash).filter(({ leaf }) => leaf.type === EVENT.recallResponse.type);
  return new Map(
    [...Map.groupBy(all, ({ author }) => author?.gln)].flatMap(([gln, own]) => {
      const last = lastOf(own, view);
      return gln === undefined || last === undefined ? [] : [[gln, last] as const];
    }),
  );
}

/** The same with counts and words where this party may read them. */
export function answersTo(known: Knowledge, recall: FoundRecall): ReadonlyMap<string, RecallReply> {
  const replies = new Map<string, RecallReply>();
  for (const [gln, event] of lastAnswers(known.view, recall)) {
    const said = EVENT.recallResponse.parts.manifest(known.manifest(event));
    replies.set(gln, {
      event,
      outdated: isOutdated(recall, event),
      ...(said === undefined ? {} : { counts: numbers(said.counts) }),
      ...(said?.note === undefined ? {} : { note: said.note }),
    });
  }
  return replies;
}

/** Whether a party has answered all that the recall names. */
export function hasAnswered(view: View, recall: FoundRecall, gln: string): boolean {
  const answer = lastAnswers(view, recall).get(gln);
  return answer !== undefined && !isOutdated(recall, answer);
}

/**
 * The extensions that an answer to a recall knew: nothing where there is none, the leaf hash of one, of several a hash of all. A
 * single one would leave out what was said at the same time elsewhere and came later.
 */
export function answeredUpTo({ case: { extended } }: FoundRecall): string | undefined {
  const [first, ...more] = extended.map(({ leaf }) => leaf.hash).sort(compareBytes);
  if (first === undefined) return undefined;
  return b64u(more.length === 0 ? first : sha256(joined([first, ...more])));
}

function isOutdated(recall: FoundRecall, { leaf }: CustodyEvent): boolean {
  const wanted = answeredUpTo(recall);
  const upTo = saidIn(EVENT.recallResponse, leaf)?.upTo;
  return wanted !== undefined && (upTo === undefined || b64u(upTo) !== wanted);
}

function numbers(counts: JsonObject): Readonly<Record<string, number>> {
  const entries = Object.entries(counts).flatMap(([name, count]) =>
    typeof count === 'number' ? [[name, count] as const] : [],
  );
  return Object.fromEntries(entries);
}
