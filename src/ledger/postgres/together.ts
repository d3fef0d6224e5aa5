// Those who ask at the same time are asked for together: one statement, or one transaction, for several of them. Whoever asks while
// nobody else does waits for nobody.
import { isLineLost } from './failures.ts';

/** So many are asked for together; more would make each wait for more of the others. */
const MOST_TOGETHER = 16;
/** How long somebody waits for those before to be answered, ms, while there are fewer than that. */
const LONGEST_WAIT = 5;

/** A question, and how it is answered: once. */
export class AskedHub<Q, A> {
  readonly question: Q;
  readonly answered: Promise<A>;
  readonly answer: (answer: A) => void;
  readonly fail: (error: unknown) => void;

  constructor(question: Q) {
    this.question = question;
    const { promise, resolve, reject } = Promise.withResolvers<A>();
    this.answered = promise;
    this.answer = resolve;
    this.fail = reject;
  }
}

export class Together<Q, A> {
  readonly #run: (some: readonly AskedHub<Q, A>[]) => Promise<void>;
  #waiting: AskedHub<Q, A>[] = [];
  #underWay = 0;
  #late: NodeJS.Timeout | undefined;

  /**
   * `run` answers each of them before it ends, or throws: then each is run by itself, so that none fails for another's sake. Where
   * the line was lost all have failed.
   */
  constructor(run: (some: readonly AskedHub<Q, A>[]) => Promise<void>) {
    this.#run = run;
  }

  ask(question: Q): Promise<A> {
    const asked = new AskedHub<Q, A>(question);
    this.#waiting.push(asked);
    if (this.#underWay === 0 || this.#waiting.length >= MOST_TOGETHER) this.#start();
    else this.#late ??= setTimeout(() => this.#start(), LONGEST_WAIT);
    return asked.answered;
  }

  #start(): void {
    clearTimeout(this.#late);
    this.#late = undefined;
    const some = this.#waiting.splice(0, MOST_TOGETHER);
    if (some.length === 0) return;
    this.#underWay++;
    void this.#runAll(some).then(() => {
      this.#underWay--;
      this.#start();
    });
  }

  async #runAll(some: readonly AskedHub<Q, A>[]): Promise<void> {
    try {
      await this.#run(some);
    } catch (error) {
      if (some.length > 1 && !isLineLost(error)) await Promise.all(some.map((one) => this.#runAll([one])));
      else for (const one of some) one.fail(error);
    }
  }
}

/**
 * Runs readers at the same time of whom each asks one question after another; a round has the next question of all who still ask.
 * Ends when all of them have, and throws what the first one threw.
 */
export async function inStep<Q, A>(
  readers: readonly ((find: (question: Q) => Promise<A>) => Promise<void>)[],
  round: (questions: readonly Q[]) => Promise<readonly A[]>,
): Promise<void> {
  let reading = readers.length;
  let open: AskedHub<Q, A>[] = [];
  const goOn = (): void => {
    if (open.length === 0 || open.length < reading) return;
    const asked = open;
    open = [];
    round(asked.map(({ question }) => question)).then(
      (answers) => {
        for (const [i, one] of asked.entries()) one.answer(answers[i] as A);
      },
      (error: unknown) => {
        for (const one of asked) one.fail(error);
      },
    );
  };
  const find = (question: Q): Promise<A> => {
    const asked = new AskedHub<Q, A>(question);
    open.push(asked);
    goOn();
    return asked.answered;
  };
  const ends = await Promise.allSettled(
    readers.map(async (reader) => {
      try {
        await reader(find);
      } finally {
        reading--;
        goOn();
      }
    }),
  );
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}
