// SHA-256, the one hash of the format.
import { hash } from 'node:crypto';
import { type Bytes, latin1 } from './bytes.ts';

/** 32 bytes. */
export function sha256(data: Bytes): Bytes {
  // Asking for latin1 and writing that down is a third of the cost of asking for a buffer.
  return latin1(hash('sha256', data, 'latin1'));
}

/** As `sha256`, in base64url. */
export function sha256Text(data: Bytes): string {
  return hash('sha256', data, 'base64url');
}
