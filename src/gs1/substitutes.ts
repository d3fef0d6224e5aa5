// What scanners and hosts type where a separator (GS) was, put right.
import { all, GS, SET82 } from './characters.ts';

/** Spellings of GS by hosts and programs: its names in brackets, escapes of its number, keys that mean it. */
export const SPELLED =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the key F8 sends an escape
  /(?:[{<[(@&]|\\\(?)(?:GS|FNC1|F8)\/?[}>\])@;]?|(?:[\\_]|&#|<?0)x0{0,2}1d[_;>]?|\\u\{?0*1d\}?|[%=\\]1d|&#29;|[\\~^]d?(?:0*29|035)|\\F|[{<]0*29[>}]|\]C1|U\+0*1D|\^\]|(?:\x1b|\^\[)\[19~|(?:Alt|Ctrl)[-+ ]?(?:0*29|\])/gi;
/** Spellings that could as well be data: they count only where nothing else reads. */
const WEAK: readonly string[] = ['0029', '029', 'GS', '_1'];

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
      while (text.startsWith(spelling, i)) i += spelling.length;
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
  const found = [...new Set(text.slice(from).match(SPELLED))].map((spelling) => replace(text, spelling, false, from));
  for (const spelling of WEAK) if (text.includes(spelling, from)) found.push(replace(text, spelling, true, from));
  const strange = new Set<string>();
  for (let i = from; i < text.length; i++) if (!all(text, SET82, i, i + 1)) strange.add(text.charAt(i));
  const [only] = strange;
  // One strange character at the very end is rather a misread one than a separator; in a spelling it is a part.
  if (
    only &&
    strange.size === 1 &&
    !found.some(({ weak, spelling }) => !weak && spelling.includes(only)) &&
    text.indexOf(only, from) < text.length - 1
  )
    found.push(replace(text, only, false, from));
  return found;
}
