// Serials and lots that people bring: what GS1 allows, and how easily somebody could guess them.
import { PedigreeError } from '../../errors.ts';
import { yymmdd } from '../../gs1/index.ts';
import { phrase, say } from '../../words/en/items.ts';
import type { ManyTexts } from './text-list.ts';

/** GS1 character set 82, of which serials and lots consist. */
const SET_82 = /^[!"%&'()*+,\-./0-9:;<=>?A-Z_a-z]{1,20}$/;

/** Whether it can be a serial number (AI 21). */
export function isSerial(text: string): boolean {
  return SET_82.test(text);
}

/**
 * A lot (AI 10) and its expiry, YYYY-MM-DD, as they may be commissioned.
 * @throws not-gs1 (65)
 */
export function checkLot(lot: string, expiry: string): { readonly lot: string; readonly expiry: string } {
  if (!SET_82.test(lot)) {
    throw new PedigreeError('not-gs1', say('not-lot-number', { lot }), {
      hint: say('lot-number-shape'),
    });
  }
  if (!/^20\d\d-\d\d-\d\d$/.test(expiry) || !isDate(expiry)) {
    throw new PedigreeError('not-gs1', say('not-expiry-date', { expiry }), {
      hint: say('write-expiry'),
    });
  }
  return { lot, expiry };
}

function isDate(date: string): boolean {
  try {
    yymmdd(date);
    return true;
  } catch {
    return false;
  }
}

/** Fewer than one in 2^64 of the possible serials used is what keeps guessing out of reach. */
const ENOUGH_BITS = 64;

/** Why the serials of a lot could be guessed; undefined where they could not. */
export function spaceWarning(serials: ManyTexts, count: number): string | undefined {
  if (areSequential(serials)) return phrase('weak-serials-they-count');
  let length = 20;
  for (const serial of serials) length = Math.min(length, serial.length);
  const bits = length * Math.log2(alphabetOf(serials)) - Math.log2(count);
  if (bits >= ENOUGH_BITS) return undefined;
  return phrase('weak-serials-one-guess', { max: Math.max(0, Math.floor(bits)), bits: ENOUGH_BITS });
}

function alphabetOf(serials: Iterable<string>): number {
  let digits = false;
  let upper = false;
  let lower = false;
  let signs = false;
  for (const serial of serials) {
    digits ||= /\d/.test(serial);
    upper ||= /[A-Z]/.test(serial);
    lower ||= /[a-z]/.test(serial);
    signs ||= /[^A-Za-z0-9]/.test(serial);
  }
  return (digits ? 10 : 0) + (upper ? 26 : 0) + (lower ? 26 : 0) + (signs ? 20 : 0);
}

function areSequential(serials: ManyTexts): boolean {
  if (serials.length < 3) return false;
  let steps = 0;
  let before: bigint | undefined;
  for (const serial of serials) {
    const digits = /(\d+)$/.exec(serial)?.[1];
    const number = digits === undefined ? undefined : BigInt(digits);
    if (before !== undefined && number !== undefined && number - before === 1n) steps++;
    before = number;
  }
  return steps * 2 > serials.length;
}

/** The places of serials that stand before already, with the first place of each, in order. */
export function repeatsIn(serials: ManyTexts): readonly (readonly [at: number, first: number])[] {
  const repeats: (readonly [number, number])[] = [];
  const seen = new Map<string, number>();
  for (const at of mayRepeat(serials)) {
    const serial = serials.at(at) ?? '';
    const first = seen.get(serial);
    if (first === undefined) seen.set(serial, at);
    else repeats.push([at, first]);
  }
  return repeats;
}

/** Numbers that are exact: a digest above, and the place of the serial below. */
const EXACT = 2 ** 53;

// The places of serials whose digest another one has too, ascending: to remember a million serials takes more memory than they do.
function mayRepeat(serials: ManyTexts): Float64Array {
  const places = 2 ** Math.ceil(Math.log2(serials.length + 1));
  const digests = Math.min(EXACT / places, 2 ** 32);
  const found = new Float64Array(serials.length);
  let at = 0;
  for (const serial of serials) {
    found[at] = (digestOf(serial) % digests) * places + at;
    at++;
  }
  found.sort();
  const digest = (i: number) => Math.floor((found[i] ?? -places) / places);
  return found
    .filter((_, i) => digest(i) === digest(i - 1) || digest(i) === digest(i + 1))
    .map((one) => one % places)
    .sort();
}

function digestOf(serial: string): number {
  let sum = 0;
  for (let at = 0; at < serial.length; at++) sum = (Math.imul(sum, 31) + serial.charCodeAt(at)) >>> 0;
  return sum;
}
