// HIBC supplier labels (ANSI/HIBC 2): recognised and checked, so that they are named and not misread.

const CHARACTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. $/+%';

/** What the primary part of a HIBC code says. */
export interface Hibc {
  readonly labeler: string;
  readonly product: string;
  readonly unit: string;
  /** The check character (modulo 43) is right. */
  readonly right: boolean;
}

/** The check character of the data before it: values in Code 39 order, modulo 43. */
export function hibcCheckCharacter(data: string): string {
  let sum = 0;
  for (const character of data) sum += CHARACTERS.indexOf(character);
  return CHARACTERS.charAt(sum % 43);
}

/** The HIBC code in this text, or undefined where it is none. Asterisks around it are those of Code 39. */
export function readHibc(text: string): Hibc | undefined {
  const bare = /^\*?(\+[A-Z0-9\-. $/+%]{6,60}?)\*?$/.exec(text)?.[1];
  const parts = bare === undefined ? null : /^\+([A-Z][A-Z0-9]{3})([A-Z0-9]{1,18})(\d)(?:\/.*)?(.)$/.exec(bare);
  if (bare === undefined || !parts) return undefined;
  const [, labeler = '', product = '', unit = ''] = parts;
  return { labeler, product, unit, right: hibcCheckCharacter(bare.slice(0, -1)) === bare.slice(-1) };
}
