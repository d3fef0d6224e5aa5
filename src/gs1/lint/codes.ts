// Code lists: countries, currencies, package types, media types, and the IBAN that builds on one of them.
import { COUNTRIES, COUNTRY_LETTERS, CURRENCIES, OTHER_PACKAGES, PACKAGES } from './code-lists.ts';
import { fail, type Lint, type Linter } from './lint.ts';

/** Codes of so many digits from their steps, a digit of base 36 being a letter too. */
function fromSteps(steps: string, base: number, length: number): string[] {
  let code = -1;
  return [...steps].map((step) => {
    code += step.charCodeAt(0) - 48;
    return code.toString(base).toUpperCase().padStart(length, '0');
  });
}

/** Values out of a list that is unpacked when first asked. */
function listed(unpack: () => readonly string[], code: string): Linter {
  let codes: ReadonlySet<string> | undefined;
  return (text, from, to) => {
    codes ??= new Set(unpack());
    return codes.has(text.slice(from, to)) ? undefined : fail(code, from, to - from);
  };
}

export const iso3166: Linter = listed(() => fromSteps(COUNTRIES, 10, 3), 'not-iso3166');
export const iso3166alpha2: Linter = listed(() => fromSteps(COUNTRY_LETTERS, 36, 2), 'not-iso3166-alpha2');
export const iso4217: Linter = listed(() => fromSteps(CURRENCIES, 10, 3), 'not-iso4217');
export const packagetype: Linter = listed(
  () => [...fromSteps(PACKAGES, 36, 2), ...OTHER_PACKAGES.split(' ')],
  'invalid-package-type',
);

/** A country code, or 999 for several. */
export function iso3166999(text: string, from: number, to: number): Lint | undefined {
  if (text.slice(from, to) === '999' || iso3166(text, from, to) === undefined) return undefined;
  return fail('not-iso3166-or-999', from, to - from);
}

/** AIDC media types of ICCBBA: 01–10 assigned, 80–99 for local use. */
export function mediatype(text: string, from: number, to: number): Lint | undefined {
  return /^(0[1-9]|10|[89]\d)$/.test(text.slice(from, to)) && to - from === 2
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
