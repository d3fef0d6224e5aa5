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

/** Room for the flags. */
const FLAG_BITS = 8;
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

const FIRST = 1024;
const PAGE_BITS = 12;
const PAGE = 1 << PAGE_BITS;

/** A number for each record, in pages, so that growing copies nothing. */
export class GoodsColumn {
  readonly #pages: Uint32Array[] = [];

  get(record: number): number {
    return this.#pages[record >>> PAGE_BITS]?.[record & (PAGE - 1)] ?? NONE;
  }

  set(record: number, value: number): void {
    const page = this.#pages[record >>> PAGE_BITS];
    if (page === undefined) throw new RangeError(`no page for record ${record}`);
    page[record & (PAGE - 1)] = value;
  }

  /** Makes room for the next record where it begins a page. */
  room(record: number): void {
    if ((record & (PAGE - 1)) === 0) this.#pages.push(new Uint32Array(PAGE).fill(NONE));
  }
}

/** A table of goods by name; records are numbered from 0 in the order in which they are first named. */
export class GoodsTable {
  size = 0;
  /** Which lot; a number of whoever keeps lots. */
  readonly lot = new GoodsColumn();
  /** The event that packed it, or took it out. */
  readonly packed = new GoodsColumn();
  /** The last event that named it, in the order of the file. */
  readonly last = new GoodsColumn();
  /** The last event by time that shipped it by itself, or took that back. */
  readonly ship = new GoodsColumn();
  /** The last event by time that says where it stands. */
  readonly state = new GoodsColumn();
  /** Which GTIN, a number of whoever keeps GTINs, and below it the flags. */
  readonly #kind = new GoodsColumn();
  readonly #high = new GoodsColumn();
  readonly #low = new GoodsColumn();
  /** Record plus one, by hash. */
  #table = new Uint32Array(FIRST);

  /** The record of a name. */
  find({ high, low }: NameHash): number | undefined {
    const held = this.#table[this.#placeOf(high >>> 0, low >>> 0)] ?? 0;
    return held === 0 ? undefined : held - 1;
  }

  /** The record of a name by its hash, a new one of that kind where it was not named before. */
  record(high: number, low: number, gtin: number, flag: number): number {
    const at = this.#placeOf(high >>> 0, low >>> 0);
    const held = this.#table[at] ?? 0;
    if (held !== 0) return held - 1;
    const record = this.size++;
    for (const column of [this.lot, this.packed, this.last, this.ship, this.state, this.#kind, this.#high, this.#low])
      column.room(record);
    this.#high.set(record, high);
    this.#low.set(record, low);
    this.#kind.set(record, (gtin << FLAG_BITS) | flag);
    this.#table[at] = record + 1;
    if (this.size * 4 > this.#table.length * 3) this.#widen();
    return record;
  }

  #placeOf(high: number, low: number): number {
    const mask = this.#table.length - 1;
    let at = (low ^ (high >>> 7)) & mask;
    for (;;) {
      const held = this.#table[at] ?? 0;
      if (held === 0 || (this.#low.get(held - 1) === low && this.#high.get(held - 1) === high)) return at;
      at = (at + 1) & mask;
    }
  }

  #widen(): void {
    this.#table = new Uint32Array(this.#table.length * 2);
    for (let record = 0; record < this.size; record++)
      this.#table[this.#placeOf(this.#high.get(record), this.#low.get(record))] = record + 1;
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
