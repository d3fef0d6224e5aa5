// From one form of EPCIS to another: read twice, because what stands in front of the events may depend on what is in them.
import { nobody, type TakeFound } from './found.ts';
import { type IdForm, IdForms, KnownPrefixes } from './id-forms.ts';
import { JsonWriter } from './json-write.ts';
import { LostAndCounted, type LostKind } from './lost.ts';
import type { ByteSource, EpcisDocument, EpcisEvent, EpcisForm, VocabularyElement } from './model.ts';
import { Namespaces } from './namespaces.ts';
import { readEpcis } from './read.ts';
import { XmlWriter } from './xml-write.ts';

/** What can be written: 1.2 is XML, 2.0 is JSON. */
export type WrittenForm = '1.2' | '2.0' | '2.0-xml';

export interface ConvertOptions {
  readonly to: WrittenForm;
  /** All identifiers as URNs or as links; as they are where absent. */
  readonly ids?: IdForm;
  /** Company prefixes, for URNs, besides those that the file itself shows. */
  readonly prefixes?: readonly string[];
}

export interface ConvertedFile {
  /** What it was. */
  readonly form: EpcisForm;
  readonly events: number;
  /** What could not be carried over, or had to be said otherwise. */
  readonly lost: readonly LostKind[];
}

/** How a file is written anew. */
export interface WritePlan {
  /** In which form, by the one that it has. */
  readonly to: (form: EpcisForm) => WrittenForm;
  /** Sees each event before anything is written; what it gives back has the namespaces that will be written. */
  readonly learn?: (event: EpcisEvent) => EpcisEvent;
  readonly learnWord?: (word: VocabularyElement) => void;
  /** An event that is the whole file gets no document around it. */
  readonly keepsAlone?: true;
  /** What stands around the events, as it is to be written. */
  readonly around?: (document: EpcisDocument) => EpcisDocument;
  /** An event as it is to be written, or undefined where it is left out. */
  readonly event: (event: EpcisEvent, lost: LostAndCounted) => EpcisEvent | undefined;
  readonly word: (word: VocabularyElement, lost: LostAndCounted) => VocabularyElement;
}

/** What one reading of a file tells of the whole of it. */
interface Whole {
  readonly document: EpcisDocument;
  readonly words: readonly VocabularyElement[];
  readonly spaces: Namespaces;
  readonly first: EpcisEvent | undefined;
}

/** Reads all of a file for what has to be known before its first event is written. */
async function wholeOf(source: ByteSource, plan: WritePlan, found: TakeFound): Promise<Whole> {
  const words: VocabularyElement[] = [];
  let spaces: Namespaces | undefined;
  let first: EpcisEvent | undefined;
  let document: EpcisDocument | undefined;
  for await (const part of readEpcis(source, found)) {
    if (part.part === 'event') {
      const event = plan.learn?.(part.event) ?? part.event;
      first ??= event;
      spaces?.learn(event);
    } else if (part.part === 'vocabulary') {
      words.push(part.element);
      plan.learnWord?.(part.element);
    } else {
      document = part.document;
      spaces ??= new Namespaces(plan.to(document.form) === '2.0' ? 'json' : 'xml');
    }
  }
  if (document === undefined || spaces === undefined) throw new TypeError('a file ends with what stands around it');
  for (const { attributes } of words) for (const { extensions = [] } of attributes) spaces.learnTrees(extensions);
  spaces.learnDocument(document);
  return { document, words, spaces, first };
}

/** What the reader of JSON tells and leaves out of the event, or the event with it: nobody could write it down again. */
const UNREADABLE: ReadonlySet<string> = new Set(['not-text', 'not-an-object', 'event-unknown']);

/**
 * Writes a file anew, event by event.
 * @param write takes the text in pieces
 * @param found takes what is odd about the file as it is read
 * @throws as readEpcis
 */
export async function writeEpcis(
  source: ByteSource,
  plan: WritePlan,
  write: (text: string) => void,
  found: TakeFound = nobody,
): Promise<ConvertedFile> {
  const lost = new LostAndCounted();
  const both: TakeFound = (code, at) => {
    if (UNREADABLE.has(code)) {
      lost.event = at?.event;
      lost.lose('unreadable', at?.what);
    }
    found(code, at);
  };
  const { document: read, words, spaces, first } = await wholeOf(source, plan, both);
  lost.event = undefined;
  const to = plan.to(read.form);
  const isJson = to === '2.0';
  const isAlone = read.kind === 'lone-event' && !isJson && plan.keepsAlone !== true;
  const planned = plan.around?.(read) ?? read;
  const document = isAlone ? around(planned, first, lost) : planned;
  if (read.id !== undefined && !isJson) lost.lose('document-id', read.id);
  const writer = isJson
    ? new JsonWriter(spaces, lost, read.form === 'epcis-2.0-json')
    : new XmlWriter(to === '1.2' ? '1.2' : '2.0', spaces, lost);
  const written = words.map((word) => plan.word(word, lost));
  write(writer.head(document, written));
  let events = 0;
  for await (const part of readEpcis(source)) {
    if (part.part !== 'event') continue;
    lost.event = part.event.index;
    const event = plan.event(part.event, lost);
    if (event === undefined) continue;
    write(writer.event(event));
    events++;
  }
  write(writer.end());
  return { form: read.form, events, lost: lost.list() };
}

/** A lone event in XML gets a document around it: its date is when the event was recorded, or happened. */
function around(document: EpcisDocument, first: EpcisEvent | undefined, lost: LostAndCounted): EpcisDocument {
  const at = first?.recordTime ?? first?.eventTime;
  lost.lose('wrapped-event');
  return { ...document, kind: 'event-document', ...(at === undefined ? {} : { creationDate: at }) };
}

/**
 * Converts an EPCIS file. Nothing is guessed: a URN is written only where the length of its company prefix is known.
 * @param write takes the text in pieces
 * @throws as readEpcis
 * @example
 * ```ts
 * import { convertEpcis } from 'pedigree/epcis';
 *
 * const file = new TextEncoder().encode('<ObjectEvent><action>ADD</action></ObjectEvent>');
 * let json = '';
 * const { lost } = await convertEpcis(() => [file], { to: '2.0' }, (text) => {
 *   json += text;
 * });
 * console.log(JSON.parse(json).action, lost.length); // ADD 0
 * ```
 */
export async function convertEpcis(
  source: ByteSource,
  options: ConvertOptions,
  write: (text: string) => void,
  found: TakeFound = nobody,
): Promise<ConvertedFile> {
  const { to, ids } = options;
  const prefixes = new KnownPrefixes();
  let made: IdForms | undefined;
  /** They are made once all prefixes of the file are known. */
  const forms = (lost: LostAndCounted) => {
    if (ids !== undefined) made ??= new IdForms(ids, prefixes.lengthOf(options.prefixes ?? []), lost);
    return made;
  };
  const plan: WritePlan = {
    to: () => to,
    ...(ids !== 'urn'
      ? {}
      : {
          learn: (event) => {
            prefixes.learn(event);
            return event;
          },
          learnWord: ({ id, children }) => prefixes.add([id, ...children]),
        }),
    event: (event, lost) => forms(lost)?.event(event) ?? event,
    word: (word, lost) => forms(lost)?.word(word) ?? word,
  };
  return writeEpcis(source, plan, write, found);
}
