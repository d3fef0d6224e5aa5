// A file is kept, and then its hash is signed on the own chain: nobody is told of a document whose file may not be on the disk.

import { b64u, unhex } from '../../chain/bytes.ts';
import type { JsonObject } from '../../chain/canonical.ts';
import { cutText } from '../../chain/cut-text.ts';
import { EVENT } from '../../custody/events/all.ts';
import type { DocumentBody } from '../../custody/events/document.ts';
import type { Home } from '../node/home.ts';
import { record, type WriteTx, type Written } from '../record/write.ts';
import { anchorOf } from './caught-up.ts';
import { type HashedFile, type KeptSource, keepFile } from './kept-files.ts';
import type { ReadDocument } from './read-document.ts';

/** What the own party notes of a file besides its size. */
export type DocumentNote = Omit<DocumentBody, 'bytes'>;

export interface KeptDocument extends Written, HashedFile {}

interface Keeping {
  /** What the file was when `note` was taken of it. */
  readonly found?: HashedFile;
  readonly command?: string;
  /** What a person says of it, for the own party alone. */
  readonly said?: string | undefined;
}

/**
 * Keeps a file and anchors it. Killed at any point the document is there with its file, or not there; the same file again is
 * `already`, and brings back one that was lost.
 * @throws no-such-file (66), io-failed (74), cannot-create (73), and as `record`
 */
export function keepDocument(
  home: Home,
  source: KeptSource,
  note: DocumentNote,
  { found, command = 'epcis import', said }: Keeping = {},
): KeptDocument {
  const { hash, bytes } = keepFile(home.dir, source, { dryRun: home.env.dryRun, found });
  const what = { command, ...(said === undefined ? {} : { note: said }) };
  const written = record(home, what, (tx) => {
    const before = anchorIn(home, tx, { hash, bytes }, note);
    if (before !== undefined) tx.already(before);
    return {};
  });
  return { hash, bytes, ...written };
}

/** Signs the hash of a file that is kept, among what else is recorded. @returns the event that did so before, and then none is added */
export function anchorIn(home: Home, tx: WriteTx, { hash, bytes }: HashedFile, note: DocumentNote): string | undefined {
  const before = anchorOf(tx.view, home.self, tx.local, hash);
  if (before !== undefined) return before;
  const { type } = EVENT.document;
  tx.add({ type, public: { hash: b64u(unhex(hash)) }, private: { bytes, ...note } as unknown as JsonObject });
  return undefined;
}

/** A file that was read, as far as it is noted. */
type Noted = Omit<ReadDocument, 'receiver' | 'sender' | 'findings' | 'counts' | 'shipments' | 'lots' | 'sheet'> & {
  readonly receiver?: string | undefined;
};

/** What the own party notes of a file that was read. */
export function noteOf(read: Noted, sender: string | undefined, own: string): DocumentNote {
  const { document, receiver, events, packs, profile, verdict } = read;
  const { form, instanceId, creationDate } = document;
  return {
    direction: sender === own ? 'out' : 'in',
    standard: form,
    ...(instanceId === undefined || instanceId === '' ? {} : { instance: cutText(instanceId, 200) }),
    ...(sender === undefined ? {} : { sender }),
    ...(receiver === undefined ? {} : { receiver }),
    ...(creationDate?.ms === undefined || creationDate.ms < 0 ? {} : { created: creationDate.ms }),
    events,
    packs,
    profile,
    verdict,
  };
}
