// What is inside a container: read from the manifests of its pack events, each child proved by its own row and life.
import { type Bytes, hex, sameBytes } from '../../chain/bytes.ts';
import { itemToken } from '../../chain/item-key.ts';
import { openRow } from '../../chain/open.ts';
import { findRow } from '../../chain/rows.ts';
import { type Items, readItems } from '../../custody/events/items.ts';
import { type CustodyEvent, refByLeaf } from '../../custody/evidence.ts';
import { type ItemKey, packItem } from '../../custody/item.ts';
import type { Life } from '../../custody/life.ts';
import { MOST_AROUND } from '../../custody/trace.ts';
import { knownContainer, packedBy } from '../record/containers-known.ts';
import { KeySet } from '../record/key-set.ts';
import type { Knowledge } from '../record/knowledge.ts';
import type { ContainerIdentity, PackIdentity } from './goods.ts';
import { itemOf } from './resolve.ts';

/** Something inside a container now. */
export interface Child {
  readonly is: PackIdentity | ContainerIdentity;
  readonly item: ItemKey;
  /** Nothing was recorded of it since it went in, and its life until then is that of any new pack. */
  readonly plain: boolean;
}

export interface PackInside extends Child {
  readonly is: PackIdentity;
  /** Hex of the key of the container it is directly in; empty for a loose one. */
  readonly within: string;
}

/** A container with all that is inside, as far as it can be opened here. */
export interface ContentsTree {
  readonly is: PackIdentity | ContainerIdentity;
  readonly item: ItemKey;
  readonly children: readonly ContentsTree[];
  /** Packs inside, at any depth; 1 for a pack. */
  readonly packs: number;
}

/** What is directly inside the container with this key now; packs are passed over where only containers are asked for. */
export function* childrenOf(known: Knowledge, key: Bytes, only?: 'containers'): Iterable<Child> {
  const seen = new KeySet();
  for (const filling of knownContainer(known, key)?.fillings ?? []) {
    const event = packedBy(known, filling);
    const manifest = event && known.manifest(event, filling.m);
    if (event === undefined || manifest === undefined) continue;
    const found = foundIn(known, `${hex(key)} ${refByLeaf(event)}`, readItems(manifest.items));
    for (const child of listed(known, event, found, only)) {
      const inside = found.told(child.place, INSIDE, () => {
        return (child.plain && found.stands(() => standsAsFilling(known, event, key))) || isInside(known, child, key);
      });
      // Packed twice, or listed twice: it is one thing.
      if (inside && seen.add(child.item.key)) yield child;
    }
  }
}

/** Packs of a list that are looked up together. */
const AT_ONCE = 48;
/** What is known of a thing in a list: two bits each, of which the lower says that the other one is known. */
const [PLAIN, INSIDE] = [1, 4];

/**
 * What was found of the things that a filling lists. A command looks into the same cases several times, to judge, to count and to write
 * down, and there may be a million packs: each has a byte, and what else there is to say of it is read from the list again.
 */
class Found {
  readonly items: Items | undefined;
  readonly #bits: Uint8Array;
  #stands: boolean | undefined;

  constructor(items: Items | undefined, bits: Uint8Array) {
    this.items = items;
    this.#bits = bits;
  }

  knows(place: number, what: number): boolean {
    return ((this.#bits[place] ?? 0) & what) !== 0;
  }

  told(place: number, what: number, look: () => boolean): boolean {
    if (!this.knows(place, what)) this.#bits[place] = (this.#bits[place] ?? 0) | what | (look() ? 2 * what : 0);
    return ((this.#bits[place] ?? 0) & (2 * what)) !== 0;
  }

  stands(look: () => boolean): boolean {
    this.#stands ??= look();
    return this.#stands;
  }
}

function foundIn(known: Knowledge, name: string, items: Items | undefined): Found {
  const all = known.once('children', () => new Map<string, Uint8Array>());
  let bits = all.get(name);
  if (bits === undefined) {
    const packs = items?.packs.reduce((sum, { serials }) => sum + serials.length, 0) ?? 0;
    bits = new Uint8Array(packs + (items?.containers.length ?? 0));
    all.set(name, bits);
  }
  return new Found(items, bits);
}

interface Listed extends Child {
  readonly n: number;
  readonly event: CustodyEvent;
  /** In the list. */
  readonly place: number;
}

function* listed(
  known: Knowledge,
  event: CustodyEvent,
  found: Found,
  only: 'containers' | undefined,
): Iterable<Listed> {
  let place = 0;
  for (const { gtin, lot, expiry, n, serials: all } of found.items?.packs ?? []) {
    const from = place;
    place += all.length;
    if (only !== undefined) continue;
    for (let at = 0; at < all.length; at += AT_ONCE) {
      const serials = all.slice(at, at + AT_ONCE);
      const packs = serials.map((serial) => ({ serial, item: packItem(known.view.network, gtin, serial) }));
      const isKnown = packs.every((_, i) => found.knows(from + at + i, PLAIN));
      const isQuiet = !isKnown && n === 1 && known.view.noRows(packs.flatMap(({ item }) => afterPacking(item)));
      for (const [i, { serial, item }] of packs.entries()) {
        const is: PackIdentity = { kind: 'pack', gtin, serial, lot, expiry };
        const plain = found.told(from + at + i, PLAIN, () => n === 1 && isPlain(known, item, event, isQuiet));
        yield { is, item, n, event, plain, place: from + at + i };
      }
    }
  }
  for (const line of found.items?.containers ?? []) {
    const at = place++;
    const inner = knownContainer(known, line.key);
    if (inner === undefined) continue;
    const is: ContainerIdentity = { kind: 'container', name: inner.name };
    yield { is, item: itemOf(known, inner), n: line.n, event, plain: false, place: at };
  }
}

function afterPacking({ key }: ItemKey): readonly Bytes[] {
  return [itemToken(key, 2), itemToken(key, 3)];
}

/**
 * Whether a pack was commissioned, packed by this very event at its first step and never named again. Then its life is
 * known without folding it, which makes a pallet of thousands quick to look through.
 * @param isQuiet it is known already that it was not named again
 */
export function isPlain(known: Knowledge, item: ItemKey, event: CustodyEvent, isQuiet = false): boolean {
  if (item.kind !== 'pack' || event.author === undefined) return false;
  if (!isQuiet && !known.view.noRows(afterPacking(item))) return false;
  const first = itemToken(item.key, 1);
  const [hit, ...others] = known.view.rows(first);
  if (hit?.event.id !== event.id || others.length > 0 || hit.opener === undefined) return false;
  if (openRow(item.key, event.leaf, event.chain, hit.opener) === undefined) return false;
  const [made, ...again] = known.view.commissions(item.gtin, itemToken(item.key, 0));
  return again.length === 0 && made?.author?.gln === event.author.gln && made.author.mayMake(item.gtin);
}

/** A child whose token is not among the rows of the event was never packed, whatever the manifest says. */
function isInside(known: Knowledge, child: Listed, container: Bytes): boolean {
  const { event, item, n } = child;
  const token = itemToken(item.key, n);
  const opener = findRow(event.leaf, token, (root, at) => known.view.page(root, at));
  if (opener === undefined || opener === true || opener === 'missing-page') return false;
  if (openRow(item.key, event.leaf, event.chain, opener) === undefined) return false;
  const { state } = known.trace(item);
  return state.at === 'inside' && sameBytes(state.container, container);
}

function standsAsFilling(known: Knowledge, event: CustodyEvent, container: Bytes): boolean {
  const found = knownContainer(known, container);
  if (found === undefined) return false;
  const { steps } = known.trace(itemOf(known, found));
  return steps.some((step) => step.role === 'container' && step.events.some((standing) => standing.id === event.id));
}

/** Every pack at any depth inside. */
export function* packsInside(known: Knowledge, key: Bytes, levels = MOST_AROUND): Iterable<PackInside> {
  // Nobody packs deeper; containers that say they are inside each other would go on for ever.
  if (levels === 0) return;
  for (const child of childrenOf(known, key)) {
    if (child.is.kind === 'container') yield* packsInside(known, child.item.key, levels - 1);
    else yield { ...child, is: child.is, within: hex(key) };
  }
}

/** The whole content, to be shown. */
export function treeOf(
  known: Knowledge,
  is: PackIdentity | ContainerIdentity,
  item: ItemKey,
  levels = MOST_AROUND,
): ContentsTree {
  if (!isContainer(item)) return { is, item, children: [], packs: 1 };
  const inside = levels === 0 ? [] : [...childrenOf(known, item.key)];
  const children = inside.map((child) => treeOf(known, child.is, child.item, levels - 1));
  return { is, item, children, packs: children.reduce((sum, child) => sum + child.packs, 0) };
}

/** Whether the item is a case or a pallet: no pack is one, whatever a manifest calls by its key. */
export function isContainer(item: ItemKey): boolean {
  return item.kind === 'container';
}

/** Whether all that was packed into a container can be looked at here. */
export function canLookInside(known: Knowledge, life: Life): boolean {
  const fillings = knownContainer(known, life.key)?.fillings ?? [];
  return life.steps
    .filter((step) => step.role === 'container')
    .every((step) => step.events.every(({ leaf }) => fillings.some(({ hash }) => sameBytes(hash, leaf.hash))));
}
