// The band of a scanning session: one word and one number in letters of three lines, on a ground of colour, to be read from two metres.
import { columns, shorten, WIDTH } from '../style.ts';

export type Tone = 'green' | 'amber' | 'red';
/** Black on green and on amber, white on red. */
const GROUNDS: Readonly<Record<Tone, string>> = { green: '30;42', amber: '30;43', red: '97;41' };

/** Five rows of each letter, from above; two rows stand in one line of the terminal. */
const LETTERS: Readonly<Record<string, string>> = {
  A: '.##. #..# #### #..# #..#',
  B: '###. #..# ###. #..# ###.',
  C: '.### #... #... #... .###',
  D: '###. #..# #..# #..# ###.',
  E: '#### #... ###. #... ####',
  G: '.### #... #.## #..# .###',
  F: '#### #... ###. #... #...',
  H: '#..# #..# #### #..# #..#',
  I: '### .#. .#. .#. ###',
  K: '#..# #.#. ##.. #.#. #..#',
  L: '#... #... #... #... ####',
  M: '#...# ##.## #.#.# #...# #...#',
  N: '#...# ##..# #.#.# #..## #...#',
  O: '.##. #..# #..# #..# .##.',
  P: '###. #..# ###. #... #...',
  R: '###. #..# ###. #.#. #..#',
  S: '.### #... .##. ...# ###.',
  T: '##### ..#.. ..#.. ..#.. ..#..',
  U: '#..# #..# #..# #..# .##.',
  V: '#...# #...# #...# .#.#. ..#..',
  W: '#...# #...# #.#.# ##.## #...#',
  Z: '#### ...# .##. #... ####',
  Ä: '#..# .##. #..# #### #..#',
  Ö: '#..# .##. #..# #..# .##.',
  Ü: '#..# .... #..# #..# .##.',
  '0': '.##. #..# #..# #..# .##.',
  '1': '.#. ##. .#. .#. ###',
  '2': '###. ...# .##. #... ####',
  '3': '###. ...# .##. ...# ###.',
  '4': '#..# #..# #### ...# ...#',
  '5': '#### #... ###. ...# ###.',
  '6': '.### #... ###. #..# .##.',
  '7': '#### ...# ..#. .#.. .#..',
  '8': '.##. #..# .##. #..# .##.',
  '9': '.##. #..# .### ...# ###.',
  '/': '...# ..#. ..#. ..#. #...',
  ' ': '. . . . .',
};

/** A full line of colour for each line of letters; a terminal that is too narrow for them has the word itself. */
export function band(tone: Tone, word: string, count: string, wide = WIDTH): string {
  const left = enlarged(word);
  const right = enlarged(count);
  const space = wide - 2 - width(left);
  const lines = space < 0 ? plainly(word, count, wide) : space < width(right) + 3 ? left : beside(left, right, space);
  return lines.map((one) => line(tone, one, wide)).join('\n');
}

/** One line of colour with what it says. */
export function line(tone: Tone, said: string, wide = WIDTH): string {
  return `\x1b[1;${GROUNDS[tone]}m${padded(` ${shorten(said, wide - 1)}`, wide)}\x1b[0m`;
}

function beside(left: readonly string[], right: readonly string[], space: number): readonly string[] {
  const gap = ' '.repeat(Math.max(0, space - width(right)));
  return left.map((line, at) => line + gap + (right[at] ?? ''));
}

function plainly(word: string, count: string, wide: number): readonly string[] {
  const both = `${word}  ${count}`;
  return ['', both.length < wide ? both : word.slice(0, wide - 1), ''];
}

function width([line = '']: readonly string[]): number {
  return columns(line);
}

function padded(text: string, wide: number): string {
  return text + ' '.repeat(Math.max(0, wide - columns(text)));
}

/** Three lines of half blocks. */
function enlarged(text: string): readonly string[] {
  const rows = [0, 1, 2, 3, 4, 5].map((row) =>
    [...text]
      .map((letter) => (LETTERS[letter]?.split(' ')[row] ?? '').padEnd(LETTERS[letter]?.indexOf(' ') ?? 0, '.'))
      .join('.'),
  );
  return [0, 2, 4].map((row) => [...(rows[row] ?? '')].map((dot, at) => half(dot, rows[row + 1]?.charAt(at))).join(''));
}

function half(upper: string, lower: string | undefined): string {
  if (upper === '#') return lower === '#' ? '█' : '▀';
  return lower === '#' ? '▄' : ' ';
}
