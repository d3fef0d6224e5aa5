// The parts of a stock while it is counted: how a pack or a case becomes one, and what of them is noted to find them again.
import { type Bytes, hex } from '../../chain/bytes.ts';
import type { Json } from '../../chain/canonical.ts';
import { itemToken } from '../../chain/item-key.ts';
import { EVENT } from '../../custody/events/all.ts';
import type { readItems } from '../../custody/events/items.ts';
import { type CustodyEvent, refByLeaf } from '../../custody/evidence.ts';
import { type ItemKey, packItem } from '../../custody/item.ts';
import type { Life } from '../../custody/life.ts';
import type { PackIdentity } from '../items/goods.ts';
import { isPlain } from '../items/inventory-contents.ts';
import { itemOf } from '../items/resolve.ts';
import { knownContainer } from '../record/containers-known.ts';
import type { Knowledge } from '../record/knowledge.ts';
import { LotBook, type SinglePart, type StockPart, type StockPlace, type Watched } from './stock-parts.ts';
import { stockStateOf } from './stock-state.ts';
import type { StockStore } from './stock-store.ts';
import { UNTOUCHED, watchLife } from './stock-watch.ts';
import { isClear } from './watch.ts';

export const PART = 'part:';
/** A pack that is a part by itself → its number. */
const SINGLE = 'single:';
/** A `pack` event → the parts that it filled. */
export const CASES = 'cases:';
/** Parts that are looked at whenever anything came: something is to be said of their lives. */
export const OPEN = 'open:';
/** Own commissionings that are counted. */
export const MADE = 'made:';

/** What is counted, and how far. */
export class StockCount {
  readonly known: Knowledge;
  readonly store: StockStore;
  readonly book: LotBook;
  /** The number of the next part. */
  next = 1;
  /** Packs that were just found in a case. */
  readonly cased = new Set<string>();
  /** Chains that parts rest on → what was known of their rights. */
  rights = new Map<string, string>();

  constructor(known: Knowledge, store: StockStore) {
    this.known = known;
    this.store = store;
    this.book = new LotBook(store);
  }

  restOn(chains: Iterable<string>): void {
    for (const chain of chains) if (!this.rights.has(chain)) this.rights.set(chain, '');
  }

  boxOf(
    key: Bytes,
    { id }: Pick<CustodyEvent, 'id'>,
  ): { readonly life: Life; readonly stands: boolean; readonly at?: StockPlace } | undefined {
    const found = knownContainer(this.known, key);
    if (found === undefined) return undefined;
    const life = this.known.trace(itemOf(this.known, found));
    const stands = life.steps.some((step) => step.role === 'container' && step.events.some((event) => event.id === id));
    const state = stockStateOf(life, this.known.self.gln);
    return { life, stands, ...(state === undefined ? {} : { at: { state, within: hex(key) } }) };
  }

  /** A pack that a list names; what this party made is counted with its lot. */
  takeListed(is: PackIdentity): void {
    const item = this.itemOf(is);
    if (!this.isCounted(item) && !this.isOwnMade(item)) this.takeOut(item, is);
  }

  isOwnMade(item: ItemKey): boolean {
    if (item.kind !== 'pack') return false;
    const made = this.known.view.commissions(item.gtin, itemToken(item.key, 0));
    return made.some((event) => this.store.get(MADE + refByLeaf(event)) !== undefined);
  }

  /** A pack is counted by itself from now on, unless it is counted with a case. */
  takeOut(item: ItemKey, is: PackIdentity): void {
    if (this.isCounted(item) || this.isInCase(item)) return;
    const part = this.next++;
    this.store.put(SINGLE + nameOf(item), part);
    this.put(part, this.singlePart(part, item, is, {}));
  }

  /** The parts that an event filled, by the container that they are in; there is one, unless somebody names another. */
  casesOf(event: CustodyEvent): Readonly<Record<string, number>> {
    return (this.store.get(CASES + refByLeaf(event)) ?? {}) as Readonly<Record<string, number>>;
  }

  /** Counted with a case that was just taken in, or by itself. */
  isCounted(item: ItemKey): boolean {
    return this.cased.has(nameOf(item)) || this.singleOf(item) !== undefined;
  }

  singleOf(item: ItemKey): number | undefined {
    return this.store.get(SINGLE + nameOf(item)) as number | undefined;
  }

  isInCase(item: ItemKey): boolean {
    const [hit, ...others] = this.known.view.rows(itemToken(item.key, 1));
    if (hit === undefined || others.length > 0 || hit.event.leaf.type !== EVENT.pack.type) return false;
    if (!isPlain(this.known, item, hit.event)) return false;
    return Object.values(this.casesOf(hit.event)).some((number) => {
      const part = this.part(number);
      return part?.kind === 'case' && part.off === undefined;
    });
  }

  singlePart(part: number, item: ItemKey, is: PackIdentity, seen: Watched['keys']): SinglePart {
    const life = this.known.trace(item);
    const state = life.commission === undefined ? undefined : stockStateOf(life, this.known.self.gln);
    const [outer] = life.around;
    const watched = this.watchLife(part, life, seen);
    this.mark(part, life);
    return {
      kind: 'single',
      is,
      ...watched,
      ...(state === undefined ? {} : { at: { state, ...(outer === undefined ? {} : { within: hex(outer.key) }) } }),
    };
  }

  hasNoStory({ key }: ItemKey): boolean {
    return this.known.view.noRows?.([1, 2, UNTOUCHED].map((n) => itemToken(key, n))) === true;
  }

  /** Chains of those who made packs of these lots. */
  makersOf(items: ReturnType<typeof readItems>): readonly string[] {
    const gtins = new Set((items?.packs ?? []).map(({ gtin }) => gtin));
    const authority = this.known.view.authority();
    return [...gtins].flatMap((gtin) =>
      authority.makersOf(gtin).flatMap(({ chains }) => chains.map(({ chain }) => chain)),
    );
  }

  watchLife(part: number, life: Life, seen?: Watched['keys']): Watched {
    const watched = watchLife(this.known, this.store, part, life, seen);
    this.restOn(watched.chains);
    return watched;
  }

  mark(part: number, life: Life): void {
    const open = isClear(this.known, life) ? undefined : true;
    if (this.store.get(OPEN + part) !== open) this.store.put(OPEN + part, open);
  }

  put(number: number, part: StockPart): void {
    if (part.kind !== 'batch') this.restOn(part.chains);
    this.store.put(PART + number, part as unknown as Json);
    this.book.countPart(part, 1);
  }

  part(number: number): StockPart | undefined {
    return this.store.get(PART + number) as unknown as StockPart | undefined;
  }

  itemOf({ gtin, serial }: Pick<PackIdentity, 'gtin' | 'serial'>): ItemKey {
    return packItem(this.known.view.network, gtin, serial);
  }
}

/** 96 bits tell packs apart. */
export function nameOf({ key }: ItemKey): string {
  return hex(key).slice(0, 24);
}
