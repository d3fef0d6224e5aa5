// Bracketed element strings as people write and read them: (01)09506000134352(21)A\(1.
import type { Ai, AiTable } from './ai-table.ts';
import { checkValue, type Element, type Elements, MOST_ELEMENTS } from './element-string.ts';
import { type Fault, report } from './faults.ts';

/**
 * Reads bracketed text; a bracket inside a value is written `\(`. The composite component of a symbol follows on `|`.
 * @param unknown whether AIs that the table does not know are taken.
 */
export function readBracketed(text: string, table: AiTable, faults: Fault[], unknown = false): Elements {
  const elements: Element[] = [];
  const ais: Ai[] = [];
  let at = 0;
  if (text.length === 0) report(faults, 'empty-scan', 0, 0);
  while (at < text.length) {
    const close = text.charAt(at) === '(' ? closing(text, at) : -1;
    if (close < 0) {
      report(faults, 'bracket-syntax', at, 1);
      break;
    }
    const name = text.slice(at + 1, close);
    const { value, end } = readValue(text, close + 1);
    const ai = table.get(name) ?? (unknown ? table.unknown(name) : undefined);
    if (!ai) report(faults, 'unknown-ai', at, close + 1 - at, undefined, name);
    else {
      elements.push({ ai: ai.ai, title: ai.title, value, offset: at });
      ais.push(ai);
      checkWhole(ai, value, close + 1, faults);
    }
    if (elements.length > MOST_ELEMENTS) {
      report(faults, 'too-many-elements', at, text.length - at);
      break;
    }
    at = end;
  }
  return { elements, ais };
}

/** The closing bracket of an AI, which is never further than four digits away. */
function closing(text: string, open: number): number {
  for (let i = open + 1; i < open + 8 && i < text.length; i++) if (text.charAt(i) === ')') return i;
  return -1;
}

function readValue(text: string, from: number): { readonly value: string; readonly end: number } {
  let value = '';
  let start = from;
  let at = text.indexOf('(', from);
  while (at > from && text.charAt(at - 1) === '\\') {
    value += `${text.slice(start, at - 1)}(`;
    start = at + 1;
    at = text.indexOf('(', start);
  }
  const end = at < 0 ? text.length : at;
  return { value: value + text.slice(start, at > start && text.charAt(at - 1) === '|' ? at - 1 : end), end };
}

/** Checks a value whose whole text is known; offsets are those of `at` on, exact where nothing was escaped. */
export function checkWhole(ai: Ai, value: string, at: number, faults: Fault[]): void {
  const own: Fault[] = [];
  if (value.includes('^')) report(own, 'illegal-caret', value.indexOf('^'), 1, ai.ai);
  else if (value.length > ai.most) report(own, 'value-too-long', ai.most, value.length - ai.most, ai.ai);
  else {
    const reached = checkValue(ai, value, 0, value.length, own);
    if (reached < value.length) report(own, 'value-too-long', reached, value.length - reached, ai.ai);
  }
  for (const wrong of own) faults.push({ ...wrong, offset: wrong.offset + at });
}

/** Writes elements in brackets, brackets in values escaped. */
export function bracketed(elements: Iterable<{ readonly ai: string; readonly value: string }>): string {
  let text = '';
  for (const { ai, value } of elements) text += `(${ai})${value.replaceAll('(', '\\(')}`;
  return text;
}

/** Human-readable interpretation, an element a line: `(01) 09506000134352`. */
export function hri(elements: Iterable<{ readonly ai: string; readonly value: string }>): string[] {
  return Array.from(elements, ({ ai, value }) => `(${ai}) ${value}`);
}
