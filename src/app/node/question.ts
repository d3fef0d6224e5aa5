// What every command asks of a verdict: as of when, for whom, and with knowledge how new.
import type { Question } from '../../custody/verdict.ts';
import type { View } from '../../ledger/types.ts';
import { isAlone } from './alone.ts';
import { clockBehind, momentHere } from './clock.ts';
import { configured } from './config-read.ts';
import { freshness } from './freshness.ts';
import { dayIn, sayMoment } from './moments.ts';
import type { Reading } from './reading.ts';

/** What does not change while one command runs: how new the knowledge is, and whether the clock can be right. */
export type Standpoint = Pick<Question, 'fresh' | 'clock'>;

export function standpoint(home: Reading, view: View): Standpoint {
  const fresh = freshness(view, home.ledger.local, home.self);
  const clock = clockBehind(home, view, fresh.oldest);
  return { fresh, ...(clock === undefined ? {} : { clock }) };
}

/**
 * The question about goods in this folder. `now` is the moment an event will carry; without it the moment here is taken.
 * @throws usage for a `maxAge` that is no duration
 */
export function askHere(
  home: Reading,
  view: View,
  asked: {
    readonly viewer?: string | undefined;
    readonly now?: number;
    readonly maxAge?: string | undefined;
    readonly stands?: Standpoint;
  },
): Question {
  const { viewer, now = momentHere(home, view), stands = standpoint(home, view) } = asked;
  const { maxAge, expiresSoon, zone = home.env.nowZone } = configured(home.ledger.local, asked.maxAge);
  return {
    now,
    today: dayIn(zone, now),
    ...(viewer === undefined ? {} : { viewer }),
    chain: home.self.chain,
    ...(stands.fresh.peers === 0 && isAlone(home, view) ? { alone: true as const } : {}),
    ...stands,
    maxAge,
    soonDays: expiresSoon,
    sayTime: sayMoment(zone, stands.clock === undefined ? now : undefined),
  };
}
