// A document of EPCIS in XML, 1.2 and 2.0: its header, its master data, and what stands around the events.
import type { LostAndCounted } from './lost.ts';
import type { EpcisDocument, EpcisEvent, Partner, VocabularyElement } from './model.ts';
import { type Namespaces, SBDH } from './namespaces.ts';
import { XmlLines, xmlAttribute } from './xml-text.ts';
import { XmlEvents, type XmlVersion } from './xml-write-event.ts';

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
  readonly #events: XmlEvents;
  #close: readonly string[] = [];
  /** The namespaces of an event that has no document around it. */
  #lone: string | undefined;

  constructor(version: XmlVersion, spaces: Namespaces, lost: LostAndCounted) {
    this.#version = version;
    this.#spaces = spaces;
    this.#lost = lost;
    this.#lines = new XmlLines(spaces, lost, AROUND);
    this.#events = new XmlEvents(version);
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
    behind.extensions(document.extensions);
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
    const own = () => lines.around(event.type, () => this.#events.write(lines, event), this.#lone);
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
}
