// Where a scan has no separator at all: whatever stands before its elements may be how the host spells one.
import { GS } from '../characters.ts';
import { shown } from '../clean.ts';
import { mended, placeOf, type Variant } from './variant.ts';

/** Spellings are not longer. */
const LONGEST_SPELLING = 7;
/** A name right before an element: in brackets, of a key, of a function of a program that put texts together. */
const NAMED =
  /(?:[<{[(][\w +-]{2,24}[>}\])]|(?:"\s*[&+]\s*)?(?:chr?|char|chrw)\$?\(29\)(?:\s*[&+]\s*")?|"\s*[&+]\s*\w{2,12}\s*[&+]\s*"|group ?separator|FNC1|F8)$/i;
const MOST = 400;
/** AIs that stand behind a separator on packs. */
const ELEMENT = /(?=(?:1[0157]|21|240|71[0-9])\S)/g;

/**
 * Texts in which one piece of the text, wherever it stands, is taken for the separator.
 * @param named where it is a pack as it stands: letters and digits are then part of its values unless they are a name
 */
export function withSeparators(variant: Variant, from: number, named = false): Variant[] {
  const { text } = variant;
  if (text.includes(GS)) return [];
  const spellings = new Set<string>();
  for (const { index } of text.matchAll(ELEMENT)) {
    if (index < from + 18) continue;
    const name = NAMED.exec(text.slice(from + 16, index))?.[0];
    if (name !== undefined) spellings.add(name);
    for (let length = 1; length <= LONGEST_SPELLING && index - length > from + 16; length++) {
      const piece = text.slice(index - length, index);
      if (!named || /^[^A-Za-z\d]+$/.test(piece)) spellings.add(piece);
    }
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
