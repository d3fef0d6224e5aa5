// What a form of EPCIS could not say, as answers have it.
import { fields, integer, list, string } from './spec.ts';

export const LOST = list(
  fields({
    code: string('what kind'),
    count: integer('how often'),
    'event?': integer('the first event it happened to, counted from 0'),
    'what?': string('what it was, the first time'),
  }),
  'what could not be carried over, or had to be said otherwise',
);
