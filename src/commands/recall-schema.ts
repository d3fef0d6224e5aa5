// The fields of one recall, shared by the answers that show recalls.
import { boolean, fields, integer, list, oneOf, string } from './spec.ts';

/** What a recall means for whoever asks. */
export const recallHere = fields(
  {
    mayHold: boolean('whether the roles of this party let it have goods'),
    own: boolean('issued by this party: recall status has its counts'),
    answered: boolean('this party has answered'),
    unrecorded: boolean('hand-overs need not be recorded in this network: packs may be here unknown'),
    'uncounted?': oneOf(
      ['locked', 'many'],
      'why nothing was counted: locked keys, or more made here than are looked at',
    ),
    'counts?': {
      type: 'object',
      additionalProperties: { type: 'integer' },
      description: 'packs that are or were here; absent where nothing was counted, for own recalls and rescinded ones',
    },
    'places?': list(
      fields({ 'within?': string('SSCC of the outermost container'), packs: integer() }),
      'where the packs are that are here',
    ),
    'sentTo?': list(string(), 'names of those to whom packs were sent on'),
    'coming?': integer('packs on their way here'),
  },
  'what it means for this party',
);

const recall = {
  id: string('the event that issued it'),
  'number?': string(),
  gtin: string(),
  'product?': { type: 'object' },
  lots: list(string(), 'empty where all lots or single serials are recalled'),
  scope: oneOf(['lots', 'all', 'serials']),
  class: integer(),
  'depth?': string(),
  'effectiveness?': string(),
  reason: string(),
  'instructions?': string(),
  'contact?': string(),
  by: string('name of the issuer'),
  gln: string('GLN of the issuer'),
  at: string('ISO 8601 in UTC'),
  state: oneOf(['open', 'ended', 'rescinded']),
  packs: integer('commissioned packs that it covers, as known here'),
};

export const recallToldHere = fields({ ...recall, here: recallHere });
