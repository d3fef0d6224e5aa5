// The one rule for Ed25519 signatures, checked by OpenSSL. The admission of keys and the twin of this check stand beside it.
import type { KeyObject } from 'node:crypto';
import { crypto } from '../builtins.ts';
import { type Bytes, bufferOf, concat, sameBytes } from './bytes.ts';

/** Bytes of a signature. */
export const SIGNATURE_SIZE = 64;

const SPKI = Buffer.from('302a300506032b6570032100', 'hex');
const IDENTITY = Buffer.concat([Buffer.of(1), Buffer.alloc(31)]);
/** L, the order of the base point, little-endian. */
const ORDER = Buffer.from('edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010', 'hex');

const KEPT = 1024;
const imported = new Map<string, KeyObject>();

/** Whether S, the second half of a signature, is below L: there is one form of each signature. */
export function isReduced(scalar: Bytes): boolean {
  for (let i = 31; i >= 0; i--) {
    const difference = (scalar[i] ?? 0) - (ORDER[i] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}

/** Whether R is the encoding of the identity, which no honest signature has. */
export function isIdentity(point: Bytes): boolean {
  return sameBytes(point, IDENTITY);
}

function publicKey(key: Bytes): KeyObject {
  const name = bufferOf(key).toString('latin1');
  let object = imported.get(name);
  if (object === undefined) {
    object = crypto().createPublicKey({ key: Buffer.from(concat(SPKI, key)), format: 'der', type: 'spki' });
    if (imported.size >= KEPT) imported.clear();
    imported.set(name, object);
  }
  return object;
}

/** A signature that is to be checked. */
export interface SignatureCheck {
  readonly key: Bytes;
  readonly message: Bytes;
  readonly signature: Bytes;
}

/** Signatures that were found right and not asked for yet, and the most of them that are remembered. */
const right = new Set<string>();
const MOST_RIGHT = 4096;

function nameOf({ key, message, signature }: SignatureCheck): string {
  return `${bufferOf(key).toString('latin1')}${bufferOf(signature).toString('latin1')}${bufferOf(message).toString('latin1')}`;
}

function isFormed({ key, signature }: SignatureCheck): boolean {
  if (key.length !== 32 || signature.length !== SIGNATURE_SIZE) return false;
  return isReduced(signature.subarray(32)) && !isIdentity(signature.subarray(0, 32));
}

/**
 * Has a thread of the system look at a signature, so that `verifySignature` knows it when it is asked the same next. Of one that is
 * wrong nothing is remembered.
 */
export function verifyAhead(check: SignatureCheck): Promise<void> {
  if (!isFormed(check)) return Promise.resolve();
  return new Promise((resolve) => {
    try {
      crypto().verify(null, check.message, publicKey(check.key), check.signature, (error, is) => {
        if (right.size >= MOST_RIGHT) right.clear();
        if (error === null && is) right.add(nameOf(check));
        resolve();
      });
    } catch {
      resolve();
    }
  });
}

/**
 * Whether `signature` is this key's over `message`: exactly 64 bytes, S < L, R not the identity, and encode(S·B − k·A) = R byte
 * for byte without the cofactor. The key was admitted before (`admitSignKey`); this check alone does not refuse weak keys.
 */
export function verifySignature(key: Bytes, message: Bytes, signature: Bytes): boolean {
  const check = { key, message, signature };
  if (!isFormed(check)) return false;
  if (right.size > 0 && right.delete(nameOf(check))) return true;
  try {
    return crypto().verify(null, message, publicKey(key), signature);
  } catch {
    // Whatever a version of OpenSSL makes of a key that is no point: it has not signed anything.
    return false;
  }
}
