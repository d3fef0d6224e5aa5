// Requests for tracing, when they came and how they were answered: this folder's own record, beside the chains. The law counts hours.
import type { Json } from '../../chain/canonical.ts';
import { PedigreeError } from '../../errors.ts';
import { say } from '../../words/en/tracing.ts';
import type { Home } from '../node/home.ts';
import type { Reading } from '../node/reading.ts';
import type { WrittenAs } from './answer.ts';
import type { TracingQuestion } from './question.ts';

/** An answer that was written. */
export interface RequestAnswer {
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly as: WrittenAs;
  /** Where it was written; `-` is standard output. */
  readonly file: string;
  /** SHA-256 of what was written, in hex. */
  readonly sha256: string;
  readonly transactions: number;
  readonly packs: number;
  /** Whether the transaction statement is in it. */
  readonly affirmed: boolean;
}

interface Kept {
  readonly asked: TracingQuestion;
  /** When it came, ms. */
  readonly at: number;
  readonly for?: string;
  readonly ref?: string;
  readonly answers: readonly RequestAnswer[];
}

export interface RequestLine extends TracingQuestion {
  readonly request: string;
  /** When it came, ISO 8601 UTC. */
  readonly at: string;
  readonly for?: string;
  readonly ref?: string;
  readonly state: 'open' | 'answered';
  /** When it was answered first. */
  readonly answered?: string;
  /** Whole hours until it was answered, or until now. */
  readonly ageHours: number;
  readonly over24: boolean;
  readonly over48: boolean;
  readonly answers: readonly RequestAnswer[];
}

export interface RequestWords {
  readonly asked: TracingQuestion;
  readonly for?: string | undefined;
  readonly ref?: string | undefined;
  /** When it came, where that is not now. */
  readonly at?: string | undefined;
}

const HOUR = 3_600_000;
const DIGITS = 6;

/**
 * Notes a request, or an answer to one that is open: the same question of the same asker is one request until it is answered.
 * @returns what it is called
 */
export function noteRequest(home: Home, words: RequestWords, at: number, answer?: RequestAnswer): string {
  return home.ledger.write(({ requests }) => {
    const open = requests.list().find(({ value }) => isSame(value as unknown as Kept, words));
    const key = open?.key ?? String(requests.count() + 1).padStart(DIGITS, '0');
    const { asked, for: by, ref } = words;
    const kept = (open?.value as unknown as Kept | undefined) ?? {
      ...{ asked, at, answers: [] },
      ...(by === undefined ? {} : { for: by }),
      ...(ref === undefined ? {} : { ref }),
    };
    const answers = answer === undefined ? kept.answers : [...kept.answers, answer];
    requests.put(key, { ...kept, answers } as unknown as Json);
    return String(Number(key));
  });
}

/** An answer may be written more than once: as a table and as a page. What has a number of its own is asked once. */
function isSame(kept: Kept, { asked, for: by, ref, at }: RequestWords): boolean {
  if (JSON.stringify([kept.asked, kept.for, kept.ref]) !== JSON.stringify([asked, by, ref])) return false;
  if (at !== undefined && Date.parse(at) !== kept.at) return false;
  return ref !== undefined || kept.answers.length === 0;
}

const MOMENT = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?)?$/;

/** When a request came, by the word of whoever logs it. @throws usage for what is no moment, or has not come yet */
export function cameAt(text: string | undefined, now: number): number {
  if (text === undefined) return now;
  const zoned = text.length > 10 && !/(?:Z|[+-]\d\d:?\d\d)$/.test(text.slice(10)) ? `${text}Z` : text;
  const at = MOMENT.test(text) ? Date.parse(zoned) : Number.NaN;
  if (Number.isNaN(at)) throw new PedigreeError('usage', say('no-moment', { text }));
  if (at > now) throw new PedigreeError('usage', say('asked-later', { text }));
  return at;
}

/** All of them, the oldest first. */
export function listRequests(home: Reading): { readonly requests: readonly RequestLine[] } {
  const now = home.env.clock();
  const requests = home.ledger.local.requests.list().map(({ key, value }): RequestLine => {
    const { asked, at, answers, for: by, ref } = value as unknown as Kept;
    const first = answers[0]?.at;
    const hours = ((first === undefined ? now : Date.parse(first)) - at) / HOUR;
    return {
      request: String(Number(key)),
      at: new Date(at).toISOString(),
      ...(by === undefined ? {} : { for: by }),
      ...(ref === undefined ? {} : { ref }),
      ...asked,
      state: first === undefined ? 'open' : 'answered',
      ...(first === undefined ? {} : { answered: first }),
      ageHours: Math.max(0, Math.floor(hours)),
      over24: hours > 24,
      over48: hours > 48,
      answers,
    };
  });
  return { requests: requests.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)) };
}
