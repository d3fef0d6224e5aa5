// What a step of custody is made of: the event as an act, the item, and what each type of event makes of it.
import type { Details, RowRole, State } from './life.ts';
import type { Role } from './roles.ts';

/** An event as the table sees it, for one row of it. */
export interface Act {
  readonly type: string;
  readonly role: RowRole;
  readonly gln: string;
  readonly site?: string;
  readonly chain: string;
  readonly roles: readonly Role[];
  /** ms, as claimed. */
  readonly at: number;
  readonly details: Details;
  /** On a disputed branch: a release does not count there. */
  readonly contested: boolean;
}

/** How an event stands in the life of the container around an item. */
export interface Within {
  /** As an opening of it, or as the receipt that takes the container itself. */
  readonly as: 'opening' | 'receipt';
  /** For a receipt: the hand-over that ends with it. */
  readonly transit?: Extract<State, { at: 'transit' }>;
}

export interface StepSubject {
  readonly kind: 'pack' | 'container';
  /** 'YYYY-MM-DD', the last day, of a pack that was commissioned. */
  readonly lastDay?: string;
}

export interface Ruling {
  readonly to: State;
  /** The item stays where it is: it was opened or filled. Turns of one party at one step stand together. */
  readonly turn?: true;
  /** Allowed only because hand-overs are optional in this network. */
  readonly gap?: true;
}

type In<At extends State['at']> = Extract<State, { at: At }>;

/** How a type of event steps a life, by where the item is. What is not there is not allowed; who has the item is asked before. */
export interface Moves {
  /** Of several things that one party did at one step, the one of the highest rank stands. */
  readonly rank: number;
  /** It takes what it is about out of the containers around, and so opens them. */
  readonly opens?: true;
  /** It moves goods, so that under `endpoints` a dispense or decommission at the same step beats it. */
  readonly handOver?: true;
  /** It ends an item's life in trade. */
  readonly ends?: true;
  /** It leaves the goods where they are. */
  readonly stays?: true;
  /** Its author had the goods in hand; by its details. */
  readonly inHand?: true | ((details: Details) => boolean);
  /** Its custodian has it: loose, or out of a container where the event opens that. */
  readonly fromHand?: (act: Act, subject: StepSubject) => State | undefined;
  /** Out of a container alone. */
  readonly fromContainer?: (act: Act) => State;
  readonly fromTransit?: (state: In<'transit'>, act: Act) => State | undefined;
  readonly fromQuarantine?: (state: In<'quarantined'>, act: Act) => State | undefined;
  readonly fromUnaccounted?: (act: Act) => State | undefined;
  readonly fromEnd?: (state: In<'dispensed' | 'decommissioned'>, act: Act, subject: StepSubject) => State | undefined;
  /** Wherever the item is, whoever has it. */
  readonly fromAnywhere?: (state: State, act: Act, subject: StepSubject) => Ruling | undefined;
}

/** The site of an act, where it has one. */
export function siteOf({ site }: Act): { readonly site?: string } {
  return site === undefined ? {} : { site };
}
