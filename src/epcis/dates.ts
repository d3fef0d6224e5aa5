// Expiry dates as files write them: what is clear is read, what could be two days is not.
import { lastDay } from '../gs1/pack.ts';

/** How a day departs from its form; it is known all the same where it is only `form`. */
export type DayFault = 'form' | 'ambiguous' | 'unreadable';

export interface ReadDay {
  /** `YYYY-MM-DD`, of a month with the day 00; undefined where it is not known. */
  readonly day: string | undefined;
  readonly fault: DayFault | undefined;
}

export interface ReadDate {
  /** YYYY-MM-DD, of a month its last day. */
  readonly date: string | undefined;
  readonly fault: `date-${DayFault}` | undefined;
}

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');

function real(year: number, month: number, day: number): string | undefined {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day === 0 ? 1 : day);
  if (year < 1900 || month < 1 || month > 12 || date.getUTCMonth() !== month - 1) return undefined;
  const two = (n: number) => String(n).padStart(2, '0');
  return `${year}-${two(month)}-${two(day)}`;
}

const UNREADABLE: ReadDay = { day: undefined, fault: 'unreadable' };
const clear = (day: string | undefined): ReadDay => (day === undefined ? UNREADABLE : { day, fault: 'form' });

/** Reads a day: YYYY-MM-DD is right, anything else is told, and read where it can mean one day alone. */
export function readDay(written: string): ReadDay {
  const text = written.trim();
  const parts = (pattern: RegExp) => pattern.exec(text)?.slice(1).map(Number);
  const iso = parts(/^(\d{4})-(\d\d)-(\d\d)$/);
  if (iso !== undefined) {
    const [year = 0, month = 0, date = 0] = iso;
    const day = real(year, month, date);
    return day === undefined ? UNREADABLE : { day, fault: undefined };
  }
  const [y = 0, m = 0, d = 0] =
    parts(/^(\d{4})[-/.]?(\d\d)[-/.]?(\d\d)(?:[T ].*|Z|[+-]\d\d:?\d\d)?$/) ??
    parts(/^(\d{4})[-/.](\d\d?)[-/.](\d\d?)$/) ??
    [];
  if (y > 0) return clear(real(y, m, d));
  const [yy = -1, mm = 0, dd = 0] = parts(/^(\d\d)(\d\d)(\d\d)$/) ?? [];
  if (yy >= 0) return clear(real(2000 + yy, mm, dd));
  const named = /^(\d\d?)[-/. ]?([a-z]{3})[a-z]*[-/., ]*(\d{4})$/i.exec(text);
  if (named) return clear(real(Number(named[3]), MONTHS.indexOf((named[2] ?? '').toLowerCase()) + 1, Number(named[1])));
  const [first = 0, second = 0, year = 0] = parts(/^(\d\d?)[-/.](\d\d?)[-/.](\d{4})$/) ?? [];
  if (year === 0) return UNREADABLE;
  const [dayFirst, monthFirst] = [real(year, second, first), real(year, first, second)];
  if (first === 0 || second === 0) return UNREADABLE;
  if (dayFirst !== undefined && monthFirst !== undefined && dayFirst !== monthFirst)
    return { day: undefined, fault: 'ambiguous' };
  return clear(dayFirst ?? monthFirst);
}

/** Reads a date as EPCIS wants it, which has no day 00: that is told, and is the last of its month. */
export function readDate(written: string): ReadDate {
  const { day, fault = day?.endsWith('-00') ? 'form' : undefined } = readDay(written);
  return { date: day && lastDay(day), fault: fault && `date-${fault}` };
}
