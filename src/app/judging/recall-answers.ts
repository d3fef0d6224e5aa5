// What parties have answered to a recall: the last word of each, and whether it knew all that the recall names by now.
import { b64u } from '../../chain/bytes.ts';
import type { JsonObject } from '../../chain/canonical.ts';
import { EVENT } from '../../custody/events/all.ts';
import { saidIn } from '../../custody/events/said.ts';
import type { CustodyEvent } from '../../custody/evidence.ts';
import { lastOf } from '../../custody/later.ts';
import type { View } from '../../ledger/types.ts';
import type { Knowledge } from '../record/knowledge.ts';
import type { FoundRecall } from './recall.ts';

export interface RecallReply {
  readonly event: CustodyEvent;
  /** It was given before the recall was extended. */
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
    const { counts, note } = known.manifest(event) ?? {};
    const read = numbers(counts);
    replies.set(gln, {
      event,
      outdated: isOutdated(recall, event),
      ...(read === undefined ? {} : { counts: read }),
      ...(typeof note === 'string' ? { note } : {}),
    });
  }
  return replies;
}

/** Whether a party has answered all that the recall names. */
export function hasAnswered(view: View, recall: FoundRecall, gln: string): boolean {
  const answer = lastAnswers(view, recall).get(gln);
  return answer !== undefined && !isOutdated(recall, answer);
}

/** What an answer to a recall names as the newest that it knew; nothing where the recall was never extended. */
export function answeredUpTo({ case: { newest, event } }: FoundRecall): string | undefined {
  return newest.ref === event.ref ? undefined : b64u(newest.leaf.hash);
}

function isOutdated(recall: FoundRecall, { leaf }: CustodyEvent): boolean {
  const wanted = answeredUpTo(recall);
  const upTo = saidIn(EVENT.recallResponse, leaf)?.upTo;
  return wanted !== undefined && (upTo === undefined || b64u(upTo) !== wanted);
}

function numbers(value: unknown): Readonly<Record<string, number>> | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const entries = Object.entries(value as JsonObject).flatMap(([name, count]) =>
    typeof count === 'number' ? [[name, count] as const] : [],
  );
  return Object.fromEntries(entries);
}
