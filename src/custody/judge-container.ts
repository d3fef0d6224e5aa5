// The verdict on a container: its own life, and all that is inside.
import type { Evidence } from './evidence.ts';
import { judgeSettledHere } from './judge-here.ts';
import { custodyOf, judgeLife, linesOf } from './judge-life.ts';
import { judgeOwn } from './judge-own.ts';
import type { Life } from './life.ts';
import { seenBy } from './own-line.ts';
import { answer, Reasons } from './tell-all.ts';
import type { Question, Verdict, VerdictReason } from './verdict.ts';

/** What the caller knows of a container beside its life. */
export interface Contents {
  readonly sscc?: string;
  /** Of a case that is a product itself. */
  readonly gtin?: string;
  readonly serial?: string;
  /** Verdicts on the packs inside, each with the same question. */
  readonly packs: Iterable<Verdict>;
  /** Some of what is inside is not known here (no manifest, or not all of it). */
  readonly incomplete?: boolean;
  /** What of it has not arrived, by name. */
  readonly lacking?: string | undefined;
}

/** Judges a container by all that is inside: a reason that holds for some packs is told once, with their number. */
export function judgeContainer(whole: Life, contents: Contents, evidence: Evidence, question: Question): Verdict {
  const { life } = seenBy(whole, question.viewer);
  const reasons = new Reasons(evidence, question);
  if (life.state.at === 'none' || contents.incomplete === true)
    reasons.add('incomplete-knowledge', { lacking: contents.lacking });
  judgeLife(whole, reasons, evidence, question);
  judgeSettledHere(life, [], reasons);
  reasons.addFindings(question.more ?? []);
  reasons.addKnowledge();
  // A caution about the container itself hides no stop of the same kind inside.
  const own = new Set(
    reasons.all.map((told) => (told.status === 'caution' ? `${told.code} ${gravityOf(told)}` : told.code)),
  );
  const inside = new Map<string, VerdictReason & { count: number }>();
  let packs = 0;
  for (const verdict of contents.packs) {
    packs++;
    const codes = new Set<string>();
    for (const told of verdict.reasons) {
      if (own.has(told.code) || own.has(`${told.code} ${gravityOf(told)}`) || codes.has(told.code)) continue;
      codes.add(told.code);
      const known = inside.get(told.code);
      if (known === undefined) inside.set(told.code, { ...told, count: 1 });
      else {
        known.count++;
        if (GRAVER.indexOf(gravityOf(told)) > GRAVER.indexOf(gravityOf(known)))
          inside.set(told.code, { ...told, count: known.count });
      }
    }
  }
  for (const one of inside.values()) reasons.all.push(one);
  const { sscc, gtin, serial } = contents;
  const step = judgeOwn(life, reasons, evidence, question);
  return answer(reasons, question, {
    item: {
      ...(sscc !== undefined && { sscc }),
      ...(gtin !== undefined && { gtin }),
      ...(serial !== undefined && { serial }),
      packs,
    },
    custody: custodyOf(life.effective, evidence),
    ...linesOf(whole, evidence, question),
    ...(step !== undefined && { own: step }),
  });
}

const GRAVER = ['caution', 'asks', 'unknown', 'stop'] as const;

function gravityOf({ status, confirm }: VerdictReason): (typeof GRAVER)[number] {
  return confirm === true ? 'asks' : status;
}
