// GS1 keys as digit strings: check digits, GTIN, GLN, SSCC.
import { badInput } from '../errors.ts';
import { isDigits } from './characters.ts';
import { csum } from './lint/check-digits.ts';

/**
 * The check digit (modulo 10) that belongs behind these digits.
 * @throws bad-input where they are not all digits.
 * @example
 * ```ts
 * import { checkDigit, isGtin } from 'pedigree/gs1';
 *
 * checkDigit('0950600013435'); // → "2"
 * isGtin('09506000134352'); // → true
 * ```
 */
export function checkDigit(digits: string): string {
  if (!isDigits(digits)) throw badInput(`not all digits: ${digits}`);
  let sum = 0;
  for (let i = digits.length - 1, weight = 3; i >= 0; i--, weight = 4 - weight)
    sum += weight * Number(digits.charAt(i));
  return String((10 - (sum % 10)) % 10);
}

function isKey(text: string, length: number): boolean {
  return text.length === length && isDigits(text) && csum(text, 0, length) === undefined;
}

/** Whether the text is a GTIN-14 with a right check digit. */
export function isGtin(text: string): boolean {
  return isKey(text, 14);
}

/** Whether the text is a GLN (13 digits) with a right check digit. */
export function isGln(text: string): boolean {
  return isKey(text, 13);
}

/** Whether the text is an SSCC (18 digits) with a right check digit. */
export function isSscc(text: string): boolean {
  return isKey(text, 18);
}

/**
 * A GTIN of 8, 12, 13 or 14 digits as the 14 digits that all else here uses.
 * @throws bad-input where the length or the check digit is wrong.
 */
export function toGtin14(text: string): string {
  const gtin = text.trim();
  const padded = gtin.padStart(14, '0');
  if (![8, 12, 13, 14].includes(gtin.length) || !isDigits(gtin))
    throw badInput(`not a GTIN: ${text}`, 'a GTIN has 8, 12, 13 or 14 digits');
  if (!isGtin(padded))
    throw badInput(
      `the check digit of GTIN ${text} is wrong`,
      `the last digit would be ${checkDigit(gtin.slice(0, -1))}`,
    );
  return padded;
}
