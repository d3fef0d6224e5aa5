// Moments as EPCIS files write them (XML Schema dateTime), to the millisecond, and what is wrong with how they are written.
import type { EpcisTime } from './model.ts';

/** How a moment or an offset departs from its form; it was readable all the same but for `unreadable`. */
export type TimeFault = 'form' | 'without-zone' | 'unreadable';

export interface ReadTime extends EpcisTime {
  /** The zone in the text: `Z`, `-05:00`; undefined where it has none. */
  readonly zone: string | undefined;
  readonly fault: TimeFault | undefined;
}

const RIGHT = /^(-?\d{4,})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)?$/;
/** What is clear though it is no dateTime: small letters, a space, a zone without colon or minutes, no seconds, a comma. */
const CLEAR = /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?\s?([Zz]|[+-]\d\d(?::?\d\d)?)?$/;
/** XML Schema has offsets up to fourteen hours. */
const MOST_MINUTES = 14 * 60;

/** Minutes east of UTC of `Z`, `+01:00`, and where the form is not strict of `+0100`, `+01`. */
function minutesOf(zone: string): number | undefined {
  if (zone === 'Z' || zone === 'z') return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(3).replace(':', ''));
  const total = hours * 60 + minutes;
  if (minutes > 59 || total > MOST_MINUTES) return undefined;
  return zone.startsWith('-') ? -total : total;
}

/** The offset of an event in minutes, and whether it is written as the standard wants (`-05:00`). */
export function readOffset(written: string): { readonly minutes: number | undefined; readonly right: boolean } {
  if (/^[+-]\d\d:\d\d$/.test(written)) {
    const minutes = minutesOf(written);
    return { minutes, right: minutes !== undefined };
  }
  const loose = /^(?:UTC|GMT)?\s*([Zz]|[+-]\d\d(?::?\d\d)?)?$/.exec(written.trim().replace('\u2212', '-'));
  const zone = loose?.[1] ?? (loose && written.trim() !== '' ? 'Z' : undefined);
  return { minutes: zone === undefined ? undefined : minutesOf(zone), right: false };
}

/** The milliseconds that a fraction stands for, rounded half up: `9995` → 1000. */
function roundedMs(fraction: string): number {
  return Number(fraction.slice(0, 3).padEnd(3, '0')) + (fraction.charCodeAt(3) >= 0x35 ? 1 : 0);
}

/** A moment as it stands in a text, before the zone is counted. */
interface LocalTime {
  readonly written: string;
  /** ms since 1970 by that clock; undefined where it is no moment. */
  readonly local: number | undefined;
  readonly zone: string | undefined;
  readonly isRight: boolean;
}

/** The one that was read last: an event's is read to make it, and again to check it. */
let last: LocalTime = { written: '', local: undefined, zone: undefined, isRight: false };

function localTime(written: string): LocalTime {
  if (written !== last.written) last = localTimeIn(written);
  return last;
}

function localTimeIn(written: string): LocalTime {
  const right = RIGHT.exec(written);
  const parts = right ?? CLEAR.exec(written.trim());
  const unreadable = { written, local: undefined, zone: undefined, isRight: false };
  if (!parts) return unreadable;
  const number = (part: number) => Number(parts[part] ?? 0);
  const [year, month, day, hour, minute, second] = [number(1), number(2), number(3), number(4), number(5), number(6)];
  const fraction = parts[7] ?? '';
  const midnight = hour === 24 && minute === 0 && second === 0 && Number(fraction) === 0;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const real = month >= 1 && month <= 12 && day >= 1 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  if (!real || (hour > 23 && !midnight) || minute > 59 || second > 59) return unreadable;
  const local = date.getTime() + ((hour * 60 + minute) * 60 + second) * 1000 + roundedMs(fraction);
  return { written, local, zone: parts[8], isRight: right !== null };
}

/**
 * Reads a moment. 24:00:00 is the midnight that follows; a fraction is rounded to the millisecond and carries over.
 * @param offset minutes east of UTC that stand beside it, taken where the text has no zone; without one `ms` is undefined
 */
export function readTime(written: string, offset?: number): ReadTime {
  const { local, zone, isRight } = localTime(written);
  const east = zone === undefined ? offset : minutesOf(zone);
  if (local === undefined || (zone !== undefined && east === undefined))
    return { written, ms: undefined, zone: undefined, fault: 'unreadable' };
  const ms = east === undefined ? undefined : local - east * 60_000;
  return { written, ms, zone, fault: isRight ? (zone === undefined ? 'without-zone' : undefined) : 'form' };
}

/** A moment as the model has it. */
export function epcisTime(written: string, offset?: number): EpcisTime {
  return { written, ms: readTime(written, offset).ms };
}
