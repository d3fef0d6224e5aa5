// Where the stock is kept: records by key, and by which tokens each of its parts is noticed; in memory until it is kept.
import { type Bytes, bufferOf } from '../../chain/bytes.ts';
import type { Json } from '../../chain/canonical.ts';
import type { Local } from '../../ledger/types.ts';

/** Words are spread over so many blobs by their first bits, so that few of them are read for a few tokens. */
const BUCKETS = 1024;
/** A word and the number of a part. */
const ENTRY = 8;

/** A layer over what is stored; writes nothing by itself. */
export class StockStore {
  readonly #prefix: string;
  readonly #local: Pick<Local, 'stock' | 'stockWatch'> | undefined;
  readonly #records = new Map<string, Json | undefined>();
  readonly #words = new Map<number, number[]>();
  readonly #blobs = new Map<string, Bytes | undefined>();
  #cleared = false;

  /** @param name keeps several apart @param local what is stored already; without it there is nothing yet */
  constructor(name: string, local?: Pick<Local, 'stock' | 'stockWatch'>) {
    this.#prefix = `${name} `;
    this.#local = local;
    this.#cleared = local === undefined;
  }

  get(key: string): Json | undefined {
    return this.#records.has(key) || this.#cleared
      ? this.#records.get(key)
      : this.#local?.stock.get(this.#prefix + key);
  }

  put(key: string, value: Json | undefined): void {
    this.#records.set(key, value);
  }

  /** Words by themselves, under a name. */
  words(name: string): readonly number[] {
    const bytes =
      this.#blobs.has(name) || this.#cleared ? this.#blobs.get(name) : this.#local?.stockWatch.get(this.#prefix + name);
    const view = bufferOf(bytes ?? new Uint8Array());
    return Array.from({ length: view.length / 4 }, (_, at) => view.readUInt32BE(at * 4));
  }

  putWords(name: string, words: readonly number[] | undefined): void {
    const bytes = words && Buffer.alloc(words.length * 4);
    let at = 0;
    for (const word of words ?? []) at = bytes?.writeUInt32BE(word, at) ?? at;
    this.#blobs.set(name, bytes);
  }

  /** Keys that begin with the prefix, and their values; in no order. */
  list(prefix: string): readonly { readonly key: string; readonly value: Json }[] {
    const found = new Map<string, Json>();
    if (!this.#cleared)
      for (const { key, value } of this.#local?.stock.list(this.#prefix + prefix) ?? [])
        found.set(key.slice(this.#prefix.length), value);
    for (const [key, value] of this.#records) {
      if (!key.startsWith(prefix)) continue;
      if (value === undefined) found.delete(key);
      else found.set(key, value);
    }
    return [...found].map(([key, value]) => ({ key, value }));
  }

  /** Has the part be found by these words too; whoever calls knows by which it is found already. */
  watch(part: number, words: Iterable<number>): void {
    for (const word of words) {
      const at = bucketOf(word);
      const list = this.#words.get(at);
      if (list === undefined) this.#words.set(at, [word, part]);
      else list.push(word, part);
    }
  }

  /** The parts that are found by any of these words, each with those of them. */
  found(words: ReadonlySet<number>): ReadonlyMap<number, ReadonlySet<number>> {
    const parts = new Map<number, Set<number>>();
    const take = (word: number, part: number) => {
      if (!words.has(word)) return;
      const own = parts.get(part);
      if (own === undefined) parts.set(part, new Set([word]));
      else own.add(word);
    };
    for (const at of new Set(Array.from(words, bucketOf))) {
      const bytes = bufferOf(this.#stored(at));
      for (let i = 0; i < bytes.length; i += ENTRY) take(bytes.readUInt32BE(i), bytes.readUInt32BE(i + 4));
      const list = this.#words.get(at) ?? [];
      for (let i = 0; i < list.length; i += 2) take(list[i] ?? 0, list[i + 1] ?? 0);
    }
    return parts;
  }

  #stored(bucket: number): Bytes {
    return (this.#cleared ? undefined : this.#local?.stockWatch.get(this.#prefix + nameOf(bucket))) ?? new Uint8Array();
  }

  clear(): void {
    this.#records.clear();
    this.#words.clear();
    this.#blobs.clear();
    this.#cleared = true;
  }

  /** Writes what is new to the ledger. */
  keep({ stock, stockWatch }: Pick<Local, 'stock' | 'stockWatch'>): void {
    const prefix = this.#prefix;
    if (this.#cleared) {
      for (const { key } of stock.list(prefix)) stock.delete(key);
      for (const key of stockWatch.keys(prefix)) stockWatch.delete(key);
    }
    for (const [key, value] of this.#records) {
      if (value === undefined) stock.delete(prefix + key);
      else stock.put(prefix + key, value);
    }
    for (const [bucket, list] of this.#words) {
      const before = stockWatch.get(prefix + nameOf(bucket)) ?? new Uint8Array();
      const bytes = Buffer.alloc(before.length + (list.length / 2) * ENTRY);
      bytes.set(before);
      let at = before.length;
      for (const value of list) at = bytes.writeUInt32BE(value, at);
      stockWatch.put(prefix + nameOf(bucket), bytes);
    }
    for (const [name, bytes] of this.#blobs) {
      if (bytes === undefined) stockWatch.delete(prefix + name);
      else stockWatch.put(prefix + name, bytes);
    }
    this.#records.clear();
    this.#words.clear();
    this.#blobs.clear();
    this.#cleared = false;
  }
}

function bucketOf(word: number): number {
  return word % BUCKETS;
}

function nameOf(bucket: number): string {
  return bucket.toString(16).padStart(3, '0');
}
