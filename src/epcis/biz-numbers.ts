// Numbers of the papers that go with goods, as events name them.
import { cutText } from '../chain/cut-text.ts';
import { said } from './master-data.ts';
import type { TypedId } from './model.ts';

/** Of the despatch advice, the purchase order and the invoice. */
export interface BizNumbers {
  readonly despatch?: string;
  readonly po?: string;
  readonly invoice?: string;
}

/** What anybody wrote into a file is cut here. */
const LONGEST = 100;

/** Despatch advice, purchase order and invoice: `urn:epcglobal:cbv:bt:GLN:NUMBER` → NUMBER. */
export function numbersOf(list: readonly TypedId[]): BizNumbers {
  const numberOf = (type: string) => {
    const id = list.find((one) => one.type === type)?.id;
    return id === undefined
      ? undefined
      : cutText(decoded(/^urn:epcglobal:cbv:bt:[^:]*:(.+)$/.exec(id)?.[1] ?? id), LONGEST);
  };
  return said({ despatch: numberOf('desadv'), po: numberOf('po'), invoice: numberOf('inv') });
}

/** How a paper of a party is named in an event. @param gln of who gave it its number */
export function paperId(gln: string, number: string): string {
  return `urn:epcglobal:cbv:bt:${gln}:${encodeURIComponent(number)}`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
