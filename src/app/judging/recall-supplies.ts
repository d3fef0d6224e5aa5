// What was supplied here, by the own records and by what waits to be one: each supply with the reference that leads to a patient.
import type { JsonObject } from '../../chain/canonical.ts';
import { EVENT } from '../../custody/events/all.ts';
import { ofSupply, timeOfSupply } from '../../custody/events/dispense.ts';
import { readItems } from '../../custody/events/items.ts';
import type { CustodyEvent } from '../../custody/evidence.ts';
import type { Placed } from '../../custody/pedigree.ts';
import type { Local } from '../../ledger/types.ts';
import { ownRecords } from '../record/inventory-made.ts';
import type { Knowledge } from '../record/knowledge.ts';

/** One supply of one pack. */
export interface Supply {
  /** When it was supplied, ms. */
  readonly at: number;
  /** Absent where nothing is recorded yet. */
  readonly event?: CustodyEvent;
  readonly unrecorded?: 'waits' | 'refused';
  /** Where nothing is recorded, what was said with it. */
  readonly words?: { readonly ref?: string; readonly operator?: string };
}

/** A supply that is not recorded, and the scan of its pack. */
export interface UnrecordedSupply extends Supply {
  readonly gtin: string;
  readonly serial: string;
  readonly scan: string;
}

interface Supplies {
  /** Every recorded one, by GTIN and serial as `packName` has them. */
  readonly byPack: ReadonlyMap<string, readonly CustodyEvent[]>;
  /** Records of which it is not read here what they are about. */
  readonly closed: ReadonlySet<string>;
}

function packName({ gtin, serial }: { readonly gtin: string; readonly serial: string }): string {
  return `${gtin} ${serial}`;
}

/** Every supply that any till of this party recorded. */
function suppliesOf(known: Knowledge): Supplies {
  return known.once('supplies', () => {
    const byPack = new Map<string, CustodyEvent[]>();
    const closed = new Set<string>();
    for (const event of ownRecords(known, [EVENT.dispense.type])) {
      const packs = readItems(known.private(event)?.items)?.packs ?? [];
      if (packs.length === 0) closed.add(event.ref);
      for (const { gtin, serials } of packs) {
        for (const serial of serials) {
          const name = packName({ gtin, serial });
          byPack.set(name, [...(byPack.get(name) ?? []), event]);
        }
      }
    }
    return { byPack, closed };
  });
}

/** What was supplied and stands in no record: it waits in the outbox, or something else is recorded of the pack. */
export function unrecordedSupplies(known: Knowledge): readonly UnrecordedSupply[] {
  return known.once('unrecorded-supplies', () => readUnrecorded(known.home.ledger.local));
}

function unrecordedByPack(known: Knowledge): ReadonlyMap<string, readonly UnrecordedSupply[]> {
  return known.once('unrecorded-supplies-by-pack', () => Map.groupBy(unrecordedSupplies(known), packName));
}

function readUnrecorded({ outbox, alerts }: Pick<Local, 'outbox' | 'alerts'>): readonly UnrecordedSupply[] {
  const waiting = outbox.list().map(({ value }) => ({ fact: value as JsonObject, unrecorded: 'waits' as const }));
  const refused = alerts.list().flatMap(({ value }) => {
    const { code, was } = value as JsonObject;
    const isOne = code === NOT_RECORDED && typeof was === 'object' && was !== null;
    return isOne ? [{ fact: was as JsonObject, unrecorded: 'refused' as const }] : [];
  });
  return [...waiting, ...refused].flatMap(({ fact, unrecorded }) => {
    const { gtin, serial, item, since, ref, operator } = fact;
    if (typeof gtin !== 'string' || typeof serial !== 'string') return [];
    const words = {
      ...(typeof ref === 'string' ? { ref } : {}),
      ...(typeof operator === 'string' ? { operator } : {}),
    };
    return [{ gtin, serial, scan: String(item), at: Number(since), unrecorded, words }];
  });
}

/** Of an alert that a supply could not be recorded. */
export const NOT_RECORDED = 'dispense-not-recorded';

/** The supplies of one pack that were not taken back: a person has it. */
export function standingSupplies(
  known: Knowledge,
  pack: { readonly gtin: string; readonly serial: string },
  ways: readonly (readonly Placed[])[],
): readonly Supply[] {
  const { byPack, closed } = suppliesOf(known);
  const { gln } = known.self;
  const onWay = ways.flatMap((way) =>
    way.flatMap(({ step: { kind, events } }) => (kind === EVENT.dispense.type ? events : [])),
  );
  const events = new Map<string, CustodyEvent>();
  for (const event of byPack.get(packName(pack)) ?? []) events.set(event.ref, event);
  // Of what another till sealed to itself the life of the pack tells that it was supplied.
  for (const event of onWay) if (event.author?.gln === gln || closed.has(event.ref)) events.set(event.ref, event);
  const recorded = [...events.values()]
    .filter((event) => stands(known, event, ways))
    .map((event) => ({ event, at: timeOf(known, event, ways) }));
  return [...recorded, ...(unrecordedByPack(known).get(packName(pack)) ?? [])];
}

/** A supply that was put back into stock was none, nor was one that was recorded by mistake. */
function stands(known: Knowledge, { ref, ...event }: CustodyEvent, ways: readonly (readonly Placed[])[]): boolean {
  const after = ways.flatMap((way) => {
    const at = way.findIndex(({ step }) => step.events.some((one) => one.ref === ref));
    return at < 0 ? [] : [way.slice(at + 1)];
  });
  // What another entry has overtaken was supplied all the same.
  if (after.length === 0) return !known.view.retracted({ ref, ...event });
  return after.some((rest) => !rest.some(({ step }) => step.kind === EVENT.reinstate.type));
}

/** One that waited to be recorded says when it was. */
function timeOf(known: Knowledge, event: CustodyEvent, ways: readonly (readonly Placed[])[]): number {
  const step = ways.flat().find(({ step: { events } }) => events.some(({ ref }) => ref === event.ref))?.step;
  const details = step?.details.suppliedAt === undefined ? (ofSupply(known.private(event)) ?? {}) : step.details;
  return timeOfSupply({ at: event.leaf.at, details });
}
