// What is looked at in every scan before it is read: what surrounds the code, and whether it spells out separators.
import { all, GS, GS_CODE, SET82 } from './characters.ts';
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

/** Whether it is never data at the ends of a code: a control character other than GS, a blank, what hosts cannot show. */
function isFrame(scan: string, at: number): boolean {
  const code = scan.charCodeAt(at);
  return (code <= 0x20 && code !== GS_CODE) || code === 0x7f || code === 0xa0 || code === 0xfeff;
}

/** Takes off what surrounds a code: frame bytes, blanks, line ends, a separator before the first AI or behind another. */
export function cleaned(scan: string): Text {
  const repairs: Repair[] = [];
  let lead = 0;
  while (lead < scan.length && isFrame(scan, lead)) lead++;
  let end = scan.length;
  while (end > lead && isFrame(scan, end - 1)) end--;
  if (lead > 0) repairs.push(repair('frame', 0, `${shown(scan.slice(0, lead))} before the code`, true));
  if (end < scan.length) repairs.push(repair('line-end', end, `${shown(scan.slice(end))} behind the code`, true));
  let from = lead;
  while (from < end && scan.charAt(from) === GS) from++;
  if (from > lead) repairs.push(repair('leading-gs', lead, 'a separator before the code', true));
  const text = scan.slice(from, end);
  if (text.length > LONGEST_CODE) return { text, origin: [], repairs };
  // An element has at least an AI, so there is nothing between two separators.
  const first = /^\][A-Za-z]\d/.test(text) ? 3 : 0;
  let begins = first;
  while (first > 0 && isFrame(text, begins)) begins++;
  if (begins > first) repairs.push(repair('frame', from + first, 'a blank behind the symbology identifier', true));
  const idle = (i: number): boolean =>
    i >= first && (i < begins || (text.charAt(i) === GS && (i === begins || text.charAt(i - 1) === GS)));
  const kept = Array.from({ length: text.length + 1 }, (_, i) => i).filter((i) => !idle(i));
  const gone = Array.from({ length: text.length }, (_, i) => i).find((i) => i >= begins && idle(i));
  if (gone !== undefined) repairs.push(repair('leading-gs', from + gone, 'a separator where no element ends', true));
  return { text: kept.map((i) => text.charAt(i)).join(''), origin: kept.map((i) => from + i), repairs };
}

/** Whether a text that reads well spells out a separator, so that it is rather a substitute than data. */
export function spellsSeparator(text: string): boolean {
  return text.search(SPELLED) >= 0 && all(text.slice(3), SET82);
}
