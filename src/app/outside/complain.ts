// A letter to whoever sent a file: all that is found in it, with its place and what is asked for. The file is checked anew.
import { checkEpcis } from '../../epcis/check.ts';
import type { FileFinding } from '../../epcis/findings.ts';
import { openOut } from '../../sync/out-stream.ts';
import { phrase as epcis } from '../../words/en/epcis.ts';
import { phrase, say } from '../../words/en/tracing.ts';
import type { Home } from '../node/home.ts';
import { addressLines, rowsOfLetter } from '../node/letters.ts';
import { dayIn } from '../node/moments.ts';
import { cleanText } from '../node/names.ts';
import { differingIn } from './compare-made.ts';
import type { DocumentRecord } from './document-records.ts';
import { keptBytes } from './kept-files.ts';
import { documentCalled } from './list-documents.ts';
import type { DifferingPack } from './maker-words.ts';
import { partnerOf } from './partners.ts';

export interface Complaint {
  /** SHA-256 of the file, in hex. */
  readonly document: string;
  readonly sender?: string;
  readonly senderName?: string;
  readonly findings: readonly FileFinding[];
  /** How often each code was found. */
  readonly counts: Readonly<Record<string, number>>;
  /** Packs that the file says another lot or expiry of than their maker, who is here: the first hundred. */
  readonly differing?: readonly Omit<DifferingPack, 'at'>[];
  /** The lines of the letter; absent where there is nothing to complain of. */
  readonly letter?: readonly string[];
  readonly file?: string;
}

/**
 * Writes the letter to the sender of a document, in the language that is spoken.
 * @throws as `documentCalled`; no-such-file (66), damaged (74), cannot-create (73), io-failed (74)
 */
export async function complain(home: Home, word: string, file?: string): Promise<Complaint> {
  const record = documentCalled(home, word);
  // A place that cannot be written is told of before anything is read.
  const out =
    file === undefined ? undefined : openOut(file, { kind: say('a-letter'), isKind: () => false }, home.env.stdout);
  try {
    const told = await complaintOf(home, record);
    if (told.letter === undefined || out === undefined) return told;
    out.write(`${told.letter.join('\n')}\n`);
    out.keep();
    return { ...told, file: out.path };
  } finally {
    out?.drop();
  }
}

async function complaintOf(home: Home, record: DocumentRecord): Promise<Complaint> {
  const { document, sender } = record;
  const checked = await checkEpcis(() => keptBytes(home.dir, document));
  const findings = checked.findings.filter(({ level }) => level !== 'info');
  const known = new Set(findings.map(({ code }) => code as string));
  const counts = Object.fromEntries(Object.entries(checked.counts).filter(([code]) => known.has(code)));
  const senderName = sender === undefined ? undefined : partnerOf(home.ledger.local, sender)?.name;
  const { ledger, self } = home;
  const differs = ledger.read((view) => differingIn({ view, local: ledger.local, network: self.network }, record));
  const differing = differs?.packs.map(({ at: _, ...pack }) => pack);
  const told = {
    document,
    ...(sender === undefined ? {} : { sender }),
    ...(senderName === undefined ? {} : { senderName }),
    findings,
    counts,
    ...(differing === undefined ? {} : { differing }),
  };
  const isRight = findings.length === 0 && differs === undefined;
  return isRight ? told : { ...told, letter: letterOf(home, record, told, differs?.count ?? 0) };
}

/** @param otherwise packs of which the file says something else than their maker */
function letterOf(
  home: Home,
  record: DocumentRecord,
  told: Omit<Complaint, 'letter'>,
  otherwise: number,
): readonly string[] {
  const { self, env } = home;
  const day = (at: number) => dayIn(env.zone(), at);
  const ownLines = home.ledger.read((view) => addressLines(view, self));
  const { findings, counts, sender, senderName, differing = [] } = told;
  const numbers = new Set(record.shipments.flatMap(({ despatch }) => despatch ?? []));
  const to = [senderName, sender === undefined ? undefined : `GLN ${sender}`].filter((one) => one !== undefined);
  const lines: readonly (readonly [string, string | undefined])[] = [
    [phrase('letter-file'), record.name],
    ['SHA-256', record.document],
    [phrase('letter-instance'), record.instance],
    [phrase('letter-created'), record.created === undefined ? undefined : new Date(record.created).toISOString()],
    [phrase('letter-came'), day(record.at)],
    [phrase('label-despatch'), numbers.size === 0 ? undefined : [...numbers].slice(0, 20).join(', ')],
    [phrase('letter-holds'), phrase('letter-packs', { packs: record.packs ?? 0, events: record.events ?? 0 })],
  ];
  const count = Object.values(counts).reduce((sum, n) => sum + n, 0) + (otherwise > 0 ? 1 : 0);
  const parts = [
    ...[to.length === 0 ? phrase('letter-to-unknown') : phrase('letter-to', { to: to.join(', ') })],
    `${phrase('letter-from', { name: self.name, gln: self.gln })}${ownLines.map((one) => `, ${one}`).join('')}`,
    day(env.clock()),
    '',
    phrase('letter-subject', { file: record.name ?? record.instance ?? record.document.slice(0, 12) }),
    '',
    phrase('letter-dear'),
    '',
    phrase('letter-begins', { count }),
    '',
    ...lines.flatMap(([label, value]) => (value === undefined ? [] : [`${label}: ${value}`])),
    '',
    ...findings.flatMap((one, at) => [...findingLines(one, at + 1), '']),
    ...left(findings, counts),
    ...differingLines(differing, otherwise, findings.length + 1),
    phrase('letter-asks'),
    '',
    phrase('letter-ends'),
    '',
    self.name,
  ];
  // Texts of the file are others' words: nothing in them begins a line or steers whoever reads it.
  return parts.flatMap((line) => rowsOfLetter(cleanText(line), /^\d+\. /.test(line) ? '   ' : ''));
}

function findingLines(finding: FileFinding, n: number): readonly string[] {
  const { code, level, event, row, line, path, text, hint, count = 1 } = finding;
  const places = [
    ...(event === undefined ? [] : [epcis('place-event', { event })]),
    ...(row === undefined ? [] : [epcis('place-row', { row })]),
    ...(line === undefined ? [] : [epcis('place-line', { line })]),
    ...(path === undefined ? [] : [path]),
  ];
  const place = places.length === 0 ? '' : ` (${places.join(', ')})`;
  const more = count === 1 ? '' : ` ${phrase('letter-times', { count })}`;
  return [`${n}. ${epcis(`level-${level}`)} ${code}${place}`, `${text}${more}`, phrase('letter-please', { hint })];
}

function differingLines(packs: NonNullable<Complaint['differing']>, all: number, n: number): readonly string[] {
  if (packs.length === 0) return [];
  const told = packs.map(({ gtin, serial, lot = '–', expiry = '–', made }) =>
    phrase('letter-differs', { pack: `(01)${gtin}(21)${serial}`, lot, expiry, made: made.lot, day: made.expiry }),
  );
  const more = all > packs.length ? [phrase('letter-and-more', { count: all - packs.length })] : [];
  return [`${n}. ${phrase('letter-otherwise', { count: all })}`, ...told, ...more, ''];
}

/** Of each code a hundred places are told. */
function left(findings: readonly FileFinding[], counts: Readonly<Record<string, number>>): readonly string[] {
  const lines = Object.entries(counts).flatMap(([code, all]) => {
    const shown = findings.reduce((sum, one) => sum + (one.code === code ? (one.count ?? 1) : 0), 0);
    return all > shown ? [epcis('more-of', { code, count: all - shown })] : [];
  });
  return lines.length === 0 ? [] : [...lines, ''];
}
