// EPC URNs (GS1 EPC Tag Data Standard, pure identity and class level) read as elements.
import type { AiTable } from './ai-table.ts';
import { all, SET82 } from './characters.ts';
import { unescapeUri } from './digital-link.ts';
import { type Elements, readOne } from './element-string.ts';
import { type Fault, report } from './faults.ts';
import { checkDigit } from './keys.ts';

export interface EpcValue {
  readonly ai: string;
  readonly value: string;
}

/** How a scheme of EPC puts a GS1 key together. */
export interface Scheme {
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
export const SCHEMES: readonly Scheme[] = (
  'sgtin 01 13L 21 20,upui 01 13L 235 28,lgtin 01 13L 10 20,itip 8006 13L 21 20,sscc 00 17L,sgln 414 12 254 20,' +
  'pgln 417 12,grai 8003 12 0 16,gdti 253 12 0 17,sgcn 255 12 0 12,gsrn 8018 17,gsrnp 8017 17,gsin 402 16,giai 8004 0,' +
  'ginc 401 0,cpi 8010 0 8011 12'
)
  .split(',')
  .map((row) => {
    const [name = '', ai = '', digits = '', serial, most] = row.split(' ');
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
const NUMBERS: Readonly<Record<string, RegExp>> = { sgcn: /^\d+$/, cpi: /^(?:0|[1-9]\d*)$/ };
const LONGEST_KEY = 30;
/** More than all parts with every character percent-encoded. */
const LONGEST_URN = 256;

function schemeNamed(name: string | undefined): Scheme | undefined {
  return SCHEMES.find((scheme) => scheme.name === name);
}

/** Whether the text is meant as an EPC URN. */
export function isEpc(text: string): boolean {
  return text.startsWith('urn:epc:');
}

/** Characters of CSET 82 that stand for themselves in a URN; the others are percent-encoded. */
export const PLAIN = "[\\w!'()*+,\\-.:;=]";
const PART = new RegExp(`^(?:${PLAIN}|%[\\dA-Fa-f]{2})*$`);

/** The text behind the escapes of a URN, or undefined where a character is not allowed. */
function unescapePart(text: string, wide = false): string | undefined {
  const out = unescapeUri(text, false);
  return PART.test(text) && (wide || all(out, SET82)) ? out : undefined;
}

/** The elements that a URN names, or undefined where it breaks its scheme. Class level has no serial. */
export function valuesOf(text: string): EpcValue[] | undefined {
  const [, level, name, body = ''] = /^urn:epc:(id|class|idpat):([a-z]+):(.*)$/s.exec(text) ?? [];
  const scheme = schemeNamed(name);
  if (!scheme || text.length > LONGEST_URN || (level === 'class') !== (name === 'lgtin')) return undefined;
  // Prefix, reference, and for an ITIP piece and total; what is left is the serial, dots and all.
  const [prefix = '', ...rest] = body.split('.');
  if (!/^\d{6,12}$/.test(prefix) || rest.length === 0) return undefined;
  const fixed = name === 'itip' ? 3 : 1;
  const own = scheme.serial === undefined ? [rest.join('.')] : rest.slice(0, fixed);
  const pieces = own.slice(1).join('');
  if (own.length === 3 && !/^\d{4}$/.test(pieces)) return undefined;
  const key = keyOf(scheme, prefix, own[0] ?? '');
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
  if (!/^\d*$/.test(reference) || prefix.length + reference.length !== digits || (leads && !reference))
    return undefined;
  const all = leads ? reference.charAt(0) + prefix + reference.slice(1) : prefix + reference;
  return (name === 'grai' ? '0' : '') + all + checkDigit(all);
}

/** The elements that an EPC URN names; faults are pushed. */
export function epcElements(text: string, table: AiTable, faults: Fault[]): Elements {
  const values = valuesOf(text);
  const read: Elements = { elements: [], ais: [] };
  if (!values) report(faults, 'epc-syntax', 0, text.length);
  for (const { ai, value } of values ?? []) readOne(ai, value, 0, table, read, faults);
  return read;
}
