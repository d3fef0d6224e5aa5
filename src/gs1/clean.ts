// What is looked at in every scan before it is read: what surrounds the code, and whether it spells out separators.
import { all, GS, SET82 } from './characters.ts';
import type { Repair } from './reading.ts';
import { SPELLED } from './substitutes.ts';

/** Longer texts are no scans of one code: they are read as they are and not searched for repairs. */
export const LONGEST_CODE = 1024;

/** A text that the symbol may hold, what was done to get it, and where its characters stood in the scan. */
export interface Text {
  readonly text: string;
  readonly origin: readonly number[];
  readonly repairs: readonly Repair[];
}

/** A repair as an answer names it. */
export function repair(code: string, offset: number, evidence: string, harmless = false): Repair {
  return { code, offset, evidence, harmless };
}

/** A text as the evidence of a repair quotes it. */
export function shown(text: string): string {
  return JSON.stringify(text.length > 24 ? `${text.slice(0, 24)}…` : text);
}

const LEAD = '\0\x01\x02\ufeff \t\r\n';
const TAIL = '\0\x03\t\r\n';

/** Takes off what surrounds a code: frame bytes, blanks, line ends, a separator before the first AI or behind another. */
export function cleaned(scan: string): Text {
  const repairs: Repair[] = [];
  let lead = 0;
  while (lead < scan.length && LEAD.includes(scan.charAt(lead))) lead++;
  let end = scan.length;
  while (end > lead && TAIL.includes(scan.charAt(end - 1))) end--;
  if (lead > 0) repairs.push(repair('frame', 0, `${shown(scan.slice(0, lead))} before the code`, true));
  if (end < scan.length) repairs.push(repair('line-end', end, `${shown(scan.slice(end))} behind the code`, true));
  let from = lead;
  while (from < end && scan.charAt(from) === GS) from++;
  if (from > lead) repairs.push(repair('leading-gs', lead, 'a separator before the code', true));
  const text = scan.slice(from, end);
  if (text.length > LONGEST_CODE) return { text, origin: [], repairs };
  // An element has at least an AI, so there is nothing between two separators.
  const first = /^\][A-Za-z]\d/.test(text) ? 3 : 0;
  const idle = (i: number): boolean =>
    text.charAt(i) === GS && i >= first && (i === first || text.charAt(i - 1) === GS);
  const kept = Array.from({ length: text.length + 1 }, (_, i) => i).filter((i) => !idle(i));
  const [gone = first] = [...text].flatMap((_, i) => (idle(i) ? [i] : []));
  if (kept.length <= text.length)
    repairs.push(repair('leading-gs', from + gone, 'a separator where no element ends', true));
  return { text: kept.map((i) => text.charAt(i)).join(''), origin: kept.map((i) => from + i), repairs };
}

/** Whether a text that reads well spells out a separator, so that it is rather a substitute than data. */
export function spellsSeparator(text: string): boolean {
  return text.search(SPELLED) >= 0 && all(text.slice(3), SET82);
}
