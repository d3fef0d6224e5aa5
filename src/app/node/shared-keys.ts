// The keys that the tills of the own party share with those that came later: reading `share` events.
import { type Bytes, bufferOf } from '../../chain/bytes.ts';
import type { JsonObject } from '../../chain/canonical.ts';
import type { HeldKeys } from '../../chain/open.ts';
import { PART_KEY_SIZE } from '../../chain/seal.ts';
import { EVENT } from '../../custody/events/all.ts';
import { type Share, share } from '../../custody/events/share.ts';
import type { CustodyEvent } from '../../custody/evidence.ts';
import type { View } from '../../ledger/types.ts';
import { chainsOfSelf } from './freshness.ts';
import type { Self } from './reading.ts';

export interface SharedKeys {
  /** What siblings say is Ko of this event; more than one where a chain forked. The commit of the event proves it. */
  of(chain: string, seq: number): readonly Bytes[];
  /** What siblings say opens details and manifest of an event that has no Ko for the party; its commits prove it. */
  parts(chain: string, seq: number): readonly HeldKeys[];
}

/** Bytes of seq and Ko. */
export const SHARED_SIZE = 8 + PART_KEY_SIZE;
/** Bytes of seq, Kd and Km. */
export const SHARED_PARTS_SIZE = 8 + 2 * PART_KEY_SIZE;

/** What a `share` event says, as its private part was opened. */
export function readShare(said: JsonObject | undefined): Share | undefined {
  return said && share.parts.private(said);
}

type Open = (share: CustodyEvent, known: readonly Bytes[]) => JsonObject | 'missing-page' | undefined;

/**
 * Reads every `share` event of the own party that opens, by a grant or with the keys of a newer one.
 * @param open the private part of one, given the keys that others name for it
 */
export function sharedKeys(view: View, self: Self, open: Open): SharedKeys {
  const books = new Map<string, Share[]>();
  const partBooks = new Map<string, Bytes[]>();
  const chains = chainsOfSelf(view.authority(), self);
  const of = (chain: string, seq: number) =>
    (books.get(chain) ?? []).flatMap(({ keys }) => entriesOf(keys, seq, SHARED_SIZE));
  let closed = chains.flatMap((chain) => [...view.eventsOf([EVENT.share.type], { chain })].reverse());
  for (let left = closed.length + 1; closed.length < left; ) {
    left = closed.length;
    closed = closed.filter((event) => {
      const said = open(event, of(event.chain, event.leaf.seq));
      const share = said === 'missing-page' ? undefined : readShare(said);
      if (share === undefined) return true;
      if (share.keys.length > 0) add(books, share.chain, share);
      for (const { chain, keys } of share.parts ?? []) add(partBooks, chain, keys);
      return false;
    });
  }
  const parts = (chain: string, seq: number) =>
    (partBooks.get(chain) ?? []).flatMap((keys) =>
      entriesOf(keys, seq, SHARED_PARTS_SIZE).map((both) => ({
        kd: both.subarray(0, PART_KEY_SIZE),
        km: both.subarray(PART_KEY_SIZE),
      })),
    );
  return { of, parts };
}

function add<T>(books: Map<string, T[]>, chain: string, one: T): void {
  const book = books.get(chain);
  if (book === undefined) books.set(chain, [one]);
  else book.push(one);
}

/** The events that the parts of a share name. */
export function* namedIn({ parts }: Share): Iterable<{ readonly chain: string; readonly seq: number }> {
  for (const { chain, keys } of parts ?? []) {
    const count = Math.floor(keys.length / SHARED_PARTS_SIZE);
    for (let i = 0; i < count; i++) yield { chain, seq: seqAt(keys, i, SHARED_PARTS_SIZE) };
  }
}

function seqAt(keys: Bytes, index: number, size: number): number {
  return Number(bufferOf(keys).readBigUInt64BE(index * size));
}

/** What stands under a seq in entries of this size that ascend by it; more than once where a chain forked. */
function entriesOf(keys: Bytes, seq: number, size: number): readonly Bytes[] {
  const count = Math.floor(keys.length / size);
  let [from, to] = [0, count];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (seqAt(keys, middle, size) < seq) from = middle + 1;
    else to = middle;
  }
  const found: Bytes[] = [];
  for (let i = from; i < count && seqAt(keys, i, size) === seq; i++)
    found.push(keys.subarray(i * size + 8, (i + 1) * size));
  return found;
}
