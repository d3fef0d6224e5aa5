// Commands inside of texts for people: where they begin and end, and how a long one is broken so that a shell takes it.

/** One word as a shell reads it; the apostrophe of a sentence (the maker's) is no quote. */
const WORD = /(?:\$'(?:\\.|[^'\\])*'|'[^']*'|"(?:\\.|[^"\\])*"|\\.|[A-Za-z]'(?=[a-z])|[^\s'"\\])+|['"\\]/y;

/** Ends a sentence, and the command in it; an ellipsis stands for words that are left out. */
const ENDS = /[.,;:)?]+$/;
/** Part of a sentence, unless an option waits for it. */
const isProse = (word: string): boolean => /^\p{Ll}+$/u.test(word);
/** Options without a value: the word behind one is not its own. */
export const FLAGS: ReadonlySet<string> = new Set(
  (
    '--accept --affirm --all --all-lots --alone --badge --checked --clock-is-right --continue --csv --desk --discard --dispensed --dry-run --expired-is-right --finish --forget ' +
    '--graphics --help --items --json --later --licences --local --more-of-this-lot --new-chain --no-color --no-input --no-sync ' +
    '--not-supplied --numbers-only --observer --open --passphrase-file-shared --pin --products --quiet --regulator --remove --reprint ' +
    '--same-party --seal --sign --strict --test --today --unknown-lot --verbose -h -n -q -v'
  ).split(' '),
);
/** Words of a command are two at most: `recall issue`. */
const NAME_WORDS = 2;

/** Where the words of this text begin and end. */
export function shellWords(text: string): readonly (readonly [from: number, to: number])[] {
  const words: [number, number][] = [];
  let at = 0;
  while (at < text.length) {
    if (/\s/.test(text.charAt(at))) {
      at++;
      continue;
    }
    WORD.lastIndex = at;
    const length = WORD.exec(text)?.[0].length ?? 1;
    const last = words.at(-1);
    // A lone quote and what touches it are one word with what stands before.
    if (last !== undefined && last[1] === at) last[1] = at + length;
    else words.push([at, at + length]);
    at += length;
  }
  return words;
}

/** The commands in a sentence: from `pedigree` on, as far as it is one. */
export function commandsIn(text: string): readonly (readonly [from: number, to: number])[] {
  if (!text.includes('pedigree ')) return [];
  const found: [number, number][] = [];
  const words = shellWords(text);
  for (let first = 0; first < words.length; first++) {
    const [start = 0, to = 0] = words[first] ?? [];
    const from = text.charAt(start) === '(' ? start + 1 : start;
    if (text.slice(from, to) !== 'pedigree') continue;
    let end = to;
    let names = 0;
    let optionBefore = false;
    let next = first + 1;
    for (; next < words.length; next++) {
      const [begin = 0, close = 0] = words[next] ?? [];
      // Two blanks set apart what comes next to each other.
      if (begin - end > 1) break;
      const word = text.slice(begin, close);
      if (isProse(word) && !optionBefore && names === NAME_WORDS) break;
      if (isProse(word) && !optionBefore) names++;
      // Behind an option or an argument no word of the command's name comes any more.
      else if (names > 0 || !(word.startsWith('-') || optionBefore)) names = NAME_WORDS;
      const punctuation = /^['"$]/.test(word) ? undefined : ENDS.exec(word);
      end = close - (punctuation?.[0].length ?? 0);
      if (punctuation != null) break;
      optionBefore = word.startsWith('-') && !word.includes('=') && !FLAGS.has(word);
    }
    if (end > to) found.push([from, end]);
    first = next - 1;
  }
  return found;
}
