// Scans that were asked for again: what comes a third time is no slip of the scanner, and is taken for what it says.
import { askedAgain } from './settle.ts';

/** How often each text was asked for again in one run. */
export class AskedAgain {
  readonly #asked = new Map<string, { times: number; added: string }>();
  /** The pack behind which each of these was read; none where they were read behind several. */
  readonly #behind = new Map<string, string | undefined>();

  /** How often it was asked for before; never, where it ends in what was read behind another pack too: the scanner adds that each time. */
  times(text: string): number {
    const { times, added } = this.#asked.get(text) ?? { times: 0, added: '' };
    return this.#isScanners(added) ? 0 : times;
  }

  /** Counts what was told of a scan. What the scanner adds each time is counted no more, however many packs follow. */
  note(text: string, error: unknown): void {
    const again = askedAgain(error);
    if (again === undefined) return;
    const added = typeof again.added === 'string' ? again.added : '';
    if (added !== '') {
      // However much of its label a scan says, it is the same pack.
      const pack = (again.candidates ?? []).map(({ gtin, serial }) => `${gtin} ${serial}`).join();
      const before = this.#behind.has(added) ? this.#behind.get(added) : pack;
      this.#behind.set(added, before === pack ? pack : undefined);
      if (this.#isScanners(added)) return;
    }
    this.#asked.set(text, { times: (this.#asked.get(text)?.times ?? 0) + 1, added });
  }

  #isScanners(added: string): boolean {
    return this.#behind.has(added) && this.#behind.get(added) === undefined;
  }
}
