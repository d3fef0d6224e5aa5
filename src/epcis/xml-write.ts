// EPCIS in XML, 1.2 and 2.0, elements in the order of the schema: what 1.2 has no element for stands in its extensions.
import type { LostAndCounted } from './lost.ts';
import {
  type EpcisDocument,
  type EpcisEvent,
  type ErrorDeclaration,
  type EventPlace,
  type Extension,
  hasChildren,
  type Partner,
  type Quantity,
  type SensorElement,
  type SensorPart,
  type TypedId,
  type VocabularyElement,
} from './model.ts';
import { type Namespaces, SBDH } from './namespaces.ts';
import { SENSOR_WORDS } from './sensor-fields.ts';
import { isWord, urnOf, type WordList } from './vocabulary.ts';
import { XmlLines, xmlAttribute } from './xml-text.ts';

export type XmlVersion = '1.2' | '2.0';

/** Levels that stand around an event. */
const AROUND = 3;

/** The roots of the kinds of document: element, prefix, namespace. */
const ROOTS = {
  document: ['epcis', 'EPCISDocument', 'urn:epcglobal:epcis:xsd:'],
  query: ['epcisq', 'EPCISQueryDocument', 'urn:epcglobal:epcis-query:xsd:'],
  words: ['epcismd', 'EPCISMasterDataDocument', 'urn:epcglobal:epcis-masterdata:xsd:'],
} as const;

/** Writes one document: `head`, each event, `end`. */
export class XmlWriter {
  readonly #version: XmlVersion;
  readonly #spaces: Namespaces;
  readonly #lost: LostAndCounted;
  readonly #lines: XmlLines;
  #close: readonly string[] = [];
  /** The namespaces of an event that has no document around it. */
  #lone: string | undefined;

  constructor(version: XmlVersion, spaces: Namespaces, lost: LostAndCounted) {
    this.#version = version;
    this.#spaces = spaces;
    this.#lost = lost;
    this.#lines = new XmlLines(spaces, lost, AROUND);
  }

  /** All up to the first event. `words` are all of the master data. */
  head(document: EpcisDocument, words: readonly VocabularyElement[]): string {
    if (document.kind === 'lone-event') {
      this.#lone = this.#declared();
      return '<?xml version="1.0" encoding="UTF-8"?>\n';
    }
    const root = document.kind === 'query-result' ? 'query' : document.kind === 'master-data' ? 'words' : 'document';
    const [prefix, name, uri] = ROOTS[root];
    const major = this.#version === '1.2' ? '1' : '2';
    const hasHeader = this.#hasSbdh(document) || document.header.length > 0 || (words.length > 0 && root !== 'words');
    if (hasHeader) this.#spaces.prefix(SBDH);
    const spaces = this.#declared();
    const created = document.creationDate?.written;
    const lines = new XmlLines(this.#spaces, this.#lost, 1);
    if (hasHeader) lines.around('EPCISHeader', () => this.#header(lines, document, root === 'words' ? [] : words));
    const start =
      `<?xml version="1.0" encoding="UTF-8"?>\n<${prefix}:${name} xmlns:${prefix}="${uri}${major}"${spaces}` +
      ` schemaVersion="${this.#version}"${created === undefined ? '' : ` creationDate="${xmlAttribute(created, this.#lost)}"`}>\n` +
      lines.take();
    const behind = new XmlLines(this.#spaces, this.#lost, 1);
    this.#others(behind, document.extensions);
    const end = `${behind.take()}</${prefix}:${name}>\n`;
    if (root === 'words') {
      const body = new XmlLines(this.#spaces, this.#lost, 1);
      body.around('EPCISBody', () => this.#vocabularies(body, words));
      this.#close = [end];
      return start + body.take();
    }
    if (root === 'query') {
      const { name: query = '', subscription } = document.query ?? {};
      const asked = new XmlLines(this.#spaces, this.#lost, AROUND);
      asked.leaf('queryName', query);
      asked.leaf('subscriptionID', subscription);
      this.#close = [
        '      </EventList>\n    </resultsBody>\n',
        `    </${prefix}:QueryResults>\n  </EPCISBody>\n`,
        end,
      ];
      return `${start}  <EPCISBody>\n    <${prefix}:QueryResults>\n${asked.take()}    <resultsBody>\n      <EventList>\n`;
    }
    this.#close = ['    </EventList>\n  </EPCISBody>\n', end];
    return `${start}  <EPCISBody>\n    <EventList>\n`;
  }

  #declared(): string {
    const all = this.#spaces.declared().map(([prefix, uri]) => ` xmlns:${prefix}="${xmlAttribute(uri, this.#lost)}"`);
    return all.join('');
  }

  event(event: EpcisEvent): string {
    this.#lost.event = event.index;
    const lines = this.#lone === undefined ? this.#lines : new XmlLines(this.#spaces, this.#lost, 0);
    const own = () => lines.around(event.type, () => this.#event(lines, event), this.#lone);
    const wrapped = () => lines.around('extension', own);
    const isInList = this.#lone === undefined && this.#version === '1.2';
    if (!isInList || !/^(?:Transformation|Association)/.test(event.type)) own();
    else if (event.type === 'TransformationEvent') wrapped();
    else lines.around('extension', wrapped);
    this.#lost.event = undefined;
    return lines.take();
  }

  end(): string {
    return this.#close.join('');
  }

  #hasSbdh({ senders, receivers, instanceId, identification }: EpcisDocument): boolean {
    return senders.length > 0 || receivers.length > 0 || instanceId !== undefined || identification.length > 0;
  }

  #header(lines: XmlLines, document: EpcisDocument, words: readonly VocabularyElement[]): void {
    this.#sbdh(lines, document);
    const data = () => lines.around('EPCISMasterData', () => this.#vocabularies(lines, words));
    const bare = document.header.filter(({ ns }) => ns === '');
    if (this.#version === '1.2')
      lines.wrapped('extension', () => {
        if (words.length > 0) data();
        lines.wrapped('extension', () => lines.trees(bare));
      });
    else {
      if (words.length > 0) lines.wrapped('extension', data);
      lines.trees(bare);
    }
    lines.trees(document.header.filter(({ ns }) => ns !== ''));
  }

  /** The schema wants all of it, so what the file does not say is there and empty. */
  #sbdh(lines: XmlLines, { senders, receivers, instanceId, identification, creationDate }: EpcisDocument): void {
    const p = this.#spaces.prefix(SBDH);
    const partner = (name: string) => (one: Partner) =>
      lines.around(`${p}:${name}`, () => {
        const authority = one.authority === undefined ? '' : ` Authority="${xmlAttribute(one.authority, this.#lost)}"`;
        lines.leaf(`${p}:Identifier`, one.id, authority);
        lines.trees(one.extensions);
      });
    const nobody: readonly Partner[] = [{ id: '', extensions: [] }];
    const said = new Map(identification.map(({ name, value }) => [name, value]));
    lines.around(`${p}:StandardBusinessDocumentHeader`, () => {
      lines.leaf(`${p}:HeaderVersion`, '1.0');
      for (const sender of senders.length > 0 ? senders : nobody) partner('Sender')(sender);
      for (const receiver of receivers.length > 0 ? receivers : nobody) partner('Receiver')(receiver);
      lines.around(`${p}:DocumentIdentification`, () => {
        lines.leaf(`${p}:Standard`, said.get('Standard') ?? 'EPCglobal');
        lines.leaf(`${p}:TypeVersion`, said.get('TypeVersion') ?? '1.0');
        lines.leaf(`${p}:InstanceIdentifier`, instanceId ?? '');
        lines.leaf(`${p}:Type`, said.get('Type') ?? 'Events');
        lines.leaf(`${p}:MultipleType`, said.get('MultipleType'));
        lines.leaf(`${p}:CreationDateAndTime`, said.get('CreationDateAndTime') ?? creationDate?.written);
      });
    });
  }

  #vocabularies(lines: XmlLines, words: readonly VocabularyElement[]): void {
    const types = Map.groupBy(words, ({ type }) => type);
    lines.around('VocabularyList', () => {
      for (const [type, elements] of types)
        lines.around(
          'Vocabulary',
          () =>
            lines.around('VocabularyElementList', () => {
              for (const element of elements) this.#word(lines, element);
            }),
          ` type="${xmlAttribute(type, this.#lost)}"`,
        );
    });
  }

  #word(lines: XmlLines, { id, attributes, children }: VocabularyElement): void {
    const inside = () => {
      for (const { id: name, value, extensions } of attributes) {
        const named = ` id="${xmlAttribute(name, this.#lost)}"`;
        if (extensions === undefined) lines.leaf('attribute', value, named);
        else lines.around('attribute', () => lines.trees(extensions), named);
      }
      if (children.length > 0) lines.around('children', () => lines.leaves('id', children));
    };
    lines.around('VocabularyElement', inside, ` id="${xmlAttribute(id, this.#lost)}"`);
  }

  #event(lines: XmlLines, event: EpcisEvent): void {
    const { eventID, errorDeclaration, certificationInfo } = event;
    lines.leaf('eventTime', event.eventTime.written);
    lines.leaf('recordTime', event.recordTime?.written);
    lines.leaf('eventTimeZoneOffset', event.eventTimeZoneOffset);
    const base = () => {
      lines.leaf('eventID', eventID);
      if (errorDeclaration !== undefined) this.#declaration(lines, errorDeclaration);
    };
    const certified = () => lines.leaves('certificationInfo', certificationInfo);
    if (this.#version === '2.0') {
      base();
      certified();
    } else
      lines.wrapped('baseExtension', () => {
        base();
        lines.wrapped('extension', certified);
      });
    this.#what(lines, event);
    lines.leaf('action', event.action);
    lines.leaf('bizStep', word('bizStep', event.bizStep));
    lines.leaf('disposition', word('disposition', event.disposition));
    this.#place(lines, 'readPoint', event.readPoint);
    this.#place(lines, 'bizLocation', event.bizLocation);
    if (event.type !== 'TransactionEvent') this.#transactions(lines, event);
    this.#rest(lines, event);
  }

  #declaration(lines: XmlLines, { declarationTime, reason, correctiveEventIDs, extensions }: ErrorDeclaration): void {
    lines.around('errorDeclaration', () => {
      lines.leaf('declarationTime', declarationTime.written);
      lines.leaf('reason', word('errorReason', reason));
      if (correctiveEventIDs.length > 0)
        lines.around('correctiveEventIDs', () => lines.leaves('correctiveEventID', correctiveEventIDs));
      this.#others(lines, extensions);
    });
  }

  /** What the event is about: goods, their container, their classes. Lists that 1.2 must have are there and empty. */
  #what(lines: XmlLines, event: EpcisEvent): void {
    const old = this.#version === '1.2';
    const { type, parentID, epcs, quantities } = event;
    if (type === 'TransactionEvent') this.#transactions(lines, event);
    lines.leaf('parentID', parentID);
    if (type === 'TransformationEvent') {
      epcList(lines, 'inputEPCList', event.inputEpcs);
      quantityList(lines, 'inputQuantityList', event.inputQuantities);
      epcList(lines, 'outputEPCList', event.outputEpcs);
      quantityList(lines, 'outputQuantityList', event.outputQuantities);
      lines.leaf('transformationID', event.transformationID);
    } else if (type === 'QuantityEvent') {
      const [first] = quantities ?? [];
      lines.leaf('epcClass', first?.epcClass);
      lines.leaf('quantity', first?.quantity);
    } else {
      const associated = type === 'AssociationEvent';
      const name = hasChildren(type) ? 'childEPCs' : 'epcList';
      epcList(lines, name, epcs ?? (old && !associated ? [] : undefined));
      if (associated) quantityList(lines, 'childQuantityList', quantities);
    }
  }

  #transactions(lines: XmlLines, { bizTransactions }: EpcisEvent): void {
    typedList(lines, 'bizTransactionList', 'bizTransaction', 'bizTransaction', bizTransactions, this.#lost);
  }

  /** What came with 1.1 and later: in 1.2 within extensions, in 2.0 beside the rest. */
  #rest(lines: XmlLines, event: EpcisEvent): void {
    const { type, extensions } = event;
    const bare = extensions.filter(({ ns }) => ns === '');
    const parties = () => {
      typedList(lines, 'sourceList', 'source', 'sourceDestination', event.sources, this.#lost);
      typedList(lines, 'destinationList', 'destination', 'sourceDestination', event.destinations, this.#lost);
    };
    const counted = () => {
      if (type === 'AggregationEvent') quantityList(lines, 'childQuantityList', event.quantities);
      if (type === 'ObjectEvent' || type === 'TransactionEvent') quantityList(lines, 'quantityList', event.quantities);
    };
    const ilmd = () => {
      if (event.ilmd !== undefined) lines.around('ilmd', () => this.#others(lines, event.ilmd ?? []));
    };
    const latest = () => {
      this.#sensors(lines, event.sensorElements);
      this.#persistent(lines, event);
    };
    if (this.#version === '2.0' || type === 'AssociationEvent') {
      counted();
      parties();
      latest();
      ilmd();
      lines.wrapped('extension', () => lines.trees(bare));
    } else if (type === 'TransformationEvent') {
      parties();
      ilmd();
      lines.wrapped('extension', () => {
        latest();
        lines.trees(bare);
      });
    } else
      lines.wrapped('extension', () => {
        counted();
        parties();
        const inner = () => {
          if (type !== 'ObjectEvent') ilmd();
          latest();
          lines.trees(bare);
        };
        if (type === 'ObjectEvent') ilmd();
        if (type === 'QuantityEvent') inner();
        else lines.wrapped('extension', inner);
      });
    lines.trees(extensions.filter(({ ns }) => ns !== ''));
  }

  #persistent(lines: XmlLines, { persistentDisposition }: EpcisEvent): void {
    if (persistentDisposition === undefined) return;
    const { set, unset } = persistentDisposition;
    const words = (name: string, of: readonly string[]) =>
      lines.leaves(
        name,
        of.map((one) => urnOf('disposition', one)),
      );
    lines.around('persistentDisposition', () => {
      words('unset', unset);
      words('set', set);
    });
  }

  #place(lines: XmlLines, name: string, place: EventPlace | undefined): void {
    if (place === undefined) return;
    lines.around(name, () => {
      lines.leaf('id', place.id);
      this.#others(lines, place.extensions);
    });
  }

  #sensors(lines: XmlLines, elements: readonly SensorElement[]): void {
    if (elements.length === 0) return;
    lines.around('sensorElementList', () => {
      for (const { metadata, reports, extensions } of elements)
        lines.around('sensorElement', () => {
          if (metadata !== undefined) this.#sensorPart(lines, 'sensorMetadata', metadata);
          for (const report of reports) this.#sensorPart(lines, 'sensorReport', report);
          this.#others(lines, extensions);
        });
    });
  }

  /** Fields are attributes, and so are extensions that are text alone. */
  #sensorPart(lines: XmlLines, name: string, { fields, extensions }: SensorPart): void {
    const isPlain = ({ ns, name: own, attributes, children, json, list, value }: Extension) =>
      ns !== '' &&
      value !== undefined &&
      [attributes, children, json, list].every((one) => one === undefined) &&
      extensions.filter((one) => one.ns === ns && one.name === own).length === 1;
    const plain = extensions.filter(isPlain);
    const said = fields.map((field) => {
      const list = field.ns === '' ? SENSOR_WORDS.get(field.name) : undefined;
      return list !== undefined && isWord(list, field.value)
        ? { ...field, value: (list === 'component' ? 'cbv:Comp-' : 'gs1:') + field.value }
        : field;
    });
    const attributes =
      lines.attributesOf(said) +
      lines.attributesOf(
        plain.map(({ ns, name: own, prefix, value = '' }) => ({
          ns,
          name: own,
          value,
          ...(prefix === undefined ? {} : { prefix }),
        })),
      );
    lines.around(name, () => lines.trees(extensions.filter((one) => !plain.includes(one))), attributes);
  }

  /** Extensions at the end of an element: those without a namespace have an element of their own to stand in. */
  #others(lines: XmlLines, extensions: readonly Extension[]): void {
    lines.wrapped('extension', () => lines.trees(extensions.filter(({ ns }) => ns === '')));
    lines.trees(extensions.filter(({ ns }) => ns !== ''));
  }
}

function word(list: WordList, text: string | undefined): string | undefined {
  return text === undefined ? undefined : urnOf(list, text);
}

function epcList(lines: XmlLines, name: string, epcs: readonly string[] | undefined): void {
  if (epcs !== undefined) lines.around(name, () => lines.leaves('epc', epcs));
}

function quantityList(lines: XmlLines, name: string, quantities: readonly Quantity[] | undefined): void {
  if (quantities === undefined) return;
  lines.around(name, () => {
    for (const { epcClass, quantity, uom } of quantities)
      lines.around('quantityElement', () => {
        lines.leaf('epcClass', epcClass);
        lines.leaf('quantity', quantity);
        lines.leaf('uom', uom);
      });
  });
}

function typedList(
  lines: XmlLines,
  list: string,
  name: string,
  words: WordList,
  ids: readonly TypedId[],
  lost: LostAndCounted,
): void {
  if (ids.length === 0) return;
  lines.around(list, () => {
    for (const { type, id } of ids)
      lines.leaf(name, id, type === undefined ? '' : ` type="${xmlAttribute(urnOf(words, type), lost)}"`);
  });
}
