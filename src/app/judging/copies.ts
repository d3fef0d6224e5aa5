// Whoever published tokens of goods that it does not know: told once of each author, however many tokens it copied.
import type { JsonObject } from '../../chain/canonical.ts';
import type { CustodyEvent } from '../../custody/evidence.ts';
import type { Life } from '../../custody/life.ts';
import type { Knowledge } from '../record/knowledge.ts';

const COPIED = 'copied:';

/** An author of copies, with the event that was found first. */
export interface Copier {
  readonly chain: string;
  readonly event: string;
  /** ms. */
  readonly at: number;
}

/** Remembers the author of a copy. */
export function noteCopy({ index }: Knowledge, { chain, ref, leaf }: CustodyEvent): void {
  if (index.get(COPIED + chain) === undefined) index.put(COPIED + chain, { event: ref, at: leaf.at });
}

/** Commissionings of this very token by others than the maker, whose own is here: copies. */
export function noteCopies(known: Knowledge, { commission, strangers }: Life): void {
  if (commission !== undefined) for (const event of strangers) noteCopy(known, event);
}

export function isCopier({ index }: Knowledge, chain: string): boolean {
  return index.get(COPIED + chain) !== undefined;
}

export function copiers({ index }: Knowledge): readonly Copier[] {
  return index.list(COPIED).map(({ key, value }) => {
    const { event, at } = value as JsonObject;
    return { chain: key.slice(COPIED.length), event: String(event), at: Number(at) };
  });
}
