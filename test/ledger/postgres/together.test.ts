// Those who ask a hub at the same time are asked for together, and none of them waits or fails for another's sake.
import { expect, test } from 'vitest';
import { type AskedHub, inStep, Together } from '../../../src/ledger/postgres/together.ts';

/** Runs that end when they are told to. */
function held() {
  const runs: { readonly questions: readonly number[]; readonly end: () => void }[] = [];
  const together = new Together<number, number>(async (some: readonly AskedHub<number, number>[]) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    runs.push({ questions: some.map(({ question }) => question), end: resolve });
    await promise;
    for (const one of some) one.answer(one.question * 10);
  });
  return { runs, together, asked: () => runs.map(({ questions }) => questions) };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

test('who asks while nobody else does is asked for at once, those who ask meanwhile together', async () => {
  const { runs, together, asked } = held();
  const answers = [1, 2, 3].map((question) => together.ask(question));
  expect(asked()).toEqual([[1]]);
  runs[0]?.end();
  await turn();
  expect(asked()).toEqual([[1], [2, 3]]);
  runs[1]?.end();
  expect(await Promise.all(answers)).toEqual([10, 20, 30]);
});

test('sixteen who wait are not made to wait for those before', () => {
  const { together, asked } = held();
  for (let question = 1; question <= 34; question++) together.ask(question);
  expect(asked().map(({ length }) => length)).toEqual([1, 16, 16]);
});

test('nobody waits long for one whose answer takes its time', async () => {
  const { together, asked } = held();
  together.ask(1);
  together.ask(2);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(asked()).toEqual([[1], [2]]);
});

test('what fails for one is asked for the others again, each by itself', async () => {
  const runs: (readonly number[])[] = [];
  const together = new Together<number, number>(async (some) => {
    runs.push(some.map(({ question }) => question));
    await turn();
    if (some.some(({ question }) => question === 3)) throw new RangeError('three');
    for (const one of some) one.answer(one.question * 10);
  });
  const ends = await Promise.allSettled([1, 2, 3, 4].map((question) => together.ask(question)));
  expect(ends.map((end) => (end.status === 'fulfilled' ? end.value : String(end.reason)))).toEqual([
    10,
    20,
    'RangeError: three',
    40,
  ]);
  expect(runs).toEqual([[1], [2, 3, 4], [2], [3], [4]]);
});

test('where the line was lost it is not tried for each of them', async () => {
  let runs = 0;
  const together = new Together<number, number>(async () => {
    runs++;
    await turn();
    throw new Error('Connection terminated unexpectedly');
  });
  const ends = await Promise.allSettled([1, 2, 3].map((question) => together.ask(question)));
  expect(ends.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  expect(runs).toBe(2);
});

test('readers of one state ask a round of all of them at a time, until each knows enough', async () => {
  const rounds: (readonly string[])[] = [];
  const told: string[] = [];
  const reader = (name: string, times: number) => async (find: (question: string) => Promise<string>) => {
    for (let i = 0; i < times; i++) told.push(await find(`${name}${i}`));
  };
  await inStep([reader('a', 1), reader('b', 3), reader('c', 0)], async (questions) => {
    rounds.push(questions);
    return questions.map((question) => `${question}!`);
  });
  expect(rounds).toEqual([['a0', 'b0'], ['b1'], ['b2']]);
  expect(told.sort()).toEqual(['a0!', 'b0!', 'b1!', 'b2!']);
});

test('a round that fails ends every reader, and what it threw is thrown when all have ended', async () => {
  let ended = 0;
  const reader = async (find: (question: number) => Promise<number>) => {
    try {
      await find(1);
    } finally {
      await turn();
      ended++;
    }
  };
  const failing = inStep([reader, reader], async () => {
    throw new RangeError('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect(ended).toBe(2);
});
