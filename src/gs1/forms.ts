// Reads a text as it stands, nothing repaired: picks the reader by how the text begins.
import type { Ai, AiTable } from './ai-table.ts';
import { readBracketed } from './bracketed.ts';
import { isDigits } from './characters.ts';
import { type LinkOptions, readDigitalLink } from './digital-link.ts';
import { decompressDigitalLink } from './digital-link-compressed.ts';
import { type Element, type Elements, readElements } from './element-string.ts';
import { epcElements, isEpc } from './epc.ts';
import { type Fault, fault, report } from './faults.ts';
import { isMessage, readMessage } from './format06.ts';
import { readHibc } from './hibc.ts';
import { csum } from './lint/check-digits.ts';
import type { Kind } from './reading.ts';
import { checkRules } from './rules.ts';
import { otherSymbology, symbologyOf } from './symbology.ts';

/** What a text holds that is no GS1 code. */
const NOTHING: Elements = { elements: [], ais: [] };

/** A text as it reads, with what is wrong. */
export interface Form {
  readonly kind: Kind;
  readonly symbology?: string | undefined;
  readonly elements: Element[];
  readonly ais: Ai[];
  readonly faults: Fault[];
  readonly inPath?: number;
  /** Where the data starts: behind the symbology identifier. */
  readonly start: number;
  /** The identifier says plain data, yet the data is an element string. */
  readonly plainIdentifier?: boolean;
}

function formOf(
  kind: Kind,
  start: number,
  faults: Fault[],
  read: Elements & { readonly inPath?: number } = NOTHING,
): Form {
  const { elements, ais, inPath = 0 } = read;
  return { kind, elements, ais, faults, start, inPath };
}

export function readForm(text: string, table: AiTable, options: LinkOptions): Form {
  if (text.charCodeAt(0) !== 0x5d || text.length < 3) return readData(text, 0, table, options);
  const { name: symbology, data } = symbologyOf(text) ?? {};
  if (!data) return formOf('plain', 3, [fault('unknown-symbology', 0, 3, undefined, otherSymbology(text.slice(0, 3)))]);
  if (data === 'ean') return { ...readEan(text, 3, table), symbology };
  if (data === 'gs1' && !isMessage(text.slice(3, 6))) return { ...elementString(text, 3, table), symbology };
  const form = readData(text, 3, table, options);
  if (form.kind !== 'element-string') return { ...form, symbology };
  const keyed = form.elements.length > 1 && form.elements.some(({ ai }) => ai === '01' || ai === '00');
  if (keyed) return { ...form, symbology, plainIdentifier: form.faults.length === 0 };
  return { ...form, kind: 'plain', symbology, faults: [fault('not-gs1', 3, text.length - 3)] };
}

function elementString(text: string, start: number, table: AiTable): Form {
  const faults: Fault[] = [];
  return ruled('element-string', start, faults, readElements(text, start, text.length, table, faults));
}

/** A form whose elements were checked against each other too. */
function ruled(kind: Kind, start: number, faults: Fault[], read: Elements & { readonly inPath?: number }): Form {
  checkRules(read.elements, read.ais, faults);
  return formOf(kind, start, faults, read);
}

function readData(text: string, start: number, table: AiTable, options: LinkOptions): Form {
  const data = text.slice(start);
  const faults: Fault[] = [];
  if (/^https?:\/\//i.test(data)) return readLink(data, start, table, options);
  if (/^\(\d{2,4}\)/.test(data)) return ruled('bracketed', start, faults, readBracketed(data, table, faults));
  if (isEpc(data)) return ruled('epc', start, faults, epcElements(data, table, faults));
  if (isMessage(data)) return ruled('format06', start, faults, readMessage(data, table, faults));
  if (/^\d/.test(data))
    return start === 0 && isAsLongAsEan(data) ? readEan(text, 0, table) : elementString(text, start, table);
  const hibc = readHibc(data);
  if (hibc?.right) {
    const detail = `labeler ${hibc.labeler}, product ${hibc.product}`;
    return formOf('hibc', start, [fault('hibc', start, data.length, undefined, detail)]);
  }
  return formOf('plain', start, [fault(data === '' ? 'empty-scan' : 'not-gs1', start, data.length)]);
}

/** Scheme and host as they come; the compressed form where the path holds no key. */
function readLink(data: string, start: number, table: AiTable, options: LinkOptions): Form {
  const link = data.replace(/^https?/i, (scheme) => scheme.toLowerCase());
  const faults: Fault[] = [];
  let read = readDigitalLink(link, table, faults, options);
  if (faults[0]?.code === 'dl-no-key' || faults[0]?.code === 'dl-path') {
    const long = decompressDigitalLink(link, table);
    if (long !== undefined) {
      faults.length = 0;
      read = readDigitalLink(long, table, faults, options);
    }
  }
  return ruled('digital-link', start, faults, read);
}

/** No element string of a product or a pack is as short. */
function isAsLongAsEan(digits: string): boolean {
  return [8, 12, 13, 14].includes(digits.length) && isDigits(digits);
}

function isProductCode(digits: string): boolean {
  return isAsLongAsEan(digits) && csum(digits, 0, digits.length) === undefined;
}

const COMPOSITE = '|]e0';

/** An EAN, UPC or GTIN-14 by itself, with its composite component where one follows. */
function readEan(text: string, start: number, table: AiTable): Form {
  const bar = text.indexOf(COMPOSITE, start);
  const digits = text.slice(start, bar < 0 ? text.length : bar);
  const ai = table.get('01');
  const faults: Fault[] = [];
  if (!isDigits(digits)) report(faults, 'non-digit-character', start, digits.length);
  else if (!isProductCode(digits)) report(faults, 'incorrect-check-digit', text.length - 1, 1, '01');
  const title = ai?.title ?? '';
  const elements: Element[] = [{ ai: '01', title, value: digits.padStart(14, '0'), offset: start }];
  const ais = ai ? [ai] : [];
  if (bar >= 0) {
    const more = readElements(text, bar + COMPOSITE.length, text.length, table, faults);
    elements.push(...more.elements);
    ais.push(...more.ais);
  }
  return ruled('ean', start, faults, { elements, ais });
}
