// Ledgers of networks that this party was in before it joined another one: opened to be read, nothing is written to them.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { PAST, pastFolders } from '../../ledger/carried.ts';
import { LEDGER_FILE } from '../../ledger/view.ts';
import { phrase } from '../../words/en/node.ts';
import { type Home, openHome } from './home.ts';
import { openReading, type Reading } from './reading.ts';

/** Calls `fn` for each ledger of this folder, those of before first, the oldest first; the own one is the last. */
export function eachLedger<T>(home: Reading, fn: (ledger: Reading) => T): readonly T[] {
  return [...foldersHere(home).map((folder) => within(openReading(envOf(home, folder)), fn)), fn(home)];
}

/** The same with keys: those of today open what the old ones did. */
export function eachHome<T>(home: Home, fn: (home: Home) => T): readonly T[] {
  const past = foldersHere(home).map((folder) =>
    within(openHome(envOf(home, folder), { readOnly: true }), (one) => fn({ ...one, keyring: () => home.keyring() })),
  );
  return [...past, fn(home)];
}

/** Where one of them is gone the others and the own one are read all the same, and that is said. */
function foldersHere({ dir, env }: Reading): readonly string[] {
  return pastFolders(dir).filter((folder) => {
    const isHere = existsSync(join(dir, PAST, folder, LEDGER_FILE));
    if (!isHere) env.warn(pastMissing(folder));
    return isHere;
  });
}

/** What is said of a past ledger that is not in its folder. */
export function pastMissing(folder: string): string {
  return phrase('past-is-missing', { place: `${PAST}/${folder}` });
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
