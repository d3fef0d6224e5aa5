// What a file says of each pack and container, in a few numbers each: a million of them in some forty megabytes.

/** No record, no event, no lot. */
export const NONE = 0xffff_ffff;

/** What is known of one: bits of `flags`. */
export const FLAG = {
  /** It has a GTIN and a serial. */
  pack: 1,
  /** An SSCC. */
  sscc: 2,
  /** Something was packed into it. */
  parent: 4,
  commissioned: 8,
  /** Its lot was given, but is no lot that can be known: a number, two of them. */
  lotDoubtful: 16,
  /** Two containers claim it. */
  parentDoubtful: 32,
  /** Its life is over. */
  ended: 64,
} as const;

/** Hash of a name in two halves. */
function hashOf(name: string): readonly [high: number, low: number] {
  let high = 0x9e3779b9;
  let low = 0x85ebca6b;
  for (let i = 0; i < name.length; i++) {
    const code = name.charCodeAt(i);
    high = Math.imul(high ^ code, 0x9e3779b1);
    low = Math.imul(low ^ code, 0x5f356495);
    high ^= low >>> 15;
  }
  high = Math.imul(high ^ (high >>> 16), 0x85ebca6b) ^ Math.imul(low ^ (low >>> 13), 0xc2b2ae35);
  low = Math.imul(low ^ (low >>> 16), 0x85ebca6b) ^ Math.imul(high ^ (high >>> 13), 0xc2b2ae35);
  return [high >>> 0, low >>> 0];
}

const FIRST = 1024;

type Column = 'lot' | 'parent' | 'last' | 'ship' | 'gtin' | 'made';

/** A table of goods by name; records are numbered from 0 in the order in which they are first named. */
export class GoodsTable {
  size = 0;
  /** Which lot; an index of whoever keeps lots. */
  lot = new Uint32Array(FIRST);
  /** The record of the container that it is in. */
  parent = new Uint32Array(FIRST);
  /** The last event that named it, in the order of the file. */
  last = new Uint32Array(FIRST);
  /** The shipment that it is in by itself. */
  ship = new Uint32Array(FIRST);
  /** The event that made it. */
  made = new Uint32Array(FIRST);
  gtin = new Uint32Array(FIRST);
  flags = new Uint8Array(FIRST);
  #high = new Uint32Array(FIRST);
  #low = new Uint32Array(FIRST);
  /** Record plus one, by hash. */
  #table = new Uint32Array(FIRST * 2);

  /** The record of a name, a new one where it was not named before. */
  record(name: string): number {
    const [high, low] = hashOf(name);
    const mask = this.#table.length - 1;
    for (let at = low & mask; ; at = (at + 1) & mask) {
      const held = this.#table[at] ?? 0;
      if (held === 0) return this.#add(high, low, at);
      if (this.#low[held - 1] === low && this.#high[held - 1] === high) return held - 1;
    }
  }

  #add(high: number, low: number, at: number): number {
    const record = this.size++;
    if (record >= this.#high.length) this.#grow();
    this.#high[record] = high;
    this.#low[record] = low;
    for (const column of ['lot', 'parent', 'last', 'ship', 'gtin', 'made'] as const) this[column][record] = NONE;
    this.#table[at] = record + 1;
    if (this.size * 4 > this.#table.length * 3) this.#widen();
    return record;
  }

  #grow(): void {
    const room = Math.ceil(this.#high.length * 1.5);
    const grown = (old: Uint32Array) => {
      const wide = new Uint32Array(room);
      wide.set(old);
      return wide;
    };
    this.#high = grown(this.#high);
    this.#low = grown(this.#low);
    for (const column of ['lot', 'parent', 'last', 'ship', 'gtin', 'made'] as Column[])
      this[column] = grown(this[column]) as never;
    const flags = new Uint8Array(room);
    flags.set(this.flags);
    this.flags = flags;
  }

  #widen(): void {
    const table = new Uint32Array(this.#table.length * 2);
    const mask = table.length - 1;
    for (let record = 0; record < this.size; record++) {
      let at = (this.#low[record] ?? 0) & mask;
      while (table[at] !== 0) at = (at + 1) & mask;
      table[at] = record + 1;
    }
    this.#table = table;
  }

  has(record: number, flag: number): boolean {
    return ((this.flags[record] ?? 0) & flag) !== 0;
  }

  mark(record: number, flag: number): void {
    this.flags[record] = (this.flags[record] ?? 0) | flag;
  }

  unmark(record: number, flag: number): void {
    this.flags[record] = (this.flags[record] ?? 0) & ~flag;
  }
}
