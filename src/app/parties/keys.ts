// The party's keys: shown, locked with a passphrase, replaced by new ones.
import { join } from 'node:path';
import { b64u } from '../../chain/bytes.ts';
import type { JsonObject } from '../../chain/canonical.ts';
import { encodeKeyFile, type Keyring, keyFileNeedsPassphrase, newKeyring, renewed } from '../../chain/keys.ts';
import { EVENT } from '../../custody/events/all.ts';
import { PedigreeError, wordsOf } from '../../errors.ts';
import { pastDirs } from '../../ledger/carried.ts';
import { inOurWords } from '../../ledger/sqlite.ts';
import { phrase, say } from '../../words/en/parties.ts';
import { forgetDevices } from '../node/devices.ts';
import type { Env } from '../node/env.ts';
import { fingerprint } from '../node/fingerprint.ts';
import { KEY_FILE } from '../node/folder.ts';
import type { Home } from '../node/home.ts';
import {
  areNamed,
  dropStagedKeys,
  namedKeys,
  promoteKeys,
  readKeyFile,
  readKeyring,
  stageKeys,
  unlock,
  writeKeyFile,
} from '../node/key-file.ts';
import { newPeerKey } from '../node/prover.ts';
import type { Reading } from '../node/reading.ts';
import type { Written } from '../record/write.ts';

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
  const { chain } = home.self;
  const file = join(home.dir, KEY_FILE);
  return { chain, ...namedKeys(home.ledger, chain), fingerprint: fingerprint(chain), file, locked };
}

export interface LockData extends Written {
  readonly locked: boolean;
}

/**
 * Locks the key file with a passphrase, or without one leaves it open to whoever can read the file.
 * @throws key-passphrase where the present passphrase is missing or wrong
 */
export function setPassphrase(home: Home, passphrase: string | undefined): LockData {
  const { env, ledger, self } = home;
  const known = home.keyring();
  const warnings = [phrase('backups-made-before-this')];
  if (!env.dryRun) {
    // Under the write lock, so that no rotation puts other keys there meanwhile; what one left is of the old passphrase.
    ledger.write(() => {
      const keyring = areNamed(ledger, self.chain, known) ? known : readKeyring(env, ledger, self.chain);
      dropStagedKeys(home.dir);
      // Those of before first: cut off in between, the same again goes on with what is open still.
      for (const dir of pastDirs(home.dir)) lockPast(env, dir, passphrase);
      writeKeyFile(home.dir, encodeKeyFile(keyring, passphrase, env.random));
    });
  }
  return {
    locked: passphrase !== undefined,
    at: new Date(home.env.clock()).toISOString(),
    already: false,
    warnings,
    ...(home.env.dryRun ? { dryRun: true as const } : {}),
  };
}

/** Keys of a network that the party was in before, as they open what was sealed there. */
function lockPast(env: Env, dir: string, passphrase: string | undefined): void {
  let keyring: Keyring;
  try {
    keyring = unlock(env, readKeyFile(dir));
  } catch (error) {
    // Locked with a passphrase of its own, or not there.
    if (error instanceof PedigreeError && error.code !== 'io-failed') return;
    throw error;
  }
  writeKeyFile(dir, encodeKeyFile(keyring, passphrase, env.random));
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
  let keyring = home.keyring();
  // Whoever had the old key may have paired some: gone before there is a new one, they are gone wherever this is cut off.
  if (!home.env.dryRun) forgetDevices(home.dir);
  let last: { readonly event?: string; readonly at: number } = { at: home.env.clock() };
  // One at a time, for a change of keys ends its append; cut short between the two, one of them is done.
  for (const name of which) {
    const next = renewed(keyring, newKeyring(home.env.random), name);
    try {
      last = rotateOne(home, keyring, next, name);
    } catch (error) {
      throw home.env.dryRun ? error : cutShort(home, which, name, next, error);
    }
    // A dry run was undone, so the next append is signed as before.
    if (!home.env.dryRun) keyring = next;
  }
  const dry = home.env.dryRun;
  return {
    chain: home.self.chain,
    rotated: which,
    signKey: b64u(keyring.sign.public),
    sealKey: b64u(keyring.seal.public),
    ...(last.event === undefined || dry ? {} : { event: last.event }),
    at: new Date(last.at).toISOString(),
    already: false,
    warnings: which.includes('sign')
      ? [phrase('backups-made-before-this-cannot')]
      : [phrase('backups-made-before-this-cannot-open')],
    ...(dry ? { dryRun: true as const } : {}),
  };
}

/** What to say where a change failed: those before it stand, and so may its own event. */
function cutShort(
  home: Home,
  which: readonly ('sign' | 'seal')[],
  name: 'sign' | 'seal',
  next: Keyring,
  thrown: unknown,
): unknown {
  const error = inOurWords(thrown);
  if (!(error instanceof PedigreeError)) return error;
  const stands = areNamed(home.ledger, home.self.chain, next);
  const at = which.indexOf(name) + (stands ? 1 : 0);
  const [changed, rest] = [which.slice(0, at), which.slice(at)];
  if (changed.length === 0) return error;
  const why = wordsOf(error.cause instanceof PedigreeError ? error.cause : error);

  return new PedigreeError(
    error.code,
    rest.length === 0 ? say('new-key-recorded-but', { changed, why }) : say('new-key-recorded', { changed, rest, why }),
    {
      hint: rest.length === 0 ? say('make-room-or-mend') : say('make-room-or-mend-folder', { rest: rotating(rest) }),
      detail: { rotated: changed },
      cause: error,
    },
  );
}

function rotating(which: readonly ('sign' | 'seal')[]): string {
  if (which.length > 1) return phrase('key-rotate');
  return which[0] === 'sign' ? phrase('key-rotate-sign') : phrase('key-rotate-seal');
}

function rotateOne(
  home: Home,
  old: Keyring,
  next: Keyring,
  name: 'sign' | 'seal',
): { readonly event?: string; readonly at: number } {
  const { chain } = home.self;
  const dry = home.env.dryRun;
  const signer = { chain, keyring: old, random: home.env.random };
  const appended = home.ledger.append(signer, home.appendOptions(), (tx) => {
    // Under the write lock, so that no other rotation stages its keys between this and the commit.
    if (!dry) refuseWhileAnother(home, old);
    // Whoever has seen the sign key may have seen the key for exchanges, too.
    const peer = newPeerKey(tx.random);
    const said: JsonObject =
      name === 'sign' ? { signKey: b64u(next.sign.public), ...peer.said } : { sealKey: b64u(next.seal.public) };
    const { ref } = tx.add({ type: EVENT.rotate.type, public: said });
    if (name === 'sign') peer.keep(tx.local);
    // Not before the chain takes it: what was refused leaves no key behind.
    if (!dry) stageKeys(home.env, next);
    return ref;
  });
  if (!dry) promoteKeys(home.dir);
  return { event: appended.value, at: appended.at };
}

function refuseWhileAnother(home: Home, old: Keyring): void {
  if (areNamed(home.ledger, home.self.chain, old)) return;
  throw new PedigreeError('locked', say('keys-have-just-changed'), { hint: say('try-again') });
}

/** Whether the key file's keys are those that the own chain names now; undefined while the file is locked. */
export function keysFit(home: Home): boolean | undefined {
  const locked = keyFileNeedsPassphrase(readKeyFile(home.dir));
  if (locked && home.env.passphrase?.() === undefined) return undefined;
  return areNamed(home.ledger, home.self.chain, home.keyring());
}
