// Every type of event there is, by everybody who has no right to it, at every step of a pack's life: however many there are, a
// verdict opens a handful. Counted, not timed; a type that is new stands here without being named.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ALL } from '../../src/custody/events/all.ts';
import type { Verdict } from '../../src/custody/verdict.ts';
import { plainStyle } from '../../src/ui/style.ts';
import { text } from '../../src/ui/text/verify.ts';
import { dice } from '../dice.ts';
import { nested } from './crowds.ts';
import type { Who } from './goods-world.ts';
import { effort, makeScene, type Scene, strike } from './insiders.ts';
import { formsOf } from './named-attacks.ts';
import { atStep, OLD_STEPS } from './old-steps.ts';

const LONG = process.env.PEDIGREE_LONG === '1';
const EVENTS = 500;
const COMBINATIONS = LONG ? Number.POSITIVE_INFINITY : 14;
const PAGE = 24;

/** The types that have a row for an item; the others are found by what they are about (insiders.ts has them). */
const TYPES = ALL.filter(({ moves }) => moves !== undefined).map(({ type }) => type);
const AUTHORS: readonly Who[] = ['acme', 'midway', 'corner'];
/** Commissioned, sent, received, sent, received: the holder has it now, and writes step 5 next. */
const PLACES = [
  { place: 'where it began', step: () => 0 },
  { place: 'when it was sent on first', step: () => 1 },
  { place: 'when the wholesaler had it', step: () => 3 },
  { place: 'on its way to the holder', step: () => 4 },
  { place: 'now', step: () => 5 },
  { place: 'beyond', step: (i: number) => 6 + (i % 16) },
  { place: 'far beyond', step: (i: number) => 60 + i },
  { place: 'everywhere', step: (i: number) => i % 12 },
];

let scene: Scene;
beforeAll(async () => {
  scene = await makeScene();
});
afterAll(() => scene.world.remove());

/** Some of them, as the dice fall; `seed` where none is given from outside. */
function picked<T>(all: T[], seed: number): readonly T[] {
  const roll = dice(Number(process.env.PEDIGREE_SEED ?? seed));
  const chosen: T[] = [];
  while (chosen.length < COMBINATIONS && all.length > 0) chosen.push(...all.splice(roll(all.length), 1));
  return chosen;
}

/** The holder has the pack, and is told so on one page. */
function expectHeld(verdict: Verdict, what: string): void {
  expect(verdict.custody, what).toMatchObject({ state: 'active', holder: { name: 'Hill Pharmacy' } });
  expect(['genuine', 'caution'], what).toContain(verdict.status);
  const page = text({ ...verdict, micros: 0 }, plainStyle(), {} as never).split('\n');
  expect(page.length, what).toBeLessThanOrEqual(PAGE);
}

test('five hundred more of any kind open no more than a few', { timeout: LONG ? 36_000_000 : 300_000 }, async () => {
  const quiet = await effort(scene);
  const all = TYPES.flatMap((type) => AUTHORS.flatMap((by) => PLACES.map((place) => ({ type, by, ...place }))));
  for (const { type, by, place, step } of picked(all, 11)) {
    const before = await effort(scene);
    await strike(scene, atStep(type, by, step), 0, EVENTS);
    const { verdict, events, rows } = await effort(scene);
    const what = `${type} by ${by} ${place}`;
    // Of a crowd two are opened at a step, sixteen where something of it may count, and those again on another line.
    expect(rows - before.rows, `rows opened, ${what}`).toBeLessThanOrEqual(24);
    expect(events - before.events, `events read, ${what}`).toBeLessThanOrEqual(100);
    expectHeld(verdict, what);
  }
  const crowded = await effort(scene);
  // Who has been told of three times, and could change nothing at a step, is not opened there again.
  expect(crowded.rows - quiet.rows).toBeLessThanOrEqual(LONG ? 90 : 36);
});

/** The types that have none: found by the product, lot, recall, chain or party that they are about. */
const OTHERS = ALL.filter(({ moves }) => moves === undefined).flatMap(({ type }) => formsOf(type));

test('five hundred more about a product, a lot, a recall, a chain or a party are read no more than a few', {
  timeout: LONG ? 36_000_000 : 300_000,
}, async () => {
  const other = await makeScene();
  // The maker has a right to the product, so that what it says of that is read.
  const all = OTHERS.flatMap((form) => (['midway', 'corner'] as const).map((by) => ({ ...form, by })));
  for (const { type, place, by, draft } of picked(all, 12)) {
    const before = await effort(other);
    await strike(other, { what: '', by, draft }, 0, EVENTS);
    const { verdict, events, rows, again } = await effort(other);
    const what = `${type} ${place}, by ${by}`;
    expect(rows - before.rows, `rows opened, ${what}`).toBeLessThanOrEqual(2);
    expect(events - before.events, `events read, ${what}`).toBeLessThanOrEqual(100);
    // Who is who is read once.
    expect(again - before.again, `events read again, ${what}`).toBeLessThanOrEqual(100);
    expectHeld(verdict, what);
  }
  other.world.remove();
});

test('five hundred more about the case around a pack open no more than a few', {
  timeout: LONG ? 36_000_000 : 300_000,
}, async () => {
  // Filled and sent by its maker, received by its holder, who writes step 3 next.
  const inside = await nested(await makeScene(), 1, 1);
  const key = Buffer.alloc(32, `${inside.scan} 1`);
  const places = [
    ...[0, 1, 2, 3].map((step) => ({ place: `at step ${step}`, step: () => step })),
    { place: 'beyond', step: (i: number) => 4 + (i % 16) },
  ];
  const all = TYPES.flatMap((type) =>
    AUTHORS.flatMap((by) => places.map((place) => ({ attack: atStep(type, by, place.step), type, by, ...place }))),
  );
  for (const { attack, type, by, place } of picked(all, 13)) {
    const before = await effort(inside);
    await strike(inside, { ...attack, draft: (scene, i, home) => attack.draft({ ...scene, key }, i, home) }, 0, EVENTS);
    const { verdict, events, rows } = await effort(inside);
    const what = `${type} by ${by} about the case, ${place}`;
    expect(rows - before.rows, `rows opened, ${what}`).toBeLessThanOrEqual(40);
    expect(events - before.events, `events read, ${what}`).toBeLessThanOrEqual(100);
    expectHeld(verdict, what);
  }
  inside.world.remove();
});

test('who crowds one step after another beyond the end is read until it has been told of', async () => {
  const other = await makeScene();
  const quiet = await effort(other);
  await strike(
    other,
    atStep('missing', 'midway', (i) => 6 + (i % 16)),
    0,
    EVENTS,
  );
  const { verdict, events } = await effort(other);
  other.world.remove();
  expect(verdict.reasons.some(({ code }) => code === 'custody-gap')).toBe(true);
  expect(events - quiet.events).toBeLessThanOrEqual(12);
}, 240_000);

test('who writes every type at every old step is read a few times, though its takings-back begin another line', async () => {
  const other = await makeScene();
  const quiet = await effort(other);
  const every = OLD_STEPS.find(({ what }) => what === 'every type at every old step, by the former holder');
  if (every === undefined) throw new Error('no such kind');
  await strike(other, every, 0, EVENTS);
  const { verdict, rows, events } = await effort(other);
  other.world.remove();
  expect(verdict.lines).toHaveLength(2);
  expect(verdict.custody).toMatchObject({ state: 'active', holder: { name: 'Hill Pharmacy' } });
  // Two at a step until three were told, then what may count; and of the other line only what parts it from this one.
  expect(rows - quiet.rows).toBeLessThanOrEqual(6);
  expect(events - quiet.events).toBeLessThanOrEqual(40);
}, 240_000);
