// The signature rule by noble, written out: the twin that signature.ts is compared with.
import { ed25519 } from '@noble/curves/ed25519.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { admittedPoint } from '../../src/chain/admission.ts';
import { type Bytes, concat, sameBytes } from '../../src/chain/bytes.ts';
import { isIdentity, isReduced, SIGNATURE_SIZE } from '../../src/chain/signature.ts';

const { Point } = ed25519;

function littleEndian(bytes: Bytes): bigint {
  return BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`);
}

/** The whole rule written out, admission included: `admitSignKey(key) && verifySignature(key, message, signature)`. */
export function verifySignatureNoble(key: Bytes, message: Bytes, signature: Bytes): boolean {
  const point = admittedPoint(key);
  if (point === undefined || signature.length !== SIGNATURE_SIZE) return false;
  const r = signature.subarray(0, 32);
  const s = signature.subarray(32);
  if (!isReduced(s) || isIdentity(r)) return false;
  const k = Point.Fn.create(littleEndian(sha512(Uint8Array.from(concat(r, key, message)))));
  const left = Point.BASE.multiplyUnsafe(littleEndian(s));
  const right = point.multiplyUnsafe(k);
  return sameBytes(left.subtract(right).toBytes(), r);
}
