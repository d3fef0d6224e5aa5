// What folds tell each other: how an event stands in a container's life, and where a life can be read in two ways.
import type { Bytes } from '../chain/bytes.ts';
import type { CustodyEvent, Evidence } from './evidence.ts';
import type { RowRole, State, Step } from './life.ts';
import type { Opened } from './opening.ts';

export type Transit = Extract<State, { at: 'transit' }>;

/** How an event stands in the life of a container. */
export type EventStanding =
  | { readonly as: 'stands'; readonly n: number; readonly role: RowRole; readonly transit?: Transit }
  /** Allowed, and does not stand: it lost against something else at the same step, was taken back, or is disputed. */
  | { readonly as: 'lost' }
  /** Found beyond the end of the container's life: what lies between has not arrived. */
  | { readonly as: 'ahead' }
  /** The container's life cannot be read here yet. */
  | { readonly as: 'unknown' }
  | { readonly as: 'no' };

/** How a party could have opened a container: at step `n`, had `instead` not stood. */
export interface Opening {
  readonly n: number;
  readonly instead: Instead;
}

/** What stands in the life of a container, or of one around it, instead of what would have let a party open it. */
export interface Instead {
  /** The last step of the container before that. */
  readonly from: number;
  readonly events: readonly CustodyEvent[];
}

/** A step from which the life can be read in several ways. */
export interface Contest {
  readonly n: number;
  /** The events that each way rests on. */
  readonly ways: readonly (readonly CustodyEvent[])[];
  /** The first way is the one that stands; otherwise none does. */
  readonly main: boolean;
  /** The other ways have ended: a regulator assigned the item. */
  readonly closed: boolean;
}

/** The item that a fold is about. */
export interface Subject {
  readonly kind: 'pack' | 'container';
  readonly key: Bytes;
  readonly gtin?: string;
  readonly origin?: string;
}

/** The life of one item as other folds, and whoever follows its way, read it. */
export interface Folded {
  readonly item: Subject;
  readonly steps: readonly Step[];
  readonly contests: readonly Contest[];
  readonly state: State;
  readonly next: number;
  /** How this event stands in the life of this container. Folds no further than needed. */
  standing(event: CustodyEvent): EventStanding;
  /**
   * Whether the party with this GLN, in charge of the container after step `since`, could have opened it with this event
   * by what it wrote later, though other entries of its own stand.
   */
  opening(event: CustodyEvent, gln: string, since: number): Opening | undefined;
  /** Folded to its end; undefined while that is under way. */
  whole(): Folded | undefined;
}

/** Everything that many folds share: opened events and the folds of containers. */
export interface Folds {
  readonly evidence: Evidence;
  readonly opened: Opened;
  /** The fold of a container that this party made. */
  container(key: Bytes, origin: string): Folded;
  /** Parties that made a container with this key. */
  origins(key: Bytes): readonly string[];
  /** The same over all events: what others received or went on from is a fact on every line. */
  readonly all: Folds;
  /** Folds under way, outermost first. */
  readonly underWay: Folded[];
  /** Calls a fold's result provisional: it was reached while another one was half done. */
  provisional(fold: Folded): void;
  /** Some life can be read in two ways. */
  contested(): void;
}
