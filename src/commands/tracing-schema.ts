// What was asked in a request for tracing, as answers have it, and what an answer is written as.
import { string } from './spec.ts';

export const WRITTEN_AS = ['csv', 'epcis', 'html'] as const;

export const ASKED = {
  'gtin?': string(),
  'lot?': string(),
  'serial?': string(),
  'sscc?': string(),
  'since?': string('shipped on this day or later, YYYY-MM-DD'),
  'before?': string('shipped before this day'),
};
