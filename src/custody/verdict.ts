// The answer to a scan: status, every reason, cause, custody, freshness (DESIGN §6, `verify` in CLI.md).
import type { Finding } from './life.ts';
import type { Cause, NextStep, ReasonCode, Status } from './reasons.ts';
import type { ReportFinding } from './report-words.ts';

/** What was read from the label; expiry 'YYYY-MM-DD', DD may be 00. */
export interface Label {
  readonly gtin: string;
  readonly serial: string;
  readonly lot?: string;
  readonly expiry?: string;
}

/** One reason as an answer shows it. */
export interface VerdictReason {
  readonly code: ReasonCode;
  readonly status: Exclude<Status, 'genuine'>;
  readonly exit: number;
  readonly text: string;
  readonly advice: string;
  /** What the advice comes to, the first thing first. */
  readonly next: readonly NextStep[];
  /**
   * What `text` and `advice` are filled with, by the names of docs/verdicts.md: parties by name (several as `by`, `by2` …),
   * times in ISO 8601 UTC.
   */
  readonly values: Readonly<Record<string, string>>;
  readonly emvs?: string;
  readonly vrs?: string;
  /** When what is told happened, ISO 8601 UTC. */
  readonly at?: string;
  /** GLNs of the parties named. */
  readonly by?: readonly string[];
  /** GLN of the site where it was done, where that is known. */
  readonly site?: string;
  /** Packs of a container this holds for. */
  readonly count?: number;
  /** How many of the same kind and weight are not told one by one. */
  readonly more?: number;
  /** A caution that a person has to answer before the item is supplied. */
  readonly confirm?: true;
}

/** What the asking party did itself with an item that it does not have any more. */
export interface OwnStep {
  readonly did: 'shipped' | 'returned' | 'supplied' | 'ended';
  /** A sentence for people, told before all reasons. */
  readonly text: string;
  /** When it was done, ISO 8601 UTC. */
  readonly at: string;
  readonly to?: { readonly gln: string; readonly name: string };
  /** The event; absent for a supply that waits to be recorded. */
  readonly event?: string;
  /** GLN of the site. */
  readonly site?: string;
  /** The own reference of a supply, where the keys here open it. */
  readonly ref?: string;
}

/** What a document of the world outside says of an item that the network does not know: the word of its sender. */
export interface OutsideClaim {
  /** SHA-256 of the file, in hex. */
  readonly document: string;
  /** The event of the file, counted from 0. */
  readonly event: number;
  /** GLN. */
  readonly sender?: string;
  readonly senderName?: string;
  readonly trust: 'none' | 'named' | 'trusted';
  /** When what it says happened, ISO 8601 UTC. */
  readonly at?: string;
  readonly lot?: string;
  /** 'YYYY-MM-DD' */
  readonly expiry?: string;
  readonly state: string;
  /** GLNs. */
  readonly from?: string;
  readonly to?: string;
  /** The container that it is in. */
  readonly within?: string;
}

/** What these come to, where no maker's word is here. */
export interface Claimed {
  readonly code: 'outside-claim' | 'outside-unproved' | 'outside-claim-differs' | 'outside-gone';
  readonly sender: string;
  /** ms. */
  readonly when?: number;
  readonly label?: string;
  readonly detail?: string;
  readonly claims: readonly OutsideClaim[];
}

export interface Verdict {
  readonly status: Status;
  readonly exit: number;
  /** What is at the bottom of it; null where the item is genuine. */
  readonly cause: Cause | null;
  /** Scanning again, or after a sync, may give another answer. */
  readonly retry: boolean;
  readonly reasons: readonly VerdictReason[];
  readonly own?: OwnStep;
  /** A caution that asks: supplied on a person's word alone, not sent on until it is settled. */
  readonly confirm?: true;
  readonly item: {
    readonly gtin?: string;
    readonly serial?: string;
    readonly lot?: string;
    readonly expiry?: string;
    readonly sscc?: string;
    readonly packs?: number;
  };
  readonly product?: { readonly name: string; readonly strength?: string; readonly form?: string };
  readonly maker?: { readonly name: string; readonly gln: string; readonly contact?: string };
  readonly custody: {
    readonly state: string;
    readonly holder?: { readonly gln: string; readonly name: string };
    readonly from?: { readonly gln: string; readonly name: string };
    readonly to?: { readonly gln: string; readonly name: string };
  };
  /** All ways to read where it is, the main one first, where records contradict each other. */
  readonly lines?: readonly {
    readonly main: boolean;
    /** The viewer is its custodian. */
    readonly yours: boolean;
    readonly handled: boolean;
    readonly closed: boolean;
    readonly since: string;
    readonly custody: Verdict['custody'];
  }[];
  /** What documents of the world outside say of it; absent where the chain knows it. */
  readonly claims?: readonly OutsideClaim[];
  readonly repairs: readonly unknown[];
  readonly candidates?: readonly unknown[];
  readonly fresh: { readonly peers: number; readonly oldest: string | null };
}

/** What is asked, by whom and when. */
export interface Question {
  /** The moment to judge by, ms. */
  readonly now: number;
  /** Where the wall clock stands behind what was recorded or heard here: what it says, and the newest of that, ms. */
  readonly clock?: { readonly says: number; readonly newest: number };
  /** The calendar day of `now` in the node's zone, 'YYYY-MM-DD'. */
  readonly today: string;
  /** GLN relative to which custody is judged: the own party, or `--at`; absent for a regulator or observer without it. */
  readonly viewer?: string;
  /** The chain that asks: what another chain of the viewer did was done at another till. */
  readonly chain?: string;
  /** The viewer supplied it, ms, and that waits to be recorded. */
  readonly supplied?: { readonly when: number; readonly ref?: string };
  readonly fresh: { readonly peers: number; readonly oldest?: number };
  /** The party works alone: nobody can bring it news of goods. */
  readonly alone?: true;
  /** ms after which knowledge is stale. */
  readonly maxAge: number;
  /** Days before the expiry from which `expires-soon` is told; 30 where absent. */
  readonly soonDays?: number;
  /** Repairs of the scan, as `gs1` gives them. */
  readonly repairs?: readonly unknown[];
  /** Other readings of the scan, where it was not settled which is meant. */
  readonly candidates?: readonly unknown[];
  /** The maker's own node knows that the serial was allocated and never commissioned. */
  readonly allocated?: boolean;
  /** Reports that this node may read (maker and regulators), of a pack and of others of its lot. */
  readonly reports?: (gtin: string, serial: string, lot: string | undefined) => readonly Reported[];
  /** What documents say, where the chain has no commissioning. */
  readonly claimed?: Claimed;
  /** Findings of the caller's own, for example that the contents of a container are not known here. */
  readonly more?: readonly Finding[];
  /** How a time (ms) is said in the node's zone; ISO 8601 in UTC where absent. */
  readonly sayTime?: (at: number) => string;
}

/** A `report` as far as a verdict needs it. */
export interface Reported {
  readonly as: ReportFinding;
  readonly gtin: string;
  readonly serial?: string;
  readonly lot?: string;
  readonly by: string;
  readonly when: number;
}

export type { Cause, Status } from './reasons.ts';
