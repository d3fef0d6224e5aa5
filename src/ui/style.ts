// How text for people looks: colours where they are wanted, the width there is, and times as they are said here.
import { minuteIn } from '../app/node/moments.ts';
import { commandsIn, shellWords } from './command-lines.ts';

export const WIDTH = 80;
/** Below this nothing can be laid out: a terminal that says less is taken to have as many. */
export const LEAST_WIDTH = 20;

/** Columns that sentences take now: fewer than 80 only while something is made for a narrower terminal. */
let room = WIDTH;
/** What commands in sentences are turned to before these are broken (src/ui/at-home.ts). */
let turning: ((text: string) => string) | undefined;

/**
 * Makes a text for a terminal of so many columns: its sentences are broken once, where they end there. What waits for
 * something in between is made in the same room.
 */
export function inRoom<T>(width: number, make: () => T, turn = turning): T {
  const before = room;
  const turnedBefore = turning;
  const leave = () => {
    room = before;
    turning = turnedBefore;
  };
  room = Math.max(LEAST_WIDTH, Math.min(WIDTH, width));
  turning = turn;
  let made: T;
  try {
    made = make();
  } catch (error) {
    leave();
    throw error;
  }
  if (made instanceof Promise) return made.finally(leave) as T;
  leave();
  return made;
}

/** The most columns that a margin takes of a narrower terminal: less than two thirds of a line are no text. */
export function widestMargin(): number {
  return room < WIDTH ? Math.floor(room / 3) : WIDTH / 2;
}

type Paint = (text: string) => string;

export interface Style {
  readonly bold: Paint;
  readonly dim: Paint;
  readonly red: Paint;
  readonly green: Paint;
  readonly yellow: Paint;
  readonly cyan: Paint;
  readonly verbose: boolean;
  /** Columns that a table may take. Sentences keep to 80, where there are more. */
  readonly width: number;
  /** An ISO moment as people here read it: `2026-11-22 13:05`, in the zone in which their days end. */
  minute(iso: string): string;
}

/** Where text is shown; asked when it is printed, for the zone is known only once the folder was opened. */
export interface Place {
  /** Columns of the terminal; undefined where it is none. */
  readonly columns?: () => number | undefined;
  /** Absent: the machine's own. */
  readonly zone?: () => string | undefined;
}

const AS_IT_IS: Paint = (text) => text;

/** No colours at all. */
export function plainStyle(verbose = false, place: Place = {}): Style {
  const plain = {
    bold: AS_IT_IS,
    dim: AS_IT_IS,
    red: AS_IT_IS,
    green: AS_IT_IS,
    yellow: AS_IT_IS,
    cyan: AS_IT_IS,
  };
  return placed(plain, verbose, place);
}

type Colors = Pick<Style, 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan'>;

function placed(colors: Colors, verbose: boolean, { columns, zone }: Place): Style {
  return {
    ...colors,
    verbose,
    // The stream that knows it is dear, so only tables ask.
    get width() {
      return Math.max(LEAST_WIDTH, columns?.() || WIDTH);
    },
    minute: (iso) => minuteIn(zone?.(), Date.parse(iso)),
  };
}

/** Whether colours are wanted: `--no-color` and NO_COLOR say no, FORCE_COLOR yes, else a terminal that is not dumb. */
export function wantsColor(
  terminal: boolean,
  noColor: boolean,
  environment: Readonly<Record<string, string | undefined>>,
): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = environment;
  if (noColor || (NO_COLOR !== undefined && NO_COLOR !== '')) return false;
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '') return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  return terminal && TERM !== 'dumb';
}

/** The style for a run; the library of colours is loaded only where there are some. */
export async function makeStyle(color: boolean, verbose = false, place: Place = {}): Promise<Style> {
  if (!color) return plainStyle(verbose, place);
  const { Chalk } = await import('chalk');
  const { bold, dim, red, green, yellow, cyan } = new Chalk({ level: 1 });
  return placed({ bold, dim, red, green, yellow, cyan }, verbose, place);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: the escape that begins a colour
const COLOR = /\u001b\[[0-9;]*m/g;

/** A text without its colours. */
export function colourless(text: string): string {
  return text.replace(COLOR, '');
}

/** Columns that a text takes, colours not counted; East Asian wide characters and emoji take two. */
export function columns(text: string): number {
  if (/^[ -~]*$/.test(text)) return text.length;
  let count = 0;
  for (const character of colourless(text)) {
    if (/\p{Mark}/u.test(character)) continue;
    count += WIDE.test(character) ? 2 : 1;
  }
  return count;
}
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}]/u;

/** Ends a line that goes on below it. */
const GOES_ON = ' \\';

/** A piece of a line that no break goes through, and whether a break behind it is inside of a command. */
interface Piece {
  readonly text: string;
  readonly goesOn: boolean;
}

/**
 * Breaks a text at spaces to lines of at most `width` columns; lines after the first begin with `indent`. A command stays
 * whole where it fits a line, and else is broken between its words with a backslash, so that a shell takes it.
 */
export function wrap(text: string, indent = '', width = room): string {
  return wrapped(turning?.(text) ?? text, indent, width, (paragraph) => {
    const pieces: Piece[] = [];
    let at = 0;
    for (const [from, to] of commandsIn(paragraph)) {
      const command = paragraph.slice(from, to);
      // What touches it, as a full stop does, stays with it.
      const [behind = ''] = /^[^ ]*/.exec(paragraph.slice(to)) ?? [];
      for (const one of atSpaces(paragraph.slice(at, from))) pieces.push(one);
      if (columns(indent + command) < width) pieces.push({ text: command + behind, goesOn: false });
      else for (const one of wordsOf(command, behind)) pieces.push(one);
      at = to + behind.length + 1;
    }
    return at > paragraph.length ? pieces : [...pieces, ...atSpaces(paragraph.slice(at))];
  });
}

/** Breaks a line that is a command from its beginning to its end. */
export function wrapCommand(command: string, indent = '', width = room): string {
  return wrapped(command, indent, width, (line) => {
    const [margin = ''] = /^ */.exec(line) ?? [];
    const [first, ...rest] = wordsOf(line.slice(margin.length), '');
    return first === undefined ? [] : [{ ...first, text: margin + first.text }, ...rest];
  });
}

function atSpaces(text: string): readonly Piece[] {
  return text === ''
    ? []
    : text
        .replace(/ $/, '')
        .split(' ')
        .map((piece) => ({ text: piece, goesOn: false }));
}

/** Options stay with their values, and `pedigree` with what it is to do, where they are short. */
const TOGETHER = 40;

function wordsOf(command: string, behind: string): readonly Piece[] {
  const words: string[] = [];
  let opens = false;
  for (const [from, to] of shellWords(command)) {
    const word = command.slice(from, to);
    const last = words.at(-1);
    // A line that goes on already ends so.
    const joins = word === '\\' || (opens && !word.startsWith('-') && columns(word) < TOGETHER);
    if (last !== undefined && joins) words[words.length - 1] = `${last} ${word}`;
    else words.push(word);
    opens = word === 'pedigree' || /^--?\w[\w-]*$/.test(word);
  }
  return words.map((text, index) =>
    index + 1 < words.length ? { text, goesOn: true } : { text: text + behind, goesOn: false },
  );
}

function wrapped(text: string, indent: string, width: number, cut: (paragraph: string) => readonly Piece[]): string {
  const lines: string[] = [];
  const margin = width < WIDTH ? indent.slice(0, Math.floor(width / 3)) : indent;
  for (const paragraph of text.split('\n')) {
    let line = lines.length === 0 ? '' : margin;
    let before: Piece | undefined;
    for (const piece of cut(paragraph)) {
      const longer = before === undefined ? line + piece.text : `${line} ${piece.text}`;
      // Of two blanks the second is no piece that a line could begin with.
      if (before !== undefined && piece.text !== '' && columns(longer) + (piece.goesOn ? GOES_ON.length : 0) > width) {
        lines.push(before.goesOn ? line + GOES_ON : line.trimEnd());
        line = margin + piece.text;
      } else {
        line = longer;
      }
      before = piece;
    }
    lines.push(line.trimEnd());
  }
  return lines.join('\n');
}

/** Breaks the lines of a text that are too wide; the rest of a line begins below it, two columns to the right. */
export function narrowed(text: string, width = WIDTH): string {
  if (text.length * 2 <= width) return text;
  // A margin that leaves less than two thirds to the text is none.
  const most = Math.floor(width / 3);
  let goesOn = false;
  const one = (line: string): string => {
    const command = goesOn || line.endsWith(GOES_ON);
    goesOn = line.endsWith(GOES_ON);
    if (columns(line) <= width) return line;
    const [margin = ''] = /^ */.exec(line) ?? [];
    const held = ' '.repeat(Math.min(margin.length, most));
    const broken = command ? wrapCommand : wrap;
    return broken(held + line.slice(margin.length), ' '.repeat(Math.min(margin.length + 2, most)), width);
  };
  return text.split('\n').map(one).join('\n');
}

/** Cuts a text to `width` columns and says so with an ellipsis: for what is being typed; a name is cut in its middle. */
export function shorten(text: string, width: number): string {
  if (columns(text) <= width) return text;
  return `${beginning(colourless(text), width - 1)}…`;
}

/** As many of the first characters as `width` columns hold. */
export function beginning(text: string, width: number): string {
  let out = '';
  let taken = 0;
  for (const character of text) {
    taken += columns(character);
    if (taken > width) break;
    out += character;
  }
  return out;
}

/** Lines of `label  value`, values aligned and wrapped; pairs without a value are left out. */
export function pairs(rows: readonly (readonly [string, string | undefined])[]): string {
  const kept = rows.filter((row): row is readonly [string, string] => row[1] !== undefined && row[1] !== '');
  const width = kept.reduce((widest, [label]) => Math.max(widest, columns(label)), 0);
  const indent = ' '.repeat(width + 2);
  return kept.map(([label, value]) => wrap(label + ' '.repeat(width - columns(label) + 2) + value, indent)).join('\n');
}
