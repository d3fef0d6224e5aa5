// What scanners and hosts type where a separator (GS) was, put right.
import { CHARACTER, GS, SET82 } from './characters.ts';

/** Spellings of GS: those in brackets, those of single characters, and how hosts and programs write it. */
const NAMES = ['GS', 'FNC1', 'F8'];
const SPELLINGS: readonly string[] = [
  ...['{}', '<>', '[]', '()'].flatMap((pair) => NAMES.map((name) => pair.charAt(0) + name + pair.charAt(1))),
  ...'^] \\x1d \\x1D \\u001d \\u001D \\035 \\29 \\F _x001D_ _x001d_ &#29; &#x1D; &#x1d; %1D %1d =1D 0x1D \x1b[19~ ^[[19~ <0x1D> Alt-029 <GS/>'.split(
    ' ',
  ),
];
/** Spellings that could as well be data: they count only where nothing else reads. */
const WEAK: readonly string[] = ['0029', '029'];

/** A text with GS where a substitute stood, and where each of its characters came from. */
export interface Substituted {
  readonly text: string;
  readonly spelling: string;
  readonly weak: boolean;
  /** Offset in the given text of each character of `text`, and of its end. */
  readonly origin: readonly number[];
}

function replace(text: string, spelling: string, weak: boolean, from: number): Substituted {
  let out = text.slice(0, from);
  const origin: number[] = Array.from({ length: from }, (_, i) => i);
  for (let i = from; i < text.length; ) {
    origin.push(i);
    if (text.startsWith(spelling, i)) {
      out += GS;
      i += spelling.length;
    } else out += text.charAt(i++);
  }
  origin.push(text.length);
  return { text: out, spelling, weak, origin };
}

/**
 * Readings of the text, from `from` on, with one spelling of GS taken for GS. None where a real GS is there: a host
 * that lets one through lets all through.
 */
export function substituted(text: string, from: number): Substituted[] {
  if (text.includes(GS, from)) return [];
  const found: Substituted[] = [];
  for (const spelling of [...SPELLINGS, ...WEAK])
    if (text.includes(spelling, from)) found.push(replace(text, spelling, WEAK.includes(spelling), from));
  const strange = new Set<string>();
  for (let i = from; i < text.length; i++)
    if ((CHARACTER[text.charCodeAt(i)] & SET82) === 0) strange.add(text.charAt(i));
  const [only] = strange;
  // One strange character at the very end is rather a misread one than a separator.
  if (only && strange.size === 1 && text.indexOf(only, from) < text.length - 1)
    found.push(replace(text, only, false, from));
  return found;
}
