// How far the own chains were read for documents: all before is in the index, so that taking a file in does not read them all again.
import type { Json } from '../../chain/canonical.ts';
import type { Local, Marks, View } from '../../ledger/types.ts';
import { ownChains, type Self } from '../node/reading.ts';
import { type Anchored, anchored } from './audit-documents.ts';
import { documentRecord } from './document-records.ts';

type Known = Pick<Local, 'documents' | 'past'>;

interface CaughtUp {
  /** Of the own chains, and of what was mended. */
  readonly marks: Marks;
  /** Documents of ledgers that this party was in before. */
  readonly past: number;
}

const CAUGHT_UP = 'caught-up';
/** Hashes of what was kept and is no file of a partner. */
export const OTHER = 'other:';
/** Documents that are looked at again each time; noting how far it is costs a commit. */
const A_FEW = 50;

/** What was anchored since the index was whole, and perhaps before. */
export function anchoredSince(view: View, self: Self, local: Known): readonly Anchored[] {
  const before = local.documents.get(CAUGHT_UP) as unknown as CaughtUp | undefined;
  return anchored(view, self, before?.past === local.past.count() ? { local, since: before.marks } : { local });
}

/** Whether it is time to note that all of these are in the index. */
export function isWorthNoting(since: readonly Anchored[]): boolean {
  return since.length >= A_FEW;
}

/** Notes that all that was anchored by now is in the index. */
export function noteCaughtUp(view: View, self: Self, local: Known): void {
  const own = new Set(['*', ...ownChains(self)]);
  const marks = Object.entries(view.marks()).filter(([name]) => own.has(name.split('~')[0] ?? ''));
  const made: CaughtUp = { marks: Object.fromEntries(marks), past: local.past.count() };
  local.documents.put(CAUGHT_UP, made as unknown as Json);
}

/** The event that anchored a file, whether it is in the index or not. */
export function anchorOf(view: View, self: Self, local: Known, hash: string): string | undefined {
  const known = documentRecord(local, hash);
  if (known !== undefined) return known.event;
  const among = local.documents.has(OTHER + hash) ? anchored(view, self, { local }) : anchoredSince(view, self, local);
  return among.find((one) => one.hash === hash)?.ref;
}
