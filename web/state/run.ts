// What a run of scanning is, as the page knows it: what it is for, what the node says of each move, and how far it is.
import type { ItemShown, Status } from '../api/documents.ts';

export type Mode = 'receive' | 'ship' | 'pack' | 'stock-take';

/** What a session is for. */
export interface Wanted {
  readonly mode: Mode;
  readonly to?: string;
  readonly into?: string;
  readonly shipment?: string;
  readonly despatch?: string;
}

export interface Tally {
  readonly counted: number;
  readonly packs: number;
  readonly expected?: number;
  readonly here?: number;
}

/** What the node says of one move. */
export interface LineShown {
  readonly move?: number;
  readonly kind: 'start' | 'scan' | 'key' | 'problem' | 'end';
  readonly mode?: Mode;
  readonly result?: string;
  readonly status?: Status;
  readonly code?: string;
  readonly text?: string;
  readonly advice?: string;
  readonly again?: boolean;
  readonly item?: ItemShown;
  readonly product?: string;
  readonly packs?: number;
  readonly tally?: Tally;
  readonly asks?: boolean;
  readonly event?: string;
  readonly into?: string;
  readonly missing?: readonly string[];
  readonly unexpected?: readonly string[];
  readonly recorded?: {
    readonly packs?: number;
    readonly missing?: readonly string[];
    readonly damaged?: readonly string[];
    /** Of what was not received; of a shipment how many there were. */
    readonly items?: number | readonly { readonly input: string; readonly reason: string }[];
  };
}

export interface Running {
  readonly id: string;
  readonly wanted: Wanted;
  readonly tally: Tally | undefined;
  /** The newest line about a scan or a key. */
  readonly line: LineShown | undefined;
  /** The last line of all, where it has ended. */
  readonly end?: LineShown;
  readonly others: readonly string[];
  /** Whom it goes to, by name where the node knows one, and the container it goes into. */
  readonly to?: string;
  readonly into?: string;
  /** Something was scanned in it before it was opened here. */
  readonly isContinued: boolean;
  /** Another tab goes on with it, and what is scanned here is not counted. */
  readonly isTaken?: true;
  /** So many scans came after its end, and count nowhere. */
  readonly late?: number;
}

/** A session that was not finished, of this device. */
export interface Unfinished extends Wanted {
  readonly id: string;
  readonly scans: number;
}
