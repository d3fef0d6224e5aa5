// The one table of custody: what an event makes of an item in a given state, if it is allowed at all (DESIGN §5.1). What
// each type of event makes of it stands with the type (events/); who may, and what becomes of containers, stands here.
import { b64u } from '../chain/bytes.ts';
import { decommission, isLossOf } from './events/decommission.ts';
import { EVENTS } from './events/index.ts';
import { receive } from './events/receive.ts';
import type { Details, State } from './life.ts';
import type { Policy } from './policy.ts';
import type { Act, Moves, Ruling, StepSubject, Within } from './step.ts';

function movesOf(type: string): Moves | undefined {
  return EVENTS.get(type)?.moves;
}

/** Whether the event takes something out of a container, and so opens it. */
export function isOpening(type: string): boolean {
  return movesOf(type)?.opens === true;
}

/** Whether the event ends an item's life in trade. */
export function isTerminal(type: string): boolean {
  return movesOf(type)?.ends === true;
}

/** Whether the event moves goods, so that under `endpoints` a dispense or decommission at the same step beats it. */
export function isHandOver(type: string): boolean {
  return movesOf(type)?.handOver === true;
}

/** Whether the event leaves the goods where they are. */
export function isStaying(type: string): boolean {
  return movesOf(type)?.stays === true;
}

/** Whether its author had the goods in hand. */
export function showsGoods(type: string, details: Details): boolean {
  const inHand = movesOf(type)?.inHand;
  return typeof inHand === 'function' ? inHand(details) : inHand === true;
}

/** Whether it says that the goods are gone, and nobody has them. */
export function isLoss({ type, details }: Act): boolean {
  return type === decommission.type && isLossOf(details);
}

/**
 * What an event makes of an item, or undefined where it is not allowed. Rights to a type (`roleAllows`) are checked
 * before; the first `pack` of a container and the commissioning of a pack by its maker are `begin`.
 * @param within for an item inside a container, or a child to be packed: how the event stands in the container's life;
 *   undefined where it does not.
 */
export function ruling(
  state: State,
  act: Act,
  subject: StepSubject,
  policy: Policy,
  within?: Within | { readonly as: 'packing'; readonly into: Extract<State, { at: 'inside' }> },
): Ruling | undefined {
  if (state.at === 'none') return undefined;
  const anywhere = movesOf(act.type)?.fromAnywhere;
  if (anywhere !== undefined) return anywhere(state, act, subject);
  const ordinary = custodian(state, act, subject, within);
  if (ordinary !== undefined) return ordinary;
  return policy === 'endpoints' ? endpoint(state, act, subject) : undefined;
}

function custodian(
  state: State,
  act: Act,
  subject: StepSubject,
  within: Parameters<typeof ruling>[4],
): Ruling | undefined {
  switch (state.at) {
    case 'active':
      return state.holder === act.gln ? active(state, act, subject, within) : undefined;
    case 'inside':
      return inside(state, act, subject, within);
    case 'quarantined':
    case 'unaccounted':
      return state.holder === act.gln ? apart(state, act, subject) : undefined;
    case 'transit':
    case 'dispensed':
    case 'decommissioned':
      return apart(state, act, subject);
    default:
      return undefined;
  }
}

function active(
  state: State,
  act: Act,
  subject: StepSubject,
  within: Parameters<typeof ruling>[4],
): Ruling | undefined {
  if (act.role === 'container') return { to: state, turn: true };
  if (act.role === 'opened') return isOpening(act.type) ? { to: state, turn: true } : undefined;
  if (act.role === 'child') return within?.as === 'packing' ? { to: within.into } : undefined;
  return act.role === 'subject' ? allowed(movesOf(act.type)?.fromHand?.(act, subject)) : undefined;
}

function inside(
  state: State,
  act: Act,
  subject: StepSubject,
  within: Parameters<typeof ruling>[4],
): Ruling | undefined {
  if (within === undefined || within.as === 'packing') return undefined;
  if (act.role === 'opened') return { to: state, turn: true };
  if (act.type === receive.type) {
    return act.role === 'missing' && within.transit !== undefined ? { to: within.transit } : undefined;
  }
  const moves = movesOf(act.type);
  if (within.as !== 'opening' || act.role !== 'subject' || moves?.opens !== true) return undefined;
  return allowed(moves.fromContainer?.(act) ?? moves.fromHand?.(act, subject));
}

/** Of what is in nobody's hands, or put aside. */
function apart(
  state: Extract<State, { at: 'transit' | 'quarantined' | 'unaccounted' | 'dispensed' | 'decommissioned' }>,
  act: Act,
  subject: StepSubject,
): Ruling | undefined {
  const moves = movesOf(act.type);
  if (moves === undefined || act.role !== 'subject') return undefined;
  switch (state.at) {
    case 'transit':
      return allowed(moves.fromTransit?.(state, act));
    case 'quarantined':
      return allowed(moves.fromQuarantine?.(state, act));
    case 'unaccounted':
      return allowed(moves.fromUnaccounted?.(act));
    default:
      return allowed(moves.fromEnd?.(state, act, subject));
  }
}

/** Whether an event of this type could be allowed of an item in this state, whoever wrote it and whatever it says. */
export function mayMove(type: string, { at }: State, policy: Policy): boolean {
  const moves = movesOf(type);
  if (moves === undefined) return false;
  if (moves.fromAnywhere !== undefined || (policy === 'endpoints' && moves.ends === true)) return true;
  switch (at) {
    case 'transit':
      return moves.fromTransit !== undefined;
    case 'quarantined':
      return moves.fromQuarantine !== undefined;
    case 'unaccounted':
      return moves.fromUnaccounted !== undefined;
    case 'dispensed':
    case 'decommissioned':
      return moves.fromEnd !== undefined;
    default:
      return true;
  }
}

function allowed(to: State | undefined): Ruling | undefined {
  return to && { to };
}

const CLOSED_TO_ENDPOINTS: readonly State['at'][] = ['dispensed', 'decommissioned', 'quarantined'];

// Where hand-overs are optional, whoever has the role may end an item's life from anywhere.
function endpoint(state: State, act: Act, subject: StepSubject): Ruling | undefined {
  if (!isTerminal(act.type) || act.role !== 'subject' || CLOSED_TO_ENDPOINTS.includes(state.at)) return undefined;
  const to = movesOf(act.type)?.fromHand?.(act, subject);
  return to && { to, gap: true };
}

/** Two rulings with the same effect count once. A loss on the way is the same loss whoever writes it down. */
export function effect(state: State, turn: boolean): string {
  if (turn) return 'turn';
  switch (state.at) {
    case 'inside':
      return `inside ${b64u(state.container)} ${state.origin}`;
    case 'transit':
      return `transit ${state.from} ${state.to} ${state.reason ?? ''}`;
    case 'active':
    case 'quarantined':
    case 'unaccounted':
      return `${state.at} ${state.holder}`;
    case 'dispensed':
      return `dispensed ${state.by}`;
    case 'decommissioned':
      return isLossOf(state) ? 'lost' : `decommissioned ${state.by} ${state.reason}`;
    default:
      return state.at;
  }
}

/** Of several things that one party did at one step, the furthest stands: dispense, decommission > ship > pack > … */
export function rank(type: string, turn: boolean): number {
  return turn ? 0 : (movesOf(type)?.rank ?? 1);
}
