// Peers: the addresses this node dials, and what is remembered of the last time with each.
import type { Json, JsonObject } from '../../chain/canonical.ts';
import { cleanText } from '../../custody/name.ts';
import { PedigreeError } from '../../errors.ts';
import type { Local } from '../../ledger/types.ts';
import { exchangeUrl } from '../../sync/client.ts';
import type { Memory } from '../../sync/options.ts';
import type { Home } from '../home.ts';

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
 * Adds a peer, or gives a known name a new address.
 * @throws usage for a name or address that is none
 */
export function addPeer(home: Home, typed: string, url: string): PeersChanged {
  const name = cleanText(typed);
  if (!NAME.test(name)) {
    throw new PedigreeError('usage', `not a name for a peer: ${typed}`, { hint: 'letters, digits, spaces and . _ -' });
  }
  exchangeUrl(url);
  const before = peerRecord(home.ledger.local, name);
  const already = before?.url === url;
  // Another address may be another ledger: what is remembered belongs to the old one.
  if (!already && !home.env.dryRun) putPeer(home, { name, url });
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
  const peers = peerLines(home.ledger.local);
  return { peers, already, warnings: [], ...(home.env.dryRun ? { dryRun: true } : {}) };
}

/** The configured peers, by name. */
export function peerLines(local: Local): readonly PeerLine[] {
  return peerRecords(local).map(({ name, url, seen, error }) => ({
    name,
    url,
    ...(seen === undefined ? {} : { seen: new Date(seen).toISOString() }),
    ...(error === undefined ? {} : { error }),
  }));
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
 * The latest that clocks of peers said, each at the end of the last exchange with it, ms. One that is more than a day ahead
 * of the clock here says nothing for it.
 */
export function clockHeard(local: Local, now: number): number | undefined {
  const clocks = peerRecords(local).flatMap(({ clock }) => (clock === undefined || clock > now + DAY ? [] : [clock]));
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
  const { url, seen, clock, error, chain, memory } = value as JsonObject;
  return {
    name,
    url: String(url),
    ...(typeof seen === 'number' ? { seen } : {}),
    ...(typeof clock === 'number' ? { clock } : {}),
    ...(typeof error === 'string' ? { error } : {}),
    ...(typeof chain === 'string' ? { chain } : {}),
    ...(memory === undefined ? {} : { memory: memory as unknown as Memory }),
  };
}

function noPeer(local: Local, name: string): PedigreeError {
  const names = peerRecords(local).map((peer) => peer.name);
  return new PedigreeError('not-found', `no such peer: ${name}`, {
    hint: names.length === 0 ? 'pedigree peer add NAME URL' : `known peers: ${names.join(', ')}`,
  });
}
