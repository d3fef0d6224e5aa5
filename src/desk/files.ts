// The page: the files of one folder, and the reader of symbols, and nothing else of this computer.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join, posix } from 'node:path';
import { unpackedFolder } from '#packages';
import { reply, TurnedAway } from './replies.ts';

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  mjs: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json; charset=utf-8',
  webmanifest: 'application/manifest+json; charset=utf-8',
  txt: 'text/plain; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  ico: 'image/x-icon',
  woff2: 'font/woff2',
  wasm: 'application/wasm',
};

/** A name with a hash is of these bytes for ever: `app-7K2M9QX4.js`. */
const HASHED = /-[A-Za-z0-9_]{8,}\.\w+$/;

interface PageFile {
  readonly path: string;
  readonly type: string;
  readonly hashed: boolean;
  /** Where the same lies packed beside it. */
  readonly packed?: string;
}

export interface PageFiles {
  /** Whether there is a page at all. */
  readonly built: boolean;
  /** Answers a GET or HEAD. @throws not-found, wrong-method */
  serve(request: IncomingMessage, response: ServerResponse, path: string): void;
}

/** The folder of the page: in the one file that runs, beside the program, or where the sources are in the clone. */
export function pageFolder(): string {
  const brought = unpackedFolder('desk');
  if (brought !== undefined) return brought;
  const beside = join(import.meta.dirname, 'desk');
  return isFile(join(beside, 'index.html')) ? beside : join(import.meta.dirname, '..', '..', 'dist', 'desk');
}

/**
 * Lists the folder once: a path is a name of this list, and never goes to the file system by itself.
 * @param reader gives the reader of symbols, which comes along with a package
 * @param root the certificate that devices are to trust, which is no secret
 */
export function pageFiles(folder: string, reader: () => Uint8Array, root?: Uint8Array): PageFiles {
  const names = isFile(join(folder, 'index.html')) ? listed(folder) : [];
  const files = new Map<string, PageFile>();
  for (const name of names) {
    const type = TYPES[posix.extname(name).slice(1)];
    if (type === undefined || name.split('/').some((part) => part.startsWith('.'))) continue;
    const path = join(folder, name);
    const packed = names.includes(`${name}.gz`) ? { packed: `${path}.gz` } : {};
    files.set(`/${name}`, { path, type, hashed: HASHED.test(name), ...packed });
  }
  const index = files.get('/index.html');
  if (index !== undefined) files.set('/', index);
  return {
    built: index !== undefined,
    serve(request, response, path) {
      if (request.method !== 'GET' && request.method !== 'HEAD') throw new TurnedAway('wrong-method');
      if (path === '/ca.crt' && root !== undefined) {
        reply(response, 200, 'application/x-x509-ca-cert', root);
        return;
      }
      if (path === '/reader.wasm') {
        reply(response, 200, 'application/wasm', reader(), { 'cache-control': 'public, max-age=31536000, immutable' });
        return;
      }
      const file = files.get(path);
      if (file === undefined) throw new TurnedAway('not-found');
      send(request, response, file, path === '/sw.js');
    },
  };
}

function send(request: IncomingMessage, response: ServerResponse, file: PageFile, isWorker: boolean): void {
  const takesPacked = /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''));
  const packed = takesPacked ? file.packed : undefined;
  const { mtimeMs, size } = statSync(packed ?? file.path);
  const etag = `"${size.toString(36)}-${Math.round(mtimeMs).toString(36)}"`;
  const headers = {
    'cache-control': file.hashed ? 'public, max-age=31536000, immutable' : 'no-cache',
    etag,
    ...(file.packed === undefined ? {} : { vary: 'accept-encoding' }),
    ...(packed === undefined ? {} : { 'content-encoding': 'gzip' }),
    ...(isWorker ? { 'service-worker-allowed': '/' } : {}),
  };
  if (request.headers['if-none-match'] === etag) {
    response.writeHead(304, headers).end();
    return;
  }
  reply(response, 200, file.type, readFileSync(packed ?? file.path), headers);
}

function listed(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => posix.relative(slashed(folder), slashed(join(entry.parentPath, entry.name))));
}

const slashed = (path: string) => path.replaceAll('\\', '/');

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
