// Kept files beside the chain that says which there are: what is missing, and what is not what was kept.
import { hex } from '../../chain/bytes.ts';
import { EVENT } from '../../custody/events/all.ts';
import type { DocumentBody } from '../../custody/events/document.ts';
import type { CustodyEvent } from '../../custody/evidence.ts';
import type { AuditFinding, Local, Marks, View } from '../../ledger/types.ts';
import { phrase } from '../../words/en/outside.ts';
import { readConfig } from '../node/config.ts';
import { ownChains, type Reading, type Self } from '../node/reading.ts';
import { checkFile } from './kept-files.ts';
import { pastDocuments } from './past-documents.ts';

/** A `document` event of this folder's chains, and the SHA-256 of its file in hex. */
export interface Anchored {
  /** `CHAIN/SEQ` */
  readonly ref: string;
  readonly chain: string;
  readonly seq: number;
  /** When, ms. */
  readonly at: number;
  readonly hash: string;
  /** Absent of one in a past ledger. */
  readonly event?: CustodyEvent;
  /** What the own party noted of it, where that is known without its keys. */
  readonly note?: DocumentBody;
}

/**
 * The documents that this folder anchored, in the order of their events, those of past ledgers first; a file that was taken in
 * twice is the first.
 * @param within with marks those alone that were anchored after them on the chains of this ledger
 */
export function anchored(
  view: View,
  self: Self,
  { local, since }: { readonly local: Pick<Local, 'past'>; readonly since?: Marks },
): readonly Anchored[] {
  const found = new Map<string, Anchored>();
  if (since === undefined)
    for (const { event: ref, ...one } of pastDocuments(local)) found.set(one.hash, { ...one, ref });
  for (const chain of ownChains(self)) {
    for (const event of view.eventsOf([EVENT.document.type], { chain, ...(since === undefined ? {} : { since }) })) {
      const read = EVENT.document.parts.public(event.leaf.public);
      const hash = read && hex(read.hash);
      if (hash === undefined || found.has(hash)) continue;
      const { seq, at } = event.leaf;
      found.set(hash, { ref: event.ref, chain: event.chain, seq, at, hash, event });
    }
  }
  return [...found.values()];
}

/** Whether a file that was anchored then has to be here still. */
export function isDue(home: Reading, at: number): boolean {
  return at + readConfig(home.ledger.local).keepDocuments > home.env.clock();
}

/** What the audit finds among the files. Reads each of them whole. */
export function documentFindings(home: Reading): readonly AuditFinding[] {
  return home.ledger.read((view) =>
    anchored(view, home.self, { local: home.ledger.local }).flatMap(
      ({ ref: event, chain, seq, at, hash }): AuditFinding[] => {
        const state = checkFile(home.dir, hash);
        if (state === 'whole' || (state === 'missing' && !isDue(home, at))) return [];
        return state === 'missing'
          ? [{ code: 'document-missing', message: phrase('document-is-missing', { event }), chain, seq }]
          : [{ code: 'document-damaged', message: phrase('document-is-damaged', { event }), chain, seq }];
      },
    ),
  );
}
