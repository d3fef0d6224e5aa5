// Which Ed25519 keys are admitted as sign keys (DESIGN §3.3): asked once for each key, on public data alone, by noble.
import { loadPackage } from '#packages';
import { type Bytes, sameBytes } from './bytes.ts';

type Curves = typeof import('@noble/curves/ed25519.js');
export type CurvePoint = InstanceType<Curves['ed25519']['Point']>;

/** Its loading takes some 20 ms: no verdict asks this, and no command before it meets a key that is new to it. */
function curves(): Curves {
  return loadPackage('@noble/curves/ed25519.js') as Curves;
}

/**
 * The point of a key that may be a chain's signKey: 32 bytes, the canonical encoding of a point, not of small order, torsion
 * free. Undefined for any other bytes.
 */
export function admittedPoint(key: Bytes): CurvePoint | undefined {
  if (key.length !== 32) return undefined;
  try {
    const point = curves().ed25519.Point.fromBytes(Uint8Array.from(key));
    if (!sameBytes(point.toBytes(), key)) return undefined;
    return point.isSmallOrder() || !point.isTorsionFree() ? undefined : point;
  } catch {
    return undefined;
  }
}

/** Whether these bytes may be a chain's signKey. */
export function admitSignKey(key: Bytes): boolean {
  return admittedPoint(key) !== undefined;
}
