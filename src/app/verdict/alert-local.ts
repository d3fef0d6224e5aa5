// Alerts that rest on what this till alone wrote down: supplies that waited in its outbox.
import type { Json, JsonObject } from '../../chain/canonical.ts';
import { EVENT } from '../../custody/events/all.ts';
import { packItem } from '../../custody/item.ts';
import type { Life } from '../../custody/life.ts';
import { NOT_RECORDED } from '../judging/recall-supplies.ts';
import type { Home } from '../node/home.ts';
import type { Knowledge } from '../record/knowledge.ts';
import { isAlertCode } from './alert-codes.ts';
import { AFTER_RECALL } from './alert-recalls.ts';
import type { AlertEnded, Raised } from './alert-record.ts';

/** What this till wrote down itself: an outbox entry that could not be recorded, for example. */
export function* fromRecords(home: Home, known: Knowledge): Iterable<Raised> {
  for (const { key, value } of home.ledger.local.alerts.list()) {
    const record = value as JsonObject;
    // Of a supply after a recall the chains tell.
    if (!isAlertCode(record.code) || record.code === AFTER_RECALL) continue;
    const was = record.was as JsonObject | undefined;
    const ended = endingOf(known, record);
    yield {
      id: key,
      code: record.code,
      severity: record.severity === 'medium' || record.severity === 'low' ? record.severity : 'high',
      at: new Date(timeIn(record.at)).toISOString(),
      parties: Array.isArray(record.parties) ? record.parties.map(String) : [],
      text: String(record.text ?? ''),
      till: true,
      ...(typeof was?.item === 'string' ? { about: was.item } : {}),
      ...(typeof record.item === 'object' && record.item !== null ? { item: record.item } : {}),
      ...(typeof record.event === 'string' ? { event: record.event } : {}),
      ...(ended === undefined ? {} : { ended }),
    };
  }
}

function timeIn(at: Json | undefined): number {
  return typeof at === 'number' ? at : Date.parse(String(at)) || 0;
}

/** A supply that could not be recorded has been since. */
function endingOf(known: Knowledge, { code, item, at }: JsonObject): AlertEnded | undefined {
  const { gtin, serial } = (item ?? {}) as { readonly gtin?: string; readonly serial?: string };
  if (!gtin || !serial) return undefined;
  const life = known.trace(packItem(known.view.network, gtin, serial));
  if (code !== NOT_RECORDED) return undefined;
  const since = life.steps.find((step) => isOwnSupply(known, step) && step.event.leaf.at > timeIn(at));
  return since && { by: 'recorded', event: since.event.ref };
}

function isOwnSupply({ self }: Knowledge, { kind, event }: Life['steps'][number]): boolean {
  return kind === EVENT.dispense.type && event.author?.gln === self.gln;
}
