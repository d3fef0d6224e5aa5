// EPC URNs (GS1 EPC Tag Data Standard, pure identity and class level) to and from elements.
import { PedigreeError } from '../errors.ts';
import type { AiTable } from './ai-table.ts';
import { all, SET82 } from './characters.ts';
import { type Elements, readElements } from './element-string.ts';
import { type Fault, fault } from './faults.ts';
import { checkDigit } from './keys.ts';

interface Value {
  readonly ai: string;
  readonly value: string;
}

/** How a scheme of EPC puts a GS1 key together. */
interface Scheme {
  readonly name: string;
  readonly ai: string;
  /** Digits of prefix and reference together; 0 where the reference is text. */
  readonly digits: number;
  /** The first digit of the reference stands before the prefix in the key. */
  readonly leads: boolean;
  /** The AI of the serial, '' where it is part of the key, undefined where there is none. */
  readonly serial: string | undefined;
  /** The most characters of the serial. */
  readonly most: number;
}

/** Name, AI, digits, L where the reference leads, AI of the serial (0 for the key's own) and its most characters. */
const SCHEMES: readonly Scheme[] = (
  'sgtin 01 13L 21 20,upui 01 13L 235 28,lgtin 01 13L 10 20,itip 8006 13L 21 20,sscc 00 17L,sgln 414 12 254 20,' +
  'pgln 417 12,grai 8003 12 0 16,gdti 253 12 0 17,sgcn 255 12 0 12,gsrn 8018 17,gsrnp 8017 17,gsin 402 16,giai 8004 0,' +
  'ginc 401 0,cpi 8010 0 8011 12'
)
  .split(',')
  .map((row) => {
    const [name, ai, digits, serial, most] = row.split(' ');
    return {
      name,
      ai,
      digits: Number.parseInt(digits, 10),
      leads: digits.endsWith('L'),
      serial: serial === '0' ? '' : serial,
      most: Number(most),
    };
  });
const REFERENCE = /^(?:[A-Z0-9-]|%23|%2F)+$/;
/** Serials that are numbers. */
const NUMBERS: Readonly<Record<string, RegExp>> = { sgcn: /^[0-9]+$/, cpi: /^(?:0|[1-9][0-9]*)$/ };
const LONGEST_KEY = 30;

function schemeNamed(name: string | undefined): Scheme | undefined {
  return SCHEMES.find((scheme) => scheme.name === name);
}

/** Schemes that are no GS1 keys: only their form is known. */
const OTHERS: Readonly<Record<string, RegExp>> = {
  gid: /^(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,7})\.(0|[1-9][0-9]{0,10})$/,
  adi: /^[A-HJ-NP-Z0-9]{5,6}\.(?:[A-Z0-9-]|%2F){0,32}\.(?:%23)?(?:[A-Z0-9-]|%2F){1,30}$/,
  usdod: /^[A-HJ-NP-Z0-9]{5,6}\.(?:0|[1-9][0-9]{0,10})$/,
  bic: /^[A-HJ-NP-Z]{3}[JUZ][0-9]{7}$/,
  imovn: /^[0-9]{7}$/,
};

/** Whether the text is meant as an EPC URN. */
export function isEpc(text: string): boolean {
  return text.startsWith('urn:epc:');
}

/** Characters of CSET 82 that stand for themselves in a URN; the others are percent-encoded. */
const PLAIN = /^[A-Za-z0-9!'()*+,\-.:;=_]$/;

function escapePart(text: string): string {
  return [...text]
    .map((character) => (PLAIN.test(character) ? character : `%${character.charCodeAt(0).toString(16).toUpperCase()}`))
    .join('');
}

/** The text behind the escapes of a URN, or undefined where a character is not allowed. */
function unescapePart(text: string, wide = false): string | undefined {
  let out = '';
  for (let i = 0; i < text.length; i++) {
    const escaped = /^%[0-9A-Fa-f]{2}/.exec(text.slice(i, i + 3))?.[0];
    if (escaped) {
      out += String.fromCharCode(Number.parseInt(escaped.slice(1), 16));
      i += 2;
    } else if (PLAIN.test(text.charAt(i))) out += text.charAt(i);
    else return undefined;
  }
  return wide || all(out, SET82) ? out : undefined;
}

const GID_LIMITS = [2 ** 28 - 1, 2 ** 24 - 1, 2 ** 36 - 1];

function otherIsRight(scheme: string, body: string): boolean {
  const shape = OTHERS[scheme];
  if (!shape || !shape.test(body)) return false;
  return scheme !== 'gid' || body.split('.').every((part, i) => Number(part) <= GID_LIMITS[i]);
}

/** The elements that a URN names, or undefined where it breaks its scheme. Class level has no serial. */
function valuesOf(text: string): Value[] | undefined {
  const [, level, name, body = ''] = /^urn:epc:(id|class|idpat):([a-z]+):(.*)$/s.exec(text) ?? [];
  const scheme = schemeNamed(name);
  if (!scheme || (level === 'class') !== (name === 'lgtin')) return undefined;
  // Prefix, reference, and for an ITIP piece and total; what is left is the serial, dots and all.
  const [prefix, ...rest] = body.split('.');
  if (!/^[0-9]{6,12}$/.test(prefix) || rest.length === 0) return undefined;
  const fixed = name === 'itip' ? 3 : 1;
  const own = scheme.serial === undefined ? [rest.join('.')] : rest.slice(0, fixed);
  const pieces = own.slice(1).join('');
  if (own.length === 3 && !/^[0-9]{4}$/.test(pieces)) return undefined;
  const key = keyOf(scheme, prefix, own[0]);
  if (key === undefined) return undefined;
  const first = { ai: scheme.ai, value: key + pieces };
  if (scheme.serial === undefined) return level === 'id' ? [first] : undefined;
  const last = rest.slice(fixed).join('.');
  if (level === 'idpat') return last === '*' ? [first] : undefined;
  const serial = unescapePart(last);
  if (!serial || serial.length > scheme.most || NUMBERS[scheme.name]?.test(serial) === false) return undefined;
  if (scheme.serial === '') return [{ ai: scheme.ai, value: key + serial }];
  // The extension 0 of an SGLN says that it has none.
  return name === 'sgln' && serial === '0' ? [first] : [first, { ai: scheme.serial, value: serial }];
}

/** The key of prefix and reference, with the check digit where the scheme has digits. */
function keyOf({ name, digits, leads }: Scheme, prefix: string, reference: string): string | undefined {
  if (digits === 0) {
    const text = name !== 'cpi' || REFERENCE.test(reference) ? unescapePart(reference, name === 'cpi') : undefined;
    return text && prefix.length + text.length <= LONGEST_KEY ? prefix + text : undefined;
  }
  if (!/^[0-9]*$/.test(reference) || prefix.length + reference.length !== digits || (leads && !reference))
    return undefined;
  const all = leads ? reference.charAt(0) + prefix + reference.slice(1) : prefix + reference;
  return (name === 'grai' ? '0' : '') + all + checkDigit(all);
}

/** Whether the text is a well-formed EPC URN of any scheme. */
export function isEpcUrn(text: string): boolean {
  const other = /^urn:epc:id:([a-z]+):(.*)$/s.exec(text);
  if (other && otherIsRight(other[1], other[2])) return true;
  return valuesOf(text) !== undefined;
}

/** The elements that an EPC URN names; faults are pushed. */
export function epcElements(text: string, table: AiTable, faults: Fault[]): Elements {
  const values = valuesOf(text);
  const read: Elements = { elements: [], ais: [] };
  if (!values) faults.push(fault('epc-syntax', 0, text.length));
  for (const { ai, value } of values ?? []) {
    const own: Fault[] = [];
    const one = readElements(ai + value, 0, ai.length + value.length, table, own);
    read.elements.push(...one.elements.map((element) => ({ ...element, offset: 0 })));
    read.ais.push(...one.ais);
    faults.push(...own.map((wrong) => ({ ...wrong, offset: 0 })));
  }
  return read;
}

/** How long the company prefix of a key is: a number, or a look-up by the digits that start with the prefix. */
export type PrefixLength = number | ((digits: string) => number | undefined);

/** A look-up in a table of prefixes and their lengths (GS1 publishes one); the longest entry that fits counts. */
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
export function epcIdentity(elements: readonly Value[]): Value[] {
  const values = new Map(elements.map(({ ai, value }) => [ai, value]));
  const scheme = schemeOf(values);
  const serial = scheme?.serial ?? '';
  const lot = values.has(serial) ? serial : '10';
  return elements.filter(({ ai }) => ai === scheme?.ai || ai === serial || ai === lot);
}

/**
 * The EPC URN of elements, at class level where there is no serial.
 * @param prefixLength digits of the company prefix; never guessed.
 * @throws bad-input where the elements have no EPC or the length of the company prefix is not known.
 */
export function epcUrn(elements: readonly Value[], prefixLength: PrefixLength): string {
  const values = new Map(elements.map(({ ai, value }) => [ai, value]));
  const scheme = schemeOf(values);
  if (!scheme) throw new PedigreeError('bad-input', 'these elements have no EPC URN', { hint: 'they hold no GS1 key' });
  const { name, ai, leads, serial: own } = scheme;
  const key = (values.get(ai) ?? '').slice(name === 'grai' ? 1 : 0);
  const digits = scheme.digits || key.length;
  const led = key.slice(leads ? 1 : 0, digits);
  const length = typeof prefixLength === 'number' ? prefixLength : prefixLength(led);
  if (!(length && length >= 6 && length <= 12))
    throw new PedigreeError('bad-input', `the length of the company prefix in ${key} is not known`, {
      hint: 'give it, or import a table of company prefixes',
    });
  const behind = key.slice(digits + 1);
  const pieces = name === 'itip' ? `.${behind.slice(0, 2)}.${behind.slice(2)}` : '';
  const reference = escapePart((leads ? key.charAt(0) : '') + led.slice(length));
  const stem = `${name}:${led.slice(0, length)}.${reference}${pieces}`;
  if (own === undefined) return `urn:epc:id:${stem}`;
  const serial = own === '' ? behind : (values.get(own) ?? (name === 'sgln' ? '0' : ''));
  if (serial === '') return `urn:epc:idpat:${stem}.*`;
  return `urn:epc:${name === 'lgtin' ? 'class' : 'id'}:${stem}.${escapePart(serial)}`;
}
