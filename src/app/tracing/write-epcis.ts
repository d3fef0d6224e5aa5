// A tracing answer as EPCIS: the events of the kept files as far as they are about the goods asked for, and a shipping event for each
// hand-over that the chains alone tell of. Held in memory as far as it is written: an answer is about goods that somebody named.
import { paperId } from '../../epcis/biz-numbers.ts';
import { IdForms, KnownPrefixes, linkOf } from '../../epcis/id-forms.ts';
import { JsonWriter } from '../../epcis/json-write.ts';
import { LostAndCounted, type LostKind } from '../../epcis/lost.ts';
import type { EpcisDocument, EpcisEvent, VocabularyElement } from '../../epcis/model.ts';
import { Namespaces } from '../../epcis/namespaces.ts';
import { TRANSACTION_STATEMENT } from '../../epcis/us-words.ts';
import { XmlWriter } from '../../epcis/xml-write.ts';
import type { TracingAnswer } from './answer.ts';
import type { Transaction } from './transaction.ts';

/** What of one kept file is about the goods. */
export interface FilePart {
  readonly events: readonly EpcisEvent[];
  readonly words: readonly VocabularyElement[];
}

export interface EpcisAnswer {
  readonly to: '1.2' | '2.0';
  readonly affirm: boolean;
  /** A name for the document that no other has. */
  readonly instance: string;
}

/** Writes it; `write` takes the text in pieces. What could not be said in that form comes back. */
export function writeEpcisAnswer(
  answer: TracingAnswer,
  parts: readonly FilePart[],
  { to, affirm, instance }: EpcisAnswer,
  write: (text: string) => void,
): readonly LostKind[] {
  const lost = new LostAndCounted();
  const spaces = new Namespaces(to === '2.0' ? 'json' : 'xml');
  const prefixes = new KnownPrefixes();
  for (const { events } of parts) for (const event of events) prefixes.learn(event);
  const forms = new IdForms('urn', prefixes.lengthOf([]), to === '1.2' ? lost : new LostAndCounted());
  const onChain = answer.transactions.flatMap((one, n) => (one.source === 'chain' ? [shippingOf(one, n)] : []));
  const chained = to === '1.2' ? onChain.map((event) => forms.event(event)) : onChain;
  const words = [
    ...new Map(parts.flatMap((one) => one.words).map((word) => [`${word.type} ${word.id}`, word])).values(),
  ];
  const document = documentOf(answer, { affirm, instance, sender: forms.of(linkOf('414', answer.by.gln)) });
  for (const { events } of parts) for (const event of events) spaces.learn(event);
  for (const { attributes } of words) for (const { extensions = [] } of attributes) spaces.learnTrees(extensions);
  spaces.learnDocument(document);
  const writer = to === '2.0' ? new JsonWriter(spaces, lost) : new XmlWriter('1.2', spaces, lost);
  write(writer.head(document, words));
  for (const { events } of parts) for (const event of events) write(writer.event(event));
  for (const event of chained) write(writer.event(event));
  write(writer.end());
  return lost.list();
}

interface Around {
  readonly affirm: boolean;
  readonly instance: string;
  /** A URN where its prefix is known from the files, else a link. */
  readonly sender: string;
}

function documentOf({ at, by }: TracingAnswer, { affirm, instance, sender }: Around): EpcisDocument {
  const time = { written: at, ms: Date.parse(at) };
  const isUrn = sender.startsWith('urn:');
  return {
    form: 'epcis-2.0-json',
    kind: 'event-document',
    gzip: false,
    encoding: 'utf-8',
    schemaVersion: '2.0',
    creationDate: time,
    senders: [{ id: isUrn ? sender : by.gln, authority: isUrn ? 'GS1' : 'GLN', extensions: [] }],
    receivers: [],
    instanceId: instance,
    identification: [{ ns: '', name: 'CreationDateAndTime', value: at }],
    header: affirm ? [TRANSACTION_STATEMENT] : [],
    extensions: [],
    namespaces: [],
    contexts: [],
  };
}

/** A hand-over of the chain. */
function shippingOf(
  { gtin, serials, at = '', from, to, despatch, po, invoice }: Transaction,
  index: number,
): EpcisEvent {
  const numbers = [
    ['desadv', despatch, from?.gln],
    ['po', po, to?.gln],
    ['inv', invoice, from?.gln],
  ] as const;
  const party = (gln: string | undefined) =>
    gln === undefined ? [] : [{ type: 'owning_party', id: linkOf('414', gln) }];
  return {
    type: 'ObjectEvent',
    index,
    line: 1,
    eventTime: { written: at, ms: Date.parse(at) },
    eventTimeZoneOffset: '+00:00',
    certificationInfo: [],
    epcs: serials.map((serial) => linkOf('01', gtin, serial)),
    action: 'OBSERVE',
    bizStep: 'shipping',
    disposition: 'in_transit',
    ...(from?.gln === undefined ? {} : { readPoint: { id: linkOf('414', from.gln), extensions: [] } }),
    bizTransactions: numbers.flatMap(([type, number, gln]) =>
      number === undefined ? [] : [{ type, id: paperId(gln ?? '', number) }],
    ),
    sources: party(from?.gln),
    destinations: party(to?.gln),
    sensorElements: [],
    extensions: [],
  };
}
