// Ledgers of networks that this party was in before it joined another one: opened to be read, nothing is written to them.
import { join } from 'node:path';
import { PAST, pastFolders } from '../../ledger/carried.ts';
import { type Home, openHome } from './home.ts';
import { openReading, type Reading } from './reading.ts';

/** Calls `fn` for each ledger of this folder, those of before first, the oldest first; the own one is the last. */
export function eachLedger<T>(home: Reading, fn: (ledger: Reading) => T): readonly T[] {
  return [...pastFolders(home.dir).map((folder) => within(openReading(envOf(home, folder)), fn)), fn(home)];
}

/** The same with keys: those of today open what the old ones did. */
export function eachHome<T>(home: Home, fn: (home: Home) => T): readonly T[] {
  const past = pastFolders(home.dir).map((folder) =>
    within(openHome(envOf(home, folder), { readOnly: true }), (one) => fn({ ...one, keyring: () => home.keyring() })),
  );
  return [...past, fn(home)];
}

function within<R extends Reading, T>(past: R, fn: (past: R) => T): T {
  try {
    return fn(past);
  } finally {
    past.close();
  }
}

/** What the folder of today prefers goes on. */
function envOf({ env, dir }: Reading, folder: string): Reading['env'] {
  return { ...env, home: join(dir, PAST, folder), prefers: () => {} };
}
