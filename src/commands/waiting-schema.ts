// Goods and files that wait for each other, as answers show them.
import { fields, integer, list, oneOf, string } from './spec.ts';

export const WAITING = fields({
  id: string('how the document is called: the receipt of the goods, or the file'),
  document: string('SHA-256 of it, in hex'),
  kind: oneOf(['goods-without-data', 'data-without-goods']),
  at: string('when the goods were received, or left; ISO 8601 in UTC'),
  ageHours: integer(),
  'from?': string('GLN of who brought or sent them'),
  'fromName?': string(),
  'despatch?': string('despatch advice number'),
  items: integer('that wait: each that was scanned, of a file the outermost'),
  'names?': list(string(), 'goods without data, a hundred at most'),
  'asked?': string('when the sender was asked, YYYY-MM-DD'),
  'askedDays?': integer('so many days ago'),
});
