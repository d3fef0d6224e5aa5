// What stands in front of the processes of a hub in a scenario, as a proxy does.
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Gives each request to the next of some servers; the list may change meanwhile. */
export async function inTurnOver(urls: readonly string[]): Promise<Server> {
  let next = 0;
  const proxy = createServer((asked, response) => {
    const to = new URL(asked.url ?? '/', urls[next++ % urls.length]);
    const passed = request(to, { method: asked.method, headers: asked.headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    passed.on('error', () => response.destroy());
    asked.pipe(passed);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  return proxy;
}

/** Where a server is reached. */
export const urlOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
