// What one file says of the goods that somebody asks for: how they were sent, by whom to whom, with the product and the statement
// that the file has. Read once, event by event; of goods that nobody asked for twelve bytes are held for each event.
import { type BizNumbers, numbersOf } from './biz-numbers.ts';
import { ClaimSheet } from './claim-sheet.ts';
import { type Claim, MOST_AROUND } from './claims.ts';
import { type Deed, partiesOf } from './deeds.ts';
import type { GoodsFold } from './fold.ts';
import { elementOf, glnOf, nameOf, packOf, plainSgtin, readId } from './ids.ts';
import { MasterData, said } from './master-data.ts';
import type {
  ByteSource,
  EpcisDocument,
  EpcisEvent,
  EpcisPart,
  Statement,
  TypedId,
  VocabularyElement,
} from './model.ts';
import { readCounted } from './read-counted.ts';
import { readOffset } from './times.ts';

/** Which goods are asked for; what is not given is any. */
export interface Wanted {
  readonly gtin?: string;
  readonly lot?: string;
  readonly serial?: string;
  /** The SSCC or `GTIN/SERIAL` of a container that they are in. */
  readonly within?: string;
  /** Packs whose lot this file does not say, and another one did. */
  readonly known?: (gtin: string, serial: string) => { readonly lot?: string; readonly expiry?: string } | undefined;
}

/** A shipment as the file has it. */
export interface ToldShipment extends BizNumbers {
  /** The event, counted from 0. */
  readonly event: number;
  readonly eventID?: string;
  /** ms */
  readonly at?: number;
  /** In the zone of the event, `YYYY-MM-DD`. */
  readonly day?: string;
  /** The date of the transaction where the file gives one of its own. */
  readonly transacted?: string;
  /** GLNs: owners first. */
  readonly from?: string;
  readonly to?: string;
  /** GLNs of the places. */
  readonly fromPlace?: string;
  readonly toPlace?: string;
}

/** Packs of one lot in one shipment; without one they were told of and not sent. */
export interface ToldGoods {
  readonly gtin: string;
  readonly lot?: string;
  readonly expiry?: string;
  readonly shipment?: ToldShipment;
  /** What became of them after all, as the file has it. */
  readonly state: Claim['state'];
  /** Those that were asked for, in the order of the file. */
  readonly serials: readonly string[];
  /** Packs of this lot in this shipment. */
  readonly packs: number;
}

export interface ToldFile {
  readonly statement?: Statement;
  readonly words: MasterData;
  readonly goods: readonly ToldGoods[];
  /** Names of all containers that those goods were ever in. */
  readonly containers: ReadonlySet<string>;
}

interface Candidate {
  readonly gtin: string;
  readonly serial: string;
}

/**
 * Reads a file for goods.
 * @throws what `readEpcis` does (65), and what the source throws
 */
export async function traceFile(source: ByteSource, wanted: Wanted): Promise<ToldFile> {
  const readings: Reading[] = [];
  await readCounted(source, (begun) => {
    const reading = new Reading(wanted, begun);
    readings.push(reading);
    return (part) => reading.take(part);
  });
  const read = readings.at(-1);
  if (read?.document === undefined) throw new TypeError('a file ends with what stands around it');
  const { document, sheet, words, shipments, candidates } = read;
  for (const parent of read.parents) candidates.delete(parent);
  const goods = goodsOf(candidates.values(), { sheet, shipments, wanted });
  return { ...said({ statement: document.statement }), words, goods, containers: containersOf(sheet, goods) };
}

/** What is gathered while a file is read. */
class Reading {
  readonly sheet: ClaimSheet;
  readonly words = new MasterData();
  readonly shipments: ToldShipment[] = [];
  readonly candidates = new Map<string, Candidate>();
  readonly parents = new Set<string>();
  document: EpcisDocument | undefined;
  readonly #goods: GoodsFold;
  readonly #wanted: Wanted;

  constructor(wanted: Wanted, goods: GoodsFold) {
    this.#wanted = wanted;
    this.#goods = goods;
    this.sheet = new ClaimSheet(goods.epcs.table);
  }

  take(part: EpcisPart): void {
    if (part.part === 'vocabulary') this.words.take(part.element);
    else if (part.part !== 'event') this.document = part.document;
    else this.#event(part.event);
  }

  #event(event: EpcisEvent): void {
    if (event.parentID !== undefined) this.parents.add(nameOf(readId(event.parentID)) ?? '');
    const deed = this.sheet.add(event, this.#goods.named);
    if (deed === undefined) return;
    if (deed.kind === 'ship') this.shipments.push(shipmentIn(event, deed));
    for (const one of candidatesIn(event, deed, this.#wanted)) this.candidates.set(`${one.gtin}/${one.serial}`, one);
  }
}

function containersOf(sheet: ClaimSheet, goods: readonly ToldGoods[]): ReadonlySet<string> {
  const found = new Set<string>();
  const open: string[] = [];
  const take = (names: readonly string[]) => {
    for (const name of names) {
      if (found.has(name)) continue;
      found.add(name);
      open.push(name);
    }
  };
  for (const { gtin, serials } of goods) for (const serial of serials) take(sheet.parentsOf(`${gtin}/${serial}`));
  for (let name = open.pop(); name !== undefined; name = open.pop()) take(sheet.parentsOf(name));
  return found;
}

/** Packs of an event that may be wanted: its lot says so, or they are named themselves. */
function* candidatesIn(event: EpcisEvent, { lot }: Deed, wanted: Wanted): Iterable<Candidate> {
  const isLot = wanted.lot === undefined || lot === wanted.lot;
  const isAny = wanted.lot === undefined && wanted.serial === undefined;
  const { known } = wanted;
  if (!isLot && wanted.serial === undefined && known === undefined) return;
  for (const epc of [...(event.epcs ?? []), ...(event.outputEpcs ?? [])]) {
    const pack = packOf(epc);
    if (pack === undefined || (wanted.gtin !== undefined && pack.gtin !== wanted.gtin)) continue;
    const { gtin, serial } = pack;
    const isNamed = wanted.serial !== undefined && wanted.serial === serial;
    if (isAny || isNamed || (lot !== undefined && isLot) || known?.(gtin, serial) !== undefined) yield { gtin, serial };
  }
}

interface Read {
  readonly sheet: ClaimSheet;
  readonly shipments: readonly ToldShipment[];
  readonly wanted: Wanted;
}

function goodsOf(candidates: Iterable<Candidate>, { sheet, shipments, wanted }: Read): readonly ToldGoods[] {
  const found = new Map<
    string,
    { readonly goods: Omit<ToldGoods, 'serials' | 'packs'>; serials: string[]; packs: number }
  >();
  const byEvent = new Map(shipments.map((one) => [one.event, one]));
  for (const { gtin, serial } of candidates) {
    const claim = sheet.claimOf(`${gtin}/${serial}`);
    if (claim === undefined) continue;
    const known = wanted.known?.(gtin, serial);
    const { lot = known?.lot, expiry = known?.expiry, state } = claim;
    const isNamed = wanted.serial === undefined || serial === wanted.serial;
    if (wanted.lot !== undefined && lot !== wanted.lot && !(isNamed && wanted.serial !== undefined)) continue;
    if (wanted.within !== undefined && !isWithin(sheet, claim, wanted.within)) continue;
    const shipment = byEvent.get(claim.event) ?? shipmentOf(claim, shipments);
    const name = JSON.stringify([gtin, lot, expiry, shipment?.event, state]);
    let held = found.get(name);
    if (held === undefined) {
      held = { goods: { gtin, state, ...said({ lot, expiry, shipment }) }, serials: [], packs: 0 };
      found.set(name, held);
    }
    held.packs++;
    if (isNamed) held.serials.push(serial);
  }
  return [...found.values()].flatMap(({ goods, serials, packs }) =>
    serials.length === 0 ? [] : [{ ...goods, serials, packs }],
  );
}

/** The last shipment between those that the claim names, before what became of the goods since. */
export function shipmentOf({ from, to, at }: Claim, shipments: readonly ToldShipment[]): ToldShipment | undefined {
  if (from === undefined && to === undefined) return undefined;
  return shipments.findLast(
    (one) => one.from === from && one.to === to && (at === undefined || one.at === undefined || one.at <= at),
  );
}

function isWithin(sheet: ClaimSheet, claim: Claim, container: string): boolean {
  let { within } = claim;
  for (let level = 0; within !== undefined && level < MOST_AROUND; level++) {
    if (within === container) return true;
    within = sheet.claimOf(within)?.within;
  }
  return false;
}

/** An event that ships, as it is told. */
export function shipmentIn(event: EpcisEvent, { index, at, eventID }: Deed): ToldShipment {
  const transacted = event.extensions
    .find(({ name }) => /^transactionDate$/i.test(name))
    ?.value?.trim()
    .slice(0, 10);
  return {
    event: index,
    ...partiesOf(event),
    ...numbersOf(event.bizTransactions),
    ...said({
      at,
      eventID,
      day: at === undefined ? undefined : dayOf(at, event.eventTimeZoneOffset),
      transacted: transacted !== undefined && /^\d{4}-\d\d-\d\d$/.test(transacted) ? transacted : undefined,
      fromPlace: placeIn(event.sources),
      toPlace: placeIn(event.destinations),
    }),
  };
}

function placeIn(list: readonly TypedId[]): string | undefined {
  const place = list.find(({ type }) => type === 'location');
  return place && glnOf(place.id);
}

/** The day there, where the file says how far from UTC that is. */
function dayOf(at: number, offset = ''): string {
  const { minutes = 0 } = readOffset(offset);
  return new Date(at + minutes * 60_000).toISOString().slice(0, 10);
}

/** What of a file is about some goods, to be written anew: their events, of which other goods are left out, and their words. */
export async function partOfFile(
  source: ByteSource,
  isMeant: (name: string) => boolean,
): Promise<{ readonly events: readonly EpcisEvent[]; readonly words: readonly VocabularyElement[] }> {
  let events: EpcisEvent[] = [];
  let words: VocabularyElement[] = [];
  await readCounted(source, () => {
    [events, words] = [[], []];
    return (part) => {
      if (part.part === 'vocabulary') words.push(part.element);
      if (part.part !== 'event' || part.event.errorDeclaration !== undefined) return;
      const meant = restricted(part.event, isMeant);
      if (meant !== undefined) events.push(meant);
    };
  });
  const gtins = new Set<string>();
  const glns = new Set<string>();
  for (const meant of events) {
    for (const epc of [...(meant.epcs ?? []), meant.parentID ?? '']) gtins.add(elementOf(readId(epc), '01') ?? '');
    for (const { id } of [...meant.sources, ...meant.destinations]) glns.add(glnOf(id) ?? '');
    glns.add(glnOf(meant.readPoint?.id ?? '') ?? '');
  }
  return { events, words: words.filter((word) => isAbout(word, gtins, glns)) };
}

/** An event as far as it is about these goods. Where others are left out it is no more the event that had the ID. */
function restricted(event: EpcisEvent, isMeant: (name: string) => boolean): EpcisEvent | undefined {
  const is = (epc: string) => {
    const plain = plainSgtin(epc);
    const name = plain === undefined ? nameOf(readId(epc)) : `${plain.gtin}/${plain.serial}`;
    return name !== undefined && isMeant(name);
  };
  const { parentID, epcs, eventID: _, quantities: __, ...rest } = event;
  if (parentID !== undefined && !is(parentID)) return undefined;
  const meant = epcs?.filter(is);
  if (parentID === undefined && (meant === undefined || meant.length === 0)) return undefined;
  const isWhole = meant?.length === epcs?.length && event.quantities === undefined;
  if (isWhole) return event;
  // A container of which others were put in or taken out is not emptied by that.
  if (parentID !== undefined && meant?.length === 0 && epcs?.length !== 0) return undefined;
  return { ...rest, ...said({ parentID, epcs: meant }) };
}

/** Words of the master data that are about goods or parties. */
function isAbout(word: VocabularyElement, gtins: ReadonlySet<string>, glns: ReadonlySet<string>): boolean {
  const gtin = elementOf(readId(word.id), '01');
  return gtin === undefined ? glns.has(glnOf(word.id) ?? '') : gtins.has(gtin);
}
