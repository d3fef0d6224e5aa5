// What text programs, chats and spreadsheets make of a code: wide and typographic characters, quotes, entities; undone.
import { mended, replaced, type Variant } from './variant.ts';

/** Soft hyphens, joiners, marks of direction and of byte order: nobody sees them, and no scanner sends them. */
const UNSEEN = '\\u00ad\\u034f\\u061c\\u180e\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2069\\ufe00-\\ufe0f\\ufeff';
/** Letters of other alphabets that look as Latin ones do: a hand at another keyboard, or a reader of print. */
const ALIKE = 'АВЕКМНОРСТУХІЈЅаеорсухіјѕΑΒΕΖΗΙΚΜΝΟΡΤΥΧο';
const LATIN = 'ABEKMHOPCTYXIJSaeopcyxijsABEZHIKMNOPTYXo';
const BLANKS = '\\u00a0\\u1680\\u2000-\\u200a\\u202f\\u205f\\u3000';
const ENTITY = '&(?:nbsp|amp|lt|gt|quot|apos|#\\d{1,4}|#x[0-9a-f]{1,4});';
/** One character, or one entity, that hosts put in the place of another. */
const TYPESET = new RegExp(
  `${ENTITY}|[${UNSEEN}${BLANKS}‘-‟′″‹›«»‐-―−﹣…⁄∕＀-ﾠ${ALIKE}\\u0660-\\u0669\\u06f0-\\u06f9\\u0966-\\u096f]|\\ud835[\\udc00-\\udfff]`,
  'gi',
);
const NAMED: Readonly<Record<string, string>> = { nbsp: ' ', amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
/** Where the digits of other scripts begin. */
const ZEROS = [0x660, 0x6f0, 0x966];

function plain(typeset: string): string {
  if (typeset.startsWith('&') && typeset.length > 1) {
    const name = typeset.slice(1, -1).toLowerCase();
    const number = name.startsWith('#x') ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    return NAMED[name] ?? (number === 0xa0 ? ' ' : String.fromCharCode(number));
  }
  if (/[‘-‛′‹›]/.test(typeset)) return "'";
  if (/[“-‟″«»]/.test(typeset)) return '"';
  if (/[‐-―−﹣]/.test(typeset)) return '-';
  if (/[⁄∕]/.test(typeset)) return '/';
  if (typeset === '…') return '...';
  const alike = ALIKE.indexOf(typeset);
  if (alike >= 0) return LATIN.charAt(alike);
  const code = typeset.charCodeAt(0);
  const zero = ZEROS.find((first) => code >= first && code < first + 10);
  if (zero !== undefined) return String(code - zero);
  const narrow = typeset.normalize('NFKC');
  return /^[ -~]$/.test(narrow) ? narrow : '';
}

/** The text with plain characters in the place of typeset ones; undefined where there are none. */
export function untypeset(variant: Variant): Variant | undefined {
  return replaced(variant, TYPESET, plain, 'typography');
}

/** What spreadsheets and people put around a cell or a word: `="…"`, quotes, brackets, an apostrophe in front. */
export function unwrapped(variant: Variant): Variant | undefined {
  const wrapped = /^\s*(?:=\s*"(.*)"|"(.*)"|'(.*)'|`(.*)`|<(.*)>|__(.*)__|_(.*)_|'(.*))\s*$/s.exec(variant.text);
  const inner = wrapped?.slice(1).find((group) => group !== undefined);
  if (inner === undefined || inner === '') return undefined;
  const from = variant.text.indexOf(inner);
  const bare: Variant = {
    text: inner,
    origin: variant.origin.slice(from, from + inner.length + 1),
    repairs: mended(variant, 'quotes', 0, 'the code stands between quotes'),
  };
  // A quote inside of quotes is written twice.
  return (variant.text.includes('""') ? replaced(bare, /""/g, () => '"', 'quotes') : undefined) ?? bare;
}
