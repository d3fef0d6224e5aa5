// The party's folder, opened for writing: its ledger, who it is, and its keys once something must be signed or unsealed.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Keyring } from '../../chain/keys.ts';
import { PedigreeError } from '../../errors.ts';
import { openLedger } from '../../ledger/ledger.ts';
import type { Appender, AppendOptions, Ledger } from '../../ledger/types.ts';
import { say } from '../../words/en/node.ts';
import { earlierTables } from './earlier-tables.ts';
import type { Env } from './env.ts';
import { JOINED } from './folder.ts';
import { dropUnjoinedQuietly, PAST_FILE } from './joined.ts';
import { areNamed, readKeyring, signing } from './key-file.ts';
import { clockHeard } from './peer-records.ts';
import { type Reading, withSelf } from './reading.ts';

export interface Home extends Reading {
  readonly ledger: Ledger;
  /**
   * The party's keys; the key file is read and unlocked at the first call.
   * @throws key-permissions, key-passphrase, key-damaged
   */
  keyring(): Keyring;
  /** Signs on the own chain. @throws as `keyring`, not-allowed where the chain names other keys by now */
  signer(): Appender;
  /** Clock and dry run as the ledger wants them for an append. */
  appendOptions(): AppendOptions;
}

interface OpenHome {
  readonly readOnly?: boolean;
  readonly mending?: boolean;
  readonly lenient?: boolean;
}

/**
 * Opens the party's folder. `readOnly` is for commands that write nothing: they work on read-only media and at any `--now`.
 * `mending` is for the repair of damage, and `lenient` for whoever tells of it or sets a record anew.
 * @throws no-party (66), not-a-test-home (78) when writing at a given moment elsewhere, and what the ledger throws
 * @example
 * ```ts
 * import { makeEnv, openHome, stock } from 'pedigree';
 *
 * const home = openHome(makeEnv({ home: '/var/lib/pedigree' }), { readOnly: true });
 * try {
 *   for (const { gtin, lot, packs } of stock(home).lots) console.log(gtin, lot, packs);
 * } finally {
 *   home.close();
 * }
 * ```
 */
export function openHome(env: Env, options: OpenHome = {}): Home {
  const readOnly = options.readOnly ?? false;
  const tables = earlierTables(env, readOnly ? 'in a copy' : 'in place');
  const opened = () =>
    withSelf(
      env,
      () => openLedger(env.home, { ...options, ...tables, state: env.state }),
      options.lenient ?? options.mending,
    );
  let base = opened();
  if (!readOnly) {
    // Who waited for the ledger of a party that was joining has opened the old one.
    while (existsSync(join(env.home, JOINED))) {
      base.close();
      base = opened();
    }
    dropUnjoinedQuietly(env.home);
    if (env.nowGiven && !base.test) {
      base.close();
      throw notATestHome();
    }
  }
  let unlocked: Keyring | undefined;
  const keyring = (): Keyring => {
    unlocked ??= signing(env, readKeyring(env, base.ledger, base.self.chain));
    return unlocked;
  };
  return {
    ...base,
    keyring,
    signer: () => signer(base, keyring()),
    appendOptions: () => ({
      ...appendOptions(env, base.test),
      heard: () => base.ledger.read((view) => clockHeard(base, view, env.clock())),
    }),
  };
}

/** A note signed with a key that the chain does not name would stand in it for good. @throws not-allowed */
function signer({ ledger, self, env, dir }: Reading, keyring: Keyring): Appender {
  const { chain } = self;
  if (existsSync(join(dir, PAST_FILE))) {
    throw new PedigreeError('not-allowed', say('past-is-read-alone'), {
      hint: say('joined-party-records', { home: dirname(dirname(dir)) }),
    });
  }
  if (self.observer === true) {
    throw new PedigreeError('not-allowed', say('observer-reads-and-verifies'), {
      hint: say('party-records-makes-another'),
    });
  }
  if (areNamed(ledger, chain, keyring)) return { chain, keyring, random: env.random };
  throw new PedigreeError('not-allowed', say('key-here-not-one'), {
    hint: say('put-newest-key-file'),
  });
}

/** A moment given in a test home is meant, however far it is from the chain's last. */
export function appendOptions(env: Env, test: boolean): AppendOptions {
  return { now: env.clock(), clockIsRight: env.clockIsRight || (test && env.nowGiven), dryRun: env.dryRun };
}

/** Refuses a given moment for writing. */
export function notATestHome(): PedigreeError {
  return new PedigreeError('not-a-test-home', say('now-for-test-homes'), {
    hint: say('home-made-with-test'),
  });
}
