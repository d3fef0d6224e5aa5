// North American coupon codes (AI 8110) and positive offer files (AI 8112), field after field.
import { csetnumeric } from './character-sets.ts';
import { gcppos1 } from './check-digits.ts';
import { yymmdd } from './dates.ts';
import { fail, type Lint } from './lint.ts';

/** Takes one field after another off the data; keeps the first fault and takes nothing after it. */
class Fields {
  readonly text: string;
  readonly from: number;
  readonly to: number;
  at: number;
  fault: Lint | undefined;

  constructor(text: string, from: number, to: number) {
    this.text = text;
    this.from = from;
    this.to = to;
    this.at = from;
    this.fault = csetnumeric(text, from, to);
  }

  private refuse(name: string, at: number, length: number): number {
    this.fault ??= fail(`coupon-${name}`, at, length);
    return -1;
  }

  /** One digit out of `allowed`, or -1. */
  digit(missing: string, invalid: string, allowed: string): number {
    if (this.fault !== undefined) return -1;
    if (this.at >= this.to) return this.refuse(missing, this.from, this.to - this.from);
    const digit = this.text.charAt(this.at);
    if (!allowed.includes(digit)) return this.refuse(invalid, this.at, 1);
    this.at++;
    return Number(digit);
  }

  /** `length` digits; the answer is where they start, or -1. */
  take(truncated: string, length: number): number {
    if (this.fault !== undefined) return -1;
    const left = this.to - this.at;
    if (left >= length) {
      this.at += length;
      return this.at - length;
    }
    return left === 0 ? this.refuse(truncated, this.from, this.to - this.from) : this.refuse(truncated, this.at, left);
  }

  /** A company prefix (or GLN) of `length` digits. */
  prefix(truncated: string, length: number): void {
    const at = this.take(truncated, length);
    const wrong = at < 0 ? undefined : gcppos1(this.text, at, at + length);
    if (wrong !== undefined) this.fault ??= fail(wrong.code, at, length);
  }

  date(truncated: string, invalid: string): string {
    const at = this.take(truncated, 6);
    if (at < 0) return '';
    if (yymmdd(this.text, at, at + 6) !== undefined) this.refuse(invalid, at, 6);
    return this.text.slice(at, at + 6);
  }

  /** Whether the optional field with this number comes next; if so its number is taken. */
  optional(number: string): boolean {
    const next = this.fault === undefined && this.at < this.to && this.text.charAt(this.at) === number;
    if (next) this.at++;
    return next;
  }

  end(): Lint | undefined {
    if (this.fault === undefined && this.at !== this.to) this.refuse('excess-data', this.at, this.to - this.at);
    return this.fault;
  }
}

const ANY = '0123456789';

function purchase(fields: Fields, ordinal: string): void {
  const requirement = `${ordinal}-purchase-requirement`;
  const length = fields.digit(`missing-${requirement}-vli`, `invalid-${requirement}-length`, '12345');
  fields.take(`truncated-${requirement}`, length);
  fields.digit(`missing-${requirement}-code`, `invalid-${requirement}-code`, '012349');
  fields.take(`truncated-${ordinal}-purchase-family-code`, 3);
}

function otherPurchase(fields: Fields, ordinal: string): void {
  purchase(fields, ordinal);
  const prefix = `${ordinal}-purchase-gcp`;
  const length = fields.digit(`missing-${prefix}-vli`, `invalid-${prefix}-length`, '01234569');
  if (length !== 9) fields.prefix(`truncated-${prefix}`, length + 6);
}

function serial(fields: Fields): void {
  const length = fields.digit('missing-serial-number-vli', '', ANY);
  fields.take('truncated-serial-number', length + 6);
}

/** The dates of optional fields 3 and 4; an expiry before the start is wrong. */
function dates(fields: Fields): void {
  let expiry = '';
  if (fields.optional('3')) expiry = fields.date('too-short-for-expiration-date', 'invalid-expiration-date');
  if (!fields.optional('4')) return;
  const at = fields.at;
  const start = fields.date('too-short-for-start-date', 'invalid-start-date');
  if (expiry !== '' && start > expiry) fields.fault ??= fail('coupon-expiration-before-start', at - 8, 14);
}

/** AI 8110. */
export function couponcode(text: string, from: number, to: number): Lint | undefined {
  const fields = new Fields(text, from, to);
  fields.prefix('truncated-gcp', fields.digit('missing-gcp-vli', 'invalid-gcp-length', '0123456') + 6);
  fields.take('truncated-offer-code', 6);
  fields.take('truncated-save-value', fields.digit('missing-save-value-vli', 'invalid-save-value-length', '12345'));
  purchase(fields, '1st');
  if (fields.optional('1')) {
    fields.digit('missing-additional-purchase-rules-code', 'invalid-additional-purchase-rules-code', '0123');
    otherPurchase(fields, '2nd');
  }
  if (fields.optional('2')) otherPurchase(fields, '3rd');
  dates(fields);
  if (fields.optional('5')) serial(fields);
  if (fields.optional('6')) {
    const length = fields.digit('missing-retailer-gcp-or-gln-vli', 'invalid-retailer-gcp-or-gln-length', '1234567');
    fields.prefix('truncated-retailer-gcp-or-gln', length + 6);
  }
  if (fields.optional('9')) {
    fields.digit('missing-save-value-code', 'invalid-save-value-code', '01256');
    fields.digit('missing-save-value-applies-to-item', 'invalid-save-value-applies-to-item', '012');
    fields.digit('missing-store-coupon-flag', '', ANY);
    fields.digit('missing-dont-multiply-flag', 'invalid-dont-multiply-flag', '01');
  }
  return fields.end();
}

/** AI 8112. */
export function couponposoffer(text: string, from: number, to: number): Lint | undefined {
  const fields = new Fields(text, from, to);
  fields.digit('missing-format-code', 'invalid-format-code', '01');
  fields.take('truncated-funder', fields.digit('missing-funder-vli', 'invalid-funder-length', '0123456') + 6);
  fields.take('truncated-offer-code', 6);
  serial(fields);
  return fields.end();
}
