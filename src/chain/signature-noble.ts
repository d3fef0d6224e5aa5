// Ed25519 by noble: which keys are admitted, and the twin of the signature check. Heavy: nothing on the way of a verdict loads it.
import { ed25519 } from '@noble/curves/ed25519.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { type Bytes, concat, sameBytes } from './bytes.ts';
import { isIdentity, isReduced, SIGNATURE_SIZE } from './signature.ts';

const { Point } = ed25519;
type Point = InstanceType<typeof Point>;

function littleEndian(bytes: Bytes): bigint {
  return BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`);
}

function admitted(key: Bytes): Point | undefined {
  if (key.length !== 32) return undefined;
  try {
    const point = Point.fromBytes(Uint8Array.from(key));
    if (!sameBytes(point.toBytes(), key)) return undefined;
    return point.isSmallOrder() || !point.isTorsionFree() ? undefined : point;
  } catch {
    return undefined;
  }
}

/** Whether these bytes may be a chain's signKey: 32 bytes, the canonical encoding of a point, not of small order, torsion free. */
export function admitSignKey(key: Bytes): boolean {
  return admitted(key) !== undefined;
}

/** The whole rule written out, admission included: `admitSignKey(key) && verifySignature(key, message, signature)`. */
export function verifySignatureNoble(key: Bytes, message: Bytes, signature: Bytes): boolean {
  const point = admitted(key);
  if (point === undefined || signature.length !== SIGNATURE_SIZE) return false;
  const r = signature.subarray(0, 32);
  const s = signature.subarray(32);
  if (!isReduced(s) || isIdentity(r)) return false;
  const k = Point.Fn.create(littleEndian(sha512(Uint8Array.from(concat(r, key, message)))));
  const scalar = littleEndian(s);
  const left = scalar === 0n ? Point.ZERO : Point.BASE.multiplyUnsafe(scalar);
  const right = k === 0n ? Point.ZERO : point.multiplyUnsafe(k);
  return sameBytes(left.subtract(right).toBytes(), r);
}
