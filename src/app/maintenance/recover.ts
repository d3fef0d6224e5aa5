// Getting a folder to append again: after a restore, a copy or a lost disk the tail of the own chain must come first.
import { existsSync } from 'node:fs';
import { b64u } from '../../chain/bytes.ts';
import type { JsonObject } from '../../chain/canonical.ts';
import { newKeyring, renewed } from '../../chain/keys.ts';
import { EVENT } from '../../custody/events/all.ts';
import { PedigreeError, wordsOf } from '../../errors.ts';
import { isForked } from '../../ledger/forked-own.ts';
import { sayMissing } from '../../ledger/own-records.ts';
import { inOurWords } from '../../ledger/sqlite.ts';
import type { HeadState, View } from '../../ledger/types.ts';
import { isStorageFailure } from '../../system-errors.ts';
import { phrase, say } from '../../words/en/maintenance.ts';
import { askPeer, peerNames } from '../exchange/sync.ts';
import type { Home } from '../node/home.ts';
import { promoteKeys, stageKeys } from '../node/key-file.ts';
import { nameOf } from '../node/party-name.ts';
import { newPeerKey } from '../node/prover.ts';
import { ownChains, SELF_SETTING, type Self } from '../node/reading.ts';
import { readBundle } from '../parties/bundle-files.ts';
import { keysFit } from '../parties/keys.ts';
import { fillDocuments } from './fill-documents.ts';

export interface RecoverData {
  /** `ready`, or why the own chain still cannot be appended to. */
  readonly state: HeadState['kind'] | 'keys-differ' | 'forked';
  readonly chain: string;
  /** Own events that are known to be missing here. */
  readonly behind: number;
  /** Own events that were brought back. */
  readonly fetched: number;
  readonly size: number;
  readonly asked: readonly { readonly peer: string; readonly size?: number; readonly error?: string }[];
  /** The chain that was given up for a new one. */
  readonly oldChain?: string;
  readonly already: boolean;
  readonly warnings: readonly string[];
  readonly event?: string;
  readonly dryRun?: true;
}

/**
 * Asks a peer, a bundle file or all configured peers for the tail of the own chain, and then lets it be appended to. The
 * answer calls the file `named`.
 * @throws peer-away (75) where nobody answered, chain-behind (78) where nobody had the tail that the head file knows of
 */
export async function recover(home: Home, from?: string, named = from): Promise<RecoverData> {
  const missed = home.ledger.forgotten();
  const recovered = withoutMissed(home, await fetchTail(home, from, named), missed);
  if (!home.env.dryRun) await fillDocuments(home);
  return recovered;
}

async function fetchTail(home: Home, from: string | undefined, named: string | undefined): Promise<RecoverData> {
  const before = home.ledger.headState();
  if (isReady(before) && from === undefined) return answer(home, before, 0, []);
  const asked =
    from !== undefined && existsSync(from) ? [await askFile(home, from, named)] : await askPeers(home, from);
  const heard = asked.filter((one) => one.size !== undefined);
  if (heard.length === 0) throw nobodyAnswered(asked);
  const size = ownSize(home);
  const fetched = size - before.size;
  const state = home.ledger.headState();
  // What others hold may be another history, which is here by now, too; what the head file says is this one's.
  const held = heard.reduce((most, one) => Math.max(most, one.size ?? 0), 0) - longestHere(home);
  const missing = Math.max(held, headOf(state) - size);
  if (missing > 0) {
    throw new PedigreeError('chain-behind', say('own-events-still-missing', { missing, heard: sources(heard) }), {
      hint: say('ask-another-peer'),
      detail: { state: state.kind, behind: missing, fetched, asked },
    });
  }
  const confirmed = state.kind === 'ready' || home.env.dryRun ? state : confirmHead(home, fetched);
  return answer(home, confirmed, fetched, asked);
}

/** Own records that are gone come from nobody: they are told of here once, and what is here counts from now on. */
function withoutMissed(home: Home, data: RecoverData, missed: number): RecoverData {
  const { dryRun } = home.env;
  if (missed > 0 && !dryRun) home.ledger.forget();
  const warnings = missed === 0 ? data.warnings : [...data.warnings, sayMissing(missed)];
  const already = data.already && missed === 0;
  return { ...data, already, warnings, ...(dryRun ? { dryRun } : {}) };
}

/** @throws io-failed, which says what is kept all the same */
function confirmHead(home: Home, fetched: number): HeadState {
  try {
    return home.ledger.confirmHead();
  } catch (cause) {
    if (!isStorageFailure(cause)) throw cause;
    throw new PedigreeError(cause.code, say('head-not-written', { fetched, why: wordsOf(cause) }), {
      hint: say('make-room-recover'),
      detail: { fetched },
      cause,
    });
  }
}

function isReady(state: HeadState): boolean {
  return state.kind === 'ready' || state.kind === 'database-ahead';
}

/** How many own events the head file knows of. */
function headOf(state: HeadState): number {
  return 'head' in state ? (state.head ?? 0) : 0;
}

function longestHere({ ledger, self }: Home): number {
  return ledger.read((view) =>
    view.chains().reduce((most, { chain, size }) => (chain === self.chain ? Math.max(most, size) : most), 0),
  );
}

function ownSize(home: Home): number {
  return home.ledger.read((view) => view.chain(home.self.chain)?.size ?? 0);
}

type Asked = RecoverData['asked'][number];

/** A bundle is a peer that says all it knows at once. */
async function askFile(home: Home, file: string, named = file): Promise<Asked> {
  const { setAside } = await readBundle(home.ledger, file, {
    now: home.env.clock(),
    expectNetwork: home.self.network,
  });
  const own = setAside.find((one) => one.chain === home.self.chain);
  return { peer: named, size: own?.of ?? ownSize(home) };
}

async function askPeers(home: Home, from: string | undefined): Promise<readonly Asked[]> {
  const asked: Asked[] = [];
  for (const peer of from === undefined ? peerNames(home.ledger) : [from]) {
    try {
      const { ownSize: size } = await askPeer(home, peer);
      asked.push(size === undefined ? { peer, error: phrase('does-not-know-this') } : { peer, size });
    } catch (error) {
      if (!(error instanceof PedigreeError) || error.code === 'interrupted') throw error;
      if (error.code !== 'peer-away' && from !== undefined) throw error;
      asked.push({ peer, error: error.message });
    }
  }
  return asked;
}

function nobodyAnswered(asked: readonly Asked[]): PedigreeError {
  const hint = phrase('name-one');
  if (asked.length === 0) return new PedigreeError('peer-away', say('no-peer-configured'), { hint });
  return new PedigreeError('peer-away', say('nobody-had-chain', { asked: sources(asked) }), {
    hint,
    detail: { asked },
  });
}

function sources(asked: readonly Asked[]): string {
  return asked.map((one) => one.peer).join(', ');
}

function answer(home: Home, state: HeadState, fetched: number, asked: readonly Asked[]): RecoverData {
  const differ = keysFit(home) === false;
  const forked = home.ledger.read((view) => forkIn(view, home.self));
  const words = phrase('keys-here-not-those-chain');
  const usable = state.kind === 'database-ahead' ? 'ready' : state.kind;
  return {
    state: differ ? 'keys-differ' : forked !== undefined && usable === 'ready' ? 'forked' : usable,
    chain: home.self.chain,
    behind: 0,
    fetched,
    size: ownSize(home),
    asked,
    already: fetched === 0 && asked.length === 0,
    warnings: [...(differ ? [words] : []), ...(forked === undefined ? [] : [forked])],
  };
}

/** What is said of an own chain of which another history counts, or of which nobody has said which one does. */
function forkIn(view: View, { chain, network }: Self): string | undefined {
  if (!isForked(view, chain)) return undefined;
  const founder = chain === network;
  if (view.authority().settlementOf(chain)?.chosen !== undefined)
    return phrase(founder ? 'another-history-of-founder' : 'another-history-of-this');
  return phrase(founder ? 'founder-has-two-histories' : 'chain-has-two-histories', { chain });
}

/**
 * Gives the own chain up and opens another one of the same party with new keys: what the old keys opened stays open, and
 * the party's custody goes on once a regulator has accredited the new chain as one of the same party.
 * @throws wrong-state (14) where the present chain can be appended to
 */
export function recoverWithNewChain(home: Home): RecoverData {
  const old = home.self;
  const before = home.ledger.headState();
  const begun = begunBefore(home, before);
  if (begun !== undefined) return begun;
  refuseWhileUsable(home, before);
  const kept = home.keyring();
  const next = renewed(kept, newKeyring(home.env.random), 'sign', 'seal');
  const signer = { keyring: next, random: home.env.random };
  const options = { ...home.appendOptions(), newChain: true };
  const { value: opened } = home.ledger.append(signer, options, (tx) => {
    if (!home.env.dryRun) stageKeys(home.env, next);
    const { name, gln, network, policy } = old;
    const party = nameOf(old);
    const contact = tx.view.authority().party(gln)?.contact;
    const peer = newPeerKey(tx.random);
    const opening: JsonObject = {
      network,
      party: { ...party },
      signKey: b64u(next.sign.public),
      sealKey: b64u(next.seal.public),
      ...peer.said,
    };
    const { chain } = tx.add({ type: EVENT.open.type, public: opening });
    if (contact !== undefined) tx.add({ type: EVENT.profile.type, public: { name, contact } });
    const self = { chain, ...party, network, policy, earlier: ownChains(old) };
    tx.local.setSetting(SELF_SETTING, self);
    peer.keep(tx.local);
    return { chain, size: tx.view.chain(chain)?.size ?? 0 };
  });
  const { chain } = opened;
  if (!home.env.dryRun) takeKeys(home, chain);
  return {
    state: 'ready',
    chain: home.env.dryRun ? old.chain : chain,
    behind: 0,
    fetched: 0,
    size: home.env.dryRun ? before.size : opened.size,
    asked: [],
    oldChain: old.chain,
    already: false,
    warnings: [phrase('nothing-counts-before-regulator')],
    ...(home.env.dryRun ? { dryRun: true as const } : { event: `${chain}/0` }),
  };
}

/** @throws io-failed, which says that the chain is there */
function takeKeys(home: Home, chain: string): void {
  try {
    promoteKeys(home.dir);
  } catch (thrown) {
    const cause = inOurWords(thrown);
    if (!(cause instanceof PedigreeError)) throw cause;
    throw new PedigreeError(cause.code, say('new-chain-but', { why: wordsOf(cause) }), {
      hint: say('make-room-keys'),
      detail: { recorded: true, event: `${chain}/0` },
      cause,
    });
  }
}

/** A chain that another one was just given up for: a run that was killed before it could answer has opened it. */
function begunBefore(home: Home, state: HeadState): RecoverData | undefined {
  const { chain, earlier } = home.self;
  const oldChain = earlier?.at(-1);
  if (oldChain === undefined || !isReady(state) || keysFit(home) === false) return undefined;
  const isFresh = home.ledger.read((view) => {
    const { length } = [...view.eventsOf([EVENT.open.type, EVENT.profile.type], { chain })];
    return view.chain(chain)?.size === length && !view.authority().admitted(chain);
  });
  if (!isFresh) return undefined;
  // The head file learns of it here, as before anything is shown.
  if (!home.env.dryRun) home.ledger.publish(() => undefined);
  return {
    ...answer(home, state, 0, []),
    oldChain,
    already: true,
    warnings: [phrase('nothing-counts-before-regulator')],
    event: `${chain}/0`,
  };
}

function refuseWhileUsable(home: Home, state: HeadState): void {
  const { chain, network } = home.self;
  if (chain === network) {
    throw new PedigreeError('not-allowed', say('founder-chain-stays'), {
      hint: say('fetch-tail'),
    });
  }
  if (!isReady(state) || keysFit(home) === false) return;
  const own = home.ledger.read((view) => {
    const party = view
      .authority()
      .partyOf(chain)
      ?.chains.find((one) => one.chain === chain);
    return {
      ended: party?.honouredSize !== undefined || party?.retired === true,
      forked: view.chain(chain)?.forked === true,
    };
  });
  if (own.ended || own.forked) return;
  throw new PedigreeError('wrong-state', say('chain-can-appended'), {
    hint: say('retire-confirm-chain-ends'),
  });
}
