// Documents of the world outside, as answers have them.
import { fields, integer, list, oneOf, string } from './spec.ts';

export const DOCUMENT = {
  document: string('SHA-256 of its file, in hex'),
  event: string('the event that anchors it'),
  at: string('when it was anchored, ISO 8601 in UTC'),
  direction: oneOf(['in', 'out']),
  'name?': string('what the file was called where it came from'),
  'sender?': string('GLN'),
  'senderName?': string(),
  'receiver?': string('GLN'),
  trust: oneOf(['none', 'named', 'trusted'], 'what its sender is believed for here'),
  'standard?': string('epcis-1.2-xml, epcis-2.0-xml or epcis-2.0-json'),
  'profile?': string(),
  events: integer(),
  packs: integer(),
  bytes: integer(),
  'verdict?': string('what the check of it came to'),
  state: oneOf(['kept', 'let-go', 'missing'], 'of its file'),
  keepUntil: string('ISO 8601 in UTC'),
};

/** How often a check found each code. */
export const COUNTS = {
  type: 'object',
  description: 'how often each code was found: see docs/epcis.md',
  additionalProperties: { type: 'integer' },
} as const;

export const CLAIMED_LOTS = list(
  fields({ gtin: string(), 'lot?': string(), 'expiry?': string(), packs: integer() }),
  'packs in it, by lot',
);

export const CLAIMED_SHIPMENT = list(
  fields({
    'from?': string('GLN'),
    'to?': string('GLN'),
    'at?': string('ISO 8601 in UTC'),
    items: integer('outermost items'),
    'despatch?': string(),
    'po?': string(),
    'invoice?': string(),
  }),
  'goods that it says are on their way',
);
