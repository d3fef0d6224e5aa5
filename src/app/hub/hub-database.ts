// A hub's database opened for a use case, and what it refuses in words that a person can act on.
import { PedigreeError } from '../../errors.ts';
import type { HubDatabase } from '../../ledger/postgres/connection.ts';
import { isLineLost, stateOf } from '../../ledger/postgres/failures.ts';
import { HubStore } from '../../ledger/postgres/hub-store.ts';
import { checkHub } from '../../ledger/postgres/open-hub.ts';
import { openPool } from '../../ledger/postgres/pool.ts';
import { say } from '../../words/en/hub.ts';
import type { Said } from '../../words/say.ts';
import type { HubAddresses } from './dsn.ts';

/** Runs `fn` with the database and closes it, whatever happens; what the database refuses is a failure of ours. */
export async function withDatabase<T>(address: string, fn: (database: HubDatabase) => Promise<T>): Promise<T> {
  const database = openPool({ connectionString: address });
  try {
    return await inHubWords(() => fn(database));
  } finally {
    await database.close();
  }
}

/** The same with its tables, which must be there in this program's version. @throws bad-setting, and as `inHubWords` */
export function withStore<T>({ primary }: HubAddresses, fn: (store: HubStore) => Promise<T>): Promise<T> {
  return withDatabase(primary, async (database) => {
    await checkHub(database);
    const store = new HubStore(database, { random: Math.random });
    try {
      return await fn(store);
    } finally {
      store.mirror.close();
    }
  });
}

/** @throws peer-away (75), not-allowed (77), bad-setting (78), io-failed (74), and failures of ours as they are */
export async function inHubWords<T>(fn: () => Promise<T>): Promise<T> {
  try {
    return await fn();
  } catch (cause) {
    throw asHubFailure(cause);
  }
}

/** By what the state of a failure begins with. */
const REFUSALS: readonly (readonly [RegExp, 'not-allowed' | 'bad-setting' | 'io-failed', Said, Said])[] = [
  [/^28/, 'not-allowed', say('database-does-not-let-in'), say('see-dsn-and-hba')],
  [/^42501/, 'not-allowed', say('role-may-not'), say('grant-to-role')],
  [/^3D/, 'bad-setting', say('no-such-database'), say('make-database')],
  // Temporary tables and places in the log: a standby has neither.
  [/^(?:0A000|55000)/, 'bad-setting', say('database-is-copy'), say('name-primary-first')],
  [/^53/, 'io-failed', say('database-is-full'), say('make-room-there')],
];

/** What the database or the way to it has said, as a failure of ours; what is a fault of this program stays what it is. */
export function asHubFailure(cause: unknown): unknown {
  if (cause instanceof PedigreeError) return cause;
  const state = stateOf(cause);
  for (const [begins, code, message, hint] of REFUSALS)
    if (state !== undefined && begins.test(state)) return new PedigreeError(code, message, { hint, cause });
  if (isLineLost(cause)) return new PedigreeError('peer-away', say('database-away'), { hint: say('is-it-up'), cause });
  if (state === undefined) return cause;
  return new PedigreeError('io-failed', say('database-refuses', { state }), { hint: say('see-its-log'), cause });
}
