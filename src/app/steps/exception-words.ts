// What partners agree on, as people read it; in data it stands as PDG has it.
import { RESOLUTIONS, type Resolution } from '../../custody/exceptions.ts';
import { PedigreeError } from '../../errors.ts';
import { phrase, say } from '../../words/en/steps.ts';

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

/** The resolution that a text means, however it is written: `Send new data`, `send-new-data`. @throws usage (2) */
export function resolutionNamed(text: string): Resolution {
  const plain = (words: string) =>
    words
      .toLowerCase()
      .replace(/[^a-z]+/g, ' ')
      .trim();
  const found = RESOLUTIONS.find((one) => plain(one) === plain(text));
  if (found !== undefined) return found;
  throw new PedigreeError('usage', say('not-resolution', { text }), {
    hint: say('one-of', { reasons: RESOLUTIONS.map((one) => one.toLowerCase().replaceAll(' ', '-')) }),
  });
}
