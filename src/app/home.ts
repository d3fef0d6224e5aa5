// The party's folder, opened for writing: its ledger, who it is, and its keys once something must be signed or unsealed.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { decodeKeyFile, type Keyring, keyFileNeedsPassphrase } from '../chain/keys.ts';
import { PedigreeError } from '../errors.ts';
import { openLedger } from '../ledger/ledger.ts';
import type { AppendOptions, Ledger, Signer } from '../ledger/types.ts';
import type { Env } from './env.ts';
import { type Reading, withSelf } from './reading.ts';

export { LEDGER_FILE, type Reading, SELF_SETTING, type Self, TEST_SETTING } from './reading.ts';

export interface Home extends Reading {
  readonly ledger: Ledger;
  /**
   * The party's keys; the key file is read and unlocked at the first call.
   * @throws key-permissions, key-passphrase, key-damaged
   */
  keyring(): Keyring;
  /** Signs on the own chain. @throws as `keyring` */
  signer(): Signer;
  /** Clock and dry run as the ledger wants them for an append. */
  appendOptions(): AppendOptions;
}

export const KEY_FILE = 'key';
export const HEAD_FILE = 'head';

/**
 * Opens the party's folder. `readOnly` is for commands that write nothing: they work on read-only media and at any `--now`.
 * @throws no-party (66), not-a-test-home (78) when writing at a given moment elsewhere, and what the ledger throws
 */
export function openHome(env: Env, options: { readonly readOnly?: boolean } = {}): Home {
  const readOnly = options.readOnly ?? false;
  const base = withSelf(env, () => openLedger(env.home, { readOnly }));
  if (!readOnly && env.nowGiven && !base.test) {
    base.close();
    throw notATestHome();
  }
  let unlocked: Keyring | undefined;
  const keyring = (): Keyring => {
    unlocked ??= readKeyring(env);
    return unlocked;
  };
  return {
    ...base,
    keyring,
    signer: () => ({ chain: base.self.chain, keyring: keyring(), random: env.random }),
    appendOptions: () => appendOptions(env, base.test),
  };
}

/** A moment given in a test home is meant, however far it is from the chain's last. */
export function appendOptions(env: Env, test: boolean): AppendOptions {
  return { now: env.clock(), clockIsRight: env.clockIsRight || (test && env.nowGiven), dryRun: env.dryRun };
}

/**
 * Reads and unlocks the key file of a folder.
 * @throws no-party, key-permissions (77) where others may read it, key-passphrase (77), key-damaged (74)
 */
export function readKeyring(env: Env): Keyring {
  const text = readKeyFile(env.home);
  if (!keyFileNeedsPassphrase(text)) return decodeKeyFile(text);
  const passphrase = env.passphrase?.();
  if (passphrase === undefined) {
    throw new PedigreeError('key-passphrase', 'the key is locked with a passphrase', {
      hint: 'give --passphrase-file FILE, or set PEDIGREE_PASSPHRASE_FILE',
    });
  }
  return decodeKeyFile(text, passphrase);
}

/**
 * The text of the key file, refused where group or others may read it or enter its folder.
 * @throws no-party, key-permissions
 */
export function readKeyFile(dir: string): string {
  const file = join(dir, KEY_FILE);
  if (!existsSync(file)) {
    throw new PedigreeError('no-party', `there is no key in ${dir}`, {
      hint: 'pedigree restore FILE brings it back from a backup',
    });
  }
  if (process.platform !== 'win32') {
    refuseWider(dir, '700');
    refuseWider(file, '600');
  }
  return readFileSync(file, 'utf8');
}

function refuseWider(path: string, mode: string): void {
  if ((statSync(path).mode & 0o077) === 0) return;
  throw new PedigreeError('key-permissions', `others may read ${path}, so its key is not used`, {
    hint: `chmod ${mode} ${path}`,
  });
}

/** Refuses a given moment for writing. */
export function notATestHome(): PedigreeError {
  return new PedigreeError('not-a-test-home', '--now is for test homes when something is written', {
    hint: 'pedigree init --test makes a home that may write at any moment',
  });
}
