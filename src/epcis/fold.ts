// The goods of a file, event by event, for whatever does not fit together: lots, containers, shipments and ends. What the file claims of
// each of them is claim-sheet.ts's.
import { MOST_AROUND } from './claims.ts';
import { CountedEvents, type EventGoods } from './counted-events.ts';
import { aggregationOf, partiesOf, partyIn, stepOf } from './deeds.ts';
import { Epcs } from './epcs.ts';
import { placeOf } from './event-form.ts';
import type { FoundAt, TakeFound } from './found.ts';
import { FLAG, NONE } from './goods.ts';
import { readId } from './ids.ts';
import { Lots, lotSaid } from './lots.ts';
import type { EpcisEvent } from './model.ts';
import { type GoodsStep, Pasts } from './past.ts';

function stepIn(event: EpcisEvent): GoodsStep {
  if (event.type !== 'AggregationEvent') return stepOf(event).kind;
  const step = aggregationOf(event);
  return step === 'fill' && event.action !== 'ADD' ? 'inside' : step;
}

const OWNER = ['owning_party'] as const;

/**
 * Who sends goods to who is to have them: not back, nor on from a dock where they were shipped already, nor to who keeps or carries
 * them for the same owner, and sends them on for that.
 */
function senderOf(event: EpcisEvent): string | undefined {
  const { bizStep, disposition, sources, destinations } = event;
  if (bizStep !== 'shipping' || disposition === 'returned') return undefined;
  const { from, to } = partiesOf(event);
  const isKept = partyIn(sources, OWNER) !== undefined && partyIn(destinations, OWNER) === undefined;
  return from === to || isKept ? undefined : from;
}

/** Containers in each other among which one is looked for that stands in itself. */
const MOST_IN_CIRCLE = 64;

/** Under these goods go to be looked at, credited or destroyed. */
const NOT_TO_SUPPLY: ReadonlySet<string> = new Set([
  ...['returned', 'recalled', 'expired', 'damaged', 'destroyed', 'disposed', 'inactive', 'needs_replacement'],
  ...['non_conformant', 'non_sellable_other', 'no_pedigree_match', 'stolen'],
]);

/** Whether a shipment is of goods that somebody is to supply. */
function isSupply({ disposition = '', bizTransactions }: EpcisEvent): boolean {
  return !NOT_TO_SUPPLY.has(disposition) && !bizTransactions.some(({ type }) => type === 'rma');
}

/** Everything was taken out of a container: by which event, and what had shipped it by then. */
interface Opening {
  readonly event: number;
  readonly ship: number;
}

export class GoodsFold {
  readonly epcs: Epcs;
  readonly lots: Lots;
  readonly events: CountedEvents;
  /** GLNs that goods were shipped to. */
  readonly destinations = new Set<string>();
  readonly #found: TakeFound;
  #parent: number | undefined;
  readonly #pasts = new Pasts();
  /** Shipments of goods that nobody is to supply. */
  readonly #goBack = new Set<number>();
  /** The events that took everything out of a container, in the order of the file. */
  readonly #opened = new Map<number, Opening[]>();
  /** The records that the open event names, NONE for what cannot be read, and how many these are. */
  #records = new Uint32Array(64);
  #named = 0;
  #written: readonly string[] = [];
  /** The last event of the goods before, and whether the times of that and of the open one do not fit. */
  #before = NONE;
  #isBeforeWrong = false;

  constructor(found: TakeFound, taken: Set<string>) {
    this.#found = found;
    this.events = new CountedEvents(found, taken);
    this.epcs = new Epcs(found);
    this.lots = new Lots(this.epcs.table, found);
  }

  /** @returns whether it says something of goods: it repeats no other, is not taken back, and takes none back */
  take(event: EpcisEvent): boolean {
    const at = placeOf(event);
    const parent = event.parentID === undefined ? undefined : this.epcs.record(event.parentID, at);
    this.#parent = parent;
    if (parent !== undefined && event.type === 'AggregationEvent') this.#nameParent(parent, event.parentID ?? '');
    this.#name(event, at);
    if (!this.events.take(event, this.named, at)) return false;
    const step = stepIn(event);
    const { to } = step === 'ship' ? partiesOf(event) : {};
    if (to !== undefined) this.destinations.add(to);
    if (step === 'ship') this.#noteShipment(event);
    this.#before = NONE;
    this.#pasts.set(event.index, {
      ms: event.eventTime.ms,
      step,
      parent: (step === 'fill' || step === 'inside') && parent !== undefined ? parent : NONE,
      by: step === 'ship' ? senderOf(event) : undefined,
    });
    if (parent !== undefined) this.#touch(parent, event.parentID ?? '', event.index, at, step);
    this.#apply(event, step, parent, at);
    return true;
  }

  /** The goods that the last event names: those of its lists one after the other. */
  get named(): EventGoods {
    return { records: this.#records, count: this.#written.length, parent: this.#parent };
  }

  /** Puts the records of an event in a row; what cannot be read is told. */
  #name(event: EpcisEvent, at: FoundAt): void {
    const { epcs = [], inputEpcs, outputEpcs } = event;
    const isOne = inputEpcs === undefined && outputEpcs === undefined;
    this.#written = isOne ? epcs : [...epcs, ...(inputEpcs ?? []), ...(outputEpcs ?? [])];
    if (this.#written.length > this.#records.length) this.#records = new Uint32Array(this.#written.length * 2);
    this.#named = 0;
    for (let i = 0; i < this.#written.length; i++) {
      const record = this.epcs.record(this.#written[i] ?? '', at) ?? NONE;
      this.#records[i] = record;
      if (record !== NONE) this.#named++;
    }
    for (const list of [event.quantities, event.inputQuantities, event.outputQuantities])
      for (const { epcClass } of list ?? []) if (epcClass !== '') this.#checkId(epcClass, at);
    for (const place of [event.readPoint, event.bizLocation]) if (place !== undefined) this.#checkId(place.id, at);
    for (const { id } of event.sources) this.#checkId(id, at);
    for (const { id } of event.destinations) this.#checkId(id, at);
  }

  readonly #right = new Set<string>();

  #checkId(written: string, at: FoundAt): void {
    if (this.#right.has(written)) return;
    const { faults } = readId(written);
    for (const code of faults) this.#found(code, { ...at, what: written.slice(0, 80) });
    if (faults.length === 0 && this.#right.size < 65_536) this.#right.add(written);
  }

  #nameParent(record: number, written: string): void {
    this.epcs.table.mark(record, FLAG.parent);
    if (this.epcs.names.has(record)) return;
    const [first, second] = readId(written).elements;
    const name = first === undefined ? written : second === undefined ? first.value : `${first.value}/${second.value}`;
    this.epcs.names.set(record, name);
  }

  /** An event names a record: whether the times of the two events fit, and whether its life was over. */
  #touch(record: number, written: string, index: number, at: FoundAt, step: GoodsStep): void {
    const { table } = this.epcs;
    const last = table.last.get(record);
    table.last.set(record, index);
    if (last === NONE || last === index) return;
    if (last !== this.#before) this.#compare(last, index);
    if (this.#isBeforeWrong) this.#found('times-out-of-order', { ...at, what: written.slice(0, 80) });
    if (step === 'end' || !table.has(record, FLAG.ended)) return;
    const pasts = this.#pasts;
    const state = table.state.get(record);
    if (!Number.isNaN(pasts.ms(last)) && pasts.step(state) === 'end' && pasts.isOlder(state, index))
      this.#found('used-after-end', { ...at, what: written.slice(0, 80) });
  }

  /** Whether what came first has the later time. Goods of one event come from one other event, mostly. */
  #compare(last: number, index: number): void {
    const pasts = this.#pasts;
    const [rank, before] = [pasts.rank(index), pasts.rank(last)];
    this.#before = last;
    this.#isBeforeWrong = false;
    if (rank === undefined || before === undefined) return;
    const isTooEarly = pasts.isOlder(index, last) && rank > before;
    const isTooLate = pasts.isOlder(last, index) && rank === 0 && before > 0;
    this.#isBeforeWrong = isTooEarly || isTooLate;
  }

  #apply(event: EpcisEvent, step: GoodsStep, parent: number | undefined, at: FoundAt): void {
    const { index } = event;
    const { table } = this.epcs;
    const said = lotSaid(event, this.#found, at);
    const firstOutput = event.inputEpcs?.length ?? 0;
    const isPacking = step === 'fill' || step === 'empty' || (step === 'inside' && parent !== undefined);
    const around = isPacking && step !== 'empty' && parent !== undefined ? this.#around(parent) : undefined;
    if (parent !== undefined && !isPacking) this.#stand(parent, index, step);
    const isAll = event.epcs === undefined ? event.quantities === undefined : this.#named === 0;
    if (step === 'empty' && parent !== undefined && isAll) this.#open(parent, index);
    if ((step === 'fill' || step === 'empty') && parent !== undefined) this.#noteBack(parent, index);
    for (let i = 0; i < this.#written.length; i++) {
      const record = this.#records[i] ?? NONE;
      if (record === NONE) continue;
      const written = this.#written[i] ?? '';
      if (record !== parent && table.last.get(record) === index) {
        this.#tell('epc-repeats', at, written);
        continue;
      }
      this.#touch(record, written, index, at, step);
      const isOfLot = said !== undefined && (event.inputEpcs === undefined || i >= firstOutput);
      if (isOfLot && this.lots.give(record, said, at)) this.#tell('lot-conflict', at, written);
      else if (step === 'make' && table.has(record, FLAG.commissioned)) this.#tell('commissioned-twice', at, written);
      if (step === 'ship') this.#follow(event, record);
      if (step === 'ship' && this.#isShippedAgain(record, index)) this.#tell('shipped-twice', at, written);
      if (!isPacking) this.#stand(record, index, step);
      else if (step === 'empty') this.#unpack(record, parent, index, at, written);
      else if (around?.has(record)) this.#tell('inside-itself', at, written);
      else this.#pack(record, step, parent, index, at, written);
    }
  }

  #tell(code: string, at: FoundAt, written: string): void {
    this.#found(code, { ...at, what: written.slice(0, 80) });
  }

  /** A container and those around it. */
  #around(record: number): Set<number> {
    const all = new Set<number>();
    for (
      let outer = record;
      outer !== NONE && all.size < MOST_IN_CIRCLE && !all.has(outer);
      outer = this.#parentOf(outer)
    )
      all.add(outer);
    return all;
  }

  /** The record of the container that it is in, as far as the file says so. */
  #parentOf(record: number): number {
    const packed = this.epcs.table.packed.get(record);
    if (packed === NONE) return NONE;
    const parent = this.#pasts.parent(packed);
    return this.#openingAfter(parent, packed) === undefined ? parent : NONE;
  }

  #openingAfter(parent: number, packed: number): Opening | undefined {
    if (parent === NONE || this.#opened.size === 0) return undefined;
    return this.#opened.get(parent)?.find(({ event }) => event > packed);
  }

  /** Everything is taken out of a container, and stays shipped as it was with it. */
  #open(parent: number, event: number): void {
    const opening = { event, ship: this.#shipOf(parent) };
    const before = this.#opened.get(parent);
    if (before === undefined) this.#opened.set(parent, [opening]);
    else before.push(opening);
  }

  /** What had shipped a container that it was in before everything was taken out; NONE where nothing was. */
  #kept(record: number): number {
    const packed = this.epcs.table.packed.get(record);
    if (packed === NONE || this.#opened.size === 0) return NONE;
    const opening = this.#openingAfter(this.#pasts.parent(packed), packed);
    if (opening === undefined) return NONE;
    const since = this.#sinceIn(record);
    return since !== NONE && this.#pasts.isOlder(opening.ship, since) ? NONE : opening.ship;
  }

  #pack(
    record: number,
    step: GoodsStep,
    parent: number | undefined,
    index: number,
    at: FoundAt,
    written: string,
  ): void {
    const { table } = this.epcs;
    const now = this.#parentOf(record);
    if (now !== NONE && now === parent) return;
    if (this.#pasts.isOlder(index, table.packed.get(record))) return;
    if (now !== NONE && now !== parent) {
      this.#tell(step === 'fill' ? 'two-parents' : 'not-inside', at, written);
      table.mark(record, FLAG.parentDoubtful);
    }
    if (now === NONE && this.#pasts.parent(table.packed.get(record)) !== NONE) {
      this.#leave(record);
      table.mark(record, FLAG.moved);
    }
    table.packed.set(record, index);
  }

  #unpack(record: number, parent: number | undefined, index: number, at: FoundAt, written: string): void {
    const { table } = this.epcs;
    const now = this.#parentOf(record);
    if (parent !== undefined && now !== NONE && now !== parent && !table.has(record, FLAG.parentDoubtful))
      this.#tell('not-inside', at, written);
    if (this.#pasts.isOlder(index, table.packed.get(record))) return;
    this.#leave(record);
    if (this.#pasts.parent(table.packed.get(record)) !== NONE) table.mark(record, FLAG.moved);
    table.packed.set(record, index);
    table.unmark(record, FLAG.parentDoubtful);
  }

  /** What is taken out stays shipped as it was with its container. */
  #leave(record: number): void {
    this.epcs.table.ship.set(record, this.#shipOf(record));
  }

  /** The latest event by time that ships it or a container around it, or takes that back. */
  #shipOf(record: number): number {
    const { ship } = this.epcs.table;
    let latest = this.#later(ship.get(record), this.#kept(record));
    let inner = record;
    let since = NONE;
    let outer = this.#parentOf(record);
    for (let levels = 0; outer !== NONE && levels < MOST_AROUND; levels++) {
      since = this.#later(since, this.#sinceIn(inner));
      for (const one of [ship.get(outer), this.#kept(outer)])
        if (since === NONE || !this.#pasts.isOlder(one, since)) latest = this.#later(latest, one);
      inner = outer;
      outer = this.#parentOf(outer);
    }
    return latest;
  }

  /**
   * The event since which it is in its container, NONE where that reaches back: the first time it does, for clocks of packing lines
   * are not those of the door.
   */
  #sinceIn(inner: number): number {
    const { table } = this.epcs;
    return table.has(inner, FLAG.moved) ? table.packed.get(inner) : NONE;
  }

  #later(event: number, other: number): number {
    if (other === NONE) return event;
    return event === NONE || !this.#pasts.isOlder(other, event) ? other : event;
  }

  /** Where it stands after an event, and what it is shipped by. */
  #stand(record: number, index: number, step: GoodsStep): void {
    const { table } = this.epcs;
    if (step === 'make') table.mark(record, FLAG.commissioned);
    if (step === 'end') table.mark(record, FLAG.ended);
    if (step === 'seen' || step === 'inside') return;
    const newer = (column: 'ship' | 'state') => {
      const before = table[column].get(record);
      if (before === NONE || !this.#pasts.isOlder(index, before)) table[column].set(record, index);
    };
    if (step === 'ship' || step === 'unship') newer('ship');
    newer('state');
  }

  /** Containers that somebody put into or took out of after a shipment, and that shipment: a tote goes round without a word. */
  readonly #back = new Map<number, number>();

  #noteBack(parent: number, index: number): void {
    const ship = this.epcs.table.ship.get(parent);
    if (ship !== NONE && !this.#pasts.isOlder(index, ship)) this.#back.set(parent, ship);
  }

  /** Whether the same party shipped it before, and nothing came of that since: it was not received, packed, sent back or taken back. */
  #isShippedAgain(record: number, index: number): boolean {
    const { table } = this.epcs;
    const before = table.ship.get(record);
    if (before === NONE || before !== table.state.get(record) || this.#pasts.isOlder(index, before)) return false;
    if (this.#back.get(record) === before || this.#pasts.isOlder(before, table.packed.get(record))) return false;
    return this.#pasts.areOfOneSender(before, index);
  }

  /** The time of the last shipment that is no return, ms. */
  lastSent = Number.NEGATIVE_INFINITY;

  #noteShipment(event: EpcisEvent): void {
    if (isSupply(event)) this.lastSent = Math.max(this.lastSent, event.eventTime.ms ?? this.lastSent);
    else this.#goBack.add(event.index);
  }

  /** A dock sees off what was sent back: that goes back as well. */
  #follow({ bizStep, index }: EpcisEvent, record: number): void {
    if (bizStep !== 'shipping' && this.#goBack.has(this.epcs.table.ship.get(record))) this.#goBack.add(index);
  }

  /** When it was sent to who is to have it, by itself or in something; undefined where it was not, or goes back. */
  sentAt(record: number): number | undefined {
    const ship = this.#shipOf(record);
    if (this.#pasts.step(ship) !== 'ship' || this.#goBack.has(ship)) return undefined;
    const ms = this.#pasts.ms(ship);
    return Number.isNaN(ms) ? undefined : ms;
  }

  /** Whether it is shipped in this file, by itself or in something. */
  isShipped(record: number): boolean {
    return this.#pasts.step(this.#shipOf(record)) === 'ship';
  }
}
