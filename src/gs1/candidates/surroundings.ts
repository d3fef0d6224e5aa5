// What stands before and behind a code: prefixes and suffixes of scanners, columns of a table, the EAN of the same pack.
import { GS } from '../characters.ts';
import { shown } from '../clean.ts';
import { isGtin, isSscc } from '../keys.ts';
import { mended, part, type Variant } from './variant.ts';

/** A prefix is not longer. */
const LONGEST_PREFIX = 64;
/** So far from the end a suffix is looked for. */
const LONGEST_SUFFIX = 48;
/** Letters and digits that scanners may add without a sign before them. */
const MOST_LETTERS = 8;

/** Whether an element string with its key in front begins here. */
function keyBeginsAt(text: string, at: number): boolean {
  if (text.startsWith('01', at)) return isGtin(text.slice(at + 2, at + 16)) && at + 16 <= text.length;
  return text.startsWith('00', at) && isSscc(text.slice(at + 2, at + 20));
}

const IDENTIFIER = /\](?:d[1256]|C[01]|e0|Q[13]|J[01])(?=\W?\d|\(|https?:|\[\)>)/iy;
const OTHER_FORM = /\(0[01]\)|https?:\/\/|\[\)>|urn:epc:/iy;

/** Whether a code begins here, by what cannot stand in the middle of one. */
function beginsAt(text: string, at: number): boolean {
  IDENTIFIER.lastIndex = at;
  OTHER_FORM.lastIndex = at;
  return IDENTIFIER.test(text) || OTHER_FORM.test(text) || keyBeginsAt(text, at);
}

/** Whether the text begins as a code does. */
export function beginsLikeCode(text: string): boolean {
  return beginsAt(text, 0);
}

/** What begins as a code does so near to another beginning may be either: digits of a prefix run into those of the key. */
const NEAR = 4;

/** The text without what stands before the code. */
export function withoutPrefixes(variant: Variant): Variant[] {
  const { text } = variant;
  if (beginsAt(text, 0)) return [];
  const found: Variant[] = [];
  let last = Math.min(LONGEST_PREFIX, text.length - 16);
  for (let at = 1; at <= last; at++) {
    if (!beginsAt(text, at)) continue;
    if (found.length === 0) last = Math.min(last, at + NEAR);
    const before = text.slice(0, at);
    const isIdentifier = /^.(?:d2|C1|Q3|e0|J1)$/su.test(before);
    const [code, evidence] = isIdentifier
      ? ['identifier-changed', `${shown(before)} was ${shown(`]${before.slice(-2)}`)}`]
      : ['scanner-prefix', `${shown(before)} before the code: a setting of the scanner`];
    found.push(part(variant, at, text.length, code, evidence));
  }
  return found;
}

/** The text with the beginning of its first identifier, which a scanner that was asleep or a table of numbers lost. */
export function withStart(variant: Variant): Variant | undefined {
  const { text, origin } = variant;
  const lost = /^1\d{14}1[0157]|^1\d{14}21/.test(text) ? '0' : /^\d{14}(?:1[0157]|21)/.test(text) ? '01' : undefined;
  if (lost === undefined || !keyBeginsAt(lost + text, 0)) return undefined;
  const repairs = mended(variant, 'start-lost', 0, `${shown(lost)} belongs before the code`);
  return { text: lost + text, origin: [...[...lost].map(() => origin[0] ?? 0), ...origin], repairs };
}

/** The text once where it stands twice with something between. */
export function once(variant: Variant): Variant | undefined {
  const [, first] = /^(.{18,})[\s;,|]+\1$/s.exec(variant.text.trim()) ?? [];
  if (first === undefined) return undefined;
  const from = variant.text.indexOf(first);
  return part(variant, from, from + first.length, 'scanned-twice', 'one code 2 times');
}

/** The text behind the identifier of a symbol where that holds no element string, or is of no symbol: a link, or what people print. */
export function withoutIdentifier({ text, origin, repairs }: Variant): Variant | undefined {
  const identifier = /^\s*\](?:[XZ]\w|[A-Za-z]\w(?=\D))/.exec(text)?.[0];
  if (identifier === undefined) return undefined;
  return { text: text.slice(identifier.length), origin: origin.slice(identifier.length), repairs };
}

/** The columns of a table's line that begin as a code does, quoted or not. */
export function columns(variant: Variant): Variant[] {
  const { text } = variant;
  const found: Variant[] = [];
  for (const [delimiter, pattern] of COLUMNS) {
    if (!text.includes(delimiter)) continue;
    for (const match of text.matchAll(pattern)) {
      const [all, before = '', quotedOne, plainOne] = match;
      const inner = quotedOne ?? plainOne ?? '';
      const from = match.index + before.length + (quotedOne === undefined ? 0 : 1);
      if (inner.length === text.length || all === '' || !beginsLikeCode(inner.trimStart())) continue;
      found.push(part(variant, from, from + inner.length, 'column', 'one column of a line of a table'));
    }
  }
  return found;
}

const COLUMNS: readonly (readonly [delimiter: string, pattern: RegExp])[] = [',', ';', '\t', '|'].map((delimiter) => {
  const sign = delimiter === '|' ? '\\|' : delimiter;
  return [delimiter, new RegExp(`(^|${sign})(?:"((?:[^"]|"")*)"(?=${sign}|$)|([^${sign}]*))`, 'g')] as const;
});

/** Texts without what may have been added behind the code; `sure` where it begins with a sign or is the pack's own EAN. */
export function withoutSuffix(variant: Variant): { readonly variant: Variant; readonly sure: boolean }[] {
  const { text } = variant;
  const found: { variant: Variant; sure: boolean }[] = [];
  const least = Math.max(18, text.length - LONGEST_SUFFIX);
  const gtin = /01(\d{14})|\(01\)(\d{14})|\/01\/(\d{14})/.exec(text);
  const own = gtin?.slice(1).find((digits) => digits !== undefined);
  for (let at = text.length - 1; at >= least; at--) {
    const tail = text.slice(at);
    if (tail.includes(GS)) break;
    const sign = !/^[\w\-/.+]/.test(tail);
    const ean = own !== undefined && isEanOf(tail, own);
    if (!sign && !ean && tail.length > MOST_LETTERS && !isGtin(tail.padStart(14, '0'))) continue;
    const code = ean ? 'ean-behind' : 'scanner-suffix';
    const evidence = ean
      ? `the EAN ${tail} of the product behind the code`
      : `${shown(tail)} behind the code: a setting of the scanner`;
    found.push({ variant: part(variant, 0, at, code, evidence), sure: sign || ean });
  }
  return found;
}

/** Whether these are the digits of the product's EAN, UPC or GTIN, with its identifier or without. */
function isEanOf(tail: string, gtin: string): boolean {
  const digits = /^(?:\]E0|\]E4|\]I1)?(\d{8}|\d{12,14})$/.exec(tail)?.[1];
  return digits !== undefined && digits.padStart(14, '0') === gtin;
}
