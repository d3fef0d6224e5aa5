// Standard output in the place of a file: `-` is never a file name.
import { Buffer } from 'node:buffer';
import { PedigreeError } from '../errors.ts';
import { asFailure } from '../system-errors.ts';
import { phrase, say } from '../words/en/sync.ts';
import { OutFile, type OutFileOptions } from './out-file.ts';

/** Where a file may go when it is asked for as `-`. */
export interface Stdout {
  /** @throws PedigreeError io-failed where the device fails; a reader that went away is no failure */
  write(data: Uint8Array): void;
  /** Whether its reader went away. */
  readonly isUnread: boolean;
  readonly isTerminal: boolean;
}

/** A file that somebody asked for, wherever it goes. */
export interface Out {
  readonly path: string;
  /** @throws io-failed */
  write(data: Uint8Array | string): void;
  /** Puts it in its place; the bytes in it. @throws io-failed */
  keep(): number;
  /** Gives it up, unless it is kept already. */
  drop(): void;
}

export interface OutOptions extends OutFileOptions {
  /** Not for a terminal. */
  readonly binary?: boolean;
  /** Nothing is written before `keep`, because something is decided first. Needs it all in memory. */
  readonly held?: boolean;
  /** What is written rests on its being read: a reader that goes away before its end is a failure. */
  readonly needed?: boolean;
}

/**
 * Begins a file, or standard output for `-`.
 * @throws as `OutFile.open`, and usage (2) for binary data on a terminal
 */
export function openOut(path: string, options: OutOptions, stdout: Stdout | undefined): Out {
  if (path !== '-') return OutFile.open(path, options);
  return new OutStream(mustTake(stdout, options), options);
}

/** What `openOut` would say, without making anything: for dry runs. @throws as `openOut` */
export function foreseeOut(path: string, options: OutOptions, stdout: Stdout | undefined): void {
  if (path === '-') mustTake(stdout, options);
  else OutFile.foresee(path, options);
}

/** @throws usage, cannot-create where there is no standard output to write to */
export function mustTake(stdout: Stdout | undefined, { kind, binary }: OutOptions): Stdout {
  if (stdout === undefined) throw new PedigreeError('cannot-create', say('no-standard-output-here'));
  if (binary === true && stdout.isTerminal) {
    throw new PedigreeError('usage', say('not-for-terminal', { kind }), {
      hint: say('name-file-or-send'),
    });
  }
  return stdout;
}

class OutStream implements Out {
  readonly path = '-';
  readonly #stdout: Stdout;
  readonly #held: Uint8Array[] | undefined;
  readonly #needed: boolean;
  #bytes = 0;

  constructor(stdout: Stdout, { held = false, needed = false }: OutOptions) {
    this.#stdout = stdout;
    this.#held = held ? [] : undefined;
    this.#needed = needed;
  }

  write(data: Uint8Array | string): void {
    const bytes = Buffer.from(data);
    this.#bytes += bytes.length;
    if (this.#held === undefined) this.#send(bytes);
    else this.#held.push(bytes);
  }

  keep(): number {
    for (const bytes of this.#held ?? []) this.#send(bytes);
    this.drop();
    return this.#bytes;
  }

  drop(): void {
    if (this.#held !== undefined) this.#held.length = 0;
  }

  #send(bytes: Uint8Array): void {
    try {
      this.#stdout.write(bytes);
    } catch (cause) {
      const { cause: why = cause } = cause instanceof PedigreeError ? cause : {};
      throw asFailure(why, phrase('cannot-write-standard-output'));
    }
    if (this.#needed && this.#stdout.isUnread)
      throw new PedigreeError('io-failed', say('not-read-to-end'), { hint: say('name-file-or-send') });
  }
}
