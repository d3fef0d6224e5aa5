// Days of a line, drawn at random: however their events are ordered in files, cut into files and handed in again, the packs have the
// same lives.
import { writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CaptureData, captureFile } from '../../src/app/capture/capture.ts';
import { auditFolder } from '../../src/app/maintenance/audit.ts';
import { type Dice, dice } from '../dice.ts';
import { GTIN, makeWorld, type World } from './goods-world.ts';
import { Line, sgtin, sscc } from './line-files.ts';
import { lives } from './lives.ts';
import { ACME, HILL, MIDWAY } from './network.ts';

const RUNS = process.env.PEDIGREE_LONG === '1' ? 300 : 8;

let there: World;
let here: World;
let files = 0;
let days = 0;
let cases = 0;
beforeAll(async () => {
  there = await makeWorld();
  here = await makeWorld();
}, 240_000);
afterAll(() => {
  there.remove();
  here.remove();
});

interface Day {
  readonly line: Line;
  /** Lots of this day, which no other day has. */
  readonly lots: readonly string[];
  readonly scans: readonly string[];
}

/** Goods that lie in nothing, as far as the day has come. */
interface Floor {
  readonly packs: string[];
  /** Cases and pallets. */
  readonly boxes: string[];
  /** Of every container what is in it. */
  readonly inside: Map<string, readonly string[]>;
}

/** Takes some of a list out of it. */
function drawn<T>(list: T[], roll: Dice, most: number): T[] {
  const some: T[] = [];
  for (let left = 1 + roll(most); left > 0 && list.length > 0; left--) some.push(...list.splice(roll(list.length), 1));
  return some;
}

/**
 * What happens on a day, each event an hour after the one before.
 * @param onlyOn whether everything that happens only adds to what there is, so that no event has to come before another of its goods
 * is taken apart again
 */
function day(seed: number, onlyOn: boolean): Day {
  const roll = dice(seed);
  const name = `D${++days}`;
  const line = new Line(ACME.gln);
  const lots = [`${name}A`, `${name}B`];
  const floor: Floor = { packs: [], boxes: [], inside: new Map() };
  const serials: string[] = [];
  const make = () => {
    const some = Array.from({ length: 1 + roll(4) }, () => {
      serials.push(`${name}N${serials.length}`);
      return sgtin(serials.at(-1) ?? '');
    });
    floor.packs.push(...some);
    line.make(some, lots[roll(2)]);
  };
  const put = (into: string, items: readonly string[]) => {
    floor.inside.set(into, [...(floor.inside.get(into) ?? []), ...items]);
    floor.boxes.push(into);
    line.pack(into, items);
  };
  const box = () => {
    const items = roll(3) === 0 ? drawn(floor.boxes, roll, 2) : drawn(floor.packs, roll, 3);
    if (items.length > 0) put(sscc(++cases), items);
  };
  const ship = () => {
    const some = [...drawn(floor.packs, roll, 2), ...drawn(floor.boxes, roll, 2)];
    if (some.length > 0) line.ship(some, roll(2) === 0 ? MIDWAY.gln : HILL.gln, `DA-${name}-${line.events.length}`);
  };
  const more = () => {
    const items = drawn(floor.packs, roll, 2);
    const [into] = items.length === 0 ? [] : drawn(floor.boxes, roll, 1);
    if (into === undefined) floor.packs.push(...items);
    else put(into, items);
  };
  const open = () => {
    const [from] = drawn(floor.boxes, roll, 1);
    if (from === undefined) return;
    const inside = [...(floor.inside.get(from) ?? [])];
    const isWhole = roll(2) === 0 || inside.length === 1;
    const out = isWhole ? inside : inside.splice(0, 1);
    line.pack(from, isWhole ? [] : out, 'DELETE');
    floor.inside.set(from, isWhole ? [] : inside);
    // An empty one stays where it is.
    if (!isWhole) floor.boxes.push(from);
    for (const one of out) (floor.inside.has(one) ? floor.boxes : floor.packs).push(one);
  };
  const end = () => {
    const epcList = drawn(floor.packs, roll, 2);
    if (epcList.length > 0)
      line.did('decommissioning', [], { epcList, action: 'DELETE', disposition: roll(2) ? 'damaged' : 'expired' });
  };
  const deeds = onlyOn ? [make, box, box, ship] : [make, box, box, ship, more, open, end];
  make();
  for (let left = 8 + roll(8); left > 0; left--) deeds[roll(deeds.length)]?.();
  return { line, lots, scans: serials.map((serial) => `(01)${GTIN}(21)${serial}`) };
}

function shuffled<T>(list: readonly T[], roll: Dice): T[] {
  const left = [...list];
  return list.flatMap(() => left.splice(roll(left.length), 1));
}

/** The events of a day cut into files by their time, those of each file in any order. */
function cut({ line }: Day, roll: Dice): string[] {
  const left = [...line.events];
  const texts: string[] = [];
  while (left.length > 0) texts.push(line.text(shuffled(left.splice(0, 1 + roll(left.length)), roll)));
  return texts;
}

async function capture(world: World, text: string): Promise<CaptureData> {
  const path = world.path(`day-${++files}.json`);
  writeFileSync(path, text);
  return world.as('acme', (home) => captureFile(home, path));
}

/** What is to be the same: lives, and of the stock what this day has made. */
async function outcome(world: World, { lots, scans }: Day) {
  const { told, lots: stocked } = await lives(world, 'acme', scans);
  return { told, stock: stocked.filter(({ lot }) => lots.includes(lot)) };
}

test('a day comes to the same in one file or many, in any order within each, with files handed in again', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 2 ** 31 }), async (seed) => {
      const one = day(seed, false);
      const roll = dice(seed + 1);
      expect(await capture(there, one.line.text())).toMatchObject({ skipped: [], before: 0 });
      const texts = cut(one, roll);
      for (const [n, text] of texts.entries()) {
        expect(await capture(here, text)).toMatchObject({ skipped: [], already: false });
        const again = texts[roll(n + 1)] ?? '';
        if (roll(2) === 0) expect(await capture(here, again)).toMatchObject({ already: true, events: [] });
      }
      const whole = one.line.text(shuffled(one.line.events, roll));
      const last = await capture(here, whole);
      expect(last).toMatchObject({ already: true, events: [], skipped: [], before: one.line.events.length });
      const expected = await outcome(there, one);
      expect(expected.told.every(({ state }) => state !== 'none')).toBe(true);
      expect(await outcome(here, one)).toEqual(expected);
    }),
    { numRuns: RUNS, endOnFailure: true },
  );
  for (const world of [there, here]) expect(auditFolder(world.env('acme')).findings).toEqual([]);
}, 1_800_000);

test('files that come in any order, again and again until nothing is left out, come to the same', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 2 ** 31 }), async (seed) => {
      const one = day(seed, true);
      const roll = dice(seed + 1);
      await capture(there, one.line.text());
      const texts = cut(one, roll);
      for (let round = 0, left = 1; left > 0; round++) {
        expect(round).toBeLessThanOrEqual(texts.length);
        left = 0;
        for (const text of shuffled(texts, roll)) left += (await capture(here, text)).skipped.length;
      }
      expect(await outcome(here, one)).toEqual(await outcome(there, one));
    }),
    { numRuns: RUNS, endOnFailure: true },
  );
}, 1_800_000);
