// The evidence that was fetched so far: it answers what it was told, and notes what it was asked and does not know.
import { type Bytes, b64u, hex } from '../chain/bytes.ts';
import { recall } from './events/recall.ts';
import type { CustodyEvent, Evidence, Hit } from './evidence.ts';
import { keepOpened, type Opened, tokenOf } from './opening.ts';
import type { Policy } from './policy.ts';
import { roleAllows } from './rights.ts';
import { type FoldAnswer, type FoldWant, type Standing, USES_WANTED, wantName, wantsOfKey } from './wants.ts';

/** An answer as it is kept, and the most that was asked for. */
type Kept =
  | { readonly about: 'rows'; readonly most: number; readonly whole: boolean; readonly hits: Map<number, Hit> }
  | { readonly about: 'events'; readonly events: Map<number, CustodyEvent>; readonly next?: number | undefined }
  | { readonly about: 'page'; readonly bytes: Bytes | undefined }
  | { readonly about: 'is'; readonly is: boolean };

/** Pages of one sealed part that are asked for together. */
const PAGES_AHEAD = 16;

/** What was told of one state, by the names of questions. */
export class Fetched {
  readonly standing: Standing;
  readonly #kept = new Map<string, Kept>();
  readonly #retracted = new Map<number, boolean>();
  /** Pages of the parts of events that were told, by the root. */
  readonly parts = new Map<string, number>();
  readonly #events: SameEvents;

  constructor(standing: Standing, events: SameEvents) {
    this.standing = standing;
    this.#events = events;
  }

  take(answer: FoldAnswer): void {
    if (answer.about === 'retracted') {
      const { id } = this.event(answer.event);
      this.#retracted.set(id, answer.is || this.#retracted.get(id) === true);
      return;
    }
    const name = wantName(answer);
    const before = this.#kept.get(name);
    switch (answer.about) {
      case 'rows':
        this.#kept.set(name, this.#rows(answer, before));
        break;
      case 'page':
        this.#kept.set(name, before?.about === 'page' && before.bytes !== undefined ? before : answer);
        break;
      case 'commissions':
      case 'notices':
      case 'lots': {
        const events = new Map(before?.about === 'events' ? before.events : []);
        for (const one of answer.events) {
          const event = this.event(one);
          events.set(event.id, event);
        }
        const next = answer.about === 'lots' ? answer.next : undefined;
        this.#kept.set(name, { about: 'events', events, next });
        break;
      }
      default:
        this.#kept.set(name, { about: 'is', is: answer.is || (before?.about === 'is' && before.is) });
    }
  }

  #rows(answer: Extract<FoldAnswer, { readonly about: 'rows' }>, before: Kept | undefined): Kept {
    const same = before?.about === 'rows' ? before : undefined;
    const hits = new Map(same?.hits);
    for (const { event: one, opener } of answer.hits) {
      const event = this.event(one);
      hits.set(event.id, opener === undefined ? { event } : { event, opener });
    }
    return {
      about: 'rows',
      most: Math.max(answer.most, same?.most ?? 0),
      whole: answer.whole || same?.whole === true,
      hits,
    };
  }

  /** The event as it was first told of, and what is known of its parts. */
  event(one: CustodyEvent): CustodyEvent {
    const event = this.#events.of(one);
    const { details } = event.leaf;
    if (details !== undefined && 'root' in details) this.parts.set(hex(details.root), details.pages);
    return event;
  }

  kept(want: Exclude<FoldWant, { readonly about: 'retracted' }>): Kept | undefined {
    return this.#kept.get(wantName(want));
  }

  /** Whether it is known already. */
  knows(want: FoldWant): boolean {
    if (want.about === 'retracted') return this.#retracted.has(want.event.id);
    const kept = this.kept(want);
    if (kept === undefined || want.about !== 'rows' || kept.about !== 'rows') return kept !== undefined;
    return kept.whole || kept.most >= want.most;
  }

  retracted(event: CustodyEvent): boolean | undefined {
    return this.#retracted.get(event.id);
  }
}

/**
 * Events by what they are: the same leaf on the same branch is one event, whoever told of it, and has one number from the first
 * round to the last.
 */
export class SameEvents {
  readonly #known = new Map<string, number>();
  readonly #numbers = new Map<number, string>();
  #own = -1;
  /** The events of the state that is told of. */
  #current = new Map<string, CustodyEvent>();

  of(event: CustodyEvent): CustodyEvent {
    const name = `${event.chain} ${event.branch} ${event.leaf.seq} ${b64u(event.leaf.hash)}`;
    const current = this.#current.get(name);
    if (current !== undefined) return current;
    const id = this.#known.get(name) ?? this.#numberFor(event.id);
    this.#known.set(name, id);
    this.#numbers.set(id, name);
    const one = id === event.id ? event : numbered(event, id);
    this.#current.set(name, one);
    return one;
  }

  /** Another state is told of: who wrote an event, and whether that is in dispute, may be otherwise there. */
  forget(): void {
    this.#current = new Map();
  }

  // Two stores may give one number to two events.
  #numberFor(id: number): number {
    return this.#numbers.has(id) ? this.#own-- : id;
  }
}

function numbered(event: CustodyEvent, id: number): CustodyEvent {
  const { chain, branch, leaf } = event;
  return {
    id,
    chain,
    branch,
    leaf,
    get author() {
      return event.author;
    },
    get contested() {
      return event.contested;
    },
    get ref() {
      return event.ref;
    },
  };
}

/** The evidence for one run over what was told; `lacks` has what the run asked for in vain. */
export class GatheredEvidence implements Evidence {
  readonly lacks = new Map<string, FoldWant>();
  readonly #opened: Opened;
  readonly #told: Fetched;

  constructor(told: Fetched, opened: Opened) {
    this.#told = told;
    this.#opened = opened;
    keepOpened(this, opened);
  }

  get network(): string {
    return this.#told.standing.network;
  }

  get policy(): Policy {
    return this.#told.standing.policy;
  }

  authority(): ReturnType<Evidence['authority']> {
    return this.#told.standing.authority();
  }

  earlier(a: CustodyEvent, b: CustodyEvent): boolean {
    return this.#told.standing.earlier(a, b);
  }

  #lack(want: FoldWant): void {
    if (this.#told.knows(want)) return;
    const name = want.about === 'retracted' ? `retracted:${want.event.id}` : wantName(want);
    const before = this.lacks.get(name);
    if (before?.about === 'rows' && want.about === 'rows' && before.most >= want.most) return;
    this.lacks.set(name, want);
  }

  // A life is known before anybody asks what is said of its product: while rows are lacking, what would come of it is thrown away.
  #endWhereLacking(): void {
    for (const { about } of this.lacks.values()) if (about === 'rows') throw new RowsLacking();
  }

  expect(key: Bytes): void {
    if (this.#told.kept({ about: 'rows', token: tokenOf(key, 0, this.#opened), most: 0 }) !== undefined) return;
    for (const want of wantsOfKey(key, this.#opened)) this.#lack(want);
  }

  // All that was told of a token, where that is enough for so many of each chain.
  #hits(token: Bytes, most: number): Map<number, Hit> | undefined {
    const want: FoldWant = { about: 'rows', token, most: Math.max(most, USES_WANTED) };
    const kept = this.#told.kept(want);
    if (kept?.about === 'rows' && (kept.whole || kept.most >= most)) return kept.hits;
    this.#lack(want);
    return undefined;
  }

  rows(token: Bytes, most = USES_WANTED, of?: (chain: string) => boolean): readonly Hit[] {
    const hits = this.#hits(token, most);
    if (hits === undefined || hits.size === 0) return NO_HITS;
    const first = firstUses([...hits.values()], most, this);
    return of === undefined ? first : first.filter(({ event }) => of(event.chain));
  }

  noRows(tokens: readonly Bytes[], but?: ReadonlySet<string>): boolean {
    let none = true;
    for (const token of tokens) {
      const hits = this.#hits(token, 1);
      if (hits === undefined) continue;
      for (const { event } of hits.values()) if (but?.has(event.chain) !== true) none = false;
    }
    return none;
  }

  #events(want: Extract<FoldWant, { readonly about: 'commissions' | 'notices' }>): readonly CustodyEvent[] {
    const kept = this.#told.kept(want);
    if (kept?.about === 'events') return [...kept.events.values()];
    this.#lack(want);
    return NO_EVENTS;
  }

  commissions(gtin: string, token: Bytes): readonly CustodyEvent[] {
    return this.#events({ about: 'commissions', gtin, token });
  }

  notices(gtin: string): readonly CustodyEvent[] {
    this.#endWhereLacking();
    return this.#events({ about: 'notices', gtin });
  }

  *lots(gtin: string, lot?: string): Iterable<CustodyEvent> {
    this.#endWhereLacking();
    for (let after: number | undefined; ; ) {
      const want: FoldWant = { about: 'lots', gtin, lot, after };
      const kept = this.#told.kept(want);
      if (kept?.about !== 'events') {
        this.#lack(want);
        return;
      }
      yield* kept.events.values();
      if (kept.next === undefined) return;
      after = kept.next;
    }
  }

  page(root: Bytes, index: number): Bytes | undefined {
    const kept = this.#told.kept({ about: 'page', root, index });
    if (kept?.about === 'page') return kept.bytes;
    const end = Math.min(this.#told.parts.get(hex(root)) ?? 0, index + PAGES_AHEAD);
    for (let at = index; at < Math.max(end, index + 1); at++) this.#lack({ about: 'page', root, index: at });
    return undefined;
  }

  #is(want: Extract<FoldWant, { readonly about: 'pages' | 'incomplete' | 'awaits' }>): boolean {
    const kept = this.#told.kept(want);
    if (kept?.about === 'is') return kept.is;
    this.#lack(want);
    return false;
  }

  hasPages(root: Bytes, pages: number): boolean {
    return this.#is({ about: 'pages', root, pages });
  }

  incomplete(gtin?: string): boolean {
    return this.#is({ about: 'incomplete', gtin });
  }

  awaits(gln: string): boolean {
    return this.#is({ about: 'awaits', gln });
  }

  retracted(event: CustodyEvent): boolean {
    const known = this.#told.retracted(event);
    if (known === undefined) this.#lack({ about: 'retracted', event });
    return known ?? false;
  }
}

const NO_HITS: readonly Hit[] = [];
const NO_EVENTS: readonly CustodyEvent[] = [];

/** Ends a run of which nothing would be kept. */
class RowsLacking extends Error {}

/** Of what each chain wrote the first so many on each path, and every recall of whoever may recall. */
export function firstUses(
  hits: readonly Hit[],
  most: number,
  evidence: Pick<Evidence, 'earlier' | 'authority'>,
): readonly Hit[] {
  if (hits.length <= most) return hits;
  const mayRecall = (chain: string) => roleAllows(recall.type, evidence.authority().atMost(chain)?.roles ?? []);
  return hits.filter(({ event }) => {
    let before = 0;
    for (const other of hits) if (evidence.earlier(other.event, event)) before++;
    return before < most || (event.leaf.type === recall.type && mayRecall(event.chain));
  });
}
