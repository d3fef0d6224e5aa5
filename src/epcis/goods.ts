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
  /** It was taken out of something. */
  moved: 256,
} as const;

/** Room for the flags. */
const FLAG_BITS = 9;
/** More GTINs than this are not told apart. */
export const NO_GTIN = NONE >>> FLAG_BITS;

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

/** Slots of the smallest table. */
const FIRST = 1024;
const PAGE_BITS = 14;
const PAGE = 1 << PAGE_BITS;
/** Numbers of a record; those of one lie together, as they are read and written together. */
const WIDTH = 8;
const [LOT, PACKED, LAST, SHIP, STATE, KIND, HIGH, LOW] = [0, 1, 2, 3, 4, 5, 6, 7];

/** One of the numbers of each record. Records lie in pages, so that growing copies nothing. */
export class GoodsColumn {
  readonly #pages: readonly Uint32Array[];
  readonly #at: number;

  constructor(pages: readonly Uint32Array[], at: number) {
    this.#pages = pages;
    this.#at = at;
  }

  get(record: number): number {
    return this.#pages[record >>> PAGE_BITS]?.[(record & (PAGE - 1)) * WIDTH + this.#at] ?? NONE;
  }

  set(record: number, value: number): void {
    const page = this.#pages[record >>> PAGE_BITS];
    if (page === undefined) throw new RangeError(`no page for record ${record}`);
    page[(record & (PAGE - 1)) * WIDTH + this.#at] = value;
  }
}

/** A table of goods by name; records are numbered from 0 in the order in which they are first named. */
export class GoodsTable {
  size = 0;
  readonly #pages: Uint32Array[] = [];
  /** Which lot; a number of whoever keeps lots. */
  readonly lot = new GoodsColumn(this.#pages, LOT);
  /** The event that packed it, or took it out. */
  readonly packed = new GoodsColumn(this.#pages, PACKED);
  /** The last event that named it, in the order of the file. */
  readonly last = new GoodsColumn(this.#pages, LAST);
  /** The last event by time that shipped it by itself, or took that back. */
  readonly ship = new GoodsColumn(this.#pages, SHIP);
  /** The last event by time that says where it stands by itself. */
  readonly state = new GoodsColumn(this.#pages, STATE);
  /** Which GTIN, a number of whoever keeps GTINs, and below it the flags. */
  readonly #kind = new GoodsColumn(this.#pages, KIND);
  readonly #high = new GoodsColumn(this.#pages, HIGH);
  readonly #low = new GoodsColumn(this.#pages, LOW);
  /**
   * By the low bits of the hash: the record plus one in as many bits, and above it the other bits of that half, so that names that
   * are not meant are passed over without a look at their records, which lie anywhere in memory.
   */
  #slots = new Uint32Array(FIRST);
  /** The record that was asked for last: goods are packed in the order in which they were made, mostly. */
  #asked = NONE;

  /** The record of a name. */
  find({ high, low }: NameHash): number | undefined {
    const held = this.#slots[this.#slotOf(high >>> 0, low >>> 0)] ?? 0;
    return held === 0 ? undefined : (held & (this.#slots.length - 1)) - 1;
  }

  /** The record of a name by its hash, a new one of that kind where it was not named before. */
  record(high: number, low: number, gtin: number, flag: number): number {
    const [above, below] = [high >>> 0, low >>> 0];
    const next = (this.#asked + 1) >>> 0;
    if (next < this.size && this.#low.get(next) === below && this.#high.get(next) === above) {
      this.#asked = next;
      return next;
    }
    const at = this.#slotOf(above, below);
    const held = this.#slots[at] ?? 0;
    this.#asked =
      held === 0 ? this.#add(at, above, below, (gtin << FLAG_BITS) | flag) : (held & (this.#slots.length - 1)) - 1;
    return this.#asked;
  }

  #add(at: number, high: number, low: number, kind: number): number {
    const record = this.size++;
    if ((record & (PAGE - 1)) === 0) this.#pages.push(new Uint32Array(PAGE * WIDTH).fill(NONE));
    this.#high.set(record, high);
    this.#low.set(record, low);
    this.#kind.set(record, kind);
    const slots = this.#slots;
    slots[at] = (low & -slots.length) | (record + 1);
    if (this.size * 3 > slots.length * 2) this.#widen();
    return record;
  }

  /** Where the slot of a name is, or would be. */
  #slotOf(high: number, low: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    const above = low & ~mask;
    let at = low & mask;
    for (;;) {
      const held = slots[at] ?? 0;
      if (held === 0) return at;
      if ((held & ~mask) === above) {
        const record = (held & mask) - 1;
        if (this.#low.get(record) === low && this.#high.get(record) === high) return at;
      }
      at = (at + 1) & mask;
    }
  }

  #widen(): void {
    const slots = new Uint32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    for (let record = 0; record < this.size; record++) {
      const low = this.#low.get(record);
      let at = low & mask;
      while (slots[at] !== 0) at = (at + 1) & mask;
      slots[at] = (low & ~mask) | (record + 1);
    }
    this.#slots = slots;
  }

  /** The number of its GTIN, {@link NO_GTIN} where it has none. */
  gtin(record: number): number {
    return this.#kind.get(record) >>> FLAG_BITS;
  }

  has(record: number, flag: number): boolean {
    return (this.#kind.get(record) & flag) !== 0;
  }

  mark(record: number, flag: number): void {
    this.#kind.set(record, this.#kind.get(record) | flag);
  }

  unmark(record: number, flag: number): void {
    this.#kind.set(record, this.#kind.get(record) & ~flag);
  }
}
