// Reading what can be read once alone: standard input, and pipes.
import { closeSync, constants, openSync, readSync } from 'node:fs';
import { PedigreeError } from '../../errors.ts';
import { asFailure } from '../../system-errors.ts';
import { phrase, say } from '../../words/en/node.ts';
import { isNotYet, isPipe, isStdin } from './pipes.ts';

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
    if (isNotYet(cause)) return undefined;
    throw asFailure(cause, phrase('cannot-read', { path }));
  }
}
