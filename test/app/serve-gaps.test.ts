// Whoever serves answers in between, however much a peer brings: no piece of taking it in is a large part of the whole.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serve } from '../../src/app/exchange/serve.ts';
import { openHome } from '../../src/app/node/home.ts';
import { makeWorld, type World } from './goods-world.ts';
import { START } from './network.ts';

const ENTRY = resolve(import.meta.dirname, '../../src/ui/entry.ts');
const LOTS = 5;
const PACKS = 100_000;

let world: World;
beforeAll(async () => {
  world = await makeWorld();
  // The last lot, which is shorter, has them all merged where it comes.
  for (let lot = 0; lot < LOTS; lot++) await world.mint({ lot: `L${lot}`, count: PACKS });
  await world.carry('acme', 'hill');
  await world.mint({ lot: 'L', count: 30_000 });
}, 240_000);
afterAll(() => world.remove());

const micros = ({ user, system }: NodeJS.CpuUsage): number => user + system;

/** Of the thread that answers others, where Node.js tells that: others throw away what is used no more, beside it. */
const used = (): number => micros(process.threadCpuUsage?.() ?? process.cpuUsage());

/** What the longest stretch took of the processor between two moments at which others could be answered, and all of them together. */
function watch(): { stop(): { readonly longest: number; readonly whole: number } } {
  const start = used();
  let last = start;
  let longest = 0;
  const look = () => {
    const now = used();
    longest = Math.max(longest, now - last);
    last = now;
  };
  const timer = setInterval(look, 1);
  return {
    stop: () => {
      look();
      clearInterval(timer);
      return { longest, whole: last - start };
    },
  };
}

test('a peer that brings one lot too many keeps nobody waiting while they are merged', async () => {
  const hill = openHome(world.env('hill'));
  const stop = new AbortController();
  const serving = serve(hill, { port: 0 }, stop.signal);
  const { value } = await serving.next();
  const watched = watch();
  const words = ['sync', value?.url ?? '', '--home', world.env('acme').home, '--now', new Date(START).toISOString()];
  const child = spawn(process.execPath, [ENTRY, ...words], { stdio: ['ignore', 'ignore', 'inherit'] });
  const [exit] = await once(child, 'exit');
  while (hill.ledger.tidy(START)) await wait(1);
  const { longest, whole } = watched.stop();
  stop.abort();
  await serving.next();
  expect(exit).toBe(0);
  // All at once it is more than half of it.
  expect(longest / whole).toBeLessThan(1 / 3);
  hill.close();
});
