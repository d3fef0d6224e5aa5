// What elements say about one pack or container, and how it is written for a scanner.

import { badInput } from '../errors.ts';
import { standardTable } from './ai-table.ts';
import { GS } from './characters.ts';
import { centuryOf, daysInMonth } from './lint/dates.ts';

interface Value {
  readonly ai: string;
  readonly value: string;
}

/** A pack by its code; expiry is YYYY-MM-DD where DD may be 00 for the end of the month. */
export interface Pack {
  readonly gtin: string;
  readonly serial?: string;
  readonly lot?: string;
  readonly expiry?: string;
}

function valueWith(elements: Iterable<Value>, ai: string): string | undefined {
  for (const element of elements) if (element.ai === ai) return element.value;
  return undefined;
}

/** The date that YYMMDD stands for, as YYYY-MM-DD; DD stays 00 where it is. `year` decides the century. */
export function expiryFromYYMMDD(yymmdd: string, year?: number): string {
  const full = centuryOf(Number(yymmdd.slice(0, 2)), year);
  return `${String(full).padStart(4, '0')}-${yymmdd.slice(2, 4)}-${yymmdd.slice(4, 6)}`;
}

/**
 * A date as AI 17 has it: from YYYY-MM-DD, YYYY-MM (end of the month) or YYMMDD.
 * @throws bad-input where it is no date.
 */
export function yymmdd(date: string): string {
  const parts = /^(?:\d{2})?(\d{2})-(\d{2})(?:-(\d{2}))?$/.exec(date) ?? /^(\d{2})(\d{2})(\d{2})$/.exec(date);
  const text = !parts ? '' : `${parts[1]}${parts[2]}${parts[3] ?? '00'}`;
  const month = Number(text.slice(2, 4));
  const day = Number(text.slice(4, 6));
  const year = centuryOf(Number(text.slice(0, 2)));
  if (text === '' || month < 1 || month > 12 || day > daysInMonth(year, month))
    throw badInput(`not a date: ${date}`, 'write YYYY-MM-DD, or YYYY-MM');
  return text;
}

/**
 * The last day that a date YYYY-MM-DD means: itself, or the end of the month where DD is 00.
 * @example
 * ```ts
 * import { expiryFromYYMMDD, lastDay } from 'pedigree/gs1';
 *
 * lastDay('2028-02-00'); // → "2028-02-29"
 * ```
 */
export function lastDay(date: string): string {
  if (!date.endsWith('-00')) return date;
  const days = daysInMonth(Number(date.slice(0, 4)), Number(date.slice(5, 7)));
  return `${date.slice(0, 8)}${String(days).padStart(2, '0')}`;
}

/** The pack that elements name, or undefined where there is no GTIN (01). */
export function packOf(elements: Iterable<Value>): Pack | undefined {
  const gtin = valueWith(elements, '01');
  if (gtin === undefined) return undefined;
  const [serial, lot, expiry] = ['21', '10', '17'].map((ai) => valueWith(elements, ai));
  return {
    gtin,
    ...(serial && { serial }),
    ...(lot && { lot }),
    ...(expiry && { expiry: expiryFromYYMMDD(expiry) }),
  };
}

/** The SSCC (00) that elements name. */
export function ssccOf(elements: Iterable<Value>): string | undefined {
  return valueWith(elements, '00');
}

/** The elements of a pack in the order that packs are printed: GTIN, expiry, lot, serial. */
export function elementsOf(pack: Pack): Value[] {
  const elements: Value[] = [{ ai: '01', value: pack.gtin }];
  if (pack.expiry !== undefined) elements.push({ ai: '17', value: yymmdd(pack.expiry) });
  if (pack.lot !== undefined) elements.push({ ai: '10', value: pack.lot });
  if (pack.serial !== undefined) elements.push({ ai: '21', value: pack.serial });
  return elements;
}

function isPack(what: Iterable<Value> | Pack): what is Pack {
  return 'gtin' in what;
}

/**
 * The element string of a pack or of elements, with GS for FNC1 between them and none in front.
 * @throws bad-input where something is no AI.
 * @example
 * ```ts
 * import { elementString } from 'pedigree/gs1';
 *
 * elementString({ gtin: '09506000134352', serial: 'X7', lot: '12A', expiry: '2027-12-31' }); // → "0109506000134352172712311012A\u001d21X7"
 * ```
 */
export function elementString(what: Iterable<Value> | Pack): string {
  const elements = isPack(what) ? elementsOf(what) : what;
  const table = standardTable();
  let text = '';
  let open = false;
  for (const { ai, value } of elements) {
    const known = table.get(ai) ?? table.unknown(ai);
    if (!known) throw badInput(`(${ai}) is no application identifier`);
    text += `${open ? GS : ''}${ai}${value}`;
    open = !known.fixed;
  }
  return text;
}

/** What a scanner types for a GS1 DataMatrix with these elements. */
export function scanText(what: Iterable<Value> | Pack): string {
  return `]d2${elementString(what)}`;
}
