// Scans that were asked for again: what comes a third time is no slip of the scanner, and is taken for what it says.
import { wasAskedAgain } from './settle.ts';

/** How often each text was asked for again in one run. */
export class AskedAgain {
  readonly #times = new Map<string, number>();

  /** How often it was asked for before. */
  times(text: string): number {
    return this.#times.get(text) ?? 0;
  }

  /** Counts what was told of a scan. */
  note(text: string, error: unknown): void {
    if (wasAskedAgain(error)) this.#times.set(text, this.times(text) + 1);
  }
}
