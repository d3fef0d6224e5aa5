// SHA-256, the one hash of the format.
import { sha256 as noble } from '@noble/hashes/sha2.js';
import { crypto } from '../builtins.ts';
import { type Bytes, b64u, latin1 } from './bytes.ts';

/** Bytes that noble hashes first: loading node:crypto takes longer than a whole verdict, which hashes less. */
let first = 65_536;

function isFirst(data: Bytes): boolean {
  if (first <= 0 || crypto.isLoaded()) return false;
  first -= data.length;
  return true;
}

/** 32 bytes. */
export function sha256(data: Bytes): Bytes {
  // Asking for latin1 and writing that down is a third of the cost of asking for a buffer.
  return isFirst(data) ? noble(data) : latin1(crypto().hash('sha256', data, 'latin1'));
}

/** As `sha256`, in base64url. */
export function sha256Text(data: Bytes): string {
  return isFirst(data) ? b64u(noble(data)) : crypto().hash('sha256', data, 'base64url');
}

/** As `sha256` of bytes, or of text in UTF-8, in hexadecimal: for names that others made so. */
export function sha256Hex(data: Uint8Array | string): string {
  return crypto().hash('sha256', data, 'hex');
}
