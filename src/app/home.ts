// The party's folder, opened: its ledger, who it is, and its keys once something must be signed or unsealed.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { decodeKeyFile, type Keyring, keyFileNeedsPassphrase } from '../chain/keys.ts';
import { PedigreeError } from '../errors.ts';
import { openLedger } from '../ledger/ledger.ts';
import type { AppendOptions, Ledger, Signer } from '../ledger/types.ts';
import type { Env } from './env.ts';

/** Who works in a folder, as its own opening event says it. */
export interface Self {
  readonly chain: string;
  readonly gln: string;
  readonly name: string;
  readonly site?: string;
  /** Chain id of the founder, for the founder its own. */
  readonly network: string;
  readonly policy: 'required' | 'endpoints';
}

export interface Home {
  readonly dir: string;
  readonly ledger: Ledger;
  readonly env: Env;
  readonly self: Self;
  /** Made with `init --test` or by `demo`: may write at a given moment. */
  readonly test: boolean;
  /**
   * The party's keys; the key file is read and unlocked at the first call.
   * @throws key-permissions, key-passphrase, key-damaged
   */
  keyring(): Keyring;
  /** Signs on the own chain. @throws as `keyring` */
  signer(): Signer;
  /** Clock and dry run as the ledger wants them for an append. */
  appendOptions(): AppendOptions;
  close(): void;
}

export const KEY_FILE = 'key';
export const LEDGER_FILE = 'ledger.db';
export const HEAD_FILE = 'head';

/** Names of the settings that `init` writes and nothing else touches. */
export const SELF_SETTING = 'self';
export const TEST_SETTING = 'test-home';

/**
 * Opens the party's folder. `readOnly` is for commands that write nothing: they work on read-only media and at any `--now`.
 * @throws no-party (66), not-a-test-home (78) when writing at a given moment elsewhere, and what the ledger throws
 */
export function openHome(env: Env, options: { readonly readOnly?: boolean } = {}): Home {
  const dir = env.home;
  if (!existsSync(join(dir, LEDGER_FILE))) throw noParty(dir);
  const ledger = openLedger(dir, { readOnly: options.readOnly ?? false });
  try {
    const self = ledger.local.setting(SELF_SETTING) as Self | undefined;
    if (self === undefined) throw noParty(dir);
    const test = ledger.local.setting(TEST_SETTING) === true;
    if (options.readOnly !== true && env.nowGiven && !test) throw notATestHome();
    return home(env, ledger, self, test);
  } catch (error) {
    ledger.close();
    throw error;
  }
}

function home(env: Env, ledger: Ledger, self: Self, test: boolean): Home {
  let unlocked: Keyring | undefined;
  const keyring = (): Keyring => {
    unlocked ??= readKeyring(env);
    return unlocked;
  };
  return {
    dir: env.home,
    ledger,
    env,
    self,
    test,
    keyring,
    signer: () => ({ chain: self.chain, keyring: keyring(), random: env.random }),
    appendOptions: () => ({
      now: env.clock(),
      // A moment given in a test home is meant, however far it is from the chain's last.
      clockIsRight: env.clockIsRight || (test && env.nowGiven),
      dryRun: env.dryRun,
    }),
    close: () => ledger.close(),
  };
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

/** The text of the key file, refused where group or others may read it or enter its folder. */
export function readKeyFile(dir: string): string {
  const file = join(dir, KEY_FILE);
  if (!existsSync(file)) {
    throw new PedigreeError('no-party', `there is no key in ${dir}`, { hint: 'pedigree restore FILE brings it back from a backup' });
  }
  if (process.platform !== 'win32') {
    for (const [path, mode] of [
      [dir, '700'],
      [file, '600'],
    ] as const) {
      if ((statSync(path).mode & 0o077) !== 0) {
        throw new PedigreeError('key-permissions', `others may read ${path}, so its key is not used`, {
          hint: `chmod ${mode} ${path}`,
        });
      }
    }
  }
  return readFileSync(file, 'utf8');
}

function noParty(dir: string): PedigreeError {
  return new PedigreeError('no-party', `there is no party in ${dir}`, {
    hint: 'pedigree init makes one; --home DIR or PEDIGREE_HOME names another folder',
  });
}

/** Refuses a given moment for writing. */
export function notATestHome(): PedigreeError {
  return new PedigreeError('not-a-test-home', '--now is for test homes when something is written', {
    hint: 'pedigree init --test makes a home that may write at any moment',
  });
}
