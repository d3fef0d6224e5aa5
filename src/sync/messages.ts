// What two peers say to each other, and how each saying stands in a frame.

import { Buffer } from 'node:buffer';
import { b64u, bufferOf } from '../chain/bytes.ts';
import { FRAME, type Frame, MAX_FRAME } from '../chain/frame.ts';
import { PedigreeError } from '../errors.ts';
import type { Mark } from '../ledger/types.ts';
import { phrase, say } from '../words/en/sync.ts';
import { isBuckets } from './buckets.ts';
import { packFrame, unpackFrame } from './codec.ts';
import { COMPACT, CompactReader, CompactWriter, isShort } from './compact.ts';

/**
 * Where a reader stands in a peer's list of changed heads. `epoch` is random, and new after every restore and wherever the
 * peer's folder lies elsewhere; `hash` is over the changes that are counted, so that a peer that was set back and counts the
 * same numbers anew is noticed.
 */
export type Cursor = Mark;

/** What a chain is in the eyes of whoever offers it; decides the order of delivery, proves nothing. */
export type Rank = 'founder' | 'regulator' | 'member' | 'stranger';

/** The newest checkpoint of one branch of a chain. `tip` is the hash of its last leaf (32 bytes). */
export interface ChainHead {
  readonly chain: string;
  readonly size: number;
  readonly root: Uint8Array;
  readonly tip: Uint8Array;
  readonly note: string;
  readonly rank: Rank;
}

/**
 * Who speaks: `since` is how far the speaker has read the other's heads, where it wants to hear only what changed; `last` where
 * the other stood at the end of their last exchange, when it had all that the speaker offered; `knows` whether the `last` of
 * the other is of the speaker's own history.
 */
export interface Hello {
  readonly type: 'hello';
  readonly network: string;
  readonly chain?: string | undefined;
  readonly cursor: Cursor;
  readonly since?: Cursor | undefined;
  readonly last?: Cursor | undefined;
  readonly knows?: boolean | undefined;
  /** Which turn of the side that dials this is, from 1: it says HELLO in each, as any process there may be the one that hears it. */
  readonly turn?: number | undefined;
  /** How many bytes a turn of the other side may have; half a megabyte where it is not said. */
  readonly takes?: number | undefined;
  /** What the side that dials has drawn for this exchange, 32 bytes: the other proves itself over it. */
  readonly nonce?: Uint8Array | undefined;
  /** What the side that answers gave out for an earlier proof of this exchange. */
  readonly pass?: string | undefined;
  /** Another one whenever whom the speaker honours may have changed. */
  readonly authority: string;
  /** What the speaker remembers the other's `authority` to have been. */
  readonly honours?: string | undefined;
  /** All heads of the speaker, bucket by bucket, where rights have changed: those of chains that differ are told besides. */
  readonly buckets?: Uint8Array | undefined;
}

/** What a chain's keys are: an opening event or change of keys, the note that ends with it, and the compact range before it. */
export interface KeyLink {
  readonly leaf: Uint8Array;
  readonly note: string;
  readonly range: Uint8Array;
}

/** That the speaker is the chain that it names, for this exchange alone: over the nonces of both, of which this is the answerer's. */
export interface Proof {
  readonly type: 'proof';
  readonly nonce: Uint8Array;
  readonly signature: Uint8Array;
  readonly links: readonly KeyLink[];
}

/** Heads that changed since the reader's cursor; `full` when it is all of them. */
export interface Heads {
  readonly type: 'heads';
  readonly full: boolean;
  readonly heads: readonly ChainHead[];
}

/** Asks for the leaves [from, to) of the branch with this head; `tip` is the hash of the asker's leaf from − 1. */
export interface Want {
  readonly type: 'want';
  readonly chain: string;
  readonly size: number;
  readonly root: Uint8Array;
  readonly from: number;
  readonly to: number;
  readonly tip: Uint8Array;
}

/**
 * Consecutive leaves from `start` on, closed by the checkpoint of size start + leaves.length; without a note (empty) where
 * the rest follows in another DATA.
 */
export interface Data {
  readonly type: 'data';
  readonly chain: string;
  readonly start: number;
  readonly note: string;
  readonly leaves: readonly Uint8Array[];
}

/** Asks for pages of attachments that leaves of a chain name: of each those behind the first `have`. */
export interface Lack {
  readonly type: 'lack';
  readonly chain: string;
  readonly pages: readonly { readonly seq: number; readonly root: Uint8Array; readonly have: number }[];
}

/** One page of an attachment; each attachment's pages come in order. */
export interface Page {
  readonly type: 'page';
  readonly root: Uint8Array;
  readonly index: number;
  readonly bytes: Uint8Array;
}

/** Leaf hashes of a branch at some indexes, to find where two branches part; without `leaves` it is the question. */
export interface Hashes {
  readonly type: 'hashes';
  readonly chain: string;
  readonly size: number;
  readonly root: Uint8Array;
  readonly at: readonly number[];
  readonly leaves?: readonly Uint8Array[] | undefined;
}

/** A portable proof that an author signed two histories. */
export interface ForkMessage {
  readonly type: 'fork';
  readonly proof: Readonly<Record<string, unknown>>;
}

/** A signed checkpoint of which the speaker has not the leaves, on no branch that it has: it shows that its chain forked. */
export interface CheckpointMessage {
  readonly type: 'checkpoint';
  readonly note: string;
}

/**
 * End of a turn; `asks` is how many questions the turn held, `left` whether there is more to say that did not fit into it
 * (of the side that answers: what it was asked and did not answer is to be asked again), `cursor` where the history of the
 * side that answers stands then. In a file: the end, with the SHA-256 of all before.
 */
export interface Done {
  readonly type: 'done';
  readonly asks: number;
  readonly left?: boolean | undefined;
  readonly cursor?: Cursor | undefined;
  /** Something that the other side offered did not come or could not be kept: it is to be offered again the next time. */
  readonly lacks?: boolean | undefined;
  /** The heads of the other side were told to another process than this one, which cannot say what of them is here. */
  readonly unheard?: boolean | undefined;
  /** Of the side that answers: a nonce for the next proof, a pass for the last one, and what the asker is to it. */
  readonly nonce?: Uint8Array | undefined;
  readonly pass?: string | undefined;
  readonly standing?: 'member' | 'stranger' | 'unproven' | undefined;
  readonly sha256?: Uint8Array | undefined;
}

export type Message =
  | Hello
  | Proof
  | Heads
  | Want
  | Lack
  | Data
  | Page
  | Hashes
  | ForkMessage
  | CheckpointMessage
  | Done;

/** The most heads in one frame, and the most indexes in one HASHES. */
export const HEADS_A_FRAME = 1_000;
export const HASHES_A_FRAME = 256;
/** The most attachments in one LACK. */
export const LACKS_A_FRAME = 256;

const HASH = 32;
const SIGNATURE = 64;

/** A proof is checked at a bounded cost. */
const MAX_PROOF = 256 * 1024;
/** Links of one proof: each costs a check of a signature, and a new key one of its own. */
export const MAX_LINKS = 32;
const MAX_LEAF = 65_535;

/** A message as a frame; `pack` asks for brotli where it pays. */
export function toFrame(message: Message, pack: boolean): Frame {
  switch (message.type) {
    case 'hello':
      return json(FRAME.hello, helloToJson(message), pack);
    case 'proof':
      return json(FRAME.proof, proofToJson(message), pack);
    case 'heads':
      return packFrame(FRAME.heads, headsBody(message), pack);
    case 'want':
      return packFrame(FRAME.want, wantBody(message), pack);
    case 'lack':
      return json(
        FRAME.lack,
        { ...message, pages: message.pages.map(({ root, ...one }) => ({ ...one, root: b64u(root) })) },
        pack,
      );
    case 'data':
      return packFrame(FRAME.data, dataBody(message), pack);
    case 'page':
      return packFrame(FRAME.page, pageBody(message), pack);
    case 'hashes':
      return json(FRAME.hashes, { ...message, root: b64u(message.root), leaves: message.leaves?.map(b64u) }, pack);
    case 'fork':
      return json(FRAME.fork, { proof: message.proof }, pack);
    case 'checkpoint':
      return json(FRAME.checkpoint, { note: message.note }, pack);
    case 'done':
      return json(FRAME.done, { ...message, ...textsOf(message) }, false);
  }
}

/**
 * Reads a frame; undefined for a type that this version does not know, which a reader passes over.
 * @throws bad-frame when the body is not what its type says.
 */
export function fromFrame(frame: Frame): Message | undefined {
  const body = unpackFrame(frame);
  switch (frame.type) {
    case FRAME.hello:
      return readHello(fields(body));
    case FRAME.proof:
      return readProof(body);
    case FRAME.heads:
      return body[0] === COMPACT ? readShortHeads(body) : readHeads(fields(body));
    case FRAME.want:
      return body[0] === COMPACT ? readShortWant(body) : readWant(fields(body));
    case FRAME.lack:
      return readLack(fields(body));
    case FRAME.data:
      return readData(body);
    case FRAME.page:
      return readPage(body);
    case FRAME.hashes:
      return readHashes(fields(body));
    case FRAME.fork: {
      const proof = fields(body).proof;
      if (!isRecord(proof)) throw bad(phrase('fork-frame-has'));
      return { type: 'fork', proof };
    }
    case FRAME.checkpoint:
      return { type: 'checkpoint', note: text(fields(body).note) };
    case FRAME.done:
      return readDone(fields(body));
    default:
      return undefined;
  }
}

function textsOf({ nonce, sha256 }: Done): object {
  return { nonce: nonce && b64u(nonce), sha256: sha256 && b64u(sha256) };
}

function readDone({ asks, left, cursor, lacks, unheard, nonce, pass, standing, sha256 }: Fields): Done {
  return {
    type: 'done',
    asks: count(asks),
    left: left === true ? true : undefined,
    cursor: cursor === undefined ? undefined : readCursor(cursor),
    ...(lacks === true ? { lacks } : {}),
    ...(unheard === true ? { unheard } : {}),
    ...(nonce === undefined ? {} : { nonce: bytes(nonce, HASH) }),
    ...(pass === undefined ? {} : { pass: text(pass) }),
    ...(standing === 'member' || standing === 'stranger' || standing === 'unproven' ? { standing } : {}),
    sha256: sha256 === undefined ? undefined : bytes(sha256, HASH),
  };
}

function proofToJson({ nonce, signature, links }: Proof): object {
  const linked = links.map(({ leaf, note, range }) => ({ leaf: b64u(leaf), note, range: b64u(range) }));
  return { nonce: b64u(nonce), signature: b64u(signature), links: linked };
}

function readProof(body: Uint8Array): Proof {
  if (body.length > MAX_PROOF) throw bad(phrase('proof-frame-too-long'));
  const { nonce, signature, links } = fields(body);
  if (!Array.isArray(links) || links.length > MAX_LINKS) throw bad(phrase('bad-proof-frame'));
  return {
    type: 'proof',
    nonce: bytes(nonce, HASH),
    signature: bytes(signature, SIGNATURE),
    links: links.map(readLink),
  };
}

function readLink(value: unknown): KeyLink {
  if (!isRecord(value)) throw bad(phrase('bad-link-in-proof'));
  return {
    leaf: someBytes(value.leaf, MAX_LEAF),
    note: text(value.note),
    range: someBytes(value.range, 8 + 53 * HASH),
  };
}

function dataBody(data: Data): Uint8Array {
  const head = dataHead(data);
  let length = head.length;
  for (const leaf of data.leaves) length += 2 + leaf.length;
  if (length > MAX_FRAME) throw bad(phrase('data-frame-over-4'));
  const body = Buffer.allocUnsafeSlow(length);
  body.set(head, 0);
  let at = head.length;
  for (const leaf of data.leaves) {
    body.writeUInt16BE(leaf.length, at);
    body.set(leaf, at + 2);
    at += 2 + leaf.length;
  }
  return body;
}

/** In the short form where it has room for the chain, which a length of nothing tells. */
function dataHead({ chain, start, note, leaves }: Data): Uint8Array {
  if (isShort(chain)) {
    const head = new CompactWriter().u8(0).u8(0).chain(chain).count(start);
    return head.note(chain, start + leaves.length, note).done();
  }
  const text = Buffer.from(JSON.stringify({ chain, start, note }));
  return Buffer.concat([Buffer.of(text.length >> 8, text.length & 255), text]);
}

function readData(body: Uint8Array): Data {
  const view = bufferOf(body);
  if (view.length < 2) throw bad(phrase('data-frame-too-short'));
  const length = view.readUInt16BE(0);
  if (length === 0) {
    const reader = new CompactReader(view, 2);
    const chain = reader.chain();
    const start = reader.count();
    // Which size the note is of is told by the leaves behind it.
    const note = new CompactReader(view, reader.at);
    note.note(chain, 0);
    const leaves = leavesFrom(view, note.at);
    return { type: 'data', chain, start, note: reader.note(chain, start + leaves.length), leaves };
  }
  const at = 2 + length;
  if (at > view.length) throw bad(phrase('data-frame-too-short'));
  const head = fields(view.subarray(2, at));
  return {
    type: 'data',
    chain: text(head.chain),
    start: count(head.start),
    note: text(head.note),
    leaves: leavesFrom(view, at),
  };
}

function leavesFrom(view: Buffer, from: number): readonly Uint8Array[] {
  const leaves: Uint8Array[] = [];
  for (let at = from; at < view.length; ) {
    if (at + 2 > view.length) throw bad(phrase('data-frame-ends-inside'));
    const end = at + 2 + view.readUInt16BE(at);
    if (end > view.length) throw bad(phrase('data-frame-ends-inside'));
    leaves.push(view.subarray(at + 2, end));
    at = end;
  }
  if (leaves.length === 0) throw bad(phrase('data-frame-without-leaves'));
  return leaves;
}

function pageBody(page: Page): Uint8Array {
  const body = Buffer.allocUnsafeSlow(HASH + 4 + page.bytes.length);
  body.set(page.root, 0);
  body.writeUInt32BE(page.index, HASH);
  body.set(page.bytes, HASH + 4);
  return body;
}

function readPage(body: Uint8Array): Page {
  if (body.length <= HASH + 4) throw bad(phrase('page-frame-too-short'));
  const index = new DataView(body.buffer, body.byteOffset, body.length).getUint32(HASH);
  return { type: 'page', root: body.subarray(0, HASH), index, bytes: body.subarray(HASH + 4) };
}

function helloToJson(hello: Hello): object {
  const { nonce, buckets } = hello;
  return { ...hello, nonce: nonce && b64u(nonce), buckets: buckets && b64u(buckets), pedigree: 1 };
}

function readHello(from: Fields): Hello {
  if (from.pedigree !== 1) throw bad(phrase('not-hello-of-this'));
  const { network, chain, cursor, since, last, knows, turn, takes, nonce, pass, authority, honours, buckets } = from;
  return {
    type: 'hello',
    network: text(network),
    chain: chain === undefined ? undefined : text(chain),
    cursor: readCursor(cursor),
    since: since === undefined ? undefined : readCursor(since),
    last: last === undefined ? undefined : readCursor(last),
    knows: knows === undefined ? undefined : knows === true,
    turn: turn === undefined ? undefined : count(turn),
    takes: takes === undefined ? undefined : count(takes),
    ...(nonce === undefined ? {} : { nonce: bytes(nonce, HASH) }),
    ...(pass === undefined ? {} : { pass: text(pass) }),
    authority: text(authority),
    ...(honours === undefined ? {} : { honours: text(honours) }),
    ...(buckets === undefined ? {} : { buckets: readBuckets(buckets) }),
  };
}

function readBuckets(value: unknown): Uint8Array {
  const read = someBytes(value, MOST_BUCKETS);
  if (!isBuckets(read)) throw bad(phrase('bad-buckets-in-hello'));
  return read;
}

const MOST_BUCKETS = 1_024;

function readCursor(value: unknown): Cursor {
  if (!isRecord(value)) throw bad(phrase('cursor-missing'));
  const { epoch, n, hash } = value;
  return { epoch: text(epoch), n: count(n), ...(hash === undefined ? {} : { hash: text(hash) }) };
}

function readHeads(from: Fields): Heads {
  const { full, heads } = from;
  if (typeof full !== 'boolean' || !Array.isArray(heads) || heads.length > HEADS_A_FRAME)
    throw bad(phrase('bad-heads-frame'));
  return { type: 'heads', full, heads: heads.map(readHead) };
}

const RANKS: readonly Rank[] = ['founder', 'regulator', 'member', 'stranger'];

function readHead(value: unknown): ChainHead {
  if (!isRecord(value) || !(RANKS as readonly unknown[]).includes(value.rank)) throw bad(phrase('bad-head-in-heads'));
  return {
    chain: text(value.chain),
    size: positive(value.size),
    root: bytes(value.root, HASH),
    tip: bytes(value.tip, HASH),
    note: text(value.note),
    rank: value.rank as Rank,
  };
}

function headsBody({ full, heads }: Heads): Uint8Array {
  if (!heads.every(({ chain }) => isShort(chain))) {
    return Buffer.from(JSON.stringify({ full, heads: heads.map(headToJson) }));
  }
  const body = new CompactWriter()
    .u8(COMPACT)
    .u8(full ? 1 : 0)
    .count(heads.length);
  for (const { chain, size, root, tip, note, rank } of heads) {
    body.chain(chain).u8(RANKS.indexOf(rank)).count(size).bytes(root).bytes(tip).note(chain, size, note, root);
  }
  return body.done();
}

function readShortHeads(from: Uint8Array): Heads {
  const body = new CompactReader(from, 1);
  const full = body.u8();
  const length = body.count();
  if (full > 1 || length > HEADS_A_FRAME) throw bad(phrase('bad-heads-frame'));
  const heads = Array.from({ length }, (): ChainHead => {
    const chain = body.chain();
    const rank = RANKS[body.u8()];
    const size = positive(body.count());
    if (rank === undefined) throw bad(phrase('bad-head-in-heads'));
    // The frame is gone with the next one.
    const [root, tip] = [new Uint8Array(body.bytes(HASH)), new Uint8Array(body.bytes(HASH))];
    return { chain, size, root, tip, note: body.note(chain, size, root), rank };
  });
  if (!body.ended) throw bad(phrase('bad-heads-frame'));
  return { type: 'heads', full: full === 1, heads };
}

function headToJson(head: ChainHead): object {
  return { ...head, root: b64u(head.root), tip: b64u(head.tip) };
}

function wantBody(want: Want): Uint8Array {
  const { chain, size, root, from, to, tip } = want;
  if (!isShort(chain)) return Buffer.from(JSON.stringify({ ...want, root: b64u(root), tip: b64u(tip) }));
  const body = new CompactWriter().u8(COMPACT).chain(chain).count(size).count(from).count(to).bytes(root);
  return (from === 0 ? body : body.bytes(tip)).done();
}

function readShortWant(body: Uint8Array): Want {
  const reader = new CompactReader(body, 1);
  const chain = reader.chain();
  const [size, from, to] = [reader.count(), reader.count(), reader.count()];
  if (from >= to || to > size) throw bad(phrase('want-for-nothing'));
  const root = reader.bytes(HASH);
  const tip = from === 0 ? new Uint8Array(0) : reader.bytes(HASH);
  if (!reader.ended) throw bad(phrase('bad-want-frame'));
  return { type: 'want', chain, size, root: new Uint8Array(root), from, to, tip: new Uint8Array(tip) };
}

function readWant(from: Fields): Want {
  const start = count(from.from);
  const to = positive(from.to);
  const size = positive(from.size);
  if (start >= to || to > size) throw bad(phrase('want-for-nothing'));
  const tip = start === 0 ? new Uint8Array(0) : bytes(from.tip, HASH);
  return { type: 'want', chain: text(from.chain), size, root: bytes(from.root, HASH), from: start, to, tip };
}

function readLack({ chain, pages }: Fields): Lack {
  if (!Array.isArray(pages) || pages.length === 0 || pages.length > LACKS_A_FRAME) throw bad(phrase('bad-lack-frame'));
  return { type: 'lack', chain: text(chain), pages: pages.map(readLacked) };
}

function readLacked(value: unknown): Lack['pages'][number] {
  if (!isRecord(value)) throw bad(phrase('bad-lack-frame'));
  return { seq: count(value.seq), root: bytes(value.root, HASH), have: count(value.have) };
}

function readHashes(from: Fields): Hashes {
  const { at, leaves } = from;
  if (!Array.isArray(at) || at.length === 0 || at.length > HASHES_A_FRAME) throw bad(phrase('bad-hashes-frame'));
  if (leaves !== undefined && (!Array.isArray(leaves) || leaves.length !== at.length))
    throw bad(phrase('bad-hashes-frame'));
  return {
    type: 'hashes',
    chain: text(from.chain),
    size: positive(from.size),
    root: bytes(from.root, HASH),
    at: at.map(count),
    leaves: (leaves as readonly unknown[] | undefined)?.map((leaf) => bytes(leaf, HASH)),
  };
}

type Fields = Readonly<Record<string, unknown>>;

function json(type: number, value: object, pack: boolean): Frame {
  return packFrame(type, Buffer.from(JSON.stringify(value)), pack);
}

function fields(body: Uint8Array): Fields {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (cause) {
    throw new PedigreeError('bad-frame', say('frame-does-not-hold'), { cause });
  }
  if (!isRecord(value)) throw bad(phrase('frame-does-not-hold-json'));
  return value;
}

function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Texts of the protocol are ids, notes and digests: none is long. */
function text(value: unknown): string {
  if (typeof value !== 'string' || value.length > 4_096) throw bad(phrase('text-in-frame-missing'));
  return value;
}

function count(value: unknown): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0)
    throw bad(phrase('number-in-frame-wrong'));
  return value;
}

function positive(value: unknown): number {
  if (value === 0) throw bad(phrase('number-in-frame-wrong'));
  return count(value);
}

function bytes(value: unknown, length: number): Uint8Array {
  const decoded = someBytes(value, length);
  if (decoded.length !== length) throw bad(phrase('bytes-in-frame-wrong'));
  return decoded;
}

function someBytes(value: unknown, most: number): Uint8Array {
  if (typeof value !== 'string' || value.length > 2 * most) throw bad(phrase('bytes-in-frame-missing'));
  const decoded = Buffer.from(value, 'base64url');
  if (decoded.length > most || decoded.toString('base64url') !== value) throw bad(phrase('bytes-in-frame-wrong'));
  return decoded;
}

function bad(message: string): PedigreeError {
  return new PedigreeError('bad-frame', message);
}
