// Certificates of the desk's own: a root that may speak for the names of this desk alone, and one for the server, in DER (RFC 5280).
import type { KeyObject } from 'node:crypto';
import { isIP } from 'node:net';
import { crypto } from '../builtins.ts';

const DAY = 24 * 3_600_000;
/** The root, and the most that browsers take of a server. */
const ROOT_DAYS = 2 * 365;
const SERVER_DAYS = 397;
/** Clocks of handhelds are behind. */
const BEFORE = DAY;

export interface MadeCertificate {
  readonly der: Buffer;
  readonly key: KeyObject;
}

/** The names and addresses that a desk is reached under. */
export type DeskNames = readonly string[];

/** A root for these names: a stolen key of it reads nobody else's mail. */
export function makeRoot(names: DeskNames, party: string, now: number): MadeCertificate {
  const key = newKey();
  const subject = `Pedigree desk of ${party}`.slice(0, 60);
  const extensions = [
    extension('2.5.29.19', sequence(boolean(true), integer(Buffer.from([0]))), true),
    // keyCertSign, cRLSign
    extension('2.5.29.15', tagged(0x03, Buffer.from([1, 0x06])), true),
    extension('2.5.29.14', octets(keyId(key))),
    extension('2.5.29.30', sequence(context(0, ...permitted(names)), context(1, ...excluded(names))), true),
  ];
  return { der: certificate({ issuer: subject, subject, key, signer: key, extensions, days: ROOT_DAYS, now }), key };
}

/** A certificate of the server, signed by a root. `issuer` is the name of the root. */
export function makeServer(
  names: DeskNames,
  root: { readonly key: KeyObject; readonly subject: string },
  now: number,
): MadeCertificate {
  const key = newKey();
  const extensions = [
    extension('2.5.29.19', sequence(), true),
    // digitalSignature
    extension('2.5.29.15', tagged(0x03, Buffer.from([7, 0x80])), true),
    extension('2.5.29.37', sequence(oid('1.3.6.1.5.5.7.3.1'))),
    extension('2.5.29.14', octets(keyId(key))),
    extension('2.5.29.35', sequence(tagged(0x80, keyId(root.key)))),
    extension('2.5.29.17', sequence(...names.map((name) => generalName(name)))),
  ];
  const subject = (names[0] ?? 'desk').slice(0, 60);
  const made = { issuer: root.subject, subject, key, signer: root.key, extensions, days: SERVER_DAYS, now };
  return { der: certificate(made), key };
}

/** As files have it. */
export function pem(der: Buffer): string {
  const lines = der.toString('base64').replace(/.{1,64}/g, '$&\n');
  return `-----BEGIN CERTIFICATE-----\n${lines}-----END CERTIFICATE-----\n`;
}

export function keyPem(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' }).toString();
}

function newKey(): KeyObject {
  return crypto().generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
}

interface Making {
  readonly issuer: string;
  readonly subject: string;
  readonly key: KeyObject;
  readonly signer: KeyObject;
  readonly extensions: readonly Buffer[];
  readonly days: number;
  readonly now: number;
}

function certificate({ issuer, subject, key, signer, extensions, days, now }: Making): Buffer {
  const algorithm = sequence(oid('1.2.840.10045.4.3.2'));
  const serial = crypto().randomBytes(16);
  const body = sequence(
    context(0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([0x4a]), serial])),
    algorithm,
    commonName(issuer),
    sequence(time(now - BEFORE), time(now + days * DAY - BEFORE)),
    commonName(subject),
    publicKey(key),
    context(3, sequence(...extensions)),
  );
  const signature = crypto().sign('sha256', body, signer);
  return sequence(body, algorithm, bits(signature));
}

function publicKey(key: KeyObject): Buffer {
  return crypto().createPublicKey(key).export({ type: 'spki', format: 'der' });
}

function keyId(key: KeyObject): Buffer {
  return crypto().createHash('sha256').update(publicKey(key)).digest().subarray(0, 20);
}

/** Names that the root may sign for; a kind of which nothing is named is shut out as a whole. */
function permitted(names: DeskNames): readonly Buffer[] {
  return names.map((name) => sequence(isIP(name) === 0 ? generalName(name) : tagged(0x87, subnet(name))));
}

function excluded(names: DeskNames): readonly Buffer[] {
  const has = (kind: number) => names.some((name) => isIP(name) === kind);
  return [
    ...(has(0) ? [] : [sequence(tagged(0x82, Buffer.alloc(0)))]),
    ...(has(4) ? [] : [sequence(tagged(0x87, Buffer.alloc(8)))]),
    ...(has(6) ? [] : [sequence(tagged(0x87, Buffer.alloc(32)))]),
  ];
}

function generalName(name: string): Buffer {
  return isIP(name) === 0 ? tagged(0x82, Buffer.from(name, 'latin1')) : tagged(0x87, address(name));
}

function subnet(name: string): Buffer {
  const bytes = address(name);
  return Buffer.concat([bytes, Buffer.alloc(bytes.length, 0xff)]);
}

/** The bytes of an address. */
function address(name: string): Buffer {
  if (isIP(name) === 4) return Buffer.from(name.split('.').map(Number));
  const [head = '', tail] = name.split('::');
  const groups = (text: string) => (text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16)));
  const [first, last] = [groups(head), tail === undefined ? [] : groups(tail)];
  const all = [...first, ...Array<number>(8 - first.length - last.length).fill(0), ...last];
  return Buffer.from(all.flatMap((group) => [group >> 8, group & 0xff]));
}

function extension(id: string, value: Buffer, critical = false): Buffer {
  return sequence(oid(id), ...(critical ? [boolean(true)] : []), octets(value));
}

function commonName(name: string): Buffer {
  return sequence(tagged(0x31, sequence(oid('2.5.4.3'), tagged(0x0c, Buffer.from(name, 'utf8')))));
}

/** UTCTime up to 2049, GeneralizedTime from then on. */
function time(ms: number): Buffer {
  const text = new Date(ms).toISOString().replace(/[-:T]|\.\d+/g, '');
  return Number(text.slice(0, 4)) < 2050 ? tagged(0x17, Buffer.from(text.slice(2))) : tagged(0x18, Buffer.from(text));
}

function tagged(tag: number, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const size = body.length;
  const length = size < 0x80 ? [size] : size < 0x100 ? [0x81, size] : [0x82, size >> 8, size & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
}

const sequence = (...parts: readonly Buffer[]) => tagged(0x30, ...parts);
const context = (n: number, ...parts: readonly Buffer[]) =>
  parts.length === 0 ? Buffer.alloc(0) : tagged(0xa0 + n, ...parts);
const octets = (bytes: Buffer) => tagged(0x04, bytes);
const bits = (bytes: Buffer) => tagged(0x03, Buffer.from([0]), bytes);
const integer = (bytes: Buffer) => tagged(0x02, bytes);
const boolean = (value: boolean) => tagged(0x01, Buffer.from([value ? 0xff : 0]));

function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const digits = rest.flatMap((arc) => {
    const bytes = [arc & 0x7f];
    for (let left = arc >> 7; left > 0; left >>= 7) bytes.unshift(0x80 | (left & 0x7f));
    return bytes;
  });
  return tagged(0x06, Buffer.from([40 * first + second, ...digits]));
}
