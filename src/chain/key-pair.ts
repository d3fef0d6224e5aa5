// Key pairs by node:crypto: Ed25519 that signs checkpoints, X25519 that sealed parts are granted to.
import type { KeyObject } from 'node:crypto';
import { crypto } from '../builtins.ts';
import { PedigreeError } from '../errors.ts';
import { say } from '../words/en/chain.ts';
import { type Bytes, concat, hex } from './bytes.ts';

export interface KeyPair {
  /** 32 bytes: the Ed25519 seed or the X25519 scalar. */
  readonly secret: Bytes;
  /** 32 bytes. */
  readonly public: Bytes;
}

const PKCS8 = {
  ed25519: Buffer.from('302e020100300506032b657004220420', 'hex'),
  x25519: Buffer.from('302e020100300506032b656e04220420', 'hex'),
};
const X25519_SPKI = Buffer.from('302a300506032b656e032100', 'hex');
const SPKI_HEADER = 12;

/** The key object of 32 secret bytes. */
export function privateKey(kind: 'ed25519' | 'x25519', secret: Bytes): KeyObject {
  return crypto().createPrivateKey({ key: Buffer.from(concat(PKCS8[kind], secret)), format: 'der', type: 'pkcs8' });
}

function pair(kind: 'ed25519' | 'x25519', secret: Bytes): KeyPair {
  const spki = crypto().createPublicKey(privateKey(kind, secret)).export({ format: 'der', type: 'spki' });
  return { secret, public: spki.subarray(SPKI_HEADER) };
}

/** The Ed25519 pair of a seed of 32 bytes. */
export function signPair(seed: Bytes): KeyPair {
  return pair('ed25519', seed);
}

/** The X25519 pair of a scalar of 32 bytes. */
export function sealPair(scalar: Bytes): KeyPair {
  return pair('x25519', scalar);
}

const FIELD_END = Buffer.from('edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f', 'hex');
// The u coordinates of small order on the curve and its twist, canonical: 0, 1, the two of order 8, and −1.
const SMALL_ORDER = new Set([
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
  '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
]);

// Whether the little-endian number is below 2^255 − 19: one encoding for each key.
function isCanonical(key: Bytes): boolean {
  for (let i = 31; i >= 0; i--) {
    const difference = (key[i] ?? 0) - (FIELD_END[i] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}

/** Whether these bytes may be a chain's sealKey: 32 bytes, canonical, not of small order. Cheap: a network has thousands. */
export function admitSealKey(key: Bytes): boolean {
  return key.length === 32 && isCanonical(key) && !SMALL_ORDER.has(hex(key));
}

/**
 * X25519(secret, their public key), 32 bytes.
 * @throws bad-input for a key of small order (the shared secret would be zero) or of another length.
 */
export function sharedSecret(secret: Bytes, theirPublic: Bytes): Bytes {
  try {
    const spki = Buffer.from(concat(X25519_SPKI, theirPublic));
    return crypto().diffieHellman({
      privateKey: privateKey('x25519', secret),
      publicKey: crypto().createPublicKey({ key: spki, format: 'der', type: 'spki' }),
    });
  } catch (cause) {
    throw new PedigreeError('bad-input', say('not-seal-key'), { cause });
  }
}
