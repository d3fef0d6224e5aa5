// A server of HTTP from its first connection to its last word: the same for peers and for pages.
import type { Server } from 'node:http';
import { PedigreeError } from '../errors.ts';
import { asFailure } from '../system-errors.ts';
import { phrase, say } from '../words/en/sync.ts';

/** How long requests under way may take once no more are taken, ms. */
const LAST_WORDS = 5_000;

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
