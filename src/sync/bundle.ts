// Bundles: what a ledger puts into a file, and what it takes out of one. Import is a sync with a peer that never asks.
import { sameBytes } from '../chain/bytes.ts';
import type { Frame } from '../chain/frame.ts';
import { decodeLeaf, type Leaf } from '../chain/leaf.ts';
import { PedigreeError } from '../errors.ts';
import type { ChainInfo, Ledger, View } from '../ledger/types.ts';
import { say } from '../words/en/sync.ts';
import { Exchange } from './exchange.ts';
import {
  type BundleEnd,
  bundleHead,
  openBundleFile,
  readBundleFile,
  type UnreadFrame,
  writeBundleFile,
} from './file.ts';
import { evidenceOf, readProof } from './fork.ts';
import { fromFrame, toFrame } from './frames.ts';
import { otherNetwork } from './heads.ts';
import { HEADS_A_FRAME, type Message } from './messages.ts';
import { headOf, isAuthority, leafHashAt, leavesFirst, rankIn, rankOrder, urgentUpTo } from './offer.ts';
import type { Out } from './out-stream.ts';

/**
 * Which chains a bundle carries besides the founder's and the regulators', which always come first: the own opening
 * event, the opening events of everybody honoured, named chains, or all of them.
 */
export type Selection = 'card' | 'welcome' | 'all' | readonly string[];

export interface BundleWritten {
  readonly events: number;
  readonly chains: readonly string[];
  readonly bytes: number;
}

/** A chain of which a file promised more than could be taken. */
export interface SetAside {
  readonly chain: string;
  /** Leaves that are here, and leaves that the file was to bring it to. */
  readonly have: number;
  readonly of: number;
  /** `not-accredited`, `gap`, a code of refusal, or `missing` where the file did not hold it. */
  readonly why: string;
}

export interface Taken {
  readonly network: string;
  /** The chain of whoever wrote the bundle. */
  readonly author: string | undefined;
  /** Events that were new here. */
  readonly events: number;
  /** Pages that were new here. */
  readonly pages: number;
  /** Chains of which something was new. */
  readonly chains: readonly string[];
  readonly setAside: readonly SetAside[];
  /** Chains of which all events are here and not all pages, where the file did not come whole. */
  readonly lacking: readonly string[];
  readonly forks: readonly { readonly chain: string; readonly index: number }[];
  readonly ending: BundleEnd;
  /** Frames that nobody can read, the first of them. */
  readonly unread: readonly UnreadFrame[];
}

/** Of frames that cannot be read so many are named. */
const MOST_UNREAD = 100;

interface Part {
  readonly info: ChainInfo;
  /** Leaves to send: all, or the opening event alone. */
  readonly to: number;
}

/**
 * Writes a bundle; the file appears when it is whole and on the disk. It may have been begun with `openBundleFile`.
 * @throws cannot-create, io-failed, not-found for a chain that is not here, wrong-state where there is no network yet
 */
export function writeBundle(ledger: Ledger, file: string | Out, selection: Selection): BundleWritten {
  const out = typeof file === 'string' ? openBundleFile(file) : file;
  const counted = { events: 0, chains: new Set<string>() };
  try {
    const bytes = writeBundleFile(out, frames(ledger, selection, counted));
    return { events: counted.events, chains: [...counted.chains], bytes };
  } finally {
    out.drop();
  }
}

function* frames(
  ledger: Ledger,
  selection: Selection,
  counted: { events: number; readonly chains: Set<string> },
): Generator<Frame> {
  const frame = (message: Message) => toFrame(message, true);
  const { hello, parts, heads, evidence } = ledger.publish((view) => {
    const rank = rankIn(view);
    const parts = partsOf(view, selection, rank);
    const named = new Set(parts.map(({ info }) => info.chain));
    return {
      hello: helloOf(view),
      parts,
      heads: parts.map(({ info, to }) => headAt(view, info, to, rank)).filter((head) => head !== undefined),
      evidence: evidenceOf(view, named),
    };
  });
  yield frame(hello);
  for (let at = 0; at < heads.length; at += HEADS_A_FRAME) {
    yield frame({ type: 'heads', full: selection === 'all', heads: heads.slice(at, at + HEADS_A_FRAME) });
  }
  for (const { info } of parts) counted.chains.add(info.chain);
  const ranges = parts.map(({ info, to }) => ({ info, from: info.base, to }));
  for (const message of leavesFirst(ledger, ranges)) {
    if (message.type === 'data') counted.events += message.leaves.length;
    yield frame(message);
  }
  for (const message of evidence) yield frame(message);
}

function helloOf(view: View): Message {
  return {
    type: 'hello',
    network: view.founder,
    chain: view.ownChain,
    cursor: { epoch: view.epoch(), n: view.changes() },
    authority: view.rights(),
  };
}

function partsOf(view: View, selection: Selection, rank: ReturnType<typeof rankIn>): readonly Part[] {
  const whole = (chain: string): Part[] => view.branches(chain).map((info) => ({ info, to: info.size }));
  const opening = (chain: string): Part[] =>
    view
      .branches(chain)
      .slice(0, 1)
      .map((info) => ({ info, to: 1 }));
  // Of one rank those first that say what must not wait: a file may be cut off.
  const order = (info: ChainInfo) => 2 * rankOrder(rank(info.chain)) + (urgentUpTo(view, info) > 0 ? 0 : 1);
  const all = view
    .chains()
    .filter(({ branch }) => branch === 0)
    .map((info) => ({ chain: info.chain, order: order(info) }))
    .sort((a, b) => a.order - b.order)
    .map(({ chain }) => chain);
  const first = all.filter((chain) => isAuthority(rank(chain)));
  const rest = all.filter((chain) => !first.includes(chain));
  const lead = first.flatMap(whole);
  if (selection === 'all') return [...lead, ...rest.flatMap(whole)];
  if (selection === 'card') return [...lead, ...rest.filter((chain) => chain === view.ownChain).flatMap(opening)];
  if (selection === 'welcome') {
    // Whoever endorses a till says so on its own chain.
    const members = rest.filter((chain) => rank(chain) === 'member');
    return [...lead, ...members.flatMap((chain) => (chain === view.ownChain ? whole(chain) : opening(chain)))];
  }
  for (const chain of selection) {
    if (!all.includes(chain)) throw new PedigreeError('not-found', say('chain-not-here', { chain }));
  }
  return [...lead, ...rest.filter((chain) => selection.includes(chain)).flatMap(whole)];
}

function headAt(
  view: View,
  info: ChainInfo,
  to: number,
  rank: ReturnType<typeof rankIn>,
): ReturnType<typeof headOf> | undefined {
  if (to === info.size) return headOf(info, rank);
  const note = view.note(info.chain, to, info.branch);
  const root = view.rootAt(info.chain, info.branch, to);
  return note === undefined || root === undefined
    ? undefined
    : headOf({ ...info, size: to, root, note, tip: leafHashAt(view, info.chain, info.branch, to - 1) ?? root }, rank);
}

/**
 * Takes a bundle in: what is proved whole is stored, the rest is named. Works on a ledger that knows no network yet.
 * @throws no-such-file, bad-bundle (not a bundle at all), other-network, io-failed, locked
 */
export async function takeBundle(
  ledger: Ledger,
  file: string,
  options: {
    readonly clock: () => number;
    readonly network?: string | undefined;
    readonly progress?: (bytes: number) => void;
  },
): Promise<Taken> {
  const { network, chain: author } = await bundleHead(file);
  const expected = options.network ?? (ledger.read((view) => view.founder) || network);
  const joins = ledger.read((view) => view.founder) === '' && expected === network;
  if (joins) ledger.joinNetwork(network);
  const chains = new Set<string>();
  const forks: { readonly chain: string; readonly index: number }[] = [];
  let events = 0;
  let pages = 0;
  for (;;) {
    const exchange = new Exchange(ledger, {
      network: expected,
      chain: ledger.read((view) => view.ownChain),
      peer: author ?? 'file',
      clock: options.clock,
      pack: true,
      silent: true,
    });
    let read = 0;
    const unread: UnreadFrame[] = [];
    const ending = await readBundleFile(
      file,
      (frame) => {
        exchange.take(frame);
        read += frame.body.length;
        options.progress?.(read);
      },
      (frame) => keepUnread(unread, frame),
    );
    exchange.end();
    const { report } = exchange;
    events += report.in;
    pages += exchange.pagesIn;
    for (const chain of report.chains) chains.add(chain);
    for (const fork of report.forks) forks.push(fork);
    // What was set aside may follow from what came after it in the file.
    if (report.aside.size > 0 && report.in > 0) continue;
    if (joins && ledger.read((view) => view.chain(network)) === undefined) {
      throw new PedigreeError('bad-bundle', say('does-not-hold-chain', { file }));
    }
    return {
      network,
      author,
      events,
      pages,
      chains: [...chains],
      lacking: ending === 'whole' ? [] : lackingPages(ledger, exchange),
      setAside: setAside(ledger, exchange),
      forks,
      ending,
      unread,
    };
  }
}

/**
 * What `takeBundle` would do, as far as it shows without checking signatures: how the file ends, and what is new by
 * position. Writes nothing.
 * @throws no-such-file, bad-bundle, other-network, io-failed
 */
export async function foreseeBundle(
  ledger: Ledger,
  file: string,
  options: { readonly network: string },
): Promise<Taken> {
  const { network, chain: author } = await bundleHead(file);
  if (network !== options.network) throw otherNetwork(network, options.network);
  const sizes = new Map<string, number>();
  const chains = new Set<string>();
  let events = 0;
  const unread: UnreadFrame[] = [];
  const take = (frame: Frame) => {
    const message = fromFrame(frame);
    // Whether it is a proof shows its form.
    if (message?.type === 'fork') readProof(message);
    if (message?.type !== 'data') return;
    const { chain, start, leaves } = message;
    const have = sizes.get(chain) ?? ledger.read((view) => view.chain(chain)?.size ?? 0);
    const end = start + leaves.length;
    if (start > have || end <= have) return;
    sizes.set(chain, end);
    chains.add(chain);
    events += end - have;
  };
  const ending = await readBundleFile(file, take, (frame) => keepUnread(unread, frame));
  return {
    network,
    author,
    events,
    pages: 0,
    chains: [...chains],
    setAside: [],
    lacking: [],
    forks: [],
    ending,
    unread,
  };
}

/** Keeps the first frames of those that cannot be read. */
export function keepUnread(unread: UnreadFrame[], frame: UnreadFrame): void {
  if (unread.length < MOST_UNREAD) unread.push(frame);
}

/**
 * The opening event of whoever wrote a bundle, or of a chain in it, as the file has it: nothing is checked but its form,
 * nothing is taken.
 * @throws no-such-file, bad-bundle, other-network, io-failed, bad-leaf
 */
export async function foreseeOpening(
  file: string,
  options: { readonly network: string; readonly chain?: string },
): Promise<{ readonly chain: string; readonly leaf: Leaf } | undefined> {
  const { network, chain: wrote } = await bundleHead(file);
  const author = options.chain ?? wrote;
  if (network !== options.network) throw otherNetwork(network, options.network);
  let opening: Uint8Array | undefined;
  await readBundleFile(file, (frame) => {
    const message = fromFrame(frame);
    if (message?.type === 'data' && message.chain === author && message.start === 0) opening ??= message.leaves[0];
  });
  return opening === undefined || author === undefined ? undefined : { chain: author, leaf: decodeLeaf(opening) };
}

/** What the file's own heads promise and what is not here after it was read. */
function setAside(ledger: Ledger, exchange: Exchange): SetAside[] {
  const { aside, refused } = exchange.report;
  return ledger.read((view) => {
    const found: SetAside[] = [];
    for (const { chain, size, root } of exchange.heads) {
      const branches = view.branches(chain);
      if (branches.some((info) => info.size >= size && sameRoot(view.rootAt(chain, info.branch, size), root))) continue;
      const why = aside.get(chain) ?? refused.find((one) => one.chain === chain)?.code ?? 'missing';
      found.push({ chain, have: branches[0]?.size ?? 0, of: size, why });
    }
    return found;
  });
}

/** The chains in it of which pages are to come; those that a whole file does not hold nobody had who wrote it. */
function lackingPages(ledger: Ledger, { heads }: Exchange): readonly string[] {
  const named = new Set(heads.map(({ chain }) => chain));
  const lacked = ledger.read((view) => view.lacked(1)).filter(({ chain }) => named.has(chain));
  return [...new Set(lacked.map(({ chain }) => chain))];
}

function sameRoot(own: Uint8Array | undefined, root: Uint8Array): boolean {
  return own !== undefined && sameBytes(own, root);
}
