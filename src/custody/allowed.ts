// Which event a party may publish about an item now: asked of the same table that the fold uses.
import { phrase, say } from '../words/en/told.ts';
import { assign } from './events/assign.ts';
import type { Details, Life, RowRole, State } from './life.ts';
import type { Policy } from './policy.ts';
import type { ReasonCode } from './reasons.ts';
import { roleAllows } from './rights.ts';
import type { Role } from './roles.ts';
import { isOpening, ruling } from './rules.ts';
import type { Act } from './step.ts';
import { MOST_AROUND } from './trace.ts';

/** An event that a party means to write. */
export interface Proposal {
  readonly type: string;
  readonly gln: string;
  readonly chain: string;
  readonly site?: string;
  readonly roles: readonly Role[];
  /** ms. */
  readonly at: number;
  readonly details: Details;
  /** What the event is for the item; `subject` where absent, `child` for a `pack`. */
  readonly role?: RowRole;
  readonly policy: Policy;
  /** 'YYYY-MM-DD', the last day of a pack that was commissioned: asked for by `reinstate`. */
  readonly lastDay?: string;
  /** For a `pack`: the container, where it was used before. */
  readonly into?: Life;
  /** For a `pack` of a container: how many levels of containers it has inside. */
  readonly levels?: number;
}

export interface Refused {
  /** The reason of the verdict table that says why. */
  readonly reason: ReasonCode | 'not-allowed' | 'would-make-a-cycle' | 'too-deep';
  readonly text: string;
}

/**
 * Whether the fold would take this event as the item's next step. Under `endpoints` a dispense or decommission from
 * anywhere is allowed, and leaves a `custody-gap`.
 */
export function allowedNow(life: Life, proposal: Proposal): true | Refused {
  const { type, roles, policy } = proposal;
  if (!roleAllows(type, roles)) return { reason: 'not-allowed', text: phrase('role-not-allowed', { type }) };
  const { state } = life;
  const role = proposal.role ?? (type === 'pack' ? 'child' : 'subject');
  const act: Act = { ...actFrom(proposal), role };
  const subject = { kind: life.kind, ...(proposal.lastDay !== undefined && { lastDay: proposal.lastDay }) };
  if (state.at === 'none') return refusal(state, proposal);
  if (type === 'pack' && role === 'child') {
    const bad = badPlace(life, proposal);
    if (bad !== undefined) return bad;
    const into = { at: 'inside', container: life.key, origin: proposal.gln, since: 0 } as const;
    const made = ruling(state, act, subject, policy, { as: 'packing', into });
    return made === undefined ? refusal(life.effective, proposal) : true;
  }
  if (state.at !== 'inside' || type === assign.type) {
    return ruling(state, act, subject, policy) === undefined ? refusal(state, proposal) : true;
  }
  const outermost = life.around.at(-1);
  const opens = outermost !== undefined && mayOpen(outermost, proposal);
  const made = ruling(state, act, subject, policy, opens ? { as: 'opening' } : undefined);
  return made === undefined ? refusal(life.effective, proposal) : true;
}

// An opening carries a row for every container around; whether it may is decided by the outermost one.
function mayOpen(outermost: Life, proposal: Proposal): boolean {
  if (!isOpening(proposal.type)) return false;
  const act: Act = { ...actFrom(proposal), role: 'opened' };
  return ruling(outermost.state, act, { kind: 'container' }, 'required') !== undefined;
}

function actFrom(proposal: Proposal): Omit<Act, 'role'> {
  const { type, gln, chain, site, roles, at, details } = proposal;
  return { type, gln, chain, ...(site !== undefined && { site }), roles, at, details, contested: false };
}

function badPlace(life: Life, { into, levels }: Proposal): Refused | undefined {
  if (into === undefined) return undefined;
  const same = (other: Life): boolean => Buffer.compare(other.key, life.key) === 0;
  if (same(into) || into.around.some(same)) {
    return { reason: 'would-make-a-cycle', text: phrase('inside-itself') };
  }
  if (into.around.length + 1 + (levels ?? 0) > MOST_AROUND) {
    return { reason: 'too-deep', text: phrase('too-deep', { most: MOST_AROUND }) };
  }
  return undefined;
}

function refusal(state: State, { type, gln }: Proposal): Refused {
  const reason = reasonFor(state, gln);
  return { reason, text: phrase('not-possible', { type, why: say(`is-${state.at}`) }) };
}

function reasonFor(state: State, gln: string): Refused['reason'] {
  switch (state.at) {
    case 'none':
      return 'incomplete-knowledge';
    case 'active':
      return state.holder === gln ? 'not-allowed' : 'not-in-your-custody';
    case 'inside':
      return 'not-allowed';
    case 'transit':
      return state.to === gln ? 'in-transit-to-you' : 'in-transit-elsewhere';
    case 'dispensed':
      return 'already-dispensed';
    default:
      return state.at;
  }
}
