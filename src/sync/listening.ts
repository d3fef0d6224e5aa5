// A server of HTTP from its first connection to its last word: the same for peers and for pages.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { PedigreeError } from '../errors.ts';
import { asFailure } from '../system-errors.ts';
import { phrase, say } from '../words/en/sync.ts';
import { fail } from './http-answers.ts';
import type { Patience } from './pace.ts';

/** How long requests under way may take once no more are taken, ms. */
const LAST_WORDS = 5_000;

/** A server that waits for nobody longer than it may, and answers what `handle` throws. */
export function boundedServer(
  patience: Patience,
  handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
): Server {
  const server = createServer(
    {
      headersTimeout: patience.headers,
      // The whole of a request may take long on a slow line; progress is watched instead.
      requestTimeout: 0,
      keepAliveTimeout: patience.idle,
      connectionsCheckingInterval: Math.min(1_000, patience.headers),
      maxHeaderSize: 8_192,
    },
    (request, response) => {
      handle(request, response).catch((error: unknown) => fail(response, error));
    },
  );
  server.timeout = patience.idle;
  return server;
}

/** Takes connections. @throws bad-setting (78) where the address cannot be listened on */
export function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) =>
      reject(asFailure(cause, phrase('cannot-listen-on-port', { host, port }), 'listening')),
    );
    server.listen({ host, port, exclusive: true }, () => resolve());
  });
}

/** Lets requests under way end, then ends. */
export function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const force = setTimeout(() => server.closeAllConnections(), LAST_WORDS);
    server.close(() => {
      clearTimeout(force);
      resolve();
    });
    server.closeIdleConnections();
  });
}

/** A port that can be listened on; 0 is any free one. @throws usage */
export function portOf(port: number): number {
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new PedigreeError('usage', say('not-port', { port }), { hint: say('write-port') });
}
