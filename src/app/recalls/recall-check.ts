// Following a recall up: each time a party was asked again, and what was found when somebody looked.
import { b64u } from '../../chain/bytes.ts';
import { EVENT } from '../../custody/events/all.ts';
import { ASKED, type CheckMethod, type CheckResult } from '../../custody/recall-words.ts';
import { PedigreeError } from '../../errors.ts';
import { say } from '../../words/en/recalls.ts';
import { resolveParty } from '../items/resolve.ts';
import { type FoundRecall, findRecall } from '../judging/recall.ts';
import { followedUp } from '../judging/recall-checks.ts';
import type { Env } from '../node/env.ts';
import { checkedText } from '../node/names.ts';
import { lastWords } from '../node/shell-words.ts';
import { openToRecord } from '../record/recording.ts';
import { record, type WriteTx, type Written } from '../record/write.ts';

export interface RecallCheckRequest {
  /** A GLN, a name or a chain. */
  readonly party: string;
  readonly method: CheckMethod;
  /** What was found; absent where the party was asked and that is all. */
  readonly result?: CheckResult;
  readonly note?: string | undefined;
}

export interface RecallFollowed extends Written {
  readonly recall: string;
  /** Name of the party. */
  readonly party: string;
  readonly gln: string;
  readonly method: string;
  /** `asked`, `effective` or `ineffective`. */
  readonly result: string;
  /** How often it was asked again by now. */
  readonly attempts: number;
}

/**
 * Records that a party was asked again about a recall, or what a look at it found. Each time is one of its own. The issuer, the
 * makers of the product, the regulators and the party itself read it.
 * @throws not-found (66), not-accredited (77), not-allowed (77) for who is neither the issuer nor a regulator, usage (2) for the
 * own party, wrong-state (14) where the recall was rescinded
 * @example
 * ```ts
 * import { checkRecall, makeEnv } from 'pedigree';
 *
 * const env = makeEnv({ home: '/var/lib/acme' });
 * await checkRecall(env, 'FMD-2026-17', { party: 'Hill Pharmacy', method: 'phone' });
 * await checkRecall(env, 'FMD-2026-17', { party: 'Hill Pharmacy', method: 'visit', result: 'effective' });
 * ```
 */
export async function checkRecall(
  env: Env,
  id: string,
  request: RecallCheckRequest,
): Promise<{ readonly data: RecallFollowed }> {
  const note = request.note === undefined ? undefined : checkedText(request.note, 'note', 2000);
  const { method, result = ASKED } = request;
  const home = await openToRecord(env);
  try {
    const data = record(home, { command: result === ASKED ? 'recall follow-up' : 'recall check' }, (tx) => {
      const recall = findRecall(tx.view, id);
      mayFollowUp(tx, recall);
      const { gln, name } = resolveParty(tx.view, request.party);
      if (gln === home.self.gln) {
        throw new PedigreeError('usage', say('not-oneself'), {
          hint: say('respond-here', { id: lastWords(recall.id) }),
        });
      }
      if (recall.state === 'rescinded')
        throw new PedigreeError('wrong-state', say('recall-rescinded'), {
          hint: say('recall-show', { id: recall.id }),
        });
      const attempts = followedUp(tx.known, recall).get(gln)?.attempts.length ?? 0;
      const makers = tx.view.authority().makersOf(recall.gtin);
      tx.add({
        type: EVENT.recallCheck.type,
        public: { recall: b64u(recall.hash) },
        manifest: { party: gln, method, result, ...(note === undefined ? {} : { note }) },
        partners: [recall.gln, ...makers.map((maker) => maker.gln), gln],
      });
      return {
        recall: recall.id,
        party: name,
        gln,
        method,
        result,
        attempts: result === ASKED ? attempts + 1 : attempts,
      };
    });
    return { data };
  } finally {
    home.close();
  }
}

/** @throws not-allowed */
function mayFollowUp(tx: WriteTx, { gln, by }: FoundRecall): void {
  const { self } = tx.known;
  if (gln === self.gln || tx.view.authority().partyOf(self.chain)?.regulator === true) return;
  throw new PedigreeError('not-allowed', say('only-or-regulator', { by }));
}
