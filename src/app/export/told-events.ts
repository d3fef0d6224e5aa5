// The chain events that a file tells of, each with the goods that it moved, in the order in which they happened.
import { commission } from '../../custody/events/commission.ts';
import { saidIn } from '../../custody/events/said.ts';
import type { CustodyEvent } from '../../custody/evidence.ts';
import type { Details, State } from '../../custody/life.ts';
import type { Extension } from '../../epcis/model.ts';
import { lastDay } from '../../gs1/index.ts';
import { Bag } from './bag.ts';

/** A lot as packs were made in it. */
export interface MadeLot {
  readonly gtin: string;
  readonly lot: string;
  readonly expiry: string;
  readonly made?: string;
}

/** What marks each event of a file that proves itself. */
export type MarkOf = (event: CustodyEvent) => readonly Extension[];

type Made = { readonly lot?: MadeLot; readonly goods: Bag };

const NOTHING = new Map<string, never>();
const NOBODY = new Set<never>();

/**
 * One chain event, with what it did to the goods that are told. A large shipment has thousands: none holds its leaf, and none has
 * a list of what it did not do.
 */
export class ToldEvent {
  readonly event: Pick<CustodyEvent, 'ref' | 'author'>;
  /** What it has besides, so that it can be found on its chain. */
  readonly marks: readonly Extension[];
  readonly kind: string;
  readonly details: Details;
  /** What it is about, besides what it made, packed and took out: outermost things. */
  readonly subjects = new Bag();
  /** What a receipt found missing. */
  readonly missing = new Bag();
  /** Where goods were before it, for what its type alone does not say. */
  before?: State;
  /** Where they were after it. */
  reached?: State;
  /** ms; later than what comes before it. */
  time: number;
  #made: Map<string, Made> | undefined;
  #packed: Map<string, Bag> | undefined;
  #takenOut: Map<string, Bag> | undefined;
  #after: Set<ToldEvent> | undefined;

  constructor({ ref, author, leaf }: CustodyEvent, marks: readonly Extension[], kind: string, details: Details) {
    this.event = { ref, author };
    this.marks = marks;
    this.kind = kind;
    this.details = details;
    this.time = leaf.at;
  }

  /** Of a commissioning its packs, by their GTIN. */
  get made(): ReadonlyMap<string, Made> {
    return this.#made ?? NOTHING;
  }

  /** What went into containers, by the name of each. */
  get packed(): ReadonlyMap<string, Bag> {
    return this.#packed ?? NOTHING;
  }

  /** What came out of containers, by the name of each. */
  get takenOut(): ReadonlyMap<string, Bag> {
    return this.#takenOut ?? NOTHING;
  }

  /** Events that come before it. */
  get after(): ReadonlySet<ToldEvent> {
    return this.#after ?? NOBODY;
  }

  follows(other: ToldEvent): void {
    this.#after ??= new Set();
    this.#after.add(other);
  }

  /** The packs of a product that a commissioning made. @param event the one that it is told as */
  madeOf({ leaf }: Pick<CustodyEvent, 'leaf'>, gtin: string): Bag {
    this.#made ??= new Map();
    let entry = this.#made.get(gtin);
    if (entry === undefined) {
      entry = { ...lotSaid(leaf, gtin), goods: new Bag() };
      this.#made.set(gtin, entry);
    }
    return entry.goods;
  }

  into(container: string): Bag {
    this.#packed ??= new Map();
    return bagOf(this.#packed, container);
  }

  outOf(container: string): Bag {
    this.#takenOut ??= new Map();
    return bagOf(this.#takenOut, container);
  }

  /** Of one of which nothing is left to say other goods were moved. */
  get isTold(): boolean {
    const { made, packed, takenOut, subjects, missing } = this;
    return made.size + packed.size + takenOut.size + subjects.size + missing.size > 0;
  }
}

function lotSaid(leaf: CustodyEvent['leaf'], gtin: string): Pick<Made, 'lot'> {
  const said = saidIn(commission, leaf);
  if (said === undefined) return {};
  const { lot, expiry, made } = said;
  return { lot: { gtin, lot, expiry: lastDay(expiry), ...(made === undefined ? {} : { made }) } };
}

function bagOf(bags: Map<string, Bag>, name: string): Bag {
  let bag = bags.get(name);
  if (bag === undefined) {
    bag = new Bag();
    bags.set(name, bag);
  }
  return bag;
}

/** One chain event may be told as two that follow each other. */
const APART = 2;

export class ToldEvents {
  readonly #events = new Map<number, ToldEvent>();
  readonly #mark: MarkOf;

  constructor(mark: MarkOf = () => []) {
    this.#mark = mark;
  }

  /** The one that a chain event is told as. */
  of(event: CustodyEvent, kind: string, details: Details): ToldEvent {
    let told = this.#events.get(event.id);
    if (told === undefined) {
      told = new ToldEvent(event, this.#mark(event), kind, details);
      this.#events.set(event.id, told);
    }
    return told;
  }

  /** All of them as they happened; what follows another is later by a little where the clocks say otherwise. */
  inOrder(): readonly ToldEvent[] {
    const next = Map.groupBy(
      [...this.#events.values()].flatMap((told) => [...told.after].map((before) => ({ before, told }))),
      ({ before }) => before,
    );
    const awaited = new Map([...this.#events.values()].map((told) => [told, told.after.size] as const));
    const ready = [...awaited].flatMap(([told, count]) => (count === 0 ? [told] : []));
    for (let told = ready.pop(); told !== undefined; told = ready.pop()) {
      for (const { told: later } of next.get(told) ?? []) {
        later.time = Math.max(later.time, told.time + APART);
        const left = (awaited.get(later) ?? 0) - 1;
        awaited.set(later, left);
        if (left === 0) ready.push(later);
      }
    }
    return [...this.#events.values()].filter(({ isTold }) => isTold).sort((a, b) => a.time - b.time);
  }
}
