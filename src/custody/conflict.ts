// Several events allowed at one step of an item's life: which of them stand (DESIGN §5.1).
import { compareBytes } from '../chain/bytes.ts';
import type { CustodyEvent } from './evidence.ts';

import { type Act, effect, isHandOver, isTerminal, type Ruling, rank } from './rules.ts';

/** An event that the table allows at this step. */
export interface Allowed {
  readonly event: CustodyEvent;
  readonly act: Act;
  readonly ruling: Ruling;
}

export interface Settled {
  /** Those that stand together; the first one makes the step. Empty where parties dispute it. */
  readonly standing: readonly Allowed[];
  /** Parties that did different things at this step. */
  readonly disputed?: readonly string[];
  /** What one party did beside what stands. */
  readonly conflict: readonly Allowed[];
  /** A chain's second use of the token, to another effect than its first. */
  readonly again: readonly Allowed[];
}

export interface Order {
  earlier(a: CustodyEvent, b: CustodyEvent): boolean;
  retracted(event: CustodyEvent): boolean;
  readonly policy: 'required' | 'endpoints';
}

const NONE: readonly Allowed[] = [];

/** Settles what stands at one step; at least one candidate, in the order of their leaf hashes. */
export function settle(candidates: readonly Allowed[], order: Order): Settled {
  if (candidates.length === 1) return { standing: candidates, conflict: NONE, again: NONE };
  const { first, again } = oncePerChain(candidates, order);
  const left = unlessAll(first, ({ event }) => order.retracted(event));
  const assigns = left.filter(({ act }) => act.type === 'assign' && act.role !== 'opened');
  if (assigns.length > 0) return { ...among(assigns), again: NONE };
  // What a regulator takes out of a container needs no opening, so it is in the way of nobody who moves the container.
  const custody = unlessAll(left, ({ act }) => act.type === 'assign');
  if (order.policy === 'required' || !custody.some(endsLife)) return { ...among(custody), again };
  return { ...among(custody.filter((one) => !isBeaten(one))), again };
}

// Where hand-overs are optional the end of a life beats them, and openings, which move nothing.
function isBeaten(one: Allowed): boolean {
  return one.ruling.turn === true || isHandOver(one.act.type);
}

/** Without those that give way, unless all do. */
function unlessAll(candidates: readonly Allowed[], givesWay: (one: Allowed) => boolean): readonly Allowed[] {
  const left = candidates.filter((one) => !givesWay(one));
  return left.length > 0 ? left : candidates;
}

function endsLife({ act, ruling }: Allowed): boolean {
  return isTerminal(act.type) && ruling.turn === undefined;
}

// A chain uses a token once: of several uses on one path the first counts. To repeat the same is no second use.
function oncePerChain(candidates: readonly Allowed[], order: Order): { first: Allowed[]; again: Allowed[] } {
  const first: Allowed[] = [];
  const again: Allowed[] = [];
  for (const one of candidates) {
    const before = candidates.filter((other) => order.earlier(other.event, one.event));
    if (before.length === 0) first.push(one);
    else if (!before.some((other) => effectOf(other) === effectOf(one))) again.push(one);
  }
  return { first, again };
}

function among(candidates: readonly Allowed[]): Omit<Settled, 'again'> {
  const parties = new Set(candidates.map(({ act }) => act.gln));
  const effects = new Set(candidates.map(effectOf));
  if (effects.size === 1) return { standing: byTime(candidates), conflict: NONE };
  if (parties.size > 1) return { standing: NONE, disputed: [...parties].sort(), conflict: NONE };
  // Candidates come in the order of their hashes, so what decides between equals is the same everywhere.
  const furthest = candidates.reduce((a, b) => (rankOf(b) > rankOf(a) ? b : a));
  const standing = candidates.filter((one) => effectOf(one) === effectOf(furthest));
  return { standing: byTime(standing), conflict: candidates.filter((one) => !standing.includes(one)) };
}

// The claimed time chooses only who speaks for several that say the same.
function byTime(same: readonly Allowed[]): Allowed[] {
  return [...same].sort((a, b) => a.act.at - b.act.at || compareBytes(a.event.leaf.hash, b.event.leaf.hash));
}

function rankOf({ act, ruling }: Allowed): number {
  return rank(act.type, ruling.turn === true);
}

function effectOf({ act, ruling }: Allowed): string {
  const what = effect(ruling.to, ruling.turn === true);
  return act.type === 'commission' ? `${what} ${act.details.note ?? ''}` : what;
}
