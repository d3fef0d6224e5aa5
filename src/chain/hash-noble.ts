// SHA-256 without node:crypto, whose loading takes longer than a whole verdict: the twin of hash.ts for the small file of
// `verify`.
import { sha256 as noble } from '@noble/hashes/sha2.js';
import type { Bytes } from './bytes.ts';

/** 32 bytes. */
export function sha256(data: Bytes): Bytes {
  return noble(data);
}
