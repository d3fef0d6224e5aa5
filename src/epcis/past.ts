// What is kept of each event of a file once it is over, in a few numbers: when it was, what it did to its goods, and into what.
import type { DeedKind, Ending } from './deeds.ts';
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
const ENDINGS: readonly Ending[] = ['dispensed', 'destroyed', 'decommissioned'];

/** In which order things happen to goods, where one has to come before the other. */
const RANK: Readonly<Partial<Record<GoodsStep, number>>> = { make: 0, fill: 1, ship: 2, arrive: 3, end: 4 };
const RANKS = STEPS.map((step) => RANK[step]);

export interface Past {
  readonly ms: number | undefined;
  readonly step: GoodsStep;
  readonly end: Ending | undefined;
  /** The container that it packed into; NONE where it took out. */
  readonly parent: number;
  readonly from: string | undefined;
  readonly to: string | undefined;
}

/** Events by their number in the file. Of an event that was not put in, and of NONE, nothing is known. */
export class Pasts {
  #room = 256;
  #ms = new Float64Array(this.#room).fill(Number.NaN);
  /** The number of the step, and of how a life ended, each counted from one. */
  #step = new Uint8Array(this.#room);
  #end = new Uint8Array(this.#room);
  #parent = new Uint32Array(this.#room).fill(NONE);
  /** Numbers of parties. */
  #from = new Uint32Array(this.#room);
  #to = new Uint32Array(this.#room);
  readonly #parties: (string | undefined)[] = [undefined];
  readonly #numbers = new Map<string | undefined, number>([[undefined, 0]]);

  set(event: number, { ms, step, end, parent, from, to }: Past): void {
    while (event >= this.#room) this.#widen();
    this.#ms[event] = ms ?? Number.NaN;
    this.#step[event] = STEPS.indexOf(step) + 1;
    this.#end[event] = end === undefined ? 0 : ENDINGS.indexOf(end) + 1;
    this.#parent[event] = parent;
    this.#from[event] = this.#party(from);
    this.#to[event] = this.#party(to);
  }

  #party(gln: string | undefined): number {
    const known = this.#numbers.get(gln);
    if (known !== undefined) return known;
    this.#numbers.set(gln, this.#parties.length);
    return this.#parties.push(gln) - 1;
  }

  #widen(): void {
    const before = this.#room;
    this.#room *= 2;
    this.#ms = longer(this.#ms, new Float64Array(this.#room).fill(Number.NaN, before));
    this.#step = longer(this.#step, new Uint8Array(this.#room));
    this.#end = longer(this.#end, new Uint8Array(this.#room));
    this.#parent = longer(this.#parent, new Uint32Array(this.#room).fill(NONE, before));
    this.#from = longer(this.#from, new Uint32Array(this.#room));
    this.#to = longer(this.#to, new Uint32Array(this.#room));
  }

  step(event: number): GoodsStep | undefined {
    return event < this.#room ? STEPS[(this.#step[event] ?? 0) - 1] : undefined;
  }

  /** Where its step stands among those that have an order. */
  rank(event: number): number | undefined {
    return event < this.#room ? RANKS[(this.#step[event] ?? 0) - 1] : undefined;
  }

  end(event: number): Ending | undefined {
    return event < this.#room ? ENDINGS[(this.#end[event] ?? 0) - 1] : undefined;
  }

  /** When it was, NaN where that is not known. */
  ms(event: number): number {
    return event < this.#room ? (this.#ms[event] ?? Number.NaN) : Number.NaN;
  }

  parent(event: number): number {
    return event < this.#room ? (this.#parent[event] ?? NONE) : NONE;
  }

  from(event: number): string | undefined {
    return event < this.#room ? this.#parties[this.#from[event] ?? 0] : undefined;
  }

  to(event: number): string | undefined {
    return event < this.#room ? this.#parties[this.#to[event] ?? 0] : undefined;
  }

  /** Whether an event was before another one, as far as both have a time. */
  isOlder(event: number, than: number): boolean {
    return this.ms(event) < this.ms(than);
  }
}

function longer<List extends Uint8Array | Uint32Array | Float64Array>(list: List, room: List): List {
  room.set(list);
  return room;
}
