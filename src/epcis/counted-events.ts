// Which events of a file count: those that repeat another, are taken back, or take one back say nothing of goods.
import type { FoundAt, TakeFound } from './found.ts';
import { hashed, NONE } from './goods.ts';
import type { EpcisEvent } from './model.ts';

/** A text as a number of 53 bits: maps of these take a third of what texts take. */
function numberOf(text: string): number {
  const { high, low } = hashed(text);
  return (high >>> 0) * 2 ** 21 + (low >>> 11);
}

/** The goods of an event by their records, NONE for what cannot be read. */
export interface EventGoods {
  readonly records: Uint32Array;
  /** So many of them. */
  readonly count: number;
  readonly parent: number | undefined;
}

export class CountedEvents {
  /** Ids and fingerprints of events that an error declaration takes back. */
  readonly #taken: Set<string>;
  /** One that was taken back had been counted before: the file has to be read again. */
  isLate = false;
  /** Events without those that repeat others. */
  count = 0;
  readonly #found: TakeFound;
  /** Events by the hash of their id, and by their fingerprint. */
  readonly #ids = new Map<number, number>();
  readonly #prints = new Map<number, number>();

  constructor(found: TakeFound, taken: Set<string>) {
    this.#found = found;
    this.#taken = taken;
  }

  /** @returns whether it says something of goods: it repeats no other, is not taken back, and takes none back */
  take(event: EpcisEvent, goods: EventGoods, at: FoundAt): boolean {
    const print = this.#printOf(event, goods);
    if (this.#isTaken(event, print, at) || this.#isRepeated(event, print, at)) return false;
    this.count++;
    return true;
  }

  /** What tells an event from others, whatever order its goods are in. */
  #printOf(event: EpcisEvent, { records, count, parent }: EventGoods): number {
    let [named, sum, product] = [0, 0, 1];
    for (let i = 0; i < count; i++) {
      const record = records[i] ?? NONE;
      if (record === NONE) continue;
      named++;
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
    return numberOf(`${named} ${sum} ${product} ${rest}`);
  }

  /** An event that is taken back, or takes one back, says nothing of goods. */
  #isTaken(event: EpcisEvent, print: number, at: FoundAt): boolean {
    const { eventID } = event;
    const key = eventID ?? `${print}`;
    if (event.errorDeclaration === undefined) return this.#taken.has(key) || this.#taken.has(`${print}`);
    const before = eventID === undefined ? this.#prints.get(print) : this.#ids.get(numberOf(eventID));
    if (before !== undefined) this.isLate = true;
    else if (!this.#taken.has(key)) this.#found('error-elsewhere', at);
    this.#taken.add(key);
    this.count++;
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
}
