// What is left of a party that was joining another network, and what marks the ledger that it leaves behind.
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { takeLease } from '../../ledger/lease.ts';
import { openLedger } from '../../ledger/ledger.ts';
import { JOINING } from './folder.ts';

/** In a folder of a past ledger, and in one that moves in: which network it was, and which took its place. */
export const PAST_FILE = 'joined';

/** What `PAST_FILE` says. */
export interface PastMark {
  /** Its folder below `past`. */
  readonly folder: string;
  readonly network: string;
  /** The network that was joined. */
  readonly joined: string;
}

/** The head file names the folder it stands in, so that a copy is noticed; this move was no copy. */
export function settleHead(home: string, state: string | undefined): void {
  const ledger = openLedger(home, { state });
  try {
    ledger.confirmHead();
  } finally {
    ledger.close();
  }
}

/**
 * Throws away what is left of a `join` that was killed before the party was another one.
 * @throws locked where one is going on
 */
export function dropUnjoined(home: string): void {
  const dir = join(home, JOINING);
  if (!existsSync(dir)) return;
  takeLease(dir, 0).close();
  rmSync(dir, { recursive: true, force: true });
}

/** The same for whoever has something else to do. */
export function dropUnjoinedQuietly(home: string): void {
  try {
    dropUnjoined(home);
  } catch {
    // Somebody is at it, or it cannot be taken away: it counts for nothing.
  }
}
