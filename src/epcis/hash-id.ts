// The event hash of the CBV (2.0, section 8.9): one name for what an event says, whoever wrote it down and however.
import { sha256Hex } from '../chain/hash.ts';
import { HashBytes } from './hash-bytes.ts';
import { Canonical, canonicalNumber, canonicalTime, isMoment } from './hash-values.ts';
import {
  type Attribute,
  type EpcisDocument,
  type EpcisEvent,
  type EventPlace,
  type Extension,
  hasChildren,
  type Quantity,
  type SensorElement,
  type SensorPart,
  type TypedId,
} from './model.ts';
import { XSI } from './namespaces.ts';
import { METADATA_FIELDS, REPORT_FIELDS, SENSOR_NUMBERS, SENSOR_WORDS } from './sensor-fields.ts';
import { isMasterDataNamespace, MASTER_DATA, type WordList, webUriOf } from './vocabulary.ts';

/**
 * How the algorithm is read. `cbv2.0` as published pairs of events and hashes have it; `ref` with extensions behind
 * everything else, each under the names of what it stands in, as the first implementations had it; `cbv2.1` as `cbv2.0` with
 * sources before destinations, and the master data of the CBV under one namespace in XML and JSON.
 */
export const DIALECTS = ['cbv2.0', 'ref', 'cbv2.1'] as const;
export type Dialect = (typeof DIALECTS)[number];

const TIMES: ReadonlySet<string> = new Set(['time', 'startTime', 'endTime']);
const COMMENTS = 'http://www.w3.org/2000/01/rdf-schema#';

/** Text, and what of it stands at the end of the event under the name of what it was in. */
interface Part {
  readonly text: string;
  readonly behind: readonly string[];
}

/** Hashes events of one file after another; it remembers identifiers, so one is made for a file. */
export class EventHasher {
  readonly dialect: Dialect;
  readonly #canonical = new Canonical();
  readonly #bytes = new HashBytes();
  readonly #hasXmlNames: boolean;

  /**
   * @param document what stands around the events: a JSON file that leaves `cbvmda` to the standard means what XML means by it,
   * though the two namespaces differ by a colon; one that declares it has the namespace that it declares, as published pairs do
   */
  constructor(dialect: Dialect = 'cbv2.0', document?: Pick<EpcisDocument, 'namespaces'>) {
    this.dialect = dialect;
    this.#hasXmlNames = document?.namespaces.every(({ uri }) => uri !== MASTER_DATA.json) === true;
  }

  /** `ni:///sha-256;…?ver=CBV2.0` */
  id(event: EpcisEvent): string {
    const version = this.dialect === 'cbv2.1' ? 'CBV2.1' : 'CBV2.0';
    return `ni:///sha-256;${sha256Hex(this.#written(event))}?ver=${version}`;
  }

  /** What is hashed: the pre-hash string of the standard. */
  text(event: EpcisEvent): string {
    return new TextDecoder().decode(this.#written(event));
  }

  #written(event: EpcisEvent): Uint8Array {
    const readPoint = this.#place('readPoint', event.readPoint);
    const bizLocation = this.#place('bizLocation', event.bizLocation);
    const children = hasChildren(event.type);
    const sources = this.#typed('sourceList', 'source', 'sourceDestination', event.sources);
    const destinations = this.#typed('destinationList', 'destination', 'sourceDestination', event.destinations);
    const sensors = this.#sensors(event.sensorElements);
    const { set = [], unset = [] } = event.persistentDisposition ?? {};
    const disposed = this.#words('set', set) + this.#words('unset', unset);
    this.#bytes.clear();
    const start = [
      `eventType=${event.type}`,
      `eventTime=${canonicalTime(event.eventTime.written, event.eventTime.ms)}`,
      field('eventTimeZoneOffset', event.eventTimeZoneOffset?.replace(/^\s*[Zz]\s*$/, '+00:00')),
      sorted(event.certificationInfo.map((info) => field('certificationInfo', this.#canonical.uri(info)))),
    ].join('');
    this.#bytes.text(start);
    if (!children) this.#epcs('epcList', event.epcs);
    this.#bytes.text(field('parentID', this.#uri(event.parentID)));
    this.#epcs('inputEPCList', event.inputEpcs);
    if (children) this.#epcs('childEPCs', event.epcs);
    const text = [
      this.#quantities(children ? 'childQuantityList' : 'quantityList', event.quantities),
      this.#quantities('inputQuantityList', event.inputQuantities),
    ].join('');
    this.#bytes.text(text);
    this.#epcs('outputEPCList', event.outputEpcs);
    const rest = [
      this.#quantities('outputQuantityList', event.outputQuantities),
      field('action', event.action),
      field('transformationID', this.#uri(event.transformationID)),
      field('bizStep', event.bizStep && webUriOf('bizStep', event.bizStep.trim())),
      field('disposition', event.disposition && webUriOf('disposition', event.disposition.trim())),
      disposed && `persistentDisposition${disposed}`,
      readPoint.text,
      bizLocation.text,
      this.#typed('bizTransactionList', 'bizTransaction', 'bizTransaction', event.bizTransactions),
      this.dialect === 'cbv2.0' ? destinations + sources : sources + destinations,
      sensors.text,
      within('ilmd', this.#extensions(event.ilmd ?? [])),
    ].join('');
    const behind = [readPoint, bizLocation, sensors].flatMap((part) => part.behind);
    this.#bytes.text(rest + sorted(behind.concat(this.#extensions(event.extensions))));
    return this.#bytes.all;
  }

  #uri(text: string | undefined): string | undefined {
    return text === undefined ? undefined : this.#canonical.uri(text);
  }

  #epcs(name: string, epcs: readonly string[] = []): void {
    const [first] = epcs;
    if (first === undefined) return;
    const canonical = this.#canonical;
    this.#bytes.text(name);
    const stem = canonical.stem(first);
    if (stem !== undefined && this.#bytes.serials(`epc=${stem.link}`, epcs, stem.written)) return;
    const uris = epcs.map((epc) => canonical.uri(epc));
    this.#bytes.text(`epc=${uris.sort().join('epc=')}`);
  }

  #quantities(name: string, quantities: readonly Quantity[] = []): string {
    const elements = quantities.map(
      ({ epcClass, quantity, uom }) =>
        `quantityElement${field('epcClass', this.#canonical.uri(epcClass))}${field('quantity', quantity && canonicalNumber(quantity))}${field('uom', uom)}`,
    );
    return within(name, elements);
  }

  #words(name: string, words: readonly string[]): string {
    return sorted(words.map((word) => field(name, webUriOf('disposition', word.trim()))));
  }

  #typed(list: string, name: string, words: WordList, ids: readonly TypedId[]): string {
    return within(
      list,
      ids.map(
        ({ type, id }) => field('type', type && webUriOf(words, type.trim())) + field(name, this.#canonical.uri(id)),
      ),
    );
  }

  #place(name: string, where: EventPlace | undefined): Part {
    if (where === undefined) return { text: '', behind: [] };
    return this.#inside(name, field('id', this.#canonical.uri(where.id)), this.#extensions(where.extensions), []);
  }

  /** What stands in something: its fields, its extensions, and what goes behind the event. */
  #inside(name: string, fields: string, extensions: readonly string[], unknown: readonly string[]): Part {
    const inPlace = this.dialect !== 'ref';
    const text = fields + (inPlace ? sorted(extensions) : '');
    const later = sorted(inPlace ? unknown : [...unknown, ...extensions]);
    return { text: text && name + text, behind: later === '' ? [] : [name + later] };
  }

  #sensors(elements: readonly SensorElement[]): Part {
    const parts = elements.map(({ metadata, reports, extensions }) => {
      const first = metadata === undefined ? undefined : this.#sensorPart('sensorMetadata', METADATA_FIELDS, metadata);
      const others = reports.map((report) => this.#sensorPart('sensorReport', REPORT_FIELDS, report));
      const fields = (first?.text ?? '') + sorted(others.map(({ text }) => text));
      const unknown = [...(first?.behind ?? []), ...others.flatMap(({ behind }) => behind)];
      return this.#inside('sensorElement', fields, this.#extensions(extensions), unknown);
    });
    const behind = within(
      'sensorElementList',
      parts.flatMap((part) => part.behind),
    );
    return {
      text: within(
        'sensorElementList',
        parts.map(({ text }) => text),
      ),
      behind: behind === '' ? [] : [behind],
    };
  }

  /** Fields in their order; what is not among them goes behind the event. */
  #sensorPart(name: string, order: readonly string[], { fields, extensions }: SensorPart): Part {
    const known = order.map((wanted) =>
      sorted(fields.filter((one) => one.ns === '' && one.name === wanted).map((one) => this.#sensorField(one))),
    );
    const unknown = fields
      .filter((one) => one.ns === '' && !order.includes(one.name))
      .map((one) => this.#sensorField(one));
    const others = fields.filter(({ ns }) => ns !== '').map((one) => this.#attribute(one));
    return this.#inside(name, known.join(''), [...others, ...this.#extensions(extensions)], unknown);
  }

  #sensorField({ name, value }: Attribute): string {
    const text = value.trim();
    if (TIMES.has(name)) return field(name, canonicalTime(text));
    if (SENSOR_NUMBERS.has(name)) return field(name, canonicalNumber(text));
    const words = SENSOR_WORDS.get(name);
    return field(name, words === undefined ? this.#canonical.uri(text) : vocabularyUri(words, text));
  }

  #extensions(extensions: readonly Extension[]): string[] {
    return extensions.map((extension) => this.#extension(extension)).filter((text) => text !== '');
  }

  /** One tree of an extension: its name with what it holds, in the order of text. Comments and what is empty say nothing. */
  #extension({ ns, name, value, children = [], attributes = [], json }: Extension): string {
    if (ns === COMMENTS && name === 'comment') return '';
    const text = json === 'null' ? '' : this.#value(value ?? '');
    const inside = this.#extensions(children);
    if (text !== '') inside.push(`=${text}`);
    // Types of XML Schema say how a value is written, and not what it is.
    for (const one of attributes) if (one.ns !== XSI) inside.push(this.#attribute(one, '@'));
    const all = sorted(inside);
    return all === '' ? '' : this.#named(ns, name) + all;
  }

  #attribute({ ns, name, value }: Attribute, before = ''): string {
    const text = this.#value(value);
    return text === '' ? '' : `${before}${this.#named(ns, name)}=${text}`;
  }

  #named(ns: string, name: string): string {
    const isOne = this.dialect === 'cbv2.1' ? isMasterDataNamespace(ns) : this.#hasXmlNames && ns === MASTER_DATA.json;
    const space = isOne ? MASTER_DATA.xml : ns;
    return space === '' ? name : `{${space}}${name}`;
  }

  #value(written: string): string {
    const text = written.trim();
    return isMoment(text) ? canonicalTime(text) : this.#canonical.uri(text);
  }
}

function field(name: string, value: string | undefined): string {
  const text = value?.trim() ?? '';
  return text === '' ? '' : `${name}=${text}`;
}

function sorted(texts: readonly string[]): string {
  return texts.length < 2 ? (texts[0] ?? '') : texts.toSorted().join('');
}

/** A list under its name, or nothing where it is empty. */
function within(name: string, texts: readonly string[]): string {
  const text = sorted(texts);
  return text === '' ? '' : name + text;
}

/** A word of the CBV or of the GS1 vocabulary as its URI, whether it was known to the standard when this was written or not. */
function vocabularyUri(list: WordList, text: string): string {
  if (text.startsWith('gs1:')) return `https://gs1.org/voc/${text.slice(4)}`;
  if (text.startsWith('cbv:')) return `https://ref.gs1.org/cbv/${text.slice(4)}`;
  if (/^[\w-]+$/.test(text))
    return (list === 'component' ? 'https://ref.gs1.org/cbv/Comp-' : 'https://gs1.org/voc/') + text;
  return text;
}
