// Nodes that wait for news of a hub: what one costs while it waits, and what it costs to tell all of them of a recall, against a server
// that does nothing but write them as many answers. The nodes are in a process of their own.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { HubNews } from '../src/sync/hub-news.ts';
import { serveHub } from '../src/sync/hub-server.ts';
import { row } from './ledger/party.mjs';
import { median } from './pairs.mjs';

const ROUNDS = 5;
const MOST = 10_000;
/** Files that a process opens besides. */
const OTHERS = 200;

/** Node has raised its limit as far as it may. */
function waiters() {
  const limits = process.platform === 'linux' ? readFileSync('/proc/self/limits', 'utf8') : '';
  const files = Number(/^Max open files\s+(\d+)/m.exec(limits)?.[1] ?? MOST + OTHERS);
  return Math.min(MOST, files - OTHERS);
}

/** Told a port and a path, so many sockets ask there; says `asked` when all have, and `heard` when all have an answer. */
const NODES = `
import { connect } from 'node:net';
process.on('message', async ({ port, path, count }) => {
  let heard = 0;
  const sockets = [];
  for (let i = 0; i < count; i += 250) {
    await Promise.all(Array.from({ length: Math.min(250, count - i) }, () => new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.write('GET ' + path + ' HTTP/1.1\\r\\nhost: hub\\r\\n\\r\\n', resolve);
      });
      socket.on('error', reject);
      socket.once('data', () => {
        if (++heard === count) process.send('heard');
      });
      sockets.push(socket);
    })));
  }
  process.send('asked');
  process.once('message', () => {});
  process.once('disconnect', () => process.exit());
});`;

const cpu = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

const rss = () => {
  globalThis.gc();
  return process.memoryUsage().rss;
};

/** Lets so many nodes wait, and tells them: bytes that one takes, and seconds of the processor to tell all. */
async function told(port, path, count, waiting, tell) {
  const empty = rss();
  const nodes = spawn(process.execPath, ['--input-type=module', '-e', NODES], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const says = async () => (await once(nodes, 'message'))[0];
  nodes.send({ port, path, count });
  await says();
  while (waiting() < count) await new Promise((resolve) => setTimeout(resolve, 20));
  const bytes = (rss() - empty) / count;
  const start = cpu();
  tell();
  await says();
  const seconds = cpu() - start;
  const gone = once(nodes, 'exit');
  nodes.disconnect();
  await gone;
  return { bytes, seconds };
}

async function hubTells(count) {
  let place = { epoch: 'bench', n: 1, urgentAt: 1 };
  const news = new HubNews(async () => place, { look: 20, gather: 10_000, hold: 600_000 });
  await news.start();
  const serving = await serveHub(undefined, news, { exchange: {} });
  const tell = () => {
    place = { epoch: 'bench', n: 2, urgentAt: 2 };
  };
  const port = Number(new URL(serving.url).port);
  const done = await told(port, '/v1/news?n=1&epoch=bench', count, () => news.waiters, tell);
  await serving.close();
  return done;
}

async function plainTells(count) {
  const waiting = [];
  const server = createServer((_, response) => waiting.push(response));
  server.requestTimeout = 0;
  server.listen(0, '127.0.0.1', 4_096);
  await once(server, 'listening');
  const text = Buffer.from(`${JSON.stringify({ ok: true, epoch: 'bench', n: 2, urgent: 2 })}\n`);
  const tell = () => {
    const headers = { 'content-type': 'application/json', 'content-length': text.length, 'cache-control': 'no-store' };
    for (const response of waiting) response.writeHead(200, headers).end(text);
  };
  const done = await told(server.address().port, '/', count, () => waiting.length, tell);
  server.closeAllConnections();
  server.close();
  return done;
}

export async function rows() {
  const count = waiters();
  const pairs = [];
  for (let i = 0; i < ROUNDS; i++) pairs.push([await hubTells(count), await plainTells(count)]);
  const few = count < MOST ? `, as many as may be open here` : '';
  // Later rounds use what the first has left behind.
  const bytes = pairs[0][0].bytes;
  const [hub, plain] = [0, 1].map((side) => median(pairs.map((pair) => pair[side].seconds)));
  const detail = `${(hub * 1e3).toFixed(0)} ms, ${(plain * 1e3).toFixed(0)} ms`;
  return [
    row(`kB of one of ${count} nodes that wait for news of a hub${few}`, '', bytes / 1e3, 20, 16),
    row(`a recall told to ${count} waiting nodes, processor`, 'writing as many answers', hub / plain, 2, 1.5, detail),
  ];
}
