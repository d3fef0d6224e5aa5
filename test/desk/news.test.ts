// News while something comes between: a recall that was written while the desk looked, or while a look failed, is told all the same.
import { execFileSync } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import * as afterSync from '../../src/app/exchange/after-sync.ts';
import { issueRecall } from '../../src/app/recalls/recall-issue.ts';
import { DeskNews } from '../../src/desk/news.ts';
import { GTIN, LOT, makeWorld, type World } from '../app/goods-world.ts';
import { inProcess, PROGRAM } from '../cli/program.ts';

vi.mock('../../src/app/exchange/after-sync.ts', { spy: true });

let world: World;
let server: Server;
let news: DeskNews;
let heard = '';
/** What happens when the desk asks whether a device is one still, which begins each look. */
let atLook: () => boolean;

beforeEach(async () => {
  world = await makeWorld();
  await world.mint({ count: 2 });
  await world.share('agency', 'acme', 'hill');
  atLook = () => true;
  news = new DeskNews({
    env: { ...world.env('hill'), warn: () => {} },
    waiting: () => Promise.resolve(undefined),
    isPaired: () => atLook(),
    version: () => '1',
  });
  server = createServer((_request, response) => news.open('Tab', response, {}));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  heard = '';
  const { port } = server.address() as AddressInfo;
  const { body } = await fetch(`http://127.0.0.1:${port}/`);
  void (async () => {
    for await (const chunk of body?.pipeThrough(new TextDecoderStream()) ?? []) heard += chunk;
  })().catch(() => {});
  await vi.waitFor(() => expect(heard).toContain('hello'));
});
afterEach(() => {
  news.end();
  server.close();
  world.remove();
  vi.mocked(afterSync.heardSince).mockReset();
});

const order = { gtin: GTIN, lots: [LOT], class: 1, reason: 'glass', confirm: [LOT] };
const issued = () => issueRecall(world.env('agency'), { ...order, allLots: false, unknownLot: false, sync: false });
const told = () => [...heard.matchAll(/^event: recall$/gm)].length;

it('tells of what was written while a look failed, once', async () => {
  await issued();
  let fails = true;
  atLook = () => {
    if (fails) throw new Error('the disk is away for a moment');
    return true;
  };
  await pause(1_100);
  await world.carry('agency', 'hill');
  await pause(1_100);
  fails = false;
  await vi.waitFor(() => expect(told()).toBe(1), { timeout: 60_000 });
  await pause(2_200);
  expect(told()).toBe(1);
});

it('tells of what was written right after it was read, once', async () => {
  const file = world.path('recall.pedigree');
  await issued();
  expect((await inProcess(world.path('agency'), ['export', file, '--home', world.path('agency')])).exit).toBe(0);
  await world.share('acme', 'hill');
  const { heardSince } = await vi.importActual<typeof afterSync>('../../src/app/exchange/after-sync.ts');
  let writes = 0;
  vi.mocked(afterSync.heardSince).mockImplementation((reading, before) => {
    const read = heardSince(reading, before);
    // Another process writes at this very moment.
    if (writes++ === 0) execFileSync(process.execPath, [PROGRAM, '--home', world.path('hill'), 'import', file]);
    return read;
  });
  await world.mint({ count: 1 });
  await world.share('acme', 'hill');
  await vi.waitFor(() => expect(told()).toBe(1), { timeout: 60_000 });
  expect(writes).toBeGreaterThan(1);
  await pause(2_200);
  expect(told()).toBe(1);
});
