// The entries of an item: which events open with its key at a step of its life, as acts of their authors.
import { type Bytes, compareBytes } from '../chain/bytes.ts';
import { actOf } from './act.ts';
import { commission } from './events/commission.ts';
import { recall } from './events/recall.ts';
import type { CustodyEvent, Hit } from './evidence.ts';
import type { Findings, Found } from './findings.ts';
import type { EventStanding, Folds, Subject } from './folds.ts';
import { openHit, opensRecall, roleOf, tokenOf } from './opening.ts';
import { crowdedIn, FIRST_OF_MANY, FIRST_USES, MOST_TOLD, usesThatCount } from './uses.ts';

const NOBODY: readonly Found[] = [];
const NOTHING_TOLD: ReadonlyMap<string, number> = new Map();
const NO_CHAINS: ReadonlySet<string> = new Set();
const NO_EVENTS: ReadonlySet<number> = new Set();

/** What was read of a step. */
export interface Looked {
  readonly found: readonly Found[];
  /** Events that were opened, by their ids. */
  readonly opened: ReadonlySet<number>;
  readonly crowded: ReadonlySet<string>;
}

/** What was read and told when a step began. */
export interface Noted {
  readonly told: ReadonlyMap<string, number>;
  readonly recalls: number;
  readonly strangers: number;
}

/** Reads the entries of one item, and notes what cannot be read or has no right to be there. */
export class Entries {
  readonly recalls: CustodyEvent[] = [];
  readonly strangers: CustodyEvent[] = [];
  /** Events of which the words for this item's holders are not here, since this was emptied last. */
  readonly unread: CustodyEvent[] = [];
  readonly #item: Subject;
  readonly #findings: Findings;
  /** How events stand in the item's life; owned by its fold. */
  readonly #standings: Map<number, EventStanding>;
  #possible: Map<number, readonly Found[]> | undefined;
  /** How much was told of each chain that did not count. */
  readonly #told = new Map<string, number>();
  /** What each step was read of. */
  readonly #given: (readonly Pick<Hit, 'event'>[])[] = [];

  constructor(item: Subject, findings: Findings, standings: Map<number, EventStanding>) {
    this.#item = item;
    this.#findings = findings;
    this.#standings = standings;
  }

  noted(): Noted {
    const told = this.#told.size === 0 ? NOTHING_TOLD : new Map(this.#told);
    return { told, recalls: this.recalls.length, strangers: this.strangers.length };
  }

  /** Goes on from what another reading had noted of the same steps. */
  goOn(from: Entries, { told, recalls, strangers }: Noted): void {
    for (const [chain, count] of told) this.#told.set(chain, count);
    for (const event of from.recalls.slice(0, recalls)) this.recalls.push(event);
    for (const event of from.strangers.slice(0, strangers)) this.strangers.push(event);
  }

  /** Whether some of these events were there when step n was read. */
  met(n: number, events: ReadonlySet<number>): boolean {
    return this.#given[n]?.some(({ event }) => events.has(event.id)) !== false;
  }

  /**
   * Events with a row for step n that open and whose author has the right to such an event, in the order of their hashes;
   * `crowded` are the chains that may have more of them than these.
   */
  at(n: number, folds: Folds): Looked {
    const token = tokenOf(this.#item.key, n, folds.opened);
    const hits = folds.evidence.rows(token, FIRST_USES);
    const begun = n === 0 && this.#item.gtin !== undefined ? this.#commissions(this.#item.gtin, token, folds) : NOBODY;
    this.#given[n] = begun.length === 0 ? hits : [...hits, ...begun];
    if (hits.length === 0) return { found: begun, opened: NO_EVENTS, crowded: NO_CHAINS };
    const crowded = crowdedIn(hits);
    const read = crowded.size === 0 ? hits : this.#firstOf(hits, crowded);
    const found = [...begun];
    for (const hit of read) {
      const one = this.open(hit, token, folds);
      if (one !== undefined) found.push(one);
    }
    const opened = crowded.size === 0 ? NO_EVENTS : new Set(read.map(({ event }) => event.id));
    return { found: byLeaf(found), opened, crowded };
  }

  /** Remembers that an entry of a chain was told of and did not count. */
  told(chain: string): void {
    this.#told.set(chain, (this.#told.get(chain) ?? 0) + 1);
  }

  // Of a chain that crowds the token as many as are told, or none where enough was told of it; a recall is never one too many.
  #firstOf(hits: readonly Hit[], crowded: ReadonlySet<string>): readonly Hit[] {
    const left = new Map<string, number>();
    for (const chain of crowded) {
      const toTell = Math.max(0, MOST_TOLD - (this.#told.get(chain) ?? 0));
      // Where something may count it is looked for among what is not opened here (fold.ts).
      left.set(chain, Math.min(FIRST_OF_MANY, toTell));
    }
    return [...hits]
      .sort((a, b) => a.event.leaf.seq - b.event.leaf.seq)
      .filter(({ event }) => {
        const { chain, leaf } = event;
        const some = left.get(chain);
        if (some === undefined || leaf.type === recall.type) return true;
        left.set(chain, some - 1);
        return some > 0;
      });
  }

  /**
   * What these chains wrote for step n beside what was read, unopened, in the order in which each wrote it: what was asked for
   * first, and the others where that leaves a path open.
   */
  *rest(
    n: number,
    chains: ReadonlySet<string>,
    { opened }: Looked,
    folds: Folds,
    isOpen: (last: CustodyEvent) => boolean,
  ): Generator<Hit> {
    const token = tokenOf(this.#item.key, n, folds.opened);
    const { evidence } = folds;
    const left = (hits: readonly Hit[]): Hit[] =>
      hits
        .filter(({ event }) => chains.has(event.chain) && !opened.has(event.id))
        .sort((a, b) => a.event.leaf.seq - b.event.leaf.seq);
    const first = left(evidence.rows(token, FIRST_USES));
    yield* first;
    // A path that nothing was read of has as many below its fork, and what counts there counts on it.
    const last = new Map(first.map(({ event }) => [`${event.chain} ${event.branch}`, event]));
    if (![...last.values()].some(isOpen)) return;
    const known = new Set(first.map(({ event }) => event.id));
    // What does not count has a say in what does.
    const more = usesThatCount(token, evidence, (most) => {
      const hits = evidence.rows(token, most);
      this.#given[n] = [...(this.#given[n] ?? []), ...hits];
      return hits;
    });
    yield* left(more).filter(({ event }) => !known.has(event.id));
  }

  /** The same at a step that was not reached yet, or was reached otherwise; nothing is noted. */
  possible(n: number, folds: Folds): readonly Found[] {
    this.#possible ??= new Map();
    let found = this.#possible.get(n);
    if (found === undefined) {
      found = this.all(n, folds);
      this.#possible.set(n, found);
    }
    // What stands by now, and not what stood when this was read first: another reading may begin in between.
    return found.some(({ event }) => this.#stands(event)) ? found.filter(({ event }) => !this.#stands(event)) : found;
  }

  /** The same with those that stand there. */
  all(n: number, folds: Folds): readonly Found[] {
    const { key } = this.#item;
    const token = tokenOf(key, n, folds.opened);
    const found: Found[] = [];
    for (const hit of byHash(usesThatCount(token, folds.evidence))) {
      const details = openHit(key, hit, folds.evidence, folds.opened);
      if (details === undefined || details === 'missing-page') continue;
      const act = actOf(hit.event, roleOf(hit.event, key, token, details), details);
      if (act !== undefined) found.push({ event: hit.event, act });
    }
    return found;
  }

  /** What a row is for the item; undefined where it is not the item's, or a step of its life already. */
  open(hit: Hit, token: Bytes, folds: Folds): Found | undefined {
    const { key } = this.#item;
    const { event } = hit;
    if (this.#stands(event)) return undefined;
    const details = openHit(key, hit, folds.evidence, folds.opened);
    if (details === undefined) {
      if (event.leaf.type === recall.type && opensRecall(key, hit)) this.recalls.push(event);
      return undefined;
    }
    if (details === 'missing-page') {
      this.#standings.set(event.id, { as: 'unknown' });
      this.unread.push(event);
      return undefined;
    }
    const act = actOf(event, roleOf(event, key, token, details), details);
    if (act !== undefined) return { event, act };
    this.told(event.chain);
    this.#findings.note({
      reason: 'unaccredited',
      by: [event.author?.gln ?? event.chain],
      event: event.ref,
      kind: event.leaf.type,
      when: event.leaf.at,
    });
    return undefined;
  }

  // An event makes one step of a life, however many of the item's tokens its rows carry.
  #stands(event: CustodyEvent): boolean {
    return this.#standings.get(event.id)?.as === 'stands';
  }

  #commissions(gtin: string, token: Bytes, folds: Folds): readonly Found[] {
    const found: Found[] = [];
    for (const event of folds.evidence.commissions(gtin, token)) {
      const body = commission.parts.public(event.leaf.public);
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
}

function byLeaf(found: Found[]): readonly Found[] {
  return found.length > 1 ? found.sort((a, b) => compareBytes(a.event.leaf.hash, b.event.leaf.hash)) : found;
}

export function byHash(hits: readonly Hit[]): readonly Hit[] {
  return hits.length < 2 ? hits : [...hits].sort((a, b) => compareBytes(a.event.leaf.hash, b.event.leaf.hash));
}
