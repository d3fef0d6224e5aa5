// SHA-256, the one hash of the format.
import { hash } from 'node:crypto';
import type { Bytes } from './bytes.ts';

/** 32 bytes. Asking for latin1 and writing that down is a third of the cost of asking for a buffer. */
export function sha256(data: Bytes): Bytes {
  return Buffer.from(hash('sha256', data, 'latin1'), 'latin1');
}
