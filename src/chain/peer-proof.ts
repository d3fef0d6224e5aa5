// What the two sides of an exchange sign to prove who they are, and what ties it to this exchange alone (docs/format.md).
import { crypto } from '../builtins.ts';
import { PedigreeError } from '../errors.ts';
import { say } from '../words/en/chain.ts';
import { type Bytes, b64u, bufferOf, concat, joined, u64be, unbase32, utf8 } from './bytes.ts';

/** Who meets whom, and the numbers that they have drawn for it. */
export interface Meeting {
  readonly network: string;
  /** The chain of the side that dials, and of the one that answers; undefined for a side without one. */
  readonly asker: string | undefined;
  readonly answerer: string | undefined;
  readonly askerNonce: Bytes;
  readonly answererNonce: Bytes;
}

/** Which side signs: what one has signed is no proof of the other. */
export type PeerRole = 'asker' | 'answerer';

export const NONCE_SIZE = 32;

const LABEL = utf8('pedigree/peer/v1\0');
const NONCE = utf8('pedigree/peer-nonce/v1\0');
const PASS = utf8('pedigree/peer-pass/v1\0');
const ROLES: Readonly<Record<PeerRole, number>> = { asker: 1, answerer: 2 };
const NO_CHAIN = new Uint8Array(16);
const MAC = 24;
const CHAIN_ID = /^[a-z2-7]{25}[aeimquy4]$/;

/** How long a nonce and a pass hold, ms. */
export const NONCE_TIME = 60_000;
export const PASS_TIME = 600_000;

/** The bytes that are signed. */
export function peerMessage(role: PeerRole, meeting: Meeting): Bytes {
  const { network, asker, answerer, askerNonce, answererNonce } = meeting;
  const [net, asks, answers] = [idOf(network), idOf(asker), idOf(answerer)];
  return concat(LABEL, Buffer.of(ROLES[role]), net, asks, answers, askerNonce, answererNonce);
}

type Asker = Pick<Meeting, 'network' | 'asker' | 'askerNonce'>;

/** A nonce of the side that answers, which any process of the same home knows again until it ends. */
export function makeNonce(key: Bytes, { network, asker, askerNonce }: Asker, until: number): Bytes {
  const end = u64be(until);
  return concat(end, mac(key, NONCE, idOf(network), idOf(asker), askerNonce, end));
}

/** Whether this home made the nonce for this asker, and it still holds. */
export function isNonce(key: Bytes, asker: Asker, nonce: Bytes, now: number): boolean {
  const until = timeIn(nonce, 0);
  return until >= now && until <= now + NONCE_TIME && isSame(makeNonce(key, asker, until), nonce);
}

/** What stands for a proof in later turns: how much was offered, and until when it counts. */
export interface Pass {
  readonly level: number;
  /** ms. */
  readonly until: number;
}

/** A pass for the asker with this chain. */
export function makePass(key: Bytes, network: string, asker: string, { level, until }: Pass): string {
  const said = concat(Buffer.of(level), u64be(until));
  return b64u(concat(said, mac(key, PASS, idOf(network), idOf(asker), said)));
}

/** Reads a pass; undefined where this home did not make it for this asker, or its time is over. */
export function readPass(key: Bytes, network: string, asker: string, pass: string, now: number): Pass | undefined {
  const bytes = Buffer.from(pass, 'base64url');
  const level = bytes[0] ?? 0;
  const until = timeIn(bytes, 1);
  if (until < now || until > now + PASS_TIME) return undefined;
  const made = Buffer.from(makePass(key, network, asker, { level, until }), 'base64url');
  return isSame(made, bytes) ? { level, until } : undefined;
}

function mac(key: Bytes, ...parts: readonly Bytes[]): Bytes {
  return crypto().createHmac('sha256', key).update(joined(parts)).digest().subarray(0, MAC);
}

function isSame(a: Bytes, b: Bytes): boolean {
  return a.length === b.length && crypto().timingSafeEqual(a, b);
}

/** The time that stands there; 0 where it is none. */
function timeIn(bytes: Bytes, at: number): number {
  if (bytes.length < at + 8) return 0;
  const time = Number(bufferOf(bytes).readBigUInt64BE(at));
  return Number.isSafeInteger(time) ? time : 0;
}

/** @throws bad-frame for what is no id of a chain */
function idOf(chain: string | undefined): Bytes {
  if (chain === undefined) return NO_CHAIN;
  if (!CHAIN_ID.test(chain)) throw new PedigreeError('bad-frame', say('not-chain-id'));
  return unbase32(chain);
}
