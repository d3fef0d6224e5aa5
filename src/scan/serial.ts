// A scanner on a serial line (USB or RS-232), read without a library: 9600 baud, eight bits, no parity, one stop bit.
import { closeSync, constants, createReadStream, openSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { childProcess, tty } from '../builtins.ts';
import { PedigreeError } from '../errors.ts';
import { phrase, say } from '../words/en/scan.ts';
import { LineReader } from './keyboard.ts';

const SETTINGS = ['9600', 'cs8', '-parenb', '-cstopb', 'raw', '-echo', 'clocal'];
/** A cable that was pulled out is looked for again after this time, ms. */
const AGAIN = 1_000;
/** A code whose end has not come after this time has none, ms. */
const UNENDED = 3_000;

export interface SerialOptions {
  readonly signal: AbortSignal;
  /** Told once when the device goes away, and once when it is back. */
  readonly warn: (text: string) => void;
  /** How to find the ports of this machine. */
  readonly ports: string;
}

/**
 * Codes that a serial scanner sends, a line each, until the signal. A device that goes away is waited for; a file or a
 * pipe in its place is read to its end.
 * @throws no-such-file (66) where it cannot be opened at the start
 */
export async function* serialCodes(device: string, options: SerialOptions): AsyncIterable<string> {
  const { signal } = options;
  for (let first = true; !signal.aborted; first = false) {
    const opened = openDevice(device);
    if (opened === undefined) {
      if (first) throw cannotOpen(device, options.ports);
      await wait(AGAIN, undefined, { signal }).catch(() => {});
      continue;
    }
    if (!first) options.warn(phrase('scanner-at-back', { device }));
    yield* codesOf(opened.stream, signal, () => {
      options.warn(phrase('scanner-at-ends-codes', { device }));
    });
    if (!opened.terminal || signal.aborted) return;
    options.warn(phrase('scanner-at-has-gone', { device }));
    await wait(AGAIN, undefined, { signal }).catch(() => {});
  }
}

function cannotOpen(device: string, hint: string): PedigreeError {
  return new PedigreeError('no-such-file', say('cannot-open', { device }), { hint });
}

/** @param unended told once, where a code has begun and does not end */
async function* codesOf(stream: Stream, signal: AbortSignal, unended: () => void): AsyncGenerator<string> {
  const reader = new LineReader();
  const stop = () => stream.destroy();
  signal.addEventListener('abort', stop, { once: true });
  let told = false;
  let timer: NodeJS.Timeout | undefined;
  const tell = () => {
    told = true;
    unended();
  };
  try {
    for await (const chunk of stream) {
      clearTimeout(timer);
      yield* reader.feed(chunk as Uint8Array);
      if (reader.waits && !told) timer = setTimeout(tell, UNENDED);
    }
  } catch {
    // Pulled out, or stopped: what was read whole is out already.
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
  yield* reader.end();
}

type Stream = AsyncIterable<unknown> & { destroy(): void };
type Opened = { readonly terminal: boolean; readonly stream: Stream };

function openDevice(device: string): Opened | undefined {
  let fd: number;
  try {
    fd = openSync(device, constants.O_RDONLY | constants.O_NOCTTY | constants.O_NONBLOCK);
  } catch {
    return undefined;
  }
  try {
    const stream = new (tty().ReadStream)(fd);
    // Raw mode alone would keep the speed of whoever opened it last.
    childProcess().spawnSync('stty', ['-F', device, ...SETTINGS], { stdio: 'ignore' });
    stream.setRawMode(true);
    return { terminal: true, stream };
  } catch {
    // Not a terminal.
  }
  closeSync(fd);
  try {
    return { terminal: false, stream: createReadStream(device) };
  } catch {
    return undefined;
  }
}
