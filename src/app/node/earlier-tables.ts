// What a person is told whose ledger was written by an earlier pedigree, in other tables than today's.
import type { TakeOver } from '../../ledger/take-over.ts';
import type { Env } from './env.ts';

const TOLD = {
  'in place': 'an earlier pedigree wrote this ledger: its index was made anew, once, and all of its events are here',
  'in a copy':
    'an earlier pedigree wrote this ledger: a copy with a new index was read; pedigree rebuild makes it anew for good',
} as const;

/** For whoever opens a ledger to write, which makes its tables today's, or to read, which leaves them as they are. */
export function earlierTables(env: Env, where: keyof typeof TOLD): TakeOver {
  return {
    takenOver: () => env.warn(TOLD[where]),
    progress: (done, total) => env.progress(done, total, 'making the index anew'),
  };
}
