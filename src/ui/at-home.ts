// Commands that are printed act on the party that they were printed for: where `--home` named its folder, they name it too, so that
// a line can be pasted as it stands.
import { fileWord } from '../app/node/shell-words.ts';
import type { Typed } from '../commands/input.ts';
import type { Io } from './io.ts';

/**
 * Behind `pedigree`: words of sentences; what is, or may be, for another party to type (`accredit`, `void` of what is refused,
 * `import` of what is sent to it); and commands that ask for no party.
 */
export const NOT_HERE: ReadonlySet<string> = new Set(
  'is of bundle wrote import accredit endorse settle revoke void decode demo help version schema completion'.split(' '),
);

/** Said of another computer, or a party that is still to be made. */
const ELSEWHERE = /\b(?:there|dort) $/;
const JOINS = /^init .*--(?:network|join-party) /s;

/** A command in a text, also where a colour begins at it, with the rest of its line and of those that it goes on in. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the escape that begins a colour
const COMMAND = /(?<=^|[^\w/.-]|\u001b\[[0-9;]*m)pedigree ([a-z][a-z-]*)(?=((?:.*\\\n)*.*))/gm;

/** Behind a command, the next one on the line. */
const NEXT = /[^\w/.-]pedigree [a-z-]/;

/** The text whose commands name this folder, a word as a shell takes it. */
export function addressed(text: string, home: string): string {
  return text.replace(COMMAND, (whole, name: string, rest: string, at: number) => {
    const isNamed = / --home[ =](?![A-Z]+\b)/.test(rest.split(NEXT, 1)[0] ?? '');
    const isAnothers = NOT_HERE.has(name) || ELSEWHERE.test(text.slice(0, at)) || JOINS.test(name + rest);
    return isNamed || isAnothers ? whole : ['pedigree', '--home', home, name].join(' ');
  });
}

/** The same for a folder of any name: one with `pedigree` in it is no command, also where its name goes on in another line. */
export function addressedTo(text: string, home: string): string {
  const word = fileWord(home);
  if (!home.includes('pedigree ')) return addressed(text, word);
  const names = [word, home].map((name) => name.replace(/[^\w ]/g, '\\$&').replaceAll(' ', '\\s+')).join('|');
  return text
    .split(new RegExp(`(${names})`))
    .map((part, i) => (i % 2 === 0 ? addressed(part, word) : part))
    .join('');
}

/** The same streams, where commands that are printed name the folder that was typed. */
export function atHome(io: Io, { options }: Typed, command: string): Io {
  const home = options.get('home');
  // A demo has parties of its own (src/ui/text/demo.ts); of a session of scans each line has its place on the screen.
  if (typeof home !== 'string' || command.startsWith('demo') || command === 'scan') return io;
  const inText = (text: string): string => addressedTo(text, home);
  // What the streams know of themselves is dear, and asked of them only where it matters.
  return Object.create(io, { here: { value: inText } }) as Io;
}
