// Lists of goods that were or are in the own hands, and that the stock has not taken in yet.
import { type Bytes, b64u, hex, unb64u, unhex } from '../../chain/bytes.ts';
import type { JsonObject } from '../../chain/canonical.ts';
import type { Knowledge } from './knowledge.ts';

/** Lists of goods that were or are in the own hands, and that the stock has not taken in yet. */
export const LISTED = 'listed:';

/** Containers that such a list names: how they were filled is one as well. */
export const WANTED = 'wanted:';

/** A `pack` event that filled a container, with the key of its manifest. */
export interface Filling {
  /** `CHAIN/SEQ` of the pack event. */
  readonly event: string;
  readonly hash: Bytes;
  readonly m: Bytes;
}

/** A list of goods that is to be taken in: an event, and of a container the filling. */
export interface OwnList {
  readonly key: string;
  readonly ref: string;
  readonly filling?: Filling & { readonly container: Bytes };
}

/** Lists of goods that nobody has taken in yet. */
export function ownLists(known: Knowledge): readonly OwnList[] {
  return known.index.list(LISTED).map(({ key, value }) => {
    const [ref = '', container] = key.slice(LISTED.length).split(' ');
    if (container === undefined) return { key, ref };
    const { hash, m } = value as JsonObject;
    const filling = { event: ref, hash: unb64u(String(hash)), m: unb64u(String(m)), container: unhex(container) };
    return { key, ref, filling };
  });
}

export function listTaken(known: Knowledge, { key }: OwnList): void {
  known.index.delete(key);
}

export function listFilling(known: Knowledge, container: Bytes, { event, hash, m }: Filling): void {
  known.index.put(`${LISTED}${event} ${hex(container)}`, { hash: b64u(hash), m: b64u(m) });
}
