// Partners outside the network, as answers have them.
import { fields, oneOf, string } from './spec.ts';

export const PARTNER = fields({
  gln: string(),
  name: string(),
  trust: oneOf(['none', 'named', 'trusted'], 'what its files are believed for'),
  'licence?': string(),
  'until?': string('the last day of the licence'),
  at: string('when a person here said so, ISO 8601 in UTC'),
  'licensed?': oneOf(['ended', 'ends-soon'], 'what is to be said of its licence'),
});
