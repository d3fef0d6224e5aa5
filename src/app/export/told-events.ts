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

/** One chain event, with what it did to the goods that are told. The leaf is not held: a large shipment has thousands. */
export interface ToldEvent {
  readonly event: Pick<CustodyEvent, 'ref' | 'author'>;
  /** What it has besides, so that it can be found on its chain. */
  readonly marks: readonly Extension[];
  readonly kind: string;
  readonly details: Details;
  /** Of a commissioning: its packs. Of a container made by its first filling the container itself. */
  readonly made: Map<string, { readonly lot?: MadeLot; readonly goods: Bag }>;
  /** By the container they went into. */
  readonly packed: Map<string, Bag>;
  /** By the container they came out of. */
  readonly takenOut: Map<string, Bag>;
  /** What else it is about, outermost things. */
  readonly subjects: Bag;
  /** What a receipt found missing. */
  readonly missing: Bag;
  /** Where goods were before it, for what its type alone does not say. */
  before?: State;
  /** Where they were after it. */
  reached?: State;
  /** Events that come before it. */
  readonly after: Set<ToldEvent>;
  /** ms; later than what comes before it. */
  time: number;
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
      told = {
        event: { ref: event.ref, author: event.author },
        marks: this.#mark(event),
        kind,
        details,
        made: new Map(),
        packed: new Map(),
        takenOut: new Map(),
        subjects: new Bag(),
        missing: new Bag(),
        after: new Set(),
        time: event.leaf.at,
      };
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
    return [...this.#events.values()].filter(isTold).sort((a, b) => a.time - b.time);
  }
}

/** The packs of a product that a commissioning made. @param event the one that it is told as */
export function madeIn({ made }: ToldEvent, { leaf }: Pick<CustodyEvent, 'leaf'>, gtin: string): Bag {
  let entry = made.get(gtin);
  if (entry === undefined) {
    const said = saidIn(commission, leaf);
    const lot =
      said === undefined
        ? {}
        : {
            lot: {
              gtin,
              lot: said.lot,
              expiry: lastDay(said.expiry),
              ...(said.made === undefined ? {} : { made: said.made }),
            },
          };
    entry = { ...lot, goods: new Bag() };
    made.set(gtin, entry);
  }
  return entry.goods;
}

/** What goes into the container of that name, or came out of it. */
export function bagOf(bags: Map<string, Bag>, name: string): Bag {
  let bag = bags.get(name);
  if (bag === undefined) {
    bag = new Bag();
    bags.set(name, bag);
  }
  return bag;
}

/** An event of which nothing is left to say moved other goods. */
function isTold({ made, packed, takenOut, subjects, missing }: ToldEvent): boolean {
  return made.size + packed.size + takenOut.size + subjects.size + missing.size > 0;
}
