// The table of application identifiers: found by prefix, compiled from its dictionary line when first met.
import { READ_ALREADY } from '#read-already';
import { badInput } from '../errors.ts';
import { all, NUMERIC } from './characters.ts';
import { type Component, type DictionaryEntry, readEntry, unpack } from './dictionary.ts';
import { LINTERS } from './lint/index.ts';
import { DICTIONARY, ON_PACKS, RELEASE } from './table.generated.ts';

/** An AI or a pattern such as `31nn`, with the numbers of the AIs in the table that it means. */
export interface Pattern {
  readonly text: string;
  readonly ids: readonly number[];
}

/** What an AI needs beside it: any group, and all of that group. */
export interface CompiledRequirement {
  readonly text: string;
  readonly groups: readonly (readonly Pattern[])[];
}

/** One application identifier. */
export interface Ai {
  /** Its number in the table, -1 for one that the dictionary does not know. */
  readonly id: number;
  readonly ai: string;
  readonly title: string;
  /** Predefined length: no FNC1 follows the value. */
  readonly fixed: boolean;
  /** May be a data attribute in the query of a Digital Link. */
  readonly attribute: boolean;
  readonly components: readonly Component[];
  /** The value is one component of a shape that is checked without the linters first: right ones need no more. */
  readonly shape: 'key' | 'date' | 'text' | undefined;
  /** Lengths of the whole value. */
  readonly least: number;
  readonly most: number;
  readonly requires: readonly CompiledRequirement[];
  readonly excludes: readonly Pattern[];
  readonly qualifiers: readonly (readonly string[])[] | undefined;
}

/** Lengths that the General Specifications predefine by the first two digits, for AIs that are not allocated too. */
function predefined(prefix: number): number | undefined {
  if (prefix === 0) return 18;
  if (prefix < 4) return 14;
  if (prefix === 4) return 16;
  if ((prefix > 10 && prefix < 20) || (prefix > 30 && prefix < 37)) return 6;
  return prefix === 20 ? 2 : prefix === 41 ? 13 : undefined;
}

/** The place of an AI among all numbers of two, three and four digits; the text holds digits at these places. */
function slot(text: string, at: number, length: number): number {
  let value = 0;
  for (let i = at; i < at + length; i++) value = value * 10 + text.charCodeAt(i) - 48;
  return length === 2 ? value : length === 3 ? 100 + value : 1100 + value;
}

const KEY_LINTERS = ['csum', 'gcppos1', 'gcppos2'].map((name) => LINTERS.get(name));

function shapeOf(components: readonly Component[]): Ai['shape'] {
  const [component] = components;
  if (!component || components.length > 1) return undefined;
  const { linters, set, least, most } = component;
  const [first] = linters;
  if (set === 'X') return linters.length === 1 ? 'text' : undefined;
  if (linters.length === 1 && first === LINTERS.get('yymmd0')) return 'date';
  const keyed = first === LINTERS.get('csum') && linters.every((linter) => KEY_LINTERS.includes(linter));
  return keyed && least === most ? 'key' : undefined;
}

export class AiTable {
  /** The release date of the dictionary, as it prints it. */
  readonly release: string;
  readonly #lines: readonly string[];
  /** Line number + 1 by slot. */
  readonly #lineAt = new Uint16Array(11100);
  /** Number of the AI by slot, where #lineAt is not 0. */
  readonly #idAt = new Uint16Array(11100);
  readonly #lengths = new Uint8Array(100);
  readonly #compiled: (Ai | undefined)[] = [];
  /** Compiled AIs of two digits by their number, the ones that nearly all packs have. */
  readonly #short: (Ai | undefined)[] = Array.from({ length: 100 });
  readonly #names: string[] = [];

  /**
   * @param text lines of the GS1 Syntax Dictionary, comments and all.
   * @throws bad-input where AIs do not rise or those with the same first two digits differ in length. Each line is
   * otherwise checked when one of its AIs is first met; {@link loadDictionary} checks all of them.
   */
  constructor(text: string, release?: string) {
    this.#lines = text.split('\n');
    this.release = release ?? /^# *Release: *(\S+)/m.exec(text)?.[1] ?? 'unknown';
    this.#lines.forEach((line, number) => {
      const range = /^[ \t]*(\d{2,4})(?:-(\d{2,4}))?[ \t]/.exec(line);
      const [, first, last = first] = range ?? [];
      if (first !== undefined && last !== undefined) this.#index(first, last, number);
    });
  }

  #index(first: string, last: string, line: number): void {
    const { length } = first;
    const end = first.slice(0, -1) + last.slice(-1);
    for (let ai = first; ai <= end && ai.length === length; ai = String(Number(ai) + 1).padStart(length, '0')) {
      const before = this.#names.at(-1);
      if (before !== undefined && ai <= before) throw badInput(`syntax dictionary: AI ${ai} is out of order`);
      const prefix = Number(ai.slice(0, 2));
      if (this.#lengths[prefix] !== 0 && this.#lengths[prefix] !== length)
        throw badInput(`syntax dictionary: AIs ${ai.slice(0, 2)}… differ in length`);
      this.#lengths[prefix] = length;
      const at = slot(ai, 0, length);
      this.#lineAt[at] = line + 1;
      this.#idAt[at] = this.#names.push(ai) - 1;
    }
  }

  /** Every AI in the order of the dictionary. */
  get names(): readonly string[] {
    return this.#names;
  }

  /** The length that all AIs with these first two digits have, 0 where none is allocated or they are no digits. */
  lengthAt(text: string, at: number): number {
    const prefix = text.charCodeAt(at) * 10 + text.charCodeAt(at + 1) - 528;
    return prefix >= 0 && prefix < 100 && all(text, NUMERIC, at, at + 2) ? (this.#lengths[prefix] ?? 0) : 0;
  }

  /** The AI with which the text goes on at this place. */
  match(text: string, at: number): Ai | undefined {
    const tens = text.charCodeAt(at) - 48;
    const ones = text.charCodeAt(at + 1) - 48;
    if (!(tens >= 0 && tens < 10 && ones >= 0 && ones < 10)) return undefined;
    let place = tens * 10 + ones;
    const short = this.#short[place];
    if (short) return short;
    const length = this.#lengths[place] ?? 0;
    if (length > 2) {
      if (!all(text, NUMERIC, at + 2, at + length) || at + length > text.length) return undefined;
      place = slot(text, at, length);
    }
    const line = this.#lineAt[place] ?? 0;
    return line === 0 ? undefined : this.#at(place, line);
  }

  /** The AI of exactly this name. */
  get(ai: string): Ai | undefined {
    const found = this.match(ai, 0);
    return found?.ai.length === ai.length ? found : undefined;
  }

  #at(place: number, line: number): Ai {
    const id = this.#idAt[place] ?? 0;
    const ready = this.#compiled[id];
    if (ready) return ready;
    const ai = this.#compile(id, this.#lines[line - 1] ?? '');
    this.#compiled[id] = ai;
    if (ai.ai.length === 2) this.#short[place] = ai;
    return ai;
  }

  #compile(id: number, line: string): Ai {
    const entry = READ_ALREADY[line] ?? readEntry(line);
    if (!entry) throw badInput(`syntax dictionary: ${line}`);
    return this.#build(id, this.#names[id] ?? '', entry);
  }

  #build(id: number, ai: string, entry: DictionaryEntry): Ai {
    const { components } = entry;
    return {
      ...entry,
      id,
      ai,
      shape: shapeOf(components),
      least: components.reduce((sum, part) => sum + (part.optional ? 0 : part.least), 0),
      most: components.reduce((sum, part) => sum + part.most, 0),
      requires: entry.requires.map(({ text, groups }) => ({
        text,
        groups: groups.map((group) => group.map((member) => this.#matching(member, id))),
      })),
      excludes: entry.excludes.map((pattern) => this.#matching(pattern, id)),
    };
  }

  /** Numbers of the AIs that a pattern such as `31nn` matches, without the AI that the rule is about. */
  #matching(pattern: string, own: number): Pattern {
    const stem = pattern.replace(/n+$/, '');
    const ids: number[] = [];
    this.#names.forEach((ai, id) => {
      if (id !== own && ai.length === pattern.length && ai.startsWith(stem)) ids.push(id);
    });
    return { text: pattern, ids };
  }

  /** A stand-in for an AI that the dictionary does not know, or undefined where one of that name cannot be. */
  unknown(ai: string): Ai | undefined {
    const length = this.lengthAt(ai, 0);
    if (ai.length < 2 || ai.length > 4 || !all(ai, NUMERIC) || this.get(ai) !== undefined) return undefined;
    if (length !== 0 && length !== ai.length) return undefined;
    const fixed = length === 0 ? undefined : predefined(Number(ai.slice(0, 2)));
    const entry = readEntry(`99 ${fixed ? `* X${fixed}` : 'X..90'} # UNKNOWN`);
    return entry && this.#build(-1, ai, entry);
  }
}

let standard: AiTable | undefined;
let onPacks: AiTable | undefined;

/** The table of the release that this version was built with. */
export function standardTable(): AiTable {
  standard ??= new AiTable(unpack(`${ON_PACKS}\n${DICTIONARY}`), RELEASE);
  return standard;
}

/**
 * What reads most packs: of the AIs of the standard table those on packs and pallets, so that nothing has to be unpacked. A
 * code that is right by these is right; of any other the standard table decides. That one itself once it is there.
 */
export function packTable(): AiTable {
  onPacks ??= new AiTable(unpack(ON_PACKS), RELEASE);
  return standard ?? onPacks;
}

/**
 * Another release of the GS1 Syntax Dictionary, from its text, every entry checked.
 * @throws bad-input with the line that is wrong.
 */
export function loadDictionary(text: string): AiTable {
  const lines = text.split(/\r?\n/);
  for (const line of lines) readEntry(line);
  const table = new AiTable(lines.join('\n'));
  if (table.names.length === 0) throw badInput('syntax dictionary: no entry');
  return table;
}
