// Making what is known of the documents of this folder: one record each, and their claims. Derived from the chain and the kept
// files; who lost it, or was cut off before it was written, makes it again.
import type { Json } from '../../chain/canonical.ts';
import type { DocumentBody } from '../../custody/events/document.ts';
import { PedigreeError } from '../../errors.ts';
import type { Home } from '../node/home.ts';
import { DOCUMENT_NUMBER } from '../record/documents-known.ts';
import { knowledgeOf } from '../record/knowledge.ts';
import { anchoredSince, isWorthNoting, noteCaughtUp, OTHER } from './caught-up.ts';
import { compareDocuments } from './compare-made.ts';
import { CAPTURED, DIGEST, type DocumentRecord, documentRecord, RECORD, withdrawnKey } from './document-records.ts';
import { settleGoods } from './goods-receipts.ts';
import { isKept, keptBytes } from './kept-files.ts';
import { noteIn, PAST_NOTE } from './past-documents.ts';
import { type ReadDocument, readDocument } from './read-document.ts';

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
      ...(read === undefined && note.profile !== CAPTURED ? { unread: true as const } : {}),
    };
    local.documents.put(RECORD + document, made as unknown as Json);
    local.documents.put(DOCUMENT_NUMBER + n, document);
    if (read?.digest !== undefined) local.documents.put(DIGEST + document, read.digest as unknown as Json);
    for (const id of made.withdrawn) local.documents.put(withdrawnKey(note.sender, id), n);
    settleGoods(home, local, made);
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
    const since = anchoredSince(view, home.self, local);
    let isWhole = true;
    const lacking = since.filter(({ hash }) => {
      const record = documentRecord(local, hash);
      if (record === undefined) return !local.documents.has(OTHER + hash);
      if (record.unread !== true) return false;
      isWhole = false;
      return isKept(home.dir, hash);
    });
    if (lacking.length === 0) {
      if (isWhole && isWorthNoting(since)) home.ledger.write((local) => noteCaughtUp(view, home.self, local));
      return [];
    }
    const known = knowledgeOf(home, view);
    return lacking.flatMap(({ event, ref, at, hash, note: kept }): Anchoring[] => {
      const note = kept ?? (event && noteIn(known.private(event)));
      return note === undefined ? [] : [{ document: hash, event: ref, at, note }];
    });
  });
  for (const anchoring of missing) await indexKept(home, anchoring, home.dir);
  if (missing.length > 0) await compareDocuments(home);
}

/** Reads a kept file into the index. `dir` is the folder that keeps it. */
export async function indexKept(home: Home, anchoring: Anchoring, dir: string): Promise<void> {
  const { document, note } = anchoring;
  if (note.profile === PAST_NOTE) home.ledger.write((local) => local.documents.put(OTHER + document, true));
  else {
    const isOwn = note.profile === CAPTURED;
    indexDocument(home, anchoring, isOwn ? undefined : await readAgain(dir, document, home.self.network));
  }
}

async function readAgain(dir: string, hash: string, network: string): Promise<ReadDocument | undefined> {
  try {
    return await readDocument(() => keptBytes(dir, hash), network);
  } catch (error) {
    // The audit tells of a file that is gone or changed; one that is no EPCIS claims nothing.
    if (error instanceof PedigreeError) return undefined;
    throw error;
  }
}
