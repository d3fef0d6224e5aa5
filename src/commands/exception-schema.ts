// What answers about exceptions share.
import { boolean, fields, integer, list, oneOf, string } from './spec.ts';

export const KINDS = [
  ...['underage', 'overage', 'damaged', 'refused', 'goods-without-data'],
  ...['data-without-goods', 'wrong-data', 'label', 'packaging', 'hold'],
] as const;

/** What `--as` of an answer or a resolution may be. */
export const RESOLUTION =
  'send-new-data, send-product, return-product, send-back-product, credit-account or debit-account';

const STATES = ['open', 'answered', 'resolved'] as const;

export const EXCEPTION = fields({
  id: string('the event that tells it, CHAIN/SEQ'),
  kind: oneOf(KINDS),
  pdg: string('the member of a PDG exception message that says the same'),
  'shipment?': string('CHAIN/SEQ; absent of goods that nobody announced'),
  'despatch?': string(),
  from: string('GLN of who told it'),
  fromName: string(),
  to: string('GLN of whom it was told'),
  toName: string(),
  own: boolean('this party told it'),
  at: string('ISO 8601 in UTC'),
  ageHours: integer(),
  due: string('from when on it is overdue, by the setting overdue-medium; ISO 8601 in UTC'),
  overdue: boolean(),
  state: oneOf(STATES),
  waitsFor: oneOf(['here', 'there', 'nobody'], 'whose turn it is'),
  items: list(string(), 'what it is about, at most 100'),
  count: integer('of them all'),
  packs: integer(),
  'note?': string(),
  'expected?': string(),
  'seen?': string(),
  'resolution?': string('proposed last, or agreed on; of a refusal why'),
  'settled?': oneOf(
    ['voided', 'moved-on'],
    'it settled itself: the goods are with their shipper again, or came or went on',
  ),
  words: list(
    fields({
      event: string(),
      at: string('ISO 8601 in UTC'),
      by: string(),
      gln: string(),
      state: oneOf(['answered', 'resolved']),
      'resolution?': string(),
      'note?': string(),
    }),
    'what the two parties said since',
  ),
  command: string('the command line that goes on'),
});

/** Of a command that says something of one. */
export const EXCEPTION_SAID = {
  exception: string('the event that tells it, CHAIN/SEQ'),
  kind: oneOf(KINDS),
  state: oneOf(STATES),
  'shipment?': string(),
  to: string('name of the other party'),
  'resolution?': string(),
  'packs?': integer(),
};
