// How the scanners that were calibrated here type what they read, as far as it can be undone.
import type { Local } from '../../ledger/types.ts';
import { makeUndo } from '../../scan/scanner-undo.ts';
import type { Env } from '../node/env.ts';
import { openReading } from '../node/reading.ts';
import type { Ways } from './identify.ts';
import { profilesOf } from './scanner-profiles.ts';

/** The ways of the scanners that were calibrated in this folder. */
export function waysOf(local: Pick<Local, 'setting'>): Ways {
  return [...profilesOf(local).values()].map(makeUndo);
}

/** The same for commands that read a scan before they open the folder; none where there is no party. */
export function waysAt(env: Env): Ways {
  let home: ReturnType<typeof openReading>;
  try {
    home = openReading(env);
  } catch {
    return [];
  }
  try {
    return waysOf(home.ledger.local);
  } finally {
    home.close();
  }
}
