// A file is kept, and then its hash is signed on the own chain: nobody is told of a document whose file may not be on the disk.
import { b64u, unhex } from '../../chain/bytes.ts';
import type { JsonObject } from '../../chain/canonical.ts';
import { EVENT } from '../../custody/events/all.ts';
import type { DocumentBody } from '../../custody/events/document.ts';
import type { Home } from '../node/home.ts';
import { record, type Written } from '../record/write.ts';
import { anchored } from './audit-documents.ts';
import { keepFile } from './kept-files.ts';

/** What the own party notes of a file besides its size. */
export type DocumentNote = Omit<DocumentBody, 'bytes'>;

export interface KeptDocument extends Written {
  /** SHA-256 of the file, in hex. */
  readonly hash: string;
  readonly bytes: number;
}

/**
 * Keeps the file at `path` and anchors it. Killed at any point the document is there with its file, or not there; the same file
 * again is `already`, and brings back one that was lost.
 * @throws no-such-file (66), io-failed (74), cannot-create (73), and as `record`
 */
export function keepDocument(home: Home, path: string, note: DocumentNote): KeptDocument {
  const kept = keepFile(home.dir, path, { dryRun: home.env.dryRun });
  const { hash, bytes } = kept;
  const { type } = EVENT.document;
  const written = record(home, { command: 'epcis import' }, (tx) => {
    const before = anchored(tx.view, home.self).find((one) => one.hash === hash);
    if (before !== undefined) tx.already(before.event.ref);
    else tx.add({ type, public: { hash: b64u(unhex(hash)) }, private: { bytes, ...note } as unknown as JsonObject });
    return {};
  });
  return { hash, bytes, ...written };
}
