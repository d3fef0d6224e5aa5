// What a wholesaler, a maker whose packs are gone and a pharmacy with a long history wait for: the stock, the first verdict of a
// stock-take, what is on its way, and receiving it all. Worlds are scaled so that a row takes seconds.
import { execFileSync } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import { PROGRAM } from '../scripts/maker.mjs';
import { dispense } from '../src/app/steps/dispense.ts';
import { receive } from '../src/app/steps/receive.ts';
import { ship } from '../src/app/steps/ship.ts';
import { makeWorld } from '../test/app/goods-world.ts';
import { HILL, MIDWAY } from '../test/app/network.ts';
import { row } from './ledger/party.mjs';
import { median, processTime, ratioOfPairs } from './pairs.mjs';

const PACKS = 6_000;
const CASE = 50;
const HISTORY = 150;
const PAIRS = 9;
const NOW = ['--now', '2026-11-22T12:00:00Z'];

const seconds = async (fn) => {
  const began = performance.now();
  const value = await fn();
  return { value, seconds: (performance.now() - began) / 1000 };
};

/** The whole process beside an empty one. */
function besideNothing(what, home, args, budget, exits = [0]) {
  const env = { ...process.env, PEDIGREE_HOME: home };
  const { ratio, ms } = ratioOfPairs(
    PAIRS,
    () => processTime([PROGRAM, ...args], exits, env),
    () => processTime(['-e', '0'], [0], env),
  );
  return row(what, 'node -e 0', ratio, budget, undefined, `${ms.toFixed(0)} ms`);
}

/** The whole process after ten times the history beside the same before. */
function grown(what, home, before, args, budget, exits = [0]) {
  const time = (folder) => () => processTime([PROGRAM, ...args], exits, { ...process.env, PEDIGREE_HOME: folder });
  const { ratio, ms } = ratioOfPairs(PAIRS, time(home), time(before));
  return row(what, 'a tenth of the history', ratio, budget, undefined, `${ms.toFixed(0)} ms`);
}

async function inCases() {
  const world = await makeWorld();
  try {
    const made = await seconds(() => world.mint({ count: PACKS, caseOf: CASE, ssccPrefix: '9506000', lot: 'CASES' }));
    await world.as('acme', (home) => ship(home, { to: MIDWAY.gln, items: made.value.ssccs }));
    await world.share('agency', 'acme', 'midway');
    const came = await seconds(() => world.as('midway', (home) => receive(home, { items: [], all: true })));
    const [maker, wholesaler] = [world.path('acme'), world.path('midway')];
    return [
      besideNothing(`stock of a wholesaler with ${PACKS} packs in cases`, wholesaler, ['stock', ...NOW], 20),
      besideNothing('stock --expiring of the same', wholesaler, ['stock', '--expiring', '90', ...NOW], 20),
      besideNothing('stock of the maker, whose packs are all gone', maker, ['stock', ...NOW], 20),
      row(`receive --all of ${PACKS} packs in cases`, 'mint of as many in cases', came.seconds / made.seconds, 3),
    ];
  } finally {
    world.remove();
  }
}

async function history() {
  const world = await makeWorld();
  try {
    const { scans } = await world.mint({ count: 11 * HISTORY, lot: 'LOOSE' });
    const stay = scans.splice(0, 20);
    await world.as('acme', (home) => ship(home, { to: HILL.gln, items: stay }));
    const receipts = [];
    const round = async (some) => {
      for (let at = 0; at < some.length; at += 50) {
        await world.as('acme', (home) => ship(home, { to: HILL.gln, items: some.slice(at, at + 50) }));
      }
      await world.share('agency', 'acme', 'hill');
      const before = process.cpuUsage();
      await world.as('hill', (home) => receive(home, { items: [], all: true }));
      const { user, system } = process.cpuUsage(before);
      receipts.push((user + system) / 1e3);
      await world.as('hill', (home) => some.map((scan) => dispense(home, [scan])));
      await world.share('agency', 'acme', 'hill');
    };
    await round(scans.slice(0, HISTORY));
    const before = world.path('before');
    execFileSync('cp', ['-r', world.path('hill'), before]);
    const sentBefore = world.path('sent-before');
    execFileSync('cp', ['-r', world.path('acme'), sentBefore]);
    for (let at = HISTORY; at < 10 * HISTORY; at += HISTORY) await round(scans.slice(at, at + HISTORY));
    const hill = world.path('hill');
    // The first round compiles.
    const [early, late] = [median(receipts.slice(1, 4)), median(receipts.slice(-3))];
    const took = `${late.toFixed(0)} ms, ${early.toFixed(0)} ms`;
    return [
      row(`receive --all of ${HISTORY} packs`, 'a fifth of the history', late / early, 1.3, 1.1, took),
      grown('stock of a pharmacy', hill, before, ['stock', ...NOW], 1.3),
      grown('stock --expiring of the same', hill, before, ['stock', '--expiring', '90', ...NOW], 1.3),
      grown('log of the same', hill, before, ['log', ...NOW], 1.3),
      grown('incoming of the same', hill, before, ['incoming', ...NOW], 1.3),
      grown('outgoing of its supplier', world.path('acme'), sentBefore, ['outgoing', ...NOW], 1.3),
    ];
  } finally {
    world.remove();
  }
}

/** Rows of the table. */
export async function rows() {
  return [...(await inCases()), ...(await history())];
}
