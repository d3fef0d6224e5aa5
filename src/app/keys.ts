// The party's keys: shown, locked with a passphrase, replaced by new ones.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { b64u } from '../chain/bytes.ts';
import { encodeKeyFile, type Keyring, keyFileNeedsPassphrase, newKeyring } from '../chain/keys.ts';
import { PedigreeError } from '../errors.ts';
import { fingerprint } from './fingerprint.ts';
import type { Home } from './home.ts';
import { KEY_FILE, NEXT_KEY_FILE, promoteKeys, readKeyFile, stageKeys, writeKeyFile } from './key-file.ts';
import type { Reading } from './reading.ts';
import type { Written } from './write.ts';

export interface KeyData {
  readonly chain: string;
  /** The public keys that the chain names, base64url. */
  readonly signKey: string;
  readonly sealKey: string;
  /** Keys replaced so far. */
  readonly rotations: number;
  /** Of the own chain, to compare by phone. */
  readonly fingerprint: string;
  readonly file: string;
  readonly locked: boolean;
}

/** The public keys as the own chain has them; nothing is unlocked. @throws no-party, key-permissions, key-damaged */
export function showKeys(home: Reading): KeyData {
  const locked = keyFileNeedsPassphrase(readKeyFile(home.dir));
  return { ...publicKeys(home), file: join(home.dir, KEY_FILE), locked };
}

function publicKeys(home: Reading): Omit<KeyData, 'file' | 'locked'> {
  const { chain } = home.self;
  return home.ledger.read((view) => {
    let keys = { signKey: '', sealKey: '' };
    let rotations = 0;
    for (const { leaf } of view.eventsOf(['open', 'rotate'], { chain })) {
      const { signKey, sealKey } = leaf.public;
      if (leaf.type === 'rotate') rotations++;
      keys = {
        signKey: typeof signKey === 'string' ? signKey : keys.signKey,
        sealKey: typeof sealKey === 'string' ? sealKey : keys.sealKey,
      };
    }
    return { chain, ...keys, rotations, fingerprint: fingerprint(chain) };
  });
}

export interface LockData extends Written {
  readonly locked: boolean;
}

/**
 * Locks the key file with a passphrase, or without one leaves it open to whoever can read the file.
 * @throws key-passphrase where the present passphrase is missing or wrong
 */
export function setPassphrase(home: Home, passphrase: string | undefined): LockData {
  const keyring = home.keyring();
  const warnings = ['backups made before this have the key as it was locked then'];
  if (!home.env.dryRun) writeKeyFile(home.dir, encodeKeyFile(keyring, passphrase, home.env.random));
  return {
    locked: passphrase !== undefined,
    at: new Date(home.env.clock()).toISOString(),
    already: false,
    warnings,
    ...(home.env.dryRun ? { dryRun: true as const } : {}),
  };
}

export interface RotateData extends Written {
  readonly chain: string;
  readonly rotated: readonly ('sign' | 'seal')[];
  readonly signKey: string;
  readonly sealKey: string;
}

/**
 * Replaces the keys named: the chain says the new ones, and the file has them before it does.
 * @throws locked (75) where another rotation has just ended, and what the ledger throws on appending
 */
export function rotateKeys(home: Home, which: readonly ('sign' | 'seal')[]): RotateData {
  const old = home.keyring();
  const fresh = newKeyring(home.env.random);
  const next: Keyring = {
    sign: which.includes('sign') ? fresh.sign : old.sign,
    seal: which.includes('seal') ? fresh.seal : old.seal,
    oldSeals: which.includes('seal') ? [old.seal, ...old.oldSeals] : old.oldSeals,
  };
  const appended = home.ledger.append(home.signer(), home.appendOptions(), (tx) => {
    // Under the write lock, so that no other rotation stages its keys between this and the commit.
    if (!home.env.dryRun) {
      refuseWhileAnother(home, old);
      stageKeys(home.env, next);
    }
    if (which.includes('seal')) tx.add({ type: 'rotate', public: { sealKey: b64u(next.seal.public) } });
    if (which.includes('sign')) tx.add({ type: 'rotate', public: { signKey: b64u(next.sign.public) } });
    return undefined;
  });
  if (!home.env.dryRun) promoteKeys(home.dir);
  const event = appended.events.at(-1)?.ref;
  return {
    chain: home.self.chain,
    rotated: which,
    signKey: b64u(next.sign.public),
    sealKey: b64u(next.seal.public),
    ...(event === undefined || home.env.dryRun ? {} : { event }),
    at: new Date(appended.at).toISOString(),
    already: false,
    warnings: ['backups made before this cannot sign any more: make one now with pedigree backup FILE'],
    ...(home.env.dryRun ? { dryRun: true as const } : {}),
  };
}

function refuseWhileAnother(home: Home, old: Keyring): void {
  if (publicKeys(home).signKey === b64u(old.sign.public) && publicKeys(home).sealKey === b64u(old.seal.public)) return;
  throw new PedigreeError('locked', 'the keys have just been changed by another run', { hint: 'try again' });
}

/** Whether the key file's keys are those that the own chain names now; undefined while the file is locked. */
export function keysFit(home: Home): boolean | undefined {
  const locked = keyFileNeedsPassphrase(readKeyFile(home.dir));
  if (locked && home.env.passphrase === undefined && !existsSync(join(home.dir, NEXT_KEY_FILE))) return undefined;
  const keyring = home.keyring();
  return publicKeys(home).signKey === b64u(keyring.sign.public);
}
