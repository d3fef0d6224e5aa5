// Recalls with what they mean for this party: all of them, or one with its story.

import { EVENT } from '../../custody/events/all.ts';
import { saidIn } from '../../custody/events/said.ts';
import { findRecall, type RecallAnswer, recallAnswer, recallsKnown } from '../judging/recall.ts';
import { type RecallHere, recallHere, withKeys } from '../judging/recall-here.ts';
import type { Env } from '../node/env.ts';

export type RecallAnswerHere = RecallAnswer & { readonly here: RecallHere };

/** The newest first. */
export async function listRecalls(
  env: Env,
): Promise<{ readonly data: { readonly recalls: readonly RecallAnswerHere[] } }> {
  const recalls = withKeys(env, (view, known, home) =>
    recallsKnown(view).map((found) => ({ ...recallAnswer(found), here: recallHere(home, view, known, found) })),
  );
  return { data: { recalls: recalls.sort((a, b) => (a.at < b.at ? 1 : -1)) } };
}

/** One recall and what was said of it. @throws as `findRecall` */
export async function showRecall(
  env: Env,
  id: string,
): Promise<{ readonly data: { readonly recall: RecallAnswerHere; readonly events: readonly object[] } }> {
  return withKeys(env, (view, known, home) => {
    const recall = findRecall(view, id);
    const widened = recall.case.bySerial.filter((event) => event.ref !== recall.id);
    const events = [recall.case.event, ...widened, ...view.aboutRecall(recall.hash)]
      .filter((event) => event.author !== undefined)
      .map(({ ref, leaf, author }) => {
        const ended = saidIn(EVENT.recallEnd, leaf);
        const reason = ended === undefined ? saidIn(EVENT.recall, leaf)?.reason : ended.reason;
        return {
          event: ref,
          type: leaf.type,
          at: new Date(leaf.at).toISOString(),
          by: author?.name ?? '',
          ...(ended === undefined ? {} : { outcome: ended.outcome }),
          ...(reason === undefined ? {} : { reason }),
        };
      })
      .sort((a, b) => (a.at < b.at ? -1 : 1));
    return { data: { recall: { ...recallAnswer(recall), here: recallHere(home, view, known, recall) }, events } };
  });
}
