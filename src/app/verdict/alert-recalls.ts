// Supplies that the own party recorded after their pack was recalled or withdrawn: a person has what was called back. Read out of
// the chains, so that every till says the same.
import { EVENT } from '../../custody/events/all.ts';
import { readItems } from '../../custody/events/items.ts';
import { saidIn } from '../../custody/events/said.ts';
import { type CustodyEvent, refByLeaf } from '../../custody/evidence.ts';
import { packItem } from '../../custody/item.ts';
import type { Life } from '../../custody/life.ts';
import { lotFacts } from '../../custody/lot.ts';
import { phrase } from '../../words/en/verdict.ts';
import { lotsOfPack } from '../judging/recall.ts';
import { type Stops, stopsKnown } from '../judging/stops.ts';
import { type ChainStretch, stretchesOf } from '../judging/stretches.ts';
import { chainsOfSelf } from '../node/freshness.ts';
import type { Knowledge } from '../record/knowledge.ts';
import type { AlertEnded, Raised } from './alert-record.ts';

export const AFTER_RECALL = 'dispensed-after-recall';

/** One alert for each supply, about the first of its packs that was recalled by then. */
export function* fromRecalledSupplies(known: Knowledge): Iterable<Raised> {
  const stops = stopsKnown(known);
  for (const event of stoppedSupplies(known, stops)) {
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

/** Looks through all supplies once for all who ask later. To be called after each sync and import. */
export function keepStopped(known: Knowledge): void {
  for (const _ of stoppedSupplies(known, stopsKnown(known)));
}

/** Events of a chain that are remembered together. */
const STRETCH = 128;
const KEPT = 'after-recall:';

/** What is remembered of a stretch of a chain. */
interface KeptStretch {
  /** When the last of its supplies was recorded, ms; 0 where there is none. */
  readonly last: number;
  /** Of all that stops packs and was said before. */
  readonly stops: string;
  /** Its supplies of stopped packs, as `refByLeaf` has them. */
  readonly found: readonly string[];
}

/**
 * Supplies of packs that had been stopped. A stretch that was looked through is looked through again once something is said, or taken
 * back, that stops packs and is older than its last supply; the others are as they were.
 */
function* stoppedSupplies(known: Knowledge, stops: Stops): Iterable<CustodyEvent> {
  if (stops.since === undefined) return;
  for (const chain of chainsOfSelf(known.view.authority(), known.self)) {
    for (const stretch of stretchesOf(known, chain, STRETCH)) {
      const kept =
        stretch.ref === undefined ? undefined : (known.index.get(KEPT + stretch.ref) as KeptStretch | undefined);
      const found = kept?.stops === stops.before(kept?.last ?? 0) ? kept.found : lookThrough(known, stretch, stops);
      for (const ref of found) {
        const event = known.view.event(ref);
        if (event !== undefined) yield event;
      }
    }
  }
}

function lookThrough(known: Knowledge, { ref, ...stretch }: ChainStretch, stops: Stops): readonly string[] {
  const found: string[] = [];
  let last = 0;
  let isRead = true;
  for (const event of known.view.eventsOf([EVENT.dispense.type], stretch)) {
    last = Math.max(last, event.leaf.at);
    if (event.leaf.at <= (stops.since ?? 0)) continue;
    // What a till sealed to itself may be shared later.
    if (event.leaf.private !== undefined && known.private(event) === undefined) isRead = false;
    else if (stoppedIn(known, event, stops).length > 0) found.push(refByLeaf(event));
  }
  if (ref !== undefined && isRead) known.index.put(KEPT + ref, { last, stops: stops.before(last), found });
  return found;
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
