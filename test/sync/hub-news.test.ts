// Who waits for news of a hub: told at once of what must not wait, of the rest some time later and together, and of nothing after a while.
import { createServer, get, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as later } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { HubNews, type HubNewsPlace } from '../../src/sync/hub-news.ts';
import { HubQuotas } from '../../src/sync/hub-quotas.ts';

let place: HubNewsPlace;
let fails = false;
let news: HubNews;
let server: Server;

beforeEach(async () => {
  place = { epoch: 'a', n: 5, urgentAt: 2 };
  fails = false;
  const read = async () => {
    if (fails) throw new Error('away');
    return place;
  };
  news = new HubNews(read, { look: 5, gather: 300, hold: 1_000 });
  await news.start();
  server = createServer((request, response) => {
    const asked = new URL(request.url ?? '/', 'http://hub').searchParams;
    news.wait(response, asked.get('epoch') ?? undefined, Number(asked.get('n') ?? -1));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  await news.stop();
  server.closeAllConnections();
  server.close();
});

function ask(query: string): Promise<{ readonly n: number; readonly urgent: number; readonly epoch: string }> {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/?${query}`;
  return new Promise((resolve, reject) => {
    get(url, async (answer) => {
      let text = '';
      for await (const chunk of answer.setEncoding('utf8')) text += chunk;
      resolve(JSON.parse(text));
    }).on('error', reject);
  });
}

async function took<T>(fn: () => Promise<T>): Promise<{ readonly value: T; readonly ms: number }> {
  const start = performance.now();
  return { value: await fn(), ms: performance.now() - start };
}

it('answers at once whoever has not heard of all, or of another history', async () => {
  for (const query of ['', 'n=4', 'n=5&epoch=b']) {
    const { value, ms } = await took(() => ask(query));
    expect(value).toMatchObject({ n: 5, epoch: 'a' });
    expect(ms).toBeLessThan(250);
  }
});

it('wakes all who wait, sooner for what must not wait', async () => {
  const waiting = Array.from({ length: 20 }, () => took(() => ask('n=5&epoch=a')));
  await later(50);
  expect(news.waiters).toBe(20);
  place = { epoch: 'a', n: 6, urgentAt: 6 };
  for (const { value, ms } of await Promise.all(waiting)) {
    expect(value).toMatchObject({ n: 6, urgent: 6 });
    expect(ms).toBeLessThan(250);
  }
  const next = took(() => ask('n=6&epoch=a'));
  place = { epoch: 'a', n: 7, urgentAt: 6 };
  const { value, ms } = await next;
  expect(value).toMatchObject({ n: 7, urgent: 6 });
  expect(ms).toBeGreaterThan(200);
  expect(news.waiters).toBe(0);
});

it('lets nobody wait for ever, and says when the hub does not answer', async () => {
  const { value, ms } = await took(() => ask('n=5&epoch=a'));
  expect(value).toMatchObject({ n: 5 });
  expect(ms).toBeGreaterThan(900);
  expect(news.isReady).toBe(true);
  fails = true;
  await expect.poll(() => news.isReady).toBe(false);
  fails = false;
  await expect.poll(() => news.isReady).toBe(true);
});

it('has a share for each chain, a minute and a day, which no recall has to keep to', () => {
  const quotas = new HubQuotas({ events: 3, bytes: 1_000 });
  const batch = (now: number, leaf: string, chain = 'a') => ({
    chain,
    start: 0,
    note: '',
    now,
    leaves: [leaf, leaf].map((text) => Buffer.from(text)),
  });
  expect([0, 1, 2].map((now) => quotas.allows(batch(now, 'x')))).toEqual([true, true, false]);
  expect(quotas.allows(batch(3, 'x', 'b'))).toBe(true);
  expect(quotas.allows(batch(3, '{"type":"recall"}'))).toBe(true);
  expect(quotas.allows(batch(3, '{"type":"quarantine"}'))).toBe(true);
  expect(quotas.allows(batch(60_000, 'x'))).toBe(true);
  expect(quotas.allows(batch(120_000, 'x'.repeat(600)))).toBe(true);
  expect(quotas.allows(batch(180_000, 'x'))).toBe(false);
  expect(quotas.allows(batch(86_400_000, 'x'))).toBe(true);
  expect(quotas.refused).toBe(2);
});
