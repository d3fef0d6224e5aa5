// Days in master data of lots (expiry, production) as files write them: `2031-06-30`, and what is clear though written otherwise.

/** How a day departs from its form; it is known all the same where it is only `form`. */
export type DayFault = 'form' | 'ambiguous' | 'unreadable';

export interface ReadDay {
  /** `YYYY-MM-DD`; undefined where it is not known. */
  readonly day: string | undefined;
  readonly fault: DayFault | undefined;
}

const RIGHT = /^\d{4}-\d\d-\d\d$/;
const WITH_TIME = /^(\d{4}-\d\d-\d\d)(?:T.*|Z|[+-]\d\d:\d\d)$/;
const PLAIN = /^(\d{4})[./]?(\d\d)[./]?(\d\d)$/;
const SHORT = /^(\d{1,2})[./-](\d{1,2})[./-](\d{4})$/;
const UNREADABLE: ReadDay = { day: undefined, fault: 'unreadable' };

/** Reads a day; what could be two days is none. */
export function readDay(written: string): ReadDay {
  const text = written.trim();
  if (RIGHT.test(text)) return isDay(text) ? { day: text, fault: text === written ? undefined : 'form' } : UNREADABLE;
  const [, before] = WITH_TIME.exec(text) ?? [];
  if (before !== undefined) return isDay(before) ? { day: before, fault: 'form' } : UNREADABLE;
  const [, year, month, day] = PLAIN.exec(text) ?? [];
  if (year !== undefined) return clear(`${year}-${month}-${day}`);
  const [, first = '', second = '', end] = SHORT.exec(text) ?? [];
  if (end === undefined) return UNREADABLE;
  const [one, other] = [first.padStart(2, '0'), second.padStart(2, '0')];
  const [english, american] = [`${end}-${other}-${one}`, `${end}-${one}-${other}`];
  if (english !== american && isDay(english) && isDay(american)) return { day: undefined, fault: 'ambiguous' };
  return clear(isDay(english) ? english : american);
}

function clear(day: string): ReadDay {
  return isDay(day) ? { day, fault: 'form' } : UNREADABLE;
}

/** Whether the calendar has it; day 00 is the end of its month. */
function isDay(text: string): boolean {
  const [year = 0, month = 0, day = 0] = text.split('-').map(Number);
  return month >= 1 && month <= 12 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}
