// Who is let in: under which names this desk is called, from which pages, with which headers every answer goes out.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { TurnedAway } from './replies.ts';

/** The names and addresses that this desk is reached under, each with its origin. */
export interface Gate {
  /** Values of `Host`, in small letters. */
  readonly hosts: ReadonlySet<string>;
  readonly origins: ReadonlySet<string>;
}

/** The names of a scheme on a port, which goes unsaid where it is the scheme's own. */
export function gateFor(scheme: 'http' | 'https', names: readonly string[], port: number): Gate {
  const usual = port === (scheme === 'https' ? 443 : 80);
  const hosts = names.flatMap((name) => (usual ? [name, `${name}:${port}`] : [`${name}:${port}`]));
  return {
    hosts: new Set(hosts.map((host) => host.toLowerCase())),
    origins: new Set(hosts.map((host) => `${scheme}://${host}`.toLowerCase())),
  };
}

/** Another gate besides. */
export function bothGates(one: Gate, other: Gate): Gate {
  return {
    hosts: new Set([...one.hosts, ...other.hosts]),
    origins: new Set([...one.origins, ...other.origins]),
  };
}

export const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'] as const;

const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "media-src 'self' blob:",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types desk',
].join('; ');

const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': POLICY,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-resource-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'permissions-policy': 'camera=(self), microphone=(), geolocation=(), usb=(), serial=(self), screen-wake-lock=(self)',
};

/** What every answer carries, refusals too. */
export function guardAnswer(response: ServerResponse): void {
  for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
}

/**
 * A page of another name that was bound to this address has its own name in `Host`, whatever else it may do.
 * @throws wrong-host
 */
export function mustBeCalledRight({ headers: { host } }: IncomingMessage, { hosts }: Gate): void {
  if (host === undefined || !hosts.has(host.toLowerCase())) throw new TurnedAway('wrong-host');
}

/**
 * Other pages in the same browser ask in its name. Programs that are no browsers send neither header.
 * @throws cross-site
 */
export function mustBeOwnPage({ headers }: IncomingMessage, { origins }: Gate): void {
  const { origin } = headers;
  const site = headers['sec-fetch-site'];
  const isOwn = origin === undefined || origins.has(origin.toLowerCase());
  // `none` is a line that somebody typed; it has no token.
  if (!isOwn || (site !== undefined && site !== 'same-origin' && site !== 'none')) throw new TurnedAway('cross-site');
}

/** @throws wrong-type */
export function mustSend(request: IncomingMessage, type: string): void {
  const [sent = ''] = (request.headers['content-type'] ?? '').split(';');
  if (sent.trim().toLowerCase() !== type) throw new TurnedAway('wrong-type', { detail: type });
}

/** The token that a request carries: in a header of its own, which no other page can have the browser send. */
export function tokenOf({ headers: { authorization } }: IncomingMessage): string | undefined {
  return /^Desk ([\w-]{20,100})$/.exec(authorization ?? '')?.[1];
}
