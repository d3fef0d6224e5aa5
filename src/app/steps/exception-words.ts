// What partners agree on, as people read it; in data it stands as PDG has it.
import { RESOLUTIONS, type Resolution } from '../../custody/exceptions.ts';
import { phrase } from '../../words/en/steps.ts';

const WORDS = {
  'Send new data': 'send-new-data',
  'Send product': 'send-product',
  'Return product': 'return-product',
  'Send back product': 'send-back-product',
  'Credit account': 'credit-account',
  'Debit account': 'debit-account',
} as const satisfies Readonly<Record<Resolution, string>>;

/** One of PDG's resolutions in words; what somebody wrote stands as it is. */
export function resolutionText(text: string): string {
  const found = RESOLUTIONS.find((one) => one === text);
  return found === undefined ? text : phrase(WORDS[found]);
}
