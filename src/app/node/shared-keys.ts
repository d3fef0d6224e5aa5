// The keys that the tills of the own party share with those that came later: reading `share` events.
import { type Bytes, bufferOf } from '../../chain/bytes.ts';
import type { JsonObject } from '../../chain/canonical.ts';
import { PART_KEY_SIZE } from '../../chain/seal.ts';
import { decodePart } from '../../custody/events/index.ts';
import type { CustodyEvent } from '../../custody/evidence.ts';
import type { View } from '../../ledger/types.ts';
import { chainsOfSelf } from './freshness.ts';
import type { Self } from './reading.ts';

export interface SharedKeys {
  /** What siblings say is Ko of this event; more than one where a chain forked. The commit of the event proves it. */
  of(chain: string, seq: number): readonly Bytes[];
}

/** The private part of a `share` event. */
export interface Share {
  /** Whose events they are. */
  readonly chain: string;
  /** One entry after another in the order of the events: seq as u64be, then Ko. */
  readonly keys: Bytes;
  /** Every key of this chain below this seq is in this event or in one before it. */
  readonly to: number;
  /** Chains of the party that can read them now. */
  readonly with: readonly string[];
}

/** Bytes of seq and Ko. */
export const SHARED_SIZE = 8 + PART_KEY_SIZE;

/** What a `share` event says, as its private part was opened. */
export function readShare(said: JsonObject | undefined): Share | undefined {
  return said && (decodePart('share', 'private', said) as Share | undefined);
}

type Open = (share: CustodyEvent, known: readonly Bytes[]) => JsonObject | 'missing-page' | undefined;

/**
 * Reads every `share` event of the own party that opens, by a grant or with the keys of a newer one.
 * @param open the private part of one, given the keys that others name for it
 */
export function sharedKeys(view: View, self: Self, open: Open): SharedKeys {
  const books = new Map<string, Share[]>();
  const chains = chainsOfSelf(view.authority(), self);
  const of = (chain: string, seq: number) => (books.get(chain) ?? []).flatMap(({ keys }) => keyIn(keys, seq) ?? []);
  let closed = chains.flatMap((chain) => [...view.eventsOf(['share'], { chain })].reverse());
  for (let left = closed.length + 1; closed.length < left; ) {
    left = closed.length;
    closed = closed.filter((event) => {
      const said = open(event, of(event.chain, event.leaf.seq));
      const share = said === 'missing-page' ? undefined : readShare(said);
      if (share === undefined) return true;
      books.set(share.chain, [...(books.get(share.chain) ?? []), share]);
      return false;
    });
  }
  return { of };
}

function keyIn(keys: Bytes, seq: number): Bytes | undefined {
  let [from, to] = [0, Math.floor(keys.length / SHARED_SIZE)];
  while (from < to) {
    const middle = (from + to) >> 1;
    const at = middle * SHARED_SIZE;
    const found = Number(bufferOf(keys).readBigUInt64BE(at));
    if (found === seq) return keys.subarray(at + 8, at + SHARED_SIZE);
    if (found < seq) from = middle + 1;
    else to = middle;
  }
  return undefined;
}
