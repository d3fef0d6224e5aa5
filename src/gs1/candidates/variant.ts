// A text that the scan may have been before something happened to it, with where its characters stood in the scan.
import { repair, shown, type Text } from '../clean.ts';
import type { Repair } from '../reading.ts';

/** Its `origin` has the offset of the end too. */
export type Variant = Text;

/** The scan as it came. */
export function asItCame(scan: string): Variant {
  return { text: scan, origin: Array.from({ length: scan.length + 1 }, (_, i) => i), repairs: [] };
}

/** Where a character of the text stood in the scan. */
export function placeOf({ origin }: Variant, at: number): number {
  return origin[at] ?? origin.at(-1) ?? at;
}

/** What was done to get there, as an answer names it. */
export function mended(variant: Variant, code: string, at: number, evidence: string): readonly Repair[] {
  return [...variant.repairs, repair(code, placeOf(variant, at), evidence)];
}

/** A part of the text; what is left out of it is the repair. */
export function part(variant: Variant, from: number, to: number, code: string, evidence: string): Variant {
  return {
    text: variant.text.slice(from, to),
    origin: variant.origin.slice(from, to + 1),
    repairs: mended(variant, code, from > 0 ? 0 : to, evidence),
  };
}

/** The text with every match put right; undefined where that changes nothing. */
export function replaced(
  variant: Variant,
  pattern: RegExp,
  by: (match: string) => string,
  code: string,
): Variant | undefined {
  let text = '';
  const origin: number[] = [];
  let from = 0;
  let first: number | undefined;
  const keep = (to: number): void => {
    for (; from < to; from++) {
      text += variant.text.charAt(from);
      origin.push(placeOf(variant, from));
    }
  };
  for (const match of variant.text.matchAll(pattern)) {
    const [found] = match;
    const other = by(found);
    if (other === found) continue;
    keep(match.index);
    first ??= match.index;
    for (const character of other) {
      text += character;
      for (let i = 0; i < character.length; i++) origin.push(placeOf(variant, match.index));
    }
    from = match.index + found.length;
  }
  if (first === undefined) return undefined;
  keep(variant.text.length);
  origin.push(placeOf(variant, variant.text.length));
  const evidence = `${shown(variant.text.slice(first))} is ${shown(text.slice(Math.min(first, text.length)))}`;
  return { text, origin, repairs: mended(variant, code, first, evidence) };
}
