// The packs of a recall that the own party ever had, and what became of each.
import { b64u } from '../../chain/bytes.ts';
import { commission } from '../../custody/events/commission.ts';
import { readItems } from '../../custody/events/items.ts';
import { saidIn } from '../../custody/events/said.ts';
import { containerItem, packItem } from '../../custody/item.ts';
import type { Life } from '../../custody/life.ts';
import { isRecalled } from '../../custody/recall.ts';
import { MOST_AROUND } from '../../custody/trace.ts';
import type { Goods, PackIdentity } from '../items/goods.ts';
import { type Filling, knownContainer, shipments } from '../record/inventory.ts';
import { ownSerials, partyCommissions } from '../record/inventory-made.ts';
import type { Knowledge } from '../record/knowledge.ts';
import { type FoundRecall, lotsOfPack } from './recall.ts';

/** What became of the packs that were once here; the fields add up to `received`. */
export interface RecallCounts {
  /** Made here or received. */
  readonly received: number;
  /** Here and not in quarantine. */
  readonly held: number;
  readonly quarantined: number;
  readonly dispensed: number;
  /** With somebody else now, or on the way there. */
  readonly sentOn: number;
  readonly decommissioned: number;
  readonly unaccounted: number;
  readonly disputed: number;
}

export type Fate = Exclude<keyof RecallCounts, 'received'>;

/** One pack that is or was here. */
export interface RecalledPack extends Goods {
  readonly is: PackIdentity;
  readonly fate: Fate;
}

/** Every covered pack that was ever in the own hands, once. */
export function* packsOfRecall(known: Knowledge, recall: FoundRecall): Iterable<RecalledPack> {
  for (const pack of coveredPacks(known, recall)) if (pack.fate !== undefined) yield { ...pack, fate: pack.fate };
}

/** Every covered pack that was ever in the own hands or announced to this party, once; without a fate it was never here. */
export function* coveredPacks(
  known: Knowledge,
  recall: FoundRecall,
): Iterable<Goods & { readonly is: PackIdentity; readonly fate: Fate | undefined }> {
  const seen = new Set<string>();
  for (const is of candidates(known, recall)) {
    if (seen.has(is.serial)) continue;
    seen.add(is.serial);
    const item = packItem(known.view.network, is.gtin, is.serial);
    const life = known.trace(item);
    if (!isRecalled(recall.case, lotsOfPack(known.view, is.gtin, is.lot), life.recalls)) continue;
    yield { n: seen.size, input: `(01)${is.gtin}(21)${is.serial}`, item, is, life, fate: fateOf(known, life) };
  }
}

/** Counts that balance. */
export function countFates(packs: Iterable<{ readonly fate: Fate }>): RecallCounts {
  const counts = {
    received: 0,
    held: 0,
    quarantined: 0,
    dispensed: 0,
    sentOn: 0,
    decommissioned: 0,
    unaccounted: 0,
    disputed: 0,
  };
  for (const { fate } of packs) {
    counts.received++;
    counts[fate]++;
  }
  return counts;
}

/** Packs of the GTIN that were made here, or stood in the manifest of a shipment that came here. */
function* candidates(known: Knowledge, recall: FoundRecall): Iterable<PackIdentity> {
  const covers = (lot: string) => {
    const { lots, all, bySerial } = recall.case;
    return all || bySerial.length > 0 || lotsOfPack(known.view, recall.gtin, lot).some((name) => lots.has(name));
  };
  for (const event of partyCommissions(known)) {
    const made = saidIn(commission, event.leaf);
    if (made === undefined || made.gtin !== recall.gtin || !covers(made.lot)) continue;
    const { gtin, lot, expiry } = made;
    for (const serial of ownSerials(known, event)) yield { kind: 'pack', gtin, serial, lot, expiry };
  }
  const opened = new Set<string>();
  for (const shipment of shipments(known)) {
    if (shipment.to !== known.self.gln) continue;
    const event = known.view.event(shipment.ref);
    const manifest = event && known.manifest(event);
    for (const pack of packsListed(known, readItems(manifest?.items), opened)) {
      if (pack.gtin === recall.gtin && covers(pack.lot)) yield pack;
    }
  }
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
      yield* packsListed(known, contentsOf(known, filling), opened, levels - 1);
    }
  }
}

function contentsOf(known: Knowledge, filling: Filling): ReturnType<typeof readItems> {
  const event = known.view.event(filling.event);
  const manifest = event && known.manifest(event, filling.m);
  return readItems(manifest?.items);
}

/** Where a pack is relative to here; undefined where it never was here. */
function fateOf(known: Knowledge, life: Life): Fate | undefined {
  const here = known.self.gln;
  const { effective } = life;
  switch (effective.at) {
    case 'active':
      if (effective.holder === here) return 'held';
      break;
    case 'quarantined':
      if (effective.holder === here) return 'quarantined';
      break;
    case 'unaccounted':
      if (effective.holder === here) return 'unaccounted';
      break;
    case 'dispensed':
      if (effective.by === here) return 'dispensed';
      break;
    case 'decommissioned':
      if (effective.by === here) return 'decommissioned';
      break;
    case 'disputed':
      return effective.between.includes(here) ? 'disputed' : wasHere(known, life) ? 'sentOn' : undefined;
    default:
      break;
  }
  return wasHere(known, life) ? 'sentOn' : undefined;
}

/** Whether a step of the item, or of a container it was in, was made here. */
function wasHere(known: Knowledge, life: Life, levels = MOST_AROUND): boolean {
  return life.steps.some((step) => {
    if (step.events.some((event) => event.author?.gln === known.self.gln)) return true;
    const { state } = step;
    // Containers that say they are inside each other would go on for ever.
    if (state.at !== 'inside' || levels === 0) return false;
    return wasHere(known, known.trace(containerItem(state.container, state.origin)), levels - 1);
  });
}
