// What receiving is asked, and what it answers.
import type { refusalLine } from '../items/goods.ts';
import type { Received } from '../record/received.ts';

export interface ReceiveRequest {
  /** Shipments, SSCCs and scans; none with `all`. */
  readonly items: readonly string[];
  readonly all?: boolean;
  /** Only what this party sent. */
  readonly from?: string;
  readonly missing?: readonly string[];
  readonly damaged?: readonly string[];
  readonly checked?: boolean;
  readonly note?: string;
}

export interface HeldLine {
  readonly item: string;
  readonly code: string;
  readonly reason: string;
  readonly packs: number;
}

export interface ReceiveData extends Received {
  /** Recalled, expired or held: here now, and quarantined. */
  readonly held: readonly HeldLine[];
  /** Packs that came back: quarantined until they are inspected. */
  readonly returned: number;
  /** What was named and not received, and what `all` passed over (`n` is 0), and why. */
  readonly items: readonly ReturnType<typeof refusalLine>[];
}
