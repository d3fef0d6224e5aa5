// What a failure of the database means. The driver's own codes tell nothing: a server that was ended gives one, a cut line none.
import { setTimeout as later } from 'node:timers/promises';
import { PedigreeError } from '../../errors.ts';

/** How often a transaction is tried that others got in the way of. */
export const MOST_TRIES = 8;
/** The same where the line was lost: for as long as a server takes to recover, or another one to take its place. */
export const MOST_LINES = 24;
/** The first wait before it is tried again, ms; each next one may be twice as long. */
const FIRST_WAIT = 10;
const MOST_WAIT = 2_000;

/** The state that the server told, five letters and digits; undefined where no server told it. */
export function stateOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  const { code } = error;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && 'severity' in error ? code : undefined;
}

/** States of a connection that is of no use any more: it fails, the server ends, comes up, or is a standby now. */
const GONE = /^(?:08|57P0|25006|53300)/;

/** Whether nobody can say what became of a transaction: whatever is neither the server's word nor a fault of this program. */
export function isLineLost(error: unknown): boolean {
  if (error instanceof PedigreeError || FAULTS.some((fault) => error instanceof fault)) return false;
  const state = stateOf(error);
  return state === undefined || GONE.test(state);
}

const FAULTS = [TypeError, RangeError, ReferenceError] as const;

/** Whether another transaction was in the way: nothing was stored. */
export function isInTheWay(error: unknown): boolean {
  return /^(?:40001|40P01|55P03)$/.test(stateOf(error) ?? '');
}

/** Whether a row with this key is there already, which another one has stored meanwhile. */
export function isThereAlready(error: unknown): boolean {
  return stateOf(error) === '23505';
}

/** Waits before the next try: longer each time, and by chance, so that those who met do not meet again. */
export async function waitForTry(tries: number, random: () => number): Promise<void> {
  const most = Math.min(MOST_WAIT, FIRST_WAIT * 2 ** Math.min(tries, 10));
  await later(most * (0.5 + random() / 2));
}
