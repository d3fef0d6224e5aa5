// GS1 Digital Link URIs (URI Syntax standard 1.6), uncompressed: read and built.
import { badInput } from '../errors.ts';
import { type Ai, type AiTable, standardTable } from './ai-table.ts';
import { checkWhole } from './bracketed.ts';
import { all, NUMERIC } from './characters.ts';
import { type Element, type Elements, MOST_ELEMENTS } from './element-string.ts';
import { type Fault, report } from './faults.ts';

/** The stem of GS1's own resolver, which canonical links have. */
export const CANONICAL_STEM = 'https://id.gs1.org';

export interface LinkOptions {
  /** Take names such as `gtin` and `lot` for AIs, as links of version 1.0 had them. */
  readonly aliases?: boolean;
  /** Pad a GTIN of 8, 12 or 13 digits to 14. */
  readonly shortGtins?: boolean;
  /** Take AIs that the table does not know. */
  readonly unknown?: boolean;
  /** Take AIs that the table does not know as data attributes too. */
  readonly unknownAttributes?: boolean;
}

const URI = /^[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=%]*$/;
const HOST = /^[A-Za-z0-9\-.:[\]]+$/;
/** Names of AIs in links of version 1.0. */
const ALIASES: ReadonlyMap<string, string> = new Map(
  (
    'cpid 8010,cpsn 8011,cpv 22,gcn 255,gdti 253,giai 8004,ginc 401,gln 414,glnx 254,gmn 8013,grai 8003,gsin 402,' +
    'gsrn 8018,gsrnp 8017,gtin 01,itip 8006,lot 10,party 417,refno 8020,ser 21,srin 8019,sscc 00'
  )
    .split(',')
    .map((row) => row.split(' ') as [string, string]),
);

/** The AI that a segment of a path names, by its number or as links of version 1.0 had it; other text as it is. */
export function aiOf(segment: string): string {
  return ALIASES.get(segment) ?? segment;
}

/** Undoes percent encoding, byte by byte; what is no %XX stays. In a query + is a space. */
export function unescapeUri(text: string, query: boolean): string {
  return text.replace(/%([\dA-Fa-f]{2})|\+/g, (found, hex?: string) =>
    hex ? String.fromCharCode(Number.parseInt(hex, 16)) : query ? ' ' : found,
  );
}

/** Percent-encodes all but unreserved characters; in a query a space is +. */
export function escapeUri(text: string, query: boolean): string {
  return text.replace(/[^\w.~-]/g, (character) =>
    query && character === ' ' ? '+' : `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
}

/** Whether these AIs, key first, are a primary key with qualifiers of one of its sequences, in order. */
export function isKeySequence(table: AiTable, ais: readonly string[]): boolean {
  const [key = '', ...rest] = ais;
  const sequences = table.get(key)?.qualifiers;
  return sequences?.some((sequence) => isWithin(rest, sequence)) ?? false;
}

function isWithin(part: readonly string[], sequence: readonly string[]): boolean {
  let at = 0;
  for (const ai of part) {
    at = sequence.indexOf(ai, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

/** The elements of a link, those of the path first. */
export interface Link extends Elements {
  readonly inPath: number;
}

interface Segment {
  readonly text: string;
  readonly at: number;
}

function segments(text: string, at: number, separator: string): Segment[] {
  const found: Segment[] = [];
  let start = 0;
  for (const part of text.split(separator)) {
    found.push({ text: part, at: at + start });
    start += part.length + 1;
  }
  return found;
}

/** Reads the parts of one link; keeps where they stand. */
class LinkReader {
  readonly elements: Element[] = [];
  readonly ais: Ai[] = [];
  readonly faults: Fault[];
  readonly #table: AiTable;
  readonly #options: LinkOptions;
  inPath = 0;

  constructor(table: AiTable, faults: Fault[], options: LinkOptions) {
    this.#table = table;
    this.faults = faults;
    this.#options = options;
  }

  #lookUp(name: string): Ai | undefined {
    const ai = this.#options.aliases ? aiOf(name) : name;
    return this.#table.get(ai) ?? (this.#options.unknown ? this.#table.unknown(ai) : undefined);
  }

  #add(ai: Ai, at: number, raw: Segment, query: boolean): void {
    let value = unescapeUri(raw.text, query);
    if (this.#options.shortGtins && ai.ai === '01' && [8, 12, 13].includes(value.length))
      value = value.padStart(14, '0');
    this.elements.push({ ai: ai.ai, title: ai.title, value, offset: at });
    this.ais.push(ai);
    if (value === '' || value.includes('\0')) report(this.faults, 'value-empty', raw.at, raw.text.length, ai.ai);
    else checkWhole(ai, value, raw.at, this.faults);
  }

  /** The path from the last primary key on, or nothing where there is none. */
  path(path: Segment): void {
    const parts = segments(path.text, path.at, '/');
    let first = parts.length;
    for (let i = parts.length - 2; i >= 1; i -= 2) {
      const ai = this.#lookUp(parts[i]?.text ?? '');
      if (!ai) break;
      if (ai.qualifiers !== undefined) {
        first = i;
        break;
      }
    }
    for (let i = first; i + 1 < parts.length; i += 2) {
      const [name, value] = [parts[i], parts[i + 1]];
      const ai = this.#lookUp(name?.text ?? '');
      if (ai && name !== undefined && value !== undefined) this.#add(ai, name.at, value, false);
    }
  }

  query(query: Segment): void {
    for (const part of segments(query.text, query.at, '&')) {
      const equals = part.text.indexOf('=');
      const name = part.text.slice(0, Math.max(equals, 0));
      if (equals < 0 || !all(name, NUMERIC)) continue;
      const ai = this.#lookUp(name);
      if (!ai) report(this.faults, 'dl-unknown-query', part.at, part.text.length, undefined, name);
      else this.#add(ai, part.at, { text: part.text.slice(equals + 1), at: part.at + equals + 1 }, true);
    }
  }

  /** Rules on where AIs may stand: the order in the path, attributes in the query, nothing twice. */
  places(): void {
    const { inPath } = this;
    const keys = this.ais.slice(0, inPath).map(({ ai }) => ai);
    if (!isKeySequence(this.#table, keys)) {
      report(this.faults, 'dl-path', this.elements[0]?.offset ?? 0, 1);
      return;
    }
    const seen = new Set<string>();
    this.ais.forEach((ai, i) => {
      const at = this.elements[i]?.offset ?? 0;
      if (seen.has(ai.ai)) report(this.faults, 'dl-duplicate', at, ai.ai.length, ai.ai);
      seen.add(ai.ai);
      if (i < inPath) return;
      if (!ai.attribute && !(ai.id < 0 && this.#options.unknownAttributes))
        report(this.faults, 'dl-attribute', at, ai.ai.length, ai.ai);
      else if (keys.some((_, j) => isKeySequence(this.#table, keys.toSpliced(j + 1, 0, ai.ai))))
        report(this.faults, 'dl-belongs-in-path', at, ai.ai.length, ai.ai);
    });
  }
}

/** Reads an uncompressed Digital Link; every fault is pushed, offsets are those of the link. */
export function readDigitalLink(text: string, table: AiTable, faults: Fault[], options: LinkOptions = {}): Link {
  const reader = new LinkReader(table, faults, options);
  const scheme = /^(?:https?|HTTPS?):\/\//.exec(text)?.[0].length;
  if (!URI.test(text) || text.endsWith('\n')) report(faults, 'dl-characters', 0, text.length);
  else if (!scheme) report(faults, 'dl-scheme', 0, Math.min(8, text.length));
  else {
    const slash = text.indexOf('/', scheme);
    if (slash < 0 || !HOST.test(text.slice(scheme, slash))) report(faults, 'dl-domain', scheme, 1);
    else readParts(reader, text, slash);
  }
  return reader;
}

function readParts(reader: LinkReader, text: string, slash: number): void {
  const hash = text.indexOf('#', slash);
  const end = hash < 0 ? text.length : hash;
  const question = text.slice(slash, end).indexOf('?');
  const pathEnd = question < 0 ? end : slash + question;
  reader.path({ text: text.slice(slash, pathEnd), at: slash });
  reader.inPath = reader.elements.length;
  if (reader.inPath === 0) {
    report(reader.faults, 'dl-no-key', slash, pathEnd - slash);
    return;
  }
  if (pathEnd < end) reader.query({ text: text.slice(pathEnd + 1, end), at: pathEnd + 1 });
  if (reader.elements.length > MOST_ELEMENTS) report(reader.faults, 'too-many-elements', slash, end - slash);
  reader.places();
}

interface Value {
  readonly ai: string;
  readonly value: string;
}

export interface BuildOptions {
  /** Everything before the first key; the canonical `https://id.gs1.org` where absent. */
  readonly stem?: string | undefined;
  readonly table?: AiTable;
  /** Take AIs that the table does not know as data attributes. */
  readonly unknownAttributes?: boolean;
  /** How many of the elements, from the first on, stand in the path; else the most that can. */
  readonly inPath?: number;
}

/** The key and the qualifiers of a path: the longest sequence that the elements fill, the first in order of several. */
function pathOf(elements: readonly Value[], table: AiTable): string[] | undefined {
  const key = elements.find(({ ai }) => table.get(ai)?.qualifiers !== undefined)?.ai;
  const sequences = key === undefined ? undefined : table.get(key)?.qualifiers;
  if (key === undefined || !sequences) return undefined;
  const present = new Set(elements.map(({ ai }) => ai));
  const filled = sequences.map((sequence) => [key, ...sequence.filter((ai) => present.has(ai))]);
  filled.sort((a, b) => b.length - a.length || (a.join(' ') < b.join(' ') ? -1 : 1));
  return filled[0];
}

/**
 * The Digital Link of these elements: key and qualifiers in the path, fixed-length attributes first in the query.
 * @returns undefined where there is no primary key or an element must not be an attribute.
 */
export function buildDigitalLink(elements: readonly Value[], options: BuildOptions = {}): string | undefined {
  const table = options.table ?? standardTable();
  const given = elements.slice(0, options.inPath ?? 0).map(({ ai }) => ai);
  const path = given.length > 0 ? given : pathOf(elements, table);
  if (!path) return undefined;
  let link = (options.stem ?? CANONICAL_STEM).replace(/\/$/, '');
  const done = new Set(path);
  for (const key of path) link += `/${key}/${escapeUri(elements.find(({ ai }) => ai === key)?.value ?? '', false)}`;
  const query: string[] = [];
  for (const fixed of [true, false])
    for (const { ai, value } of elements) {
      const known = table.get(ai) ?? table.unknown(ai);
      if (done.has(ai) || !known || known.fixed !== fixed) continue;
      if (!known.attribute && !(known.id < 0 && options.unknownAttributes)) return undefined;
      done.add(ai);
      query.push(`${ai}=${escapeUri(value, true)}`);
    }
  return query.length === 0 ? link : `${link}?${query.join('&')}`;
}

/**
 * The Digital Link of these elements under a stem.
 * @throws bad-input where there is no primary key, or an element that a link cannot carry.
 * @example
 * ```ts
 * import { digitalLink } from 'pedigree/gs1';
 *
 * digitalLink([{ ai: '01', value: '09506000134352' }, { ai: '21', value: 'X/7' }]); // → "https://id.gs1.org/01/09506000134352/21/X%2F7"
 * ```
 */
export function digitalLink(elements: Iterable<Value>, stem?: string): string {
  const link = buildDigitalLink([...elements], stem === undefined ? {} : { stem });
  if (link === undefined)
    throw badInput('these elements make no GS1 Digital Link', 'a link starts with a primary key such as (01) or (00)');
  return link;
}
