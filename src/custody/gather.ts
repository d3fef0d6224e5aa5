// Fetch, then fold: folds over evidence that lies elsewhere stay plain functions, and whoever runs them fetches what they lack.

import type { Evidence } from './evidence.ts';
import { Fetched, GatheredEvidence, SameEvents } from './gathered.ts';
import { nothingOpened } from './opening.ts';
import { type FoldAnswers, type FoldWant, wantName } from './wants.ts';

/** So many rounds, and so many questions: beyond that nobody is told anything but that too little is known. */
export const MOST_ROUNDS = 40;
export const MOST_WANTS = 4_096;

/** What came of it: the answer, or that it takes more than anybody fetches. */
export type GatherOutcome<T> =
  | { readonly whole: true; readonly answer: T; readonly rounds: number }
  | { readonly whole: false; readonly rounds: number };

/**
 * Runs `ask` over what was fetched until it lacks nothing: yields what is wanted, and is given what was found. Of a run that
 * lacked anything nothing is kept, failures neither. All that an answer rests on is of one state: where the store has gone on
 * meanwhile everything is asked for again.
 * @param about what is asked for before the first run
 */
export function* gather<T>(
  ask: (evidence: Evidence) => T,
  about: readonly FoldWant[] = [],
): Generator<readonly FoldWant[], GatherOutcome<T>, FoldAnswers> {
  const events = new SameEvents();
  // An event has one number in all runs, and opens to the same in each.
  const opened = nothingOpened(new Map());
  const asked = new Map<string, FoldWant>();
  const counted = new Set<string>();
  let told: Fetched | undefined;
  let state: string | undefined;
  let wants = about;
  for (let rounds = 1; rounds <= MOST_ROUNDS; rounds++) {
    for (const want of wants) {
      const name = want.about === 'retracted' ? `retracted:${want.event.id}` : wantName(want);
      counted.add(name);
      if (isOfAnyState(want)) asked.set(want.about === 'rows' ? `${name}:${want.most}` : name, want);
    }
    if (counted.size > MOST_WANTS) return { whole: false, rounds: rounds - 1 };
    const found = yield wants;
    const isSame = found.state === state;
    if (told === undefined || !isSame) {
      events.forget();
      told = new Fetched(found.standing, events);
      state = found.state;
    }
    const known = told;
    for (const answer of found.answers) known.take(answer);
    // What was asked of another state is asked of this one too, all at once.
    const open = (isSame ? wants : [...asked.values()]).filter((want) => isOfAnyState(want) && !known.knows(want));
    if (open.length > 0) {
      wants = open;
      continue;
    }
    const evidence = new GatheredEvidence(known, opened);
    const run = tried(() => ask(evidence));
    if (evidence.lacks.size === 0) {
      if ('error' in run) throw run.error;
      return { whole: true, answer: run.answer, rounds };
    }
    wants = firstOf([...evidence.lacks.values()]);
  }
  return { whole: false, rounds: MOST_ROUNDS };
}

// Rows and what begins lives first: what a run asks for besides while it lacks these, it may never need.
function firstOf(lacks: readonly FoldWant[]): readonly FoldWant[] {
  const first = lacks.filter(({ about }) => about === 'rows' || about === 'commissions' || about === 'notices');
  return first.length > 0 ? first : lacks;
}

// The others name what one state has told of, and mean nothing to another.
function isOfAnyState(want: FoldWant): boolean {
  return want.about !== 'retracted' && (want.about !== 'lots' || want.after === undefined);
}

function tried<T>(fn: () => T): { readonly answer: T } | { readonly error: unknown } {
  try {
    return { answer: fn() };
  } catch (error) {
    return { error };
  }
}
