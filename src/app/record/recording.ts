// The party's folder, opened by a command that records: the own chain must be what peers know of it before anything is signed.
import type { Env } from '../node/env.ts';
import { type Home, openHome } from '../node/home.ts';

export { openHome };

/**
 * Opens the folder for writing, and asks peers for the own head where it is time to.
 * @throws as `openHome`; interrupted, io-failed, locked
 */
export async function openToRecord(env: Env): Promise<Home> {
  const home = openHome(env);
  try {
    await askBeforeRecording(home);
    return home;
  } catch (error) {
    home.close();
    throw error;
  }
}

/** See `askForOwnHead`, which is loaded only when it is time to ask. */
export async function askBeforeRecording(home: Home): Promise<void> {
  if (home.env.dryRun || !home.ledger.mustAsk(home.env.clock())) return;
  const { askForOwnHead } = await import('../node/own-head.ts');
  await askForOwnHead(home);
}
