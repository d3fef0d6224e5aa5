// The day that it is here, as the people of the place count days.
import type { View } from '../../ledger/types.ts';
import { momentHere } from './clock.ts';
import { dayIn } from './moments.ts';
import type { Reading } from './reading.ts';

export interface Day {
  /** Its date, YYYY-MM-DD. */
  readonly is: string;
  /** On which day a moment was. */
  of(at: number): string;
}

export function dayHere(home: Reading, view: View): Day {
  const zone = home.env.zone();
  const of = (at: number) => dayIn(zone, at);
  return { is: of(momentHere(home, view)), of };
}
