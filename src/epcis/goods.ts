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
  /** Its lot was given, but in a way that cannot be relied on. */
  lotDoubtful: 16,
  /** Two containers claim it. */
  parentDoubtful: 32,
  /** Its life is over. */
  ended: 64,
  /** Its expiry was given, but in a way that cannot be relied on. */
  expiryDoubtful: 128,
} as const;

/** The hash of a name, in two halves, taken piece by piece. */
export interface NameHash {
  readonly high: number;
  readonly low: number;
}

const START: NameHash = { high: 0x9e3779b9, low: 0x85ebca6b };

/** Goes on with the characters of a text from a place on. */
export function hashed(text: string, before: NameHash = START, from = 0): NameHash {
  let { high, low } = before;
  for (let i = from; i < text.length; i++) {
    const code = text.charCodeAt(i);
    high = Math.imul(high ^ code, 0x9e3779b1);
    low = Math.imul(low ^ code, 0x5f356495);
    high ^= low >>> 15;
    low ^= high >>> 13;
  }
  return { high, low };
}

const FIRST = 1024;
const COLUMNS = ['lot', 'packed', 'last', 'ship', 'state', 'gtin'] as const;

function grown(old: Uint32Array<ArrayBuffer>, room: number): Uint32Array<ArrayBuffer> {
  const wide = new Uint32Array(room);
  wide.set(old);
  return wide;
}

/** A table of goods by name; records are numbered from 0 in the order in which they are first named. */
export class GoodsTable {
  size = 0;
  /** Which lot; a number of whoever keeps lots. */
  lot = new Uint32Array(FIRST);
  /** The event that packed it, or took it out. */
  packed = new Uint32Array(FIRST);
  /** The last event that named it, in the order of the file. */
  last = new Uint32Array(FIRST);
  /** The last event by time that shipped it by itself, or took that back. */
  ship = new Uint32Array(FIRST);
  /** The last event by time that says where it stands. */
  state = new Uint32Array(FIRST);
  /** Which GTIN; a number of whoever keeps GTINs. */
  gtin = new Uint32Array(FIRST);
  flags = new Uint8Array(FIRST);
  #high = new Uint32Array(FIRST);
  #low = new Uint32Array(FIRST);
  /** Record plus one, by hash. */
  #table = new Uint32Array(FIRST * 2);

  /** The record of a name. */
  find({ high, low }: NameHash): number | undefined {
    const held = this.#table[this.#placeOf(high >>> 0, low >>> 0)] ?? 0;
    return held === 0 ? undefined : held - 1;
  }

  /** The record of a name, a new one where it was not named before. */
  record({ high, low }: NameHash): number {
    const at = this.#placeOf(high >>> 0, low >>> 0);
    const held = this.#table[at] ?? 0;
    if (held !== 0) return held - 1;
    const record = this.size++;
    if (record >= this.#high.length) this.#grow();
    this.#high[record] = high;
    this.#low[record] = low;
    for (const column of COLUMNS) this[column][record] = NONE;
    this.#table[at] = record + 1;
    if (this.size * 4 > this.#table.length * 3) this.#widen();
    return record;
  }

  #placeOf(high: number, low: number): number {
    const mask = this.#table.length - 1;
    let at = (low ^ (high >>> 7)) & mask;
    for (;;) {
      const held = this.#table[at] ?? 0;
      if (held === 0 || (this.#low[held - 1] === low && this.#high[held - 1] === high)) return at;
      at = (at + 1) & mask;
    }
  }

  #grow(): void {
    const room = Math.ceil(this.#high.length * 1.5);
    this.#high = grown(this.#high, room);
    this.#low = grown(this.#low, room);
    for (const column of COLUMNS) this[column] = grown(this[column], room);
    const flags = new Uint8Array(room);
    flags.set(this.flags);
    this.flags = flags;
  }

  #widen(): void {
    this.#table = new Uint32Array(this.#table.length * 2);
    for (let record = 0; record < this.size; record++)
      this.#table[this.#placeOf(this.#high[record] ?? 0, this.#low[record] ?? 0)] = record + 1;
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
