// National healthcare reimbursement numbers (AIs 710–717): their own check digits, reported as warnings.
import { isDigits } from './characters.ts';
import { checkDigit } from './keys.ts';

/** PZN (Germany): eight digits, the last is the sum of the first seven weighted 1 to 7, modulo 11. */
function pzn(value: string): boolean {
  let sum = 0;
  for (let i = 0; i < 7; i++) sum += Number(value.charAt(i)) * (i + 1);
  return value.length === 8 && sum % 11 === Number(value.charAt(7));
}

/** CIP13 (France): an EAN-13. */
function cip(value: string): boolean {
  return value.length === 13 && checkDigit(value.slice(0, 12)) === value.charAt(12);
}

/** CN (Spain): six digits, with or without the check digit that they have behind 847000. */
function cn(value: string): boolean {
  return value.length === 6 || (value.length === 7 && checkDigit(`847000${value.slice(0, 6)}`) === value.charAt(6));
}

/** AIC (Italy): nine digits, the last as Luhn counts without the complement. */
function aic(value: string): boolean {
  let sum = 0;
  for (let i = 0; i < 8; i++) {
    const digit = Number(value.charAt(i));
    sum += i % 2 === 0 ? digit : Math.floor(digit / 5) + ((digit * 2) % 10);
  }
  return value.length === 9 && sum % 10 === Number(value.charAt(8));
}

const CHECKS: Readonly<Record<string, (value: string) => boolean>> = { 710: pzn, 711: cip, 712: cn, 716: aic };

/** Whether a national number keeps its country's rule; countries without a known rule always do. */
export function nationalNumberIsRight(ai: string, value: string): boolean {
  const check = CHECKS[ai];
  return !check || (isDigits(value) && check(value));
}
