// Looking up what is remembered of the documents of this folder. On the way of a verdict, so that no file is read here.
import type { DocumentBody } from '../../custody/events/document.ts';
import type { FileDigest } from '../../epcis/trace-pack.ts';
import type { Local } from '../../ledger/types.ts';
import { DOCUMENT_NUMBER } from '../record/documents-known.ts';
import type { ClaimedLot, ClaimedShipment } from './read-document.ts';

/** A document as it is remembered. */
export interface DocumentRecord extends Omit<DocumentBody, 'created'> {
  /** SHA-256 of the file, in hex. */
  readonly document: string;
  /** Its number in the index of claims. */
  readonly n: number;
  readonly event: string;
  /** When it was anchored, ms. */
  readonly at: number;
  readonly created?: number;
  readonly shipments: readonly ClaimedShipment[];
  readonly lots: readonly ClaimedLot[];
  /** How often the check found each code. */
  readonly counts: Readonly<Record<string, number>>;
  /** IDs of events that it declares to be errors. */
  readonly withdrawn: readonly string[];
  /** Items that it claims anything of. */
  readonly claims: number;
  /** Its file could not be read into the index: it is not here, or not what was kept. */
  readonly unread?: true;
}

/** When the oldest file that is kept was anchored: before its time is over none need be looked at. */
export const OLDEST = 'oldest';
/** How keys of records begin; the hash of the file follows. */
export const RECORD = 'doc:';
/** The profile of a file of the own party that was captured: the chain says all that it does, so that it claims nothing. */
export const CAPTURED = 'captured';
/** IDs of events that a sender has taken back. */
const WITHDRAWN = 'withdrawn:';

export function documentRecord(local: Pick<Local, 'documents'>, hash: string): DocumentRecord | undefined {
  return local.documents.get(RECORD + hash) as unknown as DocumentRecord | undefined;
}

/** By its number in the index of claims. */
export function documentAt(local: Pick<Local, 'documents'>, n: number): DocumentRecord | undefined {
  const hash = local.documents.get(DOCUMENT_NUMBER + n);
  return typeof hash === 'string' ? documentRecord(local, hash) : undefined;
}

/** Whether a later word of the same sender takes an event back. */
export function isWithdrawn(local: Pick<Local, 'documents'>, sender: string | undefined, eventID: string): boolean {
  return local.documents.has(withdrawnKey(sender, eventID));
}

/** The key of an event that a sender has taken back. */
export function withdrawnKey(sender: string | undefined, eventID: string): string {
  return `${WITHDRAWN}${sender ?? ''} ${eventID}`;
}

/** How keys of digests begin; the hash of the file follows. */
export const DIGEST = 'digest:';

/** What is remembered of a document besides its goods; undefined where that was too much, or nobody did. */
export function digestAt(local: Pick<Local, 'documents'>, hash: string): FileDigest | undefined {
  return local.documents.get(DIGEST + hash) as unknown as FileDigest | undefined;
}

/** All of them, in the order in which they were anchored here. */
export function documentRecords(local: Pick<Local, 'documents'>): readonly DocumentRecord[] {
  const all = local.documents.list(RECORD).map(({ value }) => value as unknown as DocumentRecord);
  return all.sort((a, b) => a.at - b.at || a.n - b.n);
}
