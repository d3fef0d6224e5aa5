// Files that a command takes in one after another: those that are named, or whatever comes into a folder.
import { basename } from 'node:path';
import type { Answer } from '../answer/answer.ts';
import type { PedigreeError } from '../errors.ts';
import { say } from '../words/en/outside.ts';
import type { Input, OptionSpec } from './spec.ts';

export const WATCH: OptionSpec = { flags: '--watch <dir>', description: 'a folder that files are put into' };

/** Takes in one file, at whichever place it lies; `name` is what it is called, and what comes through a pipe has none. */
type Take<T> = (path: string, name?: string) => Promise<T & { readonly exit: number }>;

/** The answers for all files that are named, or for as long as the folder is watched. `isOfFile`: see `WatchFolder`. */
export function takenFiles<T extends object>(
  input: Input,
  take: Take<T>,
  isOfFile?: (error: PedigreeError) => boolean,
): AsyncIterable<Answer> {
  const folder = input.text('watch');
  return folder === undefined ? filesNamed(input, take) : filesIn(input, folder, take, isOfFile);
}

async function* filesNamed<T extends object>(input: Input, take: Take<T>): AsyncIterable<Answer> {
  const { PedigreeError } = await import('../errors.ts');
  const { withFile } = await import('./in-file.ts');
  const { isStdin, readTwice } = await import('../app/node/pipes.ts');
  const files = input.rest('file');
  if (files.length === 0) throw new PedigreeError('usage', say('name-files-or-folder'));
  if (files.filter(isStdin).length > 1) throw readTwice();
  for (const [at, file] of files.entries()) {
    const place = { n: at + 1, input: file };
    try {
      const { exit, ...data } = await withFile(input, file, (path) =>
        take(path, path === file ? basename(file) : undefined),
      );
      yield { ...place, exit, data };
    } catch (error) {
      if (!(error instanceof PedigreeError)) throw error;
      yield { ...place, data: {}, error };
    }
  }
}

async function* filesIn<T extends object>(
  input: Input,
  folder: string,
  take: Take<T>,
  isOfFile: ((error: PedigreeError) => boolean) | undefined,
): AsyncIterable<Answer> {
  const { watchFolder } = await import('../app/outside/watch-folder.ts');
  const signal = input.env.signal ?? new AbortController().signal;
  let n = 0;
  const options = { signal, ...(isOfFile === undefined ? {} : { isOfFile }) };
  for await (const { path, name, value, error } of watchFolder(folder, (path) => take(path, basename(path)), options)) {
    const place = { n: ++n, input: name };
    if (error !== undefined) yield { ...place, data: { file: path }, error };
    else if (value !== undefined) {
      const { exit, ...data } = value;
      yield { ...place, exit, data: { file: path, ...data } };
    }
  }
}
