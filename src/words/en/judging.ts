// The words of judging.
import { area, telling } from '../say.ts';

export const say = /* @__PURE__ */ area('judging', () => ({
  'recall-unknown': 'no recall {id} is known here',
  'recall-list': 'pedigree recall list',
  'recall-number-ambiguous': 'several recalls have the number {id}',
  'void-takes-back': 'pedigree outgoing shows it, pedigree void … --reason T takes it back',
  'recorded-at': 'recorded at {holder}',
  'in-quarantine': 'in quarantine at {holder} ({reason})',
  'on-the-way': 'on the way from {from} to {to}',
  missing: 'reported missing by {holder}',
  dispensed: 'already dispensed by {by}{site} {when}',
  'out-of-use': 'taken out of use ({reason}) by {by}{site} {when}',
  disputed: 'disputed between {parties}',
  'call-who-does': 'Call {others}: who does not have it takes its entry back, or the agency assigns it.',
  'outside-not-recorded':
    'Compare pack and delivery. Goods of makers outside are in nobody’s custody in these records: what you do with them is noted elsewhere.',
  'of-packs-inside': '{packs} of the packs inside: {text}',
}));

/** The same as text. */
export const phrase = /* @__PURE__ */ telling(say);
