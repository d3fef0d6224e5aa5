// An event in XML, 1.2 and 2.0, elements in the order of the schema: what 1.2 has no element for stands in its extensions.
import {
  type EpcisEvent,
  type ErrorDeclaration,
  type EventPlace,
  type Extension,
  hasChildren,
  type Quantity,
  type SensorElement,
  type SensorPart,
  type TypedId,
} from './model.ts';
import { SENSOR_WORDS } from './sensor-fields.ts';
import { isWord, urnOf, type WordList } from './vocabulary.ts';
import { type XmlLines, xmlAttribute } from './xml-text.ts';

export type XmlVersion = '1.2' | '2.0';

/** Writes events of one version. */
export class XmlEvents {
  readonly #version: XmlVersion;

  constructor(version: XmlVersion) {
    this.#version = version;
  }

  /** What stands in the element of the event. */
  write(lines: XmlLines, event: EpcisEvent): void {
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
      lines.extensions(extensions);
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
    typedList(lines, 'bizTransactionList', 'bizTransaction', 'bizTransaction', bizTransactions);
  }

  /** What came with 1.1 and later: in 1.2 within extensions, in 2.0 beside the rest. */
  #rest(lines: XmlLines, event: EpcisEvent): void {
    const { type, extensions } = event;
    const bare = extensions.filter(({ ns }) => ns === '');
    const parties = () => {
      typedList(lines, 'sourceList', 'source', 'sourceDestination', event.sources);
      typedList(lines, 'destinationList', 'destination', 'sourceDestination', event.destinations);
    };
    const counted = () => {
      if (type === 'AggregationEvent') quantityList(lines, 'childQuantityList', event.quantities);
      if (type === 'ObjectEvent' || type === 'TransactionEvent') quantityList(lines, 'quantityList', event.quantities);
    };
    const ilmd = () => {
      if (event.ilmd !== undefined) lines.around('ilmd', () => lines.extensions(event.ilmd ?? []));
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
      lines.extensions(place.extensions);
    });
  }

  #sensors(lines: XmlLines, elements: readonly SensorElement[]): void {
    if (elements.length === 0) return;
    lines.around('sensorElementList', () => {
      for (const { metadata, reports, extensions } of elements)
        lines.around('sensorElement', () => {
          if (metadata !== undefined) this.#sensorPart(lines, 'sensorMetadata', metadata);
          for (const report of reports) this.#sensorPart(lines, 'sensorReport', report);
          lines.extensions(extensions);
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

function typedList(lines: XmlLines, list: string, name: string, words: WordList, ids: readonly TypedId[]): void {
  if (ids.length === 0) return;
  lines.around(list, () => {
    for (const { type, id } of ids)
      lines.leaf(name, id, type === undefined ? '' : ` type="${xmlAttribute(urnOf(words, type), lines.lost)}"`);
  });
}
