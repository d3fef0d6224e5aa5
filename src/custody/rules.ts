// The one table of custody: what an event makes of an item in a given state, if it is allowed at all (DESIGN §5.1).
import { b64u } from '../chain/bytes.ts';
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

export interface Subject {
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

const DAY = 24 * 60 * 60 * 1000;
/** A shipper may take back a shipment for so long, by the two claimed times. */
export const VOID_WINDOW = 10 * DAY;
/** A dispense or sample may be undone for so long, by the two claimed times (240 h). */
export const REINSTATE_WINDOW = 10 * DAY;

/** Events that take something out of a container, and so open it. */
export const OPENINGS: readonly string[] = ['unpack', 'dispense', 'ship', 'decommission', 'quarantine', 'missing'];
/** Decommissioning reasons that can be undone: DESIGN §5.1, and repackaging by the EU's states. */
const UNDOABLE: readonly string[] = ['sample', 'free-sample', 'exported', 'repackaged'];
const LOSSES: readonly string[] = ['lost', 'stolen'];
const HAND_OVERS: readonly string[] = ['ship', 'receive', 'void', 'pack', 'unpack'];

/** Whether the event ends an item's life in trade. */
export function isTerminal(type: string): boolean {
  return type === 'dispense' || type === 'decommission';
}

/** Whether the event moves goods, so that under `endpoints` a dispense or decommission at the same step beats it. */
export function isHandOver(type: string): boolean {
  return HAND_OVERS.includes(type);
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
  subject: Subject,
  policy: 'required' | 'endpoints',
  within?: Within | { readonly as: 'packing'; readonly into: Extract<State, { at: 'inside' }> },
): Ruling | undefined {
  if (state.at === 'none') return undefined;
  if (act.type === 'assign') return assigned(state, act, subject);
  const ordinary = custodian(state, act, subject, within);
  if (ordinary !== undefined) return ordinary;
  return policy === 'endpoints' ? endpoint(state, act, subject) : undefined;
}

function custodian(state: State, act: Act, subject: Subject, within: Parameters<typeof ruling>[4]): Ruling | undefined {
  switch (state.at) {
    case 'active':
      return state.holder === act.gln ? active(state, act, subject, within) : undefined;
    case 'inside':
      return inside(state, act, subject, within);
    case 'transit':
      return act.role === 'subject' ? transit(state, act) : undefined;
    case 'quarantined':
      return state.holder === act.gln && act.role === 'subject' ? quarantined(state, act) : undefined;
    case 'unaccounted':
      return state.holder === act.gln && act.role === 'subject' ? unaccounted(act) : undefined;
    case 'dispensed':
      return act.role === 'subject' ? reinstated(state, act, subject) : undefined;
    case 'decommissioned':
      return act.role === 'subject' && UNDOABLE.includes(state.reason) ? reinstated(state, act, subject) : undefined;
    default:
      return undefined;
  }
}

function assigned(state: State, act: Act, subject: Subject): Ruling | undefined {
  if (act.role === 'opened') return subject.kind === 'container' ? { to: state, turn: true } : undefined;
  if (state.at === 'decommissioned' && state.reason === 'destroyed') return undefined;
  return { to: { at: 'active', holder: act.details.to ?? '' } };
}

function active(state: State, act: Act, subject: Subject, within: Parameters<typeof ruling>[4]): Ruling | undefined {
  if (act.role === 'container') return { to: state, turn: true };
  if (act.role === 'opened') return OPENINGS.includes(act.type) ? { to: state, turn: true } : undefined;
  if (act.role === 'child') return within?.as === 'packing' ? { to: within.into } : undefined;
  return act.role === 'subject' && act.type !== 'unpack' ? leaving(act, subject) : undefined;
}

// What becomes of an item that its custodian takes in hand: loose, or out of a container.
function leaving(act: Act, subject: Subject): Ruling | undefined {
  const { gln, details } = act;
  switch (act.type) {
    case 'unpack':
      return { to: { at: 'active', holder: gln } };
    case 'ship':
      return { to: shipped(act) };
    case 'dispense':
      return subject.kind === 'pack' ? { to: dispensed(act) } : undefined;
    case 'decommission':
      return { to: decommissioned(act) };
    case 'quarantine':
      return { to: { at: 'quarantined', holder: gln, reason: details.reason ?? 'other' } };
    case 'missing':
      return { to: { at: 'unaccounted', holder: gln } };
    default:
      return undefined;
  }
}

function inside(state: State, act: Act, subject: Subject, within: Parameters<typeof ruling>[4]): Ruling | undefined {
  if (within === undefined || within.as === 'packing') return undefined;
  if (act.role === 'opened') return { to: state, turn: true };
  if (act.type === 'receive') {
    return act.role === 'missing' && within.transit !== undefined ? { to: within.transit } : undefined;
  }
  const opened = within.as === 'opening' && act.role === 'subject' && OPENINGS.includes(act.type);
  return opened ? leaving(act, subject) : undefined;
}

function transit(state: Extract<State, { at: 'transit' }>, act: Act): Ruling | undefined {
  const { from, to, held, reason } = state;
  switch (act.type) {
    case 'receive':
      if (act.gln !== to) return undefined;
      return reason === undefined
        ? { to: { at: 'active', holder: to } }
        : { to: { at: 'quarantined', holder: to, reason: 'return-inspection' } };
    case 'void': {
      const age = act.at - state.since;
      const shipper = act.gln === from && act.chain === state.chain && age >= 0 && age <= VOID_WINDOW;
      if (!shipper && act.gln !== to) return undefined;
      return {
        to: held === undefined ? { at: 'active', holder: from } : { at: 'quarantined', holder: from, reason: held },
      };
    }
    case 'decommission':
      return (act.gln === from || act.gln === to) && isLoss(act) ? { to: decommissioned(act) } : undefined;
    default:
      return undefined;
  }
}

function quarantined(state: Extract<State, { at: 'quarantined' }>, act: Act): Ruling | undefined {
  switch (act.type) {
    case 'release':
      return act.contested ? undefined : { to: { at: 'active', holder: act.gln } };
    case 'decommission':
      return { to: decommissioned(act) };
    case 'ship':
      return act.details.reason === undefined ? undefined : { to: { ...shipped(act), held: state.reason } };
    default:
      return undefined;
  }
}

function unaccounted(act: Act): Ruling | undefined {
  if (act.type === 'found') return { to: { at: 'active', holder: act.gln } };
  return isLoss(act) ? { to: decommissioned(act) } : undefined;
}

function reinstated(
  state: Extract<State, { at: 'dispensed' | 'decommissioned' }>,
  act: Act,
  subject: Subject,
): Ruling | undefined {
  if (act.type !== 'reinstate' || subject.kind !== 'pack') return undefined;
  const same = act.gln === state.by && act.site === state.site;
  // Another till's clock may be behind the one that dispensed: the two times differ by so much at most.
  const inTime = Math.abs(act.at - state.when) <= REINSTATE_WINDOW;
  // The fold has to be the same everywhere, so the day of the event is taken in UTC here.
  const good = subject.lastDay === undefined || new Date(act.at).toISOString().slice(0, 10) <= subject.lastDay;
  return same && inTime && good ? { to: { at: 'active', holder: act.gln } } : undefined;
}

const CLOSED_TO_ENDPOINTS: readonly State['at'][] = ['dispensed', 'decommissioned', 'quarantined'];

// Where hand-overs are optional, whoever has the role may end an item's life from anywhere.
function endpoint(state: State, act: Act, subject: Subject): Ruling | undefined {
  if (!isTerminal(act.type) || act.role !== 'subject' || CLOSED_TO_ENDPOINTS.includes(state.at)) return undefined;
  const out = leaving(act, subject);
  return out && { ...out, gap: true };
}

/** Whether it says that the goods are gone, and nobody has them. */
export function isLoss(act: Act): boolean {
  return act.type === 'decommission' && isLossOf(act.details);
}

/** The same of a decommissioning's details. */
export function isLossOf({ reason }: Details): boolean {
  return LOSSES.includes(reason ?? '');
}

function siteOf(act: Act): { readonly site?: string } {
  return act.site === undefined ? {} : { site: act.site };
}

function shipped(act: Act): Extract<State, { at: 'transit' }> {
  const { to, reason } = act.details;
  const way = { at: 'transit', from: act.gln, to: to ?? '', chain: act.chain, since: act.at } as const;
  return reason === undefined ? way : { ...way, reason };
}

function dispensed(act: Act): State {
  const supplied = timeOfSupply(act);
  const early = supplied < act.at ? { supplied } : {};
  return { at: 'dispensed', by: act.gln, when: act.at, ...early, ...siteOf(act) };
}

/** When a pack was supplied by a dispense: where that waited to be recorded, its author says; never after it was recorded. */
export function timeOfSupply({ at, details }: Pick<Act, 'at' | 'details'>): number {
  return Math.min(at, details.suppliedAt ?? at);
}

function decommissioned(act: Act): State {
  return { at: 'decommissioned', by: act.gln, reason: act.details.reason ?? 'other', when: act.at, ...siteOf(act) };
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
      return LOSSES.includes(state.reason) ? 'lost' : `decommissioned ${state.by} ${state.reason}`;
    default:
      return state.at;
  }
}

const RANK: Readonly<Record<string, number>> = {
  dispense: 9,
  decommission: 8,
  ship: 7,
  pack: 6,
  quarantine: 5,
  missing: 4,
  receive: 3,
  void: 2,
};

/** Of several things that one party did at one step, the furthest stands: dispense, decommission > ship > pack > … */
export function rank(type: string, turn: boolean): number {
  return turn ? 0 : (RANK[type] ?? 1);
}
