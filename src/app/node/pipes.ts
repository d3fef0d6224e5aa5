// What can be read once alone: standard input, which is never a file called `-`, and pipes.
import { readSync, statSync } from 'node:fs';
import { PedigreeError } from '../../errors.ts';
import { say } from '../../words/en/node.ts';

const STDIN: readonly string[] = ['-', '/dev/stdin', '/dev/fd/0', '/proc/self/fd/0'];

/** Whether a word names standard input. */
export function isStdin(word: string): boolean {
  return STDIN.includes(word);
}

/** What to say to the second who wants to read it. */
export function readTwice(): PedigreeError {
  return new PedigreeError('usage', say('standard-input-can-read'), { hint: say('name-once-and-files') });
}

/** Whether a path is a pipe, such as what a shell makes of `<(…)`. */
export function isPipe(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isFIFO() === true;
  } catch {
    return false;
  }
}

/** Whether what a word names can be read once alone. */
export function isReadOnce(word: string): boolean {
  return isStdin(word) || isPipe(word);
}

/** Reads from an open descriptor, which may not block although its writer has not written yet. */
export function readPatiently(fd: number, into: Buffer, at: number, length: number): number {
  for (;;) {
    try {
      return readSync(fd, into, at, length, null);
    } catch (cause) {
      if (!isNotYet(cause)) throw cause;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}

/** Whether a reading failed because a writer has not written yet. */
export function isNotYet(cause: unknown): boolean {
  return (cause as NodeJS.ErrnoException).code === 'EAGAIN';
}
