// Catching up with what arrived: shipments from and to the own party, and the keys of containers, as manifests name them.
import { type Bytes, b64u, hex, sameBytes, unb64u, unhex } from '../../chain/bytes.ts';
import type { Json, JsonObject } from '../../chain/canonical.ts';
import { EVENT } from '../../custody/events/all.ts';
import { type ContainerLine, containerName, type Items, readItems } from '../../custody/events/items.ts';
import type { CustodyEvent } from '../../custody/evidence.ts';
import type { Marks } from '../../ledger/types.ts';
import { chainsOfSelf } from '../node/freshness.ts';
import { namedIn, readShare } from '../node/shared-keys.ts';
import { ALIAS } from './cases-known.ts';
import { containerCalled } from './container-names.ts';
import type { Knowledge } from './knowledge.ts';
import { noteSerials } from './lot-serials.ts';
import { carriedOnce } from './once.ts';
import { takeReport } from './reports.ts';
import { noteReference } from './supplied.ts';

/** A `pack` event that filled a container, with the key of its manifest. */
export interface Filling {
  /** `CHAIN/SEQ` of the pack event. */
  readonly event: string;
  readonly hash: Bytes;
  readonly m: Bytes;
}

/** What is known of a container besides its life. */
export interface KnownContainer {
  readonly key: Bytes;
  /** The SSCC, or GTIN and serial of a case with a serial of its own, as bracketed text. */
  readonly name: string;
  readonly fillings: readonly Filling[];
}

/** A shipment that the own party sent or was sent. */
export interface Shipment {
  /** `CHAIN/SEQ` of the ship event. */
  readonly ref: string;
  readonly from: string;
  readonly to: string;
  readonly at: number;
  readonly despatch?: string;
  readonly po?: string;
  readonly invoice?: string;
  readonly rma?: string;
  readonly reason?: string;
}

const READ = [
  EVENT.ship.type,
  EVENT.pack.type,
  EVENT.receive.type,
  EVENT.unpack.type,
  EVENT.exception.type,
  EVENT.assign.type,
  EVENT.report.type,
] as const;
/** What siblings and this chain list is, or was, in the own hands. */
const LISTS_OWN: readonly string[] = [
  EVENT.ship.type,
  EVENT.pack.type,
  EVENT.receive.type,
  EVENT.unpack.type,
  EVENT.assign.type,
];
/** They say what became of a shipment at the door. */
const TELLS_OF: readonly string[] = [EVENT.receive.type, EVENT.exception.type];
const CARRY_ONCE = [
  EVENT.commission.type,
  EVENT.ship.type,
  EVENT.dispense.type,
  EVENT.recall.type,
  EVENT.allocate.type,
] as const;
/** Beside the marks, how many chains the own party had; no chain has such a name. */
const KIN = 'kin';
const SHIPMENT = 'ship:';
/** Shipments of which something may be on its way. */
const UNDER_WAY = 'way:';
/** Receipts and exceptions that found something of a shipment missing. */
const SHORT = 'short:';
/** Exceptions that say that a shipment was refused. */
const REFUSED = 'refused:';
const WAITING = 'wait:';
/** Lists of goods that were or are in the own hands, and that the stock has not taken in yet. */
const LISTED = 'listed:';
/** Containers that such a list names: how they were filled is one as well. */
const WANTED = 'wanted:';

/**
 * Reads every manifest that came since the last time and that the own keys open. Costs nothing where nothing came. Writes
 * to the index alone: what it finds can be found again after a rebuild.
 */
export function catchUp(known: Knowledge): void {
  const { view, index } = known;
  const since = index.marks() as Marks | undefined;
  const now = view.marks();
  if (since !== undefined && sameMarks(since, { ...now, [KIN]: since[KIN] ?? 0 })) return;
  const chains = chainsOfSelf(view.authority(), known.self);
  const marks: Marks = { ...now, [KIN]: chains.length };
  // Keys that a sibling shares open what was passed over before; who turns out to be one may have shared already.
  const opened = since === undefined || since[KIN] !== marks[KIN] ? 'anything' : openedSince(known, chains, since);
  const options = since === undefined || opened === 'anything' ? {} : { since };
  for (const event of view.eventsOf(READ, options)) takeIn(known, event);
  if (opened !== 'anything') for (const event of opened) takeIn(known, event);
  for (const chain of chains) {
    for (const event of view.eventsOf(CARRY_ONCE, { ...options, chain })) takeOnce(known, event);
  }
  takeWaiting(known);
  index.setMarks(marks as unknown as Json);
}

/** What siblings have shared the keys of since: a share of parts says of which events, one of Ko may open other shares. */
function openedSince(known: Knowledge, chains: readonly string[], since: Marks): 'anything' | readonly CustodyEvent[] {
  const { view, self } = known;
  const events: CustodyEvent[] = [];
  for (const chain of chains) {
    if (chain === self.chain) continue;
    for (const event of view.eventsOf([EVENT.share.type], { chain, since })) {
      const share = readShare(known.private(event));
      if (share === undefined || share.keys.length > 0) return 'anything';
      for (const named of namedIn(share)) {
        for (const { branch } of view.branches(named.chain)) {
          const one = view.eventAt(named.chain, branch, named.seq);
          if (one !== undefined && READ.some((type) => type === one.leaf.type)) events.push(one);
        }
      }
    }
  }
  return events;
}

/** Whether nothing came between the two. */
export function sameMarks(a: Marks, b: Marks): boolean {
  const names = Object.keys(b);
  return names.length === Object.keys(a).length && names.every((name) => a[name] === b[name]);
}

function takeIn(known: Knowledge, event: CustodyEvent): void {
  const manifest = known.manifest(event);
  if (manifest === undefined) return;
  if (event.leaf.type === EVENT.pack.type) {
    const km = known.granted(event)?.km;
    const container = containerName(manifest.container);
    if (container !== undefined && km !== undefined) {
      const { key } = container;
      learn(known, {
        key,
        name: containerCalled(container),
        fillings: [{ event: event.ref, hash: event.leaf.hash, m: km }],
      });
    }
  } else if (event.leaf.type === EVENT.ship.type) {
    takeShipment(known, event, manifest);
  } else if (event.leaf.type === EVENT.report.type) {
    takeReport(known, event, manifest);
  } else if (TELLS_OF.includes(event.leaf.type) && typeof manifest.shipment === 'string') {
    if (manifest.missing !== undefined) {
      known.index.put(`${SHORT}${manifest.shipment}:${event.ref}`, true);
      setUnderWay(known, shipmentWritten(known, manifest.shipment)?.ref ?? manifest.shipment, true);
    }
    // What is said of a refusal afterwards is none.
    if (manifest.kind === 'refused' && manifest.about === undefined)
      known.index.put(`${REFUSED}${manifest.shipment}:${event.ref}`, true);
  }
  const items = readItems(manifest.items);
  if (items === undefined) return;
  const isOwn = isOwnList(known, event, () => manifest.to);
  if (isOwn) known.index.put(`${LISTED}${event.ref}`, true);
  learnAll(known, items, isOwn);
}

/** @param to whom it is a shipment to */
function isOwnList(known: Knowledge, { leaf: { type }, chain }: CustodyEvent, to: () => unknown): boolean {
  if (type === EVENT.assign.type || ownChainsOf(known).has(chain)) return LISTS_OWN.includes(type);
  return type === EVENT.ship.type && to() === known.self.gln;
}

function ownChainsOf(known: Knowledge): ReadonlySet<string> {
  return known.once('own chains', () => new Set(chainsOfSelf(known.view.authority(), known.self)));
}

/** Has every list of goods that were or are in the own hands taken in anew. */
export function listAnew(known: Knowledge): void {
  for (const { key } of known.index.list(WANTED)) known.index.delete(key);
  for (const event of known.view.eventsOf(LISTS_OWN)) {
    const isOwn = isOwnList(known, event, () => shipmentOf(known, event.ref)?.to);
    if (isOwn) known.index.put(`${LISTED}${event.ref}`, true);
  }
}

/** Whether a record of the index says what is still to be done, rather than what the chains say. */
export function isToDo(key: string): boolean {
  return [LISTED, WANTED, UNDER_WAY].some((prefix) => key.startsWith(prefix));
}

/** A list of goods that is to be taken in: an event, and of a container the filling. */
export interface OwnList {
  readonly key: string;
  readonly ref: string;
  readonly filling?: Filling & { readonly container: Bytes };
}

/** Lists of goods that nobody has taken in yet. */
export function ownLists(known: Knowledge): readonly OwnList[] {
  return known.index.list(LISTED).map(({ key, value }) => {
    const [ref = '', container] = key.slice(LISTED.length).split(' ');
    if (container === undefined) return { key, ref };
    const { hash, m } = value as JsonObject;
    const filling = { event: ref, hash: unb64u(String(hash)), m: unb64u(String(m)), container: unhex(container) };
    return { key, ref, filling };
  });
}

export function listTaken(known: Knowledge, { key }: OwnList): void {
  known.index.delete(key);
}

/** From now on whatever is learnt of how the container was filled is a list to be taken in. */
export function wantContainer(known: Knowledge, container: Bytes): void {
  const name = `${WANTED}${hex(container)}`;
  if (known.index.get(name) !== undefined) return;
  known.index.put(name, true);
  for (const filling of knownContainer(known, container)?.fillings ?? []) listFilling(known, container, filling);
}

function listFilling(known: Knowledge, container: Bytes, { event, hash, m }: Filling): void {
  known.index.put(`${LISTED}${event} ${hex(container)}`, { hash: b64u(hash), m: b64u(m) });
}

function takeShipment(known: Knowledge, event: CustodyEvent, manifest: JsonObject): void {
  const from = known.view.authority().partyOf(event.chain)?.gln;
  const to = manifest.to;
  if (from === undefined || typeof to !== 'string') return;
  if (from !== known.self.gln && to !== known.self.gln) return;
  const record: Record<string, Json> = { from, to, at: event.leaf.at };
  for (const name of ['despatch', 'po', 'invoice', 'rma', 'reason'] as const) {
    const value = manifest[name];
    if (typeof value === 'string') record[name] = value;
  }
  known.index.put(`${SHIPMENT}${event.ref}`, record);
  setUnderWay(known, event.ref, true);
}

/**
 * A key used for `--once` is in the chain too, so that it survives the restore of an older backup and the party's other tills
 * know it; so is the reference of a supply.
 */
function takeOnce(known: Knowledge, event: CustodyEvent): void {
  if (event.leaf.private === undefined) return;
  const words = known.private(event);
  if (words?.ref !== undefined && event.leaf.type === EVENT.dispense.type) noteReference(known.index, event.ref);
  const carried = carriedOnce(words, event.ref);
  if (carried === undefined || known.index.once(carried.name) !== undefined) return;
  known.index.putOnce(carried.name, carried.record);
}

/**
 * Every container that a list of items names, and those inside as far as their own `pack` has arrived. Manifests are
 * others' words: they may name each other in circles, thousands deep, or one of them a thousand times.
 * @param isOwn whether it lists what was or is in the own hands
 */
function learnAll(known: Knowledge, items: Items, isOwn = false): void {
  if (isOwn) noteSerials(known.index, items.packs);
  const waiting: Filling[] = fresh(known, items);
  const read = new Set<string>();
  for (let filling = waiting.pop(); filling !== undefined; filling = waiting.pop()) {
    if (read.has(filling.event)) continue;
    read.add(filling.event);
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
  const event = known.view.event(filling.event);
  if (event === undefined) {
    known.index.put(`${WAITING}${filling.event}`, { hash: b64u(filling.hash), m: b64u(filling.m) });
    return undefined;
  }
  const manifest = sameBytes(event.leaf.hash, filling.hash) ? known.manifest(event, filling.m) : undefined;
  return manifest && readItems(manifest.items);
}

/** Refs of pack events that a manifest named and that have not arrived. */
export function awaited(known: Knowledge): readonly string[] {
  return known.index.list(WAITING).map(({ key }) => key.slice(WAITING.length));
}

/** Pack events that a manifest named before their chain had arrived. */
function takeWaiting(known: Knowledge): void {
  for (const { key, value } of known.index.list(WAITING)) {
    const event = key.slice(WAITING.length);
    if (known.view.event(event) === undefined) continue;
    known.index.delete(key);
    const { hash, m } = value as JsonObject;
    const items = itemsInside(known, { event, hash: unb64u(String(hash)), m: unb64u(String(m)) });
    if (items !== undefined) learnAll(known, items);
  }
}

/** Adds what is new about a container. @returns whether anything was */
function learn(known: Knowledge, container: KnownContainer): boolean {
  const before = knownContainer(known, container.key);
  // Whoever learnt the key from a child can name the container first, and wrongly: then it is found by both names.
  if (before !== undefined && before.name !== container.name) {
    known.index.put(`${ALIAS}${container.name} ${hex(container.key)}`, true);
  }
  const here = new Set(before?.fillings.map((filling) => filling.event));
  const more = container.fillings.filter((filling) => !here.has(filling.event));
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

/** Shipments from and to the own party, oldest first. */
export function shipments(known: Knowledge): readonly Shipment[] {
  return known.index
    .list(SHIPMENT)
    .map(({ key, value }) => ({ ref: key.slice(SHIPMENT.length), ...(value as unknown as Omit<Shipment, 'ref'>) }))
    .sort((a, b) => a.at - b.at || (a.ref < b.ref ? -1 : 1));
}

/** Says that something of a shipment may be on its way, or that nothing is. */
export function setUnderWay(known: Knowledge, ref: string, is: boolean): void {
  if (is) known.index.put(`${UNDER_WAY}${ref}`, true);
  else known.index.delete(`${UNDER_WAY}${ref}`);
}

/** Refs of the shipments of which something may be on its way. */
export function underWayRefs(known: Knowledge): readonly string[] {
  return refsUnder(known, UNDER_WAY);
}

/** One of them by its ref. */
export function shipmentOf(known: Knowledge, ref: string): Shipment | undefined {
  const value = known.index.get(`${SHIPMENT}${ref}`);
  return value === undefined ? undefined : { ref, ...(value as unknown as Omit<Shipment, 'ref'>) };
}

/** All refs that an event may have been written by: one of a chain that has split since goes by another, and is found by either. */
function refsOf(known: Knowledge, ref: string): readonly string[] {
  const event = known.view.event(ref);
  if (event === undefined) return [ref];
  const plain = `${event.chain}/${event.leaf.seq}`;
  const wasPlain = known.view.event(plain)?.id === event.id;
  return [...new Set([ref, event.ref, ...(wasPlain ? [plain] : [])])];
}

/** One of them by whatever ref it was written by. */
export function shipmentWritten(known: Knowledge, ref: string): Shipment | undefined {
  const found = shipmentOf(known, ref);
  if (found !== undefined) return found;
  for (const one of refsOf(known, ref)) {
    const other = shipmentOf(known, one);
    if (other !== undefined) return other;
  }
  return undefined;
}

/** Refs of the receipts and exceptions that found something of this shipment missing. */
export function shortReceipts(known: Knowledge, shipment: string): readonly string[] {
  return saidOf(known, SHORT, shipment);
}

/** Refs of the exceptions that say that this shipment was refused, whoever wrote them. */
export function refusalsOf(known: Knowledge, shipment: string): readonly string[] {
  return saidOf(known, REFUSED, shipment);
}

function saidOf(known: Knowledge, what: string, shipment: string): readonly string[] {
  return refsOf(known, shipment).flatMap((ref) => refsUnder(known, `${what}${ref}:`));
}

function refsUnder(known: Knowledge, prefix: string): readonly string[] {
  return known.index.list(prefix).map(({ key }) => key.slice(prefix.length));
}
