// Which Ed25519 keys are admitted as sign keys (DESIGN §3.3): asked once for each key, on public data alone, by noble.
import { ed25519 } from '@noble/curves/ed25519.js';
import { type Bytes, sameBytes } from './bytes.ts';

export type CurvePoint = InstanceType<typeof ed25519.Point>;

/**
 * The point of a key that may be a chain's signKey: 32 bytes, the canonical encoding of a point, not of small order, torsion
 * free. Undefined for any other bytes.
 */
export function admittedPoint(key: Bytes): CurvePoint | undefined {
  if (key.length !== 32) return undefined;
  try {
    const point = ed25519.Point.fromBytes(Uint8Array.from(key));
    if (!sameBytes(point.toBytes(), key)) return undefined;
    return point.isSmallOrder() || !point.isTorsionFree() ? undefined : point;
  } catch {
    return undefined;
  }
}

/** Whether these bytes may be a chain's signKey. Loading the library of curves takes some 20 ms, so no verdict asks this. */
export function admitSignKey(key: Bytes): boolean {
  return admittedPoint(key) !== undefined;
}
