// What receiving is asked, and what it answers.
import type { refusalLine } from '../items/goods.ts';
import type { Written } from '../record/write.ts';

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

export interface ReceiveData extends Written {
  readonly exit: number;
  /** The party whose goods alone were asked for. */
  readonly from?: string;
  readonly fromName?: string;
  /** Receipts first, then what was set apart, then what the shippers are told. */
  readonly events: readonly string[];
  /** Outermost items. */
  readonly received: number;
  readonly packs: number;
  /** As they were named. */
  readonly missing: readonly string[];
  readonly extra: readonly string[];
  readonly damaged: readonly string[];
  /** Recalled, expired or held: here now, and quarantined. */
  readonly held: readonly HeldLine[];
  /** Packs that came back: quarantined until they are inspected. */
  readonly returned: number;
  /** What was named and not received, and what `all` passed over (`n` is 0), and why. */
  readonly items: readonly ReturnType<typeof refusalLine>[];
}
