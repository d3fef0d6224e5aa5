// Making what is known of the documents of this folder: one record each, and their claims. Derived from the chain and the kept
// files; who lost it, or was cut off before it was written, makes it again.
import type { Json } from '../../chain/canonical.ts';
import type { DocumentBody } from '../../custody/events/document.ts';
import { PedigreeError } from '../../errors.ts';
import type { Local } from '../../ledger/types.ts';
import type { Home } from '../node/home.ts';
import { DOCUMENT_NUMBER } from '../record/documents-known.ts';
import { knowledgeOf } from '../record/knowledge.ts';
import { anchoredSince, isWorthNoting, noteCaughtUp, OTHER } from './caught-up.ts';
import { compareDocuments } from './compare-made.ts';
import {
  CAPTURED,
  DIGEST,
  type DocumentRecord,
  documentRecord,
  OLDEST,
  RECORD,
  withdrawnKey,
} from './document-records.ts';
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
    // What comes out of a ledger of before may be older than all that is here.
    const oldest = local.documents.get(OLDEST);
    if (typeof oldest === 'number' && at < oldest) local.documents.put(OLDEST, at);
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
  let mayNote = false;
  const missing = home.ledger.read((view) => {
    const { local } = home.ledger;
    const since = anchoredSince(view, home.self, local);
    const lacking = since.filter(({ hash }) => {
      const is = indexed(local, hash);
      return is === 'no' || (is === 'unread' && isKept(home.dir, hash));
    });
    mayNote = lacking.length === 0 && isWorthNoting(since);
    if (lacking.length === 0) return [];
    const known = knowledgeOf(home, view);
    return lacking.flatMap(({ event, ref, at, hash, note: kept }): Anchoring[] => {
      const note = kept ?? (event && noteIn(known.private(event)));
      return note === undefined ? [] : [{ document: hash, event: ref, at, note }];
    });
  });
  if (mayNote && !home.ledger.readOnly) noteWhole(home);
  for (const anchoring of missing) await indexKept(home, anchoring, home.dir);
  if (missing.length > 0) await compareDocuments(home);
}

function indexed(local: Pick<Local, 'documents'>, hash: string): 'yes' | 'no' | 'unread' {
  const record = documentRecord(local, hash);
  if (record === undefined) return local.documents.has(OTHER + hash) ? 'yes' : 'no';
  return record.unread === true ? 'unread' : 'yes';
}

// Another process may have taken a file in, or made the index anew, since it was looked.
function noteWhole({ ledger, self }: Home): void {
  ledger.write((local, view) => {
    const isWhole = anchoredSince(view, self, local).every(({ hash }) => indexed(local, hash) === 'yes');
    if (isWhole) noteCaughtUp(view, self, local);
  });
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
