// The documents of this folder: all of them, one by what it is called, and its file as it came.
import { existsSync } from 'node:fs';
import { EVENT_REF } from '../../custody/event-ref.ts';
import { isSameNumber } from '../../custody/name.ts';
import { PedigreeError } from '../../errors.ts';
import { foreseeOut, openOut } from '../../sync/out-stream.ts';
import { say } from '../../words/en/outside.ts';
import { readConfig } from '../node/config.ts';
import type { Home } from '../node/home.ts';
import type { Reading } from '../node/reading.ts';
import { type DocumentRecord, documentRecords } from './document-records.ts';
import { checkFile, isKept, keptBytes } from './kept-files.ts';
import { RECEIPT, receiptOf } from './on-the-way.ts';
import { partnerOf, type Trust } from './partners.ts';
import type { ClaimedLot, ClaimedShipment } from './read-document.ts';

/** Where a document stands: its file is here, was let go after its time, or is missing. */
export type DocumentState = 'kept' | 'let-go' | 'missing';

export interface DocumentLine {
  readonly document: string;
  readonly event: string;
  /** When it was anchored, ISO 8601 UTC. */
  readonly at: string;
  readonly direction: 'in' | 'out';
  /** What the file was called where it came from. */
  readonly name?: string;
  readonly sender?: string;
  readonly senderName?: string;
  readonly receiver?: string;
  readonly trust: Trust;
  readonly standard?: string;
  readonly profile?: string;
  readonly events: number;
  readonly packs: number;
  readonly bytes: number;
  readonly verdict?: string;
  readonly state: DocumentState;
  /** Until when it has to be kept, ISO 8601 UTC. */
  readonly keepUntil: string;
}

export interface DocumentShown extends DocumentLine {
  readonly instance?: string;
  readonly created?: string;
  readonly shipments: readonly ClaimedShipment[];
  readonly lots: readonly ClaimedLot[];
  /** How often the check found each code. */
  readonly counts: Readonly<Record<string, number>>;
  /** Whether the file is what was anchored. */
  readonly file: 'whole' | 'missing' | 'damaged';
}

/** What came and went, the oldest first. */
export function listDocuments(home: Reading): { readonly documents: readonly DocumentLine[] } {
  return { documents: documentRecords(home.ledger.local).map((record) => lineOf(home, record)) };
}

function lineOf(home: Reading, record: DocumentRecord): DocumentLine {
  const { document, event, at, direction, sender, receiver, standard, profile, bytes, verdict } = record;
  const partner = sender === undefined ? undefined : partnerOf(home.ledger.local, sender);
  const keepUntil = at + readConfig(home.ledger.local).keepDocuments;
  const state = isKept(home.dir, document) ? 'kept' : keepUntil <= home.env.clock() ? 'let-go' : 'missing';
  return {
    document,
    event,
    at: new Date(at).toISOString(),
    direction,
    ...(record.name === undefined ? {} : { name: record.name }),
    ...(sender === undefined ? {} : { sender }),
    ...(partner === undefined ? {} : { senderName: partner.name }),
    ...(receiver === undefined ? {} : { receiver }),
    trust: partner?.trust ?? 'none',
    ...(standard === undefined ? {} : { standard }),
    ...(profile === undefined ? {} : { profile }),
    events: record.events ?? 0,
    packs: record.packs ?? 0,
    bytes,
    ...(verdict === undefined ? {} : { verdict }),
    state,
    keepUntil: new Date(keepUntil).toISOString(),
  };
}

/** Digits of a hash that are enough to name a document. */
const LEAST = 4;

/**
 * The one document that a word names: its hash or how that begins, its event, the instance that its header has, or the despatch
 * advice number of a shipment in it.
 * @throws not-found (66), usage (2) where it names several
 */
export function documentCalled(home: Reading, word: string): DocumentRecord {
  const found = documentsCalled(home, word);
  const [first, ...others] = found;
  if (first === undefined) {
    throw new PedigreeError('not-found', say('no-such-document', { word }), { hint: say('epcis-documents-lists') });
  }
  if (others.length > 0) {
    const hashes = found.slice(0, 5).map(({ document }) => document.slice(0, 12));
    throw new PedigreeError('usage', say('several-documents', { word, hashes }), { hint: say('name-more-of-it') });
  }
  return first;
}

function isNumber(said: string | undefined, word: string): boolean {
  return said !== undefined && isSameNumber(said, word);
}

/** Those that a word names: a hash or how it begins, an event, an instance, or the despatch advice number of a shipment. */
export function documentsCalled(home: Reading, word: string): readonly DocumentRecord[] {
  const text = word.trim();
  const named = documentsNamed(home, text);
  if (named.length > 0) return named;
  return documentRecords(home.ledger.local).filter(
    ({ instance, shipments }) => instance === text || shipments.some(({ despatch }) => isNumber(despatch, text)),
  );
}

/** The events of documents that bear a number, as their own or as that of a shipment in them, and of the receipts of these. */
export function documentsBearing(home: Reading, ref: string): ReadonlySet<string> {
  const all = documentRecords(home.ledger.local);
  const found = all.filter(
    ({ instance, shipments }) =>
      instance === ref ||
      shipments.some(({ despatch, po, invoice }) => [despatch, po, invoice].some((number) => isNumber(number, ref))),
  );
  const receipts = new Set(found.map(({ document }) => receiptOf(document)));
  const answers = all.filter(({ profile, instance }) => profile === RECEIPT && receipts.has(instance ?? ''));
  return new Set([...found, ...answers].map(({ event }) => event));
}

/** Those of a hash or how it begins, or of an event: by no word that a file says of itself. */
export function documentsNamed(home: Reading, word: string): readonly DocumentRecord[] {
  const all = documentRecords(home.ledger.local);
  const text = word.trim();
  if (EVENT_REF.test(text)) return all.filter(({ event }) => event === text);
  const hash = text.toLowerCase();
  if (hash.length < LEAST || !/^[0-9a-f]+$/.test(hash)) return [];
  return all.filter(({ document }) => document.startsWith(hash));
}

/** A document with what it tells of. Reads its file whole. @throws as `documentCalled` */
export function showDocument(home: Reading, word: string): DocumentShown {
  const record = documentCalled(home, word);
  const { instance, created, shipments, lots, counts, document } = record;
  return {
    ...lineOf(home, record),
    ...(instance === undefined ? {} : { instance }),
    ...(created === undefined ? {} : { created: new Date(created).toISOString() }),
    shipments,
    lots,
    counts,
    file: checkFile(home.dir, document),
  };
}

const FILE = { kind: say('an-epcis-file'), isKind: () => false, binary: true };

/**
 * Writes the file of a document as it came; `-` is standard output.
 * @throws as `documentCalled`, no-such-file (66) where it is not here, damaged (74), cannot-create (73), io-failed (74)
 */
export function exportDocument(home: Home, word: string, path: string) {
  const { document, event, bytes } = documentCalled(home, word);
  if (path !== '-' && existsSync(path)) {
    throw new PedigreeError('cannot-create', say('file-exists', { path }), { hint: say('name-another-file') });
  }
  if (home.env.dryRun) {
    foreseeOut(path, FILE, home.env.stdout);
    return { file: path, document, event, bytes, dryRun: true as const };
  }
  const out = openOut(path, FILE, home.env.stdout);
  try {
    for (const piece of keptBytes(home.dir, document)) out.write(piece);
    out.keep();
  } catch (error) {
    out.drop();
    throw error;
  }
  return { file: path, document, event, bytes };
}
