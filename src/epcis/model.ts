// What an EPCIS file says, one model for 1.2 and 2.0, XML and JSON: nothing that a file says is lost, nothing is judged here.
// Identifiers stand as they were written; `readId` (ids.ts) gives their GS1 form, `readTime` (times.ts) reads what times say.

/** How a file is written. Whether it came compressed is noted apart. */
export type EpcisForm = 'epcis-1.2-xml' | 'epcis-2.0-xml' | 'epcis-2.0-json';

/** What stands outermost: a document, the answer to a query, master data alone, or an event with nothing around it. */
export type EpcisKind = 'event-document' | 'query-result' | 'master-data' | 'lone-event';

export const EPCIS_EVENT_TYPES = [
  'ObjectEvent',
  'AggregationEvent',
  'TransactionEvent',
  'TransformationEvent',
  'AssociationEvent',
  'QuantityEvent',
] as const;
export type EpcisEventType = (typeof EPCIS_EVENT_TYPES)[number];

export const ACTIONS: ReadonlySet<string> = new Set(['ADD', 'OBSERVE', 'DELETE']);

/** Whether events of this type are of a parent and its children: their lists of goods have names of their own. */
export function hasChildren(type: EpcisEventType): boolean {
  return type === 'AggregationEvent' || type === 'AssociationEvent';
}

/** A name with a value: of an element in XML, or a plain property in JSON. */
export interface Attribute {
  /** The URI of the namespace, '' where it has none. */
  readonly ns: string;
  readonly name: string;
  readonly value: string;
  /** The prefix as it was written. */
  readonly prefix?: string;
  /** What JSON had where it was no text; `value` is then what JSON writes for it. */
  readonly json?: 'number' | 'boolean' | 'null';
}

/** What the standard has no name for, as a tree: an element of XML or a property of JSON, in the order of the file. */
export interface Extension {
  /** The URI of the namespace, '' where it has none. In JSON what the context says of the prefix. */
  readonly ns: string;
  /** The local name. In an array that stands in an array in JSON it is ''. */
  readonly name: string;
  readonly prefix?: string;
  /** Of an element in XML; namespace declarations are not among them. */
  readonly attributes?: readonly Attribute[];
  /** Text, where it has any. Both this and `children` only in mixed content of XML. */
  readonly value?: string;
  /** What is inside it; [] for an empty object of JSON, absent for an empty element of XML. */
  readonly children?: readonly Extension[];
  /** What JSON had where it was no text and no object; 'empty' is an array without a member. */
  readonly json?: 'number' | 'boolean' | 'null' | 'empty';
  /** It is a member of an array in JSON: members follow each other under the same name. */
  readonly list?: true;
}

/** A moment of an event. */
export interface EpcisTime {
  readonly written: string;
  /** Milliseconds since 1970, rounded as XML Schema and CBV want; undefined where the text is no moment. */
  readonly ms: number | undefined;
}

/** A read point or a business location. */
export interface EventPlace {
  readonly id: string;
  readonly extensions: readonly Extension[];
}

export interface Quantity {
  readonly epcClass: string;
  /** The number as it was written. */
  readonly quantity?: string;
  readonly uom?: string;
}

/** A business transaction, a source or a destination: what it is, as a bare CBV word where standard, and which. */
export interface TypedId {
  readonly type?: string;
  readonly id: string;
}

/** Metadata or one report of a sensor. `type`, `exception` and `component` are bare words where standard. */
export interface SensorPart {
  readonly fields: readonly Attribute[];
  readonly extensions: readonly Extension[];
}

export interface SensorElement {
  readonly metadata?: SensorPart;
  readonly reports: readonly SensorPart[];
  readonly extensions: readonly Extension[];
}

export interface ErrorDeclaration {
  readonly declarationTime: EpcisTime;
  /** `did_not_occur`, `incorrect_data`, or a URI. */
  readonly reason?: string;
  readonly correctiveEventIDs: readonly string[];
  readonly extensions: readonly Extension[];
}

/** Lists are [] where the file has none, but for those that a file may have and leave empty. */
export interface EpcisEvent {
  readonly type: EpcisEventType;
  /** Counted from 0 in the order of the file. */
  readonly index: number;
  /** The line of the file on which it starts, counted from 1. */
  readonly line: number;
  /** In JSON where it stands: `$.epcisBody.eventList[3]`. */
  readonly path?: string;
  readonly eventTime: EpcisTime;
  /** As it was written: `-05:00`. */
  readonly eventTimeZoneOffset?: string;
  readonly recordTime?: EpcisTime;
  readonly eventID?: string;
  readonly errorDeclaration?: ErrorDeclaration;
  readonly certificationInfo: readonly string[];
  readonly action?: string;
  /** A bare word of the CBV (`commissioning`) where it is one, else as it was written, CURIEs expanded. */
  readonly bizStep?: string;
  readonly disposition?: string;
  readonly persistentDisposition?: { readonly set: readonly string[]; readonly unset: readonly string[] };
  readonly readPoint?: EventPlace;
  readonly bizLocation?: EventPlace;
  readonly parentID?: string;
  /** `epcList` or `childEPCs`; undefined where the file has no such list, [] where it is empty. */
  readonly epcs?: readonly string[];
  /** `quantityList` or `childQuantityList`; of a QuantityEvent the one that it has. */
  readonly quantities?: readonly Quantity[];
  /** Of a transformation. */
  readonly inputEpcs?: readonly string[];
  readonly inputQuantities?: readonly Quantity[];
  readonly outputEpcs?: readonly string[];
  readonly outputQuantities?: readonly Quantity[];
  readonly transformationID?: string;
  readonly bizTransactions: readonly TypedId[];
  readonly sources: readonly TypedId[];
  readonly destinations: readonly TypedId[];
  readonly sensorElements: readonly SensorElement[];
  readonly ilmd?: readonly Extension[];
  readonly extensions: readonly Extension[];
}

/** A word of the master data: a product, a place … */
export interface VocabularyElement {
  /** The type of its vocabulary: `urn:epcglobal:epcis:vtype:EPCClass`. */
  readonly type: string;
  readonly id: string;
  readonly line: number;
  /** `value` is text; what is a tree in the file stands in `extensions`. */
  readonly attributes: readonly {
    readonly id: string;
    readonly value: string;
    readonly extensions?: readonly Extension[];
  }[];
  readonly children: readonly string[];
}

/** Who stands in the header (SBDH). */
export interface Partner {
  /** As it was written: a GLN, an SGLN, or a name. */
  readonly id: string;
  readonly authority?: string;
  /** What else the header says of the party: contacts. */
  readonly extensions: readonly Extension[];
}

/** The DSCSA transaction statement, as the header has it. */
export interface Statement {
  /** The text of `affirmTransactionStatement`. */
  readonly affirm?: string;
  readonly legalNotice?: string;
}

/** A namespace that the outermost element or the context declares. */
export interface Namespace {
  readonly prefix: string;
  readonly uri: string;
}

/** What stands around the events. */
export interface EpcisDocument {
  readonly form: EpcisForm;
  readonly kind: EpcisKind;
  /** The bytes came compressed. */
  readonly gzip: boolean;
  /** How the bytes are characters, in the name of the encoding standard: `utf-8`, `utf-16be`, `windows-1252`. */
  readonly encoding: string;
  readonly schemaVersion?: string;
  readonly creationDate?: EpcisTime;
  /** Of a document in JSON. */
  readonly id?: string;
  /** In XML the SBDH, in JSON the properties of the same meaning. */
  readonly senders: readonly Partner[];
  readonly receivers: readonly Partner[];
  readonly instanceId?: string;
  /** `DocumentIdentification` besides the instance: standard, type, version, creation. */
  readonly identification: readonly Attribute[];
  readonly guidelineVersion?: string;
  readonly statement?: Statement;
  /** What else the header holds, the guideline and the statement again among it. */
  readonly header: readonly Extension[];
  /** Behind the body: what the outermost element or object holds besides. */
  readonly extensions: readonly Extension[];
  readonly namespaces: readonly Namespace[];
  /** In JSON: the contexts by address, in order. */
  readonly contexts: readonly string[];
  /** Of the answer to a query. */
  readonly query?: { readonly name?: string; readonly subscription?: string };
}

/**
 * A part of a file as it is read. `head`, with what is known until then, comes before the first event, words of the master data
 * and events come in the order of the file, and `end`, with all that stands around the events, is the last.
 */
export type EpcisPart =
  | { readonly part: 'head'; readonly document: EpcisDocument }
  | { readonly part: 'vocabulary'; readonly element: VocabularyElement }
  | { readonly part: 'event'; readonly event: EpcisEvent }
  | { readonly part: 'end'; readonly document: EpcisDocument };

/** Where the bytes of a file come from; a piece may be overwritten once the next is asked for. It is asked again where a file has to be read twice. */
export type ByteSource = () => Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
