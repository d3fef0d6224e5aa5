// Times as the people here say them: the calendar day of a zone, and "today at 10:42".
import { phrase } from '../../words/en/node.ts';

/** The calendar day of a moment in a zone, YYYY-MM-DD; the machine's own zone where none is given. */
export function dayIn(zone: string | undefined, at: number): string {
  if (zone === undefined) {
    const date = new Date(at);
    const two = (n: number) => String(n).padStart(2, '0');
    return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  }
  let format = DAYS.get(zone);
  if (format === undefined) {
    // Swedish writes dates as ISO 8601 does.
    format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' });
    DAYS.set(zone, format);
  }
  return format.format(at);
}

// To make one costs more than all that it says.
const DAYS = new Map<string, Intl.DateTimeFormat>();

const HOUR = 3_600_000;

/** How many whole hours ago a moment was; none of one that is still to come. */
export function hoursAgo(now: number, at: number): number {
  return Math.max(0, Math.floor((now - at) / HOUR));
}

/** How a past moment is said now: `today at 10:42`, `on 2026-11-21 at 10:42`. Without `now` nobody knows which day is today. */
export function sayMoment(zone: string | undefined, now: number | undefined): (at: number) => string {
  return (at) => {
    const time = timeFormat(zone).format(at);
    const day = dayIn(zone, at);
    return now !== undefined && day === dayIn(zone, now)
      ? phrase('today-at', { time })
      : phrase('on-at', { day, time });
  };
}

function timeFormat(zone: string | undefined): Intl.DateTimeFormat {
  let format = TIMES.get(zone);
  if (format === undefined) {
    const options = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
    format = new Intl.DateTimeFormat('en-GB', { ...options, ...(zone === undefined ? {} : { timeZone: zone }) });
    TIMES.set(zone, format);
  }
  return format;
}

/** As the others: a run of scans asks for one with each verdict. */
const TIMES = new Map<string | undefined, Intl.DateTimeFormat>();

/** A moment to the minute in a zone, `2026-11-22 13:05`; the machine's own zone where none is given. */
export function minuteIn(zone: string | undefined, at: number): string {
  let format = MINUTES.get(zone);
  if (format === undefined) {
    const options = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
    const day = { year: 'numeric', month: '2-digit', day: '2-digit' } as const;
    format = new Intl.DateTimeFormat('sv-SE', {
      ...day,
      ...options,
      ...(zone === undefined ? {} : { timeZone: zone }),
    });
    MINUTES.set(zone, format);
  }
  return format.format(at);
}

/** A format is dear to make, and a log has thousands of times. */
const MINUTES = new Map<string | undefined, Intl.DateTimeFormat>();
