// What of the goods of a shipment on the chains came, pack by pack.
import { EVENT } from '../../custody/events/all.ts';
import { ofShipment } from '../../custody/events/fields.ts';
import { type Items, readItems } from '../../custody/events/items.ts';
import type { CustodyEvent } from '../../custody/evidence.ts';
import { packsInside } from '../items/inventory-contents.ts';
import { packsListed } from '../judging/recall-candidates.ts';
import type { Knowledge } from '../record/knowledge.ts';
import { type Shipment, shipmentRef } from '../record/shipments-known.ts';
import { outstanding } from '../steps/incoming.ts';
import type { GoodsReceipt } from './goods-receipt.ts';

/** Packs by GTIN and serial. */
export function nameOfPack({ gtin, serial }: { readonly gtin: string; readonly serial: string }): string {
  return `${gtin}/${serial}`;
}

/** Packs of a shipment that are on their way still, by their own lives. */
export function packsOnTheWay(known: Knowledge, shipment: Shipment): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { is, item } of outstanding(known, shipment)) {
    if (is.kind === 'pack') found.add(nameOfPack(is));
    else for (const inside of packsInside(known, item.key)) found.add(nameOfPack(inside.is));
  }
  return found;
}

/** Packs that came damaged, by the shipment, as the receipts that can be read here say. */
export function damagedByShipment(known: Knowledge): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const event of known.view.eventsOf([EVENT.receive.type])) {
    const manifest = known.manifest(event);
    const shipment = ofShipment(manifest)?.shipment;
    if (manifest?.damaged === undefined || shipment === undefined) continue;
    const ref = shipmentRef(known, shipment);
    const held = found.get(ref) ?? new Set();
    for (const name of namesIn(known, readItems(manifest.damaged))) held.add(name);
    found.set(ref, held);
  }
  return found;
}

/** Packs that a receipt says came damaged. */
export function damagedIn(known: Knowledge, event: CustodyEvent): ReadonlySet<string> {
  return new Set(namesIn(known, readItems(known.manifest(event)?.damaged)));
}

function namesIn(known: Knowledge, items: Items | undefined): readonly string[] {
  return [...packsListed(known, items, new Set())].map(nameOfPack);
}

interface Sent {
  readonly gtin: string;
  readonly serials: readonly string[];
}

/** Undefined where nothing of them came. */
export function receiptOn(
  { gtin, serials }: Sent,
  onTheWay: ReadonlySet<string>,
  damaged: ReadonlySet<string>,
): GoodsReceipt | undefined {
  const isOf = (names: ReadonlySet<string>) => (serial: string) => names.has(nameOfPack({ gtin, serial }));
  const notReceived = serials.filter(isOf(onTheWay));
  if (notReceived.length === serials.length) return undefined;
  return { received: serials.length - notReceived.length, notReceived, damaged: serials.filter(isOf(damaged)) };
}
