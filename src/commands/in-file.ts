// A file that a command reads, wherever it is: what can be read once alone is kept in a file while the command runs.
import type { PedigreeError } from '../errors.ts';
import { phrase } from '../words/en/scan-input.ts';
import type { Input } from './spec.ts';

/** The bytes of what a word names, to be read as often as it takes until `close`. */
export interface OpenedFile {
  /** Its own path, or that of a copy. */
  readonly path: string;
  /** A failure as it is told: it names what was given, and no copy. */
  told(error: PedigreeError): PedigreeError;
  close(): void;
}

/**
 * Opens what a word names: itself, or a copy of standard input (`-`) or of a pipe.
 * @throws bad-input for a pipe that nobody writes to, io-failed
 */
export async function openFile(input: Input, word: string): Promise<OpenedFile> {
  const { mayOpen } = await import('./scan-words.ts');
  mayOpen(input.stdin);
  const { onceRead } = await import('#once-read');
  const bytes = onceRead(word, input.stdin);
  if (bytes === undefined) return { path: word, told: (error) => error, close: () => {} };
  const { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } = await import('node:fs');
  const { tmpdir } = await import('node:os');
  const { join } = await import('node:path');
  const errors = await import('../errors.ts');
  const folder = mkdtempSync(join(tmpdir(), 'pedigree-'));
  const path = join(folder, 'input');
  const told = (error: PedigreeError) => {
    if (!error.message.includes(path)) return error;
    const { code, hint, exit, detail } = error;
    const name = word === '-' ? phrase('standard-input') : word;
    return new errors.PedigreeError(code, error.message.replaceAll(path, name), {
      exit,
      cause: error,
      ...(hint === undefined ? {} : { hint }),
      ...(detail === undefined ? {} : { detail }),
    });
  };
  const close = () => rmSync(folder, { recursive: true, force: true });
  try {
    const fd = openSync(path, 'wx', 0o600);
    try {
      for await (const chunk of bytes) writeFileSync(fd, chunk);
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    close();
    throw error instanceof errors.PedigreeError ? told(error) : error;
  }
  return { path, told, close };
}

/**
 * Gives the path of what a word names, as `openFile` does. Failures name what was given. Without a word there is no path.
 * @throws as `openFile`, and what `use` throws
 */
export async function withFile<T, W extends string | undefined>(
  input: Input,
  word: W,
  use: (path: W) => T | Promise<T>,
): Promise<T> {
  if (word === undefined) return use(word);
  const file = await openFile(input, word);
  try {
    return await use(file.path as W);
  } catch (error) {
    throw error instanceof (await import('../errors.ts')).PedigreeError ? file.told(error) : error;
  } finally {
    file.close();
  }
}
