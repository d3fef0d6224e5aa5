// The fold: one item's life, step by step, from the set of events that carry its tokens (DESIGN §5.1).
import { type Bytes, compareBytes } from '../chain/bytes.ts';
import { itemToken } from '../chain/item-key.ts';
import { lastDay } from '../gs1/pack.ts';
import { actOf } from './act.ts';
import { type Allowed, settle } from './conflict.ts';
import { commission } from './events/product.ts';
import type { CustodyEvent, Evidence, Hit } from './evidence.ts';
import { BEYOND, Findings, type Found } from './findings.ts';
import type { RowRole, State, Step } from './life.ts';
import { type OpenedEvents, openHit, opensRecall, roleOf, rowsAreHere } from './opening.ts';
import { type Act, isTerminal, type Ruling, ruling, type Within } from './rules.ts';

/** How far beyond its end a life is looked for (DESIGN §5.1). */
const LOOK_AHEAD = 16;
/** Containers of containers are folded within each other at most so deep; honest ones need 8. */
const MOST_NESTED = 64;

/** How an event stands in the life of a container. */
export type Standing =
  | { readonly as: 'stands'; readonly n: number; readonly role: RowRole; readonly transit?: Transit }
  /** Allowed, and does not stand: it lost against something else at the same step, was taken back, or is disputed. */
  | { readonly as: 'lost' }
  /** Found beyond the end of the container's life: what lies between has not arrived. */
  | { readonly as: 'ahead' }
  /** The container's life cannot be read here yet. */
  | { readonly as: 'unknown' }
  | { readonly as: 'no' };

/** Why an event makes no step: `other` concerns another container with the same key. */
type Why = Standing['as'] | 'refused' | 'other';

type Transit = Extract<State, { at: 'transit' }>;

/** Everything that many folds share: opened events and the folds of containers. */
export interface Folds {
  readonly evidence: Evidence;
  readonly opened: OpenedEvents;
  /** The fold of a container that this party made. */
  container(key: Bytes, origin: string): Fold;
  /** Parties that made a container with this key. */
  origins(key: Bytes): readonly string[];
  /** Folds under way, outermost first. */
  readonly underWay: Fold[];
  /** Calls a fold's result provisional: it was reached while another one was half done. */
  provisional(fold: Fold): void;
}

type Subject = {
  readonly kind: 'pack' | 'container';
  readonly key: Bytes;
  readonly gtin?: string;
  readonly origin?: string;
};

const NOWHERE: State = { at: 'none' };
const NO: Standing = { as: 'no' };
const LOST: Standing = { as: 'lost' };

/** The life of one item under construction. */
export class Fold {
  readonly item: Subject;
  #folds: Folds;
  readonly steps: Step[] = [];
  readonly findings = new Findings();
  readonly recalls: CustodyEvent[] = [];
  readonly strangers: CustodyEvent[] = [];
  state: State = NOWHERE;
  commission: CustodyEvent | undefined;
  next = 0;
  #ended = false;
  #lookedAhead = false;
  #lastDay: string | undefined;
  readonly #standings = new Map<number, Standing>();

  constructor(item: Subject, folds: Folds) {
    this.item = item;
    this.#folds = folds;
  }

  /** From now on reads through this trace: folds of containers are kept from one trace to the next. */
  over(folds: Folds): void {
    this.#folds = folds;
  }

  /** Folds to the end. */
  finish(): this {
    while (this.#advance());
    this.#lookAhead();
    return this;
  }

  /** How this event stands in the life of this container. Folds no further than needed. */
  standing(event: CustodyEvent): Standing {
    const { underWay } = this.#folds;
    const place = underWay.indexOf(this);
    if (place >= 0 || underWay.length >= MOST_NESTED) {
      // Events that need each other to stand do not stand. What was found while assuming so is not kept.
      for (const fold of underWay.slice(Math.max(place, 0))) this.#folds.provisional(fold);
      return NO;
    }
    for (;;) {
      const known = this.#standings.get(event.id);
      if (known?.as === 'stands') return known;
      if (!this.#advance()) break;
    }
    this.#lookAhead();
    return this.#standings.get(event.id) ?? (rowsAreHere(event, this.#folds.evidence) ? NO : { as: 'unknown' });
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
    const { evidence } = this.#folds;
    const found = this.#gather(n);
    const allowed: Allowed[] = [];
    const refused: { readonly found: Found; readonly why: Why }[] = [];
    for (const one of found) {
      const made = n === 0 ? this.#beginning(one) : this.#rule(one);
      if (typeof made === 'string') refused.push({ found: one, why: made });
      else allowed.push({ event: one.event, act: one.act, ruling: made });
    }
    if (allowed.length === 0) {
      for (const { found: one, why } of refused) this.#refuse(one, why);
      return false;
    }
    const { standing, disputed, conflict, again } = settle(allowed, evidence);
    for (const { found: one, why } of refused) this.#refuse(one, why);
    for (const one of again) this.#refuse(one, 'refused');
    for (const { event } of allowed.filter((one) => !again.includes(one))) this.#standings.set(event.id, LOST);
    if (disputed !== undefined) {
      this.state = { at: 'disputed', between: disputed };
      return false;
    }
    for (const one of conflict) this.findings.conflict(one);
    this.#take(n, standing);
    return true;
  }

  #take(n: number, standing: readonly Allowed[]): void {
    const [first] = standing;
    if (first === undefined) return;
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
    });
    if (act.type === 'commission') this.#commissioned(event);
    for (const one of standing) {
      this.#stand(n, one, before);
      if (one.event.contested) this.findings.tell('author-forked', one);
    }
    if (standing.every((one) => one.ruling.gap === true)) this.findings.tell('custody-gap', first);
  }

  #stand(n: number, { event, act }: Allowed, before: State): void {
    const transit =
      act.type === 'receive' && act.role === 'subject' && before.at === 'transit' ? before : this.#carried(event);
    this.#standings.set(event.id, { as: 'stands', n, role: act.role, ...(transit !== undefined && { transit }) });
  }

  // For a container inside a container: the hand-over that a receipt of the outermost one ends.
  #carried(event: CustodyEvent): Transit | undefined {
    if (this.state.at !== 'inside' || event.leaf.type !== 'receive') return undefined;
    const outer = this.#folds.container(this.state.container, this.state.origin).standing(event);
    return outer.as === 'stands' ? outer.transit : undefined;
  }

  #commissioned(event: CustodyEvent): void {
    this.commission = event;
    const body = commission.public(event.leaf.public);
    this.#lastDay = body && lastDay(body.expiry);
  }

  // Events with a row for step n that open and whose author has the right to such an event, in the order of their hashes.
  #gather(n: number): readonly Found[] {
    const { key } = this.item;
    const token = itemToken(key, n);
    const hits = this.#folds.evidence.rows(token);
    const begun = n === 0 && this.item.gtin !== undefined ? this.#commissions(token) : NOBODY;
    if (hits.length === 0) return begun;
    const found = [...begun];
    for (const hit of hits) {
      if (this.#stands(hit.event)) continue;
      const one = this.#open(hit, token);
      if (one !== undefined) found.push(one);
    }
    return found.length > 1 ? found.sort((a, b) => compareBytes(a.event.leaf.hash, b.event.leaf.hash)) : found;
  }

  // An event makes one step of a life, however many of the item's tokens its rows carry.
  #stands(event: CustodyEvent): boolean {
    return this.#standings.get(event.id)?.as === 'stands';
  }

  #open(hit: Hit, token: Bytes): Found | undefined {
    const { key } = this.item;
    const { event } = hit;
    const details = openHit(key, hit, this.#folds.evidence, this.#folds.opened);
    if (details === undefined) {
      if (event.leaf.type === 'recall') this.#recall(hit);
      return undefined;
    }
    if (details === 'missing-page') {
      this.#standings.set(event.id, { as: 'unknown' });
      this.findings.note({ reason: 'incomplete-knowledge', event: event.ref, kind: event.leaf.type });
      return undefined;
    }
    const act = actOf(event, roleOf(event, key, token, details), details);
    if (act !== undefined) return { event, act };
    this.findings.note({
      reason: 'unaccredited',
      by: [event.author?.gln ?? event.chain],
      event: event.ref,
      kind: event.leaf.type,
      when: event.leaf.at,
    });
    return undefined;
  }

  #recall(hit: Hit): void {
    if (opensRecall(this.item.key, hit)) this.recalls.push(hit.event);
  }

  #commissions(token: Bytes): readonly Found[] {
    const gtin = this.item.gtin ?? '';
    const found: Found[] = [];
    for (const event of this.#folds.evidence.commissions(gtin, token)) {
      const body = commission.public(event.leaf.public);
      if (body === undefined || body.gtin !== gtin) continue;
      // Lot and expiry tell two commissionings apart.
      const act = event.author?.mayMake(gtin)
        ? actOf(event, 'subject', { note: `${body.lot} ${body.expiry}` })
        : undefined;
      if (act === undefined) this.strangers.push(event);
      else found.push({ event, act });
    }
    return found;
  }

  #beginning({ act }: Found): Ruling | 'refused' | 'other' {
    const begins =
      this.item.kind === 'pack' ? act.type === 'commission' : act.role === 'container' && act.gln === this.item.origin;
    if (begins) return { to: { at: 'active', holder: act.gln } };
    // A first pack by another party makes another container that has this key.
    return this.item.kind === 'container' && act.role === 'container' ? 'other' : 'refused';
  }

  #rule({ event, act }: Found): Ruling | Standing['as'] | 'refused' {
    const { state } = this;
    const { policy } = this.#folds.evidence;
    const subject = { kind: this.item.kind, ...(this.#lastDay !== undefined && { lastDay: this.#lastDay }) };
    if (act.role === 'child' && state.at === 'active' && state.holder === act.gln) {
      const packed = this.#packing(event, act);
      if ('as' in packed) return ruling(state, act, subject, policy) ?? packed.as;
      return ruling(state, act, subject, policy, { as: 'packing', into: packed.into }) ?? 'refused';
    }
    if (state.at !== 'inside' || act.type === 'assign') return ruling(state, act, subject, policy) ?? 'refused';
    const standing = this.#folds.container(state.container, state.origin).standing(event);
    const within = standing.as === 'stands' && standing.n > state.since ? asWithin(standing) : undefined;
    const made = ruling(state, act, subject, policy, within);
    if (made !== undefined) return made;
    return standing.as === 'stands' ? 'refused' : standing.as;
  }

  // Into which container this event packs the item: the one, of those with the key, in whose life the event stands.
  #packing(event: CustodyEvent, act: Act): { readonly into: Extract<State, { at: 'inside' }> } | Standing {
    const container = act.details.container;
    if (container === undefined) return NO;
    let best: Standing = NO;
    for (const origin of this.#folds.origins(container)) {
      const standing = this.#folds.container(container, origin).standing(event);
      if (standing.as === 'stands' && standing.role === 'container') {
        return { into: { at: 'inside', container, origin, since: standing.n } };
      }
      if (best.as === 'no' && standing.as !== 'stands') best = standing;
    }
    return best.as === 'no' && !rowsAreHere(event, this.#folds.evidence) ? { as: 'unknown' } : best;
  }

  // What an event means that opens and does not stand.
  #refuse({ event, act }: Found, why: Why): void {
    if (why === 'other') return;
    const told = { event, act };
    switch (why) {
      case 'ahead':
        this.#standings.set(event.id, { as: 'ahead' });
        this.findings.tell('custody-gap', told, BEYOND);
        this.findings.endedThere(told, BEYOND);
        return;
      case 'unknown':
        this.#standings.set(event.id, { as: 'unknown' });
        this.findings.note({ reason: 'incomplete-knowledge', event: event.ref, kind: act.type });
        return;
      case 'lost':
        this.#standings.set(event.id, LOST);
        this.findings.conflict(told);
        this.findings.endedThere(told);
        return;
      default:
        if (act.type === 'release' && event.contested) this.findings.tell('author-forked', told);
        else if (this.findings.isSequel(act)) this.findings.tell('own-conflict', told);
        else if (!this.#harmless(act)) this.findings.tell('unauthorised-use', told);
        if ('holder' in this.state && this.state.holder === act.gln) this.findings.endedThere(told);
    }
  }

  // Where hand-overs are optional a pack may leave a container that is elsewhere by the records; that is told of the pack.
  #harmless(act: Act): boolean {
    return act.role === 'opened' && isTerminal(act.type) && this.#folds.evidence.policy === 'endpoints';
  }

  #lookAhead(): void {
    if (this.#lookedAhead) return;
    this.#lookedAhead = true;
    const { evidence } = this.#folds;
    const { key } = this.item;
    const tokens: Bytes[] = [];
    for (let n = this.next + 1; n <= this.next + LOOK_AHEAD; n++) tokens.push(itemToken(key, n));
    if (evidence.noRows?.(tokens) === true) return;
    for (const token of tokens) {
      for (const hit of byHash(evidence.rows(token))) {
        const told = this.#stands(hit.event) ? undefined : this.#open(hit, token);
        if (told === undefined) continue;
        this.#standings.set(told.event.id, { as: 'ahead' });
        // Where not even the beginning is known here, what is missing is knowledge, not a hand-over.
        if (this.state.at === 'none') this.findings.note({ reason: 'incomplete-knowledge', event: told.event.ref });
        else if (this.findings.isSequel(told.act)) this.findings.tell('own-conflict', told);
        else this.findings.tell('custody-gap', told, BEYOND);
        this.findings.endedThere(told, BEYOND);
      }
    }
  }
}

const NOBODY: readonly Found[] = [];

function byHash(hits: readonly Hit[]): readonly Hit[] {
  return hits.length < 2 ? hits : [...hits].sort((a, b) => compareBytes(a.event.leaf.hash, b.event.leaf.hash));
}

function asWithin(standing: Extract<Standing, { as: 'stands' }>): Within | undefined {
  const { role, transit } = standing;
  if (role === 'opened') return { as: 'opening', ...(transit !== undefined && { transit }) };
  return role === 'subject' && transit !== undefined ? { as: 'receipt', transit } : undefined;
}
