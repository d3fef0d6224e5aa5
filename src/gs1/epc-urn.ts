// Writes EPC URNs from elements, and checks URNs of every scheme, those that are no GS1 keys too.
import { badInput } from '../errors.ts';
import { type EpcValue, PLAIN, SCHEMES, type Scheme, valuesOf } from './epc.ts';

/** Schemes that are no GS1 keys: only their form is known. */
const OTHERS: ReadonlyMap<string, RegExp> = new Map([
  ['gid', /^(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,7})\.(0|[1-9]\d{0,10})$/],
  ['adi', /^[A-HJ-NP-Z0-9]{5,6}\.(?:[A-Z0-9-]|%2F){0,32}\.(?:%23)?(?:[A-Z0-9-]|%2F){1,30}$/],
  ['usdod', /^[A-HJ-NP-Z0-9]{5,6}\.(?:0|[1-9]\d{0,10})$/],
  ['bic', /^[A-HJ-NP-Z]{3}[JUZ]\d{7}$/],
  ['imovn', /^\d{7}$/],
]);

/** The first number that the parts of a scheme are below, where it has numbers. */
const LIMITS: Readonly<Record<string, readonly number[]>> = {
  gid: [2 ** 28, 2 ** 24, 2 ** 36],
  usdod: [Infinity, 2 ** 36],
};

function otherIsRight(scheme: string, body: string): boolean {
  if (OTHERS.get(scheme)?.test(body) !== true) return false;
  return (LIMITS[scheme] ?? []).every((limit, i) => !(Number(body.split('.')[i]) >= limit));
}

/** Whether the text is a well-formed EPC URN of any scheme, or of the one that is asked about. */
export function isEpcUrn(text: string, scheme?: string): boolean {
  const [, name = '', body = ''] = /^urn:epc:(?:id|class|idpat):([a-z]+):(.*)$/s.exec(text) ?? [];
  if (scheme !== undefined && name !== scheme) return false;
  return valuesOf(text) !== undefined || (text.startsWith('urn:epc:id:') && otherIsRight(name, body));
}

const OTHERWISE = new RegExp(PLAIN.replace('[', '[^'), 'g');

function escapePart(text: string): string {
  return text.replace(OTHERWISE, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** How long the company prefix of a key is: a number, or a look-up by the digits that start with the prefix. */
export type PrefixLength = number | ((digits: string) => number | undefined);

/**
 * A look-up in a table of prefixes and their lengths (GS1 publishes one); the longest entry that fits counts.
 * @example
 * ```ts
 * import { companyPrefixes, epcUrn } from 'pedigree/gs1/write';
 *
 * const lengthOf = companyPrefixes([['9506000', 7]]);
 * epcUrn([{ ai: '414', value: '9506000134352' }], lengthOf); // → "urn:epc:id:sgln:9506000.13435.0"
 * ```
 */
export function companyPrefixes(
  entries: Iterable<readonly [prefix: string, length: number]>,
): (digits: string) => number | undefined {
  const lengths = new Map(entries);
  return (digits) => {
    for (let i = digits.length; i > 0; i--) {
      const length = lengths.get(digits.slice(0, i));
      if (length !== undefined) return length === 0 ? undefined : length;
    }
    return undefined;
  };
}

/** The scheme for these elements: by key, and by what goes with a GTIN. */
function schemeOf(values: ReadonlyMap<string, string>): Scheme | undefined {
  return (
    SCHEMES.find(({ ai, serial }) => values.has(ai) && (ai !== '01' || values.has(serial ?? ''))) ??
    SCHEMES.find(({ ai }) => values.has(ai))
  );
}

/** The elements that the EPC of an item holds: its key with the serial, else with the lot. */
export function epcIdentity(elements: readonly EpcValue[]): EpcValue[] {
  const values = new Map(elements.map(({ ai, value }) => [ai, value]));
  const scheme = schemeOf(values);
  const serial = scheme?.serial ?? '';
  const lot = values.has(serial) ? serial : '10';
  return elements.filter(({ ai }) => ai === scheme?.ai || ai === serial || ai === lot);
}

/**
 * The EPC URN of elements, at class level where there is no serial.
 * @param prefixLength digits of the company prefix; never guessed.
 * @throws bad-input where the elements have no EPC, or the length of the company prefix is not known or cannot be right.
 * @example
 * ```ts
 * import { epcUrn } from 'pedigree/gs1/write';
 *
 * epcUrn([{ ai: '01', value: '09506000134352' }, { ai: '21', value: 'X7' }], 7); // → "urn:epc:id:sgtin:9506000.013435.X7"
 * ```
 */
export function epcUrn(elements: readonly EpcValue[], prefixLength: PrefixLength): string {
  const values = new Map(elements.map(({ ai, value }) => [ai, value]));
  const scheme = schemeOf(values);
  if (!scheme) throw badInput('these elements have no EPC URN', 'they hold no GS1 key');
  const { name, ai, leads, serial: own } = scheme;
  const key = (values.get(ai) ?? '').slice(name === 'grai' ? 1 : 0);
  const digits = scheme.digits || key.length;
  const led = key.slice(leads ? 1 : 0, digits);
  const length = typeof prefixLength === 'number' ? prefixLength : prefixLength(led);
  if (!(length && length >= 6 && length <= 12))
    throw badInput(
      `the length of the company prefix in ${key} is not known`,
      'give it, or import a table of company prefixes',
    );
  const behind = key.slice(digits + 1);
  const pieces = name === 'itip' ? `.${behind.slice(0, 2)}.${behind.slice(2)}` : '';
  const reference = escapePart((leads ? key.charAt(0) : '') + led.slice(length));
  const stem = `${name}:${led.slice(0, length)}.${reference}${pieces}`;
  const serial = own === '' ? behind : own && (values.get(own) ?? (name === 'sgln' ? '0' : ''));
  const level = serial === '' ? 'idpat' : name === 'lgtin' ? 'class' : 'id';
  const urn = `urn:epc:${level}:${stem}${serial === undefined ? '' : `.${serial === '' ? '*' : escapePart(serial)}`}`;
  if (!/^\d+$/.test(led.slice(0, length)) || !valuesOf(urn))
    throw badInput(`${key} has no company prefix of ${length} digits`);
  return urn;
}
