// Codes that stand on packs and are not GS1's, or not of a pack: named with what they say, and what to scan instead.

import { say } from '../../words/en/gs1-codes.ts';
import { inEnglish, type Said } from '../../words/say.ts';
import { type Fault, fault } from '../faults.ts';
import { hibcCheckCharacter } from '../hibc.ts';
import { checkDigit, isGtin } from '../keys.ts';
import { nationalNumberIsRight } from '../national.ts';
import { tensOfNdc } from '../ndc.ts';
import { datesIn } from './dates.ts';

/** What a text is besides a GS1 code, as a fault that says it; undefined where it is none of these. */
export function otherCode(scan: string): Fault | undefined {
  const text = scan.trim();
  if (/^(?:no[\s_-]?read|nr|bad[\s_-]?read|no[\s_-]?data|error|\?+|#+)$/i.test(text))
    return fault('no-read', 0, scan.length);
  const bare = text.replace(/^\][A-Za-z]\d/, '').replace(/^\*(.*)\*$/, '$1');
  const said =
    hibc(bare) ?? pzn(bare) ?? withAddOn(bare) ?? code32(bare) ?? ndc(bare) ?? china(bare) ?? india(text) ?? cnk(bare);
  return said && { ...fault('other-code', 0, scan.length, undefined, inEnglish(said)), what: said };
}

/** HIBC (ANSI/HIBC 2): the labeler's product, and behind a slash or by itself lot and expiry; the check character is right. */
function hibc(text: string): Said | undefined {
  if (!text.startsWith('+') || hibcCheckCharacter(text.slice(0, -1)) !== text.slice(-1)) return undefined;
  const [first = '', ...rest] = text.slice(1, -1).split('/');
  const primary = /^([A-Z][A-Z0-9]{3})([A-Z0-9]{1,18})\d$/.exec(first);
  // By itself the secondary part repeats the check character of the primary one before its own.
  const secondary = primary === null ? first.slice(0, -1) : rest[0];
  const facts = secondary === undefined ? [] : hibcFacts(secondary);
  const [, labeler = '', product = ''] = primary ?? [];
  const own = primary === null ? [] : [say('labeler', { value: labeler }), say('product', { value: product })];
  return [...own, ...facts].length === 0 ? undefined : say('hibc', { facts: [...own, ...facts] });
}

/** Lot, serial and expiry of the secondary part of a HIBC code. */
function hibcFacts(secondary: string): readonly Said[] {
  const [, signs = '', body = ''] = /^(\$\$\+|\$\$|\$\+|\$)?(.*)$/.exec(secondary) ?? [];
  const what = signs.includes('+') ? 'serial' : 'lot';
  if (signs === '$' || signs === '$+') return body === '' ? [] : [say(what, { value: body })];
  const lengths: Readonly<Record<string, readonly [digits: number, order: string]>> = {
    '2': [6, 'MDY'],
    '3': [6, 'YMD'],
    '4': [8, 'YMDh'],
    '5': [5, 'J'],
    '6': [7, 'J'],
  };
  const [digits, order] = lengths[body.charAt(0)] ?? [4, 'MY'];
  const from = digits === 4 ? 0 : 1;
  if (signs === '' && !/^\d{5}/.test(body)) return [];
  const [date, value] =
    signs === '' ? [body.slice(0, 5), body.slice(5)] : [body.slice(from, from + digits), body.slice(from + digits)];
  return [...(value === '' ? [] : [say(what, { value })]), hibcDate(date, signs === '' ? 'J' : order)];
}

function hibcDate(date: string, order: string): Said {
  if (order === 'J') return say('expiry-day', { day: date.slice(2), year: `20${date.slice(0, 2)}` });
  if (order === 'MY') return say('expiry', { value: `20${date.slice(2)}-${date.slice(0, 2)}` });
  const [y, m, d] =
    order === 'MDY'
      ? [date.slice(4), date.slice(0, 2), date.slice(2, 4)]
      : [date.slice(0, 2), date.slice(2, 4), date.slice(4, 6)];
  return say('expiry', { value: `20${y}-${m}-${d}` });
}

/** The GTIN that digits in front of a check digit give. */
const gtinOf = (digits: string): string => (digits + checkDigit(digits)).padStart(14, '0');

/** Germany: seven or eight digits behind a minus (Code 39), or behind the word. */
function pzn(text: string): Said | undefined {
  const digits = /^(?:-|PZN ?-? ?:?)\s?(\d{7,8})$/i.exec(text)?.[1]?.padStart(8, '0');
  if (digits === undefined || !nationalNumberIsRight('710', digits)) return undefined;
  return say('pzn', { pzn: digits, gtin: gtinOf(`4150${digits}`) });
}

/** Nine letters and digits as Italy's Code 39 packs them, and the nine digits behind an A. */
function code32(text: string): Said | undefined {
  const plain = /^A(\d{9})$/.exec(text)?.[1];
  const packed = /^[0-9BCDFGHJ-NP-Z]{6}$/.test(text) ? text : undefined;
  const value = packed === undefined ? undefined : [...packed].reduce((sum, one) => sum * 32 + BASE32.indexOf(one), 0);
  const aic = plain ?? (value === undefined || value > 999_999_999 ? undefined : String(value).padStart(9, '0'));
  return aic?.startsWith('0') === true && nationalNumberIsRight('716', aic) ? say('aic', { aic }) : undefined;
}
const BASE32 = '0123456789BCDFGHJKLMNPQRSTUVWXYZ';

/** Belgium: seven digits, the last by Luhn. */
function cnk(text: string): Said | undefined {
  if (!/^\d{7}$/.test(text)) return undefined;
  let sum = 0;
  for (let i = 0; i < 7; i++) {
    const digit = Number(text.charAt(6 - i)) * (i % 2 === 0 ? 1 : 2);
    sum += digit > 9 ? digit - 9 : digit;
  }
  return sum % 10 === 0 ? say('cnk', { cnk: text }) : undefined;
}

/** The United States: ten digits in three parts; eleven where a zero fills one of them. */
function ndc(text: string): Said | undefined {
  const [, parts = ''] = /^(?:NDC:? ?)?(\d{4,5}-\d{3,4}-\d{1,2})$/i.exec(text) ?? [];
  const gtins = tensOfNdc(parts).map((ten) => gtinOf(`03${ten}`));
  const [first = '', ...others] = gtins;
  const gtin = others.length === 0 ? first : say('one-of', { first, others });
  return first === '' ? undefined : say('ndc', { ndc: parts, gtin });
}

/** An EAN or UPC with the digits beside it. */
function withAddOn(text: string): Said | undefined {
  const [, digits = '', more = ''] = /^(\d{12,13})[ ]?(\d{2}|\d{5})$/.exec(text) ?? [];
  const gtin = digits.padStart(14, '0');
  if (digits === '' || /^0[01]/.test(text) || !isGtin(gtin)) return undefined;
  return say('add-on', { gtin, more });
}

/** China: twenty digits that begin with 8, bare or behind an address. */
function china(text: string): Said | undefined {
  const digits = /^(?:https?:\/\/\S*?)?(8[1-9]\d{18})$/.exec(text.replace(/(?<=\d) (?=\d)/g, ''))?.[1];
  return digits === undefined ? undefined : say('china', { digits });
}

/** India, schedule H2: words with the name of the product, the lot, the dates and the licence. */
function india(text: string): Said | undefined {
  if (!/unique product identification code|manufacturing licen[cs]e|mfg\.? ?lic/i.test(text)) return undefined;
  const said = (label: RegExp): string | undefined => label.exec(text)?.[1]?.trim().replace(/[,;]$/, '');
  const lot = said(/batch (?:no|number)\.?\s*[:-]?\s*(\S+)/i);
  const [expiry] = datesIn(said(/exp(?:iry)?(?: date)?\.?\s*[:-]?\s*([^\n,;]+)/i) ?? '');
  const facts = [
    ...(lot ? [say('lot', { value: lot })] : []),
    ...(expiry ? [say('expiry', { value: `20${expiry.slice(0, 2)}-${expiry.slice(2, 4)}` })] : []),
  ];
  return facts.length === 0 ? say('india-bare') : say('india', { facts });
}
