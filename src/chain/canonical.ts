// Canonical JSON (RFC 8785) of a narrow kind: integers only, few levels deep, no lone surrogates. Reading is byte-exact.
import { PedigreeError } from '../errors.ts';
import { phrase, say } from '../words/en/chain.ts';
import { type Bytes, text, utf8 } from './bytes.ts';

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

export interface JsonLimits {
  /** Most bytes of the whole text; no limit where absent. */
  readonly bytes?: number;
  /** Most levels of objects and arrays, the outermost counted; 8 where absent. */
  readonly depth?: number;
}

/** Levels of objects and arrays that an event or a sealed part may have. */
const MAX_DEPTH = 8;

/** Whether a value is a JSON object: not null, not an array. */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refuse(why: string): never {
  throw new PedigreeError('bad-encoding', say('not-canonical-json', { why }));
}

function write(value: Json, levels: number): string {
  switch (typeof value) {
    case 'string':
      if (!value.isWellFormed()) refuse(phrase('lone-surrogate'));
      return JSON.stringify(value);
    case 'number':
      if (!Number.isSafeInteger(value)) refuse(phrase('number-no-safe-integer'));
      return String(value === 0 ? 0 : value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      break;
    default:
      refuse(phrase('value-json-has'));
  }
  if (value === null) return 'null';
  if (levels === 0) refuse(phrase('too-many-levels'));
  if (Array.isArray(value)) return `[${value.map((item: Json) => write(item, levels - 1)).join(',')}]`;
  const object = value as JsonObject;
  let out = '';
  // sort() without a comparator orders by UTF-16 code units, as RFC 8785 section 3.2.3 wants.
  for (const key of Object.keys(object).sort()) {
    const member = object[key];
    if (member === undefined) continue;
    if (!key.isWellFormed()) refuse(phrase('lone-surrogate'));
    out += `${out === '' ? '' : ','}${JSON.stringify(key)}:${write(member, levels - 1)}`;
  }
  return `{${out}}`;
}

// What is sorted already V8 prints as it has to be, at a third of the cost. It writes a lone surrogate as an escape, and nothing
// else of canonical text that way.
function print(value: Json, levels: number): string {
  if (ascends(value, levels)) {
    const printed = JSON.stringify(value);
    if (!printed.includes('\\ud')) return printed;
  }
  return write(value, levels);
}

/**
 * The canonical UTF-8 bytes of a value; members that are undefined are left out.
 * @throws bad-encoding for lone surrogates, numbers that are no safe integers, more than `limits.depth` levels, or too many bytes.
 */
export function encodeCanonical(value: Json, limits: JsonLimits = {}): Bytes {
  const bytes = utf8(print(value, limits.depth ?? MAX_DEPTH));
  if (limits.bytes !== undefined && bytes.length > limits.bytes) refuse(phrase('too-many-bytes'));
  return bytes;
}

// Whether all keys ascend and V8 has a form for all values; numbers and levels that it would print all the same are refused.
function ascends(value: Json, levels: number): boolean {
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) refuse(phrase('number-no-safe-integer'));
    return true;
  }
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return true;
  if (typeof value !== 'object') return false;
  if (levels === 0) refuse(phrase('too-many-levels'));
  let sorted = true;
  if (Array.isArray(value)) {
    for (const item of value) if (!ascends(item, levels - 1)) sorted = false;
    return sorted;
  }
  const object = value as JsonObject;
  let last: string | undefined;
  for (const key of Object.keys(object)) {
    if (last !== undefined && key <= last) sorted = false;
    last = key;
    const member = object[key];
    if (typeof member === 'string' || member === undefined) continue;
    if (!ascends(member, levels - 1)) sorted = false;
  }
  return sorted;
}

/**
 * Reads bytes that are exactly the canonical form of a value.
 *
 * Hot: an event of 300 bytes takes a few microseconds. V8 parses and prints again; equal texts prove white space, escapes,
 * number forms and duplicate keys in one native comparison. Only the order of keys, integers and levels are walked. Texts with
 * integer-like keys, which V8 reorders, fall through to the slow writer.
 * @throws bad-encoding for everything else, over-long input included.
 */
export function decodeCanonical(bytes: Bytes, limits: JsonLimits = {}): Json {
  if (limits.bytes !== undefined && bytes.length > limits.bytes) refuse(phrase('too-many-bytes'));
  return parseCanonical(text(bytes), limits.depth);
}

/** The same of a text. @throws bad-encoding */
export function parseCanonical(textual: string, depth: number = MAX_DEPTH): Json {
  let value: Json;
  try {
    value = JSON.parse(textual) as Json;
  } catch {
    refuse(phrase('not-json'));
  }
  if (print(value, depth) !== textual) refuse(phrase('another-order-of-keys'));
  return value;
}
