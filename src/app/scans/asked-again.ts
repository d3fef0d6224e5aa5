// Scans that were asked for again: what comes a third time is no slip of the scanner, and is taken for what it says.
import { askedAgain } from './settle.ts';

/** How often each text was asked for again in one run. */
export class AskedAgain {
  readonly #times = new Map<string, number>();
  /** What the scanner may have added to a text. */
  readonly #added = new Map<string, string>();
  /** The packs behind which each of these was read. */
  readonly #packs = new Map<string, Set<string>>();

  /** How often it was asked for before; never, where it ends in what was read behind another pack too: the scanner adds that each time. */
  times(text: string): number {
    const packs = this.#packs.get(this.#added.get(text) ?? '');
    return packs !== undefined && packs.size > 1 ? 0 : (this.#times.get(text) ?? 0);
  }

  /** Counts what was told of a scan. */
  note(text: string, error: unknown): void {
    const again = askedAgain(error);
    if (again === undefined) return;
    this.#times.set(text, (this.#times.get(text) ?? 0) + 1);
    if (typeof again.added !== 'string') return;
    const packs = this.#packs.get(again.added) ?? new Set();
    this.#packs.set(again.added, packs.add(JSON.stringify(again.candidates)));
    this.#added.set(text, again.added);
  }
}
