// The life of an item: what the fold of its events says, as values (DESIGN §5.1).
import type { Bytes } from '../chain/bytes.ts';
import type { CustodyEvent } from './evidence.ts';
import type { ReasonCode } from './reasons.ts';

/** Where an item is. Parties are GLNs, times are ms. */
export type State =
  | { readonly at: 'none' }
  | { readonly at: 'active'; readonly holder: string }
  /** `origin` is the party that made the container, `since` the container's step at which this item went in. */
  | { readonly at: 'inside'; readonly container: Bytes; readonly origin: string; readonly since: number }
  /** `reason` marks a return; `held` is the quarantine it left under; `chain` and `since` are those of the ship event. */
  | {
      readonly at: 'transit';
      readonly from: string;
      readonly to: string;
      readonly reason?: string;
      readonly held?: string;
      readonly chain: string;
      readonly since: number;
    }
  | { readonly at: 'quarantined'; readonly holder: string; readonly reason: string }
  | { readonly at: 'unaccounted'; readonly holder: string }
  /** `when` is the event's time; `supplied` the time of supply where that was earlier, as its author claims. */
  | {
      readonly at: 'dispensed';
      readonly by: string;
      readonly when: number;
      readonly supplied?: number;
      readonly site?: string;
    }
  | {
      readonly at: 'decommissioned';
      readonly by: string;
      readonly reason: string;
      readonly when: number;
      readonly site?: string;
    }
  | { readonly at: 'disputed'; readonly between: readonly string[] };

export type Inside = Extract<State, { at: 'inside' }>;

/** What an event is for the item whose row it carries. */
export type RowRole = 'subject' | 'child' | 'container' | 'opened' | 'missing';

export interface Step {
  readonly n: number;
  /** The event that made the step; where several stand together, the one with the lowest leaf hash. */
  readonly event: CustodyEvent;
  /** All events that stand at this step; more than one where a container was opened or filled twice at once. */
  readonly events: readonly CustodyEvent[];
  /** The event's type. */
  readonly kind: string;
  readonly role: RowRole;
  /** The state after the step. */
  readonly state: State;
  /** The decoded details (what every holder may read). */
  readonly details: Details;
  /** For an item that goes into a container, out of one or is opened in one: the container's step at which it does. */
  readonly place?: number;
}

/** Details of any custody event, decoded; which fields are there depends on the type (events/custody.ts). */
export interface Details {
  readonly container?: Bytes;
  readonly opens?: readonly Bytes[];
  readonly missing?: readonly Bytes[];
  readonly to?: string;
  readonly from?: string;
  readonly reason?: string;
  readonly note?: string;
  readonly notSupplied?: boolean;
  /** ms. */
  readonly suppliedAt?: number;
}

/** Something noticed while folding; the verdict table says what it means for whom. */
export interface Finding {
  readonly reason: ReasonCode;
  /** GLNs of the parties named, or chain ids where the author is no party. */
  readonly by?: readonly string[];
  /** Reference of the event that shows it. */
  readonly event?: string;
  /** Its type. */
  readonly kind?: string;
  /** Its claimed time, ms. */
  readonly when?: number;
  /** Decommissioning reason, quarantine reason and the like. */
  readonly detail?: string;
  /** Set where it was noticed of a container around the item: 1 is the innermost. */
  readonly around?: number;
  /** The event lies beyond the end of the life: nothing here says that its author ever held the item. */
  readonly beyond?: true;
  /** It claimed the end of the item and does not stand: something else at its step does. */
  readonly overtaken?: true;
}

/** One way to read a life that has several (docs/decisions.md "Possession beats absence"). */
export interface Line {
  readonly life: Life;
  /** The way that the rules prefer; third parties go by it. Of a dispute none is. */
  readonly main: boolean;
  /** Goods were seen in hand on it after it parted from the others. */
  readonly handled: boolean;
  /** A regulator assigned the item elsewhere. */
  readonly closed: boolean;
  /** The entry with which it parted from the others. */
  readonly since: CustodyEvent;
  /** All that stands on it, in order: the item's own steps, and those of containers while it was in them. */
  readonly way: readonly { readonly step: Step; readonly within?: Bytes }[];
  /** References of all events on it. */
  readonly refs: ReadonlySet<string>;
}

export interface Life {
  readonly key: Bytes;
  readonly kind: 'pack' | 'container';
  /** The party that made it: commissioner of a pack, author of a container's first pack. */
  readonly origin?: string;
  readonly steps: readonly Step[];
  readonly state: State;
  /** The state resolved through the containers around: never `inside`. */
  readonly effective: State;
  /** The step the item's next event carries; where disputed, the step in dispute. */
  readonly next: number;
  /** Containers around, innermost first. */
  readonly around: readonly Life[];
  /** Own findings, and those of containers around that are told of the item too (marked `around`). */
  readonly findings: readonly Finding[];
  /** The event that commissioned a pack. */
  readonly commission?: CustodyEvent;
  /** Commissionings of this very token by parties that are not makers of the GTIN; looked at only where none counts. */
  readonly strangers: readonly CustodyEvent[];
  /** A regulator's hold on the item itself. */
  readonly hold?: { readonly reason: string; readonly by: string; readonly event: string; readonly when: number };
  /** The next step of the regulators' hold series. */
  readonly nextHold: number;
  /** Recalls that name this item by a row of its own. */
  readonly recalls: readonly CustodyEvent[];
  /** All ways to read it, the main one first, where there are several. */
  readonly lines?: readonly Line[];
  /** There are more ways than are followed. */
  readonly tangled?: true;
  /** Entries that their author took back after others had gone on from them. */
  readonly lateRetractions?: readonly CustodyEvent[];
}
