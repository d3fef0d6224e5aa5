// What can be wrong with an event by itself: its times, its action, and whether it names goods at all.
import type { FoundAt, TakeFound } from './found.ts';
import { ACTIONS, type EpcisDocument, type EpcisEvent, hasChildren } from './model.ts';
import { readOffset, readTime } from './times.ts';
import { isWord, type WordList } from './vocabulary.ts';

const WITH_ACTION: ReadonlySet<string> = new Set([
  'ObjectEvent',
  'AggregationEvent',
  'TransactionEvent',
  'AssociationEvent',
]);
/** Clocks and zones of two systems differ by hours; what is a day later did not happen yet. */
const A_DAY = 24 * 3600 * 1000;

/** Where an event stands. */
export function placeOf({ index, line, path }: EpcisEvent): FoundAt {
  return { event: index, line, ...(path === undefined ? {} : { path }) };
}

/** Before it XML Schema has years that no file means, ms. */
const YEAR_ONE = Date.parse('0001-01-01T00:00:00Z');

function times(event: EpcisEvent, document: EpcisDocument, found: TakeFound, at: FoundAt): void {
  const { written } = event.eventTime;
  const offset = event.eventTimeZoneOffset;
  if (offset === undefined) found('offset-missing', at);
  else if (!readOffset(offset).right) found('offset-form', { ...at, what: offset.slice(0, 40) });
  if (written === '') {
    found('time-missing', at);
    return;
  }
  const what = written.slice(0, 40);
  const { fault } = readTime(written);
  const isMoment = event.eventTime.ms !== undefined && event.eventTime.ms >= YEAR_ONE;
  if (fault === 'unreadable' || !isMoment) found('time-unreadable', { ...at, what });
  else if (fault !== undefined) found(fault === 'form' ? 'time-form' : 'time-without-zone', { ...at, what });
  const created = document.creationDate?.ms;
  if (created !== undefined && (event.eventTime.ms ?? created) > created + A_DAY)
    found('time-after-document', { ...at, what });
}

const isEmpty = (list: readonly unknown[] | undefined) => list === undefined || list.length === 0;

function goods(event: EpcisEvent, found: TakeFound, at: FoundAt): void {
  const { type, action } = event;
  const hasNone = isEmpty(event.epcs) && isEmpty(event.quantities);
  if (type === 'TransformationEvent') {
    const none = [event.inputEpcs, event.inputQuantities, event.outputEpcs, event.outputQuantities].every(isEmpty);
    if (none) found('no-items', at);
  } else if (hasChildren(type)) {
    // Who takes everything out need not list it, and an empty container may be seen.
    if (hasNone && action === 'ADD') found('no-items', at);
    if (event.parentID === undefined && action !== 'OBSERVE') found('no-parent', at);
  } else if (type === 'TransactionEvent') {
    if (hasNone && event.parentID === undefined) found('no-items', at);
  } else if (hasNone && event.sensorElements.length === 0) found('no-items', at);
}

/**
 * In XML words are addresses; a bare word is one of 2.0 JSON, where the reader has seen to it. Addresses of the CBV are words of
 * the CBV: a step that is misspelt would be no step, and its shipment none.
 */
function word(list: WordList, text: string | undefined, mayBeBare: boolean, found: TakeFound, at: FoundAt): void {
  if (text === undefined || isWord(list, text)) return;
  if (!isOfCbv(text) && (mayBeBare || text.includes(':'))) return;
  found('word-unknown', { ...at, what: text.slice(0, 60) });
}

function isOfCbv(text: string): boolean {
  return /^(?:urn:epcglobal:cbv:(?:bizstep|disp|btt|sdt|er):|https?:\/\/ref\.gs1\.org\/cbv\/)/i.test(text);
}

/** Tells what is wrong with an event by itself. */
export function checkForm(event: EpcisEvent, document: EpcisDocument, found: TakeFound): void {
  const at = placeOf(event);
  times(event, document, found, at);
  const { type, action } = event;
  if (WITH_ACTION.has(type) && !ACTIONS.has(action ?? ''))
    found('bad-action', { ...at, what: (action ?? '').slice(0, 40) });
  goods(event, found, at);
  const mayBeBare = document.form === 'epcis-2.0-json';
  word('bizStep', event.bizStep, mayBeBare, found, at);
  word('disposition', event.disposition, mayBeBare, found, at);
}
