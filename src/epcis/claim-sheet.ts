// All claims of one file, gathered event by event beside the check, which numbers its goods: of each item twelve bytes are held, its
// key and which events named it how; what is named alike, as the packs of a case are, has that in common.
import { type Claim, claimOf, type DeedsOf, MOST_DEEDS } from './claims.ts';
import type { EventGoods } from './counted-events.ts';
import { type Deed, deedOf } from './deeds.ts';
import { type GoodsTable, hashed, NO_GTIN, NONE } from './goods.ts';
import { nameOf, packNamed, plainSgtin, readId } from './ids.ts';
import type { FileBatch } from './lots.ts';
import type { EpcisEvent } from './model.ts';

/** Makes the keys; what it gives may be used again for the next one. */
export interface Keyer {
  /** At least 8 bytes. */
  pack(gtin: string, serial: string): Uint8Array;
  /** Of anything else, by its name: an SSCC, a URI. */
  other(name: string): Uint8Array;
}

/** The key of what a claim names, a container: `GTIN/SERIAL`, or anything else by its name. */
export function keyOfName(keyer: Keyer, name: string): Uint8Array {
  const pack = packNamed(name);
  return pack === undefined ? keyer.other(name) : keyer.pack(pack.gtin, pack.serial);
}

export interface ItemClaim {
  /** The first 64 bits of the key, as two numbers of 32. */
  readonly high: number;
  readonly low: number;
  readonly claim: Claim;
  /** Items with one number are claimed alike. */
  readonly alike: number;
}

/** How an event names an item: itself, as what was put in or taken out, or as what that was in, or as what went into another. */
const SELF = 0;
const CHILD = 1;
const PARENT = 2;
const INPUT = 3;
const ROLES = 4;

export class ClaimSheet {
  readonly #table: GoodsTable;
  readonly #keyer: Keyer | undefined;
  readonly #deeds: Deed[] = [];
  readonly #withdrawn = new Set<string>();
  /** Of each item by its record: its key, and its trail, 0 for what no event names that counts. */
  #high = new Uint32Array(1024);
  #low = new Uint32Array(1024);
  #trails = new Uint32Array(1024);
  #items = 0;
  /** Trails by number: the last event that named the item (deed × ROLES + how), and the trail up to that. */
  #refs = new Uint32Array(1024);
  #before = new Uint32Array(1024);
  #count = 1;
  /** The trails that the open event made, by the one before and how it names the item. */
  readonly #made = new Map<number, number>();
  readonly #around = new Map<string, readonly Deed[]>();
  /** Lots by GTIN, and those that a deed says something of. */
  readonly #batches = new Map<string, FileBatch>();
  readonly #batchesOf = new Map<number, readonly FileBatch[]>();

  /** @param keyer makes the keys of `claims`; without it there are none */
  constructor(table: GoodsTable, keyer?: Keyer) {
    this.#table = table;
    this.#keyer = keyer;
  }

  /**
   * Takes one event in. One that is declared an error takes back what has its ID, wherever that stands.
   * @param goods the records of `epcs`, `inputEpcs` and `outputEpcs`, one after the other
   * @returns what it says was done; undefined where it is declared an error
   */
  add(event: EpcisEvent, { records, parent }: EventGoods): Deed | undefined {
    const { type, eventID, epcs = [], inputEpcs = [], outputEpcs = [] } = event;
    if (event.errorDeclaration !== undefined) {
      if (eventID !== undefined) this.#withdrawn.add(eventID);
      return undefined;
    }
    const deed = deedOf(event);
    if (deed.kind === 'seen') return deed;
    const ref = (this.#deeds.push(deed) - 1) * ROLES;
    this.#made.clear();
    const isFilled = type === 'AggregationEvent';
    if (isFilled && parent !== undefined) this.#name(parent, event.parentID ?? '', ref + PARENT);
    const outputs = epcs.length + inputEpcs.length;
    const all = outputs === epcs.length && outputEpcs.length === 0 ? epcs : [...epcs, ...inputEpcs, ...outputEpcs];
    for (let i = 0; i < all.length; i++) {
      const role = i >= outputs ? SELF : i >= epcs.length ? INPUT : isFilled ? CHILD : SELF;
      this.#name(records[i] ?? NONE, all[i] ?? '', ref + role);
    }
    // What goes into a transformation is not of the lot that comes out.
    const made = records.subarray(inputEpcs.length === 0 ? 0 : outputs, all.length);
    if (deed.lot !== undefined && deed.expiry !== undefined) this.#noteBatches(deed, made);
    return deed;
  }

  /** An event names an item. */
  #name(record: number, written: string, ref: number): void {
    if (record === NONE) return;
    if (record >= this.#trails.length) this.#widen(record);
    if (record >= this.#items) this.#items = record + 1;
    const before = this.#trails[record] ?? 0;
    if (before === 0) this.#note(record, written);
    else if (this.#refs[before] === ref) return;
    const name = before * ROLES + (ref % ROLES);
    let trail = this.#made.get(name);
    if (trail === undefined) {
      trail = this.#newTrail(before, ref);
      this.#made.set(name, trail);
    }
    this.#trails[record] = trail;
  }

  #newTrail(before: number, ref: number): number {
    if (this.#count === this.#refs.length) {
      this.#refs = widened(this.#refs, 2 * this.#count);
      this.#before = widened(this.#before, 2 * this.#count);
    }
    this.#refs[this.#count] = ref;
    this.#before[this.#count] = before;
    return this.#count++;
  }

  #note(record: number, written: string): void {
    const key = this.#keyOf(written);
    if (key === undefined) return;
    this.#high[record] = wordOf(key, 0);
    this.#low[record] = wordOf(key, 4);
  }

  #keyOf(written: string): Uint8Array | undefined {
    const keyer = this.#keyer;
    if (keyer === undefined) return undefined;
    const plain = plainSgtin(written);
    return plain === undefined ? keyOfName(keyer, nameOf(readId(written)) ?? '') : keyer.pack(plain.gtin, plain.serial);
  }

  #widen(record: number): void {
    const length = Math.max(record + 1, 2 * this.#trails.length);
    this.#trails = widened(this.#trails, length);
    if (this.#keyer === undefined) return;
    this.#high = widened(this.#high, length);
    this.#low = widened(this.#low, length);
  }

  /** Of one lot one expiry: what contradicts is not known. */
  #noteBatches({ index, lot, expiry }: Deed, records: Uint32Array): void {
    const batches = new Set<FileBatch>();
    let last: number | undefined;
    for (const record of records) {
      const gtin = record === NONE ? NO_GTIN : this.#table.gtin(record);
      // Goods of one event are of one product, mostly.
      if (gtin === last || gtin === NO_GTIN) continue;
      last = gtin;
      const name = `${gtin} ${lot}`;
      let batch = this.#batches.get(name);
      if (batch === undefined) {
        batch = { expiry, isTorn: false };
        this.#batches.set(name, batch);
      }
      if (batch.expiry !== expiry) batch.isTorn = true;
      batches.add(batch);
    }
    this.#batchesOf.set(index, [...batches]);
  }

  readonly #isTorn = ({ index, expiry }: Deed) =>
    expiry !== undefined && this.#batchesOf.get(index)?.some(({ isTorn }) => isTorn) === true;

  /** IDs of events that this file declares to be errors. */
  get withdrawn(): ReadonlySet<string> {
    return this.#withdrawn;
  }

  /** The claims, by ascending key. */
  *claims(): Generator<ItemClaim> {
    const claims: (Claim | undefined | null)[] = new Array(this.#count).fill(null);
    for (const record of sortedBy(this.#high, this.#low, this.#items)) {
      const trail = this.#trails[record] ?? 0;
      if (trail === 0) continue;
      let claim = claims[trail];
      if (claim === null) {
        claim = this.#claimBy(trail);
        claims[trail] = claim;
      }
      if (claim) yield { high: this.#high[record] ?? 0, low: this.#low[record] ?? 0, claim, alike: trail };
    }
  }

  #claimBy(trail: number): Claim | undefined {
    const own = this.#deedsOn(trail);
    return own.length === 0 ? undefined : claimOf(own, this.#deedsOf, this.#isTorn);
  }

  /** The claim about an item by its name, `GTIN/SERIAL` or an SSCC; undefined where there is none. */
  claimOf(name: string): Claim | undefined {
    return this.#claimBy(this.#trailOf(name));
  }

  /** What an item was ever put into, by name. */
  parentsOf(name: string): readonly string[] {
    return this.#deedsOn(this.#trailOf(name)).flatMap(({ kind, parent }) =>
      kind === 'fill' && parent !== undefined ? [parent] : [],
    );
  }

  #trailOf(name: string): number {
    const record = this.#table.find(hashed(name));
    return record === undefined ? 0 : (this.#trails[record] ?? 0);
  }

  /** What was done with a container, no more of it than counts. */
  readonly #deedsOf: DeedsOf = (name) => {
    const known = this.#around.get(name);
    if (known !== undefined) return known;
    const deeds = this.#deedsOn(this.#trailOf(name)).slice(0, MOST_DEEDS);
    this.#around.set(name, deeds);
    return deeds;
  };

  /** What was done with an item of this trail, in the order of the file. */
  #deedsOn(trail: number): readonly Deed[] {
    const deeds: Deed[] = [];
    for (let at = trail; at !== 0; at = this.#before[at] ?? 0) {
      const deed = this.#deed(this.#refs[at] ?? 0);
      if (deed !== undefined && deed.kind !== 'seen') deeds.push(deed);
    }
    return deeds.reverse();
  }

  /** As it concerns an item that it names so; undefined where it was withdrawn. */
  #deed(ref: number): Deed | undefined {
    const deed = this.#deeds[Math.floor(ref / ROLES)];
    const role = ref % ROLES;
    if (deed === undefined || (deed.eventID !== undefined && this.#withdrawn.has(deed.eventID))) return undefined;
    if (role === INPUT) return { ...withoutLot(deed), kind: 'end', ending: 'decommissioned' };
    // What was filled or emptied was not itself put anywhere.
    if (role === PARENT && (deed.kind === 'fill' || deed.kind === 'empty'))
      return { ...withoutParent(deed), kind: deed.all ? 'empty' : 'seen' };
    return deed;
  }
}

function withoutLot({ lot: _, expiry: __, doubtful: ___, ...deed }: Deed): Deed {
  return deed;
}

function withoutParent({ parent: _, ...deed }: Deed): Deed {
  return deed;
}

function wordOf(key: Uint8Array, at: number): number {
  return (((key[at] ?? 0) << 24) | ((key[at + 1] ?? 0) << 16) | ((key[at + 2] ?? 0) << 8) | (key[at + 3] ?? 0)) >>> 0;
}

function widened(array: Uint32Array<ArrayBuffer>, length: number): Uint32Array<ArrayBuffer> {
  const longer = new Uint32Array(length);
  longer.set(array);
  return longer;
}

/** By counting, sixteen bits at a time: keys are spread evenly, and there may be millions. */
function sortedBy(high: Uint32Array, low: Uint32Array, size: number): Uint32Array {
  const order = countedBy(high, 16, countedBy(high, 0, undefined, size), size);
  // Hardly ever are the first halves of two keys the same, but where the key is.
  for (let from = 0, to = 1; from < size; from = to, to++) {
    const first = order[from] ?? 0;
    let isOne = true;
    for (; to < size && high[order[to] ?? 0] === high[first]; to++)
      if (low[order[to] ?? 0] !== low[first]) isOne = false;
    if (!isOne) order.subarray(from, to).sort((a, b) => (low[a] ?? 0) - (low[b] ?? 0) || a - b);
  }
  return order;
}

/** Places by sixteen bits of their words, those that have the same as they were. */
function countedBy(words: Uint32Array, shift: number, order: Uint32Array | undefined, size: number): Uint32Array {
  const starts = new Uint32Array(65_537);
  for (let at = 0; at < size; at++) count(starts, (((words[at] ?? 0) >>> shift) & 0xffff) + 1);
  for (let at = 1; at < starts.length; at++) starts[at] = (starts[at] ?? 0) + (starts[at - 1] ?? 0);
  const next = new Uint32Array(size);
  for (let at = 0; at < size; at++) {
    const entry = order === undefined ? at : (order[at] ?? 0);
    next[count(starts, ((words[entry] ?? 0) >>> shift) & 0xffff)] = entry;
  }
  return next;
}

/** Adds one, and gives what it was. */
function count(counts: Uint32Array, at: number): number {
  const was = counts[at] ?? 0;
  counts[at] = was + 1;
  return was;
}
