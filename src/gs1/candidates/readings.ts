// Every code that a scan may stand for, whatever form it has: what hosts, keyboards and scanners do is undone, alone and together.
import { GS } from '../characters.ts';
import { LONGEST_CODE } from '../clean.ts';
import type { Element } from '../element-string.ts';
import { fault } from '../faults.ts';
import { elementString } from '../pack.ts';
import { parse } from '../parse.ts';
import { type Candidate, type Kind, type Parsed, type ParseOptions, ScanReading } from '../reading.ts';
import { isComplete } from '../repair.ts';
import { joined } from './joined.ts';
import { keyboards } from './keyboards.ts';
import { escapedSlashes, withNumbers, withoutEndSlash, withScheme, wrappedLink } from './links.ts';
import { messages } from './messages.ts';
import { fromNumbers } from './numbers.ts';
import { otherCode } from './other-codes.ts';
import { printed } from './printed.ts';
import { withSeparators } from './separators.ts';
import {
  beginsLikeCode,
  columns,
  once,
  withoutIdentifier,
  withoutPrefixes,
  withoutSuffix,
  withStart,
} from './surroundings.ts';
import { fromBase64, fromJson, percentDecoded, unbroken, withoutBlanks } from './transport.ts';
import { untypeset, unwrapped } from './typography.ts';
import { asItCame, type Variant } from './variant.ts';

/** Not somebody's binary file, line by line: what is no text is not searched for codes. */
function mayBeCode(scan: string): boolean {
  return scan.length <= LONGEST_CODE && scan.split('\ufffd').length * 5 <= scan.length + 10;
}

/** How far a reading may be trusted where a ledger knows the pack. */
export interface OtherReading extends Candidate {
  /** Only letters or digits were taken from its end: it may as well be another pack, and asks for another scan. */
  readonly unsure?: true;
}

const MOST_FOUND = 512;
/** Texts that are read for one scan. */
const MOST_READ = 6000;

interface Read {
  readonly variant: Variant;
  readonly parsed: Parsed;
}

/** One search: the texts that were read, and what they say. */
class Search {
  readonly #options: ParseOptions;
  readonly #seen = new Set<string>();
  readonly #found = new Map<string, OtherReading>();
  readonly #kinds = new WeakMap<Candidate, Kind>();

  constructor(options: ParseOptions) {
    this.#options = options;
  }

  get found(): readonly OtherReading[] {
    return [...this.#found.values()];
  }

  /** In which form the text came that was kept. */
  kindOf(found: OtherReading): Kind | undefined {
    return this.#kinds.get(found);
  }

  /** Reads a text; undefined where it was read before, or enough were. */
  read(variant: Variant): Read | undefined {
    if (this.#seen.has(variant.text) || this.#seen.size > MOST_READ) return undefined;
    this.#seen.add(variant.text);
    return { variant, parsed: parse(variant.text, this.#options) };
  }

  /** Keeps what a text says; of equal readings the first, but for one that is unsure. */
  keep({ variant, parsed }: Read, unsure = false): boolean {
    if (!parsed.ok || parsed.kind === 'ean') return false;
    this.#add(placed(parsed, variant), unsure, parsed.kind);
    return true;
  }

  /** Keeps what else a text may say. */
  keepOthers({ variant, parsed }: Read): void {
    for (const other of parsed.candidates) this.#add(placed(other, variant), false, parsed.kind);
  }

  #add(candidate: Candidate, unsure: boolean, kind: Kind): void {
    const key = keyOf(candidate);
    const before = this.#found.get(key);
    if (before !== undefined && (unsure || before.unsure !== true)) return;
    if (before === undefined && this.#found.size >= MOST_FOUND) return;
    const found = unsure ? { ...candidate, unsure } : candidate;
    this.#kinds.set(found, kind);
    this.#found.set(key, found);
  }
}

function placed({ elements, repairs }: Candidate, { origin, repairs: before }: Variant): Candidate {
  const placeOf = (at: number): number => origin[at] ?? at;
  return {
    elements: elements.map((element) => ({ ...element, offset: placeOf(element.offset) })),
    repairs: [...before, ...repairs.map((one) => ({ ...one, offset: placeOf(one.offset) }))],
  };
}

function keyOf({ elements }: Candidate): string {
  return elements
    .map(({ ai, value }) => `${ai}${GS}${value}`)
    .sort()
    .join(GS);
}

const present = <T>(values: readonly (T | undefined)[]): T[] => values.filter((value) => value !== undefined);

/** The texts without what surrounds or dresses the code, each step from the one before, the one as it came first. */
function undressed(scan: Variant): Variant[] {
  let texts = unlike([...(fromJson(scan) ?? [scan]), ...present([fromNumbers(scan), fromBase64(scan)])]);
  texts = unlike(texts.flatMap(percentDecoded));
  for (const step of [once, withoutIdentifier, untypeset, unwrapped, lineEnds, withScheme, wrappedLink, withNumbers])
    texts = unlike(texts.flatMap((one) => present([one, step(one)])));
  texts = unlike(texts.flatMap((one) => fromJson(one) ?? [one]));
  texts = unlike(texts.flatMap(cells));
  texts = unlike(texts.flatMap((one) => present([one, unwrapped(one)])));
  texts = unlike(texts.flatMap((one) => [one, ...withoutPrefixes(one)]));
  texts = unlike(texts.flatMap((one) => present([one, withStart(one)])));
  texts = unlike(texts.map((one) => withoutEndSlash(one) ?? one));
  return unlike(texts.flatMap((one) => present([one, escapedSlashes(one)])));
}

/** A text and its columns; where those are quoted it is a table's line and nothing else. */
function cells(one: Variant): Variant[] {
  const found = columns(one);
  return found.length > 0 && /"[,;\t|]|[,;\t|]"/.test(one.text) ? found : [one, ...found];
}

/** With the texts that were broken into lines in one line as well. */
function inOneLine(texts: readonly Variant[]): Variant[] {
  return unlike(texts.flatMap((one) => present([one, unbroken(one), withoutBlanks(one)])));
}

/** CR LF and other pairs inside of a code are one line end. */
function lineEnds(variant: Variant): Variant | undefined {
  const at = variant.text.trimEnd().search(/\r\n/);
  if (at < 0) return undefined;
  const kept = [...variant.text].map((_, i) => i).filter((i) => variant.text.slice(i, i + 2) !== '\r\n');
  return {
    text: kept.map((i) => variant.text.charAt(i)).join(''),
    origin: [...kept.map((i) => variant.origin[i] ?? i), variant.origin.at(-1) ?? variant.text.length],
    repairs: variant.repairs,
  };
}

function unlike(texts: readonly Variant[]): Variant[] {
  return [...new Map(texts.toReversed().map((one) => [one.text, one])).values()].toReversed();
}

/** Where the first AI of an element string stands, or undefined where the text is of another form. */
function elementsFrom(text: string): number | undefined {
  return /^\][A-Za-z]\d(?=0[01])/.test(text) ? 3 : /^0[01]\d{14}/.test(text) ? 0 : undefined;
}

/** What a text says as it is; then with separators found, as printed, and joined of two symbols. */
function readWays(search: Search, text: Variant, others: boolean): Read | undefined {
  const read = search.read(text);
  if (read === undefined) return undefined;
  search.keep(read);
  const from = elementsFrom(text.text);
  for (const one of read.parsed.ok ? [] : [...printed(text), ...joined(text), ...messages(text)]) {
    const more = search.read(one);
    if (more !== undefined) search.keep(more);
  }
  if (others && from !== undefined && !isSure(read.parsed))
    for (const one of withSeparators(text, from, isPack(read.parsed))) {
      const more = search.read(one);
      if (more !== undefined && isPack(more.parsed)) search.keep(more);
    }
  if (others) search.keepOthers(read);
  if (others && from === undefined)
    for (const one of withoutBrackets(text, read.parsed)) {
      const more = search.read(one);
      if (more?.parsed.repairs.some(({ code }) => code === 'gs-lost')) search.keep(more);
      if (more !== undefined) search.keepOthers(more);
    }
  return read;
}

/** Brackets and links that lost some of their marks: what is left is the element string without separators, or with those that must be. */
function withoutBrackets(text: Variant, { kind, ok, elements }: Parsed): readonly Variant[] {
  const isMarked = kind === 'bracketed' || kind === 'digital-link';
  if (!isMarked || elements.length < 2 || (ok && isComplete(elements))) return [];
  const rank = ({ ai, value }: Element): number => (ai === '01' ? 0 : ai === '17' && value.length === 6 ? 1 : 2);
  const ordered = [...elements].sort((a, b) => rank(a) - rank(b));
  // What is wrong in a scan may be an AI that there is not: no string is made of one.
  const strings = [...(ok ? [elementString(ordered)] : []), ordered.map(({ ai, value }) => ai + value).join('')];
  return strings.map((string) => ({ ...text, text: `]d2${string}`, origin: [] }));
}

/** What a text says, as it is or as it is printed, without what may have been added behind it; no element is lost by it. */
function readShorter(search: Search, text: Variant): void {
  const texts = [{ text, whole: parse(text.text) }];
  if (!texts[0]?.whole.ok) for (const one of printed(text)) texts.push({ text: one, whole: parse(one.text) });
  for (const { text: long, whole } of texts)
    for (const { variant, sure } of withoutSuffix(long)) {
      const read = search.read(variant);
      if (read === undefined || !read.parsed.ok) continue;
      const same = whole.ok && whole.elements.length === read.parsed.elements.length;
      if (same || (!whole.ok && isComplete(read.parsed.elements))) search.keep(read, !sure && whole.ok);
    }
}

/** A whole pack of which no end had to be guessed: nothing in it can be the spelling of a separator. */
function isSure(parsed: Parsed): boolean {
  return isPack(parsed) && isComplete(parsed.elements) && parsed.repairs.every(({ code }) => code !== 'gs-lost');
}

function isPack({ ok, elements }: Parsed): boolean {
  return ok && elements.some(({ ai }) => ai === '21' || ai === '00');
}

/**
 * The codes that a scan may stand for besides what {@link parse} makes of it, in any form, the likeliest first. Only a ledger
 * that knows exactly one of them can choose.
 * @example
 * ```ts
 * import { bracketed } from 'pedigree/gs1';
 * import { readings } from 'pedigree/gs1/candidates';
 *
 * const [first] = readings('PC: 09506000134352 SN: 7XK9 Lot: LT9022 EXP: 30.06.2031');
 * bracketed(first?.elements ?? []); // → "(01)09506000134352(21)7XK9(10)LT9022(17)310630"
 * ```
 */
export function readings(scan: string, options: ParseOptions = {}): readonly OtherReading[] {
  if (!mayBeCode(scan)) return [];
  const search = new Search(options);
  const texts = inOneLine(undressed(asItCame(scan)));
  for (const text of texts) readWays(search, text, true);
  for (const text of texts) readShorter(search, text);
  const typed = unlike(texts.flatMap((text) => keyboards(text))).flatMap((one) => [one, ...withoutPrefixes(one)]);
  // A field that a keyboard types into swallows separators as well.
  for (const text of typed) {
    const read = readWays(search, text, false);
    if (read !== undefined && beginsLikeCode(text.text)) search.keepOthers(read);
  }
  // What begins as a code does with its identifier came through the keyboard well, but for single letters.
  if (!texts.some(({ text }) => text.startsWith(']') && beginsLikeCode(text)))
    for (const text of typed) if (beginsLikeCode(text.text)) readShorter(search, text);
  return packsFirst(search.found);
}

/** Readings of whole packs before others, in the order in which they were found. */
function packsFirst(found: readonly OtherReading[]): readonly OtherReading[] {
  const rank = (one: OtherReading): number => (one.unsure ? 2 : isComplete(one.elements) ? 0 : 1);
  return [...found].sort((a, b) => rank(a) - rank(b));
}

/**
 * Reads a scan as {@link parse} does, and where that finds no code, what it is in the dress of hosts, spreadsheets, labels and
 * prefixes: where exactly one code comes out, that is the reading; else all of them are candidates.
 * @example
 * ```ts
 * import { readAgain } from 'pedigree/gs1/candidates';
 *
 * readAgain('(01) 09506000134352\n(21) 7XK9').repairs.map(({ code }) => code); // → ["as-printed"]
 * ```
 */
export function readAgain(scan: string, options: ParseOptions = {}): Parsed {
  const parsed = parse(scan, options);
  if (!mayBeCode(scan) || !isDoubtful(scan, parsed)) return parsed;
  const search = new Search(options);
  const texts = undressed(asItCame(scan));
  for (const text of texts) readWays(search, text, false);
  if (search.found.length === 0) for (const text of inOneLine(texts)) readWays(search, text, false);
  const whole = search.found.filter((one) => isComplete(one.elements));
  // A part of the whole code says the same; another pack in the message does not.
  const beside = search.found.filter((one) => !whole.includes(one) && whole.some((all) => isOtherPack(one, all)));
  const found = parsed.ok || whole.length > 0 ? [...whole, ...beside] : search.found;
  const [only, ...more] = found;
  const others = (chosen?: Candidate): readonly Candidate[] =>
    readings(scan, options).filter((one) => one.unsure !== true && (!chosen || keyOf(one) !== keyOf(chosen)));
  if (only !== undefined && more.length === 0)
    return new ScanReading(search.kindOf(only) ?? parsed.kind, parsed.symbology, only.elements, [], only.repairs, () =>
      others(only),
    );
  const other = found.length === 0 ? otherCode(scan) : undefined;
  if (other !== undefined)
    return new ScanReading(parsed.kind === 'hibc' ? 'hibc' : 'plain', parsed.symbology, [], [other], parsed.repairs);
  if (parsed.ok) return parsed;
  const errors =
    more.length > 0 ? [fault('ambiguous', 0, scan.length, undefined, String(found.length))] : parsed.errors;
  return new ScanReading(
    parsed.kind,
    parsed.symbology,
    more.length > 0 ? [] : parsed.elements,
    errors,
    parsed.repairs,
    () => others(),
    parsed.inPath,
  );
}

/** Whether two readings are of two packs: of two products, or of two serials of one message. */
function isOtherPack(one: Candidate, other: Candidate): boolean {
  const differ = (ai: string): boolean => {
    const [a, b] = [one, other].map(({ elements }) => elements.find((element) => element.ai === ai)?.value);
    return a !== undefined && b !== undefined && a !== b;
  };
  const isOfMessage = [one, other].every(({ repairs }) => repairs.some(({ code }) => code === 'json'));
  return differ('01') || (isOfMessage && differ('21'));
}

/**
 * Wrong as it stands, or right and not a pack where a separator that is spelt like data would make it one, or internal data
 * alone that no symbol told of: digits of another code.
 */
function isDoubtful(scan: string, parsed: Parsed): boolean {
  if (!parsed.ok) return true;
  if (parsed.kind !== 'element-string') return false;
  const internal = !scan.trimStart().startsWith(']') && parsed.elements.every(({ ai }) => /^9[1-9]$/.test(ai));
  return internal || (scan.includes('_1') && !isPack(parsed));
}
