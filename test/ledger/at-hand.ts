// Evidence that is at hand, asked as a source elsewhere is: every question, one by one.
import type { Evidence } from '../../src/custody/evidence.ts';
import { type GatherOutcome, gather } from '../../src/custody/gather.ts';
import type { FoldAnswer, FoldAnswers, FoldWant } from '../../src/custody/wants.ts';

/** Answers from evidence that is at hand, for instance from a view of a ledger: valid as long as that is. */
export function foundIn(evidence: Evidence, state: string, wants: readonly FoldWant[]): FoldAnswers {
  return { state, standing: evidence, answers: wants.map((want) => answerFrom(evidence, want)) };
}

function answerFrom(evidence: Evidence, want: FoldWant): FoldAnswer {
  switch (want.about) {
    case 'rows': {
      const hits = evidence.rows(want.token, want.most);
      // As many as were asked for: there may be more.
      return { ...want, hits, whole: hits.length < want.most };
    }
    case 'commissions':
      return { ...want, events: evidence.commissions(want.gtin, want.token) };
    case 'notices':
      return { ...want, events: evidence.notices(want.gtin) };
    case 'lots':
      return { ...want, events: [...evidence.lots(want.gtin, want.lot)] };
    case 'page':
      return { ...want, bytes: evidence.page(want.root, want.index) };
    case 'pages':
      return { ...want, is: hasPages(evidence, want) };
    case 'retracted':
      return { ...want, is: evidence.takesBack?.(want.event.chain) !== false && evidence.retracted(want.event) };
    case 'incomplete':
      return { ...want, is: evidence.incomplete(want.gtin) };
    case 'awaits':
      return { ...want, is: evidence.awaits?.(want.gln) === true };
  }
}

function hasPages(evidence: Evidence, { root, pages }: Extract<FoldWant, { readonly about: 'pages' }>): boolean {
  if (evidence.hasPages !== undefined) return evidence.hasPages(root, pages);
  for (let index = 0; index < pages; index++) if (evidence.page(root, index) === undefined) return false;
  return true;
}

/** Asks `ask` of it, at once. */
export function gatherAtOnce<T>(
  find: (wants: readonly FoldWant[]) => FoldAnswers,
  ask: (evidence: Evidence) => T,
  about: readonly FoldWant[] = [],
): GatherOutcome<T> {
  const run = gather(ask, about);
  let step = run.next();
  while (step.done !== true) step = run.next(find(step.value));
  return step.value;
}
