// What can be put right in an event without guessing: forms whose meaning is clear, and nothing that would need an answer.
import { epcUrn } from '../gs1/epc-urn.ts';
import { readDate } from './dates.ts';
import { readId } from './ids.ts';
import {
  ACTIONS,
  type EpcisDocument,
  type EpcisEvent,
  type EpcisTime,
  type Extension,
  type VocabularyElement,
} from './model.ts';
import { epcisTime, readOffset, readTime } from './times.ts';
import { MASTER_DATA } from './vocabulary.ts';
import { withIds, wordWithIds } from './with-ids.ts';

/** What is put right, in the order in which it is told. */
export const MENDS = [
  'encoding',
  'compressed',
  'namespace',
  'place-form',
  'event-repeats',
  'time-form',
  'time-zone',
  'offset-form',
  'offset-missing',
  'identifier-form',
  'identifier-escapes',
  'identifier-blanks',
  'master-data-namespace',
  'date-form',
  'action-form',
] as const;
export type MendCode = (typeof MENDS)[number];

/** Takes what is put right. */
export type TakeMend = (code: MendCode, was: string, is: string) => void;

const DATES = ['itemExpirationDate', 'bestBeforeDate', 'sellByDate', 'productionDate', 'packagingDate'];
/** What the CBV says of lots and items, and what nobody else means by these names. */
const OF_LOTS: ReadonlySet<string> = new Set([
  ...DATES,
  'lotNumber',
  'countryOfOrigin',
  'grossWeight',
  'netWeight',
  'drainedWeight',
]);

/** `-300` → `-05:00` */
function offsetText(minutes: number): string {
  const two = (n: number) => String(Math.trunc(n)).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${two(Math.abs(minutes) / 60)}:${two(Math.abs(minutes) % 60)}`;
}

/** The moment as XML Schema writes it, in the zone that it was written in or that stands beside it. */
function rightTime(written: string, offset: number | undefined, mend: TakeMend): string {
  const { ms, zone, fault } = readTime(written, offset);
  if (ms === undefined || (fault !== 'form' && fault !== 'without-zone')) return written;
  if (fault === 'without-zone') {
    const is = `${written.trim()}${offsetText(offset ?? 0)}`;
    mend('time-zone', written, is);
    return is;
  }
  const minutes = zone === undefined ? offset : readOffset(zone).minutes;
  if (minutes === undefined || Math.abs(ms) > 8e15) return written;
  const local = new Date(ms + minutes * 60_000).toISOString().replace('Z', '');
  const text = ms % 1000 === 0 ? local.replace('.000', '') : local;
  const is = text + (zone !== undefined && /^z$/i.test(zone) ? 'Z' : offsetText(minutes));
  mend(zone === undefined ? 'time-zone' : 'time-form', written, is);
  return is;
}

/** The offset in its form; where there is none, the one of a time that has a zone other than Z. */
function rightOffset(offset: string | undefined, time: string, mend: TakeMend): string | undefined {
  if (offset === undefined || offset.trim() === '') {
    const { zone } = readTime(time);
    const minutes = zone === undefined || /^z$/i.test(zone) ? undefined : readOffset(zone).minutes;
    if (minutes === undefined) return offset;
    mend('offset-missing', '', offsetText(minutes));
    return offsetText(minutes);
  }
  const { minutes, right } = readOffset(offset);
  if (right || minutes === undefined) return offset;
  mend('offset-form', offset, offsetText(minutes));
  return offsetText(minutes);
}

/** Identifiers in their form; those that cannot be read stay. */
function rightId(written: string, mend: TakeMend): string {
  const text = written.trim();
  const read = readId(text);
  const { elements, faults, prefixLength } = read;
  const done = (code: MendCode, is: string) => {
    mend(code, written, is);
    return is;
  };
  const isClear = faults.every((fault) => fault === 'epc-form' || fault === 'epc-unescaped');
  if (faults.length > 0 && isClear && elements.length > 0 && prefixLength !== undefined) {
    const is = epcUrn(elements, prefixLength);
    return done(faults.includes('epc-unescaped') ? 'identifier-escapes' : 'identifier-form', is);
  }
  if (text === written || faults.length > 0) return written;
  return done('identifier-blanks', text);
}

/** Extensions of a lot: names of the CBV in its namespace, dates that can mean one day alone. */
export function mendedIlmd(ilmd: readonly Extension[], mend: TakeMend): readonly Extension[] {
  return ilmd.map((one): Extension => {
    let right = one;
    if (one.ns === '' && OF_LOTS.has(one.name)) {
      right = { ...right, ns: MASTER_DATA.xml, prefix: 'cbvmda' };
      mend('master-data-namespace', one.name, `cbvmda:${one.name}`);
    }
    if (!DATES.includes(one.name) || one.value === undefined || one.json !== undefined) return right;
    const { date, fault } = readDate(one.value);
    if (fault !== 'date-form' || date === undefined) return right;
    mend('date-form', one.value, date);
    return { ...right, value: date };
  });
}

/** An event with all of it in its form. Each change is told. */
export function mendedEvent(event: EpcisEvent, mend: TakeMend): EpcisEvent {
  const written = event.eventTimeZoneOffset;
  const minutes = written === undefined ? undefined : readOffset(written).minutes;
  const time = (one: EpcisTime): EpcisTime => {
    const is = rightTime(one.written, minutes, mend);
    return is === one.written ? one : epcisTime(is);
  };
  const offset = rightOffset(written, event.eventTime.written, mend);
  const { recordTime, errorDeclaration, ilmd } = event;
  const timed: EpcisEvent = {
    ...event,
    eventTime: time(event.eventTime),
    ...(offset === undefined ? {} : { eventTimeZoneOffset: offset }),
    ...(recordTime && { recordTime: time(recordTime) }),
    ...(errorDeclaration && {
      errorDeclaration: { ...errorDeclaration, declarationTime: time(errorDeclaration.declarationTime) },
    }),
    ...(event.action === undefined ? {} : { action: rightAction(event.action, mend) }),
  };
  return { ...withIds(timed, (id) => rightId(id, mend)), ...(ilmd && { ilmd: mendedIlmd(ilmd, mend) }) };
}

function rightAction(action: string, mend: TakeMend): string {
  const is = action.trim().toUpperCase();
  if (is === action || !ACTIONS.has(is)) return action;
  mend('action-form', action, is);
  return is;
}

/** What stands around the events, with its date in its form, in UTF-8 and not compressed. */
export function mendedAround(document: EpcisDocument, mend: TakeMend): EpcisDocument {
  const { encoding, gzip, creationDate } = document;
  if (encoding !== 'utf-8') mend('encoding', encoding, 'utf-8');
  if (gzip) mend('compressed', 'gzip', '');
  if (creationDate === undefined) return document;
  const is = rightTime(creationDate.written, undefined, mend);
  return is === creationDate.written ? document : { ...document, creationDate: epcisTime(is) };
}

/** A word of the master data with its identifiers in their form. */
export function mendedWord(word: VocabularyElement, mend: TakeMend): VocabularyElement {
  return wordWithIds(word, (id) => rightId(id, mend));
}
