// What this side says, turn by turn: what was left, then heads, questions, and answers to the peer's, as far as a turn holds.
import type { Frame } from '../chain/frame.ts';
import type { Acquaintance } from './acquaintance.ts';
import { answers } from './answering.ts';
import type { Asking } from './asking.ts';
import type { ExchangeLedger } from './exchange-ledger.ts';
import { TURN_BYTES } from './limits.ts';
import type { GoesOn } from './long-answers.ts';
import type { Message } from './messages.ts';
import type { ExchangeOptions } from './options.ts';
import { ANSWER_BYTES, LEAST_TURN, Outgoing } from './outgoing.ts';
import type { Questions } from './questions.ts';

/** Where it comes from. */
interface Sources {
  readonly known: Acquaintance;
  readonly asking: Asking;
  readonly questions: Questions;
}

export class Saying {
  readonly #ledger: ExchangeLedger;
  readonly #options: ExchangeOptions;
  readonly #sources: Sources;
  /** What a turn could not hold, in the order in which it goes out. */
  #back: Message[] = [];
  #offering: Generator<Message> | undefined;
  #answering: Generator<Message> | undefined;
  /** What the last turn held besides HELLO. */
  #sent: Message[] = [];
  #limit: number;
  /** The most bytes of the turn that is being made, and what the peer takes for an answer. */
  #most: number;
  #takes = 0;

  constructor(ledger: ExchangeLedger, options: ExchangeOptions, sources: Sources) {
    this.#ledger = ledger;
    this.#options = options;
    this.#sources = sources;
    this.#limit = options.turnBytes ?? Number.POSITIVE_INFINITY;
    this.#most = this.#limit;
  }

  /** Whether there is something to say that did not fit into the turn. */
  get hasMore(): boolean {
    const made = this.#offering !== undefined || this.#answering !== undefined;
    return made || this.#back.length > 0 || this.#sources.questions.waiting;
  }

  /** Whether turns are as long as they ever are. */
  get isWhole(): boolean {
    return this.#limit === TURN_BYTES;
  }

  /** The peer takes so much for an answer. */
  takes(bytes: number): void {
    if (this.isWhole) this.#takes = Math.min(ANSWER_BYTES, bytes);
  }

  /** These heads are to be told. */
  offer(heads: Generator<Message>): void {
    this.#offering = heads;
  }

  /** @param long whether the turn may be as long as the peer takes */
  begin(long: boolean): Outgoing {
    this.#most = long ? Math.max(this.#limit, this.#takes) : this.#limit;
    return new Outgoing(this.#most, this.#options.pack);
  }

  /** The frames of the turn that was begun, as they are taken. */
  *frames(
    out: Outgoing,
    peer: string | undefined,
    goesOn: GoesOn | undefined,
  ): Generator<{ readonly frame: Frame; readonly placed: Message }> {
    this.#sent = [];
    for (let next = this.#next(out, peer); next !== undefined; next = this.#next(out, peer)) {
      const { frame, placed, left } = out.place(next);
      if (left !== undefined) this.#back.unshift(left);
      if (frame === undefined || placed === undefined) break;
      if (this.#sources.known.dials) this.#sent.push(placed);
      yield { frame, placed };
      if (out.full || (out.spent > this.#limit && goesOn?.() === false)) break;
    }
  }

  #next(out: Outgoing, peer: string | undefined): Message | undefined {
    const { known, asking, questions } = this.#sources;
    const left = this.#back.shift();
    if (left !== undefined) return left;
    const offer = this.#offering?.next();
    if (offer !== undefined && offer.done !== true) return offer.value;
    this.#offering = undefined;
    const question = out.halfFull ? undefined : asking.next();
    if (question !== undefined) return question;
    if (this.#answering === undefined && questions.waiting) {
      const most = Math.min(this.#most / 2, Number.MAX_SAFE_INTEGER);
      this.#answering = answers(this.#ledger, questions.take(), {
        first: peer,
        most,
        shown: (view) => known.shownIn(view),
      });
    }
    const answer = this.#answering?.next();
    if (answer !== undefined && answer.done !== true) return answer.value;
    this.#answering = undefined;
    return undefined;
  }

  /**
   * The peer did not take the last turn, or not all of it: the next one says the same again. With `smaller` it is half as long.
   * @returns what was said; undefined where it cannot be shorter
   */
  again(smaller: boolean): readonly Message[] | undefined {
    if (smaller && this.#limit <= LEAST_TURN) return undefined;
    if (smaller) this.#limit = Math.max(LEAST_TURN, Math.floor(Math.min(this.#limit, TURN_BYTES) / 2));
    const sent = this.#sent;
    this.#back = [...sent, ...this.#back];
    this.#sent = [];
    return sent;
  }

  /** Of what was asked and did not fit the peer asks again: nothing is kept here between two turns that another process lacks. */
  forgetAnswers(): void {
    this.#sources.questions.forget();
    this.#answering = undefined;
    this.#back = this.#back.filter(({ type }) => type !== 'data' && type !== 'page' && type !== 'hashes');
  }
}
