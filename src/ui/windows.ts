// Commands as the shells of Windows take them. They are written for the shells of Unix (src/app/shell-words.ts) and turned
// here, at the last moment, so that one line can be pasted into cmd and PowerShell alike.
import { isWindowsShell } from '../app/node/shell-words.ts';
import { shellWords } from './command-lines.ts';
import type { Io } from './io.ts';

/** The same streams, where commands that are printed look as the shell here takes them. */
export function facing(io: Io): Io {
  if (!isWindowsShell(io.environment)) return io;
  // What the streams know of themselves is dear, and asked of them only where it matters.
  return Object.create(io, {
    talk: { value: (text: string) => io.talk(forWindows(text)) },
    commands: { value: { inText: forWindows, inAnswer: (document: object) => turned(document, forWindows) } },
  }) as Io;
}

/** Fields of answers that hold commands, or sentences with commands in them. */
const FIELDS: ReadonlySet<string> = new Set(['hint', 'command', 'next', 'advice', 'warnings']);

/** An answer whose commands are turned; whatever came from a scan or a partner stays as it is. */
export function turned<T>(value: T, turn: (text: string) => string, field = ''): T {
  if (typeof value === 'string') return (FIELDS.has(field) ? turn(value) : value) as T;
  if (Array.isArray(value)) return value.map((one) => turned(one as unknown, turn, field)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, turned(one as unknown, turn, name)]),
  ) as T;
}

/** A text whose commands, and options that are to be added to one, cmd and PowerShell take; they stand on one line each. */
export function forWindows(text: string): string {
  return text
    .replace(/ \\\n\s*/g, ' ')
    .split('\n')
    .map(turnLine)
    .join('\n');
}

function turnLine(line: string): string {
  if (!/pedigree |--\w/.test(line)) return line;
  let out = '';
  let at = 0;
  let inCommand = /^\s*node /.test(line);
  for (const [from, to] of shellWords(line)) {
    const word = line.slice(from, to);
    out += line.slice(at, from) + (inCommand ? turnWord(word) : word);
    at = to;
    inCommand ||= word === 'pedigree' || /^--\w[\w-]*$/.test(word);
  }
  return out + line.slice(at);
}

/** The end of a sentence, or of a colour, that touches a word. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the escape that begins a colour
const TOUCHES = /(?:\u001b\[[0-9;]*m|[.,;:)]+)$/;

function turnWord(word: string): string {
  const behind = TOUCHES.exec(word)?.[0] ?? '';
  const own = word.slice(0, word.length - behind.length);
  // Quoted, or with what is a list, a variable or a splat to these shells alone.
  if (!/^(?:--?[\w-]+=)?(?:['"]|\$'|\\)|[,%@]|^-.*[.:]/.test(own)) return word;
  const [, option = '', value = ''] = /^(--?[\w-]+=)?(.*)$/s.exec(own) ?? [];
  const meant = unquoted(value);
  return meant === undefined ? word : option + windowsWord(meant) + behind;
}

/** What a shell of Unix makes of a quoted word; undefined where it is the apostrophe of a sentence. */
function unquoted(word: string): string | undefined {
  const PART = /\$'((?:\\.|[^'\\])*)'|'([^']*)'|"((?:\\.|[^"\\])*)"|\\(.)|([^'"\\]+)/gy;
  let out = '';
  let end = 0;
  for (const match of word.matchAll(PART)) {
    const [whole, byNumber, single, double, escaped, bare] = match;
    end = match.index + whole.length;
    out +=
      byNumber === undefined ? (single ?? double?.replace(/\\(["$`\\])/g, '$1') ?? escaped ?? bare) : read(byNumber);
  }
  return end === word.length ? out : undefined;
}

function read(escaped: string): string {
  const bytes = escaped.replace(/[^ -~]/gu, (character) => Buffer.from(character, 'utf8').toString('latin1'));
  return Buffer.from(
    bytes.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8))),
    'latin1',
  ).toString('utf8');
}

/** Left for the person to fill in: there is no way to write it that both take. */
const TO_FILL_IN = '…';

/** One word for cmd and PowerShell alike. */
export function windowsWord(word: string): string {
  // Of a hyphen and a dot PowerShell would make two words.
  if (/^[\w+:./\\-]+$/.test(word) && !/^-.*[.:]/.test(word)) return word;
  // What stands between two per cent signs cmd takes for a variable, whatever is quoted; PowerShell takes curly quotes for quotes.
  if (/["“”„$`\p{Cc}]|%.*%/u.test(word)) return TO_FILL_IN;
  return `"${word.replace(/\\+$/, (end) => end + end)}"`;
}
