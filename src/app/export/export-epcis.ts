// Documents for partners outside: what the chain says of a shipment or of some goods, as an EPCIS file of the profile they want.
import { existsSync } from 'node:fs';
import { EVENT } from '../../custody/events/all.ts';
import { EventHasher } from '../../epcis/hash-id.ts';
import { JsonWriter } from '../../epcis/json-write.ts';
import { LostAndCounted } from '../../epcis/lost.ts';
import type { EpcisDocument, EpcisEvent, Extension, Partner, VocabularyElement } from '../../epcis/model.ts';
import { Namespaces } from '../../epcis/namespaces.ts';
import { epcisTime } from '../../epcis/times.ts';
import { TRANSACTION_STATEMENT, US, usWord } from '../../epcis/us-words.ts';
import { MASTER_DATA } from '../../epcis/vocabulary.ts';
import { XmlWriter } from '../../epcis/xml-write.ts';
import { PedigreeError } from '../../errors.ts';
import { foreseeOut, type Out, openOut } from '../../sync/out-stream.ts';
import { phrase, say } from '../../words/en/export.ts';
import type { Home } from '../node/home.ts';
import { fileName } from '../node/names.ts';
import { PEDIGREE } from '../node/own-words.ts';
import { partyName } from '../node/party-text.ts';
import { uuidUrn } from '../node/uuid.ts';
import { catchUp } from '../record/inventory.ts';
import { type Knowledge, knowledgeOf } from '../record/knowledge.ts';
import { type Shipment, shipmentOf } from '../record/shipments-known.ts';
import { goodsAsked } from './asked.ts';
import { lotsIn } from './case-lots.ts';
import { begunOf, epcisOf, type Papers, type Telling } from './epcis-events.ts';
import { Ids, prefixesKnown } from './ids.ts';
import { type Lacking, masterData } from './master-data.ts';
import { Told } from './told.ts';
import type { MadeLot, MarkOf, ToldEvent } from './told-events.ts';

export const EXPORT_PROFILES = ['plain', 'dscsa-1.2', 'dscsa-1.3', 'eu'] as const;
export type ExportProfile = (typeof EXPORT_PROFILES)[number];

export interface EpcisExportRequest {
  /** Shipments, packs and containers, as people name them. */
  readonly items: readonly string[];
  readonly profile?: ExportProfile;
  /** 1.2 is XML, 2.0 is JSON. */
  readonly to?: '1.2' | '2.0';
  /** Where to; `-` is standard output. By default a file named after the shipment, or the first of the goods. */
  readonly out?: string;
  /** The DSCSA transaction statement is made: a declaration by law. */
  readonly affirm?: boolean;
  /** Company prefixes, for URNs, besides those that parties and regulators say. */
  readonly prefixes?: readonly string[];
}

/** A thing that the file does not say, or cannot. */
export interface ExportLost {
  readonly code: ExportLostCode;
  readonly count: number;
  /** The first few. */
  readonly what: readonly string[];
  readonly text: string;
}

export type ExportLostCode =
  | 'contents-unknown'
  | 'container-unknown'
  | 'finding'
  | 'prefix-unknown'
  | 'product-unknown'
  | 'ndc-unknown'
  | 'address-unknown'
  | 'no-statement'
  | 'no-receiver'
  | 'missing-goods';

export interface EpcisExported {
  readonly file: string;
  readonly bytes: number;
  readonly profile: ExportProfile;
  readonly to: '1.2' | '2.0';
  readonly receiver?: string;
  readonly events: number;
  readonly packs: number;
  /** Event hashes of the CBV, in the order of the file. */
  readonly ids: readonly string[];
  readonly left: readonly ExportLost[];
  readonly exit: 0 | 20;
}

/** So many of each kind are named. */
const NAMED = 20;
/** Text is put together before it is written. */
const AT_ONCE = 64 * 1024;
const FILE = { kind: say('an-epcis-file'), isKind: () => false };
/** Where a dry run writes. */
const NOWHERE: Pick<Out, 'write' | 'keep' | 'drop'> = { write: () => {}, keep: () => 0, drop: () => {} };

/**
 * Writes what the chain says of goods as an EPCIS file: how they were made, packed, sent and received, with master data. What
 * it cannot say is named. Of goods that the own party never had, and of contents that it cannot read, nothing is told.
 * @throws not-in-your-custody (14), wrong-state (14) where it is disputed who has them, cannot-create (73), io-failed (74), and as
 * naming goods throws
 */
export function exportEpcis(home: Home, request: EpcisExportRequest): EpcisExported {
  return exportMarked(home, request);
}

/** The same, each event with marks. @throws as `exportEpcis` */
export function exportMarked(
  home: Home,
  request: EpcisExportRequest,
  mark?: MarkOf,
  before: (file: string) => void = () => {},
): EpcisExported {
  return home.ledger.read((view) => {
    const known = knowledgeOf(home, view);
    catchUp(known);
    return new Export(home, known, request, mark).write(before);
  });
}

/** @throws cannot-create (73) where there is a file already */
export function mustBeNew(path: string): void {
  if (!existsSync(path)) return;
  throw new PedigreeError('cannot-create', say('file-exists', { path }), { hint: say('name-another-file') });
}

class Export {
  readonly #home: Home;
  readonly #known: Knowledge;
  readonly #request: EpcisExportRequest;
  readonly #mark: MarkOf | undefined;
  readonly #profile: ExportProfile;
  readonly #to: '1.2' | '2.0';
  readonly #ids: Ids;
  readonly #left: { readonly code: ExportLostCode; readonly what: readonly string[]; readonly count?: number }[] = [];

  constructor(home: Home, known: Knowledge, request: EpcisExportRequest, mark: MarkOf | undefined) {
    this.#home = home;
    this.#known = known;
    this.#request = request;
    this.#mark = mark;
    this.#profile = request.profile ?? 'plain';
    this.#to = request.to ?? (this.#isDscsa ? '1.2' : '2.0');
    this.#ids = new Ids(this.#to === '1.2' ? 'urn' : 'link', prefixesKnown(known.view, request.prefixes ?? []));
  }

  get #isDscsa(): boolean {
    return this.#profile.startsWith('dscsa');
  }

  /** @param before is told where the file will be, before anything is written */
  write(before: (file: string) => void): EpcisExported {
    const known = this.#known;
    const asked = goodsAsked(known, this.#request.items);
    const told = new Told(known, this.#mark);
    for (const { event, details, boxes } of asked.own) for (const line of boxes) told.addOwn(event, details, line);
    for (const { goods, shipped, isMoving } of asked.goods) told.add(goods, shipped, isMoving);
    const events = told.events.inOrder();
    const receiver = asked.receiver ?? lastReceiver(events, known.self.gln);
    const telling = this.#telling(events);
    const words = this.#words(events, receiver);
    this.#leave('contents-unknown', [...told.untold.closed]);
    this.#leave('container-unknown', [], told.untold.nameless.size);
    this.#leave('finding', [...told.untold.findings]);
    if (this.#isDscsa && this.#request.affirm !== true) this.#leave('no-statement', [], 1);
    if (receiver === undefined) this.#leave('no-receiver', [], 1);
    const missing = this.#to === '1.2' ? events.reduce((sum, one) => sum + one.missing.size, 0) : 0;
    if (missing > 0) this.#leave('missing-goods', [], missing);
    const path = this.#request.out ?? this.#defaultOut(asked.name);
    before(path);
    const written = this.#writeFile(path, this.#document(receiver), words, events, telling);
    this.#leave('prefix-unknown', [...this.#ids.unknown]);
    const left = this.#left.map(({ code, what, count = what.length }) => ({
      code,
      count,
      what: what.slice(0, NAMED),
      text: phrase(`left-${code}`, { count, what: what.slice(0, 3) }),
    }));
    return {
      file: path,
      ...written,
      profile: this.#profile,
      to: this.#to,
      ...(receiver === undefined ? {} : { receiver }),
      packs: events.reduce(
        (sum, { made }) => sum + [...made.values()].reduce((of, { goods }) => of + goods.size, 0),
        0,
      ),
      left,
      exit: left.length === 0 ? 0 : 20,
    };
  }

  #leave(code: ExportLostCode, what: readonly string[], count = what.length): void {
    if (count > 0) this.#left.push({ code, what, count });
  }

  #defaultOut(name: string): string {
    return `${fileName(name)}.${this.#to === '1.2' ? 'xml' : 'json'}`;
  }

  #telling(events: readonly ToldEvent[]): Telling {
    const known = this.#known;
    let lots: ReadonlyMap<string, MadeLot | undefined> | undefined;
    return {
      ids: this.#ids,
      isXml: this.#to === '1.2',
      isR13: this.#profile === 'dscsa-1.3',
      papers: (ref) => papersOf(shipmentOf(known, ref)),
      lotOf: (container) => {
        lots ??= lotsIn(events);
        return lots.get(container);
      },
    };
  }

  #words(events: readonly ToldEvent[], receiver: string | undefined): readonly VocabularyElement[] {
    const { view, self } = this.#known;
    const packs = new Set<string>();
    const all = new Set<string>();
    const glns = new Set([self.gln, ...(receiver === undefined ? [] : [receiver])]);
    for (const { event, made, packed, takenOut, subjects, details } of events) {
      for (const { goods } of made.values()) for (const gtin of goods.gtins()) packs.add(gtin);
      for (const bag of [...packed.values(), ...takenOut.values(), subjects])
        for (const gtin of bag.gtins()) all.add(gtin);
      if (event.author !== undefined) glns.add(event.author.gln);
      if (details.to !== undefined) glns.add(details.to);
    }
    for (const gtin of packs) all.add(gtin);
    const cases = new Set([...all].filter((gtin) => !packs.has(gtin)));
    const lacking: Lacking = { names: [], ndcs: [], addresses: [] };
    const ndc = this.#profile === 'dscsa-1.2' ? 'FDA_NDC_11' : this.#profile === 'dscsa-1.3' ? 'US_FDA_NDC' : undefined;
    const words = masterData(
      view,
      this.#ids,
      { gtins: [...all].sort(), cases, glns: [...glns].sort(), ...(ndc === undefined ? {} : { ndc }) },
      lacking,
    );
    this.#leave('product-unknown', lacking.names);
    this.#leave('ndc-unknown', lacking.ndcs);
    if (this.#isDscsa)
      this.#leave(
        'address-unknown',
        lacking.addresses.map((gln) => partyName(view, gln)),
      );
    return words;
  }

  #document(receiver: string | undefined): EpcisDocument {
    const now = epcisTime(new Date(this.#home.env.clock()).toISOString());
    const isOld = this.#profile === 'dscsa-1.2';
    const partner = (gln: string): Partner => ({
      id: isOld ? gln : this.#ids.place(gln),
      authority: isOld ? 'GLN' : 'GS1',
      extensions: [],
    });
    return {
      form: this.#to === '1.2' ? 'epcis-1.2-xml' : 'epcis-2.0-json',
      kind: 'event-document',
      gzip: false,
      encoding: 'utf-8',
      schemaVersion: this.#to,
      creationDate: now,
      senders: [partner(this.#known.self.gln)],
      receivers: receiver === undefined ? [] : [partner(receiver)],
      instanceId: uuidUrn(this.#home.env.random(16)),
      identification: [],
      header: this.#header(),
      extensions: [],
      namespaces: [],
      contexts: [],
    };
  }

  #header(): readonly Extension[] {
    return [
      ...(this.#profile === 'dscsa-1.3' ? [usWord('guidelineVersion', 'GS1 US DSCSA R1.3')] : []),
      ...(this.#isDscsa && this.#request.affirm === true ? [TRANSACTION_STATEMENT] : []),
    ];
  }

  #writeFile(
    path: string,
    document: EpcisDocument,
    words: readonly VocabularyElement[],
    events: readonly ToldEvent[],
    telling: Telling,
  ): Pick<EpcisExported, 'bytes' | 'events' | 'ids'> {
    if (path !== '-') mustBeNew(path);
    const writer = writerOf(this.#to, document);
    const hasher = new EventHasher('cbv2.0', document);
    const ids: string[] = [];
    const { dryRun, stdout } = this.#home.env;
    if (dryRun) foreseeOut(path, FILE, stdout);
    const out = dryRun ? NOWHERE : openOut(path, FILE, stdout);
    let waiting = '';
    const take = (text: string) => {
      waiting += text;
      if (waiting.length < AT_ONCE) return;
      out.write(waiting);
      waiting = '';
    };
    try {
      take(writer.head(document, words));
      for (const event of eventsOf(events, telling, this.#isDscsa)) {
        const id = hasher.id(event);
        take(writer.event({ ...event, eventID: id, index: ids.length }));
        ids.push(id);
      }
      take(writer.end());
      out.write(waiting);
      return { bytes: out.keep(), events: ids.length, ids };
    } finally {
      out.drop();
    }
  }
}

/** All events of the file; what was taken back is told as far as it had been told. */
function* eventsOf(events: readonly ToldEvent[], telling: Telling, isDscsa: boolean): Generator<EpcisEvent> {
  const begun = new Set<string>();
  for (const told of events) {
    if (isDscsa)
      for (const name of told.packed.keys()) {
        if (begun.has(name)) continue;
        begun.add(name);
        yield* begunOf(name, told, telling);
      }
    const taken = told.kind === EVENT.voiding.type ? shipmentBefore(told) : undefined;
    const isWhole = taken !== undefined && isSameGoods(taken, told);
    if (told.kind !== EVENT.voiding.type || isDscsa || !isWhole) yield* epcisOf(told, telling);
    if (!isWhole) continue;
    const declarationTime = epcisTime(new Date(told.time).toISOString());
    const errorDeclaration = { declarationTime, reason: 'did_not_occur', correctiveEventIDs: [], extensions: [] };
    // Its hash, and so its ID, is that of the event that it takes back.
    for (const event of epcisOf(taken, telling)) if (event.bizStep === 'shipping') yield { ...event, errorDeclaration };
  }
}

function shipmentBefore({ after }: ToldEvent): ToldEvent | undefined {
  return [...after].find(({ kind, subjects }) => kind === EVENT.ship.type && subjects.size > 0);
}

function isSameGoods(one: ToldEvent, other: ToldEvent): boolean {
  const names = ({ subjects }: ToldEvent) =>
    [
      ...subjects.containers(),
      ...subjects.lists().flatMap(({ gtin, serials }) => [...serials].map((serial) => `${gtin}/${serial}`)),
    ].sort();
  return one.subjects.size === other.subjects.size && names(one).join() === names(other).join();
}

function writerOf(to: '1.2' | '2.0', document: EpcisDocument): XmlWriter | JsonWriter {
  const spaces = new Namespaces(to === '1.2' ? 'xml' : 'json');
  spaces.learnDocument(document);
  // Prefixes are declared in front of the events: all that any of them may need.
  spaces.prefix(MASTER_DATA.xml, 'cbvmda');
  spaces.prefix(PEDIGREE, 'pedigree');
  if (document.header.length > 0) spaces.prefix(US, 'gs1ushc');
  const lost = new LostAndCounted();
  return to === '1.2' ? new XmlWriter('1.2', spaces, lost) : new JsonWriter(spaces, lost);
}

function papersOf(shipment: Shipment | undefined): Papers | undefined {
  if (shipment === undefined) return undefined;
  const { to, po, despatch, invoice, reason } = shipment;
  return {
    to,
    ...(po === undefined ? {} : { po }),
    ...(despatch === undefined ? {} : { despatch }),
    ...(invoice === undefined ? {} : { invoice }),
    ...(reason === undefined ? {} : { reason }),
  };
}

/** To whom the own party sent it last. */
function lastReceiver(events: readonly ToldEvent[], own: string): string | undefined {
  return events.findLast(({ kind, event }) => kind === EVENT.ship.type && event.author?.gln === own)?.details.to;
}
