// Code lists: countries, currencies, package types, media types, and the IBAN that builds on one of them.
import { COUNTRIES, COUNTRY_LETTERS, CURRENCIES, PACKAGES_OF_THREE, PACKAGES_OF_TWO } from './code-lists.ts';
import { fail, type Lint, type Linter } from './lint.ts';

/** Whether the value is one of the codes of its length that the list holds one behind the other. */
function holds(list: string, value: string): boolean {
  for (let i = 0; i < list.length; i += value.length) if (list.startsWith(value, i)) return true;
  return false;
}

function listed(list: string, code: string, length: number): Linter {
  return (text, from, to) =>
    to - from === length && holds(list, text.slice(from, to)) ? undefined : fail(code, from, to - from);
}

export const iso3166: Linter = listed(COUNTRIES, 'not-iso3166', 3);
export const iso3166alpha2: Linter = listed(COUNTRY_LETTERS, 'not-iso3166-alpha2', 2);
export const iso4217: Linter = listed(CURRENCIES, 'not-iso4217', 3);

const PACKAGES: readonly string[] = ['', '89', PACKAGES_OF_TWO, PACKAGES_OF_THREE];

/** Package types have one to three characters. */
export function packagetype(text: string, from: number, to: number): Lint | undefined {
  const value = text.slice(from, to);
  return holds(PACKAGES[value.length] ?? '', value) ? undefined : fail('invalid-package-type', from, to - from);
}

/** A country code, or 999 for several. */
export function iso3166999(text: string, from: number, to: number): Lint | undefined {
  if (text.slice(from, to) === '999' || iso3166(text, from, to) === undefined) return undefined;
  return fail('not-iso3166-or-999', from, to - from);
}

/** AIDC media types of ICCBBA: 01–10 assigned, 80–99 for local use. */
export function mediatype(text: string, from: number, to: number): Lint | undefined {
  return /^(0[1-9]|10|[89][0-9])$/.test(text.slice(from, to)) && to - from === 2
    ? undefined
    : fail('invalid-media-type', from, to - from);
}

const SHORTEST_IBAN = 11;
const LONGEST_IBAN = 34;

/** ISO 13616: country, two check digits (modulo 97), account. */
export function iban(text: string, from: number, to: number): Lint | undefined {
  const length = to - from;
  if (length < 4) return fail('iban-too-short', from, length);
  if (iso3166alpha2(text, from, from + 2) !== undefined) return fail('illegal-iban-country-code', from, 2);
  if (length > LONGEST_IBAN) return fail('iban-too-long', from, length);
  if (length < SHORTEST_IBAN) return fail('iban-too-short', from, length);
  let sum = 0;
  for (let i = 0; i < length; i++) {
    const at = from + ((i + 4) % length);
    const character = text.charAt(at);
    if (!/^[0-9A-Z]$/.test(character)) return fail('invalid-iban-character', at, 1);
    const value = Number.parseInt(character, 36);
    sum = (sum * (value < 10 ? 10 : 100) + value) % 97;
  }
  return sum === 1 ? undefined : fail('incorrect-iban-checksum', from + 2, 2);
}
