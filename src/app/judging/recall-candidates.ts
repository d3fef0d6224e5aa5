// Which packs may be covered by a recall, as far as their codes are known to the own party: made here, announced, or recorded here.
import { b64u } from '../../chain/bytes.ts';
import { itemToken } from '../../chain/item-key.ts';
import { EVENT } from '../../custody/events/all.ts';
import { commission } from '../../custody/events/commission.ts';
import { readItems } from '../../custody/events/items.ts';
import { saidIn } from '../../custody/events/said.ts';
import type { CustodyEvent } from '../../custody/evidence.ts';
import { packItem } from '../../custody/item.ts';
import { MOST_AROUND } from '../../custody/trace.ts';
import type { PackIdentity } from '../items/goods.ts';
import { itemsOfFilling, knownContainer } from '../record/containers-known.ts';
import { ownRecords, ownSerials, partyCommissions } from '../record/inventory-made.ts';
import type { Knowledge } from '../record/knowledge.ts';
import { shipments } from '../record/shipments-known.ts';
import { labelOfScan } from '../scans/identify.ts';
import { type FoundRecall, lotsOfPack } from './recall.ts';
import { type UnrecordedSupply, unrecordedSupplies } from './recall-supplies.ts';

/** What the own party records of goods. Where hand-overs are optional a pack may be in one of these and in no shipment. */
export const RECORDS_GOODS: readonly string[] = [
  EVENT.dispense.type,
  EVENT.receive.type,
  EVENT.ship.type,
  EVENT.pack.type,
  EVENT.unpack.type,
  EVENT.quarantine.type,
  EVENT.release.type,
  EVENT.decommission.type,
  EVENT.missing.type,
  EVENT.found.type,
  EVENT.reinstate.type,
  EVENT.voiding.type,
];

/** Whether a recall names packs of this lot, or single packs of whichever. */
function mayCover(known: Knowledge, recall: FoundRecall, lot: string): boolean {
  const { lots, all, bySerial } = recall.case;
  return all || bySerial.length > 0 || lotsOfPack(known.view, recall.gtin, lot).some((name) => lots.has(name));
}

/** Packs of the GTIN that were made here, stood in the manifest of a shipment that came here, or in a record of this party. */
export function* candidates(known: Knowledge, recall: FoundRecall): Iterable<PackIdentity> {
  const lots = new Map<string, boolean>();
  const covers = (lot: string) => {
    let found = lots.get(lot);
    if (found === undefined) {
      found = mayCover(known, recall, lot);
      lots.set(lot, found);
    }
    return found;
  };
  for (const event of partyCommissions(known)) {
    const made = saidIn(commission, event.leaf);
    if (made === undefined || made.gtin !== recall.gtin || !covers(made.lot)) continue;
    const { gtin, lot, expiry } = made;
    for (const serial of ownSerials(known, event)) yield { kind: 'pack', gtin, serial, lot, expiry };
  }
  for (const pack of packsRecorded(known, recall.gtin)) {
    const lot = covers(pack.lot) ? pack.lot : madeLot(known, pack);
    if (lot !== undefined && covers(lot)) yield { ...pack, lot };
  }
}

/** The lot that a maker commissioned a pack in, whatever a list says; undefined where that is not known here. */
function madeLot({ view }: Knowledge, { gtin, serial }: PackIdentity): string | undefined {
  const { key } = packItem(view.network, gtin, serial);
  const made = view.commissions(gtin, itemToken(key, 0)).find(({ author }) => author?.mayMake(gtin) === true);
  return made && saidIn(commission, made.leaf)?.lot;
}

/** Every pack of a GTIN in a manifest of a shipment to this party, or in what any of its tills recorded. */
function packsRecorded(known: Knowledge, gtin: string): readonly PackIdentity[] {
  return known.once(`recorded:${gtin}`, () => {
    const found: PackIdentity[] = [];
    const opened = new Set<string>();
    const take = (items: ReturnType<typeof readItems>) => {
      for (const pack of packsListed(known, items, opened)) if (pack.gtin === gtin) found.push(pack);
    };
    for (const shipment of shipments(known)) {
      if (shipment.to !== known.self.gln) continue;
      const event = known.view.event(shipment.ref);
      take(readItems((event && known.manifest(event))?.items));
    }
    for (const event of ownRecords(known, RECORDS_GOODS)) take(readItems(listIn(known, event)));
    for (const supply of unrecordedSupplies(known)) if (supply.gtin === gtin) found.push(asScanned(supply));
    return found;
  });
}

/** By its label, as long as nobody knows better. */
function asScanned({ gtin, serial, scan }: UnrecordedSupply): PackIdentity {
  const label = labelOfScan(scan);
  const { lot = '', expiry = '' } = label.kind === 'pack' ? label : {};
  return { kind: 'pack', gtin, serial, lot, expiry };
}

/** The goods of an own record: of a supply they are sealed to the own party, of what others read they stand in the manifest. */
function listIn(known: Knowledge, event: CustodyEvent) {
  return event.leaf.type === EVENT.dispense.type ? known.private(event)?.items : known.manifest(event)?.items;
}

/** Every pack that a manifest lists, and the manifests of the containers in it, whatever became of them since. */
export function* packsListed(
  known: Knowledge,
  items: ReturnType<typeof readItems>,
  opened: Set<string>,
  levels = MOST_AROUND,
): Iterable<PackIdentity> {
  for (const { gtin, lot, expiry, serials } of items?.packs ?? []) {
    for (const serial of serials) yield { kind: 'pack', gtin, serial, lot, expiry };
  }
  for (const { key } of items?.containers ?? []) {
    const name = b64u(key);
    if (opened.has(name) || levels === 0) continue;
    opened.add(name);
    for (const filling of knownContainer(known, key)?.fillings ?? []) {
      yield* packsListed(known, itemsOfFilling(known, filling), opened, levels - 1);
    }
  }
}
