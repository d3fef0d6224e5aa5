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
  /** Of those that were found the last one on its chain. */
  readonly last: { readonly seq: number; readonly event: string; readonly at: number };
}

/** Remembers the author of a copy. */
export function noteCopy({ index }: Knowledge, { chain, ref, leaf }: CustodyEvent): void {
  const before = index.get(COPIED + chain) as JsonObject | undefined;
  const last = { seq: leaf.seq, event: ref, at: leaf.at };
  if (before === undefined) index.put(COPIED + chain, { event: ref, at: leaf.at, last });
  else if (lastOf(before).seq < leaf.seq) index.put(COPIED + chain, { ...before, last });
}

// Where it was not noted yet which one was the last, the first is.
function lastOf({ event, at, last }: JsonObject): Copier['last'] {
  if (last !== undefined) return last as unknown as Copier['last'];
  return { seq: Number(String(event).split('/')[1]?.split('~')[0]), event: String(event), at: Number(at) };
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
    const last = lastOf(value as JsonObject);
    return { chain: key.slice(COPIED.length), event: String(event), at: Number(at), last };
  });
}
