// What was answered to a supply under a key of `--once`, told again from the events by whichever till of the party.
import type { JsonObject } from '../../chain/canonical.ts';
import { EVENT } from '../../custody/events/all.ts';
import { readItems } from '../../custody/events/items.ts';
import type { CustodyEvent } from '../../custody/evidence.ts';
import { containerItem, type ItemKey, packItem } from '../../custody/item.ts';
import { MOST_AROUND } from '../../custody/trace.ts';
import { knownContainer } from '../record/containers-known.ts';
import type { Knowledge } from '../record/knowledge.ts';
import type { DispenseLine } from './dispense-line.ts';

/** The lines of so many scans, all of them supplied, of which this is the last event. */
export function linesAgain(known: Knowledge, last: CustodyEvent, count: number): readonly DispenseLine[] {
  const lines: DispenseLine[] = [];
  for (let seq = last.leaf.seq; seq > 0 && lines.length < count; seq--) {
    const event = known.view.eventAt(last.chain, last.branch, seq);
    if (event?.leaf.type === EVENT.dispense.type) lines.unshift(lineOf(known, event));
  }
  return lines;
}

function lineOf(known: Knowledge, event: CustodyEvent): DispenseLine {
  const line = { exit: 0, result: 'dispensed', event: event.ref } as const;
  const pack = readItems((known.private(event) as JsonObject | undefined)?.items)?.packs[0];
  const serial = pack?.serials[0];
  if (pack === undefined || serial === undefined) return { ...line, item: { gtin: '', serial: '' } };
  const { gtin, lot, expiry } = pack;
  const opened = openedBy(known, event, packItem(known.view.network, gtin, serial));
  return { ...line, ...(opened.length === 0 ? {} : { opened }), item: { gtin, serial, lot, expiry } };
}

/** Names of the containers that an item was taken out of by an event, the innermost first. */
function openedBy(known: Knowledge, event: CustodyEvent, item: ItemKey): readonly string[] {
  const names: string[] = [];
  for (let inner = item; names.length < MOST_AROUND; ) {
    const { steps } = known.trace(inner);
    const at = steps.findIndex((step) => step.event.ref === event.ref);
    const before = steps[at - 1]?.state;
    if (before?.at !== 'inside') break;
    names.push(knownContainer(known, before.container)?.name ?? '');
    inner = containerItem(before.container, before.origin);
  }
  return names;
}
