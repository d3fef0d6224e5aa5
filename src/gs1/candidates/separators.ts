// Where a scan has no separator at all: whatever stands before its elements may be how the host spells one.
import { GS } from '../characters.ts';
import { shown } from '../clean.ts';
import { mended, placeOf, type Variant } from './variant.ts';

/** Spellings are not longer. */
const LONGEST_SPELLING = 7;
/** A name in brackets right before an element. */
const NAMED = /[<{[(][\w -]{2,24}[>}\])]$/;
const MOST = 400;
/** AIs that stand behind a separator on packs. */
const ELEMENT = /(?=(?:1[0157]|21|240|71[0-9])\S)/g;

/** Texts in which one piece of the text, wherever it stands, is taken for the separator. */
export function withSeparators(variant: Variant, from: number): Variant[] {
  const { text } = variant;
  if (text.includes(GS)) return [];
  const spellings = new Set<string>();
  for (const { index } of text.matchAll(ELEMENT)) {
    if (index < from + 18) continue;
    for (let length = 1; length <= LONGEST_SPELLING && index - length > from + 16; length++)
      spellings.add(text.slice(index - length, index));
    const named = NAMED.exec(text.slice(from + 16, index))?.[0];
    if (named !== undefined) spellings.add(named);
  }
  return [...spellings].slice(0, MOST).map((spelling) => spelt(variant, spelling, from));
}

function spelt(variant: Variant, spelling: string, from: number): Variant {
  const { text } = variant;
  let out = text.slice(0, from + 16);
  const origin = variant.origin.slice(0, from + 16);
  let first: number | undefined;
  for (let at = from + 16; at < text.length; ) {
    origin.push(placeOf(variant, at));
    if (text.startsWith(spelling, at)) {
      first ??= at;
      out += GS;
      at += spelling.length;
    } else out += text.charAt(at++);
  }
  origin.push(placeOf(variant, text.length));
  const evidence = `${shown(spelling)} stands where separators belong`;
  return { text: out, origin, repairs: mended(variant, 'gs-substitute', first ?? from, evidence) };
}
