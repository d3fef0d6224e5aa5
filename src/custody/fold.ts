// The fold: one item's life, step by step, from the set of events that carry its tokens (DESIGN §5.1).
import { compareBytes } from '../chain/bytes.ts';
import { lastDay } from '../gs1/pack.ts';
import { mayWrite } from './act.ts';
import { aheadOf, type Lookahead, lowestPlace, reachOpening } from './ahead.ts';
import { around, isTakenAround, receivedWhole } from './around.ts';
import { type FoldPlace, LOST, lookBeyond, refuse, tellUnread, type Why } from './beyond.ts';
import { type Ahead, type Allowed, type SettledConflict, settle } from './conflict.ts';
import { Entries, type Looked, type Noted } from './entries.ts';
import { commission } from './events/commission.ts';
import { recall } from './events/recall.ts';
import { receive } from './events/receive.ts';
import type { CustodyEvent } from './evidence.ts';
import { Findings, type Found } from './findings.ts';
import type { Contest, EventStanding, Folded, Folds, Instead, Opening, Subject, Transit } from './folds.ts';
import { MOST_NESTED } from './in-charge.ts';
import type { State, Step } from './life.ts';
import { rowsAreHere, tokenOf } from './opening.ts';
import { mayMove } from './rules.ts';
import { mayAct } from './uses.ts';
import { beginning, ruleIn } from './within.ts';

/** What one till took out of a container that other entries of its party did something else with, which stands there. */
interface Claim extends Allowed {
  readonly instead: Instead;
}

/** What had been noticed when a step began. */
interface Begun extends Noted {
  readonly findings: number;
  readonly lateRetractions: number;
}

const NOWHERE: State = { at: 'none' };
const NO: EventStanding = { as: 'no' };

/** The life of one item under construction. */
export class Fold implements Folded {
  readonly item: Subject;
  #folds: Folds;
  readonly steps: Step[] = [];
  readonly findings = new Findings((event) => this.#folds.evidence.retracted(event));
  readonly contests: Contest[] = [];
  readonly lateRetractions: CustodyEvent[] = [];
  state: State = NOWHERE;
  commission: CustodyEvent | undefined;
  next = 0;
  #ended = false;
  #lookedAhead = false;
  #lastDay: string | undefined;
  readonly #standings = new Map<number, EventStanding>();
  readonly #entries: Entries;
  readonly #begun: Begun[] = [];
  /** The first step that asked for a container. */
  #asksAround = Number.POSITIVE_INFINITY;

  constructor(item: Subject, folds: Folds) {
    this.item = item;
    this.#folds = folds;
    this.#entries = new Entries(item, this.findings, this.#standings);
    folds.evidence.expect?.(item.key);
  }

  get recalls(): readonly CustodyEvent[] {
    return this.#entries.recalls;
  }

  get strangers(): readonly CustodyEvent[] {
    return this.#entries.strangers;
  }

  /** From now on reads through this trace: folds of containers are kept from one trace to the next. */
  over(folds: Folds): void {
    this.#folds = folds;
  }

  /** Takes over the steps of another reading of the same life that are the same without these events: those before they were met. */
  goOn(from: Fold, without: readonly number[]): void {
    const gone = new Set(without);
    const most = Math.min(from.steps.length, from.#begun.length - 1, from.#asksAround);
    let n = 0;
    while (n < most && !from.#entries.met(n, gone)) n++;
    const begun = from.#begun[n];
    if (n === 0 || begun === undefined) return;
    this.#entries.goOn(from.#entries, begun);
    this.findings.goOn(from.findings.all.slice(0, begun.findings));
    for (const late of from.lateRetractions.slice(0, begun.lateRetractions)) this.lateRetractions.push(late);
    for (const contest of from.contests) if (contest.n < n) this.contests.push(contest);
    for (const one of from.#begun.slice(0, n)) this.#begun.push(one);
    for (const step of from.steps.slice(0, n)) {
      this.steps.push(step);
      for (const { id } of step.events) {
        const stood = from.#standings.get(id);
        if (stood !== undefined) this.#standings.set(id, stood);
      }
      this.state = step.state;
    }
    this.commission = from.commission;
    this.#lastDay = from.#lastDay;
    this.next = n;
  }

  /** Folds to the end. */
  finish(): this {
    while (this.#advance());
    this.#lookAhead();
    return this;
  }

  whole(): this | undefined {
    return this.#isBusy() ? undefined : this.finish();
  }

  standing(event: CustodyEvent): EventStanding {
    if (this.#isBusy()) return NO;
    for (;;) {
      const known = this.#standings.get(event.id);
      if (known?.as === 'stands') return known;
      if (!this.#advance()) break;
    }
    this.#lookAhead();
    return this.#standings.get(event.id) ?? (rowsAreHere(event, this.#folds.evidence) ? NO : { as: 'unknown' });
  }

  opening(event: CustodyEvent, gln: string, since: number): Opening | undefined {
    if (this.#isBusy()) return undefined;
    const start = this.finish().steps[since]?.state;
    if (start === undefined) return undefined;
    const { underWay } = this.#folds;
    underWay.push(this);
    try {
      const found = reachOpening(this.#look(this.#folds), {
        start,
        since,
        gln,
        event,
        steps: this.steps,
        at: (n) => this.#entries.all(n, this.#folds),
      });
      if (found === undefined) return undefined;
      const events = found.instead?.events ?? this.steps[found.left]?.events ?? [];
      // What other parties did is no conflict of its own.
      if (events.length === 0 || events.some(({ author }) => author?.gln !== gln)) return undefined;
      return { n: found.n, instead: { from: found.left - 1, events } };
    } finally {
      underWay.pop();
    }
  }

  // Events that need each other to stand do not stand. What was found while assuming so is not kept.
  #isBusy(): boolean {
    const { underWay } = this.#folds;
    const place = underWay.indexOf(this);
    if (place < 0 && underWay.length < MOST_NESTED) return false;
    for (const fold of underWay.slice(Math.max(place, 0))) this.#folds.provisional(fold);
    return true;
  }

  /** Takes one step; false at the end of the life. */
  #advance(): boolean {
    if (this.#ended) return false;
    this.#folds.underWay.push(this);
    try {
      this.#ended = !this.#step();
    } finally {
      this.#folds.underWay.pop();
    }
    return !this.#ended;
  }

  #step(): boolean {
    const n = this.next;
    const { findings, lateRetractions } = this;
    this.#begun[n] = {
      ...this.#entries.noted(),
      findings: findings.all.length,
      lateRetractions: lateRetractions.length,
    };
    this.#entries.unread.length = 0;
    const looked = this.#entries.at(n, this.#folds);
    const allowed: Allowed[] = [];
    const claims: Claim[] = [];
    const refused: { readonly found: Found; readonly why: Why }[] = [];
    if (this.state.at === 'inside') this.#asksAround = Math.min(this.#asksAround, n);
    const weigh = (one: Found): boolean => {
      if (one.act.role === 'child') this.#asksAround = Math.min(this.#asksAround, n);
      const made = n === 0 ? beginning(one, this.item) : this.#rule(one, this.state, this.#folds);
      if (typeof made === 'string') {
        refused.push({ found: one, why: made });
        return false;
      }
      if (made.instead !== undefined) claims.push({ ...one, ...made, instead: made.instead });
      else allowed.push({ ...one, ...made });
      return true;
    };
    for (const one of looked.found) weigh(one);
    if (looked.crowded.size > 0) {
      this.#weighRest(looked, n, new Set([...allowed, ...claims].map(({ event }) => event.chain)), weigh);
      for (const list of [allowed, claims]) list.sort((a, b) => compareBytes(a.event.leaf.hash, b.event.leaf.hash));
    }
    const [only] = allowed;
    const plain = allowed.length === 1 && claims.length === 0 && only?.act.role !== 'missing';
    const settled = plain ? undefined : this.#settle(n, allowed, claims);
    for (const { found: one, why } of refused) refuse(this.#place(), one, why, plain || settled !== undefined);
    if (plain) return this.#take(n, allowed);
    if (settled === undefined) {
      tellUnread(this.#place());
      return false;
    }
    for (const one of settled.again) refuse(this.#place(), one, 'refused', true);
    for (const { one, why } of settled.lost) this.findings.lost(one, why);
    this.#contest(n, settled);
    if (settled.disputed !== undefined) {
      this.state = { at: 'disputed', between: settled.disputed };
      return false;
    }
    return this.#take(n, settled.standing);
  }

  // Of chains that wrote very often: what they wrote beside what was read, where something of it may count and nothing does yet:
  // of what one chain wrote the first that is allowed counts, and nothing after it is looked for.
  #weighRest(looked: Looked, n: number, settled: ReadonlySet<string>, weigh: (one: Found) => boolean): void {
    const { evidence } = this.#folds;
    const open = [...looked.crowded].filter((chain) => !settled.has(chain) && this.#mayAct(chain));
    if (open.length === 0) return;
    const counts: CustodyEvent[] = [];
    const isOpen = (event: CustodyEvent) => !counts.some((one) => one === event || evidence.earlier(one, event));
    for (const hit of this.#entries.rest(n, new Set(open), looked, this.#folds, isOpen)) {
      const { event } = hit;
      const mayCount = mayWrite(event) && mayMove(event.leaf.type, this.state, evidence.policy);
      if (!mayCount && event.leaf.type !== recall.type) continue;
      if (!isOpen(event)) continue;
      const found = this.#entries.open(hit, tokenOf(this.item.key, n, this.#folds.opened), this.#folds);
      if (found !== undefined && weigh(found)) counts.push(event);
    }
  }

  #lookAhead(): void {
    if (this.#lookedAhead) return;
    this.#lookedAhead = true;
    lookBeyond(this.#place());
  }

  #place(): FoldPlace {
    const { item, state, next, findings } = this;
    return { item, state, next, findings, folds: this.#folds, entries: this.#entries, standings: this.#standings };
  }

  #mayAct(chain: string): boolean {
    return mayAct(chain, this.state, this.item.origin, this.#folds.evidence);
  }

  // What stands at a step, with what is said of the rest; undefined where nothing is allowed.
  #settle(n: number, allowed: readonly Allowed[], claims: readonly Claim[]): SettledConflict | undefined {
    let { first, later } = lowestPlace(allowed);
    let inside = this.#missedByOne(n, first, later);
    while (inside === 'still') {
      ({ first, later } = lowestPlace(later));
      inside = this.#missedByOne(n, first, later);
    }
    for (const one of later) this.#overtaken(one, first);
    if (inside !== undefined) return inside;
    for (const { event } of claims) this.#standings.set(event.id, LOST);
    const sold = claims.length > 0 ? this.#sold(n, first, claims) : undefined;
    if (sold !== undefined) return sold;
    if (first.length === 0) return undefined;
    const settled =
      first.length === 1
        ? { standing: first, lost: NOTHING, again: NOBODY_ALLOWED }
        : settle(first, this.state, this.#folds.evidence, this.#ahead(n));
    for (const one of first) if (!settled.again.includes(one)) this.#standings.set(one.event.id, LOST);
    return settled;
  }

  // One till received the container whole, another one without this item. Where others received it in the container after
  // that, it was not missing, unless somebody went on from that it was.
  #missedByOne(n: number, first: readonly Allowed[], later: readonly Allowed[]): SettledConflict | 'still' | undefined {
    const { state } = this;
    const [missed] = first;
    if (state.at !== 'inside' || missed?.place === undefined || missed.act.role !== 'missing') return undefined;
    const { place, act } = missed;
    const whole = receivedWhole(this.#folds, state, place, act.gln, first);
    const exit = later[0]?.place ?? Number.POSITIVE_INFINITY;
    if (whole.length === 0 || !isTakenAround(this.#folds, { ...state, since: place }, exit, act.gln)) return undefined;
    for (const one of first) this.#overtaken(one, first, 'own-conflict');
    const look = this.#look(this.#folds.all);
    if (!look.at(n + 1).some((found) => look.allows(missed.ruling.to, found) !== undefined)) return 'still';
    const ways = [first.map(({ event }) => event), whole];
    return { standing: NOBODY_ALLOWED, disputed: [act.gln], lost: NOTHING, again: NOBODY_ALLOWED, ways };
  }

  // At an earlier step of the container something else became of the item. That it was missing later is then true. Whoever
  // has the container since, and ends what was in it before, never had that.
  #overtaken(one: Allowed, by: readonly Allowed[], why?: 'own-conflict'): void {
    this.#standings.set(one.event.id, LOST);
    if (why === undefined && one.act.role === 'missing') return;
    if (by.some(({ act }) => act.gln === one.act.gln)) this.findings.lost(one, 'own-conflict');
    else this.findings.neverHeld(one);
  }

  // What others received from the one till is not undone by what the other till did to the container around.
  #sold(n: number, first: readonly Allowed[], claims: readonly Claim[]): SettledConflict | undefined {
    const ahead = this.#ahead(n);
    const exit = first[0]?.place ?? Number.POSITIVE_INFINITY;
    const taken = claims.filter((one) => one.act.role === 'subject' && (one.place ?? 0) <= exit && ahead.taken(one));
    const { first: sold } = lowestPlace(taken);
    const [one] = sold;
    const { state } = this;
    if (one === undefined || state.at !== 'inside') {
      for (const claim of claims) this.findings.lost(claim, 'own-conflict');
      return undefined;
    }
    const { act, instead } = one as Claim;
    for (const claim of claims) if (!sold.includes(claim)) this.findings.lost(claim, 'own-conflict');
    for (const other of first) this.#overtaken(other, sold);
    const settled = settle(sold, state, this.#folds.evidence, ahead);
    // From the step before: what is around the container may have been received with it.
    if (!isTakenAround(this.#folds, { ...state, since: instead.from }, exit, act.gln)) return settled;
    const ways = [...(settled.ways ?? [settled.standing.map(({ event }) => event)]), instead.events];
    return { ...settled, standing: NOBODY_ALLOWED, disputed: [act.gln], ways };
  }

  #contest(n: number, { ways, disputed, closed, tooLate }: SettledConflict): void {
    for (const late of tooLate ?? []) this.lateRetractions.push(late);
    if (ways === undefined) return;
    this.contests.push({ n, ways, main: disputed === undefined, closed: closed === true });
    this.#folds.contested();
  }

  // Reads on along the entries of all lines.
  #ahead(n: number): Ahead {
    return aheadOf(this.#look(this.#folds.all), n);
  }

  #look(folds: Folds): Lookahead {
    return {
      at: (step) => this.#entries.possible(step, folds),
      allows: (state, found) => {
        const made = this.#rule(found, state, folds);
        return typeof made === 'string' ? undefined : made;
      },
      retracted: (event) => folds.evidence.retracted(event),
      around: (state, upTo) => around(this.#folds.all, state, upTo),
    };
  }

  #rule(found: Found, state: State, folds: Folds): ReturnType<typeof ruleIn> {
    const day = this.#lastDay;
    return ruleIn(found, state, { kind: this.item.kind, ...(day !== undefined && { lastDay: day }) }, folds);
  }

  #take(n: number, standing: readonly Allowed[]): boolean {
    const [first] = standing;
    if (first === undefined) return false;
    const { event, act, ruling: made } = first;
    const before = this.state;
    this.state = made.to;
    this.next = n + 1;
    this.steps.push({
      n,
      event,
      events: standing.map((one) => one.event),
      kind: act.type,
      role: act.role,
      state: made.to,
      details: act.details,
      ...(first.place !== undefined && { place: first.place }),
    });
    if (act.type === commission.type) this.#commissioned(event);
    for (const one of standing) {
      this.#stand(n, one, before);
      if (one.event.contested) this.findings.tell('author-forked', one);
    }
    if (standing.every((one) => one.ruling.gap === true)) this.findings.tell('custody-gap', first);
    return true;
  }

  #stand(n: number, { event, act }: Allowed, before: State): void {
    const transit =
      act.type === receive.type && act.role === 'subject' && before.at === 'transit' ? before : this.#carried(event);
    this.#standings.set(event.id, { as: 'stands', n, role: act.role, ...(transit !== undefined && { transit }) });
  }

  // For a container inside a container: the hand-over that a receipt of the outermost one ends.
  #carried(event: CustodyEvent): Transit | undefined {
    if (this.state.at !== 'inside' || event.leaf.type !== receive.type) return undefined;
    const outer = this.#folds.container(this.state.container, this.state.origin).standing(event);
    return outer.as === 'stands' ? outer.transit : undefined;
  }

  #commissioned(event: CustodyEvent): void {
    this.commission = event;
    const body = commission.parts.public(event.leaf.public);
    this.#lastDay = body && lastDay(body.expiry);
  }
}

const NOBODY_ALLOWED: readonly Allowed[] = [];
const NOTHING: SettledConflict['lost'] = [];
