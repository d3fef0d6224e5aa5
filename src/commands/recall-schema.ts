// The fields of one recall, shared by the answers that show recalls.
import { ASKED, CHECK_METHODS, CHECK_RESULTS, RECALL_STATES } from '../custody/recall-words.ts';
import { boolean, fields, integer, list, oneOf, string } from './spec.ts';

/** One attempt to reach a party, or one look at what it has done. */
export const recallCheck = fields({
  event: string('the event that says so'),
  at: string('ISO 8601 in UTC'),
  by: string('name of who asked or looked'),
  method: oneOf(CHECK_METHODS),
  result: oneOf([ASKED, ...CHECK_RESULTS]),
  'note?': string(),
});

/** What a recall means for whoever asks. */
export const recallHere = fields(
  {
    mayHold: boolean('whether the roles of this party let it have goods'),
    own: boolean('issued by this party: recall status has its counts'),
    answered: boolean('this party has answered all that it names by now'),
    'answerBy?': string('by when to answer, ISO 8601 in UTC; absent where there is nothing to answer'),
    'overdue?': boolean('that time is over'),
    'asked?': list(recallCheck, 'each time that this party was asked again, the oldest first'),
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
    'apart?': fields(
      { packs: integer(), items: list(string(), 'containers and packs, as they were set apart') },
      'of one that was taken back: what is still in quarantine for it',
    ),
  },
  'what it means for this party',
);

const recall = {
  id: string('the event that issued it'),
  'number?': string(),
  gtin: string(),
  'product?': { type: 'object' },
  lots: list(string(), 'empty where all lots or single serials alone are recalled'),
  scope: oneOf(['lots', 'all', 'serials']),
  'singles?': integer('packs that it names one by one beside its lots, where it names both'),
  class: integer(),
  'depth?': string(),
  'effectiveness?': string(),
  reason: string(),
  'instructions?': string(),
  'contact?': string(),
  by: string('name of the issuer'),
  gln: string('GLN of the issuer'),
  at: string('ISO 8601 in UTC'),
  'extendedAt?': string('when it was extended last, ISO 8601 in UTC'),
  respondBy: string('by when holders are to answer, ISO 8601 in UTC'),
  state: oneOf(RECALL_STATES),
  packs: integer('packs that it covers, as known here, each once'),
};

export const recallToldHere = fields({ ...recall, here: recallHere });

/** What follow-ups and checks answer. */
export const recallFollowed = fields({
  recall: string(),
  party: string('its name'),
  gln: string(),
  method: oneOf(CHECK_METHODS),
  result: oneOf([ASKED, ...CHECK_RESULTS]),
  attempts: integer('how often it was asked again by now'),
});

/** To which peers it went at once. */
export const recallSent = list(fields({ peer: string(), 'at?': string(), 'error?': string() }));
