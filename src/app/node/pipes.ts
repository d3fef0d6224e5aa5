// What can be read once alone: standard input, which is never a file called `-`, and pipes.
import { closeSync, constants, openSync, readSync, statSync } from 'node:fs';
import { PedigreeError } from '../../errors.ts';
import { asFailure } from '../../system-errors.ts';
import { phrase, say } from '../../words/en/node.ts';

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

/** The bytes of standard input or a pipe; undefined for whatever else a word names. */
export function onceRead(word: string, stdin: () => AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> | undefined {
  if (isStdin(word)) return stdin();
  return isPipe(word) ? pipe(word) : undefined;
}

/** Long enough for a shell to start who writes, milliseconds. */
const PATIENCE = 2_000;
const AT_ONCE = 64 * 1024;

/** A pipe to which nobody writes would keep a command waiting for ever. @throws bad-input, io-failed */
async function* pipe(path: string): AsyncGenerator<Uint8Array> {
  const chunk = Buffer.alloc(AT_ONCE);
  let fd: number;
  try {
    fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (cause) {
    throw asFailure(cause, phrase('cannot-read', { path }));
  }
  try {
    let begun = false;
    const until = performance.now() + PATIENCE;
    for (let pause = 1; ; ) {
      const read = readSome(fd, chunk, path);
      if (read === undefined) begun = true;
      else if (read > 0) {
        begun = true;
        pause = 1;
        yield Uint8Array.prototype.slice.call(chunk, 0, read);
        continue;
      } else if (begun) return;
      else if (performance.now() > until) {
        throw new PedigreeError('bad-input', say('nobody-writes', { path }), { hint: say('start-first-who-writes') });
      }
      await new Promise((resolve) => setTimeout(resolve, pause));
      pause = Math.min(20, pause * 2);
    }
  } finally {
    closeSync(fd);
  }
}

/** The bytes that are there, 0 where nobody writes, undefined where somebody may yet. */
function readSome(fd: number, chunk: Buffer, path: string): number | undefined {
  try {
    return readSync(fd, chunk, 0, chunk.length, null);
  } catch (cause) {
    if (isEmpty(cause)) return undefined;
    throw asFailure(cause, phrase('cannot-read', { path }));
  }
}

/** Reads from an open descriptor, which may not block although its writer has not written yet. */
export function readPatiently(fd: number, into: Buffer, at: number, length: number): number {
  for (;;) {
    try {
      return readSync(fd, into, at, length, null);
    } catch (cause) {
      if (!isEmpty(cause)) throw cause;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}

function isEmpty(cause: unknown): boolean {
  return (cause as NodeJS.ErrnoException).code === 'EAGAIN';
}
