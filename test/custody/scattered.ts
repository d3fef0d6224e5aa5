// Answers as they may come from afar: some of them, in any order, some twice or in pieces, with events that are told of anew.
import type { CustodyEvent, Evidence } from '../../src/custody/evidence.ts';
import type { FoldAnswer, FoldAnswers, FoldWant } from '../../src/custody/wants.ts';
import type { Dice } from '../dice.ts';
import { foundIn } from '../ledger/at-hand.ts';

/** Answers from evidence at hand, as a bad line would give them. */
export function scattered(evidence: Evidence, roll: Dice, state = 'one'): (wants: readonly FoldWant[]) => FoldAnswers {
  return (wants) => {
    // A question that is left unanswered is asked again; now and then all are.
    const some = roll(3) === 0 ? wants.filter(() => roll(4) > 0) : wants;
    const { answers, standing } = foundIn(evidence, state, some);
    const parts = answers.flatMap((answer) => inPieces(answer, roll)).map((answer) => toldAnew(answer, roll));
    return { state, standing, answers: shuffled(parts, roll) };
  };
}

function inPieces(answer: FoldAnswer, roll: Dice): FoldAnswer[] {
  if (roll(4) > 0) return [answer];
  if (answer.about === 'rows') {
    const cut = roll(answer.hits.length + 1);
    return [
      { ...answer, hits: answer.hits.slice(cut) },
      { ...answer, hits: answer.hits.slice(0, cut) },
    ];
  }
  if ('events' in answer) {
    const cut = roll(answer.events.length + 1);
    return [
      { ...answer, events: answer.events.slice(cut) },
      { ...answer, events: answer.events.slice(0, cut) },
    ];
  }
  return [answer, answer];
}

// Another object, and now and then another number, as another copy of the store would give it.
function toldAnew(answer: FoldAnswer, roll: Dice): FoldAnswer {
  const anew = (event: CustodyEvent): CustodyEvent => ({
    id: roll(2) === 0 ? event.id : roll(1_000),
    chain: event.chain,
    branch: event.branch,
    leaf: event.leaf,
    ...(event.author !== undefined && { author: event.author }),
    contested: event.contested,
    ref: event.ref,
  });
  if (answer.about === 'rows')
    return {
      ...answer,
      hits: shuffled(
        answer.hits.map((hit) => ({ ...hit, event: anew(hit.event) })),
        roll,
      ),
    };
  if ('events' in answer) return { ...answer, events: shuffled(answer.events.map(anew), roll) };
  return answer;
}

export function shuffled<T>(list: readonly T[], roll: Dice): T[] {
  const left = [...list];
  const out: T[] = [];
  while (left.length > 0) out.push(...left.splice(roll(left.length), 1));
  return out;
}
