// Rules about the numbers in a component: flags, zeros, positions, pieces of a total, coordinates.
import { csetnumeric } from './character-sets.ts';
import { fail, type Lint, type Linter } from './lint.ts';

function zeros(text: string, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (text.charCodeAt(i) !== 0x30) return false;
  return true;
}

export function nonzero(text: string, from: number, to: number): Lint | undefined {
  const wrong = csetnumeric(text, from, to);
  if (wrong) return wrong;
  return zeros(text, from, to) ? fail('illegal-zero-value', from, to - from) : undefined;
}

export function nozeroprefix(text: string, from: number, to: number): Lint | undefined {
  if (to > from && text.charCodeAt(from) === 0x30) return fail('illegal-zero-prefix', from, 1);
  return csetnumeric(text, from, to);
}

function oneOf(characters: string, code: string): Linter {
  return (text, from, to) => {
    if (to - from !== 1) return fail(code, from, to - from);
    return characters.includes(text.charAt(from)) ? undefined : fail(code, from, 1);
  };
}

/** Zeros and nothing else. */
export function zero(text: string, from: number, to: number): Lint | undefined {
  return to > from && zeros(text, from, to) ? undefined : fail('not-zero', from, to - from);
}

export const yesno: Linter = oneOf('01', 'not-zero-or-one');
export const winding: Linter = oneOf('019', 'invalid-winding-direction');
/** ISO/IEC 5218: not known, male, female, not applicable. */
export const iso5218: Linter = oneOf('0129', 'invalid-biological-sex-code');

function coordinate(most: number, lengthCode: string, code: string): Linter {
  return (text, from, to) => {
    if (to - from !== 10) return fail(lengthCode, from, to - from);
    const wrong = csetnumeric(text, from, to);
    if (wrong) return wrong;
    return Number(text.slice(from, to)) > most ? fail(code, from, 10) : undefined;
  };
}

/** (latitude + 90°) × 10⁷. */
export const latitude: Linter = coordinate(1_800_000_000, 'latitude-invalid-length', 'invalid-latitude');
/** (longitude + 180°) × 10⁷. */
export const longitude: Linter = coordinate(3_600_000_000, 'longitude-invalid-length', 'invalid-longitude');

/** The first half is the piece, the second the total: neither is zero, the piece is within the total. */
export function pieceoftotal(text: string, from: number, to: number): Lint | undefined {
  const wrong = csetnumeric(text, from, to);
  if (wrong) return wrong;
  const length = to - from;
  if (length === 0 || length % 2 !== 0) return fail('invalid-length-for-piece-of-total', from, length);
  const half = from + length / 2;
  if (zeros(text, from, half)) return fail('zero-piece-number', from, length / 2);
  if (zeros(text, half, to)) return fail('zero-total-pieces', half, length / 2);
  return text.slice(from, half) > text.slice(half, to) ? fail('piece-number-exceeds-total', from, length) : undefined;
}

/** Position "/" end, both without leading zeros, the position within the end. */
export function posinseqslash(text: string, from: number, to: number): Lint | undefined {
  const data = text.slice(from, to);
  const parts = /^(\d+)\/(\d+)$/.exec(data);
  const position = parts?.[1];
  const end = parts?.[2];
  if (position === undefined || end === undefined || data.endsWith('\n'))
    return fail('position-in-sequence-malformed', from, to - from);
  if (position.startsWith('0')) return fail('illegal-zero-prefix', from, position.length);
  if (end.startsWith('0')) return fail('illegal-zero-prefix', from + position.length + 1, end.length);
  const over = position.length === end.length ? position > end : position.length > end.length;
  return over ? fail('position-exceeds-end', from, to - from) : undefined;
}
