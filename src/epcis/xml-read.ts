// EPCIS in XML, 1.2 and 2.0, read as it comes: one event is a tree at a time, and what is hostile ends at once.
import { SaxesParser, type SaxesTagNS } from 'saxes';
import { PedigreeError } from '../errors.ts';
import { say } from '../words/en/epcis.ts';
import type { OpenedText } from './encoding.ts';
import type { TakeFound } from './found.ts';
import { MAX_AROUND, MAX_ATTRIBUTES, MAX_DEPTH, MAX_EVENT, MAX_TEXTS, MAX_TOKEN, refusal } from './limits.ts';
import {
  type Attribute,
  EPCIS_EVENT_TYPES,
  type EpcisDocument,
  type EpcisEventType,
  type EpcisKind,
  type EpcisPart,
  type Namespace,
} from './model.ts';
import { EPCIS_NAMESPACES, isStandard, xmlEvent } from './xml-event.ts';
import { takeHeader, takeRoot, vocabularyElement } from './xml-head.ts';
import { attributeOf, extensionOf, NodeCount, textOf, type XmlNode } from './xml-tree.ts';

const KINDS: ReadonlyMap<string, EpcisKind> = new Map([
  ['EPCISDocument', 'event-document'],
  ['EPCISQueryDocument', 'query-result'],
  ['EPCISMasterDataDocument', 'master-data'],
]);
const EVENT_NAMES: ReadonlySet<string> = new Set(EPCIS_EVENT_TYPES);
/** Elements that only hold others, on the way to events. */
const AROUND: ReadonlySet<string> = new Set([
  ...['EPCISBody', 'EventList', 'extension', 'QueryResults', 'resultsBody', 'VocabularyList', 'Vocabulary'],
  ...['VocabularyElementList', 'EPCISMasterData'],
]);
/** Elements whose children are `epc`, kept as texts. */
const EPC_LISTS: ReadonlySet<string> = new Set(['epcList', 'childEPCs', 'inputEPCList', 'outputEPCList']);
/** Namespaces of outermost elements. */
const ROOTS = /^urn:epcglobal:epcis(?:-query|-masterdata)?:xsd:[12]$/;
/** The results of a query are the one element inside that has a namespace of the standard, that of queries. */
const QUERY = /^urn:epcglobal:epcis-query:xsd:[12]$/;
const RESULT_DEPTH = 3;
/** Characters that the parser gets at once. */
const AT_ONCE = 64 * 1024;
const XMLNS = 'http://www.w3.org/2000/xmlns/';

const isEventName = (name: string): name is EpcisEventType => EVENT_NAMES.has(name);

/** Reads pieces of text and keeps the parts that are whole. */
class XmlReader {
  readonly parts: EpcisPart[] = [];
  readonly document: { -readonly [Field in keyof EpcisDocument]: EpcisDocument[Field] };
  readonly #found: TakeFound;
  readonly #parser = new SaxesParser({ xmlns: true, position: true });
  readonly #count = new NodeCount();
  /** Elements that are open and only hold others. */
  readonly #around: XmlNode[] = [];
  /** Elements that are open within the tree that is being built. */
  readonly #open: XmlNode[] = [];
  /** Text of the `epc` that is open, and whether one is. */
  #epc = '';
  #inEpc = false;
  #depth = 0;
  #attributes = 0;
  /** Characters that the parser was given. */
  #read = 0;
  /** Where the last tag or text ended, in characters. */
  #ended = 0;
  /** Where the tree that is being built began. */
  #began = 0;
  #events = 0;
  #isHeadGiven = false;
  /** A namespace of the standard on an element inside, where there should be none. */
  #inner = '';
  #hasDoctype = false;
  /** The line of the first `&` that names nothing. The parser takes all behind it for a name, and tells of the end of the file. */
  #ampersand: number | undefined;

  constructor(gzip: boolean, found: TakeFound) {
    this.#found = found;
    this.document = {
      form: 'epcis-1.2-xml',
      kind: 'event-document',
      gzip,
      encoding: 'utf-8',
      senders: [],
      receivers: [],
      identification: [],
      header: [],
      extensions: [],
      namespaces: [],
      contexts: [],
    };
    const parser = this.#parser;
    // Six handlers and no more: with a seventh V8 keeps the parser as a dictionary, which reads five times slower.
    parser.on('doctype', () => {
      throw refusal('doctype', { line: parser.line });
    });
    parser.on('attribute', () => {
      this.#ended = parser.position;
      if (++this.#attributes > MAX_ATTRIBUTES)
        throw refusal('too-large', { line: parser.line }, say('attributes-many'));
    });
    parser.on('opentag', (tag) => this.#opened(tag));
    parser.on('closetag', (tag) => this.#closed(tag));
    parser.on('text', (text) => this.#text(text));
    parser.on('cdata', (text) => this.#text(text));
  }

  /** @throws not-well-formed for what the parser does not take */
  #parse(use: () => void): void {
    try {
      use();
    } catch (error) {
      if (error instanceof PedigreeError || !(error instanceof Error)) throw error;
      if (this.#ampersand !== undefined && /entity|unclosed tag/.test(error.message))
        throw refusal('not-well-formed', { line: this.#ampersand }, say('ampersand-alone'));
      throw refusal('not-well-formed', { line: this.#parser.line, column: this.#parser.column }, wrong(error.message));
    }
  }

  /** Bounds are looked at between pieces, however large the text is that comes at once. */
  take(text: string): void {
    for (let at = 0; at < text.length; at += AT_ONCE) this.#piece(text.slice(at, at + AT_ONCE));
  }

  #piece(text: string): void {
    if (this.#depth === 0 && text.includes('<!DOCTYPE')) this.#hasDoctype = true;
    if (this.#ampersand === undefined && text.includes('&')) this.#ampersand = ampersandAlone(text, this.#parser.line);
    this.#parse(() => this.#parser.write(text));
    // The position of a parser that is not parsing has its last piece twice.
    this.#read += text.length;
    if (this.#read - this.#ended > MAX_TOKEN)
      throw refusal(this.#hasDoctype && this.#depth === 0 ? 'doctype' : 'too-large', { line: this.#parser.line });
    if (this.#open.length > 0 && this.#read - this.#began > MAX_EVENT)
      throw refusal('too-large', { line: this.#parser.line });
  }

  end(): void {
    this.#parse(() => this.#parser.close());
    if (!this.#isHeadGiven) this.#giveHead();
    if (this.#inner !== '') this.#found('element-namespace', { what: this.#inner });
  }

  #giveHead(): void {
    this.#isHeadGiven = true;
    this.parts.push({ part: 'head', document: { ...this.document } });
  }

  #text(text: string): void {
    this.#ended = this.#parser.position;
    if (text.length > MAX_TOKEN) throw refusal('too-large', { line: this.#parser.line });
    if (this.#inEpc) {
      this.#epc += text;
      return;
    }
    const node = this.#open.at(-1);
    if (node !== undefined) node.text += text;
  }

  #opened(tag: SaxesTagNS): void {
    this.#ended = this.#parser.position;
    this.#attributes = 0;
    if (++this.#depth > MAX_DEPTH) throw refusal('too-deep', { line: this.#parser.line });
    const { local, uri } = tag;
    const node = this.#open.at(-1);
    if (
      uri !== '' &&
      this.#depth > 1 &&
      EPCIS_NAMESPACES.has(uri) &&
      !(this.#depth === RESULT_DEPTH && QUERY.test(uri))
    )
      this.#inner = uri;
    if (node !== undefined && local === 'epc' && EPC_LISTS.has(node.name) && isStandard({ ns: uri })) {
      node.epcs ??= [];
      this.#inEpc = true;
      this.#epc = '';
      return;
    }
    if (this.#inEpc) throw refusal('not-well-formed', { line: this.#parser.line }, say('epc-not-text'));
    const made = this.#nodeOf(tag);
    if (node !== undefined) {
      if (EPC_LISTS.has(local)) made.epcs = [];
      this.#count.add(made.line);
      node.children.push(made);
      this.#open.push(made);
    } else if (this.#around.length === 0) this.#root(made, tag);
    else this.#inside(made);
  }

  #nodeOf({ local, uri, prefix, attributes }: SaxesTagNS): XmlNode {
    const named: Attribute[] = [];
    for (const { local: name, uri: ns, prefix: before, value } of Object.values(attributes)) {
      if (ns === XMLNS) continue;
      this.#count.add(this.#parser.line);
      named.push({ ns, name, value, ...(before === '' ? {} : { prefix: before }) });
    }
    return {
      ns: uri,
      name: local,
      prefix,
      line: this.#parser.line,
      attributes: named,
      children: [],
      text: '',
      epcs: undefined,
    };
  }

  #root(root: XmlNode, tag: SaxesTagNS): void {
    const kind = KINDS.get(root.name);
    if (kind === undefined && !isEventName(root.name))
      throw refusal('not-epcis', { line: root.line }, say('root-unknown', { name: root.name.slice(0, 60) }));
    this.document.kind = kind ?? 'lone-event';
    // It is read by its name, as other elements are: what stands in no namespace of EPCIS its XSD does not have.
    if (kind !== undefined && !ROOTS.test(root.ns))
      this.#found('element-namespace', { line: root.line, what: root.name });
    takeRoot(this.document, root);
    const isNew = /:xsd:2$/.test(root.ns) || this.document.schemaVersion?.startsWith('2') === true;
    this.document.form = isNew ? 'epcis-2.0-xml' : 'epcis-1.2-xml';
    const namespaces: Namespace[] = [];
    for (const { name, uri, value } of Object.values(tag.attributes))
      if (uri === XMLNS) namespaces.push({ prefix: name === 'xmlns' ? '' : name.slice('xmlns:'.length), uri: value });
    this.document.namespaces = namespaces;
    if (kind === undefined) {
      this.#giveHead();
      this.#build(root);
    } else this.#around.push(root);
  }

  #build(node: XmlNode): void {
    this.#count.reset();
    this.#began = this.#parser.position;
    this.#open.push(node);
  }

  /** An element of which the outer ones only hold others. */
  #inside(node: XmlNode): void {
    if (isStandard(node) && AROUND.has(node.name)) {
      this.#around.push(node);
    } else this.#build(node);
  }

  #closed({ local, uri }: SaxesTagNS): void {
    this.#ended = this.#parser.position;
    this.#depth--;
    const node = this.#open.at(-1);
    if (this.#inEpc && local === 'epc' && node !== undefined && isStandard({ ns: uri })) {
      const epc = this.#epc;
      const last = epc.charCodeAt(epc.length - 1);
      const { epcs } = node;
      if (epcs !== undefined && epcs.push(epc.charCodeAt(0) > 0x20 && last > 0x20 ? epc : epc.trim()) > MAX_TEXTS)
        throw refusal('too-large', { line: this.#parser.line });
      this.#inEpc = false;
      return;
    }
    if (node === undefined) {
      this.#around.pop();
      return;
    }
    this.#open.pop();
    if (this.#open.length > 0) this.#innerClosed(node);
    else this.#whole(node);
  }

  /** Words of the master data are given out one by one and not kept. */
  #innerClosed(node: XmlNode): void {
    if (node.name !== 'VocabularyElement') return;
    const vocabulary = this.#open.findLast(({ name }) => name === 'Vocabulary');
    if (vocabulary === undefined) return;
    this.#word(node, vocabulary);
    this.#open.at(-1)?.children.pop();
    this.#count.reset();
  }

  #word(node: XmlNode, vocabulary: XmlNode | undefined): void {
    const type = vocabulary === undefined ? undefined : attributeOf(vocabulary, 'type');
    this.parts.push({ part: 'vocabulary', element: vocabularyElement(node, type ?? '') });
  }

  #whole(node: XmlNode): void {
    if (isStandard(node) && isEventName(node.name)) {
      if (!this.#isHeadGiven) this.#giveHead();
      this.parts.push({ part: 'event', event: xmlEvent(node, node.name, this.#events, this.#found) });
      this.#events++;
    } else if (node.name === 'EPCISHeader') takeHeader(this.document, node);
    else if (node.name === 'VocabularyElement')
      this.#word(
        node,
        this.#around.findLast(({ name }) => name === 'Vocabulary'),
      );
    else if (node.name === 'queryName') this.document.query = { ...this.document.query, name: textOf(node) };
    else if (node.name === 'subscriptionID')
      this.document.query = { ...this.document.query, subscription: textOf(node) };
    else {
      if (this.#around.at(-1)?.name === 'EventList')
        this.#found('event-unknown', { line: node.line, what: node.name.slice(0, 60) });
      if (this.document.extensions.length >= MAX_AROUND) throw refusal('too-large', { line: node.line });
      this.document.extensions = [...this.document.extensions, extensionOf(node)];
    }
  }
}

/** The line of an `&` with no name behind it; a name at the end of the piece may go on in the next. */
function ampersandAlone(text: string, line: number): number | undefined {
  const at = text.search(/&(?!#?[\w.:-]{0,64}(?:;|$))/);
  return at < 0 ? undefined : line + text.slice(0, at).split('\n').length - 1;
}

/** What a parser says, without the place that it puts in front. */
function wrong(message: string) {
  return say('xml-wrong', { why: message.replace(/^\d+:\d+: /, '').replace(/\.$/, '') });
}

/**
 * Reads an EPCIS file in XML.
 * @throws not-well-formed, doctype, too-deep, too-large, not-epcis, bad-encoding
 */
export async function* readXml(opened: OpenedText, found: TakeFound): AsyncGenerator<EpcisPart> {
  const reader = new XmlReader(opened.gzip, found);
  for await (const text of opened.text) {
    reader.take(text);
    for (const part of reader.parts) yield part;
    reader.parts.length = 0;
  }
  reader.end();
  for (const part of reader.parts) yield part;
  reader.document.encoding = opened.encoding();
  yield { part: 'end', document: reader.document };
}
