// The National Drug Code of the USA and the GTINs made of it: N, 03, the ten digits of the code, check digit. Where it is written
// with eleven digits, 5-4-2, a zero fills one of its three parts.

/** Where the parts of eleven digits begin. */
const PARTS = [0, 5, 9];

/** The ten digits that a code may stand for, with hyphens or without; none where it has neither ten digits nor eleven. */
export function tensOfNdc(ndc: string): readonly string[] {
  const digits = ndc.replaceAll('-', '');
  if (digits.length === 10) return [digits];
  if (digits.length !== 11) return [];
  const filled = PARTS.filter((at) => digits[at] === '0');
  return [...new Set(filled.map((at) => digits.slice(0, at) + digits.slice(at + 1)))];
}

/** Whether a GTIN of 14 digits is made of this code. Of a GTIN of another kind nothing can be said. */
export function fitsNdc(gtin14: string, ndc: string): boolean {
  return gtin14.slice(1, 3) !== '03' || tensOfNdc(ndc).includes(gtin14.slice(3, 13));
}
