// All claims of one file, gathered event by event: of each item no more than 12 bytes are held for each event that names it, so
// that a file of millions fits. Items are told apart by the first 64 bits of a key that the caller makes of their name.
import { type Claim, claimOf, type DeedsOf, MOST_DEEDS } from './claims.ts';
import { type Deed, deedOf } from './deeds.ts';
import { hashed } from './goods.ts';
import { elementOf, nameOf, packNamed, packOf, plainSgtin, readId } from './ids.ts';
import type { FileBatch } from './lots.ts';
import type { EpcisEvent } from './model.ts';

/** Makes the keys; what it gives may be used again for the next one. */
export interface Keyer {
  /** At least 8 bytes. */
  pack(gtin: string, serial: string): Uint8Array;
  /** Of anything else, by its name: an SSCC, a URI. */
  other(name: string): Uint8Array;
}

/** Keys for a file by itself: in one file nobody gains by two names with one hash, as it is their own. */
export const FILE_KEYER: Keyer = {
  pack: (gtin, serial) => bytesOf(`${gtin}/${serial}`),
  other: (name) => bytesOf(`\u0000${name}`),
};

function bytesOf(text: string): Uint8Array {
  const { high, low } = hashed(text);
  const bytes = new Uint8Array(8);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, high >>> 0);
  view.setUint32(4, low >>> 0);
  return bytes;
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
}

/** Items that are named again soon: goods are made and packed in one go. */
const RECENT = 4096;
/** Different lists of deeds of which the claim is remembered. */
const REMEMBERED = 100_000;

/** What two of fit into a number. */
const HALF = 2 ** 26;

/** How an event names an item, and on top whether that has a GTIN and a serial: itself, as what was put in or taken out, or as what that was in. */
const SELF = 0;
const CHILD = 1;
const PARENT = 2;
const INPUT = 3;
const ROLE = 3;
const PACK = 4;
const DEED = 8;

export class ClaimSheet {
  readonly #keyer: Keyer;
  #deeds: Deed[] = [];
  readonly #withdrawn = new Set<string>();
  #high = new Uint32Array(1024);
  #low = new Uint32Array(1024);
  /** Deed × 8 + how it names the item. */
  #refs = new Uint32Array(1024);
  #size = 0;
  #order: Uint32Array | undefined;
  /** Entries by what was written, those of late and those before them: a key is worked out once. */
  #late = new Map<string, number>();
  #before = new Map<string, number>();
  readonly #around = new Map<string, readonly Deed[]>();
  /** Lots by GTIN, and those that a deed says something of. */
  readonly #batches = new Map<string, FileBatch>();
  readonly #batchesOf = new Map<number, readonly FileBatch[]>();

  constructor(keyer: Keyer) {
    this.#keyer = keyer;
  }

  /**
   * Takes one event in. One that is declared an error takes back what has its ID, wherever that stands.
   * @returns what it says was done; undefined where it is declared an error
   */
  add(event: EpcisEvent): Deed | undefined {
    if (event.errorDeclaration !== undefined) {
      if (event.eventID !== undefined) this.#withdrawn.add(event.eventID);
      return undefined;
    }
    const deed = deedOf(event);
    if (deed.kind === 'seen') return deed;
    const ref = (this.#deeds.push(deed) - 1) * DEED;
    const role = event.type === 'AggregationEvent' ? CHILD : SELF;
    if (role === CHILD && event.parentID !== undefined) this.#put(event.parentID, ref + PARENT);
    for (const epc of event.epcs ?? []) this.#put(epc, ref + role);
    for (const epc of event.outputEpcs ?? []) this.#put(epc, ref + SELF);
    for (const epc of event.inputEpcs ?? []) this.#put(epc, ref + INPUT);
    if (deed.lot !== undefined && deed.expiry !== undefined) this.#noteBatches(event, deed.lot, deed.expiry);
    return deed;
  }

  /** Of one lot one expiry: what contradicts is not known. */
  #noteBatches({ index, epcs = [], outputEpcs = [] }: EpcisEvent, lot: string, expiry: string): void {
    const batches = new Set<FileBatch>();
    let [gtin, stem] = ['', '\0'];
    for (const epc of [...epcs, ...outputEpcs]) {
      // Goods of one event are of one product, mostly.
      if (epc.startsWith(stem)) continue;
      gtin = packOf(epc)?.gtin ?? '';
      stem = epc.slice(0, Math.max(epc.lastIndexOf('.'), epc.lastIndexOf('/')) + 1) || '\0';
      if (gtin === '') continue;
      const name = `${gtin} ${lot}`;
      let batch = this.#batches.get(name);
      if (batch === undefined) {
        batch = { expiry, isTorn: false };
        this.#batches.set(name, batch);
      }
      if (batch.expiry !== expiry) batch.isTorn = true;
      batches.add(batch);
    }
    if (batches.size > 0) this.#batchesOf.set(index, [...batches]);
  }

  readonly #isTorn = ({ index, expiry }: Deed) =>
    expiry !== undefined && this.#batchesOf.get(index)?.some(({ isTorn }) => isTorn) === true;

  /** IDs of events that this file declares to be errors. */
  get withdrawn(): ReadonlySet<string> {
    return this.#withdrawn;
  }

  /** Items with a GTIN and a serial in which nothing was packed. */
  get packs(): number {
    const order = this.#sorted();
    let packs = 0;
    for (let at = 0; at < order.length; ) {
      const first = order[at] ?? 0;
      let isPack = true;
      for (; at < order.length && this.#isSame(first, order[at] ?? 0); at++) {
        const ref = this.#refs[order[at] ?? 0] ?? 0;
        if ((ref & PACK) === 0 || (ref & ROLE) === PARENT) isPack = false;
      }
      if (isPack) packs++;
    }
    return packs;
  }

  #isSame(a: number, b: number): boolean {
    return this.#high[a] === this.#high[b] && this.#low[a] === this.#low[b];
  }

  /** The claims, by ascending key. */
  *claims(): Generator<ItemClaim> {
    const order = this.#sorted();
    const around = (name: string) => this.#container(name);
    // What the same events name in the same way is claimed alike: a case of packs, mostly.
    const claims = new Map<number | string, Claim | undefined>();
    for (let at = 0; at < order.length; ) {
      const first = order[at] ?? 0;
      const [high, low] = [this.#high[first] ?? 0, this.#low[first] ?? 0];
      const refs: number[] = [];
      for (; at < order.length; at++) {
        const entry = order[at] ?? 0;
        if (this.#high[entry] !== high || this.#low[entry] !== low) break;
        refs.push(this.#refs[entry] ?? 0);
      }
      const name = nameOfRefs(refs);
      let claim = claims.get(name);
      if (claim === undefined && !claims.has(name)) {
        claim = this.#claimBy(refs, around);
        if (claims.size >= REMEMBERED) claims.clear();
        claims.set(name, claim);
      }
      if (claim !== undefined) yield { high, low, claim };
    }
  }

  #claimBy(refs: readonly number[], around: DeedsOf): Claim | undefined {
    const own: Deed[] = [];
    for (const ref of refs) {
      const deed = this.#deed(ref);
      if (deed !== undefined && deed.kind !== 'seen') own.push(deed);
    }
    return own.length === 0 ? undefined : claimOf(own, around, this.#isTorn);
  }

  /** The claim about the item with this key; undefined where there is none. */
  claimFor(key: Uint8Array): Claim | undefined {
    const own = this.#deedsAt(key);
    return own.length === 0 ? undefined : claimOf(own, (name) => this.#container(name), this.#isTorn);
  }

  /** What the item with this key was ever put into, by name. */
  parentsOf(key: Uint8Array): readonly string[] {
    return this.#deedsAt(key).flatMap(({ kind, parent }) => (kind === 'fill' && parent !== undefined ? [parent] : []));
  }

  /** As it concerns an item that it names so; undefined where it was withdrawn. */
  #deed(ref: number): Deed | undefined {
    const deed = this.#deeds[Math.floor(ref / DEED)];
    if (deed === undefined || (deed.eventID !== undefined && this.#withdrawn.has(deed.eventID))) return undefined;
    if ((ref & ROLE) === INPUT) return { ...withoutLot(deed), kind: 'end', ending: 'decommissioned' };
    // What was filled or emptied was not itself put anywhere.
    if ((ref & ROLE) === PARENT && (deed.kind === 'fill' || deed.kind === 'empty'))
      return { ...withoutParent(deed), kind: deed.all ? 'empty' : 'seen' };
    return deed;
  }

  #container(name: string): readonly Deed[] {
    const known = this.#around.get(name);
    if (known !== undefined) return known;
    const deeds = this.#deedsAt(keyOfName(this.#keyer, name), MOST_DEEDS);
    this.#around.set(name, deeds);
    return deeds;
  }

  /** What was done with the item with this key; one more than counts tells that it is too much. */
  #deedsAt(key: Uint8Array, most = MOST_DEEDS + 1): readonly Deed[] {
    const [high, low] = [wordOf(key, 0), wordOf(key, 4)];
    const order = this.#sorted();
    const deeds: Deed[] = [];
    for (let at = this.#find(order, high, low); at < order.length && deeds.length < most; at++) {
      const entry = order[at] ?? 0;
      if (this.#high[entry] !== high || this.#low[entry] !== low) break;
      const deed = this.#deed(this.#refs[entry] ?? 0);
      if (deed !== undefined && deed.kind !== 'seen') deeds.push(deed);
    }
    return deeds;
  }

  #find(order: Uint32Array, high: number, low: number): number {
    let [from, to] = [0, order.length];
    while (from < to) {
      const middle = (from + to) >>> 1;
      const entry = order[middle] ?? 0;
      const isBefore = this.#high[entry] === high ? (this.#low[entry] ?? 0) < low : (this.#high[entry] ?? 0) < high;
      if (isBefore) from = middle + 1;
      else to = middle;
    }
    return from;
  }

  #put(written: string, ref: number): void {
    const before = this.#late.get(written) ?? this.#before.get(written);
    if (before !== undefined) {
      const kind = (this.#refs[before] ?? 0) & PACK;
      this.#enter(this.#high[before] ?? 0, this.#low[before] ?? 0, ref + kind);
      return;
    }
    const size = this.#size;
    this.#putNew(written, ref);
    if (this.#size === size) return;
    if (this.#late.size >= RECENT) [this.#before, this.#late] = [this.#late, new Map()];
    this.#late.set(written, size);
  }

  #putNew(written: string, ref: number): void {
    const plain = plainSgtin(written);
    const id = plain === undefined ? readId(written) : undefined;
    const gtin = plain?.gtin ?? (id && elementOf(id, '01'));
    const serial = plain?.serial ?? (id && elementOf(id, '21'));
    if (gtin !== undefined && serial !== undefined) {
      this.#note(this.#keyer.pack(gtin, serial), ref + PACK);
      return;
    }
    const name = id && nameOf(id);
    if (name !== undefined) this.#note(this.#keyer.other(name), ref);
  }

  #note(key: Uint8Array, ref: number): void {
    this.#enter(wordOf(key, 0), wordOf(key, 4), ref);
  }

  #enter(high: number, low: number, ref: number): void {
    if (this.#size === this.#high.length) {
      this.#high = doubled(this.#high);
      this.#low = doubled(this.#low);
      this.#refs = doubled(this.#refs);
    }
    this.#high[this.#size] = high;
    this.#low[this.#size] = low;
    this.#refs[this.#size++] = ref;
    this.#order = undefined;
  }

  /** Places of the entries by ascending key, those of one key in the order of the file. */
  #sorted(): Uint32Array {
    this.#order ??= sortedBy(this.#high, this.#low, this.#size);
    return this.#order;
  }
}

/** Two refs, as most packs have, are one number where they fit. */
function nameOfRefs(refs: readonly number[]): number | string {
  const [first = 0, second = 0] = refs;
  return refs.length === 2 && first < HALF && second < HALF ? first * HALF + second : refs.join();
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

function doubled(array: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const longer = new Uint32Array(array.length * 2);
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
