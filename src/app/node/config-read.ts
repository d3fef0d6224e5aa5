// The settings that a verdict needs, read without the rest of them.
import { PedigreeError } from '../../errors.ts';
import type { Local } from '../../ledger/types.ts';
import { say } from '../../words/en/node.ts';

/** How old knowledge may be where nothing is set, ms. */
export const DEFAULT_MAX_AGE = 24 * 3_600_000;
/** Days before expiry from which a verdict says so, where nothing is set. */
export const DEFAULT_EXPIRES_SOON = 30;

const UNITS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds of `30s`, `15m`, `24h`, `7d`; undefined for anything else. */
export function parseDuration(text: string): number | undefined {
  const match = /^(\d{1,6})([smhd])$/.exec(text);
  return match === null ? undefined : Number(match[1]) * (UNITS[match[2] ?? ''] ?? 0);
}

const DAY = 86_400_000;
/** As long as a year can be: what is kept for six is never let go too soon. */
const YEAR = 366 * DAY;
/** How long files of the world outside are kept where nothing is set (DSCSA), ms. */
export const DEFAULT_KEEPING = 6 * YEAR;

/** Milliseconds of `6y` or `400d`, from a month to a century; undefined for anything else. */
export function parseKeeping(text: string): number | undefined {
  const [, count, unit] = /^(\d{1,6})([yd])$/.exec(text) ?? [];
  const ms = Number(count) * (unit === 'y' ? YEAR : DAY);
  return ms >= 30 * DAY && ms <= 100 * YEAR ? ms : undefined;
}

/** As `parseKeeping` takes it. */
export function showKeeping(ms: number): string {
  return ms % YEAR === 0 ? `${ms / YEAR}y` : `${Math.round(ms / DAY)}d`;
}

/** No timer of the runtime waits longer: one that should is due at once, again and again. */
const LONGEST_WAIT = 24 * 86_400_000;

/** Milliseconds of a time to wait, from a second to 24 days or within these limits; undefined for anything else. */
export function parseWait(text: string, least = 1_000, most = LONGEST_WAIT): number | undefined {
  const wait = parseDuration(text);
  return wait !== undefined && wait >= least && wait <= most ? wait : undefined;
}

/** A whole number within limits, in digits; undefined for anything else. */
export function parseWhole(text: string, least: number, most: number): number | undefined {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  return value >= least && value <= most ? value : undefined;
}

/** The port of a text; 0 is any free one. */
export const parsePort = (text: string): number | undefined => parseWhole(text, 0, 65_535);

/** The name under which a setting is kept. */
export const settingKey = (name: string): string => `config.${name}`;

/** The zone that was set for this folder. */
export const zoneSet = (local: Local): string | undefined => wordSet(local, 'zone');

/** The language that was set for this folder. */
export const languageSet = (local: Local): string | undefined => wordSet(local, 'language');

function wordSet(local: Local, name: string): string | undefined {
  const value = local.setting(settingKey(name));
  return typeof value === 'string' ? value : undefined;
}

/**
 * What holds for a verdict: age of knowledge in ms, the zone (absent: the machine's own), days of `expires-soon`.
 * @throws usage (2) for a `maxAge` that is no duration
 */
export function configured(
  local: Local,
  maxAge?: string,
): { readonly maxAge: number; readonly zone?: string; readonly expiresSoon: number } {
  const asked = maxAge === undefined ? undefined : parseDuration(maxAge);
  if (maxAge !== undefined && asked === undefined)
    throw new PedigreeError('usage', say('not-time-span', { maxAge }), { hint: say('write-as-90m-24h') });
  const number = (name: string, fallback: number) => {
    const value = local.setting(settingKey(name));
    return typeof value === 'number' ? value : fallback;
  };
  const zone = zoneSet(local);
  return {
    maxAge: asked ?? number('max-age', DEFAULT_MAX_AGE),
    ...(zone === undefined ? {} : { zone }),
    expiresSoon: number('expires-soon', DEFAULT_EXPIRES_SOON),
  };
}
