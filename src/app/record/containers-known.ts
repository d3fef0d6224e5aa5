// What is known of containers, as manifests name them: their keys, what they are called, and how they were filled.
import { type Bytes, b64u, hex, sameBytes, unb64u, unhex } from '../../chain/bytes.ts';
import type { Json, JsonObject } from '../../chain/canonical.ts';
import { EVENT_REF, refWithHash, refWithoutHash } from '../../custody/event-ref.ts';
import { type ContainerLine, type Items, readItems } from '../../custody/events/items.ts';
import type { CustodyEvent } from '../../custody/evidence.ts';
import { ALIAS } from './cases-known.ts';
import { containerCalled } from './container-names.ts';
import type { Knowledge } from './knowledge.ts';
import { noteSerials } from './lot-serials.ts';
import { type Filling, listFilling, WANTED } from './own-lists.ts';

/** What is known of a container besides its life. */
export interface KnownContainer {
  readonly key: Bytes;
  /** The SSCC, or GTIN and serial of a case with a serial of its own, as bracketed text. */
  readonly name: string;
  readonly fillings: readonly Filling[];
}

const WAITING = 'wait:';

/** From now on whatever is learnt of how the container was filled is a list to be taken in. */
export function wantContainer(known: Knowledge, container: Bytes): void {
  const name = `${WANTED}${hex(container)}`;
  if (known.index.get(name) !== undefined) return;
  known.index.put(name, true);
  for (const filling of knownContainer(known, container)?.fillings ?? []) listFilling(known, container, filling);
}

/**
 * Every container that a list of items names, and those inside as far as their own `pack` has arrived. Manifests are
 * others' words: they may name each other in circles, thousands deep, or one of them a thousand times.
 * @param isOwn whether it lists what was or is in the own hands
 */
export function learnAll(known: Knowledge, items: Items, isOwn = false): void {
  if (isOwn) noteSerials(known.index, items.packs);
  const waiting: Filling[] = fresh(known, items);
  const read = new Set<string>();
  for (let filling = waiting.pop(); filling !== undefined; filling = waiting.pop()) {
    if (read.has(placeOf(filling))) continue;
    read.add(placeOf(filling));
    const inside = itemsInside(known, filling);
    if (inside === undefined) continue;
    if (isOwn) noteSerials(known.index, inside.packs);
    for (const one of fresh(known, inside)) waiting.push(one);
  }
}

/** What was not known yet of how the containers named here were filled. */
function fresh(known: Knowledge, items: Items): Filling[] {
  return items.containers.flatMap((line) => {
    const container = containerOf(line);
    return learn(known, container) ? container.fillings : [];
  });
}

/** What a pack event put in, where it is here and is the one that was meant; it is waited for where it is not here. */
function itemsInside(known: Knowledge, filling: Filling): Items | undefined {
  const event = packedBy(known, filling);
  if (event !== undefined) return listedBy(known, event, filling);
  const { event: ref, hash, m } = filling;
  // Where another one is in its place it is waited for by its hash.
  const name = known.view.event(ref) === undefined ? ref : (byHash(ref, hash) ?? ref);
  known.index.put(`${WAITING}${name}`, { hash: b64u(hash), m: b64u(m) });
  return undefined;
}

/**
 * The event that filled it, where it is here. A chain that has split may have been seen in another order by whoever named it: then
 * the ref leads to another event here, or to none.
 */
export function packedBy(
  { view }: Knowledge,
  { event: ref, hash }: Pick<Filling, 'event' | 'hash'>,
): CustodyEvent | undefined {
  const isMeant = (event: CustodyEvent | undefined) => event !== undefined && sameBytes(event.leaf.hash, hash);
  const named = view.event(ref);
  if (isMeant(named)) return named;
  const meant = view.event(byHash(ref, hash) ?? '');
  return isMeant(meant) ? meant : undefined;
}

/** `CHAIN/SEQ~hash`; undefined for what is no ref. */
function byHash(ref: string, hash: Bytes): string | undefined {
  const [, chain, seq] = EVENT_REF.exec(ref) ?? [];
  return chain === undefined ? undefined : refWithHash(chain, seq ?? '', hash);
}

function listedBy(known: Knowledge, event: CustodyEvent, { m }: Filling): Items | undefined {
  return readItems(known.manifest(event, m)?.items);
}

/** What a filling put in; undefined where it is not here, or was not what was meant. */
export function itemsOfFilling(known: Knowledge, filling: Filling): Items | undefined {
  const event = packedBy(known, filling);
  return event && listedBy(known, event, filling);
}

/** Refs of pack events that a manifest named and that have not arrived. */
export function awaited(known: Knowledge): readonly string[] {
  return known.index.list(WAITING).map(({ key }) => key.slice(WAITING.length));
}

/** Pack events that a manifest named before their chain had arrived. */
export function takeWaiting(known: Knowledge): void {
  for (const { key, value } of known.index.list(WAITING)) {
    const event = key.slice(WAITING.length);
    const { hash, m } = value as JsonObject;
    const filling = { event, hash: unb64u(String(hash)), m: unb64u(String(m)) };
    if (known.view.event(event) === undefined && packedBy(known, filling) === undefined) continue;
    known.index.delete(key);
    const items = itemsInside(known, filling);
    if (items !== undefined) learnAll(known, items);
  }
}

/** Adds what is new about a container. @returns whether anything was */
export function learn(known: Knowledge, container: KnownContainer): boolean {
  const before = knownContainer(known, container.key);
  // Whoever learnt the key from a child can name the container first, and wrongly: then it is found by both names.
  if (before !== undefined && before.name !== container.name) {
    known.index.put(`${ALIAS}${container.name} ${hex(container.key)}`, true);
  }
  const here = new Set(before?.fillings.map(placeOf));
  const more = container.fillings.filter((filling) => !here.has(placeOf(filling)));
  if (before !== undefined && more.length === 0) return false;
  const fillings = [...(before?.fillings ?? []), ...more];
  known.index.putContainer({
    key: container.key,
    name: before?.name ?? container.name,
    value: fillings.map((filling) => ({ event: filling.event, hash: b64u(filling.hash), m: b64u(filling.m) })),
  });
  if (known.index.get(`${WANTED}${hex(container.key)}`) !== undefined)
    for (const filling of more) listFilling(known, container.key, filling);
  return true;
}

/** What tells a filling from all others, by whichever ref it is named: others name them wrongly, too. */
function placeOf({ event, hash }: Filling): string {
  return `${refWithoutHash(event)} ${hex(hash)}`;
}

function containerOf(line: ContainerLine): KnownContainer {
  return {
    key: line.key,
    name: containerCalled(line),
    fillings: line.events.map(({ event, hash, m }) => ({ event, hash, m })),
  };
}

/** What the index holds of the container with this key. */
export function knownContainer(known: Knowledge, key: Bytes): KnownContainer | undefined {
  const stored = known.index.container(key);
  if (stored === undefined) return undefined;
  return { key: stored.key, name: stored.name, fillings: readFillings(stored.value) };
}

/** Every container that was called so, oldest first. */
export function containersNamed(known: Knowledge, name: string): readonly KnownContainer[] {
  // No name has a blank.
  const prefix = `${ALIAS}${name} `;
  const others = known.index
    .list(prefix)
    .flatMap(({ key }) => known.index.container(unhex(key.slice(prefix.length))) ?? []);
  return [...known.index.containersNamed(name), ...others].map(({ key, value }) => ({
    key,
    name,
    fillings: readFillings(value),
  }));
}

function readFillings(value: Json): Filling[] {
  return (value as readonly JsonObject[]).map(({ event, hash, m }) => ({
    event: String(event),
    hash: unb64u(String(hash)),
    m: unb64u(String(m)),
  }));
}
