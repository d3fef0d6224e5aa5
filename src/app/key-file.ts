// The key file of a folder: read with care for its permissions, replaced in one step, and never two that both might count.
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { b64u } from '../chain/bytes.ts';
import { decodeKeyFile, encodeKeyFile, type Keyring, keyFileNeedsPassphrase } from '../chain/keys.ts';
import { PedigreeError } from '../errors.ts';
import type { Reader } from '../ledger/types.ts';
import type { Env } from './env.ts';

export const KEY_FILE = 'key';
/** New keys stand here until the event that makes them count is durable. */
export const NEXT_KEY_FILE = 'key.next';

/**
 * The text of a key file, refused where group or others may read it or enter its folder.
 * @throws no-party (66), key-permissions (77)
 */
export function readKeyFile(dir: string, name = KEY_FILE): string {
  const file = join(dir, name);
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

/** Writes a key file durably in one step: whoever reads sees the old one or the new one, whole. */
export function writeKeyFile(dir: string, text: string, name = KEY_FILE): void {
  const temporary = join(dir, `${name}.tmp`);
  rmSync(temporary, { force: true });
  writeFileSync(temporary, text, { mode: 0o600, flag: 'wx', flush: true });
  renameSync(temporary, join(dir, name));
  syncFolder(dir);
}

/** Makes renames in a folder durable, where the system can. */
export function syncFolder(dir: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(dir, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/**
 * Unlocks the text of a key file with the passphrase of this run.
 * @throws key-passphrase (77), key-damaged (74)
 */
export function unlock(env: Env, text: string): Keyring {
  if (!keyFileNeedsPassphrase(text)) return decodeKeyFile(text);
  return decodeKeyFile(text, passphraseOf(env));
}

function passphraseOf(env: Env): string {
  const passphrase = env.passphrase?.();
  if (passphrase !== undefined) return passphrase;
  throw new PedigreeError('key-passphrase', 'the key is locked with a passphrase', {
    hint: 'give --passphrase-file FILE, or set PEDIGREE_PASSPHRASE_FILE',
  });
}

/**
 * The keys that count for the own chain. Keys that a rotation left beside the others are taken over where the chain
 * names them. Where it does not, the rotation is still going on or was cut short before its event was written: they are
 * left alone, and the next rotation replaces them.
 * @throws no-party, key-permissions, key-passphrase, key-damaged
 */
export function readKeyring(env: Env, ledger: Reader, chain: string): Keyring {
  const current = readKeyFile(env.home);
  if (!existsSync(join(env.home, NEXT_KEY_FILE))) return unlock(env, current);
  const next = unlock(env, readKeyFile(env.home, NEXT_KEY_FILE));
  const counts = ledger.read((view) => namesKeys(view.eventsOf(['open', 'rotate'], { chain }), next));
  if (!counts) return unlock(env, current);
  if (!ledger.readOnly) promoteKeys(env.home);
  return next;
}

/** Makes the keys that stand beside the others the ones that count. */
export function promoteKeys(dir: string): void {
  renameSync(join(dir, NEXT_KEY_FILE), join(dir, KEY_FILE));
  syncFolder(dir);
}

/** Puts new keys beside the ones that count, locked as those are. */
export function stageKeys(env: Env, keyring: Keyring): void {
  const locked = keyFileNeedsPassphrase(readKeyFile(env.home));
  writeKeyFile(env.home, encodeKeyFile(keyring, locked ? passphraseOf(env) : undefined, env.random), NEXT_KEY_FILE);
}

/** Whether a chain's events name one of these keys as its own, and nothing is missing of the pair. */
function namesKeys(events: Iterable<{ readonly leaf: { readonly public: object } }>, keyring: Keyring): boolean {
  const named = new Set<unknown>();
  for (const { leaf } of events) {
    const { signKey, sealKey } = leaf.public as { readonly signKey?: unknown; readonly sealKey?: unknown };
    named.add(signKey).add(sealKey);
  }
  return named.has(b64u(keyring.sign.public)) && named.has(b64u(keyring.seal.public));
}
