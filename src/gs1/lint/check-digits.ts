// Check digits, check pairs and company prefixes (General Specifications, sections 7.9 and 1.4).
import { CSET32, CSET82, NUMERIC, past, SET82 } from '../characters.ts';
import { fail, type Lint } from './lint.ts';

/** The shortest GS1 Company Prefix is four digits. */
const SHORTEST_PREFIX = 4;

/** Modulo 10 with weights 3 and 1 from the right; the last digit is the check digit. */
export function csum(text: string, from: number, to: number): Lint | undefined {
  if (to <= from) return fail('too-short-for-check-digit', from, 0);
  let weight = (to - from) % 2 === 0 ? 3 : 1;
  let sum = 0;
  for (let i = from; i < to; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) return fail('non-digit-character', i, 1);
    sum += weight * digit;
    weight = 4 - weight;
  }
  return sum % 10 === 0 ? undefined : fail('incorrect-check-digit', to - 1, 1);
}

function firstPrimes(count: number): number[] {
  const primes: number[] = [];
  for (let n = 2; primes.length < count; n++) if (primes.every((prime) => n % prime !== 0)) primes.push(n);
  return primes;
}
const LONGEST_PAIR = 99;
let primes: readonly number[] | undefined;

/** The check pair of the data before it: modulo 1021 over primes as weights, written in two characters of CSET 32. */
function checkPair(data: string): string {
  primes ??= firstPrimes(LONGEST_PAIR - 2);
  let sum = 0;
  for (let i = 0; i < data.length; i++) sum += CSET82.indexOf(data.charAt(i)) * (primes[data.length - 1 - i] ?? 0);
  sum %= 1021;
  return CSET32.charAt(sum >> 5) + CSET32.charAt(sum & 31);
}

/** The check character pair of a GMN. */
export function csumalpha(text: string, from: number, to: number): Lint | undefined {
  if (to - from > LONGEST_PAIR) return fail('too-long-for-check-pair-implementation', from, to - from);
  if (to - from < 2) return fail('too-short-for-check-pair', from, to - from);
  const at = past(text, SET82, from, to - 2);
  if (at < to - 2) return fail('invalid-cset82-character', at, 1);
  if (checkPair(text.slice(from, to - 2)) !== text.slice(to - 2, to)) return fail('incorrect-check-pair', to - 2, 2);
  return undefined;
}

/** A company prefix stands at the first position. */
export function gcppos1(text: string, from: number, to: number): Lint | undefined {
  if (to - from < SHORTEST_PREFIX) return fail('too-short-for-gcp', from, to - from);
  const at = past(text, NUMERIC, from, from + SHORTEST_PREFIX);
  return at < from + SHORTEST_PREFIX ? fail('invalid-gcp-prefix', at, 1) : undefined;
}

/** A company prefix stands at the second position, after an indicator or extension digit. */
export function gcppos2(text: string, from: number, to: number): Lint | undefined {
  if (to - from < 2) return fail('too-short-for-gcp', from, to - from);
  return gcppos1(text, from + 1, to);
}
