// A postal address, as answers have it.
import { fields, string } from './spec.ts';

export const ADDRESS = fields({
  'street?': string(),
  'city?': string(),
  'state?': string(),
  'postcode?': string(),
  'country?': string('two letters of ISO 3166'),
});
