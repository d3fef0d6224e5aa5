// What scanners and hosts type where a separator (GS) was, put right.
import { CHARACTER, GS, SET82 } from './characters.ts';

/** Spellings of GS, the most certain first; `weak` ones could be data and count only where nothing else reads. */
const SPELLINGS: readonly (readonly [spelling: string, weak: boolean])[] = [
  ['{GS}', false],
  ['<GS>', false],
  ['[GS]', false],
  ['(GS)', false],
  ['{FNC1}', false],
  ['<FNC1>', false],
  ['[FNC1]', false],
  ['(FNC1)', false],
  ['<F8>', false],
  ['{F8}', false],
  ['[F8]', false],
  ['^]', false],
  ['\\x1d', false],
  ['\\x1D', false],
  ['\\u001d', false],
  ['\\u001D', false],
  ['\\035', false],
  ['\\29', false],
  ['\\F', false],
  ['_x001D_', false],
  ['_x001d_', false],
  ['&#29;', false],
  ['&#x1D;', false],
  ['&#x1d;', false],
  ['%1D', false],
  ['%1d', false],
  ['=1D', false],
  ['0x1D', false],
  ['\x1b[19~', false],
  ['^[[19~', false],
  ['<0x1D>', false],
  ['Alt-029', false],
  ['<GS/>', false],
  ['0029', true],
  ['029', true],
];

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
  for (const [spelling, weak] of SPELLINGS)
    if (text.includes(spelling, from)) found.push(replace(text, spelling, weak, from));
  const strange = new Set<string>();
  for (let i = from; i < text.length; i++)
    if ((CHARACTER[text.charCodeAt(i)] & SET82) === 0) strange.add(text.charAt(i));
  const [only] = strange;
  // One strange character at the very end is rather a misread one than a separator.
  if (only && strange.size === 1 && text.indexOf(only, from) < text.length - 1)
    found.push(replace(text, only, false, from));
  return found;
}
