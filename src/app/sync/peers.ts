// Peers: the addresses this node dials, and what is remembered of the last time with each.
import type { Json, JsonObject } from '../../chain/canonical.ts';
import type { Authority } from '../../custody/authority.ts';
import { cleanText } from '../../custody/name.ts';
import { PedigreeError } from '../../errors.ts';
import type { Local, View } from '../../ledger/types.ts';
import { exchangeUrl, whoAnswers } from '../../sync/client.ts';
import type { Memory } from '../../sync/options.ts';
import { isOther } from '../freshness.ts';
import type { Home } from '../home.ts';
import { ownChains } from '../reading.ts';

/** One configured peer. Times are milliseconds since 1970. */
export interface PeerRecord {
  readonly name: string;
  readonly url: string;
  /** When the last whole exchange with it ended. */
  readonly seen?: number;
  /** What its clock said then. */
  readonly clock?: number;
  /** Why the last attempt failed; absent where it did not. */
  readonly error?: string;
  /** The chain that answered there the last time. */
  readonly chain?: string;
  /** The one that had answered there before, until `peer add` says that the change is right. */
  readonly formerly?: string;
  /** What the next exchange need not repeat. */
  readonly memory?: Memory;
}

/** A peer as commands show it. */
export interface PeerLine {
  readonly name: string;
  readonly url: string;
  /** ISO 8601, when the last whole exchange with it ended. */
  readonly seen?: string;
  readonly error?: string;
  /** The chain that answered there the last time, and whose it is. */
  readonly chain?: string;
  readonly party?: string;
  /** Another chain answered there before. */
  readonly formerly?: string;
}

export interface PeersChanged {
  readonly peers: readonly PeerLine[];
  readonly already: boolean;
  readonly warnings: readonly string[];
  readonly dryRun?: true;
}

const DAY = 86_400_000;
/** The marks are the vowels of Hindi and Thai, and accents that no letter of their own has. */
const NAME = /^[\p{L}\p{N}][\p{L}\p{M}\p{N} ._-]{0,62}$/u;

/**
 * Adds a peer once it has been asked who it is; one that does not answer now is added all the same.
 * @throws own-peer (2) where this node itself answers, and as `addPeer`
 */
export async function introducePeer(home: Home, typed: string, url: string): Promise<PeersChanged> {
  const { ledger, self, env } = home;
  const name = nameFrom(typed);
  exchangeUrl(url);
  const { network, chain } = self;
  const { clock, signal } = env;
  let answers: string | undefined;
  try {
    answers = await whoAnswers(ledger, url, { network, chain, own: ownChains(self), peer: name, clock, signal });
  } catch (error) {
    if (!(error instanceof PedigreeError) || error.code === 'own-peer' || error.code === 'interrupted') throw error;
  }
  return addPeer(home, name, url, answers);
}

function nameFrom(typed: string): string {
  const name = cleanText(typed);
  if (NAME.test(name)) return name;
  throw new PedigreeError('usage', `not a name for a peer: ${typed}`, { hint: 'letters, digits, spaces and . _ -' });
}

/**
 * Adds a peer, or gives a known name a new address; `answers` is the chain that answers there. A name that is added again
 * takes for right who answers now.
 * @throws usage for a name or address that is none
 */
export function addPeer(home: Home, typed: string, url: string, answers?: string): PeersChanged {
  const name = nameFrom(typed);
  exchangeUrl(url);
  const before = peerRecord(home.ledger.local, name);
  const same = before?.url === url;
  const already = same && before.formerly === undefined && (answers ?? before.chain) === before.chain;
  if (!already && !home.env.dryRun) {
    // Another address may be another ledger: what is remembered belongs to the old one.
    const { formerly: _, memory: __, ...kept } = same ? before : { name, url };
    putPeer(home, { ...kept, ...(answers === undefined ? {} : { chain: answers }) });
  }
  return changed(home, already);
}

/** Forgets a peer. @throws not-found */
export function removePeer(home: Home, name: string): PeersChanged {
  const known = peerRecord(home.ledger.local, name);
  if (known === undefined) throw noPeer(home.ledger.local, name);
  if (!home.env.dryRun) home.ledger.write((local) => local.peers.delete(known.name));
  return changed(home, false);
}

function changed(home: Home, already: boolean): PeersChanged {
  return { peers: peersShown(home), already, warnings: [], ...(home.env.dryRun ? { dryRun: true } : {}) };
}

/** The configured peers, by name, with who answers for them. */
export function peersShown({ ledger }: Pick<Home, 'ledger'>): readonly PeerLine[] {
  return ledger.read((view) => peerLines(ledger.local, view.authority()));
}

/** The configured peers, by name. */
export function peerLines(local: Local, authority?: Authority): readonly PeerLine[] {
  return peerRecords(local).map(({ name, url, seen, error, chain, formerly }) => {
    const party = chain === undefined ? undefined : authority?.partyOf(chain)?.name;
    return {
      name,
      url,
      ...(seen === undefined ? {} : { seen: new Date(seen).toISOString() }),
      ...(error === undefined ? {} : { error }),
      ...(chain === undefined ? {} : { chain }),
      ...(party === undefined ? {} : { party }),
      ...(formerly === undefined ? {} : { formerly }),
    };
  });
}

/** The configured peers as they are remembered, by name. */
export function peerRecords(local: Local): readonly PeerRecord[] {
  return local.peers.list().map(({ key, value }) => read(key, value));
}

function peerRecord(local: Local, typed: string): PeerRecord | undefined {
  for (const name of [typed, cleanText(typed)]) {
    const value = local.peers.get(name);
    if (value !== undefined) return read(name, value);
  }
  return undefined;
}

/** Keeps what is known of a peer. */
export function putPeer(home: Pick<Home, 'ledger'>, { name, ...rest }: PeerRecord): void {
  const value = JSON.parse(JSON.stringify(rest)) as Json;
  home.ledger.write((local) => local.peers.put(name, value));
}

/** The configured peers with whom no whole exchange has ended for longer than `maxAge`, ms, although one was tried. */
export function peersAway(local: Local, now: number, maxAge: number): readonly PeerRecord[] {
  return peerRecords(local).filter(({ seen, error }) => (seen === undefined ? error : now - seen > maxAge));
}

/**
 * The latest that clocks of other parties said, each at the end of the last exchange with it, ms. One that is more than a
 * day ahead of the clock here says nothing for it, and neither does the own one, under whatever name it was asked.
 */
export function clockHeard(
  { ledger, self }: Pick<Home, 'ledger' | 'self'>,
  view: View,
  now: number,
): number | undefined {
  const authority = view.authority();
  const clocks = peerRecords(ledger.local).flatMap(({ clock, chain }) =>
    clock === undefined || clock > now + DAY || !isOther(authority, self, chain) ? [] : [clock],
  );
  return clocks.length === 0 ? undefined : clocks.reduce((last, clock) => Math.max(last, clock));
}

/**
 * The peers that words name: configured names or addresses; all configured ones for no words.
 * @throws not-found for a word that is neither
 */
export function peersNamed(local: Local, words: readonly string[]): readonly PeerRecord[] {
  if (words.length === 0) return peerRecords(local);
  return words.map((word) => {
    const known = peerRecord(local, word) ?? peerRecords(local).find(({ url }) => url === word);
    if (known !== undefined) return known;
    if (!/^https?:/i.test(word)) throw noPeer(local, word);
    exchangeUrl(word);
    return { name: word, url: word };
  });
}

/** Whether a peer is configured, and not an address that was typed this once. */
export function isConfigured(local: Local, { name }: PeerRecord): boolean {
  return local.peers.get(name) !== undefined;
}

function read(name: string, value: Json): PeerRecord {
  const { url, seen, clock, error, chain, formerly, memory } = value as JsonObject;
  return {
    name,
    url: String(url),
    ...(typeof seen === 'number' ? { seen } : {}),
    ...(typeof clock === 'number' ? { clock } : {}),
    ...(typeof error === 'string' ? { error } : {}),
    ...(typeof chain === 'string' ? { chain } : {}),
    ...(typeof formerly === 'string' ? { formerly } : {}),
    ...(memory === undefined ? {} : { memory: memory as unknown as Memory }),
  };
}

function noPeer(local: Local, name: string): PedigreeError {
  const names = peerRecords(local).map((peer) => peer.name);
  return new PedigreeError('not-found', `no such peer: ${name}`, {
    hint: names.length === 0 ? 'pedigree peer add NAME URL' : `known peers: ${names.join(', ')}`,
  });
}
