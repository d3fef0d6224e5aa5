// Sync again and again: one round, or a round every so often, and when a peer tells of a recall, until somebody says stop.
import { PedigreeError } from '../../errors.ts';
import { say } from '../../words/en/exchange.ts';
import { parseWait } from '../node/config-read.ts';
import type { Home } from '../node/home.ts';
import { peersNamed } from '../node/peer-records.ts';
import { NewsWatch } from './news-watch.ts';
import { type SyncAnswer, syncWith } from './sync.ts';

/**
 * One round with the named peers; with `every` (`60s`, `5m`) further rounds until the run is interrupted, and sooner where a
 * peer tells of what must not wait, as a hub does. A round that fails on a lock does not end the others.
 * @throws usage, and as `syncWith` for the first round
 * @example
 * ```ts
 * import { makeEnv, openHome, syncRounds } from 'pedigree';
 *
 * const hill = openHome(makeEnv({ home: '/var/lib/hill' }));
 * for await (const { exit, new: news } of syncRounds(hill, [], '60s')) console.log(exit, news.recalls.length);
 * ```
 */
export async function* syncRounds(
  home: Home,
  words: readonly string[],
  every: string | undefined,
): AsyncGenerator<SyncAnswer> {
  if (every === undefined) {
    yield await syncWith(home, words);
    return;
  }
  const pause = pauseOf(every);
  const { signal } = home.env;
  const isOver = () => signal?.aborted === true;
  const watch = new NewsWatch(home.env);
  const round = () => watch.round(peersNamed(home.ledger.local, words), () => syncWith(home, words));
  try {
    yield await round();
    while (!isOver()) {
      await watch.rest(pause);
      if (isOver()) return;
      try {
        yield await round();
      } catch (error) {
        if (!(error instanceof PedigreeError)) throw error;
        if (error.code === 'interrupted') return;
        if (error.code !== 'locked') throw error;
        home.env.warn(error.message);
      }
    }
  } finally {
    watch.close();
  }
}

/**
 * A time like 60s, 5m or 24h in milliseconds.
 * @throws usage
 */
export function pauseOf(text: string): number {
  const pause = parseWait(text);
  if (pause === undefined) {
    throw new PedigreeError('usage', say('not-interval', { text }), { hint: say('write-interval') });
  }
  return pause;
}
