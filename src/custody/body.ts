// Decoders of the parts of events: strict about the fields they name, blind to all others. A malformed part is undefined.
import { type Bytes, unb64u } from '../chain/bytes.ts';
import type { Json, JsonObject } from '../chain/canonical.ts';
import { MAX_TIME } from '../chain/leaf.ts';
import { EVENT_REF } from './event-ref.ts';
import { isRole, type Role } from './roles.ts';

/** Reads one value; undefined means malformed. */
export type Field<T> = (value: Json | undefined) => T | undefined;
/** What a field reads. */
export type Read<F> = F extends Field<infer T> ? T : never;

type Fields = Readonly<Record<string, Field<unknown>>>;
type Required<F extends Fields> = { readonly [K in keyof F]: Read<F[K]> };
type Optional<F extends Fields> = { readonly [K in keyof F]?: Read<F[K]> };

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An object with these fields; an optional one may be absent, but not malformed. Fields not named are ignored. */
export function shape<R extends Fields, O extends Fields>(required: R, optional?: O): Field<Required<R> & Optional<O>> {
  const must = Object.entries(required);
  const may = Object.entries(optional ?? {});
  return (value) => {
    if (!isObject(value)) return undefined;
    const out: Record<string, unknown> = {};
    for (const [name, field] of must) {
      const read = field(value[name]);
      if (read === undefined) return undefined;
      out[name] = read;
    }
    for (const [name, field] of may) {
      if (value[name] === undefined) continue;
      const read = field(value[name]);
      if (read === undefined) return undefined;
      out[name] = read;
    }
    return out as Required<R> & Optional<O>;
  };
}

/** Both of two shapes of one object. */
export function both<A, B>(a: Field<A>, b: Field<B>): Field<A & B> {
  return (value) => {
    const left = a(value);
    const right = b(value);
    return left === undefined || right === undefined ? undefined : { ...left, ...right };
  };
}

/** A shape that holds a further condition. */
export function where<T>(field: Field<T>, holds: (value: T) => boolean): Field<T> {
  return (value) => {
    const read = field(value);
    return read !== undefined && holds(read) ? read : undefined;
  };
}

export function list<T>(field: Field<T>, most = 1_000_000): Field<readonly T[]> {
  return (value) => {
    if (!Array.isArray(value) || value.length > most) return undefined;
    const out: T[] = [];
    for (const item of value as readonly Json[]) {
      const read = field(item);
      if (read === undefined) return undefined;
      out.push(read);
    }
    return out;
  };
}

export function oneOf<const T extends readonly string[]>(...words: T): Field<T[number]> {
  return (value) => (typeof value === 'string' && words.includes(value) ? value : undefined);
}

function pattern(form: RegExp): Field<string> {
  return (value) => (typeof value === 'string' && form.test(value) ? value : undefined);
}

/** Text of 1 to `most` UTF-16 units. */
export function words(most = 2000): Field<string> {
  return (value) => (typeof value === 'string' && value.length > 0 && value.length <= most ? value : undefined);
}

/** Binary of exactly so many bytes, base64url. */
export function bytes(length: number): Field<Bytes> {
  const characters = Math.ceil((length * 4) / 3);
  return (value) => {
    if (typeof value !== 'string' || value.length !== characters) return undefined;
    try {
      return unb64u(value);
    } catch {
      return undefined;
    }
  };
}

/** Binary of any length, base64url. */
export const blob: Field<Bytes> = (value) => {
  if (typeof value !== 'string') return undefined;
  try {
    return unb64u(value);
  } catch {
    return undefined;
  }
};

export const gln = pattern(/^\d{13}$/);
export const gtin = pattern(/^\d{14}$/);
export const sscc = pattern(/^\d{18}$/);
/** Lots and serials: 1 to 20 characters of GS1's character set 82. */
export const code82 = pattern(/^[!-"%-?A-Z_a-z]{1,20}$/);
export const prefix = pattern(/^\d{4,12}$/);
export const chainId = pattern(/^[a-z2-7]{26}$/);
export const eventRef = pattern(EVENT_REF);
/** 'YYYY-MM-DD', DD may be 00 (the last day of the month). */
export const expiry = pattern(/^\d{4}-(0[1-9]|1[0-2])-([0-2]\d|3[01])$/);
/** A calendar day. */
export const day = pattern(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/);
export const token = bytes(16);
export const hash = bytes(32);
export const itemKey = bytes(32);

/** A whole number from `least` up. */
export function whole(least = 0): Field<number> {
  return (value) => (typeof value === 'number' && Number.isSafeInteger(value) && value >= least ? value : undefined);
}

/** A time in ms since 1970 that a calendar can show. */
export const moment: Field<number> = (value) => {
  const ms = whole()(value);
  return ms !== undefined && ms <= MAX_TIME ? ms : undefined;
};

export const flag: Field<boolean> = (value) => (typeof value === 'boolean' ? value : undefined);
export const yes: Field<true> = (value) => (value === true ? true : undefined);
export const object: Field<JsonObject> = (value) => (isObject(value) ? value : undefined);
export const role: Field<Role> = (value) => (isRole(value) ? value : undefined);
