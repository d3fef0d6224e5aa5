// A party's keyring: the pair that signs its checkpoints and the pairs that sealed parts are granted to.
import { type KeyObject, sign } from 'node:crypto';
import type { Bytes } from './bytes.ts';
import { type KeyPair, privateKey, sealPair, signPair } from './key-pair.ts';

export interface Keyring {
  readonly sign: KeyPair;
  readonly seal: KeyPair;
  /** Seal keys of before a rotation, newest first: they go on opening what was granted to them. */
  readonly oldSeals: readonly KeyPair[];
}

/** A new keyring from 64 random bytes. */
export function newKeyring(random: (n: number) => Bytes): Keyring {
  return { sign: signPair(random(32)), seal: sealPair(random(32)), oldSeals: [] };
}

const signing = new WeakMap<KeyPair, KeyObject>();

/** The signature, 64 bytes. */
export function signWith(keyring: Keyring, message: Bytes): Bytes {
  return signWithPair(keyring.sign, message);
}

/** The signature of an Ed25519 pair, 64 bytes. */
export function signWithPair(pair: KeyPair, message: Bytes): Bytes {
  let key = signing.get(pair);
  if (key === undefined) {
    key = privateKey('ed25519', pair.secret);
    signing.set(pair, key);
  }
  return sign(null, message, key);
}
