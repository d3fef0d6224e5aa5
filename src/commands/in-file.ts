// A file that a command reads, wherever it is: what can be read once alone is kept in a file while the command runs.
import type { Input } from './spec.ts';

/**
 * Gives the path of what a word names: itself, or that of a copy of standard input (`-`) or of a pipe. Failures name what
 * was given. Without a word there is no path.
 * @throws bad-input for a pipe that nobody writes to, io-failed, and what `use` throws
 */
export async function withFile<T, W extends string | undefined>(
  input: Input,
  word: W,
  use: (path: W) => T | Promise<T>,
): Promise<T> {
  if (word === undefined) return use(word);
  const { onceRead } = await import('../app/node/pipes.ts');
  const bytes = onceRead(word, input.stdin);
  if (bytes === undefined) return use(word);
  const { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } = await import('node:fs');
  const { tmpdir } = await import('node:os');
  const { join } = await import('node:path');
  const { PedigreeError } = await import('../errors.ts');
  const folder = mkdtempSync(join(tmpdir(), 'pedigree-'));
  const copy = join(folder, 'input');
  try {
    const fd = openSync(copy, 'wx', 0o600);
    try {
      for await (const chunk of bytes) writeFileSync(fd, chunk);
    } finally {
      closeSync(fd);
    }
    return await use(copy as W);
  } catch (error) {
    if (!(error instanceof PedigreeError) || !error.message.includes(copy)) throw error;
    const { code, hint, exit, detail } = error;
    const name = word === '-' ? 'standard input' : word;
    throw new PedigreeError(code, error.message.replaceAll(copy, name), {
      exit,
      cause: error,
      ...(hint === undefined ? {} : { hint }),
      ...(detail === undefined ? {} : { detail }),
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
