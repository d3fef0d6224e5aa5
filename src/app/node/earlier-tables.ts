// What a person is told whose ledger was written by an earlier pedigree, in other tables than today's.
import type { TakeOver } from '../../ledger/take-over.ts';
import { phrase, say } from '../../words/en/node.ts';
import { sentence } from '../../words/say.ts';
import type { Env } from './env.ts';

const TOLD = {
  'in place': say('earlier-wrote-this-ledger'),
  'in a copy': say('earlier-wrote-this-ledger-copy'),
} as const;

/** For whoever opens a ledger to write, which makes its tables today's, or to read, which leaves them as they are. */
export function earlierTables(env: Env, where: keyof typeof TOLD): TakeOver {
  return {
    takenOver: () => env.warn(sentence(TOLD[where])),
    progress: (done, total) => env.progress(done, total, phrase('making-index-anew')),
  };
}
