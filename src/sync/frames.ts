// How each thing that peers say stands in a frame, and is read from it: most as JSON, what is said most in bytes.
import { Buffer } from 'node:buffer';
import { b64u } from '../chain/bytes.ts';
import { FRAME, type Frame } from '../chain/frame.ts';
import { phrase } from '../words/en/sync.ts';
import { isBuckets } from './buckets.ts';
import { packFrame, unpackFrame } from './codec.ts';
import { COMPACT } from './compact.ts';
import {
  dataBody,
  pageBody,
  readData,
  readPage,
  readShortHeads,
  readShortWant,
  shortHeads,
  shortWant,
} from './frame-bytes.ts';
import { bad, bytes, count, type Fields, fields, isRecord, positive, someBytes, text } from './frame-fields.ts';
import {
  type ChainHead,
  type Cursor,
  type Done,
  HASHES_A_FRAME,
  type Hashes,
  HEADS_A_FRAME,
  type Heads,
  type Hello,
  type KeyLink,
  LACKS_A_FRAME,
  type Lack,
  MAX_LINKS,
  type Message,
  type Proof,
  RANKS,
  type Rank,
  type Want,
} from './messages.ts';

const HASH = 32;
const SIGNATURE = 64;

/** A proof is checked at a bounded cost. */
const MAX_PROOF = 256 * 1024;
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

function headsBody(said: Heads): Uint8Array {
  return shortHeads(said) ?? asJson({ full: said.full, heads: said.heads.map(headToJson) });
}

function headToJson(head: ChainHead): object {
  return { ...head, root: b64u(head.root), tip: b64u(head.tip) };
}

function wantBody(said: Want): Uint8Array {
  return shortWant(said) ?? asJson({ ...said, root: b64u(said.root), tip: b64u(said.tip) });
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

function json(type: number, value: object, pack: boolean): Frame {
  return packFrame(type, asJson(value), pack);
}

function asJson(value: object): Uint8Array {
  return Buffer.from(JSON.stringify(value));
}
