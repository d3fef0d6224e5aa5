// EPCIS 2.0 in JSON-LD: an object for each event under the context of the standard, extensions under their prefixes.
import type { LostAndCounted } from './lost.ts';
import {
  type Attribute,
  type EpcisDocument,
  type EpcisEvent,
  type EventPlace,
  type Extension,
  hasChildren,
  type Partner,
  type Quantity,
  type SensorPart,
  type TypedId,
  type VocabularyElement,
} from './model.ts';
import { type Namespaces, XSI } from './namespaces.ts';
import { SENSOR_NUMBERS } from './sensor-fields.ts';

/** The context of the standard, which every file names. */
export const CONTEXT = 'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld';

/** A property with the JSON of its value; undefined where it is left out. */
type Property = readonly [name: string, json: string | undefined];

const text = (value: string | undefined): string | undefined =>
  value === undefined ? undefined : JSON.stringify(value);
const texts = (values: readonly string[] | undefined): string | undefined =>
  values === undefined ? undefined : JSON.stringify(values);
const array = (items: readonly string[]): string => `[${items.join(',')}]`;

function object(properties: readonly Property[]): string {
  const said = properties.filter(([, json]) => json !== undefined);
  return `{${said.map(([name, json]) => `${JSON.stringify(name)}:${json}`).join(',')}}`;
}

/** A list, left out where it is empty. */
function list<T>(items: readonly T[], json: (item: T) => string): string | undefined {
  return items.length === 0 ? undefined : array(items.map(json));
}

const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
/** Types of XML Schema that are numbers. */
const NUMERIC = /:(?:integer|decimal|double|float|int|long|short|byte|(?:non)?(?:posi|nega)tiveInteger|unsigned\w+)$/;

/** Types of event whose persistent disposition the schema does not know. */
const NO_PERSISTENT: ReadonlySet<string> = new Set(['AggregationEvent', 'TransactionEvent', 'AssociationEvent']);

/** Writes one document: `head`, each event, `end`. */
export class JsonWriter {
  readonly #spaces: Namespaces;
  readonly #lost: LostAndCounted;
  readonly #wasJson: boolean;
  #kind: EpcisDocument['kind'] = 'event-document';
  #isFirst = true;

  /** @param wasJson the file comes from JSON: what the schema does not want was in it, and stays as it came */
  constructor(spaces: Namespaces, lost: LostAndCounted, wasJson = false) {
    this.#spaces = spaces;
    this.#lost = lost;
    this.#wasJson = wasJson;
  }

  /** All up to the first event. `words` are all of the master data. */
  head(document: EpcisDocument, words: readonly VocabularyElement[]): string {
    this.#kind = document.kind;
    const isQuery = document.kind === 'query-result';
    if (document.kind === 'lone-event') return '';
    const { id, creationDate } = document;
    const properties: readonly Property[] = [
      ['@context', this.#context(document)],
      ['id', text(id)],
      ['type', text(isQuery ? 'EPCISQueryDocument' : 'EPCISDocument')],
      ['schemaVersion', text('2.0')],
      ['creationDate', text(creationDate?.written)],
      ...(isQuery ? [] : this.#sbdh(document)),
      ...this.#extensions(document.extensions),
      ['epcisHeader', isQuery ? this.#noHeader(document, words) : this.#header(document, words)],
    ];
    const body = isQuery ? `"epcisBody":{"queryResults":{${this.#query(document)}"resultsBody":{` : '"epcisBody":{';
    return `${object(properties).slice(0, -1)},\n${body}"eventList":[`;
  }

  event(event: EpcisEvent): string {
    this.#lost.event = event.index;
    const start = this.#kind === 'lone-event' ? '' : this.#isFirst ? '\n' : ',\n';
    this.#isFirst = false;
    const written = start + this.#event(event);
    this.#lost.event = undefined;
    return written;
  }

  end(): string {
    if (this.#kind === 'lone-event') return '\n';
    return this.#kind === 'query-result' ? '\n]}}}}\n' : '\n]}}\n';
  }

  #context({ contexts }: Pick<EpcisDocument, 'contexts'>): string {
    const all = [...new Set([CONTEXT, ...contexts])].map((one) => JSON.stringify(one));
    const spaces = this.#spaces.declared().map(([prefix, uri]) => object([[prefix, text(uri)]]));
    return array([...all, ...spaces]);
  }

  #query({ query = {} }: EpcisDocument): string {
    const { name = '', subscription } = query;
    return `"queryName":${JSON.stringify(name)},${subscription === undefined ? '' : `"subscriptionID":${JSON.stringify(subscription)},`}`;
  }

  /** Who sent it to whom: JSON has one of each, and no more than the identifier. */
  #sbdh({ senders, receivers, instanceId, identification }: EpcisDocument): Property[] {
    const only = (partners: readonly Partner[]): string | undefined => {
      const [first, ...others] = partners;
      const more = others.length + (first === undefined ? 0 : first.extensions.length);
      for (let i = 0; i < more; i++) this.#lost.lose('header-parts', first?.id);
      return first === undefined || first.id === '' ? undefined : JSON.stringify(first.id);
    };
    const usual = new Map([
      ['Standard', 'EPCglobal'],
      ['TypeVersion', '1.0'],
      ['Type', 'Events'],
      ['CreationDateAndTime', ''],
    ]);
    for (const { name, value } of identification)
      if (usual.get(name) !== '' && usual.get(name) !== value) this.#lost.lose('header-parts', `${name} ${value}`);
    return [
      ['sender', only(senders)],
      ['receiver', only(receivers)],
      ['instanceIdentifier', text(instanceId || undefined)],
    ];
  }

  /** The answer to a query has no header in JSON. */
  #noHeader({ header, senders, receivers }: EpcisDocument, words: readonly VocabularyElement[]): undefined {
    for (const { id } of words) this.#lost.lose('master-data', id);
    for (const { name } of header) this.#lost.lose('header-parts', name);
    for (const { id } of [...senders, ...receivers]) this.#lost.lose('header-parts', id);
  }

  #header({ header }: EpcisDocument, words: readonly VocabularyElement[]): string | undefined {
    const types = [...Map.groupBy(words, ({ type }) => type)];
    const vocabulary = ([type, elements]: readonly [string, readonly VocabularyElement[]]) =>
      object([
        ['type', text(type)],
        ['vocabularyElementList', array(elements.map((element) => this.#word(element)))],
      ]);
    const properties: readonly Property[] = [
      ['epcisMasterData', types.length === 0 ? undefined : object([['vocabularyList', array(types.map(vocabulary))]])],
      ...this.#extensions(header),
    ];
    return properties.every(([, json]) => json === undefined) ? undefined : object(properties);
  }

  #word({ id, attributes, children }: VocabularyElement): string {
    const attribute = ({ id: name, value, extensions }: VocabularyElement['attributes'][number]) =>
      object([
        ['id', text(name)],
        ['attribute', extensions === undefined ? text(value) : object(this.#trees(extensions))],
      ]);
    return object([
      ['id', text(id)],
      ['attributes', list(attributes, attribute)],
      ['children', children.length === 0 ? undefined : texts(children)],
    ]);
  }

  #event(event: EpcisEvent): string {
    const { type, errorDeclaration: declared, certificationInfo: certified } = event;
    const isQuantity = type === 'QuantityEvent';
    if (isQuantity) this.#lost.lose('quantity-event');
    const children = hasChildren(type);
    return object([
      ['@context', this.#kind === 'lone-event' ? this.#context({ contexts: [] }) : undefined],
      ['type', text(isQuantity ? 'ObjectEvent' : type)],
      ['eventID', text(event.eventID)],
      ['eventTime', text(event.eventTime.written)],
      ['recordTime', text(event.recordTime?.written)],
      ['eventTimeZoneOffset', text(event.eventTimeZoneOffset)],
      [
        'errorDeclaration',
        declared &&
          object([
            ['declarationTime', text(declared.declarationTime.written)],
            ['reason', text(declared.reason)],
            [
              'correctiveEventIDs',
              declared.correctiveEventIDs.length === 0 ? undefined : texts(declared.correctiveEventIDs),
            ],
            ...this.#extensions(declared.extensions),
          ]),
      ],
      [
        'certificationInfo',
        certified.length === 1 ? text(certified[0]) : certified.length === 0 ? undefined : texts(certified),
      ],
      ['parentID', text(event.parentID)],
      [children ? 'childEPCs' : 'epcList', texts(event.epcs)],
      ['inputEPCList', texts(event.inputEpcs)],
      ['outputEPCList', texts(event.outputEpcs)],
      [children ? 'childQuantityList' : 'quantityList', this.#quantities(event.quantities)],
      ['inputQuantityList', this.#quantities(event.inputQuantities)],
      ['outputQuantityList', this.#quantities(event.outputQuantities)],
      ['transformationID', text(event.transformationID)],
      ['action', text(isQuantity ? (event.action ?? 'OBSERVE') : event.action)],
      ['bizStep', text(event.bizStep)],
      ['disposition', text(event.disposition)],
      ['persistentDisposition', this.#persistent(event)],
      ['readPoint', this.#place(event.readPoint)],
      ['bizLocation', this.#place(event.bizLocation)],
      ['bizTransactionList', list(event.bizTransactions, typed('bizTransaction'))],
      ['sourceList', list(event.sources, typed('source'))],
      ['destinationList', list(event.destinations, typed('destination'))],
      [
        'sensorElementList',
        list(event.sensorElements, ({ metadata, reports, extensions }) =>
          object([
            ['sensorMetadata', metadata && this.#sensorPart(metadata)],
            ['sensorReport', array(reports.map((report) => this.#sensorPart(report)))],
            ...this.#extensions(extensions),
          ]),
        ),
      ],
      ['ilmd', event.ilmd && object(this.#extensions(event.ilmd))],
      ...this.#extensions(event.extensions),
    ]);
  }

  #persistent({ type, persistentDisposition }: EpcisEvent): string | undefined {
    if (persistentDisposition === undefined) return undefined;
    if (!this.#wasJson && NO_PERSISTENT.has(type)) {
      this.#lost.lose('persistent-disposition');
      return undefined;
    }
    const { set, unset } = persistentDisposition;
    return object([
      ['set', set.length === 0 ? undefined : texts(set)],
      ['unset', unset.length === 0 ? undefined : texts(unset)],
    ]);
  }

  #quantities(quantities: readonly Quantity[] | undefined): string | undefined {
    return quantities === undefined
      ? undefined
      : array(
          quantities.map(({ epcClass, quantity, uom }) =>
            object([
              ['epcClass', text(epcClass)],
              ['quantity', quantity === undefined ? undefined : this.#number(quantity)],
              ['uom', text(uom)],
            ]),
          ),
        );
  }

  #place(place: EventPlace | undefined): string | undefined {
    return place && object([['id', text(place.id)], ...this.#extensions(place.extensions)]);
  }

  #sensorPart({ fields, extensions }: SensorPart): string {
    const bare = fields.filter(({ ns }) => ns === '');
    const named = fields.filter(({ ns }) => ns !== '');
    return object([
      ...bare.map((field): Property => [field.name, this.#sensorField(field)]),
      ...this.#extensions([...named, ...extensions]),
    ]);
  }

  #sensorField({ name, value, json }: Attribute): string {
    if (SENSOR_NUMBERS.has(name)) return this.#number(value);
    if (name === 'booleanValue' && json === undefined) {
      const word = { '1': 'true', '0': 'false' }[value.trim()] ?? value.trim();
      return word === 'true' || word === 'false' ? word : JSON.stringify(value);
    }
    return json === undefined ? JSON.stringify(value) : value;
  }

  /** A number as it was written, where JSON can have it so. */
  #number(written: string): string {
    const plain = written
      .trim()
      .replace(/^\+/, '')
      .replace(/^(-?)0+(?=\d)/, '$1')
      .replace(/^(-?)\./, '$10.')
      .replace(/\.$/, '');
    if (NUMBER.test(plain)) return plain;
    this.#lost.lose('number-form', written);
    return JSON.stringify(written);
  }

  /** Extensions beside properties of the standard: a name without a namespace could be taken for one of these. */
  #extensions(extensions: readonly Extension[]): Property[] {
    if (this.#wasJson) return this.#trees(extensions);
    const named = extensions.filter(({ ns, name }) => {
      if (ns === '') this.#lost.lose('extension-without-namespace', name);
      return ns !== '';
    });
    return this.#trees(named);
  }

  /** Trees as properties; several of one name are an array. */
  #trees(trees: readonly Extension[]): Property[] {
    const named = Map.groupBy(trees, (tree) => this.#name(tree));
    return [...named].map(([name, same]): Property => {
      const isList = same.length > 1 || same.some(({ list: member, json }) => member || json === 'empty');
      const items = same.filter(({ json }) => json !== 'empty').map((tree) => this.#value(tree));
      return [name, isList ? array(items) : items.join('')];
    });
  }

  #name({ ns, name, prefix }: Attribute | Extension): string {
    return ns === '' ? name : `${this.#spaces.prefix(ns, prefix)}:${name}`;
  }

  #value(tree: Extension): string {
    const { value, children, json } = tree;
    const attributes = (tree.attributes ?? []).filter(({ ns }) => ns !== XSI);
    for (const { name } of attributes) this.#lost.lose('extension-attribute', name);
    if (json === 'number' || json === 'boolean' || json === 'null') return value ?? 'null';
    if (children !== undefined) {
      if (value !== undefined) this.#lost.lose('mixed-text', value);
      // An array within an array: its members have no name.
      if (children.length > 0 && children.every(({ ns, name }) => ns === '' && name === ''))
        return array(children.map((child) => this.#value(child)));
      return object(this.#trees(children));
    }
    return typedText(tree) ?? JSON.stringify(value ?? '');
  }
}

/** What XML Schema says a text is: a number, true or false, nothing. */
function typedText({ value = '', attributes = [] }: Extension): string | undefined {
  const said = (name: string) => attributes.find((one) => one.ns === XSI && one.name === name)?.value ?? '';
  const word = value.trim();
  if (said('nil') === 'true') return 'null';
  if (NUMERIC.test(said('type')) && NUMBER.test(word)) return word;
  return /:boolean$/.test(said('type')) && (word === 'true' || word === 'false') ? word : undefined;
}

const typed =
  (name: string) =>
  ({ type, id }: TypedId): string =>
    object([
      ['type', text(type)],
      [name, text(id)],
    ]);
