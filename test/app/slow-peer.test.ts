// A peer that is slow keeps the news of the others back from nobody.
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addPeer } from '../../src/app/exchange/peers.ts';
import { syncWith } from '../../src/app/exchange/sync.ts';
import { openHome } from '../../src/app/node/home.ts';
import { FRAMES_TYPE } from '../../src/sync/wire.ts';
import { HILL, MIDWAY, makeNetwork, type Network } from './network.ts';
import { serveHome } from './serve-home.ts';

let net: Network;
const closing: (() => unknown)[] = [];

beforeAll(async () => {
  net = makeNetwork();
  await net.found();
  await net.join('hill', HILL, { roles: ['dispenser'] });
  await net.join('midway', MIDWAY, { roles: ['distributor'] });
});
afterAll(async () => {
  for (const close of closing.reverse()) await close();
  net.remove();
});

/** A node that breaks off at the moment at which somebody is told to stop. */
async function breakingOff(stop: AbortController): Promise<string> {
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(200, { 'content-type': FRAMES_TYPE });
    response.flushHeaders();
    setTimeout(() => {
      stop.abort();
      response.destroy();
    }, 50);
  });
  return listening(server);
}

/** A node that answers with two hundred bytes a second. */
async function dripping(): Promise<string> {
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(200, { 'content-type': FRAMES_TYPE });
    const drip = setInterval(() => response.write('\0\x10\0\0c\0'.padEnd(20, 'x')), 100);
    response.on('close', () => clearInterval(drip));
  });
  return listening(server);
}

async function listening(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

it('one peer that drips does not keep a sync from the next', async () => {
  const agency = openHome(net.env('agency'));
  closing.push(() => agency.close());
  const served = await serveHome(agency);
  closing.push(() => served.close());
  const stop = new AbortController();
  const hill = openHome(net.env('hill', { signal: stop.signal }));
  closing.push(() => hill.close());
  addPeer(hill, 'a slow one', await dripping());
  addPeer(hill, 'agency', served.url);
  const chains = () => hill.ledger.read((view) => view.chains().length);
  const before = chains();
  let ended = false;
  const syncing = syncWith(hill).finally(() => {
    ended = true;
  });
  while (chains() === before && !ended) await new Promise((resolve) => setTimeout(resolve, 20));
  expect([chains() > before, ended]).toEqual([true, false]);
  stop.abort();
  await expect(syncing).rejects.toMatchObject({ code: 'interrupted' });
});

it('a sync that is interrupted while the line breaks off was interrupted', async () => {
  const stop = new AbortController();
  const midway = openHome(net.env('midway', { signal: stop.signal }));
  closing.push(() => midway.close());
  addPeer(midway, 'one that breaks off', await breakingOff(stop));
  await expect(syncWith(midway)).rejects.toMatchObject({ code: 'interrupted' });
});
