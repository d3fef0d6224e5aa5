// EPCs to records: the name of each pack and container, the fast way for the usual SGTIN, and what is wrong with the others.
import type { FoundAt, TakeFound } from './found.ts';
import { FLAG, GoodsTable, hashed, type NameHash, NO_GTIN } from './goods.ts';
import { elementOf, type Id, nameOf, readId } from './ids.ts';

/** A GTIN of the file. */
export interface FileGtin {
  readonly gtin: string;
  prefixLength: number | undefined;
}

/** How the URNs of one GTIN begin. */
interface Stem {
  readonly text: string;
  /** The number of its GTIN. */
  readonly gtin: number;
  readonly hash: NameHash;
}

const SGTIN = 'urn:epc:id:sgtin:';
const LONGEST_SERIAL = 20;
const MOST_STEMS = 65_536;

/** Characters that stand for themselves in a serial of a URN. */
const PLAIN = new Uint8Array(128);
for (const sign of "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_!'()*+,-.:;=")
  PLAIN[sign.charCodeAt(0)] = 1;

export class Epcs {
  readonly table = new GoodsTable();
  readonly gtins: FileGtin[] = [];
  /** Names of containers, by record. */
  readonly names = new Map<number, string>();
  readonly #found: TakeFound;
  readonly #byGtin = new Map<string, number>();
  readonly #stems = new Map<string, Stem>();
  /** The one that was met last. */
  #stem: Stem = { text: '\0', gtin: 0, hash: hashed('') };

  constructor(found: TakeFound) {
    this.#found = found;
  }

  /** The record that an EPC names; undefined where it is of a class, or cannot be read, which is told. */
  record(written: string, at: FoundAt): number | undefined {
    // Most begin as the one before. Looking for that takes half the time of `startsWith`.
    const stem = written.indexOf(this.#stem.text) === 0 ? this.#stem : this.#stemOf(written);
    if (stem !== undefined) {
      const record = this.#plain(written, stem);
      if (record !== undefined) return record;
    }
    return this.#other(written, at);
  }

  #stemOf(written: string): Stem | undefined {
    if (!written.startsWith(SGTIN)) return undefined;
    const end = written.indexOf('.', written.indexOf('.', SGTIN.length) + 1) + 1;
    const stem = this.#stems.get(written.slice(0, end));
    if (stem !== undefined) this.#stem = stem;
    return stem;
  }

  /** The fast way: a serial without escapes behind a beginning that is known. The hash is that of {@link hashed}. */
  #plain(written: string, { text, hash, gtin }: Stem): number | undefined {
    const from = text.length;
    if (from >= written.length || written.length - from > LONGEST_SERIAL) return undefined;
    let { high, low } = hash;
    for (let i = from; i < written.length; i++) {
      const code = written.charCodeAt(i);
      if (PLAIN[code] !== 1) return undefined;
      high = Math.imul(high ^ code, 0x9e3779b1);
      low = Math.imul(low ^ code, 0x5f356495);
      high ^= low >>> 15;
      low ^= high >>> 13;
    }
    return this.table.record(high, low, gtin, FLAG.pack);
  }

  #other(written: string, at: FoundAt): number | undefined {
    const id = readId(written);
    for (const code of id.faults) this.#found(code, { ...at, what: written.slice(0, 80) });
    const name = nameOf(id);
    if (id.isClass && id.faults.length === 0) this.#found('epc-class', { ...at, what: written.slice(0, 80) });
    if (name === undefined || id.isClass) return undefined;
    const gtin = elementOf(id, '01');
    if (gtin === undefined || elementOf(id, '21') === undefined) {
      const isSscc = elementOf(id, '00') !== undefined;
      const { high, low } = hashed(name);
      const record = this.table.record(high, low, NO_GTIN, isSscc ? FLAG.sscc : 0);
      if (isSscc) this.names.set(record, name);
      return record;
    }
    const number = this.#gtin(gtin, id, at);
    const end = written.startsWith(SGTIN) ? written.indexOf('.', written.indexOf('.', SGTIN.length) + 1) + 1 : 0;
    if (end > 0 && id.faults.length === 0 && this.#stems.size < MOST_STEMS) {
      const text = written.slice(0, end);
      this.#stems.set(text, { text, gtin: number, hash: hashed(`${gtin}/`) });
    }
    const { high, low } = hashed(name);
    return this.table.record(high, low, number, FLAG.pack);
  }

  #gtin(gtin: string, { prefixLength }: Id, at: FoundAt): number {
    const known = this.#byGtin.get(gtin);
    if (known === undefined) {
      if (this.gtins.length >= NO_GTIN) return NO_GTIN;
      this.#byGtin.set(gtin, this.gtins.length);
      this.gtins.push({ gtin, prefixLength });
      return this.gtins.length - 1;
    }
    const held = this.gtins[known];
    if (held !== undefined && prefixLength !== undefined) {
      if (held.prefixLength !== undefined && held.prefixLength !== prefixLength)
        this.#found('prefix-differs', { ...at, what: gtin });
      held.prefixLength ??= prefixLength;
    }
    return known;
  }
}
