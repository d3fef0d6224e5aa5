// Taking a file of the world outside in: kept as it came, anchored on the own chain, its claims indexed.
import { cutText } from '../../chain/cut-text.ts';
import { cleanText } from '../../custody/name.ts';
import type { FileFinding } from '../../epcis/findings.ts';
import { PedigreeError } from '../../errors.ts';
import { isGln } from '../../gs1/keys.ts';
import { phrase, say } from '../../words/en/outside.ts';
import type { Home } from '../node/home.ts';
import type { Written } from '../record/write.ts';
import { type DocumentNote, keepDocument, noteOf } from './anchor.ts';
import { isDue } from './audit-documents.ts';
import { fileBytes } from './check-file.ts';
import { compareDocument, differingIn } from './compare-made.ts';
import { catchUpDocuments, indexDocument } from './document-index.ts';
import { type DocumentRecord, documentRecord, documentRecords, OLDEST } from './document-records.ts';
import { checkFile, dropFile, hashOf, isKept } from './kept-files.ts';
import { licenceWarnings, partnerOf, type Trust, withLicence } from './partners.ts';
import { readDocument } from './read-document.ts';

export interface ImportedDocument extends Written {
  /** SHA-256 of the file, in hex. */
  readonly document: string;
  readonly bytes: number;
  readonly standard?: string;
  readonly profile?: string;
  /** GLNs. */
  readonly sender?: string;
  readonly senderName?: string;
  readonly receiver?: string;
  /** What a person here has said of its sender. */
  readonly trust: Trust;
  readonly events: number;
  readonly packs: number;
  /** What is wrong with the file, and what to ask its sender for; of one that was here already how often each was found. */
  readonly findings: readonly FileFinding[];
  readonly counts: Readonly<Record<string, number>>;
  /** Files that had been kept long enough, and were let go. */
  readonly dropped?: readonly string[];
  readonly exit: number;
}

export interface ImportRequest {
  /** The GLN of who sent it, by the word of whoever imports it. */
  readonly from?: string | undefined;
  /** What the file is called where it came from. */
  readonly name?: string | undefined;
}

const LOOK = 20;
const LONGEST_NAME = 200;

/**
 * Takes a file in. The same file again is `already`, whatever it is called, and mends one that is gone or damaged; one that is no
 * EPCIS is not kept.
 * @throws no-such-file (66), what `readEpcis` throws (65), usage (2) for `from`, io-failed (74), and as `record`
 * @example
 * ```ts
 * import { importDocument, makeEnv, openHome } from 'pedigree';
 *
 * const hill = openHome(makeEnv({ home: '/var/lib/hill' }));
 * const { document, sender, packs } = await importDocument(hill, 'lakeside-4711.xml');
 * ```
 */
export async function importDocument(home: Home, path: string, request: ImportRequest = {}): Promise<ImportedDocument> {
  const { from } = request;
  if (from !== undefined && !isGln(from)) {
    throw new PedigreeError('usage', say('not-a-gln', { gln: from }), { hint: say('gln-is') });
  }
  await catchUpDocuments(home);
  const found = hashOf(path);
  const { hash } = found;
  const known = documentRecord(home.ledger.local, hash);
  if (known !== undefined && known.unread !== true && checkFile(home.dir, hash) === 'whole') {
    const at = new Date(known.at).toISOString();
    return answer(home, known, { event: known.event, at, already: true, warnings: [] }, []);
  }
  const read = await readDocument(fileBytes(path), home.self.network);
  const sender = from ?? read.sender;
  const warnings =
    from !== undefined && read.sender !== undefined && read.sender !== from
      ? [phrase('sender-differs', { from, sender: read.sender })]
      : [];
  const note = { ...noteOf(read, sender, home.self.gln), ...nameOf(request.name) };
  const kept = keepDocument(home, path, note, { found });
  const { hash: _, ...done } = kept;
  const written = { ...done, warnings: [...kept.warnings, ...warnings] };
  if (home.env.dryRun || kept.event === undefined) {
    const record = { ...note, bytes: kept.bytes, document: hash, counts: read.counts };
    return { ...answer(home, record, written, warnings), findings: read.findings };
  }
  const anchoring = {
    document: hash,
    event: kept.event,
    at: Date.parse(kept.at),
    note: { ...note, bytes: kept.bytes },
  };
  const record = indexDocument(home, anchoring, read);
  await compareDocument(home, record);
  const differ = differs(home, record);
  const dropped = letGo(home);
  return {
    ...answer(home, record, { ...written, warnings: [...written.warnings, ...differ] }, [...warnings, ...differ]),
    findings: read.findings,
    ...(dropped.length === 0 ? {} : { dropped }),
  };
}

/** That it says something else of packs than their makers, who are here: `alerts` names them. */
function differs(home: Home, record: DocumentRecord): readonly string[] {
  const { ledger, self } = home;
  const found = ledger.read((view) => differingIn({ view, local: ledger.local, network: self.network }, record));
  return found === undefined ? [] : [phrase('differs-from-makers', { count: found.count })];
}

/** A name as it is told; one in which nothing is left to tell is none. */
function nameOf(name: string | undefined): Pick<DocumentNote, 'name'> {
  const clean = cutText(cleanText(name ?? ''), LONGEST_NAME);
  return clean === '' ? {} : { name: clean };
}

type Said = Partial<DocumentRecord> & { readonly document: string; readonly bytes: number };

function answer(home: Home, record: Said, written: Written, look: readonly string[]): ImportedDocument {
  const { document, bytes, standard, profile, sender, receiver, events = 0, packs = 0 } = record;
  const known = sender === undefined ? undefined : partnerOf(home.ledger.local, sender);
  const partner = known && withLicence(home, known);
  return {
    document,
    bytes,
    ...(standard === undefined ? {} : { standard }),
    ...(profile === undefined ? {} : { profile }),
    ...(sender === undefined ? {} : { sender }),
    ...(partner === undefined ? {} : { senderName: partner.name }),
    ...(receiver === undefined ? {} : { receiver }),
    trust: partner?.trust ?? 'none',
    events,
    packs,
    findings: [],
    counts: record.counts ?? {},
    ...written,
    warnings: [...written.warnings, ...(partner === undefined ? [] : licenceWarnings(partner))],
    exit: look.length > 0 || partner?.licensed === 'ended' || (record.verdict ?? 'clean') !== 'clean' ? LOOK : 0,
  };
}

/** Files that have been kept as long as they have to be; what was anchored of them stays on the chain. */
function letGo(home: Home): readonly string[] {
  const oldest = home.ledger.local.documents.get(OLDEST);
  if (typeof oldest === 'number' && isDue(home, oldest)) return [];
  const over: string[] = [];
  const due: number[] = [];
  for (const { document, at } of documentRecords(home.ledger.local)) {
    if (!isKept(home.dir, document)) continue;
    if (isDue(home, at)) due.push(at);
    else over.push(document);
  }
  for (const document of over) dropFile(home.dir, document);
  const [first] = due;
  if (first !== undefined) home.ledger.write((local) => local.documents.put(OLDEST, first));
  return over;
}
