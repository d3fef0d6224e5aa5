// Identifiers of EPCIS files: EPC URNs and Digital Links read as GS1 elements, each with what is wrong with how it is written.
import { standardTable } from '../gs1/ai-table.ts';
import { readDigitalLink } from '../gs1/digital-link.ts';
import { type EpcValue, PLAIN, SCHEMES, type Scheme, valuesOf } from '../gs1/epc.ts';
import { isEpcUrn } from '../gs1/epc-urn.ts';
import type { Fault } from '../gs1/faults.ts';
import { checkDigit, isGln } from '../gs1/keys.ts';

/**
 * What is wrong with how an identifier is written. With `epc-form` and `epc-unescaped` it could be read, with the others nothing
 * is read from it, because a guess would name other goods.
 */
export type IdFault =
  | 'epc-form'
  | 'epc-unescaped'
  | 'epc-digits'
  | 'epc-check-digit'
  | 'epc-prefix'
  | 'epc-serial'
  | 'epc-syntax';

/** An identifier as it was written, and the GS1 elements that it stands for. */
export interface Id {
  readonly written: string;
  /** Key first; [] where it is no GS1 identifier or could not be read. */
  readonly elements: readonly EpcValue[];
  /** Class level: a GTIN without a serial, or with a lot. */
  readonly isClass: boolean;
  /** Digits of the company prefix, which only a URN tells. */
  readonly prefixLength?: number;
  readonly faults: readonly IdFault[];
}

const NONE: readonly IdFault[] = [];

function id(written: string, elements: readonly EpcValue[], faults: readonly IdFault[], prefixLength?: number): Id {
  const [key] = elements;
  const isClass = key?.ai === '01' && !elements.some(({ ai }) => ai === '21' || ai === '235');
  return { written, elements, isClass, faults, ...(prefixLength === undefined ? {} : { prefixLength }) };
}

/** What in a URN has to be percent-encoded: characters that are not plain, and a % that begins no escape. */
const UNESCAPED = /[^\w!'()*+,\-.:;=%]|%(?![\dA-Fa-f]{2})/g;

function escaped(body: string): string {
  return body.replace(
    UNESCAPED,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
}

/** Why a URN of a known scheme does not read. */
function whyNot({ name, digits, leads }: Scheme, body: string): IdFault {
  const [prefix = '', reference = ''] = body.split('.');
  if (!/^\d+$/.test(prefix)) return 'epc-syntax';
  if (digits > 0 && /^\d*$/.test(reference)) {
    const both = prefix.length + reference.length;
    // One digit more, and it is the check digit of those before it: it does not belong into a URN.
    if (both === digits + 1 && prefix.length <= 12) {
      const all = leads ? reference.charAt(0) + prefix + reference.slice(1) : prefix + reference;
      if (checkDigit(all.slice(0, -1)) === all.slice(-1)) return 'epc-check-digit';
    }
    if (both !== digits) return 'epc-digits';
  }
  if (prefix.length < 6 || prefix.length > 12) return 'epc-prefix';
  return name === 'sscc' || name === 'pgln' ? 'epc-syntax' : 'epc-serial';
}

function readUrn(written: string): Id {
  const [, level = '', scheme = '', rest = ''] = /^urn:epc:(id|class|idpat):([a-z]+):(.*)$/is.exec(written) ?? [];
  const lower = `urn:epc:${level.toLowerCase()}:${scheme.toLowerCase()}:`;
  const body = escaped(rest);
  const faults: IdFault[] = [];
  if (!written.startsWith(lower)) faults.push('epc-form');
  if (body !== rest) faults.push('epc-unescaped');
  const values = valuesOf(lower + body);
  if (values !== undefined) return id(written, values, faults, body.indexOf('.'));
  // Schemes that are no GS1 keys, and patterns over whole prefixes, are right as they are.
  if (isEpcUrn(lower + body) || (level.toLowerCase() === 'idpat' && rest.endsWith('.*')))
    return id(written, [], faults);
  const known = SCHEMES.find(({ name }) => name === scheme.toLowerCase());
  return id(written, [], [known === undefined ? 'epc-syntax' : whyNot(known, body)]);
}

/** What a reader of tags gives: the same identity behind the name and the filter of the tag. */
const TAG = /^urn:epc:tag:([a-z]+)-[\w+]+:\d\.(.*)$/is;

/** A link that could be GS1's: an AI of a key with a value in its path. */
const LINK =
  /^https?:\/\/[^/?#]+\/(?:[^?#]*\/)?(?:00|01|253|255|401|402|414|417|8003|8004|8006|8010|8017|8018)\/[^/?#]/i;

/** A link of version 1.0, which named keys by words. */
const OLD_LINK =
  /^https?:\/\/[^/?#]+\/(?:[^?#]*\/)?(?:sscc|gtin|gdti|gcn|ginc|gsin|gln|party|grai|giai|itip|cpid|gsrnp|gsrn)\/[^/?#]/;

function readLink(written: string): Id {
  const found: Fault[] = [];
  const aliases = OLD_LINK.test(written);
  const link = readDigitalLink(written, standardTable(), found, { shortGtins: true, unknown: true, aliases });
  const elements = link.elements.slice(0, link.inPath || undefined).map(({ ai, value }) => ({ ai, value }));
  if (found.length === 0 && elements.length > 0) return id(written, elements, aliases ? ['epc-form'] : NONE);
  if (found.some(({ code }) => code === 'incorrect-check-digit')) return id(written, [], ['epc-check-digit']);
  if (found.some(({ code }) => code === 'value-too-short' || code === 'value-too-long'))
    return id(written, [], ['epc-digits']);
  return id(written, [], LINK.test(written) && found.length > 0 ? ['epc-syntax'] : NONE);
}

/** The GTIN of prefix and reference of an SGTIN, which a file repeats a thousand times. */
const gtins = new Map<string, string>();
const MOST_GTINS = 4096;

function gtinOf(prefix: string, reference: string): string | undefined {
  const stem = `${prefix}.${reference}`;
  const known = gtins.get(stem);
  if (known !== undefined) return known;
  const [value] = valuesOf(`urn:epc:idpat:sgtin:${stem}.*`) ?? [];
  if (value === undefined) return undefined;
  if (gtins.size >= MOST_GTINS) gtins.clear();
  gtins.set(stem, value.value);
  return value.value;
}

const SGTIN = 'urn:epc:id:sgtin:';
const PLAIN_SERIAL = new RegExp(`^${PLAIN}{1,20}$`);

/** A serial or lot that stands in a link as it stands in a URN. */
export const UNESCAPED_SERIAL = /^[\w.-]{1,20}$/;

/** The GTIN and serial of an SGTIN in its usual form; undefined for anything else, which {@link readId} reads. */
export function plainSgtin(written: string): { readonly gtin: string; readonly serial: string } | undefined {
  if (!written.startsWith(SGTIN)) return undefined;
  const first = written.indexOf('.', SGTIN.length);
  const second = written.indexOf('.', first + 1);
  if (first < 0 || second < 0) return undefined;
  const serial = written.slice(second + 1);
  if (!PLAIN_SERIAL.test(serial)) return undefined;
  const gtin = gtinOf(written.slice(SGTIN.length, first), written.slice(first + 1, second));
  return gtin === undefined ? undefined : { gtin, serial };
}

/** The GTIN and serial of an identifier of a thing that has both, however it is written. */
export function packOf(written: string): { readonly gtin: string; readonly serial: string } | undefined {
  const plain = plainSgtin(written);
  if (plain !== undefined) return plain;
  const read = readId(written);
  const [gtin, serial] = [elementOf(read, '01'), elementOf(read, '21')];
  return gtin === undefined || serial === undefined ? undefined : { gtin, serial };
}

/** An identifier that is clear but written in another form. */
function withForm(read: Id): Id {
  return { ...read, faults: read.faults.length > 0 ? read.faults : ['epc-form'] };
}

/**
 * Reads an identifier: an EPC URN (pure identity, class, pattern) or a Digital Link under any domain. Other URIs have no
 * elements and no fault.
 */
export function readId(written: string): Id {
  const text = written.trim();
  const read = readTrimmed(text);
  return text === written ? read : { ...withForm(read), written };
}

function readTrimmed(written: string): Id {
  const plain = plainSgtin(written);
  if (plain !== undefined) {
    const { gtin, serial } = plain;
    const elements = [
      { ai: '01', value: gtin },
      { ai: '21', value: serial },
    ];
    return id(written, elements, NONE, written.indexOf('.', SGTIN.length) - SGTIN.length);
  }
  if (/^urn:epc:(?:id|class|idpat):/i.test(written)) return readUrn(written);
  const [, scheme, body] = TAG.exec(written) ?? [];
  if (scheme !== undefined) return { ...withForm(readUrn(`urn:epc:id:${scheme.toLowerCase()}:${body}`)), written };
  if (/^https?:\/\//i.test(written)) return readLink(written);
  if (/^[a-z][a-z\d+.-]*:[^\s]/i.test(written)) return id(written, [], NONE);
  return id(written, [], ['epc-syntax']);
}

/** The value of an element of an identifier. */
export function elementOf({ elements }: Pick<Id, 'elements'>, ai: string): string | undefined {
  return elements.find((element) => element.ai === ai)?.value;
}

/** The GLN of a party or a place: of an SGLN, a PGLN, a Digital Link, a CBV URN, or written as 13 digits. */
export function glnOf(written: string): string | undefined {
  const text = written.trim();
  const digits = /^(?:urn:epcglobal:(?:cbv|fmcg):(?:party|loc|id):?)?(\d{13})$/.exec(text)?.[1];
  if (digits !== undefined) return isGln(digits) ? digits : undefined;
  const read = readId(text);
  return elementOf(read, '414') ?? elementOf(read, '417');
}

/**
 * What goods are called throughout a file, however they are written: `gtin/serial`, an SSCC, or the elements in brackets.
 * Undefined where the identifier could not be read; a URI of another kind is its own name.
 */
export function nameOf(read: Id): string | undefined {
  const gtin = elementOf(read, '01');
  const serial = elementOf(read, '21');
  if (gtin !== undefined && serial !== undefined) return `${gtin}/${serial}`;
  const sscc = elementOf(read, '00');
  if (sscc !== undefined) return sscc;
  if (read.elements.length > 0) return read.elements.map(({ ai, value }) => `(${ai})${value}`).join('');
  return read.faults.length > 0 ? undefined : read.written;
}

/** The GTIN and serial of which {@link nameOf} made a name; undefined where it is a name of another kind. */
export function packNamed(name: string): { readonly gtin: string; readonly serial: string } | undefined {
  // A serial may have strokes in it, a GTIN has fourteen digits.
  if (name.charAt(14) !== '/' || name.length === 15 || !/^\d{14}/.test(name)) return undefined;
  return { gtin: name.slice(0, 14), serial: name.slice(15) };
}
