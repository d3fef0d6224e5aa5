// Letters with accents, as a host joins them of two keys: a dead key and a letter.

/** Accents as they stand alone, by the mark that joins a letter. */
export const ALONE: Readonly<Record<string, string>> = {
  '\u0300': '`',
  '\u0301': '´',
  '\u0302': '^',
  '\u0303': '~',
  '\u0308': '¨',
  '\u030a': '°',
  '\u030c': 'ˇ',
  '\u0327': '¸',
  '\u0304': '¯',
};

/**
 * Letters with accents as the two keys that a host joined: the dead key, then the letter.
 * @param aloneFor what the dead key of a mark types alone; undefined where the letter was typed as it is
 */
export function unjoined(
  text: string,
  aloneFor: (mark: string, character: string) => string | undefined = (mark) => ALONE[mark],
): string {
  let out = '';
  for (const character of text) {
    const [letter = '', mark = '', ...more] = character.normalize('NFD');
    const alone = aloneFor(mark, character);
    out += alone === undefined || more.length > 0 ? character : alone + letter;
  }
  return out;
}
