// The fields of one recall, shared by the answers that show recalls.
import { fields, integer, list, oneOf, string } from './spec.ts';

export const recallSchema = fields({
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
});
