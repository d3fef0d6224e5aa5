// Catching up with what arrived: what manifests tell of shipments, containers and goods is taken in, one by one.
import type { Json } from '../../chain/canonical.ts';
import { EVENT } from '../../custody/events/all.ts';
import { containerName, readItems } from '../../custody/events/items.ts';
import type { CustodyEvent } from '../../custody/evidence.ts';
import type { Marks } from '../../ledger/types.ts';
import { chainsOfSelf } from '../node/freshness.ts';
import { namedIn, readShare } from '../node/shared-keys.ts';
import { containerCalled } from './container-names.ts';
import { learn, learnAll, takeWaiting } from './containers-known.ts';
import type { Knowledge } from './knowledge.ts';
import { carriedOnce } from './once.ts';
import { LISTED, WANTED } from './own-lists.ts';
import { takeReport } from './reports.ts';
import { shipmentOf, takeSaidOfShipment, takeShipment, UNDER_WAY } from './shipments-known.ts';
import { renameSplit } from './split-refs.ts';
import { noteReference } from './supplied.ts';

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

/**
 * Reads every manifest that came since the last time and that the own keys open. Costs nothing where nothing came. Writes
 * to the index alone: what it finds can be found again after a rebuild.
 */
export function catchUp(known: Knowledge): void {
  const { view, index } = known;
  const since = index.marks() as Marks | undefined;
  const now = view.marks();
  if (since !== undefined && sameMarks(since, { ...now, [KIN]: since[KIN] ?? 0 })) return;
  if (since !== undefined) renameSplit(known, since, now);
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
  } else if (TELLS_OF.includes(event.leaf.type)) {
    takeSaidOfShipment(known, event, manifest);
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
