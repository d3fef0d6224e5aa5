// What was tapped, once: the key of each tap with what was asked, written down before it is done, and with its answer afterwards.
// A tap that comes again is told the first answer, also by a server that was killed meanwhile.
import {
  closeSync,
  existsSync,
  fdatasyncSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { sha256Hex } from '../chain/hash.ts';
import { asFailure } from '../system-errors.ts';
import { phrase } from '../words/en/desk.ts';
import { TurnedAway } from './replies.ts';

const JOURNAL = 'desk.taps';
/** So long a tap may come again, ms. */
const KEPT = 7 * 24 * 3_600_000;
const MOST_KEPT = 10_000;

interface Tap {
  readonly key: string;
  /** Hash of what was asked. */
  readonly request: string;
  readonly at: number;
  /** Absent where it was cut off: it is done again, under the same key. */
  readonly answer?: string;
}

export class TapJournal {
  readonly #taps: Map<string, Tap>;
  readonly #running = new Map<string, Promise<string>>();
  readonly #clock: () => number;
  readonly #file: string;
  readonly #fd: number;

  /** @throws io-failed */
  constructor(home: string, clock: () => number) {
    this.#file = join(home, JOURNAL);
    this.#clock = clock;
    try {
      this.#taps = read(this.#file, clock() - KEPT);
      writeAnew(this.#file, this.#taps.values());
      this.#fd = openSync(this.#file, 'a', 0o600);
    } catch (cause) {
      throw asFailure(cause, phrase('cannot-write', { file: this.#file }));
    }
  }

  /**
   * Does what was tapped, or gives the answer of before. While the first is being done a second waits for it.
   * @throws once-key-reused where the key was another request's
   */
  async once(
    key: string,
    asked: object,
    act: () => Promise<string>,
  ): Promise<{ readonly answer: string; readonly already: boolean }> {
    const request = sha256Hex(JSON.stringify(asked));
    const before = this.#taps.get(key);
    if (before !== undefined && before.request !== request) throw new TurnedAway('once-key-reused');
    if (before?.answer !== undefined) return { answer: before.answer, already: true };
    const running = this.#running.get(key);
    if (running !== undefined) return { answer: await running, already: true };
    const done = this.#done({ key, request, at: this.#clock() }, act);
    this.#running.set(key, done);
    try {
      return { answer: await done, already: false };
    } finally {
      this.#running.delete(key);
    }
  }

  /** Keeps an answer under a key that nobody else has. */
  keep(key: string, answer: string): void {
    this.#note({ key, request: '', at: this.#clock(), answer });
  }

  /** What was answered under a key. */
  kept(key: string): string | undefined {
    return this.#taps.get(key)?.answer;
  }

  close(): void {
    closeSync(this.#fd);
  }

  async #done(tap: Tap, act: () => Promise<string>): Promise<string> {
    this.#note(tap);
    const answer = await act();
    try {
      this.#note({ ...tap, answer });
    } catch {
      // It is done and remembered here; after a restart the command's own key, or what is recorded, has to do.
    }
    return answer;
  }

  /** @throws io-failed */
  #note(tap: Tap): void {
    // A tap that did nothing may be tried again under its key: what was wrong may have been put right.
    if (tap.answer !== undefined && isRefusal(tap.answer)) this.#taps.delete(tap.key);
    else this.#taps.set(tap.key, tap);
    const [oldest] = this.#taps.keys();
    if (this.#taps.size > MOST_KEPT && oldest !== undefined) this.#taps.delete(oldest);
    try {
      writeSync(this.#fd, `${JSON.stringify(tap)}\n`);
      fdatasyncSync(this.#fd);
    } catch (cause) {
      throw asFailure(cause, phrase('cannot-write', { file: this.#file }));
    }
  }
}

/** Whether every document of an answer is a failure. */
function isRefusal(answer: string): boolean {
  return answer.split('\n').every((line) => line === '' || line.startsWith('{"ok":false,'));
}

/** The taps of a file, the later word of each; a line that was cut off says nothing. */
function read(file: string, since: number): Map<string, Tap> {
  const taps = new Map<string, Tap>();
  if (!existsSync(file)) return taps;
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const tap = parsed(line);
    if (tap === undefined || tap.at < since) continue;
    taps.delete(tap.key);
    if (tap.answer === undefined || !isRefusal(tap.answer)) taps.set(tap.key, tap);
  }
  return new Map([...taps].slice(-MOST_KEPT));
}

function parsed(line: string): Tap | undefined {
  try {
    const { key, request, at, answer } = JSON.parse(line) as Partial<Record<keyof Tap, unknown>>;
    if (typeof key !== 'string' || typeof request !== 'string' || typeof at !== 'number') return undefined;
    return { key, request, at, ...(typeof answer === 'string' ? { answer } : {}) };
  } catch {
    return undefined;
  }
}

function writeAnew(file: string, taps: Iterable<Tap>): void {
  const text = Array.from(taps, (tap) => `${JSON.stringify(tap)}\n`).join('');
  writeFileSync(`${file}.new`, text, { mode: 0o600, flush: true });
  renameSync(`${file}.new`, file);
}
