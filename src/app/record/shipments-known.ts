// Shipments from and to the own party, and what was said of them at the door.
import type { JsonObject } from '../../chain/canonical.ts';
import { gln } from '../../custody/body.ts';
import { papers } from '../../custody/events/ship.ts';
import { type CustodyEvent, refByLeaf } from '../../custody/evidence.ts';
import type { Knowledge } from './knowledge.ts';

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

const SHIPMENT = 'ship:';

/** Shipments of which something may be on its way. */
export const UNDER_WAY = 'way:';

/** Receipts and exceptions that found something of a shipment missing. */
const SHORT = 'short:';

/** Exceptions that say that a shipment was refused. */
const REFUSED = 'refused:';

export function takeShipment(known: Knowledge, event: CustodyEvent, manifest: JsonObject): void {
  const from = known.view.authority().partyOf(event.chain)?.gln;
  const to = gln(manifest.to);
  if (from === undefined || to === undefined) return;
  if (from !== known.self.gln && to !== known.self.gln) return;
  known.index.put(`${SHIPMENT}${event.ref}`, { from, to, at: event.leaf.at, ...papers(manifest) });
  setUnderWay(known, event.ref, true);
}

/** What a receipt or an exception says of its shipment. */
export function takeSaidOfShipment(known: Knowledge, event: CustodyEvent, manifest: JsonObject): void {
  const { shipment, missing, kind, about } = manifest;
  if (typeof shipment !== 'string') return;
  if (missing !== undefined) {
    known.index.put(`${SHORT}${shipment}:${event.ref}`, true);
    setUnderWay(known, shipmentRef(known, shipment), true);
  }
  // What is said of a refusal afterwards is none.
  if (kind === 'refused' && about === undefined) known.index.put(`${REFUSED}${shipment}:${event.ref}`, true);
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

/**
 * All refs that an event may have been written by: one of a chain that has split since goes by another, and is found by either; so it is
 * where somebody else knows already that it has.
 */
function refsOf(known: Knowledge, ref: string): readonly string[] {
  const event = known.view.event(ref);
  if (event === undefined) return [ref];
  const plain = `${event.chain}/${event.leaf.seq}`;
  const wasPlain = known.view.event(plain)?.id === event.id;
  return [...new Set([ref, event.ref, refByLeaf(event), ...(wasPlain ? [plain] : [])])];
}

/** One of them by whatever ref it was written by. */
export function shipmentOf(known: Knowledge, ref: string): Shipment | undefined {
  const found = shipmentBy(known, ref);
  if (found !== undefined) return found;
  for (const one of refsOf(known, ref)) {
    const other = shipmentBy(known, one);
    if (other !== undefined) return other;
  }
  return undefined;
}

/** The ref that it goes by here; the same where no such shipment is known. */
export function shipmentRef(known: Knowledge, ref: string): string {
  return shipmentOf(known, ref)?.ref ?? ref;
}

function shipmentBy(known: Knowledge, ref: string): Shipment | undefined {
  const value = known.index.get(`${SHIPMENT}${ref}`);
  return value === undefined ? undefined : { ref, ...(value as unknown as Omit<Shipment, 'ref'>) };
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
