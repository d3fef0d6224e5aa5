// A party's keys as capabilities: what signs its checkpoints and what sealed parts are granted to. Where the secrets lie is
// nobody's business: here they lie in this process, and a token, an agent or a command can stand in their place.
import type { KeyObject } from 'node:crypto';
import { crypto } from '../builtins.ts';
import { PedigreeError } from '../errors.ts';
import { say } from '../words/en/chain.ts';
import { type Bytes, hex } from './bytes.ts';
import { type KeyPair, privateKey, sealPair, signPair } from './key-pair.ts';
import { pairKey } from './seal.ts';

/** Signs with an Ed25519 key that nobody sees. */
export interface Signer {
  /** 32 bytes. */
  readonly public: Bytes;
  /** The signature, 64 bytes. It may take its time: nobody who reads or takes in what others wrote waits for it. */
  sign(message: Bytes): Bytes;
  /** Signs within a millisecond and asks nobody, so it may do so while others wait. */
  readonly immediate?: true;
}

/** Agrees with the seal keys of others on secrets, by X25519 keys that nobody sees. */
export interface Sealer {
  /** The key that is granted to now, 32 bytes. */
  readonly public: Bytes;
  /** That one, and those of before each rotation, newest first: they go on opening what was granted to them. */
  readonly publics: readonly Bytes[];
  /**
   * The secret of a pair of seal keys: one of the own ones, by its place in `publics`, and another party's, 32 bytes.
   * @throws bad-input for a key of small order or of another length
   */
  agree(theirs: Bytes, which?: number): Bytes;
}

/** The secrets of pairs with another party's seal key, one for each key that the sealer ever had. */
export function agreements(seal: Sealer, theirs: Bytes): readonly Bytes[] {
  return seal.publics.map((_, which) => seal.agree(theirs, which));
}

export interface Keyring {
  readonly sign: Signer;
  readonly seal: Sealer;
}

/** The secrets of a keyring that lie in this process, as a key file keeps them. */
export interface Secrets {
  readonly sign: KeyPair;
  /** Newest first. */
  readonly seals: readonly KeyPair[];
}

const SECRETS = new WeakMap<Keyring, Secrets>();

/** A new keyring from 64 random bytes. */
export function newKeyring(random: (n: number) => Bytes): Keyring {
  return keyringFrom({ sign: signPair(random(32)), seals: [sealPair(random(32))] });
}

/** A keyring whose secrets lie here. */
export function keyringFrom(secrets: Secrets): Keyring {
  const keyring = { sign: signerOf(secrets.sign), seal: sealerOf(secrets.seals) };
  SECRETS.set(keyring, secrets);
  return keyring;
}

/** For the key file alone. @throws bad-input for a keyring whose secrets lie elsewhere */
export function secretsOf(keyring: Keyring): Secrets {
  const secrets = SECRETS.get(keyring);
  if (secrets === undefined) throw new PedigreeError('bad-input', say('secrets-elsewhere'));
  return secrets;
}

/** As a keyring, with the sign key or the seal key of another; the seal keys that it had go on opening. */
export function renewed(old: Keyring, fresh: Keyring, ...which: readonly ('sign' | 'seal')[]): Keyring {
  const [was, is] = [secretsOf(old), secretsOf(fresh)];
  return keyringFrom({
    sign: which.includes('sign') ? is.sign : was.sign,
    seals: which.includes('seal') ? [...is.seals, ...was.seals] : was.seals,
  });
}

/** Signs with an Ed25519 pair that lies here. */
export function signerOf(pair: KeyPair): Signer {
  return { public: pair.public, sign: (message) => signWithPair(pair, message), immediate: true };
}

/** Secrets of pairs are kept: a batch of events goes to the same few readers. */
const KEPT = 4096;

function sealerOf(pairs: readonly KeyPair[]): Sealer {
  const [newest] = pairs;
  if (newest === undefined) throw new TypeError('a sealer without a key');
  const kept = new Map<string, Bytes>();
  return {
    public: newest.public,
    publics: pairs.map((pair) => pair.public),
    agree: (theirs, which = 0) => {
      const own = pairs[which];
      if (own === undefined) throw new TypeError(`there are ${pairs.length} seal keys, not ${which + 1}`);
      const name = `${which} ${hex(theirs)}`;
      let secret = kept.get(name);
      if (secret === undefined) {
        secret = pairKey(own.secret, own.public, theirs);
        if (kept.size >= KEPT) kept.clear();
        kept.set(name, secret);
      }
      return secret;
    },
  };
}

const signing = new WeakMap<KeyPair, KeyObject>();

function signWithPair(pair: KeyPair, message: Bytes): Bytes {
  let key = signing.get(pair);
  if (key === undefined) {
    key = privateKey('ed25519', pair.secret);
    signing.set(pair, key);
  }
  return crypto().sign(null, message, key);
}
