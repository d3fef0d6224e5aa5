// One carton with two symbols (GS1-128 above each other): each has a part of the elements, together they name the pack.
import { GS } from '../characters.ts';
import { mended, type Variant } from './variant.ts';

/** A symbol begins: with its identifier, on a line or in a column of its own, or as an element behind a blank. */
const IDENTIFIED = /(?=\](?:C1|d2|e0|Q3|J1))|[\r\n\t]+| +(?=(?:01|1[0157]|21|240|71\d)\S)/;

/** The element strings of two symbols one behind the other as one; nothing where each may be a code of its own. */
export function joined(variant: Variant): Variant[] {
  const parts = variant.text
    .trim()
    .split(IDENTIFIED)
    .map((one) => withoutEnds(one.trim().replace(/^\][A-Za-z]\d|[;,|]$/g, '')))
    .filter((one) => one !== '');
  if (parts.length < 2 || parts.length > 3) return [];
  const ordered = [...parts].sort((a, b) => rank(a) - rank(b));
  if (ordered.filter((one) => rank(one) === 0).length !== 1) return [];
  const text = `]C1${ordered.join(GS)}`;
  return [{ text, origin: [], repairs: mended(variant, 'symbols-joined', 0, `${parts.length} symbols of one pack`) }];
}

const rank = (part: string): number => (part.startsWith('01') ? 0 : 1);

/** Without separators at both ends, where they end nothing. */
function withoutEnds(text: string): string {
  let [from, to] = [0, text.length];
  while (text.charAt(from) === GS) from++;
  while (to > from && text.charAt(to - 1) === GS) to--;
  return text.slice(from, to);
}
