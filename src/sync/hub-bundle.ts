// A bundle file given to a hub, and all that an embedded ledger has and a hub has not.
import { CODEC, type Frame } from '../chain/frame.ts';
import { type HubSize, hubSizes } from '../ledger/postgres/hub-state.ts';
import type { HubStore } from '../ledger/postgres/hub-store.ts';
import { lackedHere } from '../ledger/postgres/pages-here.ts';
import type { ChainInfo, Ledger, View } from '../ledger/types.ts';
import { keepUnread, type SetAside } from './bundle.ts';
import { unpackFrame } from './codec.ts';
import { type BundleEnd, bundleHead, readBundleFile, type UnreadFrame } from './file.ts';
import { evidenceOf, readProof } from './fork.ts';
import { fromFrame } from './frames.ts';
import { otherNetwork } from './heads.ts';
import { HubIntake } from './hub-intake.ts';
import type { ChainHead, CheckpointMessage, ForkMessage } from './messages.ts';
import { type LeafRange, leavesFirst, pagesOf, rankIn, rankOrder } from './offer.ts';

/** What came of one bundle, or of a ledger. */
export interface HubTaken {
  /** Events and pages that were new in the hub. */
  readonly events: number;
  readonly pages: number;
  readonly chains: readonly string[];
  readonly setAside: readonly SetAside[];
  readonly forks: readonly { readonly chain: string; readonly index: number }[];
}

export interface HubBundle extends HubTaken {
  readonly ending: BundleEnd;
  readonly unread: readonly UnreadFrame[];
}

/** Heads of a file that are kept to be compared with what is here at its end. */
const MOST_HEADS = 100_000;

/**
 * Takes a bundle in: what is proved whole is stored, the rest is named.
 * @throws no-such-file, bad-bundle (not a bundle at all), other-network, and as `HubStore.admitAll`
 */
export async function takeHubBundle(
  store: HubStore,
  file: string,
  { network, clock }: { readonly network: string; readonly clock: () => number },
): Promise<HubBundle> {
  const head = await bundleHead(file);
  if (head.network !== network) throw otherNetwork(head.network, network);
  const intake = new HubIntake(store, clock);
  for (let before = -1; ; ) {
    const heads: ChainHead[] = [];
    const unread: UnreadFrame[] = [];
    intake.report.aside.clear();
    const ending = await readBundleFile(
      file,
      (frame) => takeFrame(store, intake, frame, { heads, author: head.chain ?? 'file', clock }),
      (frame) => keepUnread(unread, frame),
    );
    await intake.flush();
    const { events, aside } = intake.report;
    // What was set aside may follow from what came after it in the file.
    if (aside.size > 0 && events > Math.max(before, 0)) {
      before = events;
      continue;
    }
    return { ...takenOf(intake), setAside: await missing(store, intake, heads), ending, unread };
  }
}

async function takeFrame(
  store: HubStore,
  intake: HubIntake,
  frame: Frame,
  { heads, author, clock }: { readonly heads: ChainHead[]; readonly author: string; readonly clock: () => number },
): Promise<void> {
  const message = fromFrame({ type: frame.type, codec: CODEC.raw, body: unpackFrame(frame) });
  if (message?.type === 'data') await intake.data(message);
  else if (message?.type === 'page') await intake.page(message);
  else if (message?.type === 'heads')
    for (const one of message.heads.slice(0, MOST_HEADS - heads.length)) heads.push(one);
  else if (message?.type === 'checkpoint' || message?.type === 'fork') {
    await intake.flush();
    await takeEvidence(store, message, author, clock);
  }
}

async function takeEvidence(
  store: HubStore,
  message: ForkMessage | CheckpointMessage,
  from: string,
  clock: () => number,
): Promise<void> {
  if (message.type === 'fork') await store.prove(readProof(message));
  else await store.hear(message.note, from, clock());
}

function takenOf({ report }: HubIntake): Omit<HubTaken, 'setAside'> {
  const { events, pages, chains, forks } = report;
  return { events, pages, chains: [...chains], forks };
}

const longest = (branches: readonly HubSize[] = []): number =>
  branches.reduce((most, { size }) => Math.max(most, size), 0);

async function missing(store: HubStore, intake: HubIntake, heads: readonly ChainHead[]): Promise<readonly SetAside[]> {
  const sizes = await store.database.lend((connection) =>
    hubSizes(connection, [...new Set(heads.map(({ chain }) => chain))]),
  );
  const byChain = Map.groupBy(sizes, ({ chain }) => chain);
  return heads.flatMap(({ chain, size }) => {
    const have = longest(byChain.get(chain));
    return have >= size ? [] : [{ chain, have, of: size, why: intake.report.aside.get(chain) ?? 'missing' }];
  });
}

/** What the own ledger is called where it is remembered who showed a checkpoint. */
const OWN = 'own';

/** So many attachments of which the hub lacks pages are looked for in the ledger. */
const MOST_LACKED = 2_048;

/**
 * Gives the hub all that a ledger has and the hub has not: leaves of all chains, those of the authority first, and pages.
 * @throws as `HubStore.admitAll`, and what reading the ledger throws
 */
export async function drainInto(store: HubStore, ledger: Ledger, clock: () => number): Promise<HubTaken> {
  const heads = ledger.publish((view) => {
    const rank = rankIn(view);
    return [...view.chains()].sort((a, b) => rankOrder(rank(a.chain)) - rankOrder(rank(b.chain)));
  });
  const there = await store.database.lend((connection) =>
    hubSizes(connection, [...new Set(heads.map(({ chain }) => chain))]),
  );
  const byChain = Map.groupBy(there, ({ chain }) => chain);
  const ranges = ledger.publish((view) => heads.flatMap((info) => lackOf(view, info, byChain.get(info.chain) ?? [])));
  const intake = new HubIntake(store, clock);
  for (const message of leavesFirst(ledger, ranges)) {
    if (message.type === 'data') await intake.data(message);
    else await intake.page(message);
  }
  await intake.flush();
  const told = ledger.publish((view) => evidenceOf(view, new Set(heads.map(({ chain }) => chain))));
  for (const message of told) await takeEvidence(store, message, OWN, clock);
  const roots = await store.database.lend((connection) => lackedHere(connection, MOST_LACKED));
  for (const root of roots) {
    const pages = ledger.read((view) => view.pageCount(root));
    if (pages === undefined) continue;
    for (const page of pagesOf(ledger, { root, pages }, 0)) await intake.page(page);
  }
  await intake.flush();
  const setAside = heads.flatMap(({ chain, size }) => {
    const why = intake.report.aside.get(chain);
    const have = longest(byChain.get(chain));
    return why === undefined ? [] : [{ chain, have, of: size, why }];
  });
  return { ...takenOf(intake), setAside };
}

// What the hub lacks of a branch: what follows the longest one there that is a part of it, or all of it.
function lackOf(view: View, info: ChainInfo, there: readonly HubSize[]): readonly LeafRange[] {
  const isPart = ({ size, root }: HubSize): boolean => {
    const own = size <= info.size ? view.rootAt(info.chain, info.branch, size) : undefined;
    return own !== undefined && Buffer.compare(own, root) === 0;
  };
  const from = longest(there.filter(isPart));
  return from >= info.size ? [] : [{ info, from, to: info.size }];
}
