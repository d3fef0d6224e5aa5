// Several events allowed at one step of an item's life: which of them stand, and which begin a line of their own
// (DESIGN §5.1, docs/decisions.md "Possession beats absence").
import { compareBytes } from '../chain/bytes.ts';
import { assign } from './events/assign.ts';
import { commission } from './events/commission.ts';
import { receive } from './events/receive.ts';
import { voiding } from './events/void.ts';
import type { CustodyEvent } from './evidence.ts';
import type { State } from './life.ts';
import type { Policy } from './policy.ts';
import { effect, isHandOver, isLoss, isTerminal, rank } from './rules.ts';
import type { Act, Ruling } from './step.ts';

/** An event that the table allows at this step. */
export interface Allowed {
  readonly event: CustodyEvent;
  readonly act: Act;
  readonly ruling: Ruling;
  /** The step of the container around at which it stands there, for an item inside one. */
  readonly place?: number;
}

/** What does not stand, and what is said of it; `ended`: only that it claims the item's end. */
export interface Lost {
  readonly one: Allowed;
  readonly why: 'own-conflict' | 'loss-overtaken' | 'ended';
}

export interface SettledConflict {
  /** Those that stand together; the first one makes the step. Empty where parties dispute it. */
  readonly standing: readonly Allowed[];
  /** Parties that did different things at this step. */
  readonly disputed?: readonly string[];
  readonly lost: readonly Lost[];
  /** A chain's second use of the token, to another effect than its first, unless it took that back. */
  readonly again: readonly Allowed[];
  /** What the ways to read the life from here rest on: what stands first, where anything does; then each claim that lost. */
  readonly ways?: readonly (readonly CustodyEvent[])[];
  /** The ways after the first have ended, because a regulator has assigned the item. */
  readonly closed?: true;
  /** Taken back after others had gone on from it. */
  readonly tooLate?: readonly CustodyEvent[];
}

export interface Order {
  earlier(a: CustodyEvent, b: CustodyEvent): boolean;
  retracted(event: CustodyEvent): boolean;
  readonly policy: Policy;
}

/** What was built on an entry, read from the steps that follow. */
export interface Ahead {
  /** From its effect on, by what the party in charge wrote later, another party's receipt can be reached. */
  taken(one: Allowed): boolean;
  /** A party other than its author went on from it. */
  builtOn(one: Allowed): boolean;
}

type Transit = Extract<State, { at: 'transit' }>;
type Outcome = Omit<SettledConflict, 'again'>;

const NONE: readonly Allowed[] = [];
const NOTHING: readonly Lost[] = [];

/** Settles what stands at one step; at least one candidate, in the order of their leaf hashes. */
export function settle(candidates: readonly Allowed[], state: State, order: Order, ahead: Ahead): SettledConflict {
  if (candidates.length === 1) return { standing: candidates, lost: NOTHING, again: NONE };
  const { first, again } = oncePerChain(candidates, order);
  const back = first.filter(({ event }) => order.retracted(event));
  const tooLate = back.filter((one) => ahead.builtOn(one));
  const settled = settleLeft(candidates, notTakenBack(first, back, tooLate, state), state, order, ahead);
  const said = new Set(settled.standing.map(effectOf));
  const repeated = again.filter((one) => !order.retracted(one.event) && !said.has(effectOf(one)));
  return { ...settled, again: repeated, ...(tooLate.length > 0 && { tooLate: eventsOf(tooLate) }) };
}

function settleLeft(
  candidates: readonly Allowed[],
  left: readonly Allowed[],
  state: State,
  order: Order,
  ahead: Ahead,
): Outcome {
  const assigns = left.filter(({ act }) => act.type === assign.type && act.role !== 'opened');
  if (assigns.length > 0) return assigned(assigns, left);
  // What a regulator takes out of a container needs no opening, so it is in the way of nobody who moves the container.
  const custody = unlessAll(left, ({ act }) => act.type === assign.type);
  const { believed, lost } =
    order.policy === 'endpoints' ? ended(custody, ahead) : { believed: custody, lost: NOTHING };
  const outcome = among(believed, candidates, state, order, ahead);
  return lost.length === 0 ? outcome : { ...outcome, lost: [...lost, ...outcome.lost] };
}

// What its author took back counts only as far as others went on from it, unless nothing else is left. A refusal
// is taken back in favour of the own receipt alone: the shipper was told that it has the goods again.
function notTakenBack(
  first: readonly Allowed[],
  back: readonly Allowed[],
  tooLate: readonly Allowed[],
  state: State,
): readonly Allowed[] {
  if (back.length === tooLate.length) return first;
  const kept = first.filter((one) => !back.includes(one) || tooLate.includes(one));
  const refused =
    state.at === 'transit' && !kept.some(isReceipt) ? back.filter((one) => isVoidBy(one, state.to)) : NONE;
  const left = refused.length === 0 ? kept : first.filter((one) => kept.includes(one) || refused.includes(one));
  return left.length > 0 ? left : first;
}

function assigned(assigns: readonly Allowed[], left: readonly Allowed[]): Outcome {
  const parties = new Set(assigns.map(({ act }) => act.gln));
  if (new Set(assigns.map(effectOf)).size > 1) return disputedBy(parties);
  const rest = left.filter((one) => !assigns.includes(one));
  const standing = byTime(assigns);
  const closed = { ways: [eventsOf(standing), eventsOf(rest)], closed: true } as const;
  return { standing, lost: NOTHING, ...(rest.length > 0 && closed) };
}

// Where hand-overs are optional the end of a life beats them, and openings, which move nothing, unless the goods were
// received from there; a loss claimed from elsewhere gives way to everything.
function ended(custody: readonly Allowed[], ahead: Ahead): { believed: readonly Allowed[]; lost: readonly Lost[] } {
  const moves = (one: Allowed): boolean => one.ruling.turn === true || isHandOver(one.act.type);
  const ends = custody.filter((one) => isTerminal(one.act.type) && one.ruling.turn === undefined && !isLoss(one.act));
  const lost: Lost[] = [];
  let believed = custody;
  if (ends.length > 0) {
    const taken = custody.some((one) => moves(one) && ahead.taken(one));
    believed = unlessAll(custody, (one) => (taken ? ends.includes(one) && one.ruling.gap === true : moves(one)));
    if (taken) for (const one of custody) if (!believed.includes(one)) lost.push({ one, why: 'ended' });
  }
  const possessed = unlessAll(believed, (one) => isLoss(one.act) && one.ruling.gap === true);
  for (const one of believed) if (!possessed.includes(one)) lost.push({ one, why: 'loss-overtaken' });
  return { believed: possessed, lost };
}

/** Without those that give way, unless all do. */
function unlessAll(candidates: readonly Allowed[], givesWay: (one: Allowed) => boolean): readonly Allowed[] {
  const left = candidates.filter((one) => !givesWay(one));
  return left.length > 0 ? left : candidates;
}

// A chain uses a token once: of several uses on one path the first counts. To repeat the same is no second use.
function oncePerChain(candidates: readonly Allowed[], order: Order): { first: Allowed[]; again: Allowed[] } {
  const first: Allowed[] = [];
  const again: Allowed[] = [];
  for (const one of candidates) {
    const before = candidates.filter((other) => order.earlier(other.event, one.event));
    if (before.length === 0) first.push(one);
    else if (!before.some((other) => effectOf(other) === effectOf(one) && !order.retracted(other.event)))
      again.push(one);
  }
  return { first, again };
}

function among(
  left: readonly Allowed[],
  candidates: readonly Allowed[],
  state: State,
  order: Order,
  ahead: Ahead,
): Outcome {
  const refused = state.at === 'transit' ? takenBackRefusals(left, candidates, state, order) : NONE;
  if (refused.length === 0 && new Set(left.map(effectOf)).size === 1) return { standing: byTime(left), lost: NOTHING };
  if (state.at === 'transit' && !left.some(({ ruling }) => ruling.gap === true))
    return onTheWay(left, refused, state, ahead);
  const parties = new Set(left.map(({ act }) => act.gln));
  if (parties.size > 1) return disputedBy(parties, alike(left).map(eventsOf));
  const taken = state.at === 'none' ? NONE : left.filter((one) => ahead.taken(one));
  const sold = alike(taken);
  if (sold.length > 1) return { ...disputedBy(parties, sold.map(eventsOf)), lost: conflicts(left, taken) };
  // Candidates come in the order of their hashes, so what decides between equals is the same everywhere.
  const furthest = taken[0] ?? left.reduce((a, b) => (rankOf(b) > rankOf(a) ? b : a));
  const standing = left.filter((one) => effectOf(one) === effectOf(furthest));
  return { standing: byTime(standing), lost: conflicts(left, standing) };
}

// Refusals that their author took back in favour of its receipt stay a way to read the life.
function takenBackRefusals(
  left: readonly Allowed[],
  candidates: readonly Allowed[],
  { to }: Transit,
  order: Order,
): readonly Allowed[] {
  if (!left.some(isReceipt)) return NONE;
  return candidates.filter((one) => !left.includes(one) && isVoidBy(one, to) && order.retracted(one.event));
}

// Who has it beats who claims that it is gone; a receipt and a void are both claims to have it.
function onTheWay(left: readonly Allowed[], takenBack: readonly Allowed[], way: Transit, ahead: Ahead): Outcome {
  const receipts = left.filter(isReceipt);
  const voided = left.filter((one) => isVoidBy(one, way.from));
  const refused = left.filter((one) => isVoidBy(one, way.to) && !voided.includes(one));
  const losses = left.filter(({ act }) => isLoss(act));
  if (receipts.length > 0) {
    const back = [...voided, ...refused, ...takenBack];
    const own = [...refused, ...takenBack].map((one): Lost => ({ one, why: 'own-conflict' }));
    const lost = [...own, ...overtaken(losses, receipts)];
    return { standing: byTime(receipts), lost, ...(back.length > 0 && { ways: [receipts, back].map(eventsOf) }) };
  }
  const back = byTime([...voided, ...refused]);
  if (voided.length > 0) return { standing: back, lost: overtaken(losses, back) };
  const lostBy = (gln: string) => losses.some(({ act }) => act.gln === gln);
  if (back.length > 0 && (!lostBy(way.from) || back.some((one) => ahead.builtOn(one)))) {
    return { standing: back, lost: losses.map((one) => ({ one, why: 'own-conflict' })) };
  }
  return { standing: byTime(losses), lost: NOTHING };
}

function overtaken(losses: readonly Allowed[], by: readonly Allowed[]): readonly Lost[] {
  return losses.map((one) => ({
    one,
    why: by.some(({ act }) => act.gln === one.act.gln) ? 'own-conflict' : 'loss-overtaken',
  }));
}

function conflicts(left: readonly Allowed[], standing: readonly Allowed[]): readonly Lost[] {
  return left.filter((one) => !standing.includes(one)).map((one) => ({ one, why: 'own-conflict' }));
}

function disputedBy(parties: ReadonlySet<string>, ways?: SettledConflict['ways']): Outcome {
  return { standing: NONE, disputed: [...parties].sort(), lost: NOTHING, ...(ways !== undefined && { ways }) };
}

function eventsOf(some: readonly Allowed[]): readonly CustodyEvent[] {
  return some.map(({ event }) => event);
}

/** Those with one effect together. */
function alike(candidates: readonly Allowed[]): Allowed[][] {
  const groups = new Map<string, Allowed[]>();
  for (const one of candidates) {
    const group = groups.get(effectOf(one));
    if (group === undefined) groups.set(effectOf(one), [one]);
    else group.push(one);
  }
  return [...groups.values()];
}

function isReceipt({ act }: Allowed): boolean {
  return act.type === receive.type;
}

function isVoidBy({ act }: Allowed, gln: string): boolean {
  return act.type === voiding.type && act.gln === gln;
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
  return act.type === commission.type ? `${what} ${act.details.note ?? ''}` : what;
}
