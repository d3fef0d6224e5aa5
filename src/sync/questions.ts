// What the peer asks for in its turn, as far as it is kept: what is over is not looked at, and asked again.

import { PedigreeError } from '../errors.ts';
import { say } from '../words/en/sync.ts';
import type { Hashes, Want } from './messages.ts';

/** The most questions a peer may ask in one turn. */
const MAX_ASKS = 20_000;
/** Of the questions of one turn so many are answered, or asked again. */
const KEPT_ASKS = 2_048;

export class Questions {
  #kept: (Want | Hashes)[] = [];
  #asked = 0;
  #over = false;

  /** Whether the next one would not be kept. */
  get full(): boolean {
    return this.#kept.length >= KEPT_ASKS;
  }

  /** Whether any waits for its answer. */
  get waiting(): boolean {
    return this.#kept.length > 0;
  }

  /** @throws bad-frame for one too many */
  add(ask: Want | Hashes): void {
    this.#count();
    if (this.full) this.#over = true;
    else this.#kept.push(ask);
  }

  /** One that is not even read. @throws bad-frame for one too many */
  passOver(): void {
    this.#count();
    this.#over = true;
  }

  #count(): void {
    this.#asked += 1;
    if (this.#asked > MAX_ASKS) throw new PedigreeError('bad-frame', say('peer-asks-for-too'));
  }

  /** Those that wait, which are kept no longer. */
  take(): readonly (Want | Hashes)[] {
    return this.#kept.splice(0);
  }

  forget(): void {
    this.#kept = [];
  }

  /** Whether there were more than are kept since this was asked last. */
  overflowed(): boolean {
    const over = this.#over;
    this.#over = false;
    return over;
  }

  /** The peer's turn is over. */
  endTurn(): void {
    this.#asked = 0;
  }
}
