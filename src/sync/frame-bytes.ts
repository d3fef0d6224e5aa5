// What stands in a frame as bytes: leaves and pages, and heads and wants in their short form.
import { Buffer } from 'node:buffer';
import { bufferOf } from '../chain/bytes.ts';
import { MAX_FRAME } from '../chain/frame.ts';
import { phrase } from '../words/en/sync.ts';
import { COMPACT, CompactReader, CompactWriter, isShort } from './compact.ts';
import { bad, count, fields, positive, text } from './frame-fields.ts';
import { type ChainHead, type Data, HEADS_A_FRAME, type Heads, type Page, RANKS, type Want } from './messages.ts';

const HASH = 32;

export function dataBody(data: Data): Uint8Array {
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

export function readData(body: Uint8Array): Data {
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

export function pageBody(page: Page): Uint8Array {
  const body = Buffer.allocUnsafeSlow(HASH + 4 + page.bytes.length);
  body.set(page.root, 0);
  body.writeUInt32BE(page.index, HASH);
  body.set(page.bytes, HASH + 4);
  return body;
}

export function readPage(body: Uint8Array): Page {
  if (body.length <= HASH + 4) throw bad(phrase('page-frame-too-short'));
  const index = new DataView(body.buffer, body.byteOffset, body.length).getUint32(HASH);
  return { type: 'page', root: body.subarray(0, HASH), index, bytes: body.subarray(HASH + 4) };
}

/** Undefined where the short form has no room for a chain. */
export function shortHeads({ full, heads }: Heads): Uint8Array | undefined {
  if (!heads.every(({ chain }) => isShort(chain))) return undefined;
  const body = new CompactWriter()
    .u8(COMPACT)
    .u8(full ? 1 : 0)
    .count(heads.length);
  for (const { chain, size, root, tip, note, rank } of heads) {
    body.chain(chain).u8(RANKS.indexOf(rank)).count(size).bytes(root).bytes(tip).note(chain, size, note, root);
  }
  return body.done();
}

export function readShortHeads(from: Uint8Array): Heads {
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

/** Undefined where the short form has no room for the chain. */
export function shortWant({ chain, size, root, from, to, tip }: Want): Uint8Array | undefined {
  if (!isShort(chain)) return undefined;
  const body = new CompactWriter().u8(COMPACT).chain(chain).count(size).count(from).count(to).bytes(root);
  return (from === 0 ? body : body.bytes(tip)).done();
}

/** Many wants wait at a time, and most begin a chain. */
const NO_TIP = new Uint8Array(0);

export function readShortWant(body: Uint8Array): Want {
  const reader = new CompactReader(body, 1);
  const chain = reader.chain();
  const [size, from, to] = [reader.count(), reader.count(), reader.count()];
  if (from >= to || to > size) throw bad(phrase('want-for-nothing'));
  const root = reader.bytes(HASH);
  const tip = from === 0 ? NO_TIP : new Uint8Array(reader.bytes(HASH));
  if (!reader.ended) throw bad(phrase('bad-want-frame'));
  return { type: 'want', chain, size, root: new Uint8Array(root), from, to, tip };
}
