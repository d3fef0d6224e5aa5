// Sync: exchanges with peers, side by side, and what they brought told in the order in which it matters.
import { PedigreeError, worstExit } from '../../errors.ts';
import { sayMissing } from '../../ledger/own-records.ts';
import { WHY_BEHIND } from '../../ledger/store.ts';
import type { Ledger } from '../../ledger/types.ts';
import { type Dialled, type DialOptions, dial, type Limited } from '../../sync/client.ts';
import { phrase, say } from '../../words/en/exchange.ts';
import { type Said, sentence } from '../../words/say.ts';
import { momentHere } from '../node/clock.ts';
import { readConfig } from '../node/config.ts';
import { isOther } from '../node/freshness.ts';
import type { Home } from '../node/home.ts';
import { noteMet } from '../node/meetings.ts';
import { isConfigured, type PeerRecord, peersNamed, putPeer } from '../node/peer-records.ts';
import { proverOf } from '../node/prover.ts';
import { ownChains } from '../node/reading.ts';
import { afterNews, type News, startNews } from './after-sync.ts';
import { patienceOf } from './patience.ts';

/** How one exchange went. */
export interface PeerResult {
  readonly name: string;
  readonly url: string;
  /** Events taken and given. */
  readonly in: number;
  readonly out: number;
  /** On the line, both ways. */
  readonly bytes: number;
  readonly seconds: number;
  /** Why not everything was shown, both ways; absent where it was. */
  readonly limited?: Limited;
  readonly error?: string;
}

/** What a sync answers with. */
export interface SyncAnswer extends News {
  readonly exit: number;
  readonly at: string;
  readonly peers: readonly PeerResult[];
  readonly warnings: readonly string[];
}

/** Where something was sent at once. */
export interface Sent {
  readonly peer: string;
  readonly at?: string;
  readonly error?: string;
}

/**
 * Syncs with the named peers, or with all configured ones, both ways. A peer that fails does not keep the others' news back.
 * `exit` is 75 where any failed.
 * @throws not-found for a word that names no peer, usage where there is no peer at all, io-failed, locked
 */
export async function syncWith(home: Home, words: readonly string[] = []): Promise<SyncAnswer> {
  const peers = peersNamed(home.ledger.local, words);
  if (peers.length === 0) {
    throw new PedigreeError('usage', say('no-peer-configured'), {
      hint: say('peer-add-name-url'),
    });
  }
  const before = startNews(home);
  // Side by side: one that is slow keeps the news of the others back from nobody.
  let ended = 0;
  home.env.progress(ended, peers.length, 'sync');
  const synced = await allOf(
    peers.map(async (peer) => {
      const warnings: string[] = [];
      const result = await syncOne(home, peer, warnings);
      ended += 1;
      home.env.progress(ended, peers.length, phrase('sync-with', { peer: peer.name }));
      return { result, warnings };
    }),
  );
  const results = synced.map(({ result }) => result);
  const warnings = synced.flatMap(({ warnings }) => warnings);
  home.env.progress(peers.length, peers.length, 'sync');
  const { exit, ...news } = await afterNews(home, before);
  // What was recorded just now is on its way at once, and not only the next time.
  const all = news.outbox.recorded === 0 ? results : await again(home, results, words);
  return {
    exit: worstExit([exit, all.some((result) => result.error !== undefined) ? 75 : 0]),
    at: new Date(home.env.clock()).toISOString(),
    peers: all,
    ...news,
    warnings: [...warnings, ...headWarnings(home.ledger)],
  };
}

async function again(
  home: Home,
  before: readonly PeerResult[],
  words: readonly string[],
): Promise<readonly PeerResult[]> {
  const peers = peersNamed(home.ledger.local, words);
  return allOf(
    before.map(async (first) => {
      const peer = first.error === undefined ? peers.find(({ name }) => name === first.name) : undefined;
      const second = peer === undefined ? undefined : await syncOne(home, peer);
      return second === undefined ? first : summed(first, second);
    }),
  );
}

/** All results, once every one of them has ended. @throws the first failure of its own kind */
async function allOf<T>(running: readonly Promise<T>[]): Promise<readonly T[]> {
  const ended = await Promise.allSettled(running);
  return ended.map((one) => {
    if (one.status === 'rejected') throw one.reason;
    return one.value;
  });
}

function summed(a: PeerResult, b: PeerResult): PeerResult {
  const seconds = Math.round((a.seconds + b.seconds) * 1_000) / 1_000;
  return { ...b, in: a.in + b.in, out: a.out + b.out, bytes: a.bytes + b.bytes, seconds };
}

/** Sends what is here to every configured peer at the same time, as `recall issue` does; takes what they have, too. */
export async function pushNow(home: Home): Promise<readonly Sent[]> {
  const before = startNews(home);
  const sent = await Promise.all(
    peersNamed(home.ledger.local, []).map(async (peer): Promise<Sent> => {
      const { error, limited } = await syncOne(home, peer);
      // Whoever was shown a card has not been told.
      const why = error ?? (limited && sentence(LIMITED[limited]));
      return why === undefined
        ? { peer: peer.name, at: new Date(home.env.clock()).toISOString() }
        : { peer: peer.name, error: why };
    }),
  );
  if (sent.length > 0) await afterNews(home, before);
  return sent;
}

async function syncOne(home: Home, peer: PeerRecord, warnings: string[] = []): Promise<PeerResult> {
  const start = performance.now();
  const began = home.env.clock();
  const done = await meet(home, peer, { last: peer.memory });
  if (done.error?.code === 'interrupted') throw done.error;
  for (const one of remember(home, peer, done)) warnings.push(one);
  const { chain: met, memory, error, limited } = done;
  // Without a memory something that was offered, here or there, did not come.
  if (met !== undefined && memory !== undefined && error === undefined && limited === undefined)
    noteMet(home, met, began);
  for (const { chain: refused, message } of done.report.refused) {
    warnings.push(phrase('offers-chain-which-refused', { peer: peer.name, refused, message }));
  }
  return {
    name: peer.name,
    url: peer.url,
    in: done.report.in,
    out: done.report.out,
    bytes: done.bytes,
    seconds: Math.round(performance.now() - start) / 1_000,
    ...(done.limited === undefined || done.error !== undefined ? {} : { limited: done.limited }),
    ...(done.error === undefined ? {} : { error: done.error.message }),
  };
}

/** Why an exchange was about little more than cards. */
const LIMITED: Readonly<Record<Limited, Said>> = {
  unproven: say('did-not-prove'),
  stranger: say('nobody-honoured-here-answers'),
  'stranger-there': say('party-not-known'),
};

/** One exchange. With a peer that does not prove who it is there was none: a card went there, and nothing that it had is news. */
async function meet(home: Home, peer: PeerRecord, more: Pick<DialOptions, 'last' | 'again'>): Promise<Dialled> {
  const { ledger, self, env } = home;
  const { network, chain } = self;
  const { clock, signal } = env;
  const config = readConfig(ledger.local);
  const [prover, { peers, turnSize: turnBytes }, patience] = [proverOf(home), config, patienceOf(config)];
  const said = { network, chain, own: ownChains(self), peer: peer.name, clock, prover, peers, signal };
  const done = await dial(ledger, peer.url, { ...said, turnBytes, patience, ...more });
  if (done.error !== undefined || done.limited !== 'unproven' || more.again !== undefined) return done;
  return { ...done, error: new PedigreeError('peer-away', LIMITED.unproven) };
}

/** Keeps how it went; the warnings say who answers now, where that was another the last time. */
function remember(home: Home, peer: PeerRecord, done: Dialled): readonly string[] {
  const { ledger, self } = home;
  const { name, url } = peer;
  const { chain, clock, memory, whole, limited, error } = done;
  const seen = ledger.read((view) => momentHere(home, view));
  // What another party did not speak of has not changed there. Whatever the own party says is no news, and where something
  // did not come that was offered, or was not shown, not all is known here that is known there.
  const all = error === undefined && whole && limited === undefined;
  const isNews = all && ledger.read((view) => isOther(view.authority(), self, chain));
  if (isNews) ledger.confirm(seen);
  const lacks = error === undefined ? lacking(name, done) : [];
  if (!isConfigured(ledger.local, peer)) return lacks;
  if (error !== undefined) {
    putPeer(home, { ...(error.code === 'own-peer' ? { name, url } : peer), error: error.message });
    return [];
  }
  const formerly = peer.chain !== undefined && peer.chain !== chain ? peer.chain : peer.formerly;
  const met =
    limited === undefined ? { seen } : { error: sentence(LIMITED[limited]), ...(peer.seen && { seen: peer.seen }) };
  putPeer(home, {
    name,
    url,
    ...met,
    ...(clock === undefined ? {} : { clock }),
    ...(chain === undefined ? {} : { chain }),
    ...(formerly === undefined || formerly === chain ? {} : { formerly }),
    ...(memory === undefined ? {} : { memory }),
  });
  return formerly === peer.formerly || formerly === undefined
    ? lacks
    : [...lacks, changedPeer(home, { name, url }, formerly, chain)];
}

/** Why not all is known here that is known there. */
function lacking(name: string, { limited, whole, lacking: chains }: Dialled): readonly string[] {
  if (limited !== undefined) return [phrase('limited-at', { name, why: LIMITED[limited] })];
  return whole ? [] : [phrase('offers-more-than-gave', { name, chains: chainsNamed(chains) })];
}

/** The first of them; all that are missing one by one nobody reads. */
function chainsNamed(chains: readonly string[]): string {
  const [first] = chains;
  if (first === undefined) return '';
  return chains.length === 1
    ? phrase('of-chain', { first })
    : phrase('of-chains-among-them', { count: chains.length, first });
}

function changedPeer(
  { ledger }: Home,
  { name, url }: Pick<PeerRecord, 'name' | 'url'>,
  formerly: string,
  chain: string | undefined,
): string {
  return ledger.read((view) => {
    const who = (one: string) =>
      phrase('party-and-chain', { party: view.authority().partyOf(one)?.name ?? say('stranger'), chain: one });
    const now = chain === undefined ? phrase('somebody-without-chain') : who(chain);
    return phrase('answered-by-before', { name, now, formerly: who(formerly), url });
  });
}

/** What a restored or copied folder must be told. */
function headWarnings(ledger: Ledger): readonly string[] {
  const { kind } = ledger.headState();
  const missing = ledger.forgotten();
  return [
    ...(kind === 'ready' || kind === 'database-ahead'
      ? []
      : [phrase('nothing-written-before-recover', { behind: WHY_BEHIND[kind] })]),
    ...(missing === 0 ? [] : [phrase('doctor-says', { missing: sayMissing(missing) })]),
  ];
}

/** The names of the configured peers. */
export function peerNames(ledger: Ledger): readonly string[] {
  return peersNamed(ledger.local, []).map(({ name }) => name);
}

/**
 * One exchange with one peer, which is asked for the own chain's head before anything else.
 * @throws not-found, peer-away (75) and what the peer did wrong, io-failed, locked
 */
export async function askPeer(home: Home, nameOrUrl: string): Promise<PeerExchange> {
  return exchange(home, nameOrUrl, undefined);
}

/**
 * Has a peer send chains from their first event, pages included, so that what is damaged here is mended.
 * @throws as `askPeer`
 */
export async function repairFrom(home: Home, nameOrUrl: string, chains: readonly string[]): Promise<PeerExchange> {
  return exchange(home, nameOrUrl, chains);
}

export interface PeerExchange {
  readonly in: number;
  readonly out: number;
  /** How many events of the own chain the peer has; undefined where it has none. */
  readonly ownSize: number | undefined;
}

async function exchange(home: Home, nameOrUrl: string, again: readonly string[] | undefined): Promise<PeerExchange> {
  const [peer] = peersNamed(home.ledger.local, [nameOrUrl]);
  if (peer === undefined) throw new PedigreeError('not-found', say('no-such-peer', { nameOrUrl }));
  // Nothing is remembered here of earlier exchanges, so that the peer tells all it has.
  const done = await meet(home, peer, { again });
  if (done.error !== undefined) throw done.error;
  return { in: done.report.in, out: done.report.out, ownSize: done.report.ownSize };
}
