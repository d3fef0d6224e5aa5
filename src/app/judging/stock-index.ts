// The stock, kept up to date: what came since the last time is read, and only those of its parts are looked at again of which
// there may be news. What many packs share, their case, is looked at once.
import { type Bytes, b64u, hex } from '../../chain/bytes.ts';
import type { Json } from '../../chain/canonical.ts';
import { sha256Text } from '../../chain/hash.ts';
import { itemKey } from '../../custody/body.ts';
import { EVENT } from '../../custody/events/all.ts';
import { readItems } from '../../custody/events/items.ts';
import { saidIn } from '../../custody/events/said.ts';
import { type CustodyEvent, refByLeaf } from '../../custody/evidence.ts';
import type { Local, Marks } from '../../ledger/types.ts';
import type { PackIdentity } from '../items/goods.ts';
import { isPlain } from '../items/inventory-contents.ts';
import { firstSteps, type MadeBatch, madeIn } from '../items/inventory-packs.ts';
import { chainsOfSelf } from '../node/freshness.ts';
import { packedBy, wantContainer } from '../record/containers-known.ts';
import { catchUp, listAnew, sameMarks } from '../record/inventory.ts';
import { partyCommissions } from '../record/inventory-made.ts';
import type { Knowledge } from '../record/knowledge.ts';
import { listTaken, type OwnList, ownLists } from '../record/own-lists.ts';
import { addTokens, rightsBehind, tokensSince, wordOf } from './life-tokens.ts';
import { lookAgain } from './stock-again.ts';
import { CASES, MADE, nameOf, PART, StockCount } from './stock-count.ts';
import { lotMade, type PlacedPack, packsCounted, packsLeft, packsListed, packsMade } from './stock-packs.ts';
import { allLots, type LotCounts, lotName, lotOf, type StockPart } from './stock-parts.ts';
import { StockStore } from './stock-store.ts';
import { CASED, UNTOUCHED, watchPack } from './stock-watch.ts';

/** Another number where more is kept than before: then all is counted anew. */
const VERSION = 2;
/** Of what it keeps in the ledger. */
export const NAME = 'stock';
const STATE = 'state';
/** Of which stretches nothing was used yet, with their packs. */
const LEFT = 'left:';
/** Own commissionings that the keys do not open yet. */
const CLOSED = 'closed:';
/** Packs in cases that are held in memory before they are written. */
const MOST_IN_MEMORY = 20_000;
/** How far the stock was brought. */
interface State {
  readonly version: number;
  readonly marks: Marks;
  readonly chains: number;
  readonly next: number;
  /** Chains that parts rest on → what was known of their rights. */
  readonly rights: Readonly<Record<string, string>>;
}

/** The stock of the own party as of what is known; `catchUp` went before. */
export function stockIndex(known: Knowledge): StockIndex {
  return known.once('stock', () => {
    const index = new StockIndex(known, new StockStore(NAME, known.home.ledger.local));
    index.update();
    return index;
  });
}

/** The same counted from the beginning, whatever is kept. */
export function stockAnew(known: Knowledge): StockIndex {
  const index = new StockIndex(known, new StockStore(NAME));
  index.update();
  return index;
}

/** Events since the stock was kept, above which it is kept again; and rows in them. */
const MANY_EVENTS = 128;
const MANY_ROWS = 250;
/** Packs that are looked at within an append at most: who records must not wait for a lot of a million. */
const MOST_WITH_APPEND = 20_000;

/**
 * Keeps the stock where much has happened, so that nobody reads it twice. To be called where `local` may be written.
 * @param size of the own chain, up to which what was recorded was small
 */
export function keepStock(known: Knowledge, local: Local, size?: number): void {
  const kept = new StockStore(NAME, local).get(STATE) as State | undefined;
  const since = kept?.marks ?? {};
  if (!isMuch(known, since, size)) return;
  if (size !== undefined && isTooMuch(known, since)) return;
  catchUp(known);
  const index = new StockIndex(known, new StockStore(NAME, local));
  index.update(local);
  index.keep(local);
}

function isMuch({ view, self }: Knowledge, since: Marks, size: number | undefined): boolean {
  const now = view.marks();
  const came = Object.entries(now).reduce((sum, [name, events]) => sum + events - (since[name] ?? 0), 0);
  if (came > MANY_EVENTS) return true;
  // Whoever records one dispense after another must not read all of them each time.
  const from = size === undefined ? since : { ...now, [self.chain]: size };
  let rows = 0;
  for (const { leaf } of view.eventsOf(MOVING, { since: from })) rows += leaf.rows?.n ?? 0;
  return rows > MANY_ROWS;
}

/** By the packs that were made since, and the rows about them, which are read as far as it takes to tell. */
function isTooMuch({ view, self }: Knowledge, since: Marks): boolean {
  let packs = 0;
  for (const { leaf, author } of view.eventsOf([EVENT.commission.type, ...MOVING], { since })) {
    if (leaf.type !== EVENT.commission.type) packs += leaf.rows?.n ?? 0;
    else if (author?.gln === self.gln) packs += saidIn(EVENT.commission, leaf)?.count ?? 0;
    if (packs > MOST_WITH_APPEND) return true;
  }
  return false;
}

const MOVING = [
  EVENT.pack.type,
  EVENT.unpack.type,
  EVENT.ship.type,
  EVENT.receive.type,
  EVENT.voiding.type,
  EVENT.dispense.type,
  EVENT.decommission.type,
  EVENT.quarantine.type,
  EVENT.release.type,
  EVENT.reinstate.type,
  EVENT.missing.type,
  EVENT.found.type,
] as const;

export class StockIndex {
  readonly #known: Knowledge;
  readonly #store: StockStore;
  readonly #count: StockCount;

  constructor(known: Knowledge, store: StockStore) {
    this.#known = known;
    this.#store = store;
    this.#count = new StockCount(known, store);
  }

  /** Packs of all lots that count, by state. */
  lots(): readonly { readonly is: Omit<PackIdentity, 'serial'>; readonly counts: LotCounts }[] {
    return allLots(this.#store).map(({ name, counts }) => ({ is: lotOf(name), counts }));
  }

  keep(local: Local): void {
    this.#store.keep(local);
  }

  /**
   * Reads what came since the last time.
   * @param local where it may be written meanwhile, so that much of it does not stand in memory
   */
  update(local?: Local): void {
    const { view, self } = this.#known;
    const now = view.marks();
    const chains = chainsOfSelf(view.authority(), self).length;
    const before = this.#before(chains);
    if (before === undefined) {
      this.#store.clear();
      listAnew(this.#known);
    }
    this.#count.next = before?.next ?? 1;
    this.#count.rights = new Map(Object.entries(before?.rights ?? {}));
    const lists = ownLists(this.#known);
    const changed = this.#changedChains();
    if (before !== undefined && sameMarks(before.marks, now) && changed.size === 0) return;
    const fresh = before === undefined ? new Set<number>() : this.#freshTokens(before.marks);
    const first = this.#count.next;
    // Cases first: what lies in one is not counted with its lot, nor what is made here by itself.
    const made = this.#newlyMade(before?.marks);
    this.#takeLists(lists, local);
    for (const [event, batches] of made) this.#takeMade(event, batches);
    this.#takeTouched(fresh);
    lookAgain(this.#count, fresh, changed, first);
    this.#count.book.close();
    const rights = Object.fromEntries([...this.#count.rights].map(([chain]) => [chain, this.#rightsOf(chain)]));
    const state: State = { version: VERSION, marks: now, chains, next: this.#count.next, rights };
    this.#store.put(STATE, state as unknown as Json);
  }

  #before(chains: number): State | undefined {
    const kept = this.#store.get(STATE) as unknown as State | undefined;
    return kept?.version === VERSION && kept.chains === chains ? kept : undefined;
  }

  /** What is taken back is looked at as what is new. */
  #freshTokens(since: Marks): ReadonlySet<number> {
    const { view } = this.#known;
    const fresh = tokensSince(this.#known, since);
    for (const { chain, leaf } of view.eventsOf([EVENT.retract.type], { since })) {
      const said = saidIn(EVENT.retract, leaf);
      if (said === undefined) continue;
      for (const { branch } of view.branches(chain)) {
        const back = view.eventAt(chain, branch, said.seq);
        if (back !== undefined) addTokens(this.#known, back, fresh);
      }
    }
    return fresh;
  }

  #rightsOf(chain: string): string {
    return this.#known.once(`rights of ${chain}`, () =>
      sha256Text(Buffer.from(JSON.stringify(rightsBehind(this.#known, chain)))).slice(0, 12),
    );
  }

  #changedChains(): ReadonlySet<string> {
    return new Set(
      [...this.#count.rights].filter(([chain, rights]) => this.#rightsOf(chain) !== rights).map(([chain]) => chain),
    );
  }

  // What this party made.

  #newlyMade(since: Marks | undefined): readonly (readonly [CustodyEvent, Iterable<MadeBatch>])[] {
    const { view } = this.#known;
    const closed = this.#store.list(CLOSED).flatMap(({ key }) => view.event(key.slice(CLOSED.length)) ?? []);
    return [...closed, ...partyCommissions(this.#known, since === undefined ? {} : { since })].flatMap((event) => {
      // By the leaf: where a chain turns out to have split, the refs of its events change.
      const ref = refByLeaf(event);
      if (this.#store.get(MADE + ref) !== undefined) return [];
      const batches = madeIn(this.#known, event);
      this.#store.put(CLOSED + ref, batches === undefined ? true : undefined);
      if (batches !== undefined) this.#store.put(MADE + ref, true);
      return batches === undefined ? [] : [[event, batches] as const];
    });
  }

  #takeMade(event: CustodyEvent, batches: Iterable<MadeBatch>): void {
    const left: number[] = [];
    const gtin = saidIn(EVENT.commission, event.leaf)?.gtin ?? '';
    for (const batch of batches) {
      const tokens = firstSteps(this.#known, gtin, batch);
      const untouched = this.#known.view.noRows?.(tokens) === true;
      if (untouched) {
        this.#store.putWords(
          wordsName(event, left.length),
          tokens.map((token) => wordOf(token)),
        );
        this.#count.book.count(lotMade(event), { state: 'active' }, batch.count);
      } else {
        this.#touched(event, left.length, batch);
      }
      left.push(untouched ? batch.count : 0);
    }
    this.#putLeft(event, left);
  }

  #putLeft(event: CustodyEvent, left: readonly number[]): void {
    this.#store.put(LEFT + refByLeaf(event), left.every((packs) => packs === 0) ? undefined : left);
  }

  #takeTouched(fresh: ReadonlySet<number>): void {
    if (fresh.size === 0) return;
    for (const { key, value } of this.#store.list(LEFT)) {
      const event = this.#known.view.event(key.slice(LEFT.length));
      if (event === undefined) continue;
      const left = [...(value as readonly number[])];
      const met = left.flatMap((packs, at) =>
        packs > 0 && this.#store.words(wordsName(event, at)).some((word) => fresh.has(word)) ? [at] : [],
      );
      const batches = met.length === 0 ? [] : [...(madeIn(this.#known, event) ?? [])];
      for (const at of met) {
        const batch = batches[at];
        if (batch === undefined) continue;
        this.#count.book.count(lotMade(event), { state: 'active' }, -batch.count);
        this.#touched(event, at, batch);
        this.#store.putWords(wordsName(event, at), undefined);
        left[at] = 0;
      }
      if (met.length > 0) this.#putLeft(event, left);
    }
  }

  #touched(event: CustodyEvent, at: number, batch: MadeBatch): void {
    const lot = lotMade(event);
    const part = this.#count.next++;
    const out: number[] = [];
    let place = 0;
    for (const is of packsMade(event, batch.serials())) {
      const item = this.#count.itemOf(is);
      // What was just found in a case has a story: the ledger need not be asked.
      if (!this.#count.cased.has(nameOf(item)) && this.#count.hasNoStory(item)) {
        watchPack(this.#store, part, item, UNTOUCHED);
      } else {
        out.push(place);
        this.#count.takeOut(item, is);
      }
      place++;
    }
    this.#count.put(part, { kind: 'batch', ref: refByLeaf(event), batch: at, lot, packs: place, out });
  }

  // What came here, or was packed by this party.

  /** These, and the fillings of the containers that they name, at any depth. */
  #takeLists(lists: readonly OwnList[], local: Local | undefined): void {
    const tried = new Set<string>();
    let written = 0;
    for (let due = lists; due.length > 0; due = ownLists(this.#known).filter(({ key }) => !tried.has(key))) {
      for (const list of due) {
        tried.add(list.key);
        this.#takeList(list);
        if (local === undefined || this.#count.cased.size - written < MOST_IN_MEMORY) continue;
        this.#store.keep(local);
        written = this.#count.cased.size;
      }
    }
  }

  #takeList(list: OwnList): void {
    const event = list.filling === undefined ? this.#known.view.event(list.ref) : packedBy(this.#known, list.filling);
    if (list.filling !== undefined) {
      const { m, container } = list.filling;
      // It stays listed until it has come, all of it.
      if (event === undefined || this.#known.manifest(event, m) === undefined) return;
      this.#takeFilling(event, m, container);
    } else if (event !== undefined) {
      const items = readItems(this.#known.manifest(event)?.items);
      for (const { key } of items?.containers ?? []) wantContainer(this.#known, key);
      if (event.leaf.type === EVENT.pack.type) {
        // What it put in is taken in with the container.
        const container = this.#known.once(`container of ${list.ref}`, () => this.#containerOf(event));
        if (container !== undefined) wantContainer(this.#known, container);
      } else {
        for (const is of packsListed(items)) this.#count.takeListed(is);
      }
    }
    listTaken(this.#known, list);
  }

  #containerOf(event: CustodyEvent): Bytes | undefined {
    const container = (this.#known.manifest(event)?.container ?? {}) as { readonly key?: Json };
    return itemKey(container.key);
  }

  #takeFilling(event: CustodyEvent, m: Bytes, key: Bytes): void {
    const name = hex(key);
    const cases = this.#count.casesOf(event);
    if (cases[name] !== undefined) return;
    const items = readItems(this.#known.manifest(event, m)?.items);
    for (const container of items?.containers ?? []) wantContainer(this.#known, container.key);
    const box = this.#count.boxOf(key, event);
    if (box === undefined) return;
    const part = this.#count.next++;
    this.#store.put(CASES + refByLeaf(event), { ...cases, [name]: part });
    const lots: Record<string, number> = {};
    const out: number[] = [];
    let place = 0;
    for (const is of packsListed(items)) {
      const item = this.#count.itemOf(is);
      if (box.stands && this.#count.singleOf(item) === undefined && isPlain(this.#known, item, event)) {
        const lot = lotName(is);
        lots[lot] = (lots[lot] ?? 0) + 1;
        watchPack(this.#store, part, item, CASED);
        this.#count.cased.add(nameOf(item));
      } else {
        out.push(place);
        if (box.stands) this.#count.takeListed(is);
        else this.#count.takeOut(item, is);
      }
      place++;
    }
    const { keys, chains: around } = this.#count.watchLife(part, box.life);
    const chains = [...new Set([event.chain, ...around, ...this.#count.makersOf(items)])];
    this.#count.put(part, {
      kind: 'case',
      ref: refByLeaf(event),
      m: b64u(m),
      box: hex(key),
      lots,
      out,
      keys,
      chains,
      ...(box.at === undefined ? {} : { at: box.at }),
      ...(box.stands ? {} : { off: true as const }),
    });
    this.#count.mark(part, box.life);
  }

  /** Every pack that counts, one by one. */
  *packs(): Iterable<PlacedPack> {
    for (const { value } of this.#store.list(PART)) yield* packsCounted(this.#known, value as unknown as StockPart);
    for (const { key, value } of this.#store.list(LEFT)) {
      const event = this.#known.view.event(key.slice(LEFT.length));
      if (event !== undefined) yield* packsLeft(this.#known, event, value as readonly number[]);
    }
  }
}

function wordsName(event: CustodyEvent, batch: number): string {
  return `${refByLeaf(event)} ${batch}`;
}
