// Accreditations that end: seen coming for thirty days, and told for as long as they are over.
import type { EndingRight, PartyChain, PartyInfo } from '../../custody/authority.ts';
import type { Role } from '../../custody/roles.ts';
import type { View } from '../../ledger/types.ts';
import { phrase } from '../../words/en/node.ts';
import type { Self } from './reading.ts';

const DAY = 86_400_000;
/** Whole days before the last one: thirty days before the 31st is the 1st, whatever the hour. */
const SEEN_COMING = 30;

/** A role, or some of what a manufacturer may make, that ends soon or has ended. */
export interface Term {
  readonly role: Role;
  readonly of?: readonly string[];
  /** Its last day, YYYY-MM-DD in UTC. */
  readonly until: string;
  readonly ended: boolean;
  /** Whole days that are left, the last one not counted; 0 where it has ended. */
  readonly days: number;
}

/** Of the rights that end those that do so within thirty days, or have; soonest first. */
export function termsOf({ ends }: { readonly ends: readonly EndingRight[] }, now: number): readonly Term[] {
  return ends
    .filter(({ until }) => daysLeft(until, now) <= SEEN_COMING)
    .map(({ until, ...right }) => ({
      ...right,
      until: new Date(until).toISOString().slice(0, 10),
      ended: now > until,
      days: Math.max(0, daysLeft(until, now)),
    }));
}

function daysLeft(until: number, now: number): number {
  return Math.floor((until - now) / DAY);
}

/** The terms of the own chain: what is recorded here hangs on its rights alone. */
export function ownTerms(view: View, self: Self, now: number): readonly Term[] {
  const own = ownChain(view.authority().partyOf(self.chain), self);
  return own === undefined || own.honouredSize !== undefined ? [] : termsOf(own, now);
}

function ownChain(party: PartyInfo | undefined, { chain }: Self): PartyChain | undefined {
  return party?.chains.find((one) => one.chain === chain);
}

/** `dispenser`, or `manufacturer of 9506000`. */
export function rightOf({ role, of }: Pick<Term, 'role' | 'of'>): string {
  return of === undefined ? role : phrase('of', { role, of });
}

/** Whom to ask to go on, and what they run; several rights in one line. */
export function askToGoOn(view: View, self: Self, terms: readonly Term[]): string {
  const regulator = view
    .authority()
    .regulators()
    .find((party) => !party.ended && party.gln !== self.gln);
  const contact = regulator?.contact === undefined ? '' : ` (${regulator.contact})`;
  const who = regulator === undefined ? phrase('the-regulator') : `${regulator.name}${contact}`;
  const roles = [...new Set(terms.map(({ role }) => role))].join(' --role ');
  const party = view.authority().partyOf(self.chain);
  const one = party?.chains.length === 1 ? self.gln : self.chain;
  const making = terms.some(({ role }) => role === 'manufacturer') ? makes(party, terms) : '';
  return phrase('ask-accredit-role-then', { who, one, roles, making });
}

function makes(party: PartyInfo | undefined, terms: readonly Term[]): string {
  const named = terms.flatMap(({ of }) => of ?? []);
  const all = named.length > 0 ? named : [...(party?.prefixes ?? []), ...(party?.gtins ?? [])];
  return all.map((one) => (one.length === 14 ? phrase('gtin', { one }) : phrase('prefix', { one }))).join('');
}
