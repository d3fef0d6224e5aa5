// What an exchange asks of a ledger: an embedded one has it, and whatever stands for one during a turn.
import type { Blobs, Ledger, View } from '../ledger/types.ts';

type Asked =
  | 'read'
  | 'publish'
  | 'mark'
  | 'knows'
  | 'checkAhead'
  | 'admitAll'
  | 'putPages'
  | 'hear'
  | 'prove'
  | 'acknowledge';

/** Where parts of commits wait for the rest. Which these are is told by whoever does not have them at hand. */
export interface CommitParts {
  readonly aside: Pick<Blobs, 'get' | 'put' | 'delete'> & Partial<Pick<Blobs, 'keys'>>;
}

export interface ExchangeLedger extends Pick<Ledger, Asked> {
  readonly local: CommitParts;
  /** Runs `fn` with what may be written of it. */
  write<T>(fn: (local: CommitParts, view: View) => T): T;
}
