// Goods that one event is about: packs by their GTIN, in lists that several events share, and containers by what they are called.
import { codeOfContainer } from '../record/container-names.ts';

/** No serial has one. */
const BETWEEN = ' ';

/** Serials that stay as they are, as one text: of a million of them that takes a quarter of the room. */
export class SerialText implements Iterable<string> {
  readonly length: number;
  readonly #text: string;

  constructor(serials: readonly string[]) {
    this.length = serials.length;
    this.#text = serials.join(BETWEEN);
  }

  [Symbol.iterator](): Iterator<string> {
    return (this.length === 0 ? [] : this.#text.split(BETWEEN)).values();
  }
}

/** Serials of one GTIN; the list may be another event's too. */
export interface SerialList {
  readonly gtin: string;
  readonly serials: SerialText | readonly string[];
}

const NONE: readonly never[] = [];

/** Goods in the order in which they were named, each once where single ones are added. */
export class Bag {
  // Of the bags of a large shipment most have one list and nothing else.
  #lists: SerialList[] | undefined;
  #single: Set<string> | undefined;
  #singles: { readonly gtin: string; readonly serials: string[] }[] | undefined;
  #containers: Set<string> | undefined;

  addList(gtin: string, serials: SerialText): void {
    if (serials.length === 0) return;
    this.#lists ??= [];
    this.#lists.push({ gtin, serials });
  }

  addPack(gtin: string, serial: string): void {
    this.#single ??= new Set();
    const name = `${gtin}/${serial}`;
    if (this.#single.has(name)) return;
    this.#single.add(name);
    this.#singles ??= [];
    const last = this.#singles.at(-1);
    if (last?.gtin === gtin) last.serials.push(serial);
    else this.#singles.push({ gtin, serials: [serial] });
  }

  addContainer(name: string): void {
    this.#containers ??= new Set();
    this.#containers.add(name);
  }

  /** What stands in a list is not told once more by itself. */
  lists(): readonly SerialList[] {
    const [lists, singles] = [this.#lists ?? NONE, this.#singles ?? NONE];
    if (lists.length === 0) return singles;
    if (singles.length === 0) return lists;
    const listed = new Set(lists.flatMap(({ gtin, serials }) => [...serials].map((serial) => `${gtin}/${serial}`)));
    const rest = singles.map(({ gtin, serials }) => ({
      gtin,
      serials: serials.filter((serial) => !listed.has(`${gtin}/${serial}`)),
    }));
    return [...lists, ...rest.filter(({ serials }) => serials.length > 0)];
  }

  containers(): readonly string[] {
    return this.#containers === undefined ? NONE : [...this.#containers];
  }

  get size(): number {
    return this.lists().reduce((sum, { serials }) => sum + serials.length, this.#containers?.size ?? 0);
  }

  gtins(): readonly string[] {
    const cases = this.containers().flatMap((name) => {
      const code = codeOfContainer(name);
      return code.sscc === undefined ? [code.gtin] : [];
    });
    return [...new Set([...this.lists().map(({ gtin }) => gtin), ...cases])];
  }
}
