// A code of which every character came as its number: scanners and hosts that show bytes, Unicode input that nobody took.
import { shown } from '../clean.ts';
import { beginsLikeCode } from './surroundings.ts';
import { mended, type Variant } from './variant.ts';

const FEWEST = 20;
const MARK = '(?:U\\+|\\\\[ux]|u|0x|%|=|\\+|&#x)';
/** Hexadecimal: each behind a mark, or with something between, or in pairs with nothing at all. */
const MARKED = new RegExp(`^(?:${MARK}[0-9a-f]{2,4}[;,]?\\s*)+$`, 'i');
const ONE_MARKED = new RegExp(`${MARK}([0-9a-f]{2,4}?)(?=[;,\\s]|$|${MARK})`, 'gi');
const PAIRS = /^(?:[0-9a-f]{2}[\s,:-]*)+$/i;
/** Decimal: each behind a mark or with something between; or as many digits for each, with nothing between. */
const DECIMAL = [/^(?:(?:&#|\\d?)\d{2,4}[;,]?\s*)+$/, /^(?:\d{1,3}[\s,;-]+)+\d{1,3}$/];
const GROUPS = [/\d{3}/g, /\d{4}/g];

/** The text that such numbers spell; undefined where they are none, or spell no code. */
export function fromNumbers(variant: Variant): Variant | undefined {
  const text = variant.text.trim().replace(/^0x(?=[0-9a-f]{28,}$)/i, '');
  if (text.length < 2 * FEWEST) return undefined;
  for (const codes of numbersIn(text)) {
    const spelt = codes.map((code) => String.fromCharCode(code)).join('');
    if (codes.length < FEWEST || !beginsLikeCode(spelt.trim())) continue;
    const evidence = `${shown(text)} are the numbers of ${shown(spelt)}`;
    return { text: spelt, origin: [], repairs: mended(variant, 'numbers', 0, evidence) };
  }
  return undefined;
}

function numbersIn(text: string): number[][] {
  const found: number[][] = [];
  if (MARKED.test(text)) found.push(Array.from(text.matchAll(ONE_MARKED), ([, digits = '']) => ofHex(digits)));
  if (PAIRS.test(text)) found.push((text.match(/[0-9a-f]{2}/gi) ?? []).map(ofHex));
  if (DECIMAL.some((pattern) => pattern.test(text))) found.push((text.match(/\d+/g) ?? []).map(Number));
  if (/^\d+$/.test(text))
    for (const group of GROUPS) {
      const numbers = text.match(group) ?? [];
      if (numbers.join('').length === text.length) found.push(numbers.map(Number));
    }
  return found;
}

const ofHex = (digits: string): number => Number.parseInt(digits, 16);
