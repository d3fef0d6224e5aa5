// Documents that this party anchored in a network that it was in before: their files are here, their events on a chain of a ledger
// below `past`. What those events say is kept here, so that nobody needs the old keys for it.
import type { JsonObject } from '../../chain/canonical.ts';
import { EVENT } from '../../custody/events/all.ts';
import type { DocumentBody } from '../../custody/events/document.ts';
import type { Local } from '../../ledger/types.ts';

/** A document by an event of a past chain. */
export interface PastDocument {
  /** SHA-256 of the file, in hex. */
  readonly hash: string;
  readonly event: string;
  readonly chain: string;
  readonly seq: number;
  /** When it was anchored, ms. */
  readonly at: number;
  readonly note: DocumentBody;
}

/** A ledger of before: how its chain ended. */
export interface PastLedger {
  /** Its folder below `past`. */
  readonly folder: string;
  readonly network: string;
  readonly chain: string;
  /** Own events in it. */
  readonly size: number;
  /** SHA-256 of the file of its last signed note, in hex: a document of the new chain. */
  readonly hash: string;
}

type Past = Pick<Local, 'past'>;

const DOCUMENT = 'doc:';
const LEDGER = 'ledger:';

/** The profile of a document that is the last note of a past chain. */
export const PAST_NOTE = 'past-note';

export function keepPastDocument({ past }: Past, document: PastDocument): void {
  past.put(DOCUMENT + document.hash, document as unknown as JsonObject);
}

export function keepPastLedger({ past }: Past, ledger: PastLedger): void {
  past.put(LEDGER + ledger.network, ledger as unknown as JsonObject);
}

/** In the order of their events. */
export function pastDocuments({ past }: Past): readonly PastDocument[] {
  const all = past.list(DOCUMENT).map(({ value }) => value as unknown as PastDocument);
  return all.sort((a, b) => a.at - b.at || a.seq - b.seq);
}

export function pastLedgers({ past }: Past): readonly PastLedger[] {
  return past.list(LEDGER).map(({ value }) => value as unknown as PastLedger);
}

/** What the own party notes of a document, as its sealed part says it; undefined where that is malformed. */
export function noteIn(sealed: JsonObject | undefined): DocumentBody | undefined {
  return EVENT.document.parts.private(sealed);
}
