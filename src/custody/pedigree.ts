// The whole pedigree of an item: its own steps, and between them those of the containers that it lay in.
import { type Bytes, sameBytes } from '../chain/bytes.ts';
import { containerItem, type ItemKey } from './item.ts';
import type { Life, Line, State, Step } from './life.ts';
import { MOST_AROUND } from './trace.ts';

/** A step, and the container that it was a step of where it was not the item's own. */
export interface Placed {
  readonly step: Step;
  readonly within?: Bytes;
  /** The item's own step that it is or follows. */
  readonly n: number;
}

/** The item's own steps, and after each that put it into a container those of the container until it came out again. */
export function pedigreeOf(life: Life, fold: (item: ItemKey) => Life, levels = MOST_AROUND): readonly Placed[] {
  const placed: Placed[] = [];
  life.steps.forEach((step, i) => {
    const { n, state } = step;
    placed.push({ step, n });
    // Containers that say they are inside each other would go on for ever.
    if (state.at !== 'inside' || levels === 0 || isSameContainer(life.steps[i - 1]?.state, state)) return;
    const outer = fold(containerItem(state.container, state.origin));
    const out = life.steps.slice(i + 1).find((later) => !isSameContainer(later.state, state));
    for (const around of pedigreeOf(outer, fold, levels - 1)) {
      if (around.n <= state.since) continue;
      // The event that takes the item out is a step of both.
      if (out?.events.some((event) => around.step.events.some((same) => same.id === event.id))) break;
      if (around.step.role === 'subject' || around.step.role === 'child') {
        placed.push({ step: around.step, within: around.within ?? state.container, n });
      }
    }
  });
  return placed;
}

/** The same of one way to read a life that has several. */
export function pedigreeOn({ way }: Line): readonly Placed[] {
  return way
    .filter(({ step, within }) => within === undefined || step.role === 'subject' || step.role === 'child')
    .map(({ step, within }) => ({ step, n: step.n, ...(within !== undefined && { within }) }));
}

function isSameContainer(a: State | undefined, b: State): boolean {
  return a?.at === 'inside' && b.at === 'inside' && sameBytes(a.container, b.container);
}
