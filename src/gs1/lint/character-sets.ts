// Which characters a component may hold: CSET numeric, 39, 64 and 82, and the rules about single characters.
import { all, HEX, NUMERIC, past, SET39, SET64, SET82 } from '../characters.ts';
import { fail, type Lint, type Linter } from './lint.ts';

function inSet(flag: number, code: string): Linter {
  return (text, from, to) => {
    const at = past(text, flag, from, to);
    return at < to ? fail(code, at, 1) : undefined;
  };
}

export const csetnumeric: Linter = inSet(NUMERIC, 'non-digit-character');
export const cset39: Linter = inSet(SET39, 'invalid-cset39-character');
export const cset82: Linter = inSet(SET82, 'invalid-cset82-character');

const set64 = inSet(SET64, 'invalid-cset64-character');

/** File-safe base64: at most two pads, and only where the length is a multiple of three. */
export function cset64(text: string, from: number, to: number): Lint | undefined {
  let end = to;
  while (end > from && text.charCodeAt(end - 1) === 0x3d) end--;
  const pads = to - end;
  if (pads > 2 || (pads > 0 && (to - from) % 3 !== 0)) return fail('invalid-cset64-padding', end, pads);
  return set64(text, from, end);
}

/** A MUDI must not be all digits. */
export function hasnondigit(text: string, from: number, to: number): Lint | undefined {
  return all(text, NUMERIC, from, to) ? fail('requires-non-digit-character', from, to - from) : undefined;
}

/** A temperature sign is hyphens and nothing else. */
export function hyphen(text: string, from: number, to: number): Lint | undefined {
  let right = to > from;
  for (let i = from; i < to; i++) right &&= text.charCodeAt(i) === 0x2d;
  return right ? undefined : fail('not-hyphen', from, to - from);
}

/** The importer index of a UIC is one character of file-safe base64. */
export function importeridx(text: string, from: number, to: number): Lint | undefined {
  if (to - from !== 1) return fail('importer-idx-must-be-one-character', from, to - from);
  return set64(text, from, to) === undefined ? undefined : fail('invalid-import-idx-character', from, 1);
}

/** Every % starts a percent-encoded byte. */
export function pcenc(text: string, from: number, to: number): Lint | undefined {
  for (let i = from; i < to; i++) {
    if (text.charCodeAt(i) !== 0x25) continue;
    if (i + 2 >= to) return fail('invalid-percent-sequence', i, to - i);
    if (!all(text, HEX, i + 1, i + 3)) return fail('invalid-percent-sequence', i, 3);
    i += 2;
  }
  return undefined;
}
