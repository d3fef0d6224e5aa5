// Rounds of sync are sooner where a peer tells of what must not wait, and as often as ever beside a peer that tells nothing, is cut,
// dies, or tells without an end.
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as later } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { NewsWatch } from '../../src/app/exchange/news-watch.ts';

const TIMES = { least: 20, quick: 40, most: 160, none: 2_000, calm: 100, first: 200, gap: 60, spread: 10 };
/** Longer than a test: what comes sooner was told. */
const EVERY = 20_000;

let hub: Server;
let port = 0;
let asked: string[];
let waiting: ServerResponse[];
let place: { epoch: string; n: number; urgent: number };
/** What the peer does with a question. */
let does: (query: URLSearchParams, response: ServerResponse) => void;
let stop: AbortController;
let watch: NewsWatch;

const tell = (response: ServerResponse) => response.end(JSON.stringify({ ok: true, ...place }));
/** As a hub: at once where there is more, else when it says so. */
const asHub = (query: URLSearchParams, response: ServerResponse): void => {
  const n = Number(query.get('n') ?? -1);
  if (n < place.n || query.get('epoch') !== place.epoch) tell(response);
  else waiting.push(response);
};

async function listens(): Promise<void> {
  hub = createServer((request, response) => {
    asked.push(request.url ?? '');
    does(new URL(request.url ?? '/', 'http://hub').searchParams, response);
  });
  await new Promise<void>((resolve) => hub.listen(port, '127.0.0.1', resolve));
  port = (hub.address() as AddressInfo).port;
}

async function dies(): Promise<void> {
  waiting = [];
  hub.closeAllConnections();
  await new Promise((resolve) => hub.close(resolve));
}

beforeEach(async () => {
  [asked, waiting] = [[], []];
  place = { epoch: 'a', n: 5, urgent: 2 };
  does = asHub;
  stop = new AbortController();
  port = 0;
  await listens();
  watch = new NewsWatch({ random: (n) => new Uint8Array(n).fill(128), signal: stop.signal }, TIMES);
});
afterEach(async () => {
  stop.abort();
  watch.close();
  if (hub.listening) await dies();
});

const peers = () => [{ url: `http://127.0.0.1:${port}/hub` }];
const round = (taken = 1, error?: string) =>
  watch.round(peers(), async () => ({
    peers: peers().map((peer) => ({ ...peer, in: taken, ...(error === undefined ? {} : { error }) })),
  }));

/** How long until the next round, ms; `over` where that is longer. */
async function untilNext(over = 400): Promise<number> {
  const start = performance.now();
  await watch.rest(over);
  return performance.now() - start;
}

const says = (n: number, urgent: number, epoch = place.epoch): void => {
  place = { epoch, n, urgent };
  for (const response of waiting.splice(0)) tell(response);
};

test('a recall at a peer that tells of it begins the next round, and what can wait does not', async () => {
  await round();
  expect(asked).toEqual(['/hub/v1/news']);
  expect(await untilNext(200)).toBeGreaterThanOrEqual(199);
  says(6, 2);
  expect(await untilNext(200)).toBeGreaterThanOrEqual(199);
  says(7, 7);
  expect(await untilNext(EVERY)).toBeLessThan(15_000);
  await round();
  expect(asked.at(-1)).toMatch(/^\/hub\/v1\/news\?n=[67]&epoch=a$/);
  expect(await untilNext(300)).toBeGreaterThanOrEqual(299);
});

test('a recall that is told while a round is under way, or that a round could not fetch, is fetched by the next', async () => {
  await round();
  await expect.poll(() => waiting.length).toBe(1);
  await watch.round(peers(), async () => {
    says(6, 6);
    await expect.poll(() => asked.length).toBeGreaterThan(2);
    return { peers: [] };
  });
  expect(await untilNext(EVERY)).toBeLessThan(15_000);
  await round(0, 'too many peers at the moment');
  expect(await untilNext(EVERY)).toBeLessThan(15_000);
  await expect(
    watch.round(peers(), async () => {
      throw new Error('locked');
    }),
  ).rejects.toThrow('locked');
  expect(await untilNext(EVERY)).toBeLessThan(15_000);
  await round();
  expect(await untilNext(300)).toBeGreaterThanOrEqual(299);
});

test('a peer that tells no news is asked once, and goes on with the rounds as before', async () => {
  does = (_, response) => {
    response.statusCode = 404;
    response.end('{"ok":false,"code":"not-found"}');
  };
  await round();
  expect(await untilNext()).toBeGreaterThanOrEqual(399);
  await round();
  expect(await untilNext()).toBeGreaterThanOrEqual(399);
  expect(asked).toHaveLength(1);
});

test.each([
  '',
  'x'.repeat(100_000),
  '[]',
  'null',
  '{"epoch":1,"n":"7","urgent":7}',
  '{"epoch":"a","n":1e300,"urgent":2}',
])('what answers with something else tells no news', async (text) => {
  does = (_, response) => response.end(text);
  await round();
  expect(await untilNext()).toBeGreaterThanOrEqual(399);
  expect(asked).toHaveLength(1);
});

test('whoever cuts the line is asked again, less and less often, and a recall is heard all the same', async () => {
  does = (_, response) => response.destroy();
  await round();
  expect(await untilNext(1_000)).toBeGreaterThanOrEqual(999);
  expect(asked.length).toBeGreaterThan(3);
  expect(asked.length).toBeLessThan(15);
  does = (_, response) => {
    response.statusCode = 503;
    response.end('busy');
  };
  expect(await untilNext(400)).toBeGreaterThanOrEqual(399);
  expect(asked.length).toBeLessThan(20);
  does = asHub;
  // What it heard before it was cut off nobody knows here.
  expect(await untilNext(EVERY)).toBeLessThan(15_000);
  await round();
  // A proxy that ends what takes long is no peer that is away.
  does = (query, response) => {
    asHub(query, response);
    setTimeout(() => response.destroy(), 120).unref();
  };
  asked = [];
  await expect.poll(() => asked.length).toBeGreaterThan(6);
  says(6, 6);
  expect(await untilNext(EVERY)).toBeLessThan(15_000);
});

test('a hub that dies and comes back tells what was written meanwhile', async () => {
  await round();
  await expect.poll(() => waiting.length).toBe(1);
  await dies();
  expect(await untilNext(200)).toBeGreaterThanOrEqual(199);
  place = { epoch: 'a', n: 9, urgent: 8 };
  await listens();
  expect(await untilNext(EVERY)).toBeLessThan(15_000);
  await round();
  await dies();
  // A standby took its place, and has heard less.
  place = { epoch: 'b', n: 7, urgent: 7 };
  await listens();
  expect(await untilNext(EVERY)).toBeLessThan(15_000);
  await round();
  expect(await untilNext(300)).toBeGreaterThanOrEqual(299);
});

test('a peer that answers at once for ever makes nothing run hot', async () => {
  does = (_, response) => tell(response);
  await round();
  expect(await untilNext(1_000)).toBeGreaterThanOrEqual(999);
  expect(asked.length).toBeLessThan(15);
  // It cries for a round each time, and has nothing.
  asked = [];
  does = (_, response) => {
    place = { epoch: `${place.n}`, n: place.n + 1, urgent: place.n + 1_000 };
    tell(response);
  };
  let rounds = 0;
  const start = performance.now();
  while (performance.now() - start < 2_000) {
    await watch.rest(1_000);
    await round(0);
    rounds++;
  }
  expect(asked.length).toBeLessThan(80);
  expect(rounds).toBeLessThan(9);
});

test('what was told is told once, where no round follows', async () => {
  await round();
  says(6, 6);
  expect(await untilNext(EVERY)).toBeLessThan(15_000);
  expect(await untilNext(300)).toBeGreaterThanOrEqual(299);
});

test('nobody is asked any more who is no peer any more, or when it is over', async () => {
  await round();
  await expect.poll(() => waiting.length).toBe(1);
  await watch.round([], async () => ({ peers: [] }));
  says(6, 6);
  expect(await untilNext(300)).toBeGreaterThanOrEqual(299);
  expect(asked).toHaveLength(2);
  await round();
  expect(asked.length).toBeGreaterThan(2);
  const resting = untilNext(EVERY);
  stop.abort();
  expect(await resting).toBeLessThan(15_000);
  const before = asked.length;
  await later(100);
  expect(asked).toHaveLength(before);
});
