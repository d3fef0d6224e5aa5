// What waits of partners outside the network: documents with findings, goods without data, and licences that end.
import { phrase } from '../../words/en/maintenance.ts';
import type { Home } from '../node/home.ts';
import { hoursAgo } from '../node/moments.ts';
import { lastWords } from '../node/shell-words.ts';
import { documentRecords } from '../outside/document-records.ts';
import { NAME, type OutsideShipment } from '../outside/on-the-way.ts';
import { askedAbout, listOutside } from '../outside/partners.ts';
import { goodsWithoutData } from '../outside/waiting-goods.ts';
import { hasDocuments } from '../record/documents-known.ts';
import type { Todo } from './todo.ts';

const DAY = 86_400_000;
/** A document with findings of which no goods are on their way is spoken of for so long. */
const SPOKEN_OF = 30 * DAY;

/** `incoming` is what of them is on its way here. */
export function outsideTodo(home: Home, now: number, incoming: readonly OutsideShipment[]): readonly Todo[] {
  return [...documentsTodo(home, now, incoming), ...goodsTodo(home), ...licencesTodo(home)];
}

/** Those of goods on their way, until they are received or their sender was asked; of others the newest. */
function documentsTodo(home: Home, now: number, incoming: readonly OutsideShipment[]): readonly Todo[] {
  if (!hasDocuments(home.ledger.local)) return [];
  const coming = new Set(incoming.map(({ document }) => document));
  const faulty = documentRecords(home.ledger.local).filter(
    (record) =>
      record.direction === 'in' &&
      (record.verdict ?? 'clean') !== 'clean' &&
      askedAbout(home.ledger.local, record.document) === undefined &&
      (record.shipments.length === 0 ? now - record.at < SPOKEN_OF : coming.has(record.document)),
  );
  const [first, ...more] = faulty;
  if (first === undefined) return [];
  const word = lastWords(first.document.slice(0, NAME));
  const command = more.length === 0 ? phrase('epcis-show', { word }) : phrase('epcis-documents');
  const ageHours = hoursAgo(now, first.at);
  return [{ what: 'documents', count: faulty.length, command, ageHours }];
}

/** Goods that no file names: until one does, they are not to be supplied. */
function goodsTodo(home: Home): readonly Todo[] {
  const waiting = goodsWithoutData(home);
  const count = waiting.reduce((sum, { items }) => sum + items, 0);
  const ageHours = waiting.reduce((most, line) => Math.max(most, line.ageHours), 0);
  return count === 0 ? [] : [{ what: 'goods-without-data', count, command: phrase('waiting'), ageHours }];
}

function licencesTodo(home: Home): readonly Todo[] {
  const { outside } = listOutside(home);
  const told = (what: string, licensed: string) => {
    const count = outside.filter((partner) => partner.licensed === licensed).length;
    return count === 0 ? [] : [{ what, count, command: phrase('outside-list') }];
  };
  return [...told('licence-ended', 'ended'), ...told('licence-ends', 'ends-soon')];
}
