// The documents of the command line as far as the page shows them. The node made them, and holds them to its schemas; whatever
// they say of goods and partners may have been written by anybody, and is shown as text alone.

export interface Named {
  readonly name: string;
  readonly gln: string;
}

export interface Failure {
  readonly ok: false;
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  readonly exit?: number;
  /** What of several things stood against it. */
  readonly items?: readonly { readonly input: string; readonly reason: string }[];
  /** Seconds until a PIN is taken again. */
  readonly wait?: number;
  /** Set by the page: an earlier try of the same broke off, and nobody can tell whether it was recorded. */
  readonly unsure?: true;
}

/** Who this device is, and what it may do now. */
export interface Me {
  readonly device: { readonly name: string; readonly role: string };
  readonly party: Named & { readonly roles?: readonly string[] };
  readonly version: string;
  readonly languages: readonly string[];
  readonly key: 'open' | 'locked' | 'observer';
  readonly may: readonly string[];
  readonly operators: boolean;
  readonly operator?: string;
  readonly lockAfter?: number;
  /** What supplies a genuine pack at a till. */
  readonly confirm: 'button' | 'rescan' | 'auto';
  readonly screen?: string;
}

export type Status = 'genuine' | 'caution' | 'stop' | 'unknown';

export interface ReasonShown {
  readonly code: string;
  readonly status: Status;
  readonly text: string;
  readonly advice: string;
  readonly next: readonly string[];
  readonly emvs?: string;
  readonly confirm?: boolean;
}

export interface ItemShown {
  readonly gtin?: string;
  readonly serial?: string;
  readonly lot?: string;
  readonly expiry?: string;
  readonly sscc?: string;
  readonly packs?: number;
}

export interface ProductShown {
  readonly name: string;
  readonly strength?: string;
  readonly form?: string;
}

export interface OwnShown {
  readonly did: string;
  readonly text: string;
  readonly at: string;
}

export interface VerdictShown {
  readonly status: Status;
  readonly cause: 'scan' | 'data' | 'state' | 'suspect' | null;
  readonly reasons: readonly ReasonShown[];
  readonly item: ItemShown;
  readonly own?: OwnShown;
  readonly product?: ProductShown;
  readonly maker?: Named & { readonly contact?: string };
  readonly confirm?: boolean;
  readonly custody?: CustodyShown;
  readonly fresh?: { readonly peers: number; readonly oldest: string | null };
}

export interface CustodyShown {
  readonly state: string;
  readonly holder?: Named;
  readonly from?: Named;
  readonly to?: Named;
}

/** The answer to a dispense: what was recorded, or the verdict that forbids it. */
export interface DispenseShown extends Partial<VerdictShown> {
  readonly result: 'dispensed' | 'refused' | 'queued';
  readonly item: ItemShown;
  readonly at?: string;
  readonly already?: boolean;
  readonly warnings?: readonly string[];
}

export interface StepShown {
  readonly type: string;
  readonly at: string;
  readonly by: string;
  readonly gln: string;
  readonly to?: string;
  readonly within?: string;
  readonly reason?: string;
  readonly despatch?: string;
  readonly operator?: string;
  readonly event?: string;
}

export interface TraceShown {
  readonly item: ItemShown;
  readonly product?: ProductShown;
  readonly own?: OwnShown;
  readonly steps: readonly StepShown[];
  readonly recalls?: readonly {
    readonly class: number;
    readonly reason: string;
    readonly by: string;
    readonly at: string;
    readonly state: string;
    readonly number?: string;
  }[];
  readonly state: string;
  readonly custody: CustodyShown & { readonly between?: readonly string[] };
  readonly lines?: readonly { readonly main: boolean; readonly since: string; readonly custody: CustodyShown }[];
  readonly findings: readonly { readonly code: string; readonly text: string; readonly at?: string }[];
  readonly reasons?: readonly ReasonShown[];
}

export type Counts = Readonly<Record<string, number>>;

export interface RecallShown {
  readonly id: string;
  readonly number?: string;
  readonly gtin: string;
  readonly product?: ProductShown;
  readonly lots: readonly string[];
  readonly scope: 'lots' | 'all' | 'serials';
  /** Packs named one by one beside the lots. */
  readonly singles?: number;
  readonly class: number;
  readonly reason: string;
  readonly instructions?: string;
  readonly contact?: string;
  readonly by: string;
  readonly at: string;
  readonly state: 'open' | 'ended' | 'rescinded';
  readonly packs: number;
  readonly here: {
    readonly mayHold: boolean;
    readonly own: boolean;
    readonly answered: boolean;
    readonly unrecorded: boolean;
    readonly counts?: Counts;
    readonly places?: readonly { readonly within?: string; readonly packs: number }[];
    readonly sentTo?: readonly string[];
    readonly coming?: number;
  };
}

export interface RecallStory {
  readonly recall: RecallShown;
  readonly events: readonly {
    readonly event: string;
    readonly type: string;
    readonly at: string;
    readonly by: string;
    readonly reason?: string;
    readonly outcome?: string;
    readonly kind?: string;
    readonly party?: string;
    readonly result?: string;
  }[];
}

export interface RecallCheck {
  readonly event: string;
  readonly at: string;
  readonly by: string;
  readonly method: string;
  readonly result: string;
  readonly note?: string;
}

interface Apart {
  readonly held: number;
  readonly quarantined: number;
}

export interface RecallSum {
  readonly recall: string;
  readonly parties: readonly (Named & {
    readonly state: 'answered' | 'outdated' | 'silent';
    readonly overdue?: boolean;
    readonly effective: boolean;
    readonly attempts: readonly RecallCheck[];
    readonly checked?: RecallCheck;
    readonly level?: string;
    readonly from?: readonly string[];
    readonly lives?: Counts;
    readonly counts?: Counts;
    readonly note?: string;
    readonly contact?: string;
    readonly at?: string;
  })[];
  readonly sum: {
    readonly commissioned: number;
    readonly atMaker: Apart;
    readonly inTransit: number;
    readonly consignees: Apart;
    readonly sentOn: Apart;
    readonly dispensed: number;
    readonly decommissioned: Counts;
    readonly unaccounted: number;
    readonly disputed: number;
    readonly notKnownHere: number;
    readonly contested: number;
  };
  readonly basis: { readonly at: string; readonly heard: readonly (Named & { readonly at: string })[] };
  readonly effectiveness: number;
}

export interface DayShown {
  readonly party: Named;
  readonly roles: readonly string[];
  readonly fresh: { readonly peers: number; readonly oldest: string | null };
  readonly todo: readonly { readonly what: string; readonly count: number; readonly ageHours?: number }[];
  readonly recalls: readonly RecallShown[];
  readonly today: { readonly day: string; readonly events: number; readonly types: Counts };
  readonly backup?: { readonly at: string; readonly ageHours: number; readonly behind: number };
}

export interface LotShown {
  readonly gtin: string;
  readonly product?: string;
  readonly strength?: string;
  readonly form?: string;
  readonly lot: string;
  readonly expiry: string;
  readonly packs: number;
  readonly byState?: Counts;
}

export interface ShipmentShown {
  readonly shipment: string;
  readonly fromName: string;
  readonly toName: string;
  readonly at: string;
  readonly ageHours: number;
  readonly items: number;
  readonly packs: number;
  readonly lots: readonly LotShown[];
  readonly despatch?: string;
  readonly contact?: string;
  readonly refused?: { readonly at: string; readonly reason: string };
  readonly outside?: boolean;
}

export interface DeviceShown {
  readonly name: string;
  readonly role: string;
  readonly created: string;
  readonly seen?: string;
  readonly here?: boolean;
}

/** What a page of a list has beside its rows. */
export interface Paged {
  readonly total: number;
  readonly next?: string;
}
