// The fields of what a sync or an import brought.
import { RECALL_OUTCOMES, RECALL_STATES } from '../custody/recall-words.ts';
import { PRODUCT } from './goods-schema.ts';
import { recallHere } from './recall-schema.ts';
import { fields, integer, list, oneOf, string } from './spec.ts';

/** What a recall is about. */
const GOODS = {
  gtin: string(),
  ...PRODUCT,
  lots: list(string()),
  scope: oneOf(['lots', 'all', 'serials']),
  'singles?': integer('packs that are named one by one beside the lots'),
  'packs?': integer('packs that are named one by one alone'),
};

const recall = fields({
  id: string('the event that issued it'),
  kind: string('issue, extend or amend'),
  'number?': string(),
  ...GOODS,
  class: integer(),
  reason: string(),
  'instructions?': string(),
  by: string('name of the issuer'),
  at: string('ISO 8601 in UTC'),
  'of?': string('the recall it adds to, where it is no issue'),
  'state?': oneOf(RECALL_STATES, 'of the recall as it is now'),
  'here?': recallHere,
});

/** Fields to be spread into `fields({…})`. */
export const news = {
  new: fields({
    recalls: list(recall, 'the gravest first'),
    'ends?': list(
      fields({
        id: string('the event that issued it'),
        'number?': string(),
        ...GOODS,
        class: integer(),
        reason: string('of the recall'),
        by: string('name of the issuer'),
        state: oneOf(RECALL_OUTCOMES),
        'here?': recallHere,
      }),
      'recalls heard of before that are over now, or taken back',
    ),
    alerts: list({ type: 'object' }, 'as pedigree alerts shows them'),
    incoming: list({ type: 'object' }, 'shipments that are on the way here'),
  }),
  outbox: fields({ recorded: integer(), failed: integer(), waiting: integer() }, 'what waited and was tried again'),
  forks: list(
    fields({
      chain: string(),
      'name?': string(),
      'index?': integer('the first event that differs'),
      'below?': integer('instead, where no leaf of the other history is here: it differs somewhere before this event'),
    }),
    'chains newly found to have two histories',
  ),
};
