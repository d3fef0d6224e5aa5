// What an event makes of an item in a state, asked of the table with the lives of the containers around.
import type { Allowed } from './conflict.ts';
import { assign } from './events/assign.ts';
import { commission } from './events/commission.ts';
import type { CustodyEvent } from './evidence.ts';
import type { Found } from './findings.ts';
import type { EventStanding, Folds, Instead, Subject } from './folds.ts';
import type { State } from './life.ts';
import { rowsAreHere } from './opening.ts';
import type { Policy } from './policy.ts';
import { isOpening, ruling } from './rules.ts';
import type { Act, StepSubject, Within } from './step.ts';

/** What is made of it; `instead` where the same party's other entries about the container stand. */
export type Made = Pick<Allowed, 'ruling' | 'place'> & { readonly instead?: Instead };

const NO: EventStanding = { as: 'no' };

/** What an event makes of an item of which nothing is known yet. */
export function beginning({ act }: Found, { kind, origin }: Subject): Made | 'refused' | 'other' {
  const begins = kind === 'pack' ? act.type === commission.type : act.role === 'container' && act.gln === origin;
  if (begins) return { ruling: { to: { at: 'active', holder: act.gln } } };
  // A first pack by another party makes another container that has this key.
  return kind === 'container' && act.role === 'container' ? 'other' : 'refused';
}

/** What the table makes of an event; else how it stands in the life of the container that it would have to stand in. */
export function ruleIn(
  { event, act }: Found,
  state: State,
  subject: StepSubject,
  folds: Folds,
): Made | EventStanding['as'] | 'refused' {
  const { policy } = folds.evidence;
  if (act.role === 'child' && state.at === 'active' && state.holder === act.gln) {
    const packed = packing(event, act, folds);
    if ('as' in packed) return alone(state, act, subject, policy) ?? packed.as;
    const made = ruling(state, act, subject, policy, { as: 'packing', into: packed.into });
    return made === undefined ? 'refused' : { ruling: made, place: packed.into.since };
  }
  if (state.at !== 'inside' || act.type === assign.type) return alone(state, act, subject, policy) ?? 'refused';
  const container = folds.container(state.container, state.origin);
  const standing = container.standing(event);
  if (standing.as !== 'stands' && isOpening(act.type) && act.role !== 'missing') {
    const could = container.opening(event, act.gln, state.since);
    const made = could && ruling(state, act, subject, 'required', { as: 'opening' });
    if (could !== undefined && made !== undefined) return { ruling: made, place: could.n, instead: could.instead };
  }
  const within = standing.as === 'stands' && standing.n > state.since ? asWithin(standing) : undefined;
  const made = ruling(state, act, subject, policy, within);
  if (made === undefined) return standing.as === 'stands' ? 'refused' : standing.as;
  return { ruling: made, ...(within !== undefined && standing.as === 'stands' && { place: standing.n }) };
}

function alone(state: State, act: Act, subject: StepSubject, policy: Policy): Made | undefined {
  const made = ruling(state, act, subject, policy);
  return made && { ruling: made };
}

function asWithin({ role, transit }: Extract<EventStanding, { as: 'stands' }>): Within | undefined {
  if (role === 'opened') return { as: 'opening', ...(transit !== undefined && { transit }) };
  return role === 'subject' && transit !== undefined ? { as: 'receipt', transit } : undefined;
}

// Into which container this event packs the item: the one, of those with the key, in whose life the event stands.
function packing(
  event: CustodyEvent,
  act: Act,
  folds: Folds,
): { readonly into: Extract<State, { at: 'inside' }> } | EventStanding {
  const container = act.details.container;
  if (container === undefined) return NO;
  let best: EventStanding = NO;
  for (const origin of folds.origins(container)) {
    const standing = folds.container(container, origin).standing(event);
    if (standing.as === 'stands' && standing.role === 'container') {
      return { into: { at: 'inside', container, origin, since: standing.n } };
    }
    if (best.as === 'no' && standing.as !== 'stands') best = standing;
  }
  return best.as === 'no' && !rowsAreHere(event, folds.evidence) ? { as: 'unknown' } : best;
}
