// Reads an element string in one pass: AI, value, AI, value …, with every fault and none of them fatal.
import type { Ai, AiTable } from './ai-table.ts';
import { all, GS, GS_CODE, NUMERIC, SET82 } from './characters.ts';
import { type Fault, report } from './faults.ts';

/** One AI with its value; the offset is that of the AI in the scan as it came in. */
export interface Element {
  readonly ai: string;
  readonly title: string;
  readonly value: string;
  readonly offset: number;
}

/** What reading gives: elements with the table's word on each of them, side by side. */
export interface Elements {
  readonly elements: Element[];
  readonly ais: Ai[];
}

/** More than the 64 elements of the reference engine never belong to one item. */
export const MOST_ELEMENTS = 64;
/** Reading stops where more is wrong than anybody reads. */
const MOST_FAULTS = 64;

/** Where the value of a fixed AI ends: its own length; the retired AI 23 tells it in the first digit. */
function fixedLength(ai: Ai, text: string, at: number): number {
  if (ai.ai !== '23') return ai.most;
  const digit = text.charCodeAt(at) - 48;
  return digit >= 0 && digit <= 9 ? digit * 2 + 2 : 0;
}

/**
 * Checks a value against the components of its AI; the faults are pushed, one a component at most.
 * @returns where the value as far as its components reach ends: short of `to` where it is too long.
 */
export function checkValue(ai: Ai, text: string, from: number, to: number, faults: Fault[]): number {
  let at = from;
  for (const component of ai.components) {
    let end = at + component.most;
    if (end > to) {
      end = to;
      if (component.optional && end === at) continue;
      if (end - at < component.least) {
        report(faults, at === from && end === at ? 'value-empty' : 'value-too-short', at, end - at, ai.ai);
        return to;
      }
    }
    for (const linter of component.linters) {
      const wrong = linter(text, at, end);
      if (wrong) {
        report(faults, wrong.code, wrong.at, wrong.length, ai.ai);
        break;
      }
    }
    at = end;
  }
  return at;
}

/** Where the next separator stands, or `to`. */
function separator(text: string, from: number, to: number): number {
  const at = text.indexOf(GS, from);
  return at < 0 || at > to ? to : at;
}

/** Whether a value of one of the common shapes is right; where it is not, the linters say why. */
function isPlainlyRight(ai: Ai, text: string, from: number, to: number): boolean {
  const length = to - from;
  if (length < ai.least || length > ai.most || ai.shape === undefined) return false;
  if (ai.shape === 'text') return all(text, SET82, from, to);
  if (ai.shape === 'date') return isDate(text, from);
  let sum = 0;
  for (let i = from, weight = (length & 1) === 0 ? 3 : 1; i < to; i++, weight = 4 - weight) {
    const digit = text.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) return false;
    sum += weight * digit;
  }
  return sum % 10 === 0;
}

/** Whether YYMMDD is a date up to the 28th, or 00; the days after that are left to the linter. */
function isDate(text: string, at: number): boolean {
  if (!all(text, NUMERIC, at, at + 6)) return false;
  const month = text.charCodeAt(at + 2) * 10 + text.charCodeAt(at + 3) - 528;
  const day = text.charCodeAt(at + 4) * 10 + text.charCodeAt(at + 5) - 528;
  return month > 0 && month < 13 && day < 29;
}

/**
 * Reads `text[from, to)`, in which GS stands for FNC1.
 * @param unknown whether AIs that the table does not know are taken where their length is known from the prefix.
 */
export function readElements(
  text: string,
  from: number,
  to: number,
  table: AiTable,
  faults: Fault[],
  unknown = false,
): Elements {
  const elements: Element[] = [];
  const ais: Ai[] = [];
  let at = from;
  if (at >= to) report(faults, 'empty-scan', at, 0);
  let stop = from;
  while (at < to) {
    let ai = table.match(text, at);
    if (!ai && unknown) {
      const length = table.lengthAt(text, at);
      if (length > 2) ai = table.unknown(text.slice(at, at + length));
    }
    if (stop <= at) stop = separator(text, at, to);
    if (!ai || at + ai.ai.length > to) {
      report(faults, 'unknown-ai', at, Math.min(4, stop - at), undefined, text.slice(at, Math.min(at + 4, stop)));
      at = stop + 1;
      if (faults.length < MOST_FAULTS) continue;
      break;
    }
    const start = at + ai.ai.length;
    // The separator may stand inside what the AI takes: then the AI itself was cut.
    if (stop < start) stop = separator(text, start, to);
    let end = stop;
    if (ai.fixed) {
      const length = start + fixedLength(ai, text, start);
      if (length < end) end = length;
    }
    if (!isPlainlyRight(ai, text, start, end)) {
      const reached = checkValue(ai, text, start, end, faults);
      if (reached < end) report(faults, 'value-too-long', reached, end - reached, ai.ai);
    }
    elements.push({ ai: ai.ai, title: ai.title, value: text.slice(start, end), offset: at });
    ais.push(ai);
    if (elements.length > MOST_ELEMENTS) {
      report(faults, 'too-many-elements', at, to - at);
      break;
    }
    at = end;
    if (at < to && text.charCodeAt(at) === GS_CODE) at++;
  }
  return { elements, ais };
}

/** Reads a value that came without its element string: the element and its faults stand at the offset given. */
export function readOne(
  ai: string,
  value: string,
  offset: number,
  table: AiTable,
  read: Elements,
  faults: Fault[],
): void {
  const own: Fault[] = [];
  const one = readElements(ai + value, 0, ai.length + value.length, table, own);
  read.elements.push(...one.elements.map((element) => ({ ...element, offset })));
  read.ais.push(...one.ais);
  faults.push(...own.map((wrong) => ({ ...wrong, offset })));
}
