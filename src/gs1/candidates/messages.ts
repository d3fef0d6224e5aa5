// A message of ISO/IEC 15434 (format 06) whose control characters came spelt, as blanks, or not at all.
import { GS } from '../characters.ts';
import { SPELLED } from '../substitutes.ts';
import { mended, type Variant } from './variant.ts';

const [RS, EOT] = ['\x1e', '\x04'];
const SPELT_RS = /[{<[(@]RS[}>\])@]|(?:\\x|\\u00|[%=_]|&#x)1e;?|&#30;|\^\^|~0?30|\u241e/gi;
const SPELT_EOT = /[{<[(@]EOT[}>\])@]|(?:\\x|\\u00|[%=_]|&#x)04;?|&#0?4;|\^D|~0?04|\u2404/gi;

/** The message with its control characters; every way where values ran into each other. */
export function messages(variant: Variant): Variant[] {
  const { text } = variant;
  if (!text.startsWith('[)>')) return [];
  const spelt = text.replace(SPELT_RS, RS).replace(SPELT_EOT, EOT).replace(SPELLED, GS).replaceAll('\u241d', GS);
  const ways = spelt === text ? [] : [spelt];
  const body = /^\[\)>\W*06\W*(.*?)\W*$/s.exec(spelt)?.[1];
  if (body !== undefined && !body.includes(GS))
    for (const fields of fieldsIn(body)) ways.push(`[)>${RS}06${GS}${fields.join(GS)}${RS}${EOT}`);
  const evidence = 'the separators of the message stand in it as text, or are lost';
  return ways.map((one) => ({ text: one, origin: [], repairs: mended(variant, 'gs-lost', 0, evidence) }));
}

/** Data identifiers of packs with the shapes of their values. */
const FIELDS: readonly (readonly [identifier: string, shape: RegExp])[] = [
  ['9N', /^\d{2}[0-9A-Z]{6,24}/],
  ['8P', /^\d{14}|^\d{13}|^\d{12}|^\d{8}/],
  ['16D', /^\d{8}/],
  ['D', /^\d{6}/],
  ['1T', /^\S{1,20}/],
  ['S', /^\S{1,20}/],
];
const MOST_WAYS = 64;

/** The ways in which a text falls into fields, each identifier once. */
function fieldsIn(text: string, known: readonly string[] = []): string[][] {
  const rest = text.trimStart();
  if (rest === '') return [[]];
  const found: string[][] = [];
  for (const [identifier, shape] of FIELDS) {
    if (known.includes(identifier) || !rest.startsWith(identifier)) continue;
    const longest = shape.exec(rest.slice(identifier.length))?.[0].length ?? 0;
    const isFixed = /D$|P$/.test(identifier);
    for (let length = isFixed ? longest : 1; length > 0 && length <= longest; length++) {
      const end = identifier.length + length;
      for (const more of fieldsIn(rest.slice(end), [...known, identifier])) found.push([rest.slice(0, end), ...more]);
      if (found.length > MOST_WAYS) return found;
    }
  }
  return found;
}
