// Goods that one event is about: packs by their GTIN, in lists that several events share, and containers by what they are called.
import { codeOfContainer } from '../record/container-names.ts';

/** SerialList of one GTIN; the list may be another event's too. */
export interface SerialList {
  readonly gtin: string;
  readonly serials: readonly string[];
}

/** Goods in the order in which they were named, each once where single ones are added. */
export class Bag {
  readonly #lists: SerialList[] = [];
  readonly #single = new Set<string>();
  readonly #singles: { readonly gtin: string; readonly serials: string[] }[] = [];
  readonly #containers = new Set<string>();

  addList(gtin: string, serials: readonly string[]): void {
    if (serials.length > 0) this.#lists.push({ gtin, serials });
  }

  addPack(gtin: string, serial: string): void {
    const name = `${gtin}/${serial}`;
    if (this.#single.has(name)) return;
    this.#single.add(name);
    const last = this.#singles.at(-1);
    if (last?.gtin === gtin) last.serials.push(serial);
    else this.#singles.push({ gtin, serials: [serial] });
  }

  addContainer(name: string): void {
    this.#containers.add(name);
  }

  /** What stands in a list is not told once more by itself. */
  lists(): readonly SerialList[] {
    if (this.#lists.length === 0 || this.#singles.length === 0) return [...this.#lists, ...this.#singles];
    const listed = new Set(this.#lists.flatMap(({ gtin, serials }) => serials.map((serial) => `${gtin}/${serial}`)));
    const rest = this.#singles.map(({ gtin, serials }) => ({
      gtin,
      serials: serials.filter((serial) => !listed.has(`${gtin}/${serial}`)),
    }));
    return [...this.#lists, ...rest.filter(({ serials }) => serials.length > 0)];
  }

  containers(): readonly string[] {
    return [...this.#containers];
  }

  get size(): number {
    return this.lists().reduce((sum, { serials }) => sum + serials.length, this.#containers.size);
  }

  gtins(): readonly string[] {
    const cases = this.containers().flatMap((name) => {
      const code = codeOfContainer(name);
      return code.sscc === undefined ? [code.gtin] : [];
    });
    return [...new Set([...this.lists().map(({ gtin }) => gtin), ...cases])];
  }
}
