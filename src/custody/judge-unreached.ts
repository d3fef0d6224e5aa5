// The verdict where more would have to be read than anybody reads for one: nothing is told but that.
import type { Evidence } from './evidence.ts';
import { answer, Reasons } from './tell-all.ts';
import type { Label, Question, Verdict } from './verdict.ts';

/** Unknown, because too little was read (`incomplete-knowledge`): never a stop, and never genuine. */
export function judgeUnreached(
  { gtin, serial, lot, expiry }: Label,
  evidence: Pick<Evidence, 'authority'>,
  question: Question,
): Verdict {
  const reasons = new Reasons(evidence, question);
  reasons.add('incomplete-knowledge', {});
  return answer(reasons, question, {
    item: { gtin, serial, ...(lot === undefined ? {} : { lot }), ...(expiry === undefined ? {} : { expiry }) },
    custody: { state: 'unknown' },
  });
}
