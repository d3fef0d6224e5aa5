// The stock, kept up to date: what came since the last time is read, and only those of its parts are looked at again of which
// there may be news. What many packs share, their case, is looked at once.

import { type Bytes, b64u, hex, unb64u, unhex } from '../../chain/bytes.ts';
import type { Json } from '../../chain/canonical.ts';
import { sha256Text } from '../../chain/hash.ts';
import { itemToken } from '../../chain/item-key.ts';
import { EVENT } from '../../custody/events/all.ts';
import { readItems } from '../../custody/events/items.ts';
import type { CustodyEvent } from '../../custody/evidence.ts';
import { type ItemKey, packItem } from '../../custody/item.ts';
import type { Life } from '../../custody/life.ts';
import type { Local, Marks } from '../../ledger/types.ts';
import type { PackIdentity } from '../items/goods.ts';
import { isPlain } from '../items/inventory-contents.ts';
import { firstSteps, type MadeBatch, madeIn } from '../items/inventory-packs.ts';
import { itemOf } from '../items/resolve.ts';
import { chainsOfSelf } from '../node/freshness.ts';
import {
  catchUp,
  knownContainer,
  listAnew,
  listTaken,
  type OwnList,
  ownLists,
  sameMarks,
  wantContainer,
} from '../record/inventory.ts';
import { partyCommissions } from '../record/inventory-made.ts';
import type { Knowledge } from '../record/knowledge.ts';
import { addTokens, rightsBehind, tokensSince, wordOf } from './life-tokens.ts';
import { lotMade, type PlacedPack, packsCounted, packsLeft, packsListed, packsMade, packsOf } from './stock-packs.ts';
import {
  allLots,
  type BatchPart,
  type CasePart,
  LotBook,
  type LotCounts,
  lotName,
  lotOf,
  type SinglePart,
  type StockPart,
  type StockPlace,
  type Watched,
} from './stock-parts.ts';
import { stockStateOf } from './stock-state.ts';
import { StockStore } from './stock-store.ts';
import { CASED, isMet, UNTOUCHED, watchLife, watchPack, wordsBeside } from './stock-watch.ts';
import { isClear } from './watch.ts';

/** Another number where more is kept than before: then all is counted anew. */
const VERSION = 1;
/** Of what it keeps in the ledger. */
export const NAME = 'stock';
const STATE = 'state';
const PART = 'part:';
/** A pack that is a part by itself → its number. */
const SINGLE = 'single:';
/** A `pack` event → the parts that it filled. */
const CASES = 'cases:';
/** Parts that are looked at whenever anything came: something is to be said of their lives. */
const OPEN = 'open:';
/** Own commissionings that are counted. */
const MADE = 'made:';
/** Of which stretches nothing was used yet, with their packs. */
const LEFT = 'left:';
/** Own commissionings that the keys do not open yet. */
const CLOSED = 'closed:';
const NO_WORDS: ReadonlySet<number> = new Set();

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

/** Keeps the stock where much has happened, so that nobody reads it twice. To be called where `local` may be written. */
export function keepStock(known: Knowledge, local: Local): void {
  const kept = new StockStore(NAME, local).get(STATE) as State | undefined;
  if (!isMuch(known, kept?.marks ?? {})) return;
  catchUp(known);
  const index = new StockIndex(known, new StockStore(NAME, local));
  index.update();
  index.keep(local);
}

function isMuch({ view }: Knowledge, since: Marks): boolean {
  let [events, rows] = [0, 0];
  for (const { leaf } of view.eventsOf(MOVING, { since })) {
    rows += leaf.rows?.n ?? 0;
    if (++events > MANY_EVENTS || rows > MANY_ROWS) return true;
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
  readonly #book: LotBook;
  #next = 1;
  /** Packs that were just found in a case. */
  readonly #cased = new Set<string>();
  #rights = new Map<string, string>();

  constructor(known: Knowledge, store: StockStore) {
    this.#known = known;
    this.#store = store;
    this.#book = new LotBook(store);
  }

  /** Packs of all lots that count, by state. */
  lots(): readonly { readonly is: Omit<PackIdentity, 'serial'>; readonly counts: LotCounts }[] {
    return allLots(this.#store).map(({ name, counts }) => ({ is: lotOf(name), counts }));
  }

  keep(local: Local): void {
    this.#store.keep(local);
  }

  /** Reads what came since the last time. */
  update(): void {
    const { view, self } = this.#known;
    const now = view.marks();
    const chains = chainsOfSelf(view.authority(), self).length;
    const before = this.#before(chains);
    if (before === undefined) {
      this.#store.clear();
      listAnew(this.#known);
    }
    this.#next = before?.next ?? 1;
    this.#rights = new Map(Object.entries(before?.rights ?? {}));
    const lists = ownLists(this.#known);
    const changed = this.#changedChains();
    if (before !== undefined && sameMarks(before.marks, now) && changed.size === 0) return;
    const fresh = before === undefined ? new Set<number>() : this.#freshTokens(before.marks);
    const first = this.#next;
    // Cases first: what lies in one is not counted with its lot, nor what is made here by itself.
    const made = this.#newlyMade(before?.marks);
    this.#takeLists(lists);
    for (const [event, batches] of made) this.#takeMade(event, batches);
    this.#takeTouched(fresh);
    this.#lookAgain(fresh, changed, first);
    this.#book.close();
    const rights = Object.fromEntries([...this.#rights].map(([chain]) => [chain, this.#rightsOf(chain)]));
    const state: State = { version: VERSION, marks: now, chains, next: this.#next, rights };
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
      for (const { branch } of view.branches(chain)) {
        const back = view.eventAt(chain, branch, Number(leaf.public.seq));
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
      [...this.#rights].filter(([chain, rights]) => this.#rightsOf(chain) !== rights).map(([chain]) => chain),
    );
  }

  #restOn(chains: Iterable<string>): void {
    for (const chain of chains) if (!this.#rights.has(chain)) this.#rights.set(chain, '');
  }

  // What this party made.

  #newlyMade(since: Marks | undefined): readonly (readonly [CustodyEvent, Iterable<MadeBatch>])[] {
    const { view } = this.#known;
    const closed = this.#store.list(CLOSED).flatMap(({ key }) => view.event(key.slice(CLOSED.length)) ?? []);
    return [...closed, ...partyCommissions(this.#known, since === undefined ? {} : { since })].flatMap((event) => {
      if (this.#store.get(MADE + event.ref) !== undefined) return [];
      const batches = madeIn(this.#known, event);
      this.#store.put(CLOSED + event.ref, batches === undefined ? true : undefined);
      if (batches !== undefined) this.#store.put(MADE + event.ref, true);
      return batches === undefined ? [] : [[event, batches] as const];
    });
  }

  #takeMade(event: CustodyEvent, batches: Iterable<MadeBatch>): void {
    const left: number[] = [];
    const { gtin } = event.leaf.public;
    for (const batch of batches) {
      const tokens = firstSteps(this.#known, String(gtin), batch);
      const untouched = this.#known.view.noRows?.(tokens) === true;
      if (untouched) {
        this.#store.putWords(
          wordsName(event, left.length),
          tokens.map((token) => wordOf(token)),
        );
        this.#book.count(lotMade(event), { state: 'active' }, batch.count);
      } else {
        this.#touched(event, left.length, batch);
      }
      left.push(untouched ? batch.count : 0);
    }
    this.#putLeft(event, left);
  }

  #putLeft({ ref }: CustodyEvent, left: readonly number[]): void {
    this.#store.put(LEFT + ref, left.every((packs) => packs === 0) ? undefined : left);
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
        this.#book.count(lotMade(event), { state: 'active' }, -batch.count);
        this.#touched(event, at, batch);
        this.#store.putWords(wordsName(event, at), undefined);
        left[at] = 0;
      }
      if (met.length > 0) this.#putLeft(event, left);
    }
  }

  #touched(event: CustodyEvent, at: number, batch: MadeBatch): void {
    const lot = lotMade(event);
    const part = this.#next++;
    const out: number[] = [];
    let place = 0;
    for (const is of packsMade(event, batch.serials())) {
      const item = this.#itemOf(is);
      if (this.#hasNoStory(item)) watchPack(this.#store, part, item, UNTOUCHED);
      else {
        out.push(place);
        this.#takeOut(item, is);
      }
      place++;
    }
    this.#put(part, { kind: 'batch', ref: event.ref, batch: at, lot, packs: place, out });
  }

  #hasNoStory({ key }: ItemKey): boolean {
    return this.#known.view.noRows?.([1, 2, UNTOUCHED].map((n) => itemToken(key, n))) === true;
  }

  // What came here, or was packed by this party.

  /** These, and the fillings of the containers that they name, at any depth. */
  #takeLists(lists: readonly OwnList[]): void {
    const tried = new Set<string>();
    for (let due = lists; due.length > 0; due = ownLists(this.#known).filter(({ key }) => !tried.has(key))) {
      for (const list of due) {
        tried.add(list.key);
        this.#takeList(list);
      }
    }
  }

  #takeList(list: OwnList): void {
    const { view } = this.#known;
    const event = view.event(list.ref);
    if (list.filling !== undefined) {
      const { hash, m, container } = list.filling;
      // It stays listed until it has come, all of it.
      if (event === undefined) return;
      if (hex(event.leaf.hash) === hex(hash)) {
        if (this.#known.manifest(event, m) === undefined) return;
        this.#takeFilling(event, m, container);
      }
    } else if (event !== undefined) {
      const items = readItems(this.#known.manifest(event)?.items);
      for (const { key } of items?.containers ?? []) wantContainer(this.#known, key);
      if (event.leaf.type === EVENT.pack.type) {
        // What it put in is taken in with the container.
        const container = this.#known.once(`container of ${list.ref}`, () => this.#containerOf(event));
        if (container !== undefined) wantContainer(this.#known, container);
      } else {
        for (const is of packsListed(items)) this.#takeListed(is);
      }
    }
    listTaken(this.#known, list);
  }

  #containerOf(event: CustodyEvent): Bytes | undefined {
    const container = (this.#known.manifest(event)?.container ?? {}) as { readonly key?: unknown };
    return typeof container.key === 'string' ? unb64u(container.key) : undefined;
  }

  #takeFilling(event: CustodyEvent, m: Bytes, key: Bytes): void {
    const name = hex(key);
    const cases = this.#casesOf(event.ref);
    if (cases[name] !== undefined) return;
    const items = readItems(this.#known.manifest(event, m)?.items);
    for (const container of items?.containers ?? []) wantContainer(this.#known, container.key);
    const box = this.#boxOf(key, event);
    if (box === undefined) return;
    const part = this.#next++;
    this.#store.put(CASES + event.ref, { ...cases, [name]: part });
    const lots: Record<string, number> = {};
    const out: number[] = [];
    let place = 0;
    for (const is of packsListed(items)) {
      const item = this.#itemOf(is);
      if (box.stands && this.#singleOf(item) === undefined && isPlain(this.#known, item, event)) {
        const lot = lotName(is);
        lots[lot] = (lots[lot] ?? 0) + 1;
        watchPack(this.#store, part, item, CASED);
        this.#cased.add(nameOf(item));
      } else {
        out.push(place);
        if (box.stands || !this.#isOwnMade(item)) this.#takeListed(is);
        else this.#takeOut(item, is);
      }
      place++;
    }
    const { keys, chains: around } = this.#watchLife(part, box.life);
    const chains = [...new Set([event.chain, ...around, ...this.#makersOf(items)])];
    this.#put(part, {
      kind: 'case',
      ref: event.ref,
      m: b64u(m),
      box: hex(key),
      lots,
      out,
      keys,
      chains,
      ...(box.at === undefined ? {} : { at: box.at }),
      ...(box.stands ? {} : { off: true as const }),
    });
    this.#mark(part, box.life);
  }

  /** Chains of those who made packs of these lots. */
  #makersOf(items: ReturnType<typeof readItems>): readonly string[] {
    const gtins = new Set((items?.packs ?? []).map(({ gtin }) => gtin));
    const authority = this.#known.view.authority();
    return [...gtins].flatMap((gtin) =>
      authority.makersOf(gtin).flatMap(({ chains }) => chains.map(({ chain }) => chain)),
    );
  }

  #boxOf(
    key: Bytes,
    { id }: Pick<CustodyEvent, 'id'>,
  ): { readonly life: Life; readonly stands: boolean; readonly at?: StockPlace } | undefined {
    const found = knownContainer(this.#known, key);
    if (found === undefined) return undefined;
    const life = this.#known.trace(itemOf(this.#known, found));
    const stands = life.steps.some((step) => step.role === 'container' && step.events.some((event) => event.id === id));
    const state = stockStateOf(life, this.#known.self.gln);
    return { life, stands, ...(state === undefined ? {} : { at: { state, within: hex(key) } }) };
  }

  /** A pack that a list names; what this party made is counted with its lot. */
  #takeListed(is: PackIdentity): void {
    const item = this.#itemOf(is);
    if (this.#singleOf(item) === undefined && !this.#isOwnMade(item)) this.#takeOut(item, is);
  }

  #isOwnMade(item: ItemKey): boolean {
    if (item.kind !== 'pack') return false;
    const made = this.#known.view.commissions(item.gtin, itemToken(item.key, 0));
    return made.some(({ ref }) => this.#store.get(MADE + ref) !== undefined);
  }

  /** A pack is counted by itself from now on, unless it is counted with a case. */
  #takeOut(item: ItemKey, is: PackIdentity): void {
    if (this.#cased.has(nameOf(item)) || this.#singleOf(item) !== undefined || this.#isInCase(item)) return;
    const part = this.#next++;
    this.#store.put(SINGLE + nameOf(item), part);
    this.#put(part, this.#singlePart(part, item, is, {}));
  }

  /** The parts that an event filled, by the container that they are in; there is one, unless somebody names another. */
  #casesOf(ref: string): Readonly<Record<string, number>> {
    return (this.#store.get(CASES + ref) ?? {}) as Readonly<Record<string, number>>;
  }

  #singleOf(item: ItemKey): number | undefined {
    return this.#store.get(SINGLE + nameOf(item)) as number | undefined;
  }

  #isInCase(item: ItemKey): boolean {
    const [hit, ...others] = this.#known.view.rows(itemToken(item.key, 1));
    if (hit === undefined || others.length > 0 || hit.event.leaf.type !== EVENT.pack.type) return false;
    if (!isPlain(this.#known, item, hit.event)) return false;
    return Object.values(this.#casesOf(hit.event.ref)).some((number) => {
      const part = this.#part(number);
      return part?.kind === 'case' && part.off === undefined;
    });
  }

  #singlePart(part: number, item: ItemKey, is: PackIdentity, seen: Watched['keys']): SinglePart {
    const life = this.#known.trace(item);
    const state = life.commission === undefined ? undefined : stockStateOf(life, this.#known.self.gln);
    const [outer] = life.around;
    const watched = this.#watchLife(part, life, seen);
    this.#mark(part, life);
    return {
      kind: 'single',
      is,
      ...watched,
      ...(state === undefined ? {} : { at: { state, ...(outer === undefined ? {} : { within: hex(outer.key) }) } }),
    };
  }

  // News of what is counted already.

  #lookAgain(fresh: ReadonlySet<number>, changed: ReadonlySet<string>, first: number): void {
    const due = new Map(this.#store.found(fresh));
    for (const { key } of this.#store.list(OPEN)) {
      const part = Number(key.slice(OPEN.length));
      if (!due.has(part)) due.set(part, NO_WORDS);
    }
    const anew = new Set<number>();
    if (changed.size > 0) {
      for (const { key, value } of this.#store.list(PART)) {
        const part = value as unknown as StockPart;
        if (part.kind === 'batch' || !part.chains.some((chain) => changed.has(chain))) continue;
        anew.add(Number(key.slice(PART.length)));
      }
    }
    for (const number of [...new Set([...due.keys(), ...anew])].sort((a, b) => a - b)) {
      const part = number < first ? this.#part(number) : undefined;
      if (part === undefined) continue;
      this.#book.countPart(part, -1);
      const now = this.#again(number, part, due.get(number) ?? NO_WORDS, anew.has(number));
      this.#book.countPart(now, 1);
      if (JSON.stringify(now) !== JSON.stringify(part)) this.#store.put(PART + number, now as unknown as Json);
    }
  }

  #again(number: number, part: StockPart, fresh: ReadonlySet<number>, all: boolean): StockPart {
    switch (part.kind) {
      case 'single':
        return this.#singlePart(number, this.#itemOf(part.is), part.is, part.keys);
      case 'case':
        return this.#caseAgain(number, part, fresh, all);
      case 'batch':
        return this.#batchAgain(part, fresh);
    }
  }

  #caseAgain(number: number, part: CasePart, fresh: ReadonlySet<number>, all: boolean): CasePart {
    const event = this.#known.view.event(part.ref);
    const box = event && this.#boxOf(unhex(part.box), event);
    if (part.off === true || event === undefined || box === undefined) return part;
    const { at: _, ...rest } = part;
    const out = new Set(part.out);
    const lots: Record<string, number> = { ...part.lots };
    const left: PackIdentity[] = [];
    // Where the case alone was moved, what is inside need not be listed.
    const { keys, chains } = this.#watchLife(number, box.life, part.keys);
    const met = wordsBeside([box.life, ...box.life.around], fresh);
    const packs = box.stands && !all && met.size === 0 ? [] : packsOf(this.#known, part);
    let place = -1;
    for (const is of packs) {
      place++;
      if (out.has(place)) continue;
      const item = this.#itemOf(is);
      if (box.stands && !all && !isMet(item, CASED, met)) continue;
      if (box.stands && isPlain(this.#known, item, event)) continue;
      out.add(place);
      left.push(is);
      const lot = lotName(is);
      lots[lot] = (lots[lot] ?? 0) - 1;
      if (lots[lot] === 0) delete lots[lot];
    }
    this.#mark(number, box.life);
    const now: CasePart = {
      ...rest,
      lots,
      out: [...out].sort((a, b) => a - b),
      keys,
      chains: [...new Set([...part.chains, ...chains])],
      ...(box.at === undefined ? {} : { at: box.at }),
      ...(box.stands ? {} : { off: true as const }),
    };
    this.#store.put(PART + number, now as unknown as Json);
    for (const is of left) this.#takeOut(this.#itemOf(is), is);
    return now;
  }

  #batchAgain(part: BatchPart, fresh: ReadonlySet<number>): BatchPart {
    const out = new Set(part.out);
    let place = -1;
    for (const is of packsOf(this.#known, part)) {
      place++;
      if (out.has(place)) continue;
      const item = this.#itemOf(is);
      if (!isMet(item, UNTOUCHED, fresh) || this.#hasNoStory(item)) continue;
      out.add(place);
      this.#takeOut(item, is);
    }
    return { ...part, out: [...out].sort((a, b) => a - b) };
  }

  #watchLife(part: number, life: Life, seen?: Watched['keys']): Watched {
    const watched = watchLife(this.#known, this.#store, part, life, seen);
    this.#restOn(watched.chains);
    return watched;
  }

  #mark(part: number, life: Life): void {
    const open = isClear(this.#known, life) ? undefined : true;
    if (this.#store.get(OPEN + part) !== open) this.#store.put(OPEN + part, open);
  }

  #put(number: number, part: StockPart): void {
    if (part.kind !== 'batch') this.#restOn(part.chains);
    this.#store.put(PART + number, part as unknown as Json);
    this.#book.countPart(part, 1);
  }

  #part(number: number): StockPart | undefined {
    return this.#store.get(PART + number) as unknown as StockPart | undefined;
  }

  #itemOf({ gtin, serial }: Pick<PackIdentity, 'gtin' | 'serial'>): ItemKey {
    return packItem(this.#known.view.network, gtin, serial);
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

function wordsName({ ref }: CustodyEvent, batch: number): string {
  return `${ref} ${batch}`;
}

/** 96 bits tell packs apart. */
function nameOf({ key }: ItemKey): string {
  return hex(key).slice(0, 24);
}
