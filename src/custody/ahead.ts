// Looking ahead along an item's later entries: whether others received it from there, or went on from there.
import type { Ahead, Allowed } from './conflict.ts';
import { assign } from './events/assign.ts';
import { receive } from './events/receive.ts';
import type { CustodyEvent } from './evidence.ts';
import type { Found } from './findings.ts';
import type { Instead } from './folds.ts';
import type { Inside, State, Step } from './life.ts';
import { effect } from './rules.ts';
import type { Ruling } from './step.ts';
import type { Passage } from './way.ts';

/** What an entry makes of the item; `instead`: what stands in the way of it around. */
interface Way {
  readonly ruling: Ruling;
  readonly place?: number;
  readonly instead?: Instead;
}

type Possible = Allowed & Way;

/** What looking ahead needs of an item's fold. */
export interface Lookahead {
  /** Entries that open for the item at this step, whatever becomes of them. */
  at(n: number): readonly Found[];
  /** What such an entry makes of the item in this state. */
  allows(state: State, found: Found): Way | undefined;
  retracted(event: CustodyEvent): boolean;
  /** Entries that stand in the life of what the item is in, and around that, from where it went in up to this step. */
  around(state: Inside, upTo: number): Iterable<Passage>;
}

/** Entries taken back that rest on each other are followed so far. */
const MOST_TAKEN_BACK = 16;

/** Reads ahead of step `n`. */
export function aheadOf(look: Lookahead, n: number): Ahead {
  return {
    taken: ({ act, ruling }) => isTaken(look, ruling.to, n + 1, inCharge(ruling.to) ?? act.gln, 0),
    builtOn: (one) => isBuiltOn(look, one, n, 0),
  };
}

/** The party in whose charge an item is in a state; inside a container that is not said. */
function inCharge(state: State): string | undefined {
  if ('holder' in state) return state.holder;
  return state.at === 'transit' ? state.from : undefined;
}

// One step after the other, from all states that the party could have brought the item into: linear in the rows found.
function isTaken(look: Lookahead, start: State, from: number, party: string, depth: number): boolean {
  let states = [start];
  for (let n = from; states.length > 0; n++) {
    const found = look.at(n);
    const next = new Map<string, State>();
    for (const state of states) {
      const { ways, upTo } = allowedOf(look, state, found);
      if (state.at === 'inside' && isTakenAround(look, state, upTo, party)) return true;
      if (state.at === 'inside' && receivedWhole(look, state, ways, upTo).some((by) => by !== party)) return true;
      for (const { event, act, ruling } of ways) {
        const back = look.retracted(event);
        if (state.at === 'transit' && state.from === party && act.type === receive.type && act.gln !== party) {
          if (!back || (depth < MOST_TAKEN_BACK && isTaken(look, ruling.to, n + 1, act.gln, depth + 1))) return true;
        } else if (act.gln === party || (!back && inCharge(ruling.to) === party))
          next.set(nameOf(ruling.to), ruling.to);
      }
    }
    states = [...next.values()];
  }
  return false;
}

function isTakenAround(look: Lookahead, state: Inside, upTo: number, party: string): boolean {
  for (const { kind, by, sold } of look.around(state, upTo)) {
    if (sold || (kind === 'receive' && by !== party)) return true;
  }
  return false;
}

// Who received what is around whole, at the step at which another till did without the item.
function receivedWhole(look: Lookahead, state: Inside, ways: readonly Possible[], upTo: number): readonly string[] {
  const missed = new Set(
    ways.flatMap(({ act, place, event }) => (act.role === 'missing' && place === upTo ? [event.id] : [])),
  );
  if (missed.size === 0) return [];
  const passages = [...look.around({ ...state, since: upTo - 1 }, upTo + 1)];
  return passages.flatMap(({ id, kind, by }) =>
    kind === 'receive' && id !== undefined && !missed.has(id) ? [by] : [],
  );
}

function isBuiltOn(
  look: Lookahead,
  { act: { gln }, ruling }: Pick<Allowed, 'act' | 'ruling'>,
  at: number,
  depth: number,
): boolean {
  let states = [ruling.to];
  for (let n = at + 1; states.length > 0; n++) {
    const found = look.at(n);
    const next = new Map<string, State>();
    for (const state of states) {
      const { ways, upTo } = allowedOf(look, state, found);
      if (state.at === 'inside') {
        for (const { by } of look.around(state, upTo)) if (by !== gln) return true;
        if (receivedWhole(look, state, ways, upTo).some((by) => by !== gln)) return true;
      }
      for (const one of ways) {
        if (one.act.type === assign.type) continue;
        if (one.act.gln === gln) next.set(nameOf(one.ruling.to), one.ruling.to);
        else if (!look.retracted(one.event) || (depth < MOST_TAKEN_BACK && isBuiltOn(look, one, n, depth + 1)))
          return true;
      }
    }
    states = [...next.values()];
  }
  return false;
}

// Of what leaves a container the entry at its lowest step counts (DESIGN §5.1), beside what could have left it before.
// What only a policy allows is nobody's hand-over.
function allowedOf(
  look: Lookahead,
  state: State,
  found: readonly Found[],
): { readonly ways: readonly Possible[]; readonly upTo: number } {
  const ways: Possible[] = [];
  const claims: Possible[] = [];
  for (const one of found) {
    const made = look.allows(state, one);
    if (made === undefined || made.ruling.gap === true) continue;
    (made.instead === undefined ? ways : claims).push({ ...one, ...made });
  }
  const upTo = leaving(ways);
  const { first } = lowestPlace(ways);
  return { ways: [...first, ...claims.filter(({ place = 0 }) => place <= upTo)], upTo };
}

/** What is looked for: the opening of a container by one party, from one of its steps on. */
interface Sought {
  readonly start: State;
  readonly since: number;
  readonly gln: string;
  readonly event: CustodyEvent;
  /** What stands in the container's life. */
  readonly steps: readonly Step[];
  /** All that opens at a step. */
  at(n: number): readonly Found[];
}

/** The step at which the party could have opened the container so, and the first one that stands in the way of it. */
export function reachOpening(
  look: Lookahead,
  sought: Sought,
): { readonly n: number; readonly left: number; readonly instead?: Instead } | undefined {
  const { start, since, gln, event, steps, at } = sought;
  let states: { readonly state: State; readonly left?: number }[] = [{ state: start }];
  for (let n = since + 1; states.length > 0; n++) {
    const found = at(n);
    const stands = steps[n]?.events ?? [];
    const next = new Map<string, (typeof states)[number]>();
    for (const { state, left } of states) {
      for (const one of allowedOf(look, state, found).ways) {
        if (one.event.id === event.id && one.act.role === 'opened')
          return {
            n,
            left: left ?? n,
            ...(left === undefined && one.instead !== undefined && { instead: one.instead }),
          };
        const { to } = one.ruling;
        if (one.act.gln !== gln && (look.retracted(one.event) || inCharge(to) !== gln)) continue;
        const off = left ?? (stands.some(({ id }) => id === one.event.id) ? undefined : n);
        const known = next.get(nameOf(to));
        if (known === undefined || known.left !== undefined)
          next.set(nameOf(to), { state: to, ...(off !== undefined && { left: off }) });
      }
    }
    states = [...next.values()];
  }
  return undefined;
}

/** Those that stand at the lowest step of the container around, with those that need no container; and the others. */
export function lowestPlace<T extends Allowed>(
  ways: readonly T[],
): {
  readonly first: readonly T[];
  readonly later: readonly T[];
} {
  const lowest = leaving(ways);
  const later = ways.filter(({ place }) => place !== undefined && place > lowest);
  return later.length === 0 ? { first: ways, later } : { first: ways.filter((one) => !later.includes(one)), later };
}

function leaving(ways: readonly Allowed[]): number {
  return ways.reduce((lowest, { place = lowest }) => Math.min(lowest, place), Number.POSITIVE_INFINITY);
}

function nameOf(state: State): string {
  const more = state.at === 'transit' ? `${state.chain} ${state.since}` : state.at === 'inside' ? state.since : '';
  return `${effect(state, false)} ${more}`;
}
