// The folder with the certificate of a desk: one that somebody else made, or the desk's own, which is made anew before it ends.
import type { KeyObject, X509Certificate } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { refuseWider } from '../app/node/key-file.ts';
import { crypto } from '../builtins.ts';
import { PedigreeError } from '../errors.ts';
import { makeFolder } from '../make-folder.ts';
import { asFailure } from '../system-errors.ts';
import { phrase, say } from '../words/en/desk.ts';
import { keyPem, makeRoot, makeServer, pem } from './certificate.ts';

/** What is for the devices, what signs, and what the server shows. */
const [ROOT, ROOT_KEY, SERVER, SERVER_KEY] = ['ca.crt', 'ca.key', 'desk.crt', 'desk.key'] as const;
/** A certificate that ends sooner is made anew, ms. */
const RENEW = 30 * 24 * 3_600_000;

export interface TlsFiles {
  readonly cert: string;
  readonly key: string;
  /** The names and addresses of the certificate. */
  readonly names: readonly string[];
  /** The root for devices, where it is the desk's own. */
  readonly root?: Buffer;
}

export interface TlsTold {
  readonly dir: string;
  readonly names: readonly string[];
  /** SHA-256 of the root, or of the certificate where there is none, in pairs. */
  readonly fingerprint: string;
  readonly own: boolean;
  /** ISO 8601. */
  readonly until: string;
}

/** Makes a root and a certificate for these names in a folder. @throws cannot-create (73) where there is one, usage */
export function initTls(dir: string, asked: readonly string[], party: string, now: number): TlsTold {
  const names = [...new Set([...asked.map((name) => name.toLowerCase()), 'localhost', '127.0.0.1'])];
  const wrong = names.find((name) => isIP(name) === 0 && !/^(?=.{1,253}$)[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(name));
  if (wrong !== undefined)
    throw new PedigreeError('usage', say('no-tls-name', { name: wrong }), { hint: say('tls-name-as') });
  if (existsSync(join(dir, SERVER)) || existsSync(join(dir, ROOT)))
    throw new PedigreeError('cannot-create', say('tls-there', { dir }), { hint: say('tls-elsewhere') });
  try {
    makeFolder(dir, 0o700);
    const root = makeRoot(names, party, now);
    write(dir, ROOT_KEY, keyPem(root.key), 0o600);
    write(dir, ROOT, pem(root.der), 0o644);
  } catch (cause) {
    throw asFailure(cause, phrase('cannot-write', { file: dir }), 'creating');
  }
  renew(dir, names, now);
  return tlsTold(dir);
}

/** @throws bad-setting (78) where there is no certificate */
export function tlsTold(dir: string): TlsTold {
  const { server, root } = read(dir);
  const { fingerprint256: fingerprint } = root ?? server;
  const until = new Date(server.validTo).toISOString();
  return { dir, names: namesOf(server), fingerprint, own: root !== undefined, until };
}

/** What the server shows; the desk's own is made anew where it is about to end. @throws bad-setting (78), key-permissions (77) */
export function tlsFiles(dir: string, now: number): TlsFiles {
  const before = read(dir);
  const names = namesOf(before.server);
  const ends = Date.parse(before.server.validTo) - now < RENEW;
  if (ends && before.root !== undefined && existsSync(join(dir, ROOT_KEY))) renew(dir, names, now);
  refuseWider(join(dir, SERVER_KEY), '600');
  const [cert, key] = [text(dir, SERVER), text(dir, SERVER_KEY)];
  const root = before.root === undefined ? {} : { root: before.root.raw };
  if (names.length === 0)
    throw new PedigreeError('bad-setting', say('tls-no-names', { dir }), { hint: say('tls-init') });
  return { cert, key, names, ...root };
}

function renew(dir: string, names: readonly string[], now: number): void {
  const key: KeyObject = crypto().createPrivateKey(text(dir, ROOT_KEY));
  const root = new (crypto().X509Certificate)(text(dir, ROOT));
  const subject = root.subject.replace(/^CN=/, '');
  const made = makeServer(names, { key, subject }, now);
  write(dir, SERVER_KEY, keyPem(made.key), 0o600);
  write(dir, SERVER, pem(made.der), 0o644);
}

function read(dir: string): { readonly server: X509Certificate; readonly root?: X509Certificate } {
  const { X509Certificate: Certificate } = crypto();
  try {
    const server = new Certificate(text(dir, SERVER));
    return existsSync(join(dir, ROOT)) ? { server, root: new Certificate(text(dir, ROOT)) } : { server };
  } catch (cause) {
    throw new PedigreeError('bad-setting', say('no-tls', { dir }), { hint: say('tls-init'), cause });
  }
}

function namesOf({ subjectAltName = '' }: X509Certificate): readonly string[] {
  return subjectAltName
    .split(', ')
    .flatMap((one) => /^(?:DNS|IP Address):(.+)$/.exec(one)?.[1] ?? [])
    .map((name) => (isIP(name) === 6 ? shortened(name) : name.toLowerCase()));
}

/** As a browser writes it. */
function shortened(address: string): string {
  return new URL(`http://[${address}]/`).hostname.slice(1, -1);
}

function text(dir: string, name: string): string {
  return readFileSync(join(dir, name), 'utf8');
}

function write(dir: string, name: string, content: string, mode: number): void {
  const file = join(dir, name);
  writeFileSync(`${file}.new`, content, { mode, flush: true });
  renameSync(`${file}.new`, file);
}
