// Bodies of requests at the desk: read whole in whatever pieces they come, refused where they are too much or too slow, and never
// waited for once the line is cut.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bodyOf } from '../../src/desk/pace.ts';

const MOST = 10;
const TIME = 300;

let server: Server;
/** What each request ended in, in their order. */
const ends: string[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    const answer = (text: string) => {
      ends.push(text);
      response.end(text);
    };
    bodyOf(request, MOST, request.url === '/slow' ? TIME : undefined).then(
      (bytes) => answer(`read ${bytes.toString('utf8')}`),
      (error: Error & { code?: string }) => answer(error.code ?? error.message),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

function line(): Socket {
  return connect((server.address() as AddressInfo).port, '127.0.0.1');
}

const head = (more: string, path = '/') => `POST ${path} HTTP/1.1\r\nhost: desk\r\n${more}\r\n\r\n`;
const CHUNKED = 'transfer-encoding: chunked';

async function answered(socket: Socket): Promise<string> {
  const [bytes] = (await once(socket, 'data')) as [Buffer];
  return bytes.toString('utf8').split('\r\n\r\n')[1] ?? '';
}

test('a body in pieces is read as one, and the line serves the next', async () => {
  const socket = line();
  socket.write(head(CHUNKED));
  for (const piece of ['äb', 'c', 'd']) {
    socket.write(`${Buffer.byteLength(piece)}\r\n${piece}\r\n`);
    await wait(20);
  }
  socket.write('0\r\n\r\n');
  expect(await answered(socket)).toBe('read äbcd');
  socket.write(`${head('content-length: 2')}ok`);
  expect(await answered(socket)).toBe('read ok');
  socket.write(head('content-length: 0'));
  expect(await answered(socket)).toBe('read ');
  socket.destroy();
});

test('what says to be too much, and what becomes it, is refused with an answer', async () => {
  const said = line();
  said.write(`${head(`content-length: ${MOST + 1}`)}a`);
  expect(await answered(said)).toBe('too-large');
  said.destroy();
  const becomes = line();
  becomes.write(`${head(CHUNKED)}6\r\nabcdef\r\n`);
  await wait(20);
  becomes.write('6\r\nabcdef\r\n');
  expect(await answered(becomes)).toBe('too-large');
  becomes.destroy();
});

test('whoever is too slow is told so, however much still trickles in', async () => {
  const socket = line();
  socket.write(head('content-length: 9', '/slow'));
  const trickle = setInterval(() => socket.write('a'), TIME / 5);
  expect(await answered(socket)).toBe('too-slow');
  clearInterval(trickle);
  socket.destroy();
});

test('a line that is cut is not waited for', async () => {
  const before = ends.length;
  const asked = once(server, 'request') as Promise<[IncomingMessage]>;
  const socket = line();
  socket.write(`${head('content-length: 9')}abc`);
  await asked;
  socket.destroy();
  while (ends.length === before) await wait(5);
  expect(ends.at(-1)).toBe('ECONNRESET');
});
