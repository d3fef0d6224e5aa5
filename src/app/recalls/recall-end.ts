// Ending and rescinding recalls.
import { b64u } from '../../chain/bytes.ts';
import { EVENT } from '../../custody/events/all.ts';
import { isSameNumber } from '../../custody/name.ts';
import type { RecallOutcome } from '../../custody/recall-words.ts';
import { PedigreeError } from '../../errors.ts';
import { say } from '../../words/en/recalls.ts';
import { type FoundRecall, findRecall } from '../judging/recall.ts';
import { stillOpen } from '../judging/recall-parties.ts';
import type { Env } from '../node/env.ts';
import { checkedText } from '../node/names.ts';
import { lastWords, shellWord } from '../node/shell-words.ts';
import { openToRecord } from '../record/recording.ts';
import { record, type WriteTx, type Written } from '../record/write.ts';

export interface RecallEnded extends Written {
  readonly recall: string;
  readonly outcome: RecallOutcome;
}

/**
 * Ends a recall (the packs stay recalled) or rescinds it (issued in error). The issuer's party and regulators end; a maker
 * never ends a regulator's; class 1 is rescinded by a regulator only.
 * @throws not-found (66), confirm-missing (2), not-allowed (77), wrong-state (14) where it was rescinded before, or where
 * fewer have answered or been found to follow it than its effectiveness level asks for
 */
export async function endRecall(
  env: Env,
  id: string,
  how: {
    readonly outcome: RecallOutcome;
    readonly confirm?: string | undefined;
    readonly reason?: string | undefined;
  },
): Promise<{ readonly data: RecallEnded }> {
  const home = await openToRecord(env);
  try {
    const data = record(home, { command: `recall ${how.outcome}` }, (tx) => {
      const recall = findRecall(tx.view, id);
      if (how.confirm === undefined || (!isSameNumber(how.confirm, id) && how.confirm !== recall.id)) {
        throw new PedigreeError('confirm-missing', say('repeat-recall'), {
          hint: say('confirm', { id: shellWord(id) }),
        });
      }
      const self = tx.view.authority().partyOf(home.self.chain);
      const regulator = self?.regulator === true;
      const own = recall.gln === home.self.gln;
      if (!regulator && (!own || recall.byRegulator))
        throw new PedigreeError('not-allowed', say('only-or-regulator', { by: recall.by }));
      if (how.outcome === 'rescinded' && recall.class === 1 && !regulator) {
        throw new PedigreeError('not-allowed', say('class-1-recall-rescinded'));
      }
      const answer = { recall: recall.id, outcome: how.outcome };
      if (recall.state === 'rescinded' && how.outcome === 'ended')
        throw new PedigreeError('wrong-state', say('recall-rescinded'), {
          hint: say('recall-show', { id: recall.id }),
        });
      if (recall.state === how.outcome) tx.already(recall.endedBy);
      else {
        if (how.outcome === 'ended') refuseWhileOpen(tx, recall);
        const reason = how.reason === undefined ? {} : { reason: checkedText(how.reason, 'reason', 2000) };
        tx.add({ type: EVENT.recallEnd.type, public: { recall: b64u(recall.hash), outcome: how.outcome, ...reason } });
      }
      return answer;
    });
    return { data };
  } finally {
    home.close();
  }
}

/** @throws wrong-state where the effectiveness level of the recall asks for answers or checks that are not here */
function refuseWhileOpen(tx: WriteTx, recall: FoundRecall): void {
  const [first, ...others] = stillOpen(tx.known, recall);
  if (first === undefined) return;
  throw new PedigreeError(
    'wrong-state',
    say('not-over-at-level', {
      effectiveness: recall.effectiveness ?? '',
      first: first.name,
      more: others.length,
    }),
    {
      hint: say('call-and-follow-up', {
        first: first.name,
        contact: first.contact ?? '',
        gln: first.gln,
        id: lastWords(recall.number ?? recall.id),
      }),
    },
  );
}
