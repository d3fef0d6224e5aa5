// Which Ed25519 keys are admitted as sign keys. Once for each key, on public data alone, so plain integers will do: a millisecond,
// where loading a library of curves would cost every run of the program twenty. Its twin by noble stands in signature-noble.ts.
import type { Bytes } from './bytes.ts';

/** The field, the curve constant and the order of the base point (RFC 8032 section 5.1). */
const P = 2n ** 255n - 19n;
const D = 0x52036cee2b6ffe738cc740797779e89800700a4d4141d8ab75eb4dca135978a3n;
const L = 2n ** 252n + 27742317777372353535851937790883648493n;
const ROOT_OF_MINUS_ONE = 0x2b8324804fc1df0b2b4d00993dfbd7a72f431806ad2fe478c4ee1b274a0ea0b0n;

/** A point in extended coordinates: x = X/Z, y = Y/Z, xy = T/Z. */
interface Point {
  readonly x: bigint;
  readonly y: bigint;
  readonly z: bigint;
  readonly t: bigint;
}

const IDENTITY: Point = { x: 0n, y: 1n, z: 1n, t: 0n };

function mod(n: bigint): bigint {
  const rest = n % P;
  return rest < 0n ? rest + P : rest;
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let square = base;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % P;
    square = (square * square) % P;
  }
  return result;
}

// RFC 8032 section 5.1.3, strictly: one encoding for each point.
function decode(key: Bytes): Point | undefined {
  const number = BigInt(`0x${Buffer.from(key).reverse().toString('hex')}`);
  const y = number & (2n ** 255n - 1n);
  if (y >= P) return undefined;
  const odd = number >> 255n === 1n;
  const u = mod(y * y - 1n);
  const v = mod(D * y * y + 1n);
  let x = mod(u * v ** 3n * power(mod(u * v ** 7n), (P - 5n) / 8n));
  const square = mod(v * x * x);
  if (square === mod(-u)) x = mod(x * ROOT_OF_MINUS_ONE);
  else if (square !== u) return undefined;
  if (x === 0n && odd) return undefined;
  if (((x & 1n) === 1n) !== odd) x = P - x;
  return { x, y, z: 1n, t: mod(x * y) };
}

// RFC 8032 section 5.1.4: complete, so it doubles as well.
function add(a: Point, b: Point): Point {
  const m = mod((a.y - a.x) * (b.y - b.x));
  const n = mod((a.y + a.x) * (b.y + b.x));
  const c = mod(2n * D * a.t * b.t);
  const d = mod(2n * a.z * b.z);
  const [e, f, g, h] = [n - m, d - c, d + c, n + m];
  return { x: mod(e * f), y: mod(g * h), z: mod(f * g), t: mod(e * h) };
}

function times(scalar: bigint, point: Point): Point {
  let result = IDENTITY;
  let doubled = point;
  for (let rest = scalar; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = add(result, doubled);
    doubled = add(doubled, doubled);
  }
  return result;
}

function isIdentity(point: Point): boolean {
  return point.x === 0n && point.y === point.z;
}

/**
 * Whether these bytes may be a chain's signKey: 32 bytes, the canonical encoding of a point, not of small order, torsion free.
 * The last two are one question: the order of the point is L.
 */
export function admitSignKey(key: Bytes): boolean {
  const point = key.length === 32 ? decode(key) : undefined;
  return point !== undefined && !isIdentity(point) && isIdentity(times(L, point));
}
