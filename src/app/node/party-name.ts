// Who a party says it is: name, GLN and site as they may enter an opening event or an accreditation.

import { PedigreeError } from '../../errors.ts';
import { checkDigit, isGln } from '../../gs1/keys.ts';
import { say } from '../../words/en/node.ts';
import { checkedText } from './names.ts';

export interface PartyName {
  readonly name: string;
  readonly gln: string;
  readonly site?: string;
}

/** What an observer says that has no GLN: nobody accredits it. */
export const NO_GLN = '0000000000000';

/**
 * The checked form of what somebody typed.
 * @throws usage for a name that is empty or too long, not-gs1 (65) for a GLN that is none
 */
export function partyName(typed: PartyName): PartyName {
  return {
    name: checkedText(typed.name, 'name'),
    gln: checkedGln(typed.gln),
    ...(typed.site === undefined ? {} : { site: checkedGln(typed.site) }),
  };
}

/** The name alone of who is more than a name. */
export function nameOf({ name, gln, site }: PartyName): PartyName {
  return { name, gln, ...(site === undefined ? {} : { site }) };
}

/** A GLN of 13 digits with a right check digit; blanks and hyphens between them are let go. @throws not-gs1 */
export function checkedGln(text: string): string {
  const gln = text.replace(/[\s-]/g, '');
  if (isGln(gln)) return gln;
  const mended = mendedGln(text);
  throw new PedigreeError('not-gs1', say('not-gln', { text }), {
    hint: mended === undefined ? say('gln-has-13-digits') : say('gln-would-be', { gln: mended }),
  });
}

/** The GLN of 12 digits, or of 13 with a wrong check digit; undefined for anything else, what is right among it. */
export function mendedGln(text: string): string | undefined {
  const digits = text.replace(/[\s-]/g, '');
  if (!/^\d{12,13}$/.test(digits) || isGln(digits)) return undefined;
  const body = digits.slice(0, 12);
  return body + checkDigit(body);
}
