// What became of one scan of a pack to supply.
import type { Verdict } from '../../custody/verdict.ts';

/** What became of one scan. */
export interface DispenseLine {
  readonly exit: number;
  readonly result: 'dispensed' | 'refused' | 'queued';
  readonly item: { readonly gtin: string; readonly serial: string; readonly lot?: string; readonly expiry?: string };
  /** The dispense event. */
  readonly event?: string;
  /** Where it was refused or had to wait, and for what is dispensed with a caution. */
  readonly verdict?: Verdict;
  /** Id in the outbox. */
  readonly queued?: string;
  readonly opened?: readonly string[];
}
