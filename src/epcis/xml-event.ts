// An event of an XML file, from its tree: extensions that 1.2 wraps later fields into are opened, the rest keeps its order.
import type { FoundAt, TakeFound } from './found.ts';
import type {
  Attribute,
  EpcisEvent,
  EpcisEventType,
  ErrorDeclaration,
  EventPlace,
  Extension,
  Quantity,
  SensorElement,
  SensorPart,
  TypedId,
} from './model.ts';
import { SENSOR_WORDS } from './sensor-fields.ts';
import { epcisTime, readOffset } from './times.ts';
import { type WordList, wordOf } from './vocabulary.ts';
import { attributeOf, childOf, childText, extensionOf, textOf, type XmlNode } from './xml-tree.ts';

/** Namespaces whose elements are those of the standard; they should have none. */
export const EPCIS_NAMESPACES: ReadonlySet<string> = new Set([
  'urn:epcglobal:epcis:xsd:1',
  'urn:epcglobal:epcis:xsd:2',
  'urn:epcglobal:epcis-query:xsd:1',
  'urn:epcglobal:epcis-query:xsd:2',
  'urn:epcglobal:epcis-masterdata:xsd:1',
  'urn:epcglobal:epcis-masterdata:xsd:2',
]);

export function isStandard({ ns }: { readonly ns: string }): boolean {
  return ns === '' || EPCIS_NAMESPACES.has(ns);
}

const WRAPPERS: ReadonlySet<string> = new Set(['extension', 'baseExtension']);

/** The children of an element, those of wrappers in the place of these. */
function unwrapped(node: XmlNode): XmlNode[] {
  const all: XmlNode[] = [];
  const open = node.children.toReversed();
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (!WRAPPERS.has(next.name) || !isStandard(next)) all.push(next);
    else for (const child of next.children.toReversed()) open.push(child);
  }
  return all;
}

/** Children besides those of the names, as extensions. */
function others(node: XmlNode, ...names: readonly string[]): Extension[] {
  return unwrapped(node)
    .filter((child) => !isStandard(child) || !names.includes(child.name))
    .map(extensionOf);
}

function placeOf(node: XmlNode): EventPlace {
  return { id: childText(node, 'id') ?? textOf(node), extensions: others(node, 'id') };
}

function quantitiesOf(node: XmlNode): Quantity[] {
  return node.children
    .filter(({ name }) => name === 'quantityElement')
    .map((element) => {
      const quantity = childText(element, 'quantity');
      const uom = childText(element, 'uom');
      return {
        epcClass: childText(element, 'epcClass') ?? '',
        ...(quantity === undefined ? {} : { quantity }),
        ...(uom === undefined ? {} : { uom }),
      };
    });
}

function typedIds(node: XmlNode, list: WordList): TypedId[] {
  return node.children.map((child) => {
    const type = attributeOf(child, 'type');
    return { ...(type === undefined ? {} : { type: wordOf(list, type.trim()) }), id: textOf(child) };
  });
}

function sensorPart(node: XmlNode): SensorPart {
  const fields = node.attributes.map((attribute): Attribute => {
    const list = attribute.ns === '' ? SENSOR_WORDS.get(attribute.name) : undefined;
    return list === undefined ? attribute : { ...attribute, value: wordOf(list, attribute.value) };
  });
  return { fields, extensions: node.children.map(extensionOf) };
}

function sensorElements(node: XmlNode): SensorElement[] {
  return node.children.map((element) => {
    const metadata = childOf(element, 'sensorMetadata');
    return {
      ...(metadata === undefined ? {} : { metadata: sensorPart(metadata) }),
      reports: element.children.filter(({ name }) => name === 'sensorReport').map(sensorPart),
      extensions: others(element, 'sensorMetadata', 'sensorReport'),
    };
  });
}

function errorDeclaration(node: XmlNode): ErrorDeclaration {
  const reason = childText(node, 'reason');
  const ids = childOf(node, 'correctiveEventIDs');
  return {
    declarationTime: epcisTime(childText(node, 'declarationTime') ?? ''),
    ...(reason === undefined ? {} : { reason: wordOf('errorReason', reason) }),
    correctiveEventIDs: (ids?.children ?? []).map(textOf),
    extensions: others(node, 'declarationTime', 'reason', 'correctiveEventIDs'),
  };
}

function texts(node: XmlNode): string[] {
  return node.children.length === 0 ? [textOf(node)].filter((text) => text !== '') : node.children.map(textOf);
}

type Draft = { -readonly [Field in keyof EpcisEvent]: EpcisEvent[Field] };
type Take = (draft: Draft, node: XmlNode) => void;

const text =
  (field: 'eventTimeZoneOffset' | 'eventID' | 'action' | 'parentID' | 'transformationID'): Take =>
  (draft, node) => {
    draft[field] = textOf(node);
  };
const epcs =
  (field: 'epcs' | 'inputEpcs' | 'outputEpcs'): Take =>
  (draft, node) => {
    draft[field] = [...(draft[field] ?? []), ...(node.epcs ?? [])];
  };
const quantities =
  (field: 'quantities' | 'inputQuantities' | 'outputQuantities'): Take =>
  (draft, node) => {
    draft[field] = [...(draft[field] ?? []), ...quantitiesOf(node)];
  };

/** Of a QuantityEvent: its class and how many. */
const quantityPart =
  (field: 'epcClass' | 'quantity'): Take =>
  (draft, node) => {
    const [before] = draft.quantities ?? [];
    draft.quantities = [{ epcClass: '', ...before, [field]: textOf(node) }];
  };

const FIELDS: Readonly<Record<string, Take>> = {
  eventTime: (draft, node) => {
    draft.eventTime = { written: textOf(node), ms: undefined };
  },
  recordTime: (draft, node) => {
    draft.recordTime = epcisTime(textOf(node));
  },
  eventTimeZoneOffset: text('eventTimeZoneOffset'),
  eventID: text('eventID'),
  action: text('action'),
  parentID: text('parentID'),
  transformationID: text('transformationID'),
  epcList: epcs('epcs'),
  childEPCs: epcs('epcs'),
  inputEPCList: epcs('inputEpcs'),
  outputEPCList: epcs('outputEpcs'),
  quantityList: quantities('quantities'),
  childQuantityList: quantities('quantities'),
  inputQuantityList: quantities('inputQuantities'),
  outputQuantityList: quantities('outputQuantities'),
  epcClass: quantityPart('epcClass'),
  quantity: quantityPart('quantity'),
  errorDeclaration: (draft, node) => {
    draft.errorDeclaration = errorDeclaration(node);
  },
  certificationInfo: (draft, node) => {
    draft.certificationInfo = [...draft.certificationInfo, ...texts(node)];
  },
  bizStep: (draft, node) => {
    draft.bizStep = wordOf('bizStep', textOf(node));
  },
  disposition: (draft, node) => {
    draft.disposition = wordOf('disposition', textOf(node));
  },
  persistentDisposition: (draft, node) => {
    const of = (name: string) =>
      node.children.filter((child) => child.name === name).map((child) => wordOf('disposition', textOf(child)));
    draft.persistentDisposition = { set: of('set'), unset: of('unset') };
  },
  readPoint: (draft, node) => {
    draft.readPoint = placeOf(node);
  },
  bizLocation: (draft, node) => {
    draft.bizLocation = placeOf(node);
  },
  bizTransactionList: (draft, node) => {
    draft.bizTransactions = [...draft.bizTransactions, ...typedIds(node, 'bizTransaction')];
  },
  sourceList: (draft, node) => {
    draft.sources = [...draft.sources, ...typedIds(node, 'sourceDestination')];
  },
  destinationList: (draft, node) => {
    draft.destinations = [...draft.destinations, ...typedIds(node, 'sourceDestination')];
  },
  sensorElementList: (draft, node) => {
    draft.sensorElements = [...draft.sensorElements, ...sensorElements(node)];
  },
  ilmd: (draft, node) => {
    draft.ilmd = [...(draft.ilmd ?? []), ...unwrapped(node).map(extensionOf)];
  },
};

/** Elements that may stand several times. */
const REPEATED: ReadonlySet<string> = new Set(['certificationInfo']);

/** The event that an element says; what is odd about its elements is told. */
export function xmlEvent(node: XmlNode, type: EpcisEventType, index: number, found: TakeFound): EpcisEvent {
  const draft: Draft = {
    type,
    index,
    line: node.line,
    eventTime: { written: '', ms: undefined },
    certificationInfo: [],
    bizTransactions: [],
    sources: [],
    destinations: [],
    sensorElements: [],
    extensions: [],
  };
  const at = (child: XmlNode): FoundAt => ({ event: index, line: child.line, what: child.name });
  const extensions: Extension[] = [];
  const seen = new Set<string>();
  for (const child of unwrapped(node)) {
    const take = isStandard(child) && Object.hasOwn(FIELDS, child.name) ? FIELDS[child.name] : undefined;
    if (take === undefined) {
      extensions.push(extensionOf(child));
      if (isStandard(child)) found('element-namespace', at(child));
    } else if (seen.has(child.name) && !REPEATED.has(child.name)) found('element-repeated', at(child));
    else {
      seen.add(child.name);
      take(draft, child);
    }
  }
  const offset = draft.eventTimeZoneOffset;
  draft.eventTime = epcisTime(draft.eventTime.written, offset === undefined ? undefined : readOffset(offset).minutes);
  draft.extensions = extensions;
  return draft;
}
