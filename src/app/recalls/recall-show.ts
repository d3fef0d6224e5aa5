// Recalls with what they mean for this party: all of them, or one with its story.

import { EVENT } from '../../custody/events/all.ts';
import { saidIn } from '../../custody/events/said.ts';
import type { CustodyEvent } from '../../custody/evidence.ts';
import type { RecallKind, RecallOutcome } from '../../custody/recall-words.ts';
import type { View } from '../../ledger/types.ts';
import { findRecall, type RecallAnswer, recallAnswer, recallsKnown } from '../judging/recall.ts';
import { checkIn } from '../judging/recall-checks.ts';
import { type RecallHere, recallHere, withKeys } from '../judging/recall-here.ts';
import type { Env } from '../node/env.ts';
import { partyName } from '../node/party-text.ts';
import type { Knowledge } from '../record/knowledge.ts';

export type RecallAnswerHere = RecallAnswer & { readonly here: RecallHere };

/** One thing that was said of a recall. */
export interface RecallRow {
  readonly event: string;
  readonly type: string;
  /** ISO 8601 in UTC. */
  readonly at: string;
  readonly by: string;
  /** Of a recall: issue, extend or amend. */
  readonly kind?: RecallKind;
  readonly lots?: readonly string[];
  /** Of its end. */
  readonly outcome?: RecallOutcome;
  readonly reason?: string;
  /** Of a check or an attempt: name of the party, how, and what was found; absent for who may not read it. */
  readonly party?: string;
  readonly method?: string;
  readonly result?: string;
}

/** The newest first. */
export async function listRecalls(
  env: Env,
): Promise<{ readonly data: { readonly recalls: readonly RecallAnswerHere[] } }> {
  const recalls = withKeys(env, (view, known, home) =>
    recallsKnown(view).map((found) => ({ ...recallAnswer(found), here: recallHere(home, view, known, found) })),
  );
  return { data: { recalls: recalls.sort((a, b) => (a.at < b.at ? 1 : -1)) } };
}

function toldOf(view: View, known: Knowledge | undefined, event: CustodyEvent): RecallRow {
  const { ref, leaf, author } = event;
  const [said, ended] = [saidIn(EVENT.recall, leaf), saidIn(EVENT.recallEnd, leaf)];
  const check = known && checkIn(known, event);
  const reason = said?.reason ?? ended?.reason;
  return {
    event: ref,
    type: leaf.type,
    at: new Date(leaf.at).toISOString(),
    by: author?.name ?? '',
    ...(said === undefined ? {} : { kind: said.kind }),
    ...(said?.lots === undefined ? {} : { lots: said.lots }),
    ...(ended === undefined ? {} : { outcome: ended.outcome }),
    ...(reason === undefined ? {} : { reason }),
    ...(check === undefined
      ? {}
      : { party: partyName(view, check.party), method: check.told.method, result: check.told.result }),
  };
}

/** One recall and what was said of it. @throws as `findRecall` */
export async function showRecall(
  env: Env,
  id: string,
): Promise<{ readonly data: { readonly recall: RecallAnswerHere; readonly events: readonly RecallRow[] } }> {
  return withKeys(env, (view, known, home) => {
    const recall = findRecall(view, id);
    const events = [recall.case.event, ...recall.case.added, ...view.aboutRecall(recall.hash)]
      .filter((event) => event.author !== undefined)
      .map((event) => toldOf(view, known, event))
      .sort((a, b) => (a.at < b.at ? -1 : 1));
    return { data: { recall: { ...recallAnswer(recall), here: recallHere(home, view, known, recall) }, events } };
  });
}
