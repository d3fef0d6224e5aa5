// Sending a recall to all peers as soon as it is recorded.
import { pushNow, type Sent } from '../exchange/sync.ts';
import type { Home } from '../node/home.ts';

/** It stands here, but no peer has taken it yet. */
const KEPT_HERE = 17;

/** `exit` is 17 where none of the peers that are configured has taken it. */
export async function sendAtOnce(
  home: Home,
  wanted: boolean,
): Promise<{ readonly exit: number; readonly sent: readonly Sent[] }> {
  const sent = wanted && !home.env.dryRun ? await pushNow(home) : [];
  const kept = sent.length > 0 && sent.every(({ error }) => error !== undefined);
  return { exit: kept ? KEPT_HERE : 0, sent };
}
