// EPCIS in 2.0 JSON, read as it comes: one event is in memory at a time. A context that stands behind the events is found first.
import { say } from '../words/en/epcis.ts';
import { type Context, contextWith, NO_CONTEXT } from './context.ts';
import type { OpenedText } from './encoding.ts';
import { nobody, type TakeFound } from './found.ts';
import { eventTypeOf, jsonEvent } from './json-event.ts';
import { JSON_KINDS, jsonDocument, jsonWord } from './json-head.ts';
import { isRecord, type JsonRecord, JsonScanner, type JsonValue, type JsonWay } from './json-scan.ts';
import { MAX_EVENT, MAX_TOKEN, refusal } from './limits.ts';
import type { EpcisDocument, EpcisPart } from './model.ts';

type Path = readonly (string | number)[];

/** Properties that hold events or words of the master data somewhere inside: their members are read one by one. */
const AROUND: ReadonlySet<string> = new Set([
  ...['epcisBody', 'eventList', 'queryResults', 'resultsBody', 'epcisHeader', 'epcisMasterData', 'vocabularyList'],
  'vocabularyElementList',
]);

function wayOf(path: Path): JsonWay {
  const last = path.at(-1);
  if (last === undefined) return 'members';
  if (typeof last === 'string') return AROUND.has(last) ? 'members' : 'whole';
  return path.at(-2) === 'vocabularyList' ? 'members' : 'whole';
}

function pathText(path: Path): string {
  return path.reduce<string>((text, part) => (typeof part === 'number' ? `${text}[${part}]` : `${text}.${part}`), '$');
}

/** Whether something at this path is an event: a member of the list, or the one of a body. */
function isEventAt(path: Path): boolean {
  return (typeof path.at(-1) === 'number' && path.at(-2) === 'eventList') || path.at(-1) === 'event';
}

/** Reads pieces of text and keeps the parts that are whole. */
class JsonReader {
  readonly parts: EpcisPart[] = [];
  context: Context;
  encoding = 'utf-8';
  /** Events or words of the master data came before a context. */
  isTooEarly = false;
  readonly #gzip: boolean;
  readonly #found: TakeFound;
  readonly #known: Context | undefined;
  readonly #scanner = new JsonScanner({
    way: wayOf,
    room: (path) => (isEventAt(path) ? MAX_EVENT : MAX_TOKEN),
    begin: (path, isArray) => this.#begin(path, isArray),
    mayRepeat: (path, name, level, line) => this.#mayRepeat(path, name, level, line),
    value: (path, value, line) => this.#value(path, value, line),
  });
  readonly #root = new Map<string, JsonValue>();
  /** What the header holds besides master data. */
  readonly #header = new Map<string, JsonValue>();
  #query: { name?: string; subscription?: string } | undefined;
  /** The type of the vocabulary that is open, and its words as long as it is not known. */
  #vocabulary: string | undefined;
  #words: { readonly record: JsonRecord; readonly line: number }[] = [];
  #events = 0;
  #isHeadGiven = false;

  /** @param known the context, where it was looked for before */
  constructor(gzip: boolean, found: TakeFound, known: Context | undefined) {
    this.#gzip = gzip;
    this.#found = found;
    this.#known = known;
    this.context = known ?? NO_CONTEXT;
  }

  take(text: string): void {
    this.#scanner.take(text);
  }

  end(): void {
    this.#scanner.end();
    this.#flush();
    const root = Object.fromEntries(this.#root);
    const type = root.type ?? root['@type'];
    if (eventTypeOf(root) !== undefined) this.#lone(root);
    else if (!JSON_KINDS.has(type))
      throw refusal('not-epcis', {}, type === undefined ? undefined : say('type-unknown', { name: nameOf(type) }));
    if (!this.#isHeadGiven) this.#giveHead();
    const { hasStandard, addresses } = this.context;
    if (!hasStandard && addresses.length === 0) this.#found('no-context', { path: '$' });
    this.parts.push({ part: 'end', document: this.#document(this.#found) });
  }

  #begin(path: Path, isArray: boolean): void {
    const last = path.at(-1);
    if (last === undefined && isArray) throw refusal('not-epcis');
    if (typeof last === 'number') this.#vocabulary = undefined;
    if ((last === 'eventList' || last === 'vocabularyList') && this.#known === undefined && this.context === NO_CONTEXT)
      this.isTooEarly = true;
  }

  /** Which of two ids an event has changes nothing about the goods; any other property twice, and readers would differ on them. */
  #mayRepeat(path: Path, name: string, level: number, line: number): boolean {
    if (!isEventAt(path) || name !== 'eventID' || level !== 1) return false;
    if (!this.isTooEarly) this.#found('name-repeats', { event: this.#events, line, path: pathText(path), what: name });
    return true;
  }

  #value(path: Path, value: JsonValue, line: number): void {
    const last = path.at(-1);
    if (isEventAt(path)) {
      if (!this.isTooEarly) this.#event(value, { event: this.#events++, line, path: pathText(path) });
    } else if (path.at(-2) === 'vocabularyElementList') {
      if (isRecord(value)) this.#words.push({ record: value, line });
      if (this.#vocabulary !== undefined) this.#flush();
    } else if (path.at(-3) === 'vocabularyList' && last === 'type') {
      this.#vocabulary = nameOf(value);
      this.#flush();
    } else if (path.length === 2 && path[0] === 'epcisHeader' && typeof last === 'string')
      this.#header.set(last, value);
    else if (last === 'queryName') this.#query = { ...this.#query, name: nameOf(value) };
    else if (last === 'subscriptionID') this.#query = { ...this.#query, subscription: nameOf(value) };
    else if (path.length === 1 && typeof last === 'string') {
      this.#root.set(last, value);
      if (last === '@context' && this.#known === undefined) this.context = contextWith(NO_CONTEXT, value, this.#found);
    }
  }

  #flush(): void {
    for (const { record, line } of this.#words) {
      const element = jsonWord(record, this.#vocabulary ?? '', line, this.context, this.#found);
      this.parts.push({ part: 'vocabulary', element });
    }
    this.#words = [];
  }

  #document(found: TakeFound): EpcisDocument {
    const root = Object.fromEntries(this.#root);
    const header = Object.fromEntries(this.#header);
    return jsonDocument(
      { root, header, context: this.context, gzip: this.#gzip, encoding: this.encoding, query: this.#query },
      found,
    );
  }

  #giveHead(): void {
    this.#isHeadGiven = true;
    this.parts.push({ part: 'head', document: this.#document(nobody) });
  }

  /** An event that is the whole file: the context beside its properties is the one of the file. */
  #lone(root: JsonRecord): void {
    const { '@context': _, ...event } = root;
    this.#event(event, { event: this.#events++, line: 1, path: '$' });
  }

  #event(value: JsonValue, at: { readonly event: number; readonly line: number; readonly path: string }): void {
    if (!this.#isHeadGiven) this.#giveHead();
    const type = isRecord(value) ? eventTypeOf(value) : undefined;
    if (isRecord(value) && type !== undefined)
      this.parts.push({ part: 'event', event: jsonEvent(value, type, at, this.context, this.#found) });
    else this.#found('event-unknown', { ...at, what: nameOf(isRecord(value) ? (value.type ?? null) : value) });
  }
}

function nameOf(value: JsonValue): string {
  return (typeof value === 'string' ? value : JSON.stringify(value)).slice(0, 120);
}

/** The context of a file, wherever it stands. */
async function contextOf(opened: OpenedText): Promise<Context> {
  const reader = new JsonReader(opened.gzip, nobody, undefined);
  for await (const text of opened.text) reader.take(text);
  reader.end();
  return reader.context;
}

/**
 * Reads an EPCIS file in JSON.
 * @param again opens the file once more, where its context stands behind its events
 * @throws not-well-formed, too-deep, too-large, duplicate-key, not-epcis, bad-encoding
 */
export async function* readJson(
  opened: OpenedText,
  again: () => Promise<OpenedText>,
  found: TakeFound,
): AsyncGenerator<EpcisPart> {
  let reader = new JsonReader(opened.gzip, found, undefined);
  let text = opened;
  for (;;) {
    for await (const piece of text.text) {
      reader.take(piece);
      if (reader.isTooEarly) break;
      // Each step through a further generator takes as long as reading ten packs.
      for (const part of reader.parts) yield part;
      reader.parts.length = 0;
    }
    if (!reader.isTooEarly) break;
    const context = await contextOf(await again());
    text = await again();
    reader = new JsonReader(text.gzip, found, context);
  }
  reader.encoding = text.encoding();
  reader.end();
  for (const part of reader.parts) yield part;
}
