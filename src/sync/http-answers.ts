// What servers of peers have in common over HTTP: where they are, and answers of JSON.
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PedigreeError } from '../errors.ts';
import { phrase } from '../words/en/sync.ts';

/** Where a server listens. */
export function urlOf(server: Server): string {
  const { address, port, family } = server.address() as AddressInfo;
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}

/** The path; an address that was put together with one slash too many is the same. */
export function pathOf(request: IncomingMessage): string {
  return (request.url ?? '').replace(/^\/+/, '/').replace(/[?#].*$/, '');
}

const REFUSED: ReadonlySet<string> = new Set(['bad-frame', 'other-network', 'own-peer']);

/** Says what went wrong where that can still be said, and ends the connection. */
export function fail(response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const known = error instanceof PedigreeError ? error : undefined;
  const code = known?.code ?? 'unexpected';
  const status = REFUSED.has(code) ? 400 : 503;
  response.shouldKeepAlive = false;
  // What is busy now is not in a second.
  if (code === 'locked') response.setHeader('retry-after', '1');
  answer(response, status, { ok: false, code, message: known?.message ?? phrase('unexpected-failure') });
}

/** Answers with a JSON document. */
export function answer(response: ServerResponse, status: number, body: object): void {
  const text = `${JSON.stringify(body)}\n`;
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
  response.end(text);
}
