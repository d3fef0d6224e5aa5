// Dates and times of day in element strings (General Specifications, section 7.12).
import { csetnumeric } from './character-sets.ts';
import { fail, type Lint, type Linter } from './lint.ts';

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
/** The century of YY is decided from a fixed year, so that a reading never depends on the day it is made. */
const REFERENCE_YEAR = 21;

/** The year that YY stands for: 49 years back to 50 years on from the reference year (section 7.12). */
export function centuryOf(yy: number, reference: number = REFERENCE_YEAR): number {
  const century = Math.floor(reference / 100) * 100 + (reference < 100 ? 2000 : 0);
  const difference = yy - (reference % 100);
  if (difference >= 51) return century - 100 + yy;
  return difference <= -50 ? century + 100 + yy : century + yy;
}

/** The days of a month of the Gregorian calendar; month from 1 to 12. */
export function daysInMonth(year: number, month: number): number {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return month === 2 && leap ? 29 : (DAYS[month - 1] ?? 0);
}

function two(text: string, at: number): number {
  return text.charCodeAt(at) * 10 + text.charCodeAt(at + 1) - 528;
}

function monthAndDay(text: string, at: number, year: number): Lint | undefined {
  const month = two(text, at);
  if (month < 1 || month > 12) return fail('illegal-month', at, 2);
  const day = two(text, at + 2);
  if (day > 28 && day > daysInMonth(year, month)) return fail('illegal-day', at + 2, 2);
  return undefined;
}

function digits(length: number, short: string, long: string): Linter {
  return (text, from, to) => {
    if (to - from !== length) return fail(to - from < length ? short : long, from, to - from);
    return csetnumeric(text, from, to);
  };
}
const sixDigits = digits(6, 'date-too-short', 'date-too-long');
const eightDigits = digits(8, 'date-too-short', 'date-too-long');

/** YYMMDD where DD may be 00, which is the last day of the month. */
export function yymmd0(text: string, from: number, to: number): Lint | undefined {
  return sixDigits(text, from, to) ?? monthAndDay(text, from + 2, centuryOf(two(text, from)));
}

/** The same date where its day must be given. */
function withDay(linter: Linter): Linter {
  return (text, from, to) =>
    linter(text, from, to) ?? (two(text, to - 2) === 0 ? fail('illegal-day', to - 2, 2) : undefined);
}

export const yymmdd: Linter = withDay(yymmd0);

/** YYYYMMDD where DD may be 00. */
export function yyyymmd0(text: string, from: number, to: number): Lint | undefined {
  return eightDigits(text, from, to) ?? monthAndDay(text, from + 4, two(text, from) * 100 + two(text, from + 2));
}

export const yyyymmdd: Linter = withDay(yyyymmd0);

function below(limit: number, name: string): Linter {
  const twoDigits = digits(2, `${name}-too-short`, `${name}-too-long`);
  return (text, from, to) =>
    twoDigits(text, from, to) ?? (two(text, from) < limit ? undefined : fail(`illegal-${name}`, from, 2));
}

export const hh: Linter = below(24, 'hour');
export const mi: Linter = below(60, 'minute');
export const ss: Linter = below(60, 'second');

export function hhmi(text: string, from: number, to: number): Lint | undefined {
  if (to - from !== 4)
    return fail(to - from < 4 ? 'hour-with-minute-too-short' : 'hour-with-minute-too-long', from, to - from);
  return hh(text, from, from + 2) ?? mi(text, from + 2, to);
}
