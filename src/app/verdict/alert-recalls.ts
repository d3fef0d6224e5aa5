// Supplies that the own party recorded after their pack was recalled or withdrawn: a person has what was called back. Read out of
// the chains, so that every till says the same.
import { EVENT } from '../../custody/events/all.ts';
import { readItems } from '../../custody/events/items.ts';
import { saidIn } from '../../custody/events/said.ts';
import { type CustodyEvent, refByLeaf } from '../../custody/evidence.ts';
import { packItem } from '../../custody/item.ts';
import type { Life } from '../../custody/life.ts';
import { lotFacts } from '../../custody/lot.ts';
import type { View } from '../../ledger/types.ts';
import { phrase } from '../../words/en/verdict.ts';
import { type FoundRecall, lotsOfPack, recallsKnown } from '../judging/recall.ts';
import { ownRecords } from '../record/inventory-made.ts';
import type { Knowledge } from '../record/knowledge.ts';
import type { AlertEnded, Raised } from './alert-record.ts';

export const AFTER_RECALL = 'dispensed-after-recall';

/** One alert for each supply, about the first of its packs that was recalled by then. */
export function* fromRecalledSupplies(known: Knowledge): Iterable<Raised> {
  const stops = stopsKnown(known.view);
  if (stops.since === undefined) return;
  for (const event of ownRecords(known, [EVENT.dispense.type])) {
    if (event.leaf.at <= stops.since) continue;
    const [first, ...more] = stoppedIn(known, event, stops);
    if (first === undefined) continue;
    const { gtin, serial, life, by, text } = first;
    const ended = takenBack(known, event, life);
    const about = `(01)${gtin}(21)${serial}`;
    const told = { by: by.author?.name ?? '', pack: about, why: text, more: more.length };
    yield {
      id: `${AFTER_RECALL}:${refByLeaf(event)}`,
      code: AFTER_RECALL,
      severity: 'high',
      at: new Date(event.leaf.at).toISOString(),
      parties: [known.self.name],
      text: phrase('supplied-after-recall', told),
      item: { gtin, serial },
      about,
      event: event.ref,
      ...(ended === undefined ? {} : { ended }),
    };
  }
}

/** What stops packs of a product, and when the first of it was said, ms. */
interface Stops {
  readonly since: number | undefined;
  readonly recalls: ReadonlyMap<string, readonly FoundRecall[]>;
  /** GTINs of which lots were withdrawn. */
  readonly withdrawn: ReadonlySet<string>;
}

function stopsKnown(view: View): Stops {
  const recalls = Map.groupBy(
    recallsKnown(view).filter(({ state }) => state !== 'rescinded'),
    ({ gtin }) => gtin,
  );
  const withdrawn = new Set<string>();
  let since: number | undefined;
  const saidAt = (at: number) => {
    since = since === undefined || at < since ? at : since;
  };
  for (const { leaf } of view.eventsOf([EVENT.lotNotice.type])) {
    const said = saidIn(EVENT.lotNotice, leaf);
    if (said?.kind !== 'withdrawn') continue;
    withdrawn.add(said.gtin);
    saidAt(leaf.at);
  }
  for (const recall of recalls.values()) for (const { case: of } of recall) saidAt(of.event.leaf.at);
  return { since, recalls, withdrawn };
}

interface Stopped {
  readonly gtin: string;
  readonly serial: string;
  readonly life: Life;
  /** What had stopped it first. */
  readonly by: CustodyEvent;
  readonly text: string;
}

/** The packs of a supply that were stopped before it was recorded. */
function stoppedIn(known: Knowledge, event: CustodyEvent, stops: Stops): readonly Stopped[] {
  const { view } = known;
  const found: Stopped[] = [];
  for (const { gtin, lot, serials } of readItems(known.private(event)?.items)?.packs ?? []) {
    const recalls = stops.recalls.get(gtin) ?? [];
    if (recalls.length === 0 && !stops.withdrawn.has(gtin)) continue;
    const lots = lotsOfPack(view, gtin, lot);
    const whole = firstOf([
      ...recalls.flatMap(({ case: of }) => [of.event, ...of.added].filter(namesLot(lots))),
      ...(stops.withdrawn.has(gtin) ? lotFacts(gtin, lots, view).withdrawals.map((notice) => notice.event) : []),
    ]);
    const single = recalls.some(({ case: of }) => of.bySerial.length > 0);
    if (!single && (whole === undefined || whole.leaf.at >= event.leaf.at)) continue;
    for (const serial of serials) {
      const life = known.trace(packItem(view.network, gtin, serial));
      const named = recalls.flatMap(({ case: of }) =>
        of.bySerial.filter(({ ref }) => life.recalls.some((one) => one.ref === ref)),
      );
      const by = firstOf(whole === undefined ? named : [whole, ...named]);
      if (by === undefined || by.leaf.at >= event.leaf.at) continue;
      found.push({ gtin, serial, life, by, text: reasonIn(by) });
    }
  }
  return found;
}

function namesLot(lots: readonly string[]): (event: CustodyEvent) => boolean {
  return ({ leaf }) => {
    const said = saidIn(EVENT.recall, leaf);
    if (said === undefined || said.kind === 'amend') return false;
    return said.all === true || said.lots?.some((lot) => lots.includes(lot)) === true;
  };
}

function firstOf(events: readonly CustodyEvent[]): CustodyEvent | undefined {
  return events.reduce<CustodyEvent | undefined>(
    (a, b) => (a === undefined || b.leaf.at < a.leaf.at ? b : a),
    undefined,
  );
}

function reasonIn({ leaf }: CustodyEvent): string {
  return saidIn(EVENT.recall, leaf)?.reason ?? saidIn(EVENT.lotNotice, leaf)?.reason ?? '';
}

/** A supply that was taken back, or was none. */
export function takenBack(known: Knowledge, supply: CustodyEvent, life: Life): AlertEnded | undefined {
  if (known.view.retracted(supply)) return { by: 'taken-back' };
  const at = life.steps.findIndex(({ events }) => events.some(({ ref }) => ref === supply.ref));
  const undone = at < 0 ? undefined : life.steps[at + 1];
  return undone?.kind === EVENT.reinstate.type ? { by: 'taken-back', event: undone.event.ref } : undefined;
}
