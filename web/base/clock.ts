// The time as the page tells it: a signal that moves once a second, and times and days in the words of the language.
import { signal } from '@preact/signals';
import { language } from './language.ts';

/** ms. */
export const now = signal(Date.now());

setInterval(() => {
  if (!document.hidden) now.value = Date.now();
}, 1_000);
document.addEventListener('visibilitychange', () => {
  now.value = Date.now();
});

/** A day of a label or a listing, `31 Jan 2028`; a text that is none as it is. */
export function dayWords(day: string): string {
  const at = Date.parse(`${day.slice(0, 10)}T00:00:00Z`);
  if (Number.isNaN(at)) return day;
  return formatted(at, { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
}

/** A moment as people here tell it: its time where it is of today, else day and time. */
export function momentWords(at: string | number): string {
  const ms = typeof at === 'number' ? at : Date.parse(at);
  if (Number.isNaN(ms)) return String(at);
  const isToday = new Date(ms).toDateString() === new Date(now.peek()).toDateString();
  const time = { hour: '2-digit', minute: '2-digit' } as const;
  return formatted(ms, isToday ? time : { day: 'numeric', month: 'short', year: 'numeric', ...time });
}

function formatted(at: number, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(language.value === 'en' ? 'en-GB' : language.value, options).format(at);
}

export function numberWords(count: number): string {
  return new Intl.NumberFormat(language.value === 'en' ? 'en-GB' : language.value).format(count);
}
