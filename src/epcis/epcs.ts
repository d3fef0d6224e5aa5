// EPCs to records: the name of each pack and container, the fast way for the usual SGTIN, and what is wrong with the others.
import type { FoundAt, TakeFound } from './found.ts';
import { FLAG, GoodsTable, hashed, type NameHash } from './goods.ts';
import { elementOf, type Id, nameOf, readId } from './ids.ts';

/** A GTIN of the file. */
export interface FileGtin {
  readonly gtin: string;
  prefixLength: number | undefined;
}

interface Stem {
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

function isPlainSerial(text: string, from: number): boolean {
  if (from >= text.length || text.length - from > LONGEST_SERIAL) return false;
  for (let i = from; i < text.length; i++) if (PLAIN[text.charCodeAt(i)] !== 1) return false;
  return true;
}

export class Epcs {
  readonly table = new GoodsTable();
  readonly gtins: FileGtin[] = [];
  /** Names of containers, by record. */
  readonly names = new Map<number, string>();
  readonly #found: TakeFound;
  readonly #byGtin = new Map<string, number>();
  readonly #stems = new Map<string, Stem>();

  constructor(found: TakeFound) {
    this.#found = found;
  }

  /** The record that an EPC names; undefined where it is of a class, or cannot be read, which is told. */
  record(written: string, at: FoundAt): number | undefined {
    const second = written.startsWith(SGTIN) ? written.indexOf('.', written.indexOf('.', SGTIN.length) + 1) + 1 : 0;
    if (second > 0 && isPlainSerial(written, second)) {
      const stem = this.#stems.get(written.slice(0, second));
      if (stem !== undefined) return this.#of(hashed(written, stem.hash, second), stem.gtin, FLAG.pack);
    }
    const id = readId(written);
    for (const code of id.faults) this.#found(code, { ...at, what: written.slice(0, 80) });
    const name = nameOf(id);
    if (name === undefined || id.isClass) return undefined;
    const gtin = elementOf(id, '01');
    if (gtin === undefined || elementOf(id, '21') === undefined) {
      const isSscc = elementOf(id, '00') !== undefined;
      const record = this.#of(hashed(name), undefined, isSscc ? FLAG.sscc : 0);
      if (isSscc) this.names.set(record, name);
      return record;
    }
    const number = this.#gtin(gtin, id, at);
    if (second > 0 && id.faults.length === 0 && this.#stems.size < MOST_STEMS)
      this.#stems.set(written.slice(0, second), { gtin: number, hash: hashed(`${gtin}/`) });
    return this.#of(hashed(name), number, FLAG.pack);
  }

  #of(hash: NameHash, gtin: number | undefined, flag: number): number {
    const { table } = this;
    const before = table.size;
    const record = table.record(hash);
    if (table.size > before) {
      table.mark(record, flag);
      if (gtin !== undefined) table.gtin[record] = gtin;
    }
    return record;
  }

  #gtin(gtin: string, { prefixLength }: Id, at: FoundAt): number {
    const known = this.#byGtin.get(gtin);
    if (known === undefined) {
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
