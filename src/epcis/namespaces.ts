// The prefixes under which a written file names its extensions: those of the file it came from, as far as they can be kept.
import type { EpcisDocument, EpcisEvent, Extension, SensorPart } from './model.ts';
import { CONTEXT_PREFIXES, isMasterDataNamespace, MASTER_DATA } from './vocabulary.ts';

export const XSI = 'http://www.w3.org/2001/XMLSchema-instance';
export const XSD = 'http://www.w3.org/2001/XMLSchema';
const XML = 'http://www.w3.org/XML/1998/namespace';
export const SBDH = 'http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader';

/** Prefixes that mean the same wherever XML is written. */
const IN_XML: readonly (readonly [string, string])[] = [
  ['xsi', XSI],
  ['xsd', XSD],
  ['xml', XML],
  ['sbdh', SBDH],
  ['cbvmda', MASTER_DATA.xml],
];
const PREFIX = /^[A-Za-z_][\w.-]*$/;

/** Which prefix stands for which namespace in one written file. */
export class Namespaces {
  readonly language: 'xml' | 'json';
  readonly #prefixes = new Map<string, string>();
  readonly #taken = new Set<string>();
  /** Those that the file need not declare, because the standard does. */
  readonly #given = new Set<string>();
  readonly #used = new Set<string>();
  /** Prefixes that stand in values of sensors, and mean what the file says. */
  readonly #inValues = new Set<string>();

  constructor(language: 'xml' | 'json') {
    this.language = language;
    for (const [prefix, uri] of language === 'json' ? CONTEXT_PREFIXES : IN_XML) {
      this.#prefixes.set(uri, prefix);
      this.#taken.add(prefix);
      if (language === 'json' || prefix === 'xml') this.#given.add(uri);
    }
    // What the events of an XML file are in has its own prefix, and types in JSON are no prefixes.
    for (const prefix of ['epcis', 'epcisq', 'epcismd', 'xmlns', 'urn', 'http', 'https', 'id', 'type'])
      this.#taken.add(prefix);
  }

  /** The namespace as this language has it. */
  of(uri: string): string {
    return isMasterDataNamespace(uri) ? MASTER_DATA[this.language] : uri;
  }

  /** The prefix of a namespace: the one that is wanted, or one like it. */
  prefix(uri: string, wanted?: string): string {
    const own = this.of(uri);
    this.#used.add(own);
    const known = this.#prefixes.get(own);
    if (known !== undefined) return known;
    const stem = wanted !== undefined && PREFIX.test(wanted) && !/^xml/i.test(wanted) ? wanted : 'ext';
    let prefix = stem;
    for (let n = 2; this.#taken.has(prefix); n++) prefix = `${stem}${n}`;
    this.#prefixes.set(own, prefix);
    this.#taken.add(prefix);
    return prefix;
  }

  /** Those that were asked for and have to be declared. */
  declared(): readonly (readonly [prefix: string, uri: string])[] {
    return [...this.#used]
      .filter((uri) => !this.#given.has(uri))
      .map((uri) => [this.#prefixes.get(uri) ?? '', uri] as const);
  }

  /** Learns the namespaces of what stands around the events. */
  learnDocument(document: EpcisDocument): void {
    const uris = new Map(document.namespaces.map(({ prefix, uri }) => [uri, prefix]));
    for (const { prefix, uri } of document.namespaces) if (this.#inValues.has(prefix)) this.prefix(uri, prefix);
    this.#learn(document.header, uris);
    this.#learn(document.extensions, uris);
    for (const { extensions } of [...document.senders, ...document.receivers]) this.#learn(extensions, uris);
  }

  /** Learns the namespaces of an event. */
  learn(event: EpcisEvent): void {
    const { ilmd = [], readPoint, bizLocation, errorDeclaration } = event;
    this.#learn(event.extensions);
    this.#learn(ilmd);
    for (const part of [readPoint, bizLocation, errorDeclaration]) if (part !== undefined) this.#learn(part.extensions);
    for (const { metadata, reports, extensions } of event.sensorElements) {
      this.#learn(extensions);
      if (metadata !== undefined) this.#learnPart(metadata);
      for (const report of reports) this.#learnPart(report);
    }
  }

  /** Learns the namespaces of trees, however deep. */
  learnTrees(trees: readonly Extension[]): void {
    this.#learn(trees);
  }

  #learnPart({ fields, extensions }: SensorPart): void {
    for (const { ns, prefix, value } of fields) {
      if (ns !== '') this.prefix(ns, prefix);
      const before = /^([\w-]+):(?!\/\/)/.exec(value)?.[1];
      if (before !== undefined) this.#inValues.add(before);
    }
    this.#learn(extensions);
  }

  #learn(trees: readonly Extension[], uris?: ReadonlyMap<string, string>): void {
    const open = [...trees];
    for (let tree = open.pop(); tree !== undefined; tree = open.pop()) {
      const { ns, prefix, attributes = [], children = [], json } = tree;
      if (ns !== '') this.prefix(ns, prefix ?? uris?.get(ns));
      for (const attribute of attributes) if (attribute.ns !== '') this.prefix(attribute.ns, attribute.prefix);
      if (json !== undefined && this.language === 'xml') for (const uri of [XSI, XSD]) this.prefix(uri);
      for (const child of children) open.push(child);
    }
  }
}
