// Deliveries that were refused at the door: who said so, when and why. Custody does not change by it.
import { exceptionIn } from '../../custody/events/exception.ts';
import { phrase } from '../../words/en/items.ts';
import type { Knowledge } from '../record/knowledge.ts';
import { refusalsOf, type Shipment } from '../record/shipments-known.ts';

export interface RefusedDelivery {
  /** The exception that says so. */
  readonly event: string;
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly reason: string;
}

/** How the party that a shipment went to has refused it; anybody else may only name it. */
export function refusedDelivery(
  known: Knowledge,
  { ref, to }: Pick<Shipment, 'ref' | 'to'>,
): RefusedDelivery | undefined {
  for (const name of refusalsOf(known, ref)) {
    const event = known.view.event(name);
    if (event === undefined || event.author?.gln !== to) continue;
    const reason = exceptionIn(known.manifest(event))?.resolution ?? '';
    return { event: name, at: new Date(event.leaf.at).toISOString(), reason };
  }
  return undefined;
}

/** One half-sentence: `refused on 2026-11-22: wet`. */
export function sayRefused({ at, reason }: RefusedDelivery): string {
  return phrase('refused-on', { at: at.slice(0, 10), value: reason === '' ? '' : `: ${reason}` });
}
