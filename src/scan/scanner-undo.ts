// Undoes what a scanner whose profile is known does to codes.
import { standardTable } from '../gs1/ai-table.ts';
import { ALONE, unjoined } from '../gs1/candidates/accents.ts';
import { GS } from '../gs1/characters.ts';
import { readForm } from '../gs1/forms.ts';
import { isFaithful, type ScannerProfile } from './scanner-profile.ts';
import { readKeys, type Tokens, tokensOf } from './scanner-tokens.ts';

/** More texts are not given for one scan. */
const MOST_TEXTS = 32;
/** Of many texts so many are looked through for separators. */
const MOST_READ = 4;
/** Codes of packs hold no more separators. */
const MOST_SEPARATORS = 3;
/** Nor more places where one may stand. */
const MOST_PLACES = 24;
/** What may follow a separator on packs and cases, or the end. */
const FOLLOWS = /^(?:$|0[01]\d{14}|1[0-7].|2[0-2].|24\d|25\d|30\d|37\d|4[0-2]\d|7\d\d|8\d\d|9\d.)/s;

/** What never is data at the ends of a scan. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are control characters
const IN_FRONT = /^[\0-\x1c\x1e-\x20\x7f\u00a0\ufeff]+/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: the same at the end
const AT_END = /[\0-\x1c\x1e-\x20\x7f\u00a0\ufeff]+$/;

/** The text without what is never data at its beginning. */
export function bareInFront(text: string): string {
  return text.replace(IN_FRONT, '');
}

/** The text without what is never data at its end. */
export function bareAtEnd(text: string): string {
  return text.replace(AT_END, '');
}

/** Accents as keys type them alone: some hosts have a sign of ASCII for them. */
const TYPED_ALONE: Readonly<Record<string, string>> = { ...ALONE, '\u0301': "´'", '\u0308': '¨"', '\u030b': '˝' };

/** The text with letters that no key gives as the two keys that a host joined. */
function withoutJoined(text: string, tokens: Tokens): string {
  const single = new Set([...tokens.keys()].flatMap((token) => [...token]));
  const aloneFor = (mark: string, character: string): string | undefined =>
    single.has(character) ? undefined : [...(TYPED_ALONE[mark] ?? '')].find((one) => single.has(one));
  return unjoined(text, aloneFor);
}

/**
 * The texts that a scan may have been before the scanner and the host changed it: one in most cases, several where keys give
 * the same or a separator comes as characters of the code, none where it cannot have come that way.
 */
export function makeUndo(profile: ScannerProfile): (scan: string) => readonly string[] {
  if (isFaithful(profile)) return (scan) => [scan];
  const { gs, before, after, bracket = '', separatorIsData } = profile;
  const data = tokensOf(profile.keys);
  const tokens = gs === '' || separatorIsData ? data : new Map([...data, [gs, [GS]]]);
  const spelt = separatorIsData ? readKeys(gs, data) : [];
  return (scan) => {
    const text = bareAtEnd(bareInFront(scan));
    if (!text.startsWith(before) || text.length < before.length + after.length) return [];
    // A line end in what stands behind a code ends the scan at a terminal.
    const ends = text.endsWith(after) ? after.length : /^[\t\r\n]/.test(after) ? 0 : undefined;
    if (ends === undefined) return [];
    const inner = text.slice(before.length, text.length - ends);
    const identified = bracket !== '' && inner.startsWith(bracket);
    const front = identified ? ']' : '';
    const typed = withoutJoined(identified ? inner.slice(bracket.length) : inner, data);
    const read = readKeys(typed, tokens).map((one) => front + one);
    const texts = spelt.length === 0 ? read : read.slice(0, MOST_READ).flatMap((one) => separated(one, spelt));
    return texts.length < 2
      ? texts
      : [...new Set([...texts.filter(isRight), ...read.slice(0, 1)])].slice(0, MOST_TEXTS);
  };
}

/** The text with what a separator is typed as taken for separators, in up to so many places; more of them first. */
function separated(text: string, spelt: readonly string[]): readonly string[] {
  return spelt.flatMap((one) => {
    const places: number[] = [];
    for (let at = text.indexOf(one); at >= 0 && places.length < MOST_PLACES; at = text.indexOf(one, at + 1))
      if (FOLLOWS.test(text.slice(at + one.length))) places.push(at);
    // From the end, so that the places before stay where they are.
    let texts = [{ text, before: text.length }];
    const all = [texts];
    for (let n = 0; n < MOST_SEPARATORS; n++) {
      texts = texts.flatMap((other) =>
        places
          .filter((at) => at + one.length <= other.before)
          .map((at) => ({
            text: other.text.slice(0, at) + GS + other.text.slice(at + one.length),
            before: at,
          })),
      );
      all.unshift(texts);
    }
    return all.flat().map((other) => other.text);
  });
}

function isRight(text: string): boolean {
  return readForm(text, standardTable(), {}).faults.length === 0;
}
