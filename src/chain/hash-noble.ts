// SHA-256 without node:crypto, whose loading takes longer than a whole verdict: the twin of hash.ts for the small file of
// `verify`.
import { sha256 as noble } from '@noble/hashes/sha2.js';
import { type Bytes, b64u } from './bytes.ts';

/** 32 bytes. */
export function sha256(data: Bytes): Bytes {
  return noble(data);
}

/** As `sha256`, in base64url. */
export function sha256Text(data: Bytes): string {
  return b64u(noble(data));
}
