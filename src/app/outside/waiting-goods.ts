// Goods without data and data without goods, each with its age, and when its sender was asked.
import { PedigreeError } from '../../errors.ts';
import { say } from '../../words/en/outside.ts';
import { momentHere } from '../node/clock.ts';
import type { Home } from '../node/home.ts';
import { hoursAgo } from '../node/moments.ts';
import type { Reading } from '../node/reading.ts';
import { dayHere } from '../node/today.ts';
import { documentRecord } from './document-records.ts';
import { documentsNamed } from './list-documents.ts';
import { NAME, outsideIncoming } from './on-the-way.ts';
import { askedAbout, noteAsked, partnerOf } from './partners.ts';
import { wantsIn } from './waiting-records.ts';

/** Something that is here by half: its goods, or its file. */
export interface WaitingLine {
  /** How the hash of the document begins: of the receipt of the goods, or of the file. */
  readonly id: string;
  readonly document: string;
  readonly kind: 'goods-without-data' | 'data-without-goods';
  /** When the goods were received, or left; ISO 8601 UTC. */
  readonly at: string;
  readonly ageHours: number;
  /** GLN of who brought or sent them, where that is known. */
  readonly from?: string;
  readonly fromName?: string;
  readonly despatch?: string;
  /** Items that wait: of goods each that was scanned, of a file its outermost. */
  readonly items: number;
  /** Of goods without data: what they are, as far as a hundred. */
  readonly names?: readonly string[];
  /** The day on which the sender was asked, YYYY-MM-DD, and how many days ago that is. */
  readonly asked?: string;
  readonly askedDays?: number;
}

const DAY = 86_400_000;
const NAMED = 100;

/** The oldest first. */
export function listWaiting(home: Home): { readonly waiting: readonly WaitingLine[] } {
  const lines = [...goodsWithoutData(home), ...dataWithoutGoods(home)];
  return { waiting: lines.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)) };
}

export function goodsWithoutData(home: Reading): readonly WaitingLine[] {
  const { local } = home.ledger;
  const now = home.ledger.read((view) => momentHere(home, view));
  const today = todayHere(home);
  return wantsIn(local).flatMap(({ receipt, names }): WaitingLine[] => {
    const record = documentRecord(local, receipt);
    if (record === undefined) return [];
    const from = record.receiver;
    const partner = from === undefined ? undefined : partnerOf(local, from);
    return [
      {
        ...{ id: receipt.slice(0, NAME), document: receipt, kind: 'goods-without-data' },
        at: new Date(record.at).toISOString(),
        ageHours: hoursAgo(now, record.at),
        ...(from === undefined ? {} : { from }),
        ...(partner === undefined ? {} : { fromName: partner.name }),
        items: names.length,
        names: names.slice(0, NAMED),
        ...asking(home, receipt, today),
      },
    ];
  });
}

function dataWithoutGoods(home: Home): readonly WaitingLine[] {
  const today = todayHere(home);
  return outsideIncoming(home).map(({ shipment, document, at, ageHours, from, fromName, despatch, items }) => ({
    ...{ id: shipment, document, kind: 'data-without-goods', at, ageHours },
    ...(from === '' ? {} : { from, fromName }),
    ...(despatch === undefined ? {} : { despatch }),
    items,
    ...asking(home, document, today),
  }));
}

type Asking = Pick<WaitingLine, 'asked' | 'askedDays'>;

function asking(home: Reading, document: string, today: string): Asking {
  const asked = askedAbout(home.ledger.local, document);
  return asked === undefined ? {} : askedOn(asked, today);
}

function askedOn(asked: string, today: string): Asking {
  return { asked, askedDays: Math.max(0, Math.round((Date.parse(today) - Date.parse(asked)) / DAY)) };
}

function todayHere(home: Reading): string {
  return home.ledger.read((view) => dayHere(home, view).is);
}

export interface AskedData {
  readonly waiting: readonly [WaitingLine];
  readonly already: boolean;
  readonly warnings: readonly string[];
  readonly dryRun?: true;
}

/**
 * Notes on which day the sender was asked about something that waits; today where none is given.
 * @throws not-found (66) for what does not wait, usage (2) for a word that names several and for a day that is yet to come
 */
export function noteAskedAbout(home: Home, word: string, on?: string): AskedData {
  const line = waitingCalled(home, word);
  const today = todayHere(home);
  const day = on ?? today;
  if (day > today) throw new PedigreeError('usage', say('asked-in-future', { day }));
  const already = line.asked === day;
  if (!already && !home.env.dryRun) noteAsked(home.ledger.local, line.document, day);
  return {
    waiting: [{ ...line, ...askedOn(day, today) }],
    already,
    warnings: [],
    ...(home.env.dryRun ? { dryRun: true as const } : {}),
  };
}

function waitingCalled(home: Home, word: string): WaitingLine {
  const text = word.trim();
  const named = new Set(documentsNamed(home, text).map(({ document }) => document));
  const found = listWaiting(home).waiting.filter(({ document, despatch }) => named.has(document) || despatch === text);
  const [line, ...others] = found;
  if (line === undefined) {
    throw new PedigreeError('not-found', say('nothing-waits-called', { word }), { hint: say('waiting-lists') });
  }
  if (others.length > 0) {
    const hashes = found.slice(0, 5).map(({ id }) => id);
    throw new PedigreeError('usage', say('several-documents', { word, hashes }), { hint: say('name-more-of-it') });
  }
  return line;
}
