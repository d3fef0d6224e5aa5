// Packs that were supplied here: what waits in the outbox, and of which supplies there is a reference to be looked up.
import type { Json, JsonObject } from '../../chain/canonical.ts';
import { refWithoutHash } from '../../custody/event-ref.ts';
import type { Question } from '../../custody/verdict.ts';
import type { Local } from '../../ledger/types.ts';

/** When a pack was supplied that waits here to be recorded, ms, with the own reference; undefined for one that does not. */
export function suppliedBefore(
  local: Pick<Local, 'outbox'>,
  pack: { readonly gtin: string; readonly serial: string },
): Question['supplied'] {
  return suppliedAmong(local.outbox.list(), pack);
}

/** The same from what waits. */
export function suppliedAmong(
  waiting: ReturnType<Local['outbox']['list']>,
  pack: { readonly gtin: string; readonly serial: string },
): Question['supplied'] {
  for (const { value } of waiting) {
    const { gtin, serial, since, ref } = value as JsonObject;
    if (gtin !== pack.gtin || serial !== pack.serial) continue;
    return { when: Number(since), ...(typeof ref === 'string' ? { ref } : {}) };
  }
  return undefined;
}

/** Derived record of an own dispense that has a reference; the reference itself stays sealed. */
const REFERENCE = 'ref:';

export function noteReference(records: { put(key: string, value: Json): void }, event: string): void {
  records.put(REFERENCE + event, true);
}

/** Whether an event is an own dispense that has a reference: only then is the key worth asking. */
export function hasReference(local: Pick<Local, 'inventory'>, event: string): boolean {
  // It was noted by the ref that the event had before its chain was found to have split.
  return [event, refWithoutHash(event)].some((ref) => local.inventory.get(REFERENCE + ref) !== undefined);
}
