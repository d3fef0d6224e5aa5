// What a folder records is given to its hub soon after: whether anything was is looked at often, which is one small read; and all of it
// is compared now and then, because a hub may have lost what it had.
import { setTimeout as wait } from 'node:timers/promises';
import { PedigreeError } from '../../errors.ts';
import type { Ledger } from '../../ledger/types.ts';

export interface DrainTimes {
  /** How often it is looked whether anything was recorded, ms. */
  readonly look: number;
  /** How long nothing is compared at most, ms. */
  readonly most: number;
}

export const DRAIN_TIMES: DrainTimes = { look: 500, most: 5_000 };

/** Runs `drain` again and again until `signal`; one that fails is run again at the next look that is due. */
export async function drainOn(
  ledger: Pick<Ledger, 'mark'>,
  drain: () => Promise<void>,
  signal: AbortSignal,
  { look, most }: DrainTimes = DRAIN_TIMES,
): Promise<void> {
  let drained = nameOf(ledger);
  let at = performance.now();
  for (;;) {
    await wait(look, undefined, { signal }).catch(() => {});
    if (signal.aborted) return;
    const now = nameOf(ledger);
    if (now === drained && performance.now() - at < most) continue;
    await drain();
    // What was recorded meanwhile may not have been given.
    drained = now;
    at = performance.now();
  }
}

// Undefined where the folder cannot be read now: whoever drains it is told so, and serving goes on.
function nameOf(ledger: Pick<Ledger, 'mark'>): string | undefined {
  try {
    const { epoch, n, hash } = ledger.mark();
    return `${epoch} ${n} ${hash ?? ''}`;
  } catch (error) {
    if (error instanceof PedigreeError) return undefined;
    throw error;
  }
}
