// What is kept of each event of a file once it is over, in a few numbers: when it was, what it did to its goods, and into what.
import type { DeedKind } from './deeds.ts';
import { NONE } from './goods.ts';

/** What an event is to its goods; `inside` says what they are in without putting them there. */
export type GoodsStep = DeedKind | 'inside';

const STEPS: readonly GoodsStep[] = [
  'seen',
  'make',
  'fill',
  'ship',
  'arrive',
  'end',
  'empty',
  'unship',
  'hold',
  'inside',
];

/** In which order things happen to goods, where one has to come before the other. */
const RANK: Readonly<Partial<Record<GoodsStep, number>>> = { make: 0, fill: 1, ship: 2, arrive: 3, end: 4 };
const RANKS = STEPS.map((step) => RANK[step]);

export interface Past {
  readonly ms: number | undefined;
  readonly step: GoodsStep;
  /** The container that it packed into; NONE where it took out. */
  readonly parent: number;
  /** Of a shipment to somebody else: the GLN of who sends. */
  readonly by?: string | undefined;
}

/** Senders of one file that are told apart. */
const MOST_SENDERS = 0xffff;

/** Events by their number in the file. Of an event that was not put in, and of NONE, nothing is known. */
export class Pasts {
  #room = 256;
  #ms = new Float64Array(this.#room).fill(Number.NaN);
  /** The number of the step, counted from one. */
  #step = new Uint8Array(this.#room);
  #parent = new Uint32Array(this.#room).fill(NONE);
  /** The number of who sends, counted from one. */
  #by = new Uint16Array(this.#room);
  readonly #senders = new Map<string, number>();

  set(event: number, { ms, step, parent, by }: Past): void {
    while (event >= this.#room) this.#widen();
    this.#ms[event] = ms ?? Number.NaN;
    this.#step[event] = STEPS.indexOf(step) + 1;
    this.#parent[event] = parent;
    if (by !== undefined) this.#by[event] = this.#numberOf(by);
  }

  #numberOf(sender: string): number {
    const known = this.#senders.get(sender);
    if (known !== undefined) return known;
    if (this.#senders.size === MOST_SENDERS) return 0;
    this.#senders.set(sender, this.#senders.size + 1);
    return this.#senders.size;
  }

  #widen(): void {
    const before = this.#room;
    this.#room *= 2;
    this.#ms = longer(this.#ms, new Float64Array(this.#room).fill(Number.NaN, before));
    this.#step = longer(this.#step, new Uint8Array(this.#room));
    this.#parent = longer(this.#parent, new Uint32Array(this.#room).fill(NONE, before));
    this.#by = longer(this.#by, new Uint16Array(this.#room));
  }

  step(event: number): GoodsStep | undefined {
    return event < this.#room ? STEPS[(this.#step[event] ?? 0) - 1] : undefined;
  }

  /** Where its step stands among those that have an order. */
  rank(event: number): number | undefined {
    return event < this.#room ? RANKS[(this.#step[event] ?? 0) - 1] : undefined;
  }

  /** When it was, NaN where that is not known. */
  ms(event: number): number {
    return event < this.#room ? (this.#ms[event] ?? Number.NaN) : Number.NaN;
  }

  parent(event: number): number {
    return event < this.#room ? (this.#parent[event] ?? NONE) : NONE;
  }

  /** Whether one party ships by both events, and neither is to itself. */
  areOfOneSender(event: number, other: number): boolean {
    const by = event < this.#room ? (this.#by[event] ?? 0) : 0;
    return by !== 0 && other < this.#room && this.#by[other] === by;
  }

  /** Whether an event was before another one, as far as both have a time. */
  isOlder(event: number, than: number): boolean {
    return this.ms(event) < this.ms(than);
  }
}

function longer<List extends Uint8Array | Uint16Array | Uint32Array | Float64Array>(list: List, room: List): List {
  room.set(list);
  return room;
}
