// The streams of the process behind one narrow face: what is printed, what is asked, and whether a person is there.
// Output goes straight to the descriptors: `process.stdout` costs several milliseconds at its first use.
import { createReadStream, fstatSync, writeSync } from 'node:fs';
import { tty } from '../builtins.ts';
import { PedigreeError } from '../errors.ts';
import { asFailure } from '../system-errors.ts';
import { say } from '../words/en/screen.ts';

export interface Commands {
  inText(text: string): string;
  inAnswer(document: object): object;
}

export interface Io {
  /** Writes data to stdout. @throws OutputClosed once the reader has gone, io-failed where it cannot be written */
  write(data: string | Uint8Array): void;
  /** Writes talk to stderr; a closed stderr is nobody's trouble. */
  talk(text: string): void;
  readonly outIsTerminal: boolean;
  readonly talkIsTerminal: boolean;
  readonly inIsTerminal: boolean;
  /** Of the terminal on stdout; undefined where that is none, or does not say. */
  readonly columns?: number | undefined;
  /** Of the terminal on stderr, in the same way. */
  readonly talkColumns?: number | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
  stdin(): AsyncIterable<Uint8Array>;
  /** Lets commands name the folder of the party; absent where the line that was typed named none. */
  readonly here?: (text: string) => string;
  /** Turns commands to what the shell here takes; absent where they are written for it already. */
  readonly commands?: Commands;
}

/** Nobody reads stdout any more (`pedigree … | head`): no failure of the command. */
export class OutputClosed extends Error {
  override readonly name = 'OutputClosed';
}

/** The streams of this process. */
export function processIo(): Io {
  return {
    write: (data) => {
      try {
        writeAll(1, data);
      } catch (cause) {
        if (cause instanceof OutputClosed) throw cause;
        const { message } = asFailure(cause, say('answer-not-written'));
        throw new PedigreeError('io-failed', message, {
          hint: say('make-room-run'),
          cause,
        });
      }
    },
    talk: (text) => {
      try {
        writeAll(2, text);
      } catch {
        // Whoever closed stderr does not want to hear this.
      }
    },
    get outIsTerminal() {
      return isTerminal(1);
    },
    get talkIsTerminal() {
      return isTerminal(2);
    },
    get inIsTerminal() {
      return isTerminal(0);
    },
    get columns() {
      return isTerminal(1) ? process.stdout.columns || undefined : undefined;
    },
    get talkColumns() {
      return isTerminal(2) ? process.stderr.columns || undefined : undefined;
    },
    environment: process.env,
    stdin,
  };
}

/**
 * A pipe is read as Node.js reads its own standard input: a library that names `node:process` has made it one that does
 * not block, and a plain read would fail as soon as the writer pauses.
 */
function stdin(): AsyncIterable<Uint8Array> {
  try {
    const file = fstatSync(0);
    if (file.isFIFO() || file.isSocket()) return process.stdin as AsyncIterable<Uint8Array>;
  } catch {
    // Closed: reading says so.
  }
  return createReadStream('', { fd: 0, autoClose: false });
}

function isTerminal(fd: number): boolean {
  try {
    const file = fstatSync(fd);
    // `isatty` is dear at its first call; on Linux a device of major number 1 is /dev/null or its like.
    if (!file.isCharacterDevice() || (process.platform === 'linux' && file.rdev >> 8 === 1)) return false;
    return tty().isatty(fd);
  } catch {
    return false;
  }
}

function writeAll(fd: number, data: string | Uint8Array): void {
  let rest = typeof data === 'string' ? Buffer.from(data, 'utf8') : data;
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(fd, rest));
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === 'EPIPE' || code === 'EBADF') throw new OutputClosed();
      if (code !== 'EAGAIN') throw error;
      // A pipe that does not block and is full: give its reader a moment.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2);
    }
  }
}
