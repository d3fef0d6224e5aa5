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
export const WRITTEN_FORMS = ['1.2', '2.0', '2.0-xml'] as const;
export type WrittenForm = (typeof WRITTEN_FORMS)[number];

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

/** What one reading of a file tells of the whole of it. */
interface Whole {
  readonly document: EpcisDocument;
  readonly words: readonly VocabularyElement[];
  readonly spaces: Namespaces;
  readonly prefixes: KnownPrefixes;
  readonly first: EpcisEvent | undefined;
}

/** Reads all of a file for what has to be known before its first event is written. */
async function wholeOf(source: ByteSource, { to, ids }: ConvertOptions, found: TakeFound): Promise<Whole> {
  const spaces = new Namespaces(to === '2.0' ? 'json' : 'xml');
  const prefixes = new KnownPrefixes();
  const words: VocabularyElement[] = [];
  let first: EpcisEvent | undefined;
  let document: EpcisDocument | undefined;
  for await (const part of readEpcis(source, found)) {
    if (part.part === 'event') {
      first ??= part.event;
      spaces.learn(part.event);
      if (ids === 'urn') prefixes.learn(part.event);
    } else if (part.part === 'vocabulary') {
      words.push(part.element);
      for (const { extensions = [] } of part.element.attributes) spaces.learnTrees(extensions);
      if (ids === 'urn') prefixes.add([part.element.id, ...part.element.children]);
    } else document = part.document;
  }
  if (document === undefined) throw new TypeError('a file ends with what stands around its events');
  spaces.learnDocument(document);
  return { document, words, spaces, prefixes, first };
}

/** Types of event whose persistent disposition the JSON schema does not know. */
const NO_PERSISTENT: ReadonlySet<string> = new Set(['AggregationEvent', 'TransactionEvent', 'AssociationEvent']);

/** An event without what the JSON schema has no place for; what came in JSON stays as it came. */
function fitting(event: EpcisEvent, lost: LostAndCounted): EpcisEvent {
  if (event.persistentDisposition === undefined || !NO_PERSISTENT.has(event.type)) return event;
  lost.lose('persistent-disposition');
  const { persistentDisposition: _, ...rest } = event;
  return rest;
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
 * const { lost } = await convertEpcis(() => [file], { to: '2.0' }, (text) => (json += text));
 * console.log(JSON.parse(json).action, lost.length); // → ADD 0
 * ```
 */
export async function convertEpcis(
  source: ByteSource,
  options: ConvertOptions,
  write: (text: string) => void,
  found: TakeFound = nobody,
): Promise<ConvertedFile> {
  const whole = await wholeOf(source, options, found);
  const { spaces, prefixes, first } = whole;
  const lost = new LostAndCounted();
  const { to, ids } = options;
  const isJson = to === '2.0';
  const { form, kind, id } = whole.document;
  const document = kind === 'lone-event' && !isJson ? around(whole.document, first, lost) : whole.document;
  if (id !== undefined && !isJson) lost.lose('document-id', id);
  const forms = ids === undefined ? undefined : new IdForms(ids, prefixes.lengthOf(options.prefixes ?? []), lost);
  const writer = isJson ? new JsonWriter(spaces, lost) : new XmlWriter(to === '1.2' ? '1.2' : '2.0', spaces, lost);
  write(writer.head(document, forms === undefined ? whole.words : whole.words.map((word) => forms.word(word))));
  let events = 0;
  for await (const part of readEpcis(source)) {
    if (part.part !== 'event') continue;
    lost.event = part.event.index;
    const said = isJson && form !== 'epcis-2.0-json' ? fitting(part.event, lost) : part.event;
    write(writer.event(forms === undefined ? said : forms.event(said)));
    events++;
  }
  write(writer.end());
  return { form, events, lost: lost.list() };
}
