// Code lists: countries, currencies, package types, media types, and the IBAN that builds on one of them.
import { COUNTRIES, COUNTRY_LETTERS, CURRENCIES, PACKAGES } from './code-lists.ts';
import { fail, type Lint, type Linter } from './lint.ts';

/** Code lists are stored as one text with spaces around each code, so that a look-up is one search. */
function listed(list: string, code: string, length: number): Linter {
  return (text, from, to) => {
    const value = text.slice(from, to);
    const known = (length === 0 ? value.length > 0 : value.length === length) && !value.includes(' ');
    return known && list.includes(` ${value} `) ? undefined : fail(code, from, to - from);
  };
}

export const iso3166: Linter = listed(COUNTRIES, 'not-iso3166', 3);
export const iso3166alpha2: Linter = listed(COUNTRY_LETTERS, 'not-iso3166-alpha2', 2);
export const iso4217: Linter = listed(CURRENCIES, 'not-iso4217', 3);
export const packagetype: Linter = listed(PACKAGES, 'invalid-package-type', 0);

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
