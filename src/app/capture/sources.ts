// What of the events of files is on the chain: by the hash of what each says, from the private parts of what was written of them.

import { type Bytes, b64u } from '../../chain/bytes.ts';
import type { Json, JsonObject } from '../../chain/canonical.ts';
import { cutText } from '../../chain/cut-text.ts';
import { EVENT } from '../../custody/events/all.ts';
import { common } from '../../custody/events/define.ts';
import type { Local, Marks } from '../../ledger/types.ts';
import { chainsOfSelf } from '../node/freshness.ts';
import { sameMarks } from '../record/inventory.ts';
import type { Knowledge } from '../record/knowledge.ts';
import type { LineEvent } from './line-event.ts';

/** Types of event that files come to. */
const WRITTEN = [
  EVENT.commission.type,
  EVENT.pack.type,
  EVENT.unpack.type,
  EVENT.ship.type,
  EVENT.receive.type,
  EVENT.decommission.type,
  EVENT.dispense.type,
  EVENT.quarantine.type,
  EVENT.voiding.type,
] as const;
/** How keys begin among what is known of documents: the hash of an event follows, or the ID that it was given. */
const BY_HASH = 'captured:';
const BY_ID = 'captured-id:';
/** Up to where the chains were read. */
const MARKS = 'captured-marks';
/** Characters of an ID that are kept. */
const LONGEST = 500;

type Index = Pick<Local, 'documents'>;
type Sourced = Pick<LineEvent, 'id' | 'isError'>;

/** The event that is on the chain of what an event of a file says. */
export function capturedAs({ documents }: Index, event: Sourced): string | undefined {
  const ref = documents.get(BY_HASH + nameOf(event));
  return typeof ref === 'string' ? ref : undefined;
}

/** The hash of the event that was given this ID. */
export function hashGiven({ documents }: Index, given: string): string | undefined {
  const hash = documents.get(BY_ID + cutText(given, LONGEST));
  return typeof hash === 'string' ? hash : undefined;
}

/** A declaration of an error says what the event said that it takes back. */
function nameOf({ id, isError }: Sourced): string {
  return isError ? `${id}!` : id;
}

function note({ documents }: Index, event: Sourced & { readonly given?: string | undefined }, ref: string): void {
  documents.put(BY_HASH + nameOf(event), ref);
  if (event.given !== undefined && !event.isError) documents.put(BY_ID + cutText(event.given, LONGEST), event.id);
}

/** What an event that is written says of the events of the file that it was made of. */
export function sourceOf(doc: Bytes, events: readonly LineEvent[]): JsonObject {
  return {
    doc: b64u(doc),
    events: events.map(({ id, at, zone, given, isError }) => ({
      id,
      ...(at === undefined || at < 0 ? {} : { time: at }),
      ...(zone === undefined || zone === '' ? {} : { zone: cutText(zone, 40) }),
      ...(given === undefined || given === '' ? {} : { given: cutText(given, LONGEST) }),
      ...(isError ? { error: true } : {}),
    })),
  };
}

/** Keeps what was written of events of a file. */
export function noteSources(local: Index, events: readonly LineEvent[], ref: string): void {
  for (const event of events) note(local, event, ref);
}

/** Reads what was written since the last time, on any chain of the own party. */
export function catchUpSources(known: Knowledge, local: Index): void {
  const { view, self } = known;
  const since = local.documents.get(MARKS) as unknown as Marks | undefined;
  const now = view.marks();
  if (since !== undefined && sameMarks(since, now)) return;
  const chains = chainsOfSelf(view.authority(), self);
  // What a sibling shares opens what was passed over before.
  const isShared = chains.some(
    (chain) => !isNone(view.eventsOf([EVENT.share.type], { chain, ...(since && { since }) })),
  );
  for (const chain of chains) {
    for (const event of view.eventsOf(WRITTEN, { chain, ...(since === undefined || isShared ? {} : { since }) })) {
      if (event.leaf.private === undefined) continue;
      const source = common(known.private(event))?.source;
      for (const { id, given, error = false } of source?.events ?? [])
        note(local, { id: b64u(id), given, isError: error }, event.ref);
    }
  }
  markSources(known, local);
}

function isNone(events: Iterable<unknown>): boolean {
  for (const _ of events) return false;
  return true;
}

/** All that is on the chains now has been noted. */
export function markSources({ view }: Knowledge, local: Index): void {
  local.documents.put(MARKS, view.marks() as unknown as Json);
}
