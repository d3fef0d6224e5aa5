// The way of an item: its own steps and, while it is in a container, those of what is around it, in their order.
import type { Bytes } from '../chain/bytes.ts';
import type { Folded } from './folds.ts';
import type { Step } from './life.ts';

/** A step on the way, in the life of the item or of a container around it. */
export interface Entry {
  readonly fold: Folded;
  readonly step: Step;
}

/** The part of a life that concerns the item: steps after `after`, up to `upTo`. */
export interface Stretch {
  readonly fold: Folded;
  readonly after: number;
  readonly upTo: number;
}

export interface Way {
  readonly entries: Entry[];
  readonly stretches: Stretch[];
}

/** Containers are at most so deep; beyond, goods are disputed anyway. */
const MOST_AROUND = 8;

/**
 * Follows a life from after one of its steps to before another.
 * @param container gives the fold of a container, whole; undefined where it cannot be read now
 */
export function wayOf(
  fold: Folded,
  container: (key: Bytes, origin: string) => Folded | undefined,
  after = -1,
  upTo = Number.POSITIVE_INFINITY,
): Way {
  const way: Way = { entries: [], stretches: [] };
  follow(fold, after, upTo, 0);
  return way;

  function follow(life: Folded, from: number, to: number, depth: number): void {
    way.stretches.push({ fold: life, after: from, upTo: to });
    for (let n = from; n < to && n < life.steps.length; n++) {
      const step = life.steps[n];
      if (step === undefined) continue;
      if (n > from) way.entries.push({ fold: life, step });
      if (step.state.at !== 'inside' || depth >= MOST_AROUND) continue;
      const { state, place = state.since } = step as Step & { readonly state: typeof step.state };
      const outer = container(state.container, state.origin);
      const next = life.steps[n + 1];
      // What took the item out without a step of the container left no place there.
      const exit = next === undefined ? Number.POSITIVE_INFINITY : (next.place ?? place);
      if (outer !== undefined) follow(outer, place, exit, depth + 1);
    }
  }
}

/** Whether a life, or that of a container that the item was ever in, can be read in several ways at some step. */
export function meetsContest(first: Folded, container: (key: Bytes, origin: string) => Folded): boolean {
  if (first.contests.length > 0) return true;
  if (!first.steps.some(({ state }) => state.at === 'inside')) return false;
  const seen = new Set([first]);
  for (const fold of seen) {
    if (fold.contests.length > 0) return true;
    for (const { state } of fold.steps) if (state.at === 'inside') seen.add(container(state.container, state.origin));
  }
  return false;
}

/** What happened around an item: an entry and its author, or that one party gave what is around to two others. */
export interface Passage {
  /** The event; none where what is around was sold twice. */
  readonly id?: number;
  readonly kind: string;
  readonly by: string;
  readonly sold: boolean;
}

export function* passagesOf({ entries, stretches }: Way): Generator<Passage> {
  for (const { step } of entries) {
    for (const { id, author } of step.events) yield { id, kind: step.kind, by: author?.gln ?? '', sold: false };
  }
  for (const { fold, upTo } of stretches) {
    const sold = fold.state.at === 'disputed' && fold.state.between.length === 1 && fold.next < upTo;
    if (sold) yield { kind: '', by: '', sold };
  }
}
