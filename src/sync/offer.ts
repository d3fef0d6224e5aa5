// What this ledger shows to a peer: its heads, in the order in which a newcomer can take them, and the leaves behind them.

import { Buffer } from 'node:buffer';
import { bufferOf, sameBytes } from '../chain/bytes.ts';
import { typesThat } from '../custody/events/index.ts';
import type { AttachmentRef, ChainInfo, View } from '../ledger/types.ts';
import type { ExchangeLedger } from './exchange-ledger.ts';
import { type ChainHead, type Data, type Page, RANKS, type Rank } from './messages.ts';

/**
 * Leaves of about this many bytes go into one DATA. Whoever takes it has its checkpoint alone, and hands on what is below that to
 * others in turns of 512 KiB: longer batches would leave it checkpoints too far apart for that.
 */
const BATCH_BYTES = 240 * 1024;

/** So many bytes and batches are read at a time. */
const TOGETHER_BYTES = 3_500_000;
const TOGETHER = 64;
/** What is read first is less, so that the other end has work while the next is read. */
const FIRST_BYTES = 500_000;

/** Never more than this in one DATA, so that its frame stays under 4 MiB. A commit holds at most 1 MiB. */
const BATCH_LIMIT = 4_000_000;

/** What each chain is here: whoever admits in this order has the accreditation before what it allows. */
export function rankIn(view: View): (chain: string) => Rank {
  const authority = view.authority();
  const regulators = new Set(authority.regulators().flatMap((party) => party.chains.map(({ chain }) => chain)));
  return (chain) => {
    if (chain === view.founder) return 'founder';
    if (regulators.has(chain)) return 'regulator';
    return authority.admitted(chain) ? 'member' : 'stranger';
  };
}

/** Whether the chains of others are taken on the word of one of this rank. */
export function isAuthority(rank: Rank): boolean {
  return rank === 'founder' || rank === 'regulator';
}

/** For sorting: founder 0, regulators 1, members 2, strangers 3. */
export function rankOrder(rank: Rank): number {
  return RANKS.indexOf(rank);
}

/**
 * The heads that changed after `since` (all of them where absent) and those of the chains `besides`, the chain `first` before
 * all others.
 */
export function headsOf(
  view: View,
  since: number | undefined,
  first: string | undefined,
  besides: ReadonlySet<string> = new Set(),
): ChainHead[] {
  const rank = rankIn(view);
  const news = view.chains(since);
  const told = new Set(news.map(({ chain, branch }) => `${chain} ${branch}`));
  const others = [...besides]
    .flatMap((chain) => view.branches(chain))
    .filter(({ chain, branch }) => !told.has(`${chain} ${branch}`));
  const changed = [...news, ...others].filter(({ chain }) => chain !== first);
  // Of one rank those first that say what must not wait.
  const heads = changed
    .map((info) => ({ info, order: 2 * rankOrder(rank(info.chain)) + (urgentUpTo(view, info) > 0 ? 0 : 1) }))
    .sort((a, b) => a.order - b.order)
    .map(({ info }) => headOf(info, rank));
  if (first === undefined) return heads;
  return [...view.branches(first).map((info) => headOf(info, rank)), ...heads];
}

/** As `headsOf`, as far as a peer may see of each chain: all of it, its opening event, or nothing. */
export function shownHeads(
  view: View,
  since: number | undefined,
  first: string | undefined,
  shown: (chain: string) => number,
  besides?: ReadonlySet<string>,
): ChainHead[] {
  return headsOf(view, since, first, besides).flatMap((head) => {
    const most = shown(head.chain);
    if (most >= head.size) return [head];
    return most === 0 ? [] : cardHead(view, head);
  });
}

/** The head of the opening event alone. */
function cardHead(view: View, head: ChainHead): ChainHead[] {
  const note = view.note(head.chain, 1);
  const [root] = view.leafHashes(head.chain, 0, 0, 1);
  return note === undefined || root === undefined ? [] : [{ ...head, size: 1, root, tip: root, note }];
}

/** What must not wait behind anything: recalls, notices on lots, holds, and the rights that somebody loses. */
const URGENT: readonly string[] = typesThat(({ urgent }) => urgent === true);

/** The size of a branch with its last event that must not wait; 0 where it has none. */
export function urgentUpTo(view: View, { chain, branch, size }: Pick<ChainInfo, 'chain' | 'branch' | 'size'>): number {
  // Of most tills nothing is here but the event that opens them.
  return size === 1 ? 0 : view.sizeWith(chain, branch, URGENT);
}

/** The head of a branch as a peer is told of it. */
export function headOf(info: ChainInfo, rank: (chain: string) => Rank): ChainHead {
  return {
    chain: info.chain,
    size: info.size,
    root: info.root,
    tip: info.tip,
    note: info.note,
    rank: rank(info.chain),
  };
}

/** The hash of one leaf of a branch. */
export function leafHashAt(view: View, chain: string, branch: number, seq: number): Uint8Array | undefined {
  return seq < 0 ? undefined : view.leafHashes(chain, branch, seq, seq + 1)[0];
}

/**
 * The branch that has this checkpoint, also where it has grown since. What was offered had a checkpoint; to work out the
 * root at any other size is a walk through the whole chain, and a peer may ask 20 000 times a turn.
 */
export function branchWith(view: View, chain: string, size: number, root: Uint8Array): ChainInfo | undefined {
  return view.branches(chain).find((info) => {
    if (info.size < size) return false;
    if (info.size === size) return sameBytes(info.root, root);
    const noted = view.note(chain, size, info.branch) !== undefined;
    const own = noted ? view.rootAt(chain, info.branch, size) : undefined;
    return own !== undefined && sameBytes(own, root);
  });
}

/** Leaves [from, to) of a branch that are to be sent. */
export interface LeafRange {
  readonly info: ChainInfo;
  readonly from: number;
  readonly to: number;
}

/**
 * The leaves of some branches, one branch after another, in batches that end at a checkpoint. What is read together is of one
 * transaction and has at most about `most` bytes, so that nothing is held while a peer is slow. `names` is told of every attachment that one of them names.
 */
function* leavesOf(
  ledger: ExchangeLedger,
  ranges: Iterable<LeafRange>,
  most: number,
  names: (attachment: AttachmentRef, leaf: Uint8Array) => void,
): Generator<Data> {
  let size = Math.min(most, FIRST_BYTES);
  const left = [...ranges].reverse();
  while (left.length > 0) {
    const room = size;
    const read = ledger.publish((view) => readTogether(view, left, room));
    for (const { data, named } of read) {
      for (const { attachment, leaf } of named) names(attachment, leaf);
      yield data;
    }
    size = Math.min(most, TOGETHER_BYTES, 2 * size);
  }
}

interface Read {
  readonly data: Data;
  readonly named: readonly { readonly attachment: AttachmentRef; readonly leaf: Uint8Array }[];
}

/** The next batches of what is left, the last range first, until there are about `room` bytes; what is read is left no more. */
function readTogether(view: View, left: LeafRange[], room: number): readonly Read[] {
  const read: Read[] = [];
  let bytes = 0;
  for (let range = left.pop(); range !== undefined; range = left.pop()) {
    const { info, from, to } = range;
    const data = from < to ? readBatch(view, info, from, to, Math.min(room - bytes, BATCH_BYTES)) : undefined;
    if (data === undefined) continue;
    const named = data.leaves.flatMap((leaf) => attachmentsOf(view, leaf).map((attachment) => ({ attachment, leaf })));
    read.push({ data, named });
    left.push({ info, from: from + data.leaves.length, to });
    for (const leaf of data.leaves) bytes += leaf.length;
    if (bytes >= room || read.length >= TOGETHER) break;
  }
  return read;
}

/** Leaves of all branches before pages of any; of the pages first those of what must not wait. */
export function* leavesFirst(
  ledger: ExchangeLedger,
  ranges: Iterable<LeafRange>,
  most = TOGETHER_BYTES,
): Generator<Data | Page> {
  const urgent: AttachmentRef[] = [];
  const others: AttachmentRef[] = [];
  yield* leavesOf(ledger, ranges, most, (one, leaf) => (isUrgent(leaf) ? urgent : others).push(one));
  for (const one of [...urgent, ...others]) yield* pagesOf(ledger, one, 0);
}

/** The pages of an attachment from one on, as far as it is here. */
export function* pagesOf(
  ledger: ExchangeLedger,
  { root, pages }: Pick<AttachmentRef, 'root' | 'pages'>,
  from: number,
): Generator<Page> {
  for (let index = from; index < pages; index += 1) {
    const bytes = ledger.read((view) => view.page(root, index));
    if (bytes === undefined) return;
    yield { type: 'page', root, index, bytes };
  }
}

/** The next leaves of a branch from `from` on, at most up to `to`, ended where a checkpoint was signed. */
function readBatch(
  view: View,
  info: ChainInfo,
  from: number,
  to: number,
  most: number,
  careful = false,
): Data | undefined {
  const leaves: Uint8Array[] = [];
  let bytes = 0;
  let end: number | undefined;
  // Whether a single leaf ends at a checkpoint shows when that is read.
  const isNamed = to - from === 1 ? () => true : notedSizes(view, info, from);
  const noteAt = (size: number) => view.note(info.chain, size, info.branch);
  const noted = (size: number) => isNamed(size) && (!careful || noteAt(size) !== undefined);
  for (const { bytes: leaf } of view.leaves(info.chain, info.branch, from, to)) {
    bytes += leaf.length + 2;
    if (bytes > BATCH_LIMIT) break;
    leaves.push(leaf);
    const size = from + leaves.length;
    if (noted(size)) {
      end = size;
      // A rotation is checked with the key before it, so its own checkpoint must travel; so must that of the opening
      // event, which is all that may be taken of a chain that nobody has accredited.
      if (size === 1 || isRotation(leaf)) break;
    }
    if (bytes >= most && end !== undefined) break;
  }
  if (end === undefined) return undefined;
  const note = noteAt(end);
  // A checkpoint that is damaged is none; another one covers these events.
  if (note === undefined) return careful ? undefined : readBatch(view, info, from, to, most, true);
  return { type: 'data', chain: info.chain, start: from, note, leaves: leaves.slice(0, end - from) };
}

/** Whether a size has a checkpoint, to be asked in ascending order. */
function notedSizes(view: View, info: ChainInfo, from: number): (size: number) => boolean {
  let sizes: readonly number[] = [];
  let next = 0;
  let known = from;
  return (size) => {
    while (size > known) {
      sizes = view.noteSizes(info.chain, info.branch, known, known + WINDOW);
      next = 0;
      known += WINDOW;
    }
    while ((sizes[next] ?? Number.POSITIVE_INFINITY) < size) next += 1;
    return sizes[next] === size;
  };
}

/** How many sizes are asked for at once when looking for checkpoints. */
const WINDOW = 4_096;

const ROTATION = Buffer.from('"type":"rotate"');
const ROOT = Buffer.from('"root":"');

function isRotation(leaf: Uint8Array): boolean {
  return bufferOf(leaf).includes(ROTATION);
}

const URGENT_TEXTS = URGENT.map((type) => Buffer.from(`"type":"${type}"`));

/** Whether a leaf must not wait: decides what is told first, and what no share of a chain refuses. Reads bytes that prove nothing. */
export function isUrgent(leaf: Uint8Array): boolean {
  return URGENT_TEXTS.some((text) => bufferOf(leaf).includes(text));
}

/** The attachments that a leaf names; most leaves name none, which shows without reading them. */
function attachmentsOf(view: View, leaf: Uint8Array): readonly AttachmentRef[] {
  return bufferOf(leaf).includes(ROOT) ? view.attachments(leaf) : NONE;
}

const NONE: readonly AttachmentRef[] = [];
