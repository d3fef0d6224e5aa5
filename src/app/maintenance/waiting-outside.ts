// What waits of partners outside the network: documents with findings that nobody has dealt with, and licences that end.
import { phrase } from '../../words/en/maintenance.ts';
import type { Home } from '../node/home.ts';
import { lastWords } from '../node/shell-words.ts';
import { documentRecords } from '../outside/document-records.ts';
import { NAME, outsideIncoming } from '../outside/on-the-way.ts';
import { listOutside } from '../outside/partners.ts';
import { hasDocuments } from '../record/documents-known.ts';
import type { Todo } from './todo.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;
/** A document with findings of which no goods are on their way is spoken of for so long. */
const SPOKEN_OF = 30 * DAY;

export function outsideTodo(home: Home, now: number): readonly Todo[] {
  return [...documentsTodo(home, now), ...licencesTodo(home)];
}

/** Those of goods on their way, until they are received; of others the newest. */
function documentsTodo(home: Home, now: number): readonly Todo[] {
  if (!hasDocuments(home.ledger.local)) return [];
  const coming = new Set(outsideIncoming(home).map(({ document }) => document));
  const faulty = documentRecords(home.ledger.local).filter(
    (record) =>
      record.direction === 'in' &&
      (record.verdict ?? 'clean') !== 'clean' &&
      (record.shipments.length === 0 ? now - record.at < SPOKEN_OF : coming.has(record.document)),
  );
  const [first, ...more] = faulty;
  if (first === undefined) return [];
  const word = lastWords(first.document.slice(0, NAME));
  const command = more.length === 0 ? phrase('epcis-show', { word }) : phrase('epcis-documents');
  const ageHours = Math.max(0, Math.floor((now - first.at) / HOUR));
  return [{ what: 'documents', count: faulty.length, command, ageHours }];
}

function licencesTodo(home: Home): readonly Todo[] {
  const { outside } = listOutside(home);
  const told = (what: string, licensed: string) => {
    const count = outside.filter((partner) => partner.licensed === licensed).length;
    return count === 0 ? [] : [{ what, count, command: phrase('outside-list') }];
  };
  return [...told('licence-ended', 'ended'), ...told('licence-ends', 'ends-soon')];
}
