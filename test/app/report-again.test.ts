// The same report again is no second one: whoever reads it has one alert, until something else is said of the pack.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listAlerts } from '../../src/app/verdict/alerts.ts';
import { report } from '../../src/app/verdict/report.ts';
import { makeWorld, type World } from './goods-world.ts';

let world: World;
let scans: readonly string[];

beforeAll(async () => {
  world = await makeWorld();
  scans = (await world.mint({ count: 2 })).scans;
  await world.share();
});
afterAll(() => world.remove());

const [SUSPECT, CLEARED] = [
  { as: 'suspect', note: 'print is blurred' },
  { as: 'cleared', note: 'compared with the maker' },
] as const;
const say = async (at: number, said: typeof SUSPECT | typeof CLEARED | { as: 'suspect'; note: string }) => {
  world.later();
  return (await report(world.env('hill'), scans[at] ?? '', said)).data;
};

test('the same words of the same pack are already reported, other words and other packs are not', async () => {
  const first = await say(0, SUSPECT);
  expect(first.already).toBe(false);
  expect(await say(0, SUSPECT)).toMatchObject({
    already: true,
    event: first.event,
    at: first.at,
    as: 'suspect',
    to: first.to,
  });
  expect((await say(1, SUSPECT)).already).toBe(false);
  expect((await say(0, { as: 'suspect', note: 'seal is broken' })).already).toBe(false);
  expect((await say(0, CLEARED)).already).toBe(false);
  expect((await say(0, CLEARED)).already).toBe(true);
  // It is suspect once more, in the words of before.
  expect((await say(0, SUSPECT)).already).toBe(false);
  await world.share();
  const { data } = await listAlerts(world.env('agency'), { open: false });
  expect(data.alerts.filter(({ code }) => code === 'reported-suspect')).toHaveLength(4);
});
