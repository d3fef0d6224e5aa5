// North American coupon codes (AI 8110) and positive offer files (AI 8112), field after field.
import { csetnumeric } from './character-sets.ts';
import { gcppos1 } from './check-digits.ts';
import { yymmdd } from './dates.ts';
import { fail, type Lint } from './lint.ts';

/** A walk over the fields of a code; it keeps the first fault and takes nothing after it. */
interface Walk {
  readonly text: string;
  readonly from: number;
  readonly to: number;
  at: number;
  fault: Lint | undefined;
}

function begin(text: string, from: number, to: number): Walk {
  return { text, from, to, at: from, fault: csetnumeric(text, from, to) };
}

function refuse(walk: Walk, name: string, at: number, length: number): number {
  walk.fault ??= fail(`coupon-${name}`, at, length);
  return -1;
}

/** One digit out of `allowed`, or -1. */
function digit(walk: Walk, missing: string, invalid: string, allowed: string): number {
  const { text, from, to, at } = walk;
  if (walk.fault) return -1;
  if (at >= to) return refuse(walk, `missing-${missing}`, from, to - from);
  if (!allowed.includes(text.charAt(at))) return refuse(walk, `invalid-${invalid}`, at, 1);
  walk.at++;
  return Number(text.charAt(at));
}

function code(walk: Walk, name: string, allowed: string): void {
  digit(walk, name, name, allowed);
}

/** `length` digits; the answer is where they start, or -1. */
function take(walk: Walk, name: string, length: number): number {
  const { from, to, at } = walk;
  if (walk.fault) return -1;
  if (to - at < length) return refuse(walk, name, at === to ? from : at, to - (at === to ? from : at));
  walk.at += length;
  return at;
}

/** A length indicator and what it measures: digits, or a company prefix (GLN) of six more digits. */
function sized(walk: Walk, name: string, allowed: string, more = 0): void {
  const length = digit(walk, `${name}-vli`, `${name}-length`, allowed);
  // Nine says that a purchase has no company prefix of its own.
  if (length === 9 && allowed.length === 8) return;
  const at = take(walk, `truncated-${name}`, length + more);
  const wrong = at < 0 || !name.includes('gcp') ? undefined : gcppos1(walk.text, at, walk.at);
  if (wrong) walk.fault ??= fail(wrong.code, at, walk.at - at);
}

function date(walk: Walk, name: string): string {
  const at = take(walk, `too-short-for-${name}`, 6);
  if (at >= 0 && yymmdd(walk.text, at, at + 6)) refuse(walk, `invalid-${name}`, at, 6);
  return walk.text.slice(at, at + 6);
}

/** Whether the optional field with this number comes next; if so its number is taken. */
function optional(walk: Walk, number: string): boolean {
  const next = !walk.fault && walk.at < walk.to && walk.text.charAt(walk.at) === number;
  if (next) walk.at++;
  return next;
}

function end(walk: Walk): Lint | undefined {
  if (walk.at !== walk.to) refuse(walk, 'excess-data', walk.at, walk.to - walk.at);
  return walk.fault;
}

const ANY = '0123456789';

function purchase(walk: Walk, ordinal: string): void {
  sized(walk, `${ordinal}-purchase-requirement`, '12345');
  code(walk, `${ordinal}-purchase-requirement-code`, '012349');
  take(walk, `truncated-${ordinal}-purchase-family-code`, 3);
  if (ordinal !== '1st') sized(walk, `${ordinal}-purchase-gcp`, '01234569', 6);
}

/** AI 8110. */
export function couponcode(text: string, from: number, to: number): Lint | undefined {
  const walk = begin(text, from, to);
  sized(walk, 'gcp', '0123456', 6);
  take(walk, 'truncated-offer-code', 6);
  sized(walk, 'save-value', '12345');
  purchase(walk, '1st');
  if (optional(walk, '1')) {
    code(walk, 'additional-purchase-rules-code', '0123');
    purchase(walk, '2nd');
  }
  if (optional(walk, '2')) purchase(walk, '3rd');
  const expiry = optional(walk, '3') ? date(walk, 'expiration-date') : '';
  if (optional(walk, '4')) {
    const { at } = walk;
    if (date(walk, 'start-date') > expiry && expiry) refuse(walk, 'expiration-before-start', at - 8, 14);
  }
  if (optional(walk, '5')) sized(walk, 'serial-number', ANY, 6);
  if (optional(walk, '6')) sized(walk, 'retailer-gcp-or-gln', '1234567', 6);
  if (optional(walk, '9')) {
    code(walk, 'save-value-code', '01256');
    code(walk, 'save-value-applies-to-item', '012');
    code(walk, 'store-coupon-flag', ANY);
    code(walk, 'dont-multiply-flag', '01');
  }
  return end(walk);
}

/** AI 8112. */
export function couponposoffer(text: string, from: number, to: number): Lint | undefined {
  const walk = begin(text, from, to);
  code(walk, 'format-code', '01');
  sized(walk, 'funder', '0123456', 6);
  take(walk, 'truncated-offer-code', 6);
  sized(walk, 'serial-number', ANY, 6);
  return end(walk);
}
