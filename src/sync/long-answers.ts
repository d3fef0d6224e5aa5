// Answers that are longer than a turn needs to be: whoever dials may ask for one, and saves itself turns. To those alone who have
// proved who they are, one at a time to each and few to all, and each for a short time: it holds some megabytes while it lasts.
import { LONG_ANSWERS } from './limits.ts';
import { LONG_TIME } from './pace.ts';

/** Whether an answer may go on beyond what any turn has. */
export type GoesOn = () => boolean;

export class LongAnswers {
  /** The chains that are given one now. */
  readonly #to = new Set<string>();
  readonly #time: number;

  constructor(time = LONG_TIME) {
    this.#time = time;
  }

  /** Runs `answer`: with a place for a long one, if `chain` may have it. */
  async give(chain: string | undefined, answer: (goesOn?: GoesOn) => Promise<void>): Promise<void> {
    if (chain === undefined || this.#to.has(chain) || this.#to.size >= LONG_ANSWERS) {
      await answer();
      return;
    }
    const until = performance.now() + this.#time;
    this.#to.add(chain);
    try {
      await answer(() => performance.now() < until);
    } finally {
      this.#to.delete(chain);
    }
  }
}
