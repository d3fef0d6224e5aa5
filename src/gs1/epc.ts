// EPC URNs (GS1 EPC Tag Data Standard, pure identity and class level) to and from elements.
import { PedigreeError } from '../errors.ts';
import type { AiTable } from './ai-table.ts';
import { all, isDigits, SET82 } from './characters.ts';
import { type Elements, readElements } from './element-string.ts';
import { type Fault, fault } from './faults.ts';
import { checkDigit } from './keys.ts';

interface Value {
  readonly ai: string;
  readonly value: string;
}

/** How a scheme of EPC puts a GS1 key together. */
interface Scheme {
  readonly ai: string;
  /** Digits of prefix and reference together; where absent the reference is text and this is the most characters. */
  readonly digits?: number;
  readonly most?: number;
  /** The first digit of the reference stands before the prefix in the key. */
  readonly leads?: boolean;
  /** A check digit follows the digits. */
  readonly check?: boolean;
  /** Digits before the key that the URN does not have. */
  readonly before?: string;
  /** Components of fixed shape after the reference that stay in the key (piece and total). */
  readonly pieces?: RegExp;
  /** What follows: in the key itself (''), or in an AI of its own. */
  readonly serial?: { readonly ai: string; readonly most: number; readonly shape?: RegExp };
}

const REFERENCE = /^(?:[A-Z0-9-]|%23|%2F)+$/;

const SCHEMES: Readonly<Record<string, Scheme>> = {
  sgtin: { ai: '01', digits: 13, leads: true, check: true, serial: { ai: '21', most: 20 } },
  upui: { ai: '01', digits: 13, leads: true, check: true, serial: { ai: '235', most: 28 } },
  lgtin: { ai: '01', digits: 13, leads: true, check: true, serial: { ai: '10', most: 20 } },
  itip: { ai: '8006', digits: 13, leads: true, check: true, pieces: /^[0-9]{2}$/, serial: { ai: '21', most: 20 } },
  sscc: { ai: '00', digits: 17, leads: true, check: true },
  sgln: { ai: '414', digits: 12, check: true, serial: { ai: '254', most: 20 } },
  pgln: { ai: '417', digits: 12, check: true },
  grai: { ai: '8003', digits: 12, check: true, before: '0', serial: { ai: '', most: 16 } },
  gdti: { ai: '253', digits: 12, check: true, serial: { ai: '', most: 17 } },
  sgcn: { ai: '255', digits: 12, check: true, serial: { ai: '', most: 12, shape: /^[0-9]+$/ } },
  gsrn: { ai: '8018', digits: 17, check: true },
  gsrnp: { ai: '8017', digits: 17, check: true },
  gsin: { ai: '402', digits: 16, check: true },
  giai: { ai: '8004', most: 30 },
  ginc: { ai: '401', most: 30 },
  cpi: { ai: '8010', most: 30, serial: { ai: '8011', most: 12, shape: /^(?:0|[1-9][0-9]*)$/ } },
};

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
function unescapePart(text: string, set: RegExp | undefined): string | undefined {
  let out = '';
  for (let i = 0; i < text.length; i++) {
    const escaped = /^%[0-9A-Fa-f]{2}/.exec(text.slice(i, i + 3))?.[0];
    if (escaped !== undefined) {
      out += String.fromCharCode(Number.parseInt(escaped.slice(1), 16));
      i += 2;
    } else if (PLAIN.test(text.charAt(i))) out += text.charAt(i);
    else return undefined;
  }
  return set !== undefined || all(out, SET82) ? out : undefined;
}

const GID_LIMITS = [2 ** 28 - 1, 2 ** 24 - 1, 2 ** 36 - 1];

function otherIsRight(scheme: string, body: string): boolean {
  const shape = OTHERS[scheme];
  if (shape === undefined || !shape.test(body)) return false;
  return scheme !== 'gid' || body.split('.').every((part, i) => Number(part) <= (GID_LIMITS[i] ?? 0));
}

/** A URN taken apart; `serial` is absent at class level. */
interface Urn {
  readonly scheme: string;
  readonly prefix: string;
  readonly reference: string;
  readonly pieces: string;
  readonly serial?: string;
}

function take(text: string): Urn | undefined {
  const parts = /^urn:epc:(id|class|idpat):([a-z]+):(.*)$/s.exec(text);
  const [, level, name = '', body = ''] = parts ?? [];
  const scheme = SCHEMES[name];
  if (scheme === undefined || (level === 'class') !== (name === 'lgtin')) return undefined;
  const pieces = scheme.pieces === undefined ? 0 : 2;
  const fields = body.split('.');
  const least = 2 + pieces + (scheme.serial === undefined ? 0 : 1);
  if (fields.length < least || (scheme.serial === undefined && scheme.digits !== undefined && fields.length > least))
    return undefined;
  const [prefix = '', first = ''] = fields;
  const rest = scheme.serial === undefined ? '' : fields.slice(2 + pieces).join('.');
  const reference = scheme.serial === undefined && scheme.digits === undefined ? fields.slice(1).join('.') : first;
  const middle = fields.slice(2, 2 + pieces);
  if (!/^[0-9]{6,12}$/.test(prefix) || !middle.every((piece) => scheme.pieces?.test(piece))) return undefined;
  const pattern = level === 'idpat';
  if (pattern && rest !== '*') return undefined;
  const urn = { scheme: name, prefix, reference, pieces: middle.join('') };
  return pattern || scheme.serial === undefined ? urn : { ...urn, serial: rest };
}

/** The elements that a URN names, or undefined where it breaks its scheme. */
function valuesOf(urn: Urn): Value[] | undefined {
  const scheme = SCHEMES[urn.scheme];
  if (scheme === undefined) return undefined;
  let key: string;
  if (scheme.digits === undefined) {
    const part = urn.scheme === 'cpi';
    const reference = unescapePart(urn.reference, part ? REFERENCE : undefined);
    if (reference === undefined || reference === '' || (part && !REFERENCE.test(urn.reference))) return undefined;
    key = urn.prefix + reference;
    if (key.length > (scheme.most ?? 0)) return undefined;
  } else {
    const { prefix, reference } = urn;
    if (!/^[0-9]*$/.test(reference) || prefix.length + reference.length !== scheme.digits) return undefined;
    if (scheme.leads === true && reference === '') return undefined;
    const digits = scheme.leads === true ? reference.charAt(0) + prefix + reference.slice(1) : prefix + reference;
    key = (scheme.before ?? '') + digits + checkDigit(digits) + urn.pieces;
  }
  if (urn.serial === undefined || scheme.serial === undefined) return [{ ai: scheme.ai, value: key }];
  const serial = unescapePart(urn.serial, undefined);
  if (serial === undefined || serial === '' || serial.length > scheme.serial.most) return undefined;
  if (scheme.serial.shape?.test(serial) === false) return undefined;
  if (scheme.serial.ai === '') return [{ ai: scheme.ai, value: key + serial }];
  if (urn.scheme === 'sgln' && serial === '0') return [{ ai: scheme.ai, value: key }];
  return [
    { ai: scheme.ai, value: key },
    { ai: scheme.serial.ai, value: serial },
  ];
}

/** Whether the text is a well-formed EPC URN of any scheme. */
export function isEpcUrn(text: string): boolean {
  const other = /^urn:epc:id:([a-z]+):(.*)$/s.exec(text);
  if (other !== null && otherIsRight(other[1] ?? '', other[2] ?? '')) return true;
  const urn = take(text);
  return urn !== undefined && valuesOf(urn) !== undefined;
}

/** The elements that an EPC URN names; faults are pushed. */
export function epcElements(text: string, table: AiTable, faults: Fault[]): Elements {
  const urn = take(text);
  const values = urn === undefined ? undefined : valuesOf(urn);
  const read: Elements = { elements: [], ais: [] };
  if (values === undefined) faults.push(fault('epc-syntax', 0, text.length));
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
function schemeOf(values: ReadonlyMap<string, string>): string | undefined {
  if (values.has('01'))
    return values.has('21') ? 'sgtin' : values.has('235') ? 'upui' : values.has('10') ? 'lgtin' : 'sgtin';
  return Object.keys(SCHEMES).find((name) => values.has(SCHEMES[name]?.ai ?? ''));
}

/** The elements that the EPC of an item holds: its key with the serial, else with the lot. */
export function epcIdentity(elements: readonly Value[]): Value[] {
  const values = new Map(elements.map(({ ai, value }) => [ai, value]));
  const scheme = SCHEMES[schemeOf(values) ?? ''];
  const serial = scheme?.serial?.ai ?? '';
  const lot = values.has(serial) ? serial : values.has('10') ? '10' : '';
  return elements.filter(({ ai }) => ai === scheme?.ai || ai === serial || ai === lot);
}

/**
 * The EPC URN of elements, at class level where there is no serial.
 * @param prefixLength digits of the company prefix; never guessed.
 * @throws bad-input where the elements have no EPC or the length of the company prefix is not known.
 */
export function epcUrn(elements: readonly Value[], prefixLength: PrefixLength): string {
  const values = new Map(elements.map(({ ai, value }) => [ai, value]));
  const name = schemeOf(values);
  const scheme = SCHEMES[name ?? ''];
  if (name === undefined || scheme === undefined)
    throw new PedigreeError('bad-input', 'these elements have no EPC URN', { hint: 'they hold no GS1 key' });
  const key = (values.get(scheme.ai) ?? '').slice(scheme.before?.length ?? 0);
  const digits = scheme.digits;
  const led = scheme.leads === true ? key.slice(1, digits) : key.slice(0, digits);
  const length = typeof prefixLength === 'number' ? prefixLength : prefixLength(led);
  if (length === undefined || !(length >= 6 && length <= 12))
    throw new PedigreeError('bad-input', `the length of the company prefix in ${key} is not known`, {
      hint: 'give it, or import a table of company prefixes',
    });
  const first = scheme.leads === true ? key.charAt(0) : '';
  const reference = first + led.slice(length);
  const behind = digits === undefined ? '' : key.slice(digits + 1);
  const pieces = scheme.pieces === undefined ? '' : `.${behind.slice(0, 2)}.${behind.slice(2, 4)}`;
  const stem = `${name}:${led.slice(0, length)}.${isDigits(reference) ? reference : escapePart(reference)}${pieces}`;
  if (scheme.serial === undefined) return `urn:epc:id:${stem}`;
  const serial = scheme.serial.ai === '' ? behind : (values.get(scheme.serial.ai) ?? (name === 'sgln' ? '0' : ''));
  if (serial === '') return `urn:epc:idpat:${stem}.*`;
  return `urn:epc:${name === 'lgtin' ? 'class' : 'id'}:${stem}.${escapePart(serial)}`;
}
