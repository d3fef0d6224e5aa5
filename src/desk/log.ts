// The log of the desk: who was paired, let in, locked out and refused, and when. Never a scan, a serial or a secret.
import { appendFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';

const LOG = 'desk.log';
/** Files, and bytes of each. */
const FILES = 10;
const LONGEST = 1024 * 1024;

export type DeskDeed =
  | 'start'
  | 'stop'
  | 'code'
  | 'paired'
  | 'forgotten'
  | 'unlocked'
  | 'locked'
  | 'refused'
  | 'failed';

export interface DeskNote {
  readonly device?: string;
  readonly operator?: string;
  readonly role?: string;
  /** What was asked, without what was scanned. */
  readonly asked?: string;
  readonly code?: string;
}

/** One line; that it cannot be written keeps nobody from the work, and is told once. */
export class DeskLog {
  readonly #file: string;
  readonly #clock: () => number;
  readonly #warn: (text: string) => void;
  #told = false;

  constructor(home: string, clock: () => number, warn: (text: string) => void) {
    this.#file = join(home, LOG);
    this.#clock = clock;
    this.#warn = warn;
  }

  note(deed: DeskDeed, note: DeskNote = {}): void {
    try {
      this.#turn();
      const line = JSON.stringify({ at: new Date(this.#clock()).toISOString(), deed, ...note });
      appendFileSync(this.#file, `${line}\n`, { mode: 0o600 });
    } catch (error) {
      if (!this.#told && error instanceof Error) this.#warn(error.message);
      this.#told = true;
    }
  }

  #turn(): void {
    if ((statSync(this.#file, { throwIfNoEntry: false })?.size ?? 0) < LONGEST) return;
    for (let n = FILES - 1; n > 0; n--) {
      const from = n === 1 ? this.#file : `${this.#file}.${n - 1}`;
      if (statSync(from, { throwIfNoEntry: false }) !== undefined) renameSync(from, `${this.#file}.${n}`);
    }
  }
}
