// What time it is here: a clock whose battery died says 2000, and what was signed or heard here later proves it wrong.
import type { View } from '../../ledger/types.ts';
import type { Reading } from './reading.ts';

/** How far the wall clock may stand behind: `at` counts on by one an event, so a long append runs ahead of it. */
export const CLOCK_LAG = 120_000;

type Here = Pick<Reading, 'env' | 'self'>;

/** The moment to judge by, ms: the one given with `--now`, else the later of the wall clock and the own chain's last event. */
export function momentHere({ env, self }: Here, view: View): number {
  const wall = env.clock();
  return env.nowGiven ? wall : Math.max(wall, view.chain(self.chain)?.lastAt ?? 0);
}

/**
 * What the wall clock says and the newest moment that was signed or heard here, where it stands behind that; undefined where
 * it does not, and for a given moment, which is meant.
 */
export function clockBehind(
  { env, self }: Here,
  view: View,
  heard: number | undefined,
): { readonly says: number; readonly newest: number } | undefined {
  if (env.nowGiven) return undefined;
  const says = env.clock();
  const newest = Math.max(view.chain(self.chain)?.lastAt ?? 0, heard ?? 0);
  return says < newest - CLOCK_LAG ? { says, newest } : undefined;
}
