// The fields of what stands in a frame as JSON: each is read as what it must be, within its bounds.
import { Buffer } from 'node:buffer';
import { PedigreeError } from '../errors.ts';
import { phrase, say } from '../words/en/sync.ts';

export type Fields = Readonly<Record<string, unknown>>;

/** Texts of the protocol are ids, notes and digests: none is longer. */
export const MOST_TEXT = 4_096;

/** @throws bad-frame for what is no object in JSON, as the readers of fields do for what is no such field */
export function fields(body: Uint8Array): Fields {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (cause) {
    throw new PedigreeError('bad-frame', say('frame-does-not-hold'), { cause });
  }
  if (!isRecord(value)) throw bad(phrase('frame-does-not-hold-json'));
  return value;
}

export function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function text(value: unknown): string {
  if (typeof value !== 'string' || value.length > MOST_TEXT) throw bad(phrase('text-in-frame-missing'));
  return value;
}

export function count(value: unknown): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0)
    throw bad(phrase('number-in-frame-wrong'));
  return value;
}

export function positive(value: unknown): number {
  if (value === 0) throw bad(phrase('number-in-frame-wrong'));
  return count(value);
}

/** Bytes of exactly this length. */
export function bytes(value: unknown, length: number): Uint8Array {
  const decoded = someBytes(value, length);
  if (decoded.length !== length) throw bad(phrase('bytes-in-frame-wrong'));
  return decoded;
}

/** Bytes, at most so many. */
export function someBytes(value: unknown, most: number): Uint8Array {
  if (typeof value !== 'string' || value.length > 2 * most) throw bad(phrase('bytes-in-frame-missing'));
  const decoded = Buffer.from(value, 'base64url');
  if (decoded.length > most || decoded.toString('base64url') !== value) throw bad(phrase('bytes-in-frame-wrong'));
  return decoded;
}

export function bad(message: string): PedigreeError {
  return new PedigreeError('bad-frame', message);
}
