// What can be found in a file: one table of codes with their levels. Words and what to ask the sender for are in src/words.
import { say } from '../words/en/epcis.ts';
import { type Said, sentence } from '../words/say.ts';
import type { FoundAt } from './found.ts';

/** `info` changes nothing; `warning` is to be looked at; with `error` something in the file cannot be relied on. */
export type FileFindingLevel = 'info' | 'warning' | 'error';

/** Code → level. `refused` is an error by which a 2.0 JSON file is not one: its schema does not have it. */
export const FINDINGS = {
  'encoding-label': 'warning',
  'element-namespace': 'warning',
  'element-repeated': 'error',
  'name-repeats': 'error',
  'no-document': 'warning',
  'no-events': 'warning',
  'no-context': 'refused',
  'context-unknown': 'info',
  'event-unknown': 'error',
  'not-text': 'refused',
  'not-a-list': 'refused',
  'not-an-object': 'refused',
  'place-form': 'refused',
  'bad-action': 'refused',
  'bad-quantity': 'refused',
  'no-items': 'refused',
  'no-parent': 'refused',
  'word-unknown': 'refused',
  schema: 'refused',
  'creation-date': 'warning',
  'time-missing': 'refused',
  'time-unreadable': 'refused',
  'time-without-zone': 'warning',
  'time-form': 'warning',
  'time-after-document': 'warning',
  'offset-missing': 'warning',
  'offset-form': 'warning',
  'times-out-of-order': 'warning',
  'epc-form': 'warning',
  'epc-unescaped': 'warning',
  'epc-digits': 'error',
  'epc-check-digit': 'error',
  'epc-prefix': 'error',
  'epc-serial': 'error',
  'epc-syntax': 'error',
  'epc-class': 'warning',
  'epc-repeats': 'warning',
  'prefix-differs': 'warning',
  'event-repeats': 'warning',
  'event-id-reused': 'error',
  'error-elsewhere': 'info',
  'commissioned-twice': 'warning',
  'used-after-end': 'warning',
  'shipped-twice': 'warning',
  'two-parents': 'error',
  'not-inside': 'warning',
  'inside-itself': 'error',
  'contents-unknown': 'warning',
  'lot-unknown': 'warning',
  'lot-not-text': 'warning',
  'lot-form': 'error',
  'lot-conflict': 'error',
  'expiry-unknown': 'warning',
  'expiry-conflict': 'error',
  'shipped-expired': 'warning',
  'date-form': 'warning',
  'date-ambiguous': 'error',
  'date-unreadable': 'error',
  'mixed-guideline': 'warning',
  'no-transaction-statement': 'warning',
  'statements-differ': 'warning',
  'no-owners': 'warning',
  'no-sender': 'warning',
  'no-receiver': 'warning',
  'party-unreadable': 'error',
  'not-for-us': 'warning',
  'no-serials': 'warning',
  'product-unknown': 'warning',
  'ndc-form': 'warning',
  'ndc-gtin-differ': 'warning',
  'number-rounded': 'error',
  'row-repeats': 'warning',
  'row-length': 'error',
  'gtin-unreadable': 'error',
  'serial-missing': 'error',
} as const satisfies Readonly<Record<string, FileFindingLevel | 'refused'>>;

export type FileFindingCode = keyof typeof FINDINGS;

/** One thing that was found, at its place. Of many of a kind in one event the first is shown and all are counted. */
export interface FileFinding {
  readonly code: FileFindingCode;
  readonly level: FileFindingLevel;
  /** The event, counted from 0 in the order of the file. */
  readonly event?: number;
  readonly line?: number;
  readonly path?: string;
  /** Of a table of lines: the row, counted from 1 behind the header. */
  readonly row?: number;
  /** How many there are of this kind at this place, where more than one. */
  readonly count?: number;
  readonly text: string;
  /** What to ask the sender for. */
  readonly hint: string;
}

function isCode(code: string): code is FileFindingCode {
  return Object.hasOwn(FINDINGS, code);
}

export function levelOf(code: FileFindingCode): FileFindingLevel {
  const level = FINDINGS[code];
  return level === 'refused' ? 'error' : level;
}

/** Places that are told of one code; what is more is counted alone. */
export const MOST_PLACES = 100;

interface Held extends FoundAt {
  readonly code: FileFindingCode;
  count: number;
}

/** Every code has its two sentences, or this does not compile. */
function words(id: Parameters<typeof say>[0], values: Said['values']): string {
  const saying: (id: Parameters<typeof say>[0], values: Said['values']) => Said = say;
  return sentence(saying(id, values));
}

/** Gathers what is found: one entry for each code and place, whoever finds it. */
export class FileFindings {
  readonly counts = new Map<FileFindingCode, number>();
  readonly #held = new Map<string, Held>();
  readonly #places = new Map<FileFindingCode, number>();

  /** @throws TypeError for a code that is not in the table */
  readonly take = (code: string, at: FoundAt = {}): void => {
    if (!isCode(code)) throw new TypeError(`no finding is called ${code}`);
    this.counts.set(code, (this.counts.get(code) ?? 0) + 1);
    // Without an event or a row each thing that it is about is a finding of its own.
    const key = `${code} ${at.event ?? ''} ${at.row ?? ''} ${at.event === undefined && at.row === undefined ? (at.what ?? '') : ''}`;
    const held = this.#held.get(key);
    if (held !== undefined) {
      held.count++;
      return;
    }
    const places = (this.#places.get(code) ?? 0) + 1;
    this.#places.set(code, places);
    if (places <= MOST_PLACES) this.#held.set(key, { ...at, code, count: 1 });
  };

  /** How many places have this code. */
  placesOf(code: FileFindingCode): number {
    return this.#places.get(code) ?? 0;
  }

  /** Whether something was found that is to be looked at. */
  get isClean(): boolean {
    return [...this.counts.keys()].every((code) => levelOf(code) === 'info');
  }

  get hasErrors(): boolean {
    return [...this.counts.keys()].some((code) => levelOf(code) === 'error');
  }

  /** Whether the file breaks what the schema of 2.0 JSON wants. */
  get isRefused(): boolean {
    return [...this.counts.keys()].some((code) => FINDINGS[code] === 'refused');
  }

  /** All of them with their words: those of the file first, then by event or row, errors before the rest. */
  list(): FileFinding[] {
    const order = (held: Held) => held.event ?? held.row ?? -1;
    const rank = (held: Held) => ['error', 'warning', 'info'].indexOf(levelOf(held.code));
    return [...this.#held.values()]
      .toSorted((a, b) => order(a) - order(b) || rank(a) - rank(b))
      .map(({ code, event, line, path, row, count, what = '' }) => ({
        code,
        level: levelOf(code),
        ...(event === undefined ? {} : { event }),
        ...(row === undefined ? {} : { row }),
        ...(line === undefined ? {} : { line }),
        ...(path === undefined ? {} : { path }),
        ...(count === 1 ? {} : { count }),
        text: words(`found-${code}`, { what, count }),
        hint: words(`ask-${code}`, { what, count }),
      }));
  }
}
