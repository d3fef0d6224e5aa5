// JSON of any length, scanned as it comes: values that are asked for are cut out whole, what holds them is never in memory.
// Strict as RFC 8259; levels, lengths and properties of one name are seen before anything is parsed.
import { say } from '../words/en/epcis.ts';
import type { Said } from '../words/say.ts';
import { MAX_AROUND, MAX_BARE, MAX_DEPTH, MAX_NODES, MAX_TEXTS, MAX_TOKEN, type RefusedAt, refusal } from './limits.ts';

/** A value of JSON as it was parsed. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonRecord;
export interface JsonRecord {
  readonly [name: string]: JsonValue;
}

export function isRecord(value: JsonValue | undefined): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What is done with a value of the outer structure: its members one by one, or the value whole. */
export type JsonWay = 'members' | 'whole';

export interface ScanTo {
  /** How the value at this path is wanted; the path has names of properties and numbers of array members. */
  readonly way: (path: readonly (string | number)[]) => JsonWay;
  /** How many characters the value at this path may have. */
  readonly room: (path: readonly (string | number)[]) => number;
  /** A value that was wanted whole. */
  readonly value: (path: readonly (string | number)[], value: JsonValue, line: number) => void;
  /** Whether a name may stand twice in the value at this path: the last counts. Else the file is refused. */
  readonly mayRepeat: (path: readonly (string | number)[], name: string, level: number, line: number) => boolean;
  /** An object or array whose members come one by one begins. */
  readonly begin: (path: readonly (string | number)[], isArray: boolean) => void;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;

/** An object or array of the outer structure. */
interface Frame {
  readonly isArray: boolean;
  readonly names: Set<string>;
  index: number;
  /** What may come next. */
  state: 'first' | 'name' | 'colon' | 'value' | 'comma';
}

const isSpace = (code: number) => code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;

export class JsonScanner {
  readonly #to: ScanTo;
  readonly #frames: Frame[] = [];
  readonly #path: (string | number)[] = [];
  /** Pieces of the value that is being cut out. */
  #pieces: string[] = [];
  #length = 0;
  #isCut: false | 'name' | 'text' | 'scalar' | 'tree' = false;
  #levels = 0;
  #colons = 0;
  /** Objects and arrays, texts, and characters outside of texts, of the value that is being cut out. */
  #trees = 0;
  #texts = 0;
  #bare = 0;
  #inText = false;
  #isEscaped = false;
  /** Characters of the text that is open. */
  #textLength = 0;
  #line = 1;
  #cutLine = 1;
  /** Characters that it may have. */
  #room = 0;
  #isDone = false;
  #hasBegun = false;

  constructor(to: ScanTo) {
    this.#to = to;
  }

  /** @throws not-well-formed, too-deep, too-large, duplicate-key */
  take(text: string): void {
    let at = 0;
    let newline = text.indexOf('\n');
    const upTo = (end: number) => {
      for (; newline >= 0 && newline < end; newline = text.indexOf('\n', newline + 1)) this.#line++;
    };
    while (at < text.length) {
      if (this.#isCut === false) {
        at = this.#outside(text, at, upTo);
        continue;
      }
      const end = this.#cutEnd(text, at);
      const isWhole = end >= 0;
      const stop = isWhole ? end : text.length;
      this.#length += stop - at;
      if (this.#length > this.#room) throw refusal('too-large', this.#here());
      this.#pieces.push(text.slice(at, stop));
      at = stop;
      if (!isWhole) break;
      upTo(at);
      this.#whole();
    }
    upTo(text.length);
  }

  end(): void {
    if (this.#isCut === 'scalar') this.#whole();
    if (!this.#hasBegun) throw refusal('not-well-formed', {}, say('file-empty'));
    if (!this.#isDone || this.#isCut !== false) throw refusal('not-well-formed', this.#here(), say('file-ends'));
  }

  #here(): RefusedAt {
    return { line: this.#line };
  }

  #wrong(why: Said): never {
    throw refusal('not-well-formed', this.#here(), say('json-wrong', { why }));
  }

  /** One step of the outer structure. Gives where to go on. */
  #outside(text: string, from: number, upTo: (end: number) => void): number {
    let at = from;
    while (at < text.length && isSpace(text.charCodeAt(at))) at++;
    upTo(at);
    if (at >= text.length) return at;
    const sign = text.charAt(at);
    const frame = this.#frames.at(-1);
    if (frame === undefined) {
      if (this.#isDone) this.#wrong(say('json-behind-end', { sign }));
      this.#hasBegun = true;
      return this.#begins(sign, at);
    }
    const closing = frame.isArray ? ']' : '}';
    if (sign === closing && (frame.state === 'first' || frame.state === 'comma')) {
      this.#frames.pop();
      this.#over();
      return at + 1;
    }
    if (frame.state === 'comma') {
      if (sign !== ',') this.#wrong(say('json-no-comma', { sign }));
      frame.state = frame.isArray ? 'value' : 'name';
      return at + 1;
    }
    if (frame.state === 'colon') {
      if (sign !== ':') this.#wrong(say('json-no-colon', { sign }));
      frame.state = 'value';
      return at + 1;
    }
    if (!frame.isArray && frame.state !== 'value') {
      if (sign !== '"') this.#wrong(say('json-no-name', { sign }));
      this.#cut('name');
      return at;
    }
    if (frame.isArray) this.#path.push(frame.index++);
    return this.#begins(sign, at);
  }

  /** A value begins here: it is entered or cut out. */
  #begins(sign: string, at: number): number {
    if ((sign === '{' || sign === '[') && this.#to.way(this.#path) === 'members') {
      if (this.#frames.length >= MAX_DEPTH) throw refusal('too-deep', this.#here());
      this.#frames.push({ isArray: sign === '[', names: new Set(), index: 0, state: 'first' });
      this.#to.begin(this.#path, sign === '[');
      return at + 1;
    }
    if (!/[{["\-\dtfn]/.test(sign)) this.#wrong(say('json-no-value', { sign }));
    this.#cut(sign === '"' ? 'text' : sign === '{' || sign === '[' ? 'tree' : 'scalar');
    return at;
  }

  #cut(what: 'name' | 'text' | 'scalar' | 'tree'): void {
    this.#isCut = what;
    this.#pieces = [];
    this.#length = 0;
    this.#levels = 0;
    this.#colons = 0;
    this.#trees = 0;
    this.#texts = 0;
    this.#bare = 0;
    this.#inText = false;
    this.#cutLine = this.#line;
    this.#room = what === 'tree' ? this.#to.room(this.#path) : 2 * MAX_TOKEN;
  }

  /** Where the value that is being cut out ends, -1 where not in this piece. */
  #cutEnd(text: string, from: number): number {
    if (this.#isCut === 'scalar') {
      let at = from;
      while (at < text.length && !/[\s,\]}]/.test(text.charAt(at))) at++;
      return at < text.length ? at : -1;
    }
    let at = from;
    while (at < text.length) {
      if (this.#inText) {
        at = this.#textEnd(text, at);
        if (at < 0) return -1;
        if (this.#isCut !== 'tree') return at;
        continue;
      }
      const code = text.charCodeAt(at++);
      if (code === QUOTE) {
        this.#inText = true;
        this.#textLength = 0;
      } else if (code === 0x3a) {
        if (++this.#colons > MAX_NODES) throw refusal('too-large', this.#here());
      } else if (code === 0x7b || code === 0x5b) {
        if (++this.#levels + this.#frames.length > MAX_DEPTH) throw refusal('too-deep', this.#here());
        // Two characters make an array, which takes thirty times as much when it is read.
        if (++this.#trees > MAX_NODES) throw refusal('too-large', this.#here());
      } else if (code === 0x7d || code === 0x5d) {
        if (--this.#levels <= 0) return at;
      } else if (code > COMMA && ++this.#bare > MAX_BARE) throw refusal('too-large', this.#here());
    }
    return -1;
  }

  /**
   * Behind the quote that ends the text, -1 where it is not in this piece. Of texts of a tree with nothing but a comma between
   * them, as in a long list, it is that of the last.
   */
  #textEnd(text: string, from: number): number {
    let at = from;
    let length = this.#textLength;
    if (this.#isEscaped) {
      at++;
      this.#isEscaped = false;
    }
    for (;;) {
      const quote = text.indexOf('"', at);
      const stop = quote < 0 ? text.length : quote;
      // A quote behind an odd number of backslashes is one of the text.
      let slashes = 0;
      while (stop - slashes > at && text.charCodeAt(stop - slashes - 1) === BACKSLASH) slashes++;
      length += stop - at;
      if (length > MAX_TOKEN) throw refusal('too-large', this.#here());
      if (quote < 0) {
        this.#textLength = length;
        this.#isEscaped = slashes % 2 === 1;
        return -1;
      }
      at = quote + 1;
      if (slashes % 2 === 1) continue;
      if (++this.#texts > MAX_TEXTS) throw refusal('too-large', this.#here());
      if (this.#isCut !== 'tree' || text.charCodeAt(at) !== COMMA || text.charCodeAt(at + 1) !== QUOTE) {
        this.#inText = false;
        return at;
      }
      at += 2;
      length = 0;
    }
  }

  /** The value that was cut out is whole. */
  #whole(): void {
    const what = this.#isCut;
    const text = this.#pieces.length === 1 ? (this.#pieces[0] ?? '') : this.#pieces.join('');
    this.#pieces = [];
    this.#isCut = false;
    let value: JsonValue;
    try {
      value = JSON.parse(text) as JsonValue;
    } catch (error) {
      const why = error instanceof Error ? error.message.replace(/ in JSON at position.*$/s, '').slice(0, 80) : '';
      throw refusal('not-well-formed', { line: this.#cutLine }, say('json-wrong', { why }));
    }
    const frame = this.#frames.at(-1);
    if (what === 'name' && frame !== undefined) {
      const name = String(value);
      if (frame.names.has(name)) this.#twice(name);
      frame.names.add(name);
      if (frame.names.size > MAX_AROUND) throw refusal('too-large', this.#here());
      frame.state = 'colon';
      this.#path.push(name);
      return;
    }
    if (what === 'tree') this.#onceEach(value, text);
    this.#to.value(this.#path, value, this.#cutLine);
    this.#over();
  }

  #twice(name: string): never {
    throw refusal('duplicate-key', { line: this.#cutLine }, say('key-twice', { name: name.slice(0, 60) }));
  }

  /** Each property has a colon: fewer properties than colons, and a name stood twice. */
  #onceEach(value: JsonValue, text: string): void {
    let properties = 0;
    const open: JsonValue[] = [value];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (typeof next !== 'object' || next === null) continue;
      const members = Array.isArray(next) ? (next as readonly JsonValue[]) : Object.values(next as JsonRecord);
      if (!Array.isArray(next)) properties += members.length;
      for (const member of members) if (typeof member === 'object' && member !== null) open.push(member);
    }
    if (properties === this.#colons) return;
    for (const { name, level } of repeatedNames(text))
      if (!this.#to.mayRepeat(this.#path, name, level, this.#cutLine)) this.#twice(name);
  }

  /** A value is over: what holds it goes on. */
  #over(): void {
    this.#path.pop();
    const frame = this.#frames.at(-1);
    if (frame === undefined) this.#isDone = true;
    else frame.state = 'comma';
  }
}

/** Names that stand twice in one object of well-formed JSON, and how many levels down. */
function repeatedNames(text: string): { readonly name: string; readonly level: number }[] {
  const repeated: { name: string; level: number }[] = [];
  const open: Set<string>[] = [];
  for (const [token] of text.matchAll(/[{}[\]]|"(?:[^"\\]|\\.)*"(?:\s*:)?/gs)) {
    if (token === '{' || token === '[') open.push(new Set());
    else if (token === '}' || token === ']') open.pop();
    else if (token.endsWith(':')) {
      const name = JSON.parse(token.slice(0, -1)) as string;
      if (open.at(-1)?.has(name)) repeated.push({ name, level: open.length });
      open.at(-1)?.add(name);
    }
  }
  return repeated;
}
