// Looking ahead along an item's later entries: whether others received it from there, or went on from there.
import type { Ahead, Allowed } from './conflict.ts';
import type { CustodyEvent } from './evidence.ts';
import type { Found } from './findings.ts';
import type { State } from './life.ts';
import { effect, type Ruling } from './rules.ts';

type Inside = Extract<State, { at: 'inside' }>;

/** What looking ahead needs of an item's fold. */
export interface Look {
  /** Entries that open for the item at this step, whatever becomes of them. */
  at(n: number): readonly Found[];
  /** What such an entry makes of the item in this state. */
  allows(state: State, found: Found): { readonly ruling: Ruling; readonly place?: number } | undefined;
  retracted(event: CustodyEvent): boolean;
  /** Entries that stand in the life of what the item is in, and around that, from where it went in up to this step. */
  around(state: Inside, upTo: number): Iterable<{ readonly kind: string; readonly by: string; readonly sold: boolean }>;
}

/** Entries taken back that rest on each other are followed so far. */
const MOST_TAKEN_BACK = 16;

/** Reads ahead of step `n`. */
export function aheadOf(look: Look, n: number): Ahead {
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
function isTaken(look: Look, start: State, from: number, party: string, depth: number): boolean {
  let states = [start];
  for (let n = from; states.length > 0; n++) {
    const found = look.at(n);
    const next = new Map<string, State>();
    for (const state of states) {
      const ways = allowedOf(look, state, found);
      if (state.at === 'inside' && isTakenAround(look, state, leaving(ways), party)) return true;
      for (const { event, act, ruling } of ways) {
        const back = look.retracted(event);
        if (state.at === 'transit' && state.from === party && act.type === 'receive' && act.gln !== party) {
          if (!back || (depth < MOST_TAKEN_BACK && isTaken(look, ruling.to, n + 1, act.gln, depth + 1))) return true;
        } else if (act.gln === party || (!back && inCharge(ruling.to) === party))
          next.set(nameOf(ruling.to), ruling.to);
      }
    }
    states = [...next.values()];
  }
  return false;
}

function isTakenAround(look: Look, state: Inside, upTo: number, party: string): boolean {
  for (const { kind, by, sold } of look.around(state, upTo)) {
    if (sold || (kind === 'receive' && by !== party)) return true;
  }
  return false;
}

function isBuiltOn(
  look: Look,
  { act: { gln }, ruling }: Pick<Allowed, 'act' | 'ruling'>,
  at: number,
  depth: number,
): boolean {
  let states = [ruling.to];
  for (let n = at + 1; states.length > 0; n++) {
    const found = look.at(n);
    const next = new Map<string, State>();
    for (const state of states) {
      const ways = allowedOf(look, state, found);
      if (state.at === 'inside') {
        for (const { by } of look.around(state, leaving(ways))) if (by !== gln) return true;
      }
      for (const one of ways) {
        if (one.act.type === 'assign') continue;
        if (one.act.gln === gln) next.set(nameOf(one.ruling.to), one.ruling.to);
        else if (!look.retracted(one.event) || (depth < MOST_TAKEN_BACK && isBuiltOn(look, one, n, depth + 1)))
          return true;
      }
    }
    states = [...next.values()];
  }
  return false;
}

// Of what leaves a container the entry at its lowest step counts (DESIGN §5.1). What only a policy allows is nobody's hand-over.
function allowedOf(look: Look, state: State, found: readonly Found[]): readonly Allowed[] {
  const ways: Allowed[] = [];
  for (const one of found) {
    const made = look.allows(state, one);
    if (made !== undefined && made.ruling.gap !== true) ways.push({ ...one, ...made });
  }
  return lowestPlace(ways).first;
}

/** Those that stand at the lowest step of the container around, with those that need no container; and the others. */
export function lowestPlace(ways: readonly Allowed[]): {
  readonly first: readonly Allowed[];
  readonly later: readonly Allowed[];
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
