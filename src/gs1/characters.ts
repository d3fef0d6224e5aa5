// The GS1 character sets (General Specifications, figures 7.11-1, 7.11-2, 7.11-3) as one table of flags by code unit.

/** What carries FNC1 inside scan data: the group separator. */
export const GS = '\x1d';
export const GS_CODE = 0x1d;

/** Flags of {@link CHARACTER}: digit, CSET 39, CSET 64, CSET 82, hexadecimal digit. */
export const NUMERIC = 1;
export const SET39 = 2;
export const SET64 = 4;
export const SET82 = 8;
export const HEX = 16;

/** The characters of CSET 82 in the order of their values in the check pair of a GMN. */
export const CSET82 = '!"%&\'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz';
/** The characters of CSET 32, in which the check pair of a GMN is written. */
export const CSET32 = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

const DIGITS = '0123456789';
const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const LOWER = UPPER.toLowerCase();

/** Flags by code unit; everything past ASCII is in no set. */
const CHARACTER: Uint8Array = new Uint8Array(65536);

function mark(characters: string, flag: number): void {
  for (let i = 0; i < characters.length; i++) {
    const code = characters.charCodeAt(i);
    CHARACTER[code] = (CHARACTER[code] ?? 0) | flag;
  }
}
mark(DIGITS, NUMERIC);
mark(`#-/${DIGITS}${UPPER}`, SET39);
mark(`-_${DIGITS}${UPPER}${LOWER}`, SET64);
mark(CSET82, SET82);
mark(`${DIGITS}ABCDEFabcdef`, HEX);

/** Where the first character without the flag stands, from `from` on; `to` where all have it. */
export function past(text: string, flag: number, from: number, to: number): number {
  let at = from;
  while (at < to && ((CHARACTER[text.charCodeAt(at)] ?? 0) & flag) !== 0) at++;
  return at;
}

/** Whether every character of the text from `from` to `to` has the flag. */
export function all(text: string, flag: number, from = 0, to: number = text.length): boolean {
  return past(text, flag, from, to) >= to;
}

/** Whether the text is one or more digits. */
export function isDigits(text: string): boolean {
  return text.length > 0 && all(text, NUMERIC);
}
