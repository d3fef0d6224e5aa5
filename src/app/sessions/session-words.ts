// The words of a session: typed by a person, or scanned from a sheet of commands at the counter.

export type Word = 'end' | 'undo' | 'damaged' | 'missing' | 'same' | 'second' | 'out';

const WORDS: Readonly<Record<string, Word>> = {
  '.': 'end',
  end: 'end',
  undo: 'undo',
  damaged: 'damaged',
  missing: 'missing',
};
/** Answers of a person: elsewhere a digit is a scan. */
const ANSWERS: Readonly<Record<string, Word>> = { '1': 'same', '2': 'second', '0': 'out' };

/** The word that a line is, with or without the identifier of the symbol that it was scanned from. */
export function wordIn(line: string, person: boolean): Word | undefined {
  const text = line
    .trim()
    .toLowerCase()
    .replace(/^\][a-z]\d/, '');
  return WORDS[text] ?? (person ? ANSWERS[text] : undefined);
}
