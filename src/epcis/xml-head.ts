// What stands around the events of an XML file: the attributes of the outermost element, and the header with its SBDH.
import type { Attribute, EpcisDocument, Extension, Partner, VocabularyElement } from './model.ts';
import { epcisTime } from './times.ts';
import { attributeOf, childOf, childText, extensionOf, textOf, within, type XmlNode } from './xml-tree.ts';

type Head = { -readonly [Field in keyof EpcisDocument]: EpcisDocument[Field] };

function partnerOf(node: XmlNode): Partner {
  const identifier = childOf(node, 'Identifier');
  const authority = identifier === undefined ? undefined : attributeOf(identifier, 'Authority');
  return {
    id: identifier === undefined ? '' : textOf(identifier),
    ...(authority === undefined ? {} : { authority }),
    extensions: node.children.filter((child) => child !== identifier).map(extensionOf),
  };
}

const SBDH = 'StandardBusinessDocumentHeader';

/** Takes what a standard business document header says. */
function takeSbdh(head: Head, sbdh: XmlNode): void {
  const named = (name: string) => sbdh.children.filter((child) => child.name === name).map(partnerOf);
  head.senders = [...head.senders, ...named('Sender')];
  head.receivers = [...head.receivers, ...named('Receiver')];
  const identification = childOf(sbdh, 'DocumentIdentification');
  const instance = childText(identification, 'InstanceIdentifier');
  if (instance !== undefined) head.instanceId = instance;
  head.identification = (identification?.children ?? [])
    .filter(({ name }) => name !== 'InstanceIdentifier')
    .map((child): Attribute => ({ ns: child.ns, name: child.name, value: textOf(child) }));
}

/** Takes the header of the document. Words of the master data were given out before, one by one. */
export function takeHeader(head: Head, header: XmlNode): void {
  const rest: Extension[] = [];
  for (const child of header.children) {
    if (child.name === SBDH) takeSbdh(head, child);
    else if (childOf(child, 'EPCISMasterData') === undefined) rest.push(extensionOf(child));
    else for (const inner of child.children) if (inner.name !== 'EPCISMasterData') rest.push(extensionOf(inner));
  }
  head.header = [...head.header, ...rest];
  for (const node of within(header)) {
    if (node.name === 'guidelineVersion') head.guidelineVersion ??= textOf(node);
    if (node.name !== 'dscsaTransactionStatement' || head.statement !== undefined) continue;
    const affirm = childText(node, 'affirmTransactionStatement');
    const legalNotice = childText(node, 'legalNotice');
    head.statement = {
      ...(affirm === undefined ? {} : { affirm }),
      ...(legalNotice === undefined ? {} : { legalNotice }),
    };
  }
}

/** Takes the attributes of the outermost element. */
export function takeRoot(head: Head, root: XmlNode): void {
  const version = attributeOf(root, 'schemaVersion');
  const created = attributeOf(root, 'creationDate');
  if (version !== undefined) head.schemaVersion = version.trim();
  if (created !== undefined) head.creationDate = epcisTime(created.trim());
}

/** A word of the master data. */
export function vocabularyElement(node: XmlNode, type: string): VocabularyElement {
  const children = childOf(node, 'children');
  return {
    type,
    id: attributeOf(node, 'id') ?? '',
    line: node.line,
    attributes: node.children
      .filter(({ name }) => name === 'attribute')
      .map((attribute) => ({
        id: attributeOf(attribute, 'id') ?? '',
        value: textOf(attribute),
        ...(attribute.children.length === 0 ? {} : { extensions: attribute.children.map(extensionOf) }),
      })),
    children: (children?.children ?? []).map(textOf),
  };
}
