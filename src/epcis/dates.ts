// Expiry dates as files write them: what is clear is read, what could be two days is not.
import { lastDay } from '../gs1/pack.ts';

export type DateFault = 'date-form' | 'date-ambiguous' | 'date-unreadable';

export interface ReadDate {
  /** YYYY-MM-DD, of a month its last day. */
  readonly date: string | undefined;
  readonly fault: DateFault | undefined;
}

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');

function real(year: number, month: number, day: number): string | undefined {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day === 0 ? 1 : day);
  if (year < 1900 || month < 1 || month > 12 || date.getUTCMonth() !== month - 1) return undefined;
  const two = (n: number) => String(n).padStart(2, '0');
  return lastDay(`${year}-${two(month)}-${two(day)}`);
}

const read = (date: string | undefined): ReadDate =>
  date === undefined ? { date, fault: 'date-unreadable' } : { date, fault: 'date-form' };

/** Reads an expiry date: YYYY-MM-DD is right, anything else is told, and read where it can mean one day alone. */
export function readDate(written: string): ReadDate {
  const text = written.trim();
  const parts = (pattern: RegExp) => pattern.exec(text)?.slice(1).map(Number);
  const iso = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  if (iso) {
    const date = real(Number(iso[1]), Number(iso[2]), Number(iso[3]));
    if (date === undefined) return { date, fault: 'date-unreadable' };
    return { date, fault: iso[3] === '00' ? 'date-form' : undefined };
  }
  const [y = 0, m = 0, d = 0] =
    parts(/^(\d{4})[-/.]?(\d\d)[-/.]?(\d\d)(?:[T ].*|Z|[+-]\d\d:?\d\d)?$/) ??
    parts(/^(\d{4})[-/.](\d\d?)(?:[-/.](\d\d?))?$/) ??
    [];
  if (y > 0) return read(real(y, m, d));
  const [yy = -1, mm = 0, dd = 0] = parts(/^(\d\d)(\d\d)(\d\d)$/) ?? [];
  if (yy >= 0) return read(real(2000 + yy, mm, dd));
  const named = /^(\d\d?)[-/. ]?([a-z]{3})[a-z]*[-/., ]*(\d{4})$/i.exec(text);
  if (named) return read(real(Number(named[3]), MONTHS.indexOf((named[2] ?? '').toLowerCase()) + 1, Number(named[1])));
  const [first = 0, second = 0, year = 0] = parts(/^(\d\d?)[-/.](\d\d?)[-/.](\d{4})$/) ?? [];
  if (year === 0) return { date: undefined, fault: 'date-unreadable' };
  const [dayFirst, monthFirst] = [real(year, second, first), real(year, first, second)];
  if (first === 0 || second === 0) return { date: undefined, fault: 'date-unreadable' };
  if (dayFirst !== undefined && monthFirst !== undefined && dayFirst !== monthFirst)
    return { date: undefined, fault: 'date-ambiguous' };
  return read(dayFirst ?? monthFirst);
}
