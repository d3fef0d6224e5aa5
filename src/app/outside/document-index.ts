// What is known of the documents of this folder: one record each, and their claims. Derived from the chain and the kept files; who
// lost it, or was cut off before it was written, makes it again.
import type { Json } from '../../chain/canonical.ts';
import { EVENT } from '../../custody/events/all.ts';
import type { DocumentBody } from '../../custody/events/document.ts';
import { PedigreeError } from '../../errors.ts';
import type { Local } from '../../ledger/types.ts';
import type { Home } from '../node/home.ts';
import { DOCUMENT_NUMBER } from '../record/documents-known.ts';
import { knowledgeOf } from '../record/knowledge.ts';
import { anchored } from './audit-documents.ts';
import { isKept, keptBytes } from './kept-files.ts';
import { type ClaimedLot, type ClaimedShipment, type ReadDocument, readDocument } from './read-document.ts';

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

const RECORD = 'doc:';
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

function withdrawnKey(sender: string | undefined, eventID: string): string {
  return `${WITHDRAWN}${sender ?? ''} ${eventID}`;
}

/** All of them, in the order in which they were anchored here. */
export function documentRecords(local: Pick<Local, 'documents'>): readonly DocumentRecord[] {
  const all = local.documents.list(RECORD).map(({ value }) => value as unknown as DocumentRecord);
  return all.sort((a, b) => a.at - b.at || a.n - b.n);
}

export interface Anchoring {
  readonly document: string;
  readonly event: string;
  readonly at: number;
  readonly note: DocumentBody;
}

/** Writes what is known of a document, once. */
export function indexDocument(home: Home, anchoring: Anchoring, read: ReadDocument | undefined): DocumentRecord {
  const { document, event, at, note } = anchoring;
  return home.ledger.write((local) => {
    const before = documentRecord(local, document);
    if (before !== undefined && before.unread !== true) return before;
    const n = before?.n ?? local.documents.count(DOCUMENT_NUMBER) + 1;
    const claims = read === undefined ? 0 : local.claims.put(n, read.sheet.claims() as Iterable<never>);
    const made: DocumentRecord = {
      ...note,
      document,
      n,
      event,
      at,
      shipments: read?.shipments ?? [],
      lots: read?.lots ?? [],
      counts: read?.counts ?? {},
      withdrawn: [...(read?.sheet.withdrawn ?? [])],
      claims,
      ...(read === undefined ? { unread: true as const } : {}),
    };
    local.documents.put(RECORD + document, made as unknown as Json);
    local.documents.put(DOCUMENT_NUMBER + n, document);
    for (const id of made.withdrawn) local.documents.put(withdrawnKey(note.sender, id), n);
    return made;
  });
}

/**
 * Reads into the index what the chain names and the index has not got: after a rebuild, a restore, or a run that was cut off.
 * What is sealed opens with the own keys alone, so that without them nothing is done.
 */
export async function catchUpDocuments(home: Home): Promise<void> {
  const missing = home.ledger.read((view) => {
    const { local } = home.ledger;
    const lacking = anchored(view, home.self).filter(({ hash }) => {
      const record = documentRecord(local, hash);
      return record === undefined || (record.unread === true && isKept(home.dir, hash));
    });
    if (lacking.length === 0) return [];
    const known = knowledgeOf(home, view);
    return lacking.flatMap(({ event, hash }): Anchoring[] => {
      const note = EVENT.document.parts.private(known.private(event));
      return note === undefined ? [] : [{ document: hash, event: event.ref, at: event.leaf.at, note }];
    });
  });
  for (const anchoring of missing) {
    indexDocument(home, anchoring, await readAgain(home, anchoring.document));
  }
}

async function readAgain(home: Home, hash: string): Promise<ReadDocument | undefined> {
  try {
    return await readDocument(() => keptBytes(home.dir, hash), home.self.network);
  } catch (error) {
    // The audit tells of a file that is gone or changed; one that is no EPCIS claims nothing.
    if (error instanceof PedigreeError) return undefined;
    throw error;
  }
}
