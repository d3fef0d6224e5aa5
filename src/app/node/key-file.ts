// The key file of a folder: read with care for its permissions, replaced in one step, and never two that both might count.
import { existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { b64u } from '../../chain/bytes.ts';
import { decodeKeyFile, encodeKeyFile, type Keyring, keyFileNeedsPassphrase } from '../../chain/keys.ts';
import { EVENT } from '../../custody/events/all.ts';
import { saidIn } from '../../custody/events/said.ts';
import { PedigreeError } from '../../errors.ts';
import { syncFolder } from '../../ledger/head-file.ts';
import type { Reader } from '../../ledger/types.ts';
import { say } from '../../words/en/node.ts';
import type { Env } from './env.ts';
import { KEY_FILE, NEXT_KEY_FILE } from './folder.ts';

/**
 * The text of a key file, refused where group or others may read it or enter its folder.
 * @throws no-party (66), key-permissions (77)
 */
export function readKeyFile(dir: string, name = KEY_FILE): string {
  const file = join(dir, name);
  if (!existsSync(file)) {
    throw new PedigreeError('no-party', say('no-key', { dir }), {
      hint: say('restore-file-brings-back'),
    });
  }
  if (!statSync(file).isFile()) {
    throw new PedigreeError('key-damaged', say('in-place-of-key', { file }), {
      hint: say('put-key-file-back'),
    });
  }
  refuseWider(dir, '700');
  refuseWider(file, '600');
  return readFileSync(file, 'utf8');
}

/** @throws key-permissions where others may read what is secret */
export function refuseWider(path: string, mode: string): void {
  if (process.platform === 'win32' || (statSync(path).mode & 0o077) === 0) return;
  throw new PedigreeError('key-permissions', say('others-may-read', { path }), {
    hint: say('chmod', { mode, path }),
  });
}

/**
 * Writes a key file durably in one step: whoever reads sees the old one or the new one, whole. Under the ledger's write lock,
 * where there is one yet; what a killed run left is taken away.
 */
export function writeKeyFile(dir: string, text: string, name = KEY_FILE): void {
  const temporary = temporaryOf(dir, name);
  for (const left of unfinishedKeyFiles(dir)) rmSync(left, { force: true });
  try {
    writeFileSync(temporary, text, { mode: 0o600, flag: 'wx', flush: true });
    renameSync(temporary, join(dir, name));
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  syncFolder(dir);
}

function temporaryOf(dir: string, name: string): string {
  return join(dir, `${name}.tmp`);
}

/** Key files that a killed run left half done, until the next is written; they may hold keys without a passphrase. */
export function unfinishedKeyFiles(dir: string): readonly string[] {
  return [KEY_FILE, NEXT_KEY_FILE].map((name) => temporaryOf(dir, name)).filter((file) => existsSync(file));
}

/**
 * Unlocks the text of a key file with the passphrase of this run.
 * @throws key-passphrase (77), key-damaged (74)
 */
export function unlock(env: Env, text: string): Keyring {
  const known = env.unlocked?.get(text);
  if (known !== undefined) return known;
  const keyring = keyFileNeedsPassphrase(text) ? decodeKeyFile(text, passphraseOf(env)) : decodeKeyFile(text);
  env.unlocked?.set(text, keyring);
  return keyring;
}

/** The passphrase of this run. @throws key-passphrase where there is none */
export function passphraseOf(env: Env): string {
  const passphrase = env.passphrase?.();
  if (passphrase !== undefined) return passphrase;
  throw new PedigreeError('key-passphrase', say('key-locked-with-passphrase'), {
    hint: say('give-passphrase-file-file'),
  });
}

/**
 * The keys that count for the own chain. Keys that a rotation left beside the others are taken over where the chain
 * names them. Where it does not, the rotation is still going on or was cut short before its event was written: they are
 * left alone, and the next rotation replaces them.
 * @throws no-party, key-permissions, key-passphrase, key-damaged
 */
export function readKeyring(env: Env, ledger: Reader, chain: string): Keyring {
  for (;;) {
    const text = readKeyFile(env.home);
    const current = unlock(env, text);
    // What stands beside keys that count is nobody's, and may be locked with a passphrase of before.
    if (areNamed(ledger, chain, current)) return current;
    const staged = stagedKeyFile(env.home);
    const next = staged === undefined ? undefined : unlock(env, staged);
    if (next !== undefined && areNamed(ledger, chain, next)) {
      if (!ledger.readOnly) promoteKeys(env.home);
      return next;
    }
    // Unless another run has put its new keys in their place meanwhile, these are all there are.
    if (readKeyFile(env.home) === text) return current;
  }
}

/** These keys as they sign in this run. */
export function signing({ signer }: Env, keyring: Keyring): Keyring {
  return signer === undefined ? keyring : { ...keyring, sign: signer };
}

/** The text of the keys that stand beside the ones that count; undefined where there are none. */
export function stagedKeyFile(dir: string): string | undefined {
  try {
    return readKeyFile(dir, NEXT_KEY_FILE);
  } catch (error) {
    if (existsSync(join(dir, NEXT_KEY_FILE))) throw error;
    return undefined;
  }
}

/** Makes the keys that stand beside the others the ones that count; another run may have done so already. */
export function promoteKeys(dir: string): void {
  try {
    renameSync(join(dir, NEXT_KEY_FILE), join(dir, KEY_FILE));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || existsSync(join(dir, NEXT_KEY_FILE))) throw error;
  }
  syncFolder(dir);
}

/** Takes away keys that stand beside the ones that count, which the chain does not name. */
export function dropStagedKeys(dir: string): void {
  rmSync(join(dir, NEXT_KEY_FILE), { force: true });
}

/** Puts new keys beside the ones that count, locked as those are. */
export function stageKeys(env: Env, keyring: Keyring): void {
  const locked = keyFileNeedsPassphrase(readKeyFile(env.home));
  writeKeyFile(env.home, encodeKeyFile(keyring, locked ? passphraseOf(env) : undefined, env.random), NEXT_KEY_FILE);
}

/** The public keys that a chain names last, base64url; its `open` and `rotate` events come in order. */
export function namedKeys(
  ledger: Reader,
  chain: string,
): { readonly signKey: string; readonly sealKey: string; readonly rotations: number } {
  return ledger.read((view) => {
    let named = { signKey: '', sealKey: '', rotations: 0 };
    for (const { leaf } of view.eventsOf([EVENT.open.type, EVENT.rotate.type], { chain })) {
      const { signKey, sealKey } = saidIn(EVENT.open, leaf) ?? saidIn(EVENT.rotate, leaf) ?? {};
      named = {
        signKey: signKey === undefined ? named.signKey : b64u(signKey),
        sealKey: sealKey === undefined ? named.sealKey : b64u(sealKey),
        rotations: named.rotations + (leaf.type === EVENT.rotate.type ? 1 : 0),
      };
    }
    return named;
  });
}

/** Whether these are the keys that the chain names. */
export function areNamed(ledger: Reader, chain: string, keyring: Keyring): boolean {
  const { signKey, sealKey } = namedKeys(ledger, chain);
  return signKey === b64u(keyring.sign.public) && sealKey === b64u(keyring.seal.public);
}
