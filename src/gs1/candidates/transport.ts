// What programs and mails make of a code on its way: JSON, escapes of addresses, lines that were broken; undone.
import { shown } from '../clean.ts';
import { type NamedValue, named } from './printed.ts';
import { beginsLikeCode } from './surroundings.ts';
import { mended, replaced, type Variant } from './variant.ts';

/** More values than this are no message about one code. */
const MOST_VALUES = 64;
/** Lists in lists; what lies deeper is no value that can be told. */
const DEEPEST_LIST = 4;

/**
 * The codes in the values of JSON, as apps of scanners and hosts send them; else what each of its objects says by names.
 * Objects are never mixed, and one that names a pack and cannot be read leaves nothing of the message. Undefined where it is
 * no JSON.
 */
export function fromJson(variant: Variant): readonly Variant[] | undefined {
  const parsed = parsedJson(variant.text);
  if (parsed === undefined) return undefined;
  const objects = objectsIn(parsed.message, parsed.names);
  if (objects === undefined) return [];
  const texts = [...new Set(objects.flat().map(([, value]) => value))].filter((one) => typeof one === 'string');
  const codes = texts.filter((one) => beginsLikeCode(one.trim()));
  const found = (text: string): Variant => ({ text, origin: [], repairs: mended(variant, 'json', 0, inJson(text)) });
  const packs = objects.map((one) => named(variant, one)).filter((one) => one !== undefined);
  if (codes.length > 0) return [...codes.map(found), ...packs.flat().filter(({ text }) => !isAmong(codes, text))];
  if (packs.length === 0) return texts.map(found);
  return packs.some((ways) => ways.length === 0)
    ? []
    : packs.flat().map((way) => ({ ...way, repairs: mended(variant, 'json', 0, inJson(way.text)) }));
}

/** Whether one of the codes has the serial of a text in brackets, or that has none: such names say the same again. */
function isAmong(codes: readonly string[], bracketed: string): boolean {
  const serial = /\(21\)([^(]+)/.exec(bracketed)?.[1];
  return serial === undefined || codes.some((one) => one.includes(serial));
}

const inJson = (text: string): string => `${shown(text)} stands in a message in JSON`;

/** A message with its numbers as they are written, and how many names stand in it; undefined where it is none. */
function parsedJson(text: string): { readonly message: unknown; readonly names: number } | undefined {
  if (!/^\s*[[{"]/.test(text)) return undefined;
  try {
    JSON.parse(text);
  } catch {
    return undefined;
  }
  let names = 0;
  const message: unknown = JSON.parse(
    text.replace(/("(?:[^"\\]|\\.)*")(\s*:)?|-?\d[\d.eE+-]*/g, (token, string?: string, colon?: string) => {
      if (colon !== undefined) names++;
      return string === undefined ? numberAsText(token) : token;
    }),
  );
  return { message, names };
}

/** A number that programs may have shortened or rounded on its way (RFC 8259, section 6) is no text that can be told. */
function numberAsText(number: string): string {
  return /^\d+$/.test(number) && Number.isSafeInteger(Number(number)) ? `"${number}"` : 'false';
}

/**
 * The values of each object with their names, those of a list under the name of the list; undefined where they are too many,
 * or a name stands twice in one object, of which one is lost.
 */
function objectsIn(message: unknown, names: number): readonly (readonly NamedValue[])[] | undefined {
  const found: NamedValue[][] = [];
  const open: unknown[] = [message];
  let [count, left] = [0, names];
  for (const next of open) {
    const own: NamedValue[] = [];
    const values: (readonly [string, unknown])[] = isRecord(next) ? Object.entries(next) : [['', next]];
    if (isRecord(next)) left -= values.length;
    for (const [name, value] of values.flatMap(([key, one]) =>
      [one].flat(DEEPEST_LIST).map((each) => [key, each] as const),
    )) {
      if (++count > MOST_VALUES) return undefined;
      if (isRecord(value)) open.push(value);
      if (value !== null && value !== '') own.push([name, typeof value === 'string' ? value : undefined]);
    }
    found.push(own);
  }
  return left === 0 ? found : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The text with the escapes of addresses undone; beside it as it is, for a serial may hold `%28`, but where what frames a code
 * is escaped as well. A link is written so.
 */
export function percentDecoded(variant: Variant): Variant[] {
  if (/^https?:/i.test(variant.text)) {
    // A link's own slashes are escaped by programs that take its path for one name.
    const opened = /\/0[01]%2F\d/i.test(variant.text) ? replaced(variant, /%2F/gi, () => '/', 'escapes') : undefined;
    return opened === undefined ? [variant] : [variant, opened];
  }
  const plain = replaced(variant, /(?:%[0-9a-f]{2})+/gi, unescaped, 'escapes');
  if (plain === undefined) return [variant];
  return /%1d|%5d[a-z]\d|%28\d{2,4}%29/i.test(variant.text) ? [plain] : [variant, plain];
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
