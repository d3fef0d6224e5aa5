// What the peer asks for in its turn, as far as it is kept: what is over is not looked at, and asked again.
import { PedigreeError } from '../errors.ts';
import { say } from '../words/en/sync.ts';
import type { Hashes, Lack, Message, Want } from './messages.ts';

/** What may be asked. */
export type PeerQuestion = Want | Hashes | Lack;

/** HASHES with leaves are an answer. */
export function isQuestion(message: Message): boolean {
  const { type } = message;
  return type === 'want' || type === 'lack' || (type === 'hashes' && message.leaves === undefined);
}

/** The most questions a peer may ask in one turn. */
const MAX_ASKS = 20_000;
/** Of the questions of one turn so many are answered, or asked again. */
const KEPT_ASKS = 2_048;

export class Questions {
  #kept: PeerQuestion[] = [];
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
  add(ask: PeerQuestion): void {
    // Of a LACK each attachment is a question.
    this.#count(ask.type === 'lack' ? ask.pages.length : 1);
    if (this.full) this.#over = true;
    else this.#kept.push(ask);
  }

  /** One that is not even read. @throws bad-frame for one too many */
  passOver(): void {
    this.#count();
    this.#over = true;
  }

  #count(questions = 1): void {
    this.#asked += questions;
    if (this.#asked > MAX_ASKS) throw new PedigreeError('bad-frame', say('peer-asks-for-too'));
  }

  /** Those that wait, which are kept no longer. */
  take(): readonly PeerQuestion[] {
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
