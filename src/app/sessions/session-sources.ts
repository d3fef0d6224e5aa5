// Where the scans of a session come from: a person's terminal or lines of standard input, a serial scanner, a folder of pictures.
import { KeyReader, type Keystroke } from '../../scan/keyboard.ts';
import type { SourceQueue } from '../../scan/queue.ts';
import type { Counted } from '../../scan/session.ts';
import type { ScanTerminal } from '../../scan/terminal.ts';
import { phrase as phraseOfScan } from '../../words/en/scan.ts';
import { phrase } from '../../words/en/sessions.ts';
import type { Env } from '../node/env.ts';
import { isWindowsShell } from '../node/shell-words.ts';
import { wholeScans } from '../scans/halves.ts';
import { namesNothing, scansOfPicture } from '../scans/picture-scans.ts';
import type { Scan, Unreadable } from '../scans/scans.ts';
import type { SessionLine } from './session-lines.ts';
import type { Expected } from './session-look.ts';
import type { SessionRequest } from './session-request.ts';
import { type Word, wordIn } from './session-words.ts';

/** What comes out of the sources. */
export type SessionInput =
  | (Exclude<Keystroke, { readonly kind: 'line' }> & { readonly move?: number })
  /** A scan, and whether a keyboard was between the code and its text: for sure, perhaps, or not. */
  | {
      readonly kind: 'line';
      readonly text: string;
      readonly by: 'keys' | 'pipe' | 'device' | 'picture';
      /** It is a scan, also where it looks like a word. */
      readonly literal?: true;
      readonly move?: number;
    }
  /** A word that stands for itself, from a button and not from a line. */
  | { readonly kind: 'word'; readonly word: Word; readonly move?: number }
  | { readonly kind: 'problem'; readonly text: string };

/** Somebody who can be asked. */
export interface SessionPerson {
  /** What comes together, as it comes. Ends where the person has gone without saying that this is all. */
  inputs(): AsyncIterable<readonly SessionInput[]>;
  /** How loud an answer is. */
  ring(times: 0 | 1 | 2): void;
  /** What is expected, before the first line. */
  begun?(look: SessionLook): void;
  /** All that was heard is answered. */
  answered?(): void;
  /** What came of a move that was heard before the session was cut off. */
  replayed?(move: number, line: SessionLine): void;
}

/** What is expected, and what of it has come, at any time. */
export interface SessionLook {
  /** With names and numbers made definite. */
  readonly request: SessionRequest;
  readonly expected: readonly Expected[];
  isHere(key: string): boolean;
  /** What was counted, or is told of, and stands for nothing that is expected. */
  extra(): readonly Counted[];
}

export interface Sources {
  readonly device?: string;
  readonly watch?: string;
  /** A person at a terminal, or elsewhere; else `lines`. */
  readonly terminal?: ScanTerminal;
  readonly person?: SessionPerson;
  readonly lines: () => AsyncIterable<Scan | Unreadable>;
}

/**
 * Reads all sources into the queue until the terminal or standard input ends; then the others are read to what they have
 * and the queue is closed. Where standard input brings nothing at all, the device is what is listened to, to its end. A
 * source that fails fails the queue.
 */
export function listen(queue: SourceQueue<SessionInput>, env: Env, sources: Sources, stop: AbortController): void {
  const { person, device, watch } = sources;
  const { signal } = stop;
  env.signal?.addEventListener('abort', () => void queue.push({ kind: 'interrupt' }));
  const folder = watch === undefined ? undefined : pictures(queue, watch, signal);
  const line = device === undefined ? undefined : serial(queue, env, device, signal);
  const others = [folder, line].filter((other) => other !== undefined);
  const main = person === undefined ? lines(queue, sources.lines()) : said(queue, person);
  void main
    .then((heard) => (heard === 0 ? line : undefined))
    .then(() => stop.abort())
    .then(() => Promise.all(others))
    .then(() => queue.close())
    .catch((error) => queue.fail(error));
  for (const other of others) other.catch((error) => queue.fail(error));
}

type Queue = SourceQueue<SessionInput>;

async function said(queue: Queue, person: SessionPerson): Promise<void> {
  for await (const inputs of person.inputs()) {
    await queue.pushAll(inputs);
    if (inputs.some(({ kind }) => kind === 'end')) return;
  }
  // The person has gone: nobody said that this is all.
  await queue.push({ kind: 'interrupt' });
}

/** Whoever sits at a terminal, with the keys that a scanner types there. */
export function personAt(terminal: ScanTerminal): SessionPerson {
  return {
    inputs: async function* () {
      const reader = new KeyReader();
      for await (const chunk of terminal.chunks()) {
        const typed = reader.feed(chunk, performance.now());
        terminal.line(reader.line);
        yield typed.map((one) => (one.kind === 'line' ? { ...one, by: 'keys' as const } : one));
        // What is typed behind the end is for the shell.
        if (typed.some(({ kind }) => kind === 'end')) return;
      }
    },
    // What was typed so far is wiped away, so that the answer stands on a line of its own.
    ring: (times) => {
      terminal.line('');
      if (times > 0) terminal.bell(times === 2 ? 2 : 1);
    },
  };
}

/** Gives how many lines came. */
async function lines(queue: Queue, scans: ReturnType<Sources['lines']>): Promise<number> {
  let heard = 0;
  for await (const scan of wholeScans(scans)) {
    heard++;
    if ('error' in scan) await queue.push({ kind: 'problem', text: scan.error.message });
    else await queue.push({ kind: 'line', text: scan.text, by: 'pipe' });
    if (wordIn(scan.input, false) === 'end') break;
  }
  return heard;
}

async function serial(queue: Queue, env: Env, device: string, signal: AbortSignal): Promise<void> {
  const { serialCodes } = await import('../../scan/serial.ts');
  const warn = (text: string) => env.warn(text);
  const ports = isWindowsShell(process.env) ? phrase('command-mode-lists-ports') : phrase('ls-dev-ttyacm-dev');
  for await (const text of serialCodes(device, { signal, warn, ports })) {
    await queue.push({ kind: 'line', text, by: 'device' });
  }
}

async function pictures(queue: Queue, folder: string, signal: AbortSignal): Promise<void> {
  const { folderCodes } = await import('../../scan/folder.ts');
  for await (const { path, codes, problem, composite } of folderCodes(folder, { signal })) {
    const scans = scansOfPicture(codes.map((text) => ({ text })));
    if (composite && namesNothing(scans)) {
      await queue.push({ kind: 'problem', text: `${path}: ${phraseOfScan('composite-unread')}` });
      continue;
    }
    await queue.pushAll(scans.map(({ text }) => ({ kind: 'line' as const, text, by: 'picture' as const })));
    if (problem !== undefined) await queue.push({ kind: 'problem', text: `${path}: ${problem}` });
  }
}
