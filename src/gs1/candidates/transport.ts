// What programs and mails make of a code on its way: JSON, escapes of addresses, lines that were broken; undone.
import { shown } from '../clean.ts';
import { beginsLikeCode } from './surroundings.ts';
import { mended, replaced, type Variant } from './variant.ts';

/** More values than this are no message about one code. */
const MOST_VALUES = 64;

/** The codes in the values of JSON, as apps of scanners and hosts send them; and its names with their values as printed words. */
export function fromJson(variant: Variant): Variant[] {
  if (!/^\s*[[{"]/.test(variant.text)) return [];
  let message: unknown;
  try {
    message = JSON.parse(variant.text);
  } catch {
    return [];
  }
  const named = valuesIn(message);
  const texts = named.map(([, value]) => value).filter((value) => beginsLikeCode(value.trim()));
  if (texts.length === 0) texts.push(named.map(([name, value]) => `${name}: ${value}`).join('\n'));
  return [...new Set(texts)].map((text) => ({
    text,
    origin: [],
    repairs: mended(variant, 'json', 0, `${shown(text)} stands in a message in JSON`),
  }));
}

/** Texts and numbers with the names that they have, however deep they lie. */
function valuesIn(message: unknown): readonly (readonly [name: string, value: string])[] {
  const found: (readonly [string, string])[] = [];
  const open: [name: string, value: unknown][] = [['', message]];
  for (let next = open.shift(); next !== undefined && found.length < MOST_VALUES; next = open.shift()) {
    const [name, value] = next;
    if (typeof value === 'string' || typeof value === 'number') found.push([name, String(value)]);
    else if (typeof value === 'object' && value !== null)
      for (const [key, one] of Object.entries(value)) open.push([Array.isArray(value) ? name : key, one]);
  }
  return found;
}

/**
 * The text with the escapes of addresses undone; beside it as it is, but where what frames a code is escaped as well. A link
 * is written so.
 */
export function percentDecoded(variant: Variant): Variant[] {
  if (/^https?:/i.test(variant.text)) return [variant];
  const plain = replaced(variant, /(?:%[0-9a-f]{2})+/gi, unescaped, 'escapes');
  if (plain === undefined) return [variant];
  return /%(?:1d|28|29|3a|5d)/i.test(variant.text) ? [plain] : [variant, plain];
}

function unescaped(escapes: string): string {
  try {
    return decodeURIComponent(escapes);
  } catch {
    return escapes;
  }
}

/** The text in one line, as it was before a mail broke it: with an equals sign, blanks, or marks of what is quoted. */
export function unbroken(variant: Variant): Variant | undefined {
  return replaced(variant, /(?<=\S)=?[^\S\r\n]*\r?\n[\s>]*(?=\S)/g, () => '', 'line-break');
}

/** The text without the blanks that tables, forms and UTF-16 read as bytes put into it: no value of a code has one. */
export function withoutBlanks(variant: Variant): Variant | undefined {
  if (!/^\s*(?:\]|0\s*1)/.test(variant.text)) return undefined;
  const bare = replaced(variant, /[^\S\r\n]+|\u2400/g, () => '', 'blanks');
  return bare !== undefined && beginsLikeCode(bare.text) ? bare : undefined;
}

/** What Base64 spells, as scanners' programs send what may hold controls; undefined where that begins as no code does. */
export function fromBase64(variant: Variant): Variant | undefined {
  const text = variant.text.trim();
  if (text.length < 28 || text.length % 4 !== 0 || !/^[\w+/-]+={0,2}$/.test(text)) return undefined;
  const plain = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  if (!beginsLikeCode(plain)) return undefined;
  return {
    text: plain,
    origin: [],
    repairs: mended(variant, 'base64', 0, `${shown(text)} is ${shown(plain)} in Base64`),
  };
}
