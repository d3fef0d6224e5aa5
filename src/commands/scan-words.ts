// Where the scans of a command line come from: its words, standard input (`-`), a file of scans (`@FILE`) or a picture.
import { closeSync, createReadStream, existsSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { onceRead } from '#once-read';
import { isStdin, readTwice } from '../app/node/pipes.ts';
import type { Scan, Unreadable } from '../app/scans/scans.ts';
import { PedigreeError } from '../errors.ts';
import { parse } from '../gs1/index.ts';
import { textOfLine } from '../gs1/keyed-line.ts';
import { asFailure } from '../system-errors.ts';
import { phrase, say } from '../words/en/scan-input.ts';
import type { PictureFound } from './pictures.ts';
import type { Stdin } from './spec.ts';

/** Far above the longest symbol (7 089 digits); a longer line is somebody's file, not a scan. */
const LONGEST_LINE = 65_536;
const PICTURE = /\.(png|jpe?g|jfif|webp|hei[cf]|avif|gif|tiff?|bmp|pdf)$/i;

/** What is taken of a picture: the scans of packs and cases, or every symbol that is in it. */
export interface ScanWords {
  readonly everySymbol?: boolean;
}

/**
 * The scans of a list of arguments, in order, as they come; reads a stream no further than it is asked for.
 * @throws no-such-file (66), io-failed (74) for an `@FILE` that cannot be read
 */
export async function* scansOf(
  args: readonly string[],
  stdin: Stdin,
  { everySymbol = false }: ScanWords = {},
): AsyncIterable<Scan | Unreadable> {
  let n = 0;
  if (stdin.literal) {
    for (const arg of args) yield literal(++n, arg);
    return;
  }
  if (args.filter((arg) => isStdin(arg.replace(/^@/, ''))).length > 1) throw readTwice();
  for (const arg of args) {
    const file = arg.startsWith('@') && arg.length > 1 ? arg.slice(1) : undefined;
    const isText = arg.length > LONGEST_PATH || isCode(arg);
    const stream = isText ? undefined : onceRead(file ?? arg, stdin);
    if (stream !== undefined) {
      const typed = isStdin(file ?? arg) ? { typed: true } : {};
      const { begins, whole } = await begun(stream);
      if (PICTURE_STARTS.test(begins)) {
        for (const found of await pictureIn(await allOf(whole), arg, everySymbol))
          yield { n: ++n, input: arg, ...found };
      } else {
        for await (const line of lines(whole)) yield { ...numbered(++n, line), ...typed };
      }
    } else if (file !== undefined) {
      for await (const line of lines(openFile(file))) yield numbered(++n, line);
    } else if (!isText && (PICTURE.test(arg) || isPictureFile(arg))) {
      for (const found of await picture(arg, everySymbol)) yield { n: ++n, input: arg, ...found };
    } else {
      yield { n: ++n, input: arg, text: textOfLine(arg), typed: true };
    }
  }
}

const LINE_END = /[\r\n\u2028\u2029]/;

/** A word that is a scan whatever it looks like: a code has no line ends, and several in one are somebody's list. */
function literal(n: number, text: string): Scan | Unreadable {
  if (text.length <= LONGEST_LINE && !LINE_END.test(text))
    return { n, input: text, text: textOfLine(text), typed: true };
  const error = new PedigreeError(
    'bad-input',
    say(text.length > LONGEST_LINE ? 'line-too-long' : 'several-lines', { n }),
    {
      hint: say('scan-a-line'),
    },
  );
  return { n, input: '', error };
}

/** Whether a word is a right GS1 code, whatever files there are: `(01)09506000134352(21)A.png` has a serial. */
function isCode(word: string): boolean {
  const { elements, errors } = parse(word);
  return elements.length > 0 && errors.length === 0;
}

/** How a stream begins, and the whole of it. */
async function begun(chunks: AsyncIterable<Uint8Array>) {
  const rest = chunks[Symbol.asyncIterator]();
  const first = await rest.next();
  const whole = async function* () {
    if (first.done !== true) yield first.value;
    yield* { [Symbol.asyncIterator]: () => rest };
  };
  const begins = first.done === true ? '' : Buffer.from(first.value.subarray(0, 4)).toString('latin1');
  return { begins, whole: whole() };
}

/** Larger than any photograph of a pack, in bytes. */
const LARGEST_PICTURE = 256 * 1024 * 1024;

/** @throws bad-input */
async function allOf(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const all: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    length += chunk.length;
    if (length > LARGEST_PICTURE) throw new PedigreeError('bad-input', say('picture-too-large'));
    all.push(chunk);
  }
  return Buffer.concat(all);
}

const named = (word: string): string => (word === '-' ? phrase('standard-input') : word);

/** More than this in one go is somebody's other file, and would not fit into memory. */
export const MOST_SCANS = 1_000_000;

/**
 * All scans of a list of arguments at once, for commands that are all or nothing.
 * @throws as `scansOf`, and bad-input (65) for one that cannot be read and for more than MOST_SCANS
 */
export async function allScans(args: readonly string[], stdin: Stdin): Promise<readonly string[]> {
  const texts: string[] = [];
  for await (const scan of scansOf(args, stdin)) {
    if ('error' in scan) throw scan.error;
    if (texts.length === MOST_SCANS) throw tooMany();
    texts.push(scan.text);
  }
  return texts;
}

/**
 * All scans of a file of them, or of standard input (`-`).
 * @throws as `allScans`, and not-allowed (77) where words are scans alone
 */
export async function scansInFile(file: string, stdin: Stdin): Promise<readonly string[]> {
  mayOpen(stdin);
  return allScans([file === '-' ? '-' : `@${file}`], stdin);
}

export function tooMany(): PedigreeError {
  const message = say('too-many-lines', { scans: MOST_SCANS });
  return new PedigreeError('bad-input', message, { hint: say('take-them-in-parts') });
}

/**
 * The one scan that a word names.
 * @throws usage where it names none or several, and as `allScans`
 */
export async function oneScan(word: string, stdin: Stdin): Promise<string> {
  const [text, ...more] = await allScans([word], stdin);
  if (text === undefined || more.length > 0) {
    throw new PedigreeError('usage', say('one-item', { value: text === undefined ? 0 : more.length + 1 }));
  }
  return text;
}

export function numbered(n: number, line: string | undefined): Scan | Unreadable {
  if (line !== undefined) return { n, input: line, text: textOfLine(line) };
  const error = new PedigreeError('bad-input', say('line-too-long', { n }), {
    hint: say('scan-a-line'),
  });
  return { n, input: '', error };
}

/** @throws not-allowed (77) where words are scans alone */
export function mayOpen(stdin: Stdin): void {
  if (stdin.literal) throw new PedigreeError('not-allowed', say('no-files-from-here'));
}

/** Lines without their end; empty ones are left out; undefined stands for one too long to be kept in memory. */
async function* lines(chunks: AsyncIterable<Uint8Array>): AsyncIterable<string | undefined> {
  for await (const some of linesTogether(chunks)) yield* some;
}

/** The same, those of one chunk together. */
export async function* linesTogether(
  chunks: AsyncIterable<Uint8Array>,
): AsyncIterable<readonly (string | undefined)[]> {
  let rest = '';
  let skipping = false;
  let afterReturn = false;
  for await (const piece of decoded(chunks)) {
    if (piece === '') continue;
    // A line that ended in CR at the end of a chunk was told of then, and LF is the rest of its end.
    const parts = (rest + (afterReturn && piece.startsWith('\n') ? piece.slice(1) : piece)).split(/\r\n|\n|\r/);
    afterReturn = piece.endsWith('\r');
    rest = parts.pop() ?? '';
    const some: (string | undefined)[] = [];
    for (const part of parts) {
      if (skipping) skipping = false;
      else if (part.length > LONGEST_LINE) some.push(undefined);
      else if (part.trim() !== '') some.push(part);
    }
    if (rest.length > LONGEST_LINE) {
      if (!skipping) some.push(undefined);
      skipping = true;
      rest = '';
    }
    yield some;
  }
  if (!skipping && rest.trim() !== '') yield [rest];
}

/** The text of a stream: UTF-8, or UTF-16 where it begins with its mark or as Latin letters do in it, as PowerShell writes it. */
async function* decoded(chunks: AsyncIterable<Uint8Array>): AsyncIterable<string> {
  let decoder: TextDecoder | undefined;
  let begins: Uint8Array = new Uint8Array(0);
  for await (const chunk of chunks) {
    if (decoder !== undefined) {
      yield decoder.decode(chunk, { stream: true });
      continue;
    }
    begins = begins.length === 0 ? chunk : Buffer.concat([begins, chunk]);
    if (begins.length < 4) continue;
    decoder = decoderFor(begins);
    yield decoder.decode(begins, { stream: true });
  }
  yield decoder === undefined ? decoderFor(begins).decode(begins) : decoder.decode();
}

/** Of four bytes every other is zero in UTF-16 of a code; no code in UTF-8 has a zero there. */
function decoderFor([first, second, third, fourth]: Uint8Array): TextDecoder {
  const little = (first === 0xff && second === 0xfe) || (first !== 0 && second === 0 && third !== 0 && fourth === 0);
  const big = (first === 0xfe && second === 0xff) || (first === 0 && second !== 0 && third === 0 && fourth !== 0);
  return new TextDecoder(little ? 'utf-16le' : big ? 'utf-16be' : 'utf-8');
}

export async function* openFile(path: string): AsyncIterable<Uint8Array> {
  mustBeFile(path);
  try {
    for await (const chunk of createReadStream(path)) yield chunk as Uint8Array;
  } catch (cause) {
    throw asFailure(cause, say('cannot-read', { path }));
  }
}

/** Longest text file that is read whole, in bytes. */
const LONGEST_TEXT = 16 * 1024 * 1024;

/** The text of a small file. @throws no-such-file (66), bad-input (65) where it is too long, io-failed (74) */
export function readTextFile(path: string): string {
  mustBeFile(path);
  if (statSync(path).size > LONGEST_TEXT) throw new PedigreeError('bad-input', say('file-too-long', { path }));
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw asFailure(cause, say('cannot-read', { path }));
  }
}

function mustBeFile(path: string): void {
  if (!existsSync(path)) throw new PedigreeError('no-such-file', say('no-such-file', { path }));
  if (!statSync(path).isFile()) throw new PedigreeError('no-such-file', say('not-a-file', { path }));
}

/** Longer than any path that somebody types, shorter than a code that a machine makes up. */
const LONGEST_PATH = 4_096;

const PICTURE_STARTS = /^(\x89PNG|\xff\xd8\xff)/;

/** A file of another name, or none, that begins as a picture does. */
function isPictureFile(arg: string): boolean {
  if (arg.length > LONGEST_PATH) return false;
  try {
    if (statSync(arg, { throwIfNoEntry: false })?.isFile() !== true) return false;
    const file = openSync(arg, 'r');
    try {
      const head = Buffer.alloc(4);
      readSync(file, head, 0, head.length, 0);
      return PICTURE_STARTS.test(head.toString('latin1'));
    } finally {
      closeSync(file);
    }
  } catch {
    return false;
  }
}

async function picture(path: string, everySymbol: boolean): Promise<readonly PictureFound[]> {
  mustBeFile(path);
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (cause) {
    throw asFailure(cause, say('cannot-read', { path }));
  }
  return pictureIn(bytes, path, everySymbol);
}

async function pictureIn(bytes: Uint8Array, name: string, everySymbol: boolean): Promise<readonly PictureFound[]> {
  const { scansInPicture } = await import('#pictures');
  return scansInPicture(bytes, named(name), everySymbol);
}
