// The fields of an accreditation that ends.
import { boolean, fields, integer, list, string } from './spec.ts';

/** Fields to be spread into `fields({…})`. */
export const terms = {
  'until?': string('last day of the first right that ends within 30 days, or has ended; YYYY-MM-DD'),
  'ends?': list(
    fields({
      role: string(),
      'of?': list(string(), 'of a manufacturer: the GTINs and company prefixes, where others go on'),
      until: string('last day, YYYY-MM-DD in UTC'),
      ended: boolean('what is recorded since counts for nothing'),
      days: integer('left'),
    }),
    'the rights that do, soonest first',
  ),
};
