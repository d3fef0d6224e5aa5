// What is remembered of the peers this node dials: their addresses, and the last time with each.
import type { Json, JsonObject } from '../../chain/canonical.ts';
import type { Authority } from '../../custody/authority.ts';
import { cleanText } from '../../custody/name.ts';
import { PedigreeError } from '../../errors.ts';
import type { Ledger, Local, View } from '../../ledger/types.ts';
import type { PeerMemory } from '../../sync/options.ts';
import { exchangeUrl } from '../../sync/wire.ts';
import { say } from '../../words/en/node.ts';
import { isOther } from './freshness.ts';
import { type Self, unlessDamaged } from './reading.ts';

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
  readonly memory?: PeerMemory;
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

/** Where they are remembered. */
export interface PeerHome {
  readonly ledger: Ledger;
}

const DAY = 86_400_000;

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

/** What is remembered of the peer that bears a name. */
export function peerRecord(local: Local, typed: string): PeerRecord | undefined {
  for (const name of [typed, cleanText(typed)]) {
    const value = local.peers.get(name);
    if (value !== undefined) return read(name, value);
  }
  return undefined;
}

/** Keeps what is known of a peer. */
export function putPeer(home: PeerHome, { name, ...rest }: PeerRecord): void {
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
  { ledger, self }: PeerHome & { readonly self: Self },
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
    const known = peerRecord(local, word) ?? configuredAt(local, word);
    if (known !== undefined) return known;
    if (!/^https?:/i.test(word)) throw noPeer(local, word);
    exchangeUrl(word);
    return { name: word, url: word };
  });
}

// What is remembered of another peer may be damaged: an address is dialled all the same, and whoever mends needs one.
function configuredAt(local: Local, address: string): PeerRecord | undefined {
  return unlessDamaged(() => peerRecords(local).find(({ url }) => url === address));
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
    ...(memory === undefined ? {} : { memory: memory as unknown as PeerMemory }),
  };
}

/** What is said of a name that no peer bears. */
export function noPeer(local: Local, name: string): PedigreeError {
  const names = peerRecords(local).map((peer) => peer.name);
  return new PedigreeError('not-found', say('no-such-peer', { name }), {
    hint: names.length === 0 ? say('peer-add-name-url') : say('known-peers', { names }),
  });
}
