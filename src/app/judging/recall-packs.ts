// The packs of a recall that the own party ever had, and what became of each.
import { EVENT } from '../../custody/events/all.ts';
import { saidIn } from '../../custody/events/said.ts';
import { packItem } from '../../custody/item.ts';
import type { Life, Step } from '../../custody/life.ts';
import { type Placed, pedigreeOf, pedigreeOn } from '../../custody/pedigree.ts';
import { isNamed } from '../../custody/recall.ts';
import type { Goods, PackIdentity } from '../items/goods.ts';
import type { Knowledge } from '../record/knowledge.ts';
import { type FoundRecall, lotsOfPack } from './recall.ts';
import { candidates } from './recall-candidates.ts';

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
    const item = packItem(known.view.network, is.gtin, is.serial);
    const life = known.trace(item);
    const made = madeAs(is, life);
    if (!isNamed(recall.case, lotsOfPack(known.view, is.gtin, made.lot), life.recalls)) continue;
    // Another list may say another lot of a pack whose commissioning is not known here.
    seen.add(is.serial);
    yield { n: seen.size, input: `(01)${is.gtin}(21)${is.serial}`, item, is: made, life, fate: fateOf(known, life) };
  }
}

/** As its maker commissioned it, whatever a list says of it. */
export function madeAs(is: PackIdentity, { commission }: Pick<Life, 'commission'>): PackIdentity {
  const made = commission && saidIn(EVENT.commission, commission.leaf);
  return made === undefined ? is : { ...is, lot: made.lot, expiry: made.expiry };
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

/** Where a pack is relative to here; undefined where it never was here. */
export function fateOf(known: Knowledge, life: Life): Fate | undefined {
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

/** The steps that a pack went through, those of the containers it lay in among them; of one that is contested on every line. */
export function waysOf(known: Knowledge, life: Life): readonly (readonly Placed[])[] {
  return life.lines?.map(pedigreeOn) ?? [pedigreeOf(life, (item) => known.trace(item))];
}

/** Whether a step of the item, or of a container while it was in it, was made here with the goods at hand. */
function wasHere(known: Knowledge, life: Life): boolean {
  const { gln } = known.self;
  if (life.steps.some((step) => isHandled(step, gln))) return true;
  return waysOf(known, life).some((way) => way.some(({ step }) => isHandled(step, gln)));
}

/** What was missing at a receipt, was refused or was only decided about was never here. */
const FROM_AFAR: readonly string[] = [EVENT.voiding.type, EVENT.assign.type];

/** Whether a party had the goods when it recorded this. */
export function isHandled({ kind, role, events }: Step, gln: string): boolean {
  if (role === 'missing' || FROM_AFAR.includes(kind)) return false;
  return events.some(({ author }) => author?.gln === gln);
}

/** The last shipment of the goods that this party made, by itself or of what they were in, and to whom. */
export function lastSent(
  known: Knowledge,
  ways: readonly (readonly Placed[])[],
): { readonly step: Step; readonly to: string } | undefined {
  const step = lastOwn(known, ways, ({ kind, state }) => kind === EVENT.ship.type && state.at === 'transit');
  return step?.state.at === 'transit' ? { step, to: step.state.to } : undefined;
}

/** The last of the steps that this party made with the goods at hand, of those that are meant. */
export function lastOwn(
  known: Knowledge,
  ways: readonly (readonly Placed[])[],
  isMeant: (step: Step) => boolean,
): Step | undefined {
  const isOwn = ({ step }: Placed) => isHandled(step, known.self.gln) && isMeant(step);
  return ways.flatMap((way) => way.findLast(isOwn)?.step ?? []).at(0);
}
