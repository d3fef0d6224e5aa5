// Where a passphrase comes from: a file, a descriptor or a prompt, never a flag's value.
import { isUtf8 } from 'node:buffer';
import { closeSync, fstatSync, openSync, readSync, type Stats, statSync, writeSync } from 'node:fs';
import { childProcess } from '../../builtins.ts';
import { PedigreeError } from '../../errors.ts';
import { asFailure } from '../../system-errors.ts';
import { phrase, say } from '../../words/en/node.ts';
import type { Said } from '../../words/say.ts';
import { isStdin, readPatiently } from './pipes.ts';
import { fileWord } from './shell-words.ts';

/** Longer passphrases than this are somebody's other file. */
const LONGEST = 1024;

/** A file that holds a passphrase, and what is thought of it. */
export interface PassphraseFile {
  readonly path: string;
  /** That others may read it is meant: a secret that is mounted for a group. */
  readonly shared: boolean;
}

/**
 * The first line of a passphrase file; `/dev/fd/N` reads from an open descriptor, `-` from standard input. `warn` is told
 * where others may read it.
 * @throws no-such-file, io-failed, usage (empty or too long), key-permissions (77) where others may write to it
 */
export function readPassphraseFile(file: string, warn: (text: string) => void = () => {}): string {
  const descriptor = descriptorOf(file);
  let start: Buffer;
  let found: Stats;
  try {
    const fd = descriptor ?? openSync(file, 'r');
    try {
      found = fstatSync(fd);
      refuseWritable(file, found);
      start = readStart(fd, descriptor === undefined ? LONGEST + 64 : 1);
    } finally {
      if (descriptor === undefined) closeSync(fd);
    }
  } catch (cause) {
    throw asFailure(cause, phrase('cannot-read-passphrase-file', { file }));
  }
  if (othersMay(found) === 'read') warn(`${readableByOthers(file)}: ${closing(file)}, or --passphrase-file-shared`);
  const line = firstLineOf(start, file);
  if (line === '') throw new PedigreeError('usage', say('passphrase-file-empty', { file }));
  if (Buffer.byteLength(line) > LONGEST) {
    throw new PedigreeError('usage', say('first-line-of-too', { file }));
  }
  return line;
}

function descriptorOf(file: string): number | undefined {
  const named = isStdin(file) ? '0' : /^\/dev\/fd\/(\d+)$/.exec(file)?.[1];
  return named === undefined ? undefined : Number(named);
}

/** What others than its owner may do with what a passphrase comes from. A terminal or an anonymous pipe is nobody else's. */
export function othersMay(found: Stats): 'write' | 'read' | 'nothing' {
  if (process.platform === 'win32' || !(found.isFile() || found.isFIFO())) return 'nothing';
  const me = process.geteuid?.() ?? 0;
  // Whoever owns a file may write to it, whatever its mode says.
  const anothers = me !== 0 && found.uid !== me && found.uid !== 0;
  if (anothers || (found.mode & 0o022) !== 0) return 'write';
  return (found.mode & 0o044) === 0 ? 'nothing' : 'read';
}

// Whoever may write there knows the passphrase that the next key is locked with.
function refuseWritable(file: string, found: Stats): void {
  if (othersMay(found) !== 'write') return;
  throw new PedigreeError('key-permissions', say('others-may-write', { file }), {
    hint: closing(file),
  });
}

const readableByOthers = (file: string) => phrase('others-may-read-passphrase', { file });

function closing(file: string): string {
  return descriptorOf(file) === undefined ? `chmod 600 ${fileWord(file)}` : phrase('chmod-600-file');
}

/** What others may do with a passphrase file, without reading it; undefined where that is nothing, or there is no such file. */
export function sharedPassphraseFile({
  path,
  shared,
}: PassphraseFile):
  | { readonly level: 'error' | 'warning' | 'ok'; readonly message: string; readonly hint: string }
  | undefined {
  if (descriptorOf(path) !== undefined) return undefined;
  const found = statSync(path, { throwIfNoEntry: false });
  const may = found === undefined ? 'nothing' : othersMay(found);
  if (may === 'nothing') return undefined;
  if (may === 'write')
    return { level: 'error', message: phrase('others-may-write-to-passphrase', { path }), hint: closing(path) };
  const meant = phrase('passphrase-file-shared-says');
  if (shared)
    return { level: 'ok', message: phrase('as-meant', { path: readableByOthers(path) }), hint: closing(path) };
  return { level: 'warning', message: readableByOthers(path), hint: `${closing(path)}; ${meant}` };
}

/**
 * Bytes that are no text would all become the same sign, and a null or a line end among random ones cuts the rest off: such a
 * passphrase would be a weaker one than its owner thinks.
 */
function firstLineOf(start: Buffer, file: string): string {
  const end = start.indexOf(10);
  const line = start.subarray(0, end < 0 ? start.length : end);
  const text = line.toString('utf8').replace(end < 0 ? '' : /\r$/, '');
  // A character may be cut in half where the line is too long, which is told below.
  const whole = line.length > LONGEST || isUtf8(line);
  if (whole && !text.includes('\0')) return text;
  throw new PedigreeError('usage', say('passphrase-file-not-text', { file }), {
    hint: say('passphrase-line-of-text'),
  });
}

/**
 * What a file begins with, up to its first line end and a little more than a passphrase may have. Of an open descriptor it
 * takes byte by byte, because what follows the line is for others.
 */
function readStart(fd: number, atOnce: number): Buffer {
  const start = Buffer.alloc(LONGEST + 64);
  let length = 0;
  while (length < start.length && !start.subarray(0, length).includes(10)) {
    const read = readPatiently(fd, start, length, Math.min(atOnce, start.length - length));
    if (read === 0) break;
    length += read;
  }
  return start.subarray(0, length);
}

/**
 * Asks on the terminal without echo; undefined where there is no terminal to ask on.
 * @throws interrupted on Ctrl-C, on Ctrl-D in the place of an answer and where the terminal ends: none of them is Enter
 */
export function promptPassphrase(question: string, stopped: Said = say('interrupted')): string | undefined {
  if (process.platform === 'win32') return undefined;
  let tty: number;
  try {
    tty = openSync('/dev/tty', 'r+');
  } catch {
    return undefined;
  }
  try {
    // The terminal hands over byte by byte and Ctrl-C as a byte, so that echo is always switched on again.
    if (stty(tty, '-echo', '-icanon', '-isig', 'min', '1') !== 0) return undefined;
    try {
      writeSync(tty, question);
      return readLine(tty, stopped);
    } finally {
      stty(tty, 'echo', 'icanon', 'isig');
      writeSync(tty, '\n');
    }
  } finally {
    closeSync(tty);
  }
}

function stty(tty: number, ...settings: readonly string[]): number | null {
  return childProcess().spawnSync('stty', settings, { stdio: [tty, 'ignore', 'ignore'] }).status;
}

function readLine(tty: number, stopped: Said): string {
  const line: number[] = [];
  const byte = new Uint8Array(1);
  for (;;) {
    const code = readSync(tty, byte, 0, 1, null) === 1 ? (byte[0] ?? 0) : 3;
    if (code === 3 || (code === 4 && line.length === 0)) throw new PedigreeError('interrupted', stopped);
    if (code === 10 || code === 13 || code === 4) break;
    if (code === 8 || code === 127) {
      // A letter of several bytes goes as a whole.
      while (line.length > 0 && ((line.pop() ?? 0) & 0xc0) === 0x80);
      continue;
    }
    line.push(code);
  }
  return Buffer.from(line).toString('utf8');
}

/** The passphrase of a run, asked for once: from the file if one is named, else on the terminal if that is allowed. */
export function passphraseSource(
  file: PassphraseFile | undefined,
  mayPrompt: boolean,
  warn: (text: string) => void,
): (() => string | undefined) | undefined {
  if (file === undefined && !mayPrompt) return undefined;
  let known: string | undefined;
  return () => {
    known ??=
      file === undefined
        ? promptPassphrase(phrase('passphrase-of-key'))
        : readPassphraseFile(file.path, file.shared ? undefined : warn);
    return known;
  };
}
