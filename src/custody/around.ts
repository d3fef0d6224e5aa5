// What an item is inside of: what stands in the lives of the containers around it meanwhile.
import type { Bytes } from '../chain/bytes.ts';
import type { Allowed } from './conflict.ts';
import type { CustodyEvent } from './evidence.ts';
import type { Folds } from './folds.ts';
import { MOST_NESTED } from './in-charge.ts';
import type { Inside } from './life.ts';
import { type Passage, passagesOf, wayOf } from './way.ts';

// In the container around, or in what that was in when it was opened for the item: what stands there by the same party.
export function receivedWhole(
  folds: Folds,
  state: Inside,
  place: number,
  gln: string,
  short: readonly Allowed[],
): readonly CustodyEvent[] {
  let step = folds.container(state.container, state.origin).steps[place];
  for (let depth = 0; step !== undefined && depth < MOST_NESTED; depth++) {
    const whole = step.events.filter(
      ({ id, author }) => author?.gln === gln && !short.some(({ event }) => event.id === id),
    );
    if (whole.length > 0 || step.state.at !== 'inside' || step.place === undefined) return whole;
    step = folds.container(step.state.container, step.state.origin).steps[step.place];
  }
  return [];
}

export function isTakenAround(folds: Folds, state: Inside, upTo: number, gln: string): boolean {
  const isTaken = (of: Folds) =>
    [...around(of, state, upTo)].some(({ sold, kind, by }) => sold || (kind === 'receive' && by !== gln));
  // What was received on the way that is read here was received, whatever stands at the same steps of the main one.
  return isTaken(folds.all) || (folds.all !== folds && isTaken(folds));
}

/** What stands in the life of what the item is in, and around that, from where it went in up to this step. */
export function* around(folds: Folds, { container, origin, since }: Inside, upTo: number): Generator<Passage> {
  // A container's fold to its end; what is half done is not gone into again.
  const whole = (key: Bytes, by: string) => folds.container(key, by).whole();
  const outer = whole(container, origin);
  if (outer !== undefined) yield* passagesOf(wayOf(outer, whole, since, upTo));
}
