// An event of a 2.0 JSON file, from its object. What is no text where text belongs is told and left out.
import { type Context, contextWith, expanded, propertyName } from './context.ts';
import type { FoundAt, TakeFound } from './found.ts';
import { isRecord, type JsonRecord, type JsonValue } from './json-scan.ts';
import {
  type Attribute,
  EPCIS_EVENT_TYPES,
  type EpcisEvent,
  type EpcisEventType,
  type ErrorDeclaration,
  type EventPlace,
  type Extension,
  hasChildren,
  type Quantity,
  type SensorElement,
  type SensorPart,
  type TypedId,
} from './model.ts';
import { METADATA_FIELDS, REPORT_FIELDS, SENSOR_WORDS } from './sensor-fields.ts';
import { epcisTime, readOffset } from './times.ts';
import { isWord, type WordList, wordOf } from './vocabulary.ts';

type Scalar = null | boolean | number | string;

const isText = (value: JsonValue): value is string => typeof value === 'string';
const isScalar = (value: JsonValue): value is Scalar => typeof value !== 'object' || value === null;

/** What JSON writes for a value, and what it was. */
function scalar(value: Scalar): { readonly value: string; readonly json?: 'number' | 'boolean' | 'null' } {
  if (typeof value === 'string') return { value };
  return { value: String(value), json: value === null ? 'null' : typeof value === 'number' ? 'number' : 'boolean' };
}

/** A property as the model keeps what the standard has no name for. It is as deep as objects may be (MAX_DEPTH). */
export function extensionsOf(key: string, value: JsonValue, context: Context, found: TakeFound): Extension[] {
  const name = propertyName(key, context);
  if (!Array.isArray(value)) return [extensionOf(name, value, context, found)];
  const members = value as readonly JsonValue[];
  if (members.length === 0) return [{ ...name, json: 'empty', list: true }];
  return members.map((member) => ({ ...extensionOf(name, member, context, found), list: true }));
}

function extensionOf(
  name: Pick<Extension, 'ns' | 'name' | 'prefix'>,
  value: JsonValue,
  context: Context,
  found: TakeFound,
): Extension {
  if (isScalar(value)) return { ...name, ...scalar(value) };
  if (!isRecord(value)) return { ...name, children: extensionsOf('', value, context, found) };
  return { ...name, children: restOf(value, NO_NAMES, context, found) };
}

/** The properties of an object besides those of the names. */
export function restOf(record: JsonRecord, names: ReadonlySet<string>, outer: Context, found: TakeFound): Extension[] {
  const given = record['@context'];
  const context = given === undefined ? outer : contextWith(outer, given, found);
  const rest: Extension[] = [];
  for (const key of Object.keys(record)) {
    if (names.has(key) || key === '@context') continue;
    for (const one of extensionsOf(key, record[key] ?? null, context, found)) rest.push(one);
  }
  return rest;
}

const NO_NAMES: ReadonlySet<string> = new Set();
const SENSOR_FIELDS: ReadonlySet<string> = new Set([...METADATA_FIELDS, ...REPORT_FIELDS]);

/** Reads one event; `at` says where it is. */
class EventReader {
  readonly #context: Context;
  readonly #found: TakeFound;
  readonly #at: FoundAt;

  constructor(context: Context, found: TakeFound, at: FoundAt) {
    this.#context = context;
    this.#found = found;
    this.#at = at;
  }

  #tell(code: string, name: string, what: string): void {
    const { path = '$' } = this.#at;
    this.#found(code, { ...this.#at, path: `${path}.${name}`, what: what.slice(0, 120) });
  }

  text(record: JsonRecord, name: string): string | undefined {
    const value = record[name];
    if (value === undefined || typeof value === 'string') return value;
    this.#tell('not-text', name, JSON.stringify(value));
    return undefined;
  }

  id(record: JsonRecord, name: string): string | undefined {
    const text = this.text(record, name);
    return text === undefined ? undefined : expanded(text, this.#context);
  }

  /** A word of a list. In JSON a bare word that the CBV does not have means nothing. */
  word(record: JsonRecord, name: string, list: WordList): string | undefined {
    const text = this.text(record, name);
    return text === undefined ? undefined : this.#word(text, name, list);
  }

  #word(text: string, name: string, list: WordList): string {
    const word = wordOf(list, expanded(text, this.#context));
    if (!word.includes(':') && !isWord(list, word)) this.#tell('word-unknown', name, text);
    return word;
  }

  #list(record: JsonRecord, name: string): readonly JsonValue[] | undefined {
    const value = record[name];
    if (value === undefined) return undefined;
    if (Array.isArray(value)) return value as readonly JsonValue[];
    this.#tell('not-a-list', name, JSON.stringify(value));
    return isScalar(value) || isRecord(value) ? [value] : undefined;
  }

  texts(record: JsonRecord, name: string): readonly string[] | undefined {
    const list = this.#list(record, name);
    if (list === undefined) return undefined;
    const { own } = this.#context;
    if (list.every(isText)) return own.size === 0 ? list : list.map((member) => expanded(member, this.#context));
    const all: string[] = [];
    for (const member of list) {
      if (typeof member !== 'string') this.#tell('not-text', name, JSON.stringify(member));
      else all.push(expanded(member, this.#context));
    }
    return all;
  }

  #records(record: JsonRecord, name: string): JsonRecord[] {
    return (this.#list(record, name) ?? []).filter((member): member is JsonRecord => {
      if (isRecord(member)) return true;
      this.#tell('not-an-object', name, JSON.stringify(member));
      return false;
    });
  }

  words(record: JsonRecord, name: string, list: WordList): string[] {
    const value = record[name];
    const all = typeof value === 'string' ? [value] : this.texts(record, name);
    return (all ?? []).map((text) => this.#word(text, name, list));
  }

  /** What has to be an object. */
  object(record: JsonRecord, name: string): JsonRecord | undefined {
    const value = record[name];
    if (value === undefined || isRecord(value)) return value;
    this.#tell('not-an-object', name, JSON.stringify(value));
    return undefined;
  }

  extensions(record: JsonRecord, ...names: readonly string[]): Extension[] {
    return restOf(record, new Set(names), this.#context, this.#found);
  }

  place(record: JsonRecord, name: string): EventPlace | undefined {
    const value = record[name];
    if (value === undefined) return undefined;
    if (typeof value === 'string') {
      this.#tell('place-form', name, JSON.stringify(value));
      return { id: expanded(value, this.#context), extensions: [] };
    }
    if (!isRecord(value)) {
      this.#tell('not-an-object', name, JSON.stringify(value));
      return undefined;
    }
    return { id: this.id(value, 'id') ?? '', extensions: this.extensions(value, 'id') };
  }

  quantities(record: JsonRecord, name: string): Quantity[] | undefined {
    if (record[name] === undefined) return undefined;
    return this.#records(record, name).map((one) => {
      const { quantity } = one;
      const isNumber = typeof quantity === 'number';
      if (quantity !== undefined && !isNumber) this.#tell('bad-quantity', name, JSON.stringify(quantity));
      const uom = this.text(one, 'uom');
      return {
        epcClass: this.id(one, 'epcClass') ?? '',
        ...(quantity === undefined ? {} : { quantity: isNumber ? String(quantity) : String(quantity).trim() }),
        ...(uom === undefined ? {} : { uom }),
      };
    });
  }

  typedIds(record: JsonRecord, name: string, id: string, list: WordList): TypedId[] {
    return this.#records(record, name).map((one) => {
      const type = this.word(one, 'type', list);
      return { ...(type === undefined ? {} : { type }), id: this.id(one, id) ?? '' };
    });
  }

  #sensorPart(record: JsonRecord): SensorPart {
    const fields: Attribute[] = [];
    let rest: Extension[] = [];
    for (const [key, value] of Object.entries(record)) {
      if (key === '@context') continue;
      const isOwn = !SENSOR_FIELDS.has(key);
      if (!isScalar(value)) rest = [...rest, ...extensionsOf(key, value, this.#context, this.#found)];
      else if (isOwn) fields.push({ ...propertyName(key, this.#context), ...scalar(value) });
      else {
        const list = SENSOR_WORDS.get(key);
        const said = scalar(value);
        const meant = list === undefined ? said.value : wordOf(list, expanded(said.value, this.#context));
        // What is no word of the standard stays as it was written, as in XML.
        const word = list !== undefined && isWord(list, meant) ? meant : said.value;
        fields.push({ ns: '', name: key, ...said, value: word });
      }
    }
    return { fields, extensions: rest };
  }

  sensorElements(record: JsonRecord): SensorElement[] {
    return this.#records(record, 'sensorElementList').map((element) => {
      const { sensorMetadata: metadata } = element;
      return {
        ...(isRecord(metadata) ? { metadata: this.#sensorPart(metadata) } : {}),
        reports: this.#records(element, 'sensorReport').map((report) => this.#sensorPart(report)),
        extensions: this.extensions(element, 'sensorMetadata', 'sensorReport'),
      };
    });
  }

  errorDeclaration(value: JsonRecord): ErrorDeclaration {
    const reason = this.word(value, 'reason', 'errorReason');
    return {
      declarationTime: epcisTime(this.text(value, 'declarationTime') ?? ''),
      ...(reason === undefined ? {} : { reason }),
      correctiveEventIDs: this.texts(value, 'correctiveEventIDs') ?? [],
      extensions: this.extensions(value, 'declarationTime', 'reason', 'correctiveEventIDs'),
    };
  }
}

const NAMES: ReadonlySet<string> = new Set(
  (
    'type isA @type eventTime eventTimeZoneOffset recordTime eventID errorDeclaration certificationInfo action bizStep ' +
    'disposition persistentDisposition readPoint bizLocation parentID epcList childEPCs quantityList childQuantityList ' +
    'inputEPCList inputQuantityList outputEPCList outputQuantityList transformationID bizTransactionList sourceList ' +
    'destinationList sensorElementList ilmd'
  ).split(' '),
);

const isType = (name: unknown): name is EpcisEventType => EPCIS_EVENT_TYPES.some((type) => type === name);

/** The type of an event, `epcis:ObjectEvent` as well. */
export function eventTypeOf(record: JsonRecord): EpcisEventType | undefined {
  const type = record.type ?? record['@type'] ?? record.isA;
  const bare = typeof type === 'string' ? type.replace(/^(?:epcis:|https:\/\/ref\.gs1\.org\/epcis\/)/, '') : type;
  return isType(bare) ? bare : undefined;
}

type Draft = { -readonly [Field in keyof EpcisEvent]: EpcisEvent[Field] };

/** What the file does not have the event has not either. */
function put<Field extends keyof Draft>(draft: Draft, field: Field, value: Draft[Field] | undefined): void {
  if (value !== undefined) draft[field] = value;
}

/** The event that an object says. */
export function jsonEvent(
  record: JsonRecord,
  type: EpcisEventType,
  at: FoundAt & { readonly event: number; readonly line: number; readonly path: string },
  outer: Context,
  found: TakeFound,
): EpcisEvent {
  const given = record['@context'];
  const context = given === undefined ? outer : contextWith(outer, given, found);
  const read = new EventReader(context, found, at);
  const offset = read.text(record, 'eventTimeZoneOffset');
  const recordTime = read.text(record, 'recordTime');
  const minutes = offset === undefined ? undefined : readOffset(offset).minutes;
  const { certificationInfo } = record;
  const error = read.object(record, 'errorDeclaration');
  const kept = read.object(record, 'persistentDisposition');
  const ilmd = read.object(record, 'ilmd');
  const children = hasChildren(type);
  const event: Draft = {
    type,
    index: at.event,
    line: at.line,
    path: at.path,
    eventTime: epcisTime(read.text(record, 'eventTime') ?? '', minutes),
    certificationInfo:
      typeof certificationInfo === 'string'
        ? [expanded(certificationInfo, context)]
        : (read.texts(record, 'certificationInfo') ?? []),
    bizTransactions: read.typedIds(record, 'bizTransactionList', 'bizTransaction', 'bizTransaction'),
    sources: read.typedIds(record, 'sourceList', 'source', 'sourceDestination'),
    destinations: read.typedIds(record, 'destinationList', 'destination', 'sourceDestination'),
    sensorElements: read.sensorElements(record),
    extensions: restOf(record, NAMES, context, found),
  };
  put(event, 'eventTimeZoneOffset', offset);
  put(event, 'recordTime', recordTime === undefined ? undefined : epcisTime(recordTime));
  put(event, 'eventID', read.id(record, 'eventID'));
  if (error !== undefined) event.errorDeclaration = read.errorDeclaration(error);
  put(event, 'action', read.text(record, 'action'));
  put(event, 'bizStep', read.word(record, 'bizStep', 'bizStep'));
  put(event, 'disposition', read.word(record, 'disposition', 'disposition'));
  if (kept !== undefined)
    event.persistentDisposition = {
      set: read.words(kept, 'set', 'disposition'),
      unset: read.words(kept, 'unset', 'disposition'),
    };
  put(event, 'readPoint', read.place(record, 'readPoint'));
  put(event, 'bizLocation', read.place(record, 'bizLocation'));
  put(event, 'parentID', read.id(record, 'parentID'));
  put(event, 'epcs', read.texts(record, children ? 'childEPCs' : 'epcList'));
  put(event, 'quantities', read.quantities(record, children ? 'childQuantityList' : 'quantityList'));
  put(event, 'inputEpcs', read.texts(record, 'inputEPCList'));
  put(event, 'inputQuantities', read.quantities(record, 'inputQuantityList'));
  put(event, 'outputEpcs', read.texts(record, 'outputEPCList'));
  put(event, 'outputQuantities', read.quantities(record, 'outputQuantityList'));
  put(event, 'transformationID', read.id(record, 'transformationID'));
  if (ilmd !== undefined) event.ilmd = restOf(ilmd, NO_NAMES, context, found);
  return event;
}
