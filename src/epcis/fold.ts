// The goods of a file, event by event: lots, containers, shipments and ends, and whatever does not fit together.
import { type DeedKind, type Ending, partiesOf, stepOf } from './deeds.ts';
import { Epcs } from './epcs.ts';
import { placeOf } from './event-form.ts';
import type { FoundAt, TakeFound } from './found.ts';
import { FLAG, hashed, NONE } from './goods.ts';
import { readId } from './ids.ts';
import { Lots, lotSaid } from './lots.ts';
import type { EpcisEvent } from './model.ts';

/** Where goods stand by the claims of a file alone. */
export type ClaimState =
  | 'commissioned'
  | 'shipped'
  | 'received'
  | 'held'
  | 'dispensed'
  | 'destroyed'
  | 'decommissioned';

/** What an event is to its goods; `inside` says what they are in without putting them there. */
type Step = DeedKind | 'inside';

/** In which order things happen to goods, where one has to come before the other. */
const RANK: Readonly<Partial<Record<Step, number>>> = { make: 0, fill: 1, ship: 2, arrive: 3, end: 4 };

function stepIn(event: EpcisEvent): Pick<Past, 'step' | 'end'> {
  const { kind, ending } = stepOf(event);
  const { type, action, bizStep } = event;
  if (type !== 'AggregationEvent' || kind === 'unship') return { step: kind, end: ending };
  if (action === 'DELETE') return { step: 'empty', end: undefined };
  if (bizStep === 'shipping') return { step: 'ship', end: undefined };
  return { step: action === 'ADD' ? 'fill' : 'inside', end: undefined };
}

/** What is kept of an event. */
interface Past {
  readonly ms: number | undefined;
  readonly step: Step;
  readonly end: Ending | undefined;
  /** The container that it packed into; NONE where it took out. */
  readonly parent: number;
  readonly from: string | undefined;
  readonly to: string | undefined;
}

/** A text as a number of 53 bits: maps of these take a third of what texts take. */
function numberOf(text: string): number {
  const { high, low } = hashed(text);
  return (high >>> 0) * 2 ** 21 + (low >>> 11);
}

/** Containers that goods may be inside of, one in the other. */
const MOST_AROUND = 64;

/** What a file says of one pack. What it does not say, or says in two ways, is absent. */
export interface FileClaim {
  readonly lot?: string;
  readonly expiry?: string;
  /** The container that it is in: `gtin/serial` or an SSCC. */
  readonly within?: string;
  readonly from?: string;
  readonly to?: string;
  readonly state?: ClaimState;
  /** The event, counted from 0, that says where it stands. */
  readonly event?: number;
}

export class GoodsFold {
  readonly epcs: Epcs;
  readonly lots: Lots;
  /** Ids and fingerprints of events that an error declaration takes back. */
  readonly taken: Set<string>;
  /** One that was taken back had been counted before: the file has to be read again. */
  isLate = false;
  /** Events without those that repeat others. */
  events = 0;
  /** GLNs that goods were shipped to. */
  readonly destinations = new Set<string>();
  readonly #found: TakeFound;
  readonly #past: (Past | undefined)[] = [];
  /** Events by the hash of their id, and by their fingerprint. */
  readonly #ids = new Map<number, number>();
  readonly #prints = new Map<number, number>();
  /** The event that took everything out of a container. */
  readonly #opened = new Map<number, number>();
  #records: number[] = [];
  #written: string[] = [];

  constructor(found: TakeFound, taken: Set<string>) {
    this.#found = found;
    this.taken = taken;
    this.epcs = new Epcs(found);
    this.lots = new Lots(this.epcs.table, found);
  }

  /** @returns whether it says something of goods: it repeats no other, is not taken back, and takes none back */
  take(event: EpcisEvent): boolean {
    const at = placeOf(event);
    const parent = event.parentID === undefined ? undefined : this.epcs.record(event.parentID, at);
    if (parent !== undefined && event.type === 'AggregationEvent') this.#nameParent(parent, event.parentID ?? '');
    this.#name(event, at);
    const print = this.#printOf(event, parent);
    if (this.#isTaken(event, print, at) || this.#isRepeated(event, print, at)) return false;
    this.events++;
    const { step, end } = stepIn(event);
    const { from, to } = step === 'ship' ? partiesOf(event) : {};
    if (to !== undefined) this.destinations.add(to);
    this.#past[event.index] = {
      ms: event.eventTime.ms,
      step,
      end,
      parent: (step === 'fill' || step === 'inside') && parent !== undefined ? parent : NONE,
      from,
      to,
    };
    if (parent !== undefined) this.#touch(parent, event.parentID ?? '', event.index, at, step);
    this.#apply(event, step, parent, at);
    return true;
  }

  /** Puts the records of an event in a row; what cannot be read is told and left out. */
  #name(event: EpcisEvent, at: FoundAt): void {
    this.#records = [];
    this.#written = [];
    for (const list of [event.epcs, event.inputEpcs, event.outputEpcs]) {
      for (const written of list ?? []) {
        const record = this.epcs.record(written, at);
        if (record === undefined) continue;
        this.#records.push(record);
        this.#written.push(written);
      }
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

  /** What tells an event from others, whatever order its goods are in. */
  #printOf(event: EpcisEvent, parent: number | undefined): number {
    let [sum, product] = [0, 1];
    for (const record of this.#records) {
      const mixed = Math.imul(record ^ (record >>> 15), 0x2c1b3c6d) ^ 0x297a2d39;
      sum = (sum + mixed) | 0;
      product = Math.imul(product, mixed | 1);
    }
    const { type, action, bizStep, disposition, eventTime, readPoint, bizLocation, quantities, bizTransactions } =
      event;
    const { ilmd, extensions, sensorElements, sources, destinations, transformationID } = event;
    const rest = JSON.stringify([
      ...[
        type,
        action,
        bizStep,
        disposition,
        eventTime.ms ?? eventTime.written,
        readPoint?.id,
        bizLocation?.id,
        parent,
      ],
      ...[quantities, bizTransactions, ilmd, extensions, sensorElements, sources, destinations, transformationID],
      ...[event.inputQuantities, event.outputQuantities, event.inputEpcs?.length],
    ]);
    return numberOf(`${this.#records.length} ${sum} ${product} ${rest}`);
  }

  /** An event that is taken back, or takes one back, says nothing of goods. */
  #isTaken(event: EpcisEvent, print: number, at: FoundAt): boolean {
    const { eventID } = event;
    const key = eventID ?? `${print}`;
    if (event.errorDeclaration === undefined) return this.taken.has(key) || this.taken.has(`${print}`);
    const before = eventID === undefined ? this.#prints.get(print) : this.#ids.get(numberOf(eventID));
    if (before !== undefined) this.isLate = true;
    else if (!this.taken.has(key)) this.#found('error-elsewhere', at);
    this.taken.add(key);
    this.events++;
    return true;
  }

  #isRepeated(event: EpcisEvent, print: number, at: FoundAt): boolean {
    const { eventID, index } = event;
    const id = eventID === undefined ? undefined : numberOf(eventID);
    const [named, before] = [id === undefined ? undefined : this.#ids.get(id), this.#prints.get(print)];
    if (id !== undefined && named === undefined) this.#ids.set(id, index);
    if (before === undefined) this.#prints.set(print, index);
    if (before !== undefined) this.#found('event-repeats', { ...at, what: String(before) });
    else if (named !== undefined) this.#found('event-id-reused', { ...at, what: (eventID ?? '').slice(0, 80) });
    return before !== undefined;
  }

  /** An event names a record: whether the times of the two events fit, and whether its life was over. */
  #touch(record: number, written: string, index: number, at: FoundAt, step: Step): void {
    const { table } = this.epcs;
    const last = table.last.get(record);
    table.last.set(record, index);
    const before = this.#past[last];
    const ms = this.#past[index]?.ms;
    if (before?.ms === undefined || ms === undefined || last === index) return;
    const [rank, rankBefore] = [RANK[step], RANK[before.step]];
    const what = written.slice(0, 80);
    if (rank !== undefined && rankBefore !== undefined) {
      const isTooEarly = ms < before.ms && rank > rankBefore;
      const isTooLate = ms > before.ms && rank === 0 && rankBefore > 0;
      if (isTooEarly || isTooLate) this.#found('times-out-of-order', { ...at, what });
    }
    if (table.has(record, FLAG.ended) && step !== 'end') {
      const ended = this.#past[table.state.get(record)];
      if (ended?.step === 'end' && ms > (ended.ms ?? ms)) this.#found('used-after-end', { ...at, what });
    }
  }

  #apply(event: EpcisEvent, step: Step, parent: number | undefined, at: FoundAt): void {
    const { index } = event;
    const { table } = this.epcs;
    const said = lotSaid(event, this.#found, at);
    const firstOutput = event.inputEpcs?.length ?? 0;
    const isPacking = step === 'fill' || step === 'empty' || (step === 'inside' && parent !== undefined);
    const around = isPacking && step !== 'empty' && parent !== undefined ? this.#around(parent) : undefined;
    if (parent !== undefined && !isPacking) this.#stand(parent, index, step);
    const isAll = event.epcs === undefined ? event.quantities === undefined : this.#records.length === 0;
    if (step === 'empty' && parent !== undefined && isAll) this.#opened.set(parent, index);
    for (let i = 0; i < this.#records.length; i++) {
      const record = this.#records[i] ?? NONE;
      const written = this.#written[i] ?? '';
      const what = written.slice(0, 80);
      if (record !== parent && table.last.get(record) === index) {
        this.#found('epc-repeats', { ...at, what });
        continue;
      }
      this.#touch(record, written, index, at, step);
      const isOfLot = said !== undefined && (event.inputEpcs === undefined || i >= firstOutput);
      if (isOfLot && this.lots.give(record, said, at)) this.#found('lot-conflict', { ...at, what });
      else if (step === 'make' && table.has(record, FLAG.commissioned))
        this.#found('commissioned-twice', { ...at, what });
      if (isPacking) this.#pack(record, step, parent, around, index, at, what);
      else this.#stand(record, index, step);
    }
  }

  /** A container and those around it. */
  #around(record: number): Set<number> {
    const all = new Set([record]);
    for (let outer = this.#parentOf(record); outer !== NONE && all.size < MOST_AROUND; outer = this.#parentOf(outer))
      all.add(outer);
    return all;
  }

  /** The record of the container that it is in, as far as the file says so. */
  #parentOf(record: number): number {
    const packed = this.epcs.table.packed.get(record);
    const parent = this.#past[packed]?.parent ?? NONE;
    return parent !== NONE && (this.#opened.get(parent) ?? -1) > packed ? NONE : parent;
  }

  #isOlder(event: number, than: number): boolean {
    return (this.#past[event]?.ms ?? Infinity) < (this.#past[than]?.ms ?? -Infinity);
  }

  #pack(
    record: number,
    step: Step,
    parent: number | undefined,
    around: ReadonlySet<number> | undefined,
    index: number,
    at: FoundAt,
    what: string,
  ): void {
    const { table } = this.epcs;
    const now = this.#parentOf(record);
    if (step === 'empty') {
      if (parent !== undefined && now !== NONE && now !== parent && !table.has(record, FLAG.parentDoubtful))
        this.#found('not-inside', { ...at, what });
      if (this.#isOlder(index, table.packed.get(record))) return;
      this.#leave(record);
      table.packed.set(record, index);
      table.unmark(record, FLAG.parentDoubtful);
      return;
    }
    if (around?.has(record)) {
      this.#found('inside-itself', { ...at, what });
      return;
    }
    if (this.#isOlder(index, table.packed.get(record))) return;
    if (now !== NONE && now !== parent) {
      this.#found(step === 'fill' ? 'two-parents' : 'not-inside', { ...at, what });
      table.mark(record, FLAG.parentDoubtful);
    }
    table.packed.set(record, index);
  }

  /** What is taken out keeps where it stood with its container. */
  #leave(record: number): void {
    const { table } = this.epcs;
    const [ship, state] = [this.#latest(record, 'ship'), this.#latest(record, 'state')];
    table.ship.set(record, ship);
    table.state.set(record, state);
  }

  /** The latest event by time that concerns it or a container around it. */
  #latest(record: number, column: 'ship' | 'state'): number {
    const { table } = this.epcs;
    let latest = NONE;
    for (const outer of this.#around(record)) {
      const event = table[column].get(outer);
      // What became of a container as such (it was commissioned, taken out of use) did not become of what is in it.
      const step = this.#past[event]?.step;
      if (outer !== record && (step === 'make' || step === 'end')) continue;
      if (event !== NONE && (latest === NONE || !this.#isOlder(event, latest))) latest = event;
    }
    return latest;
  }

  /** Where it stands after an event, and what it is shipped by. */
  #stand(record: number, index: number, step: Step): void {
    const { table } = this.epcs;
    if (step === 'make') table.mark(record, FLAG.commissioned);
    if (step === 'end') table.mark(record, FLAG.ended);
    if (step === 'seen' || step === 'inside') return;
    const newer = (column: 'ship' | 'state') => {
      const before = table[column].get(record);
      if (before === NONE || !this.#isOlder(index, before)) table[column].set(record, index);
    };
    if (step === 'ship' || step === 'unship') newer('ship');
    newer('state');
  }

  /** Whether it is shipped in this file, by itself or in something. */
  isShipped(record: number): boolean {
    return this.#past[this.#latest(record, 'ship')]?.step === 'ship';
  }

  /** What the file says of goods by their name; undefined where it does not name them. */
  claimOf(name: string): FileClaim | undefined {
    const record = this.epcs.table.find(hashed(name));
    return record === undefined ? undefined : this.claim(record);
  }

  /** What the file says of a record. */
  claim(record: number): FileClaim {
    const { table, names } = this.epcs;
    const state = this.#latest(record, 'state');
    const past = this.#past[state];
    const shipped = this.#past[this.#latest(record, 'ship')];
    const parent = this.#parentOf(record);
    const within = table.has(record, FLAG.parentDoubtful) ? undefined : names.get(parent);
    const said = past === undefined ? undefined : stateOf(past);
    return {
      ...this.lots.of(record),
      ...(within === undefined ? {} : { within }),
      ...(shipped?.from === undefined ? {} : { from: shipped.from }),
      ...(shipped?.to === undefined ? {} : { to: shipped.to }),
      ...(said === undefined ? {} : { state: said, event: state }),
    };
  }
}

function stateOf({ step, end }: Past): ClaimState | undefined {
  const states: Readonly<Partial<Record<Step, ClaimState>>> = {
    make: 'commissioned',
    unship: 'commissioned',
    ship: 'shipped',
    arrive: 'received',
    hold: 'held',
  };
  return step === 'end' ? end : states[step];
}
