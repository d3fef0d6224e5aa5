// The goods of one event of a file by their names, kept as bytes: of a million packs the texts would take ten times the room.
import { Buffer } from 'node:buffer';
import { nameOf, packNamed, plainSgtin, readId } from '../../epcis/ids.ts';
import { isSscc } from '../../gs1/index.ts';
import { containerCalled } from '../record/container-names.ts';

const BETWEEN = '\n';

/** Goods as `gtin/serial` or SSCC, in the order of the file. Those of one product are kept by their serials. */
export class Names implements Iterable<string> {
  readonly count: number;
  /** The product of all of them, where they are packs of one. */
  readonly gtin: string | undefined;
  readonly #bytes: Buffer;

  private constructor(names: readonly string[], gtin: string | undefined) {
    this.count = names.length;
    this.gtin = gtin;
    // A text that was cut out of a file keeps all of the piece that it was read in.
    this.#bytes = Buffer.from(names.join(BETWEEN), 'latin1');
  }

  /** @returns undefined where one of them is of a class, or is no GS1 identifier */
  static of(epcs: readonly string[]): Names | undefined {
    const first = epcs[0] === undefined ? undefined : plainSgtin(epcs[0]);
    if (first !== undefined) {
      const serials = serialsOf(epcs, first.gtin);
      if (serials !== undefined) return new Names(serials, first.gtin);
    }
    const names: string[] = [];
    for (const epc of epcs) {
      const name = unitName(epc);
      if (name === undefined) return undefined;
      names.push(name);
    }
    return new Names(names, undefined);
  }

  *[Symbol.iterator](): Iterator<string> {
    if (this.count === 0) return;
    const before = this.#before;
    for (const one of this.#bytes.toString('latin1').split(BETWEEN)) yield before + one;
  }

  /** The first of them, for which the others are not taken apart. */
  get first(): string | undefined {
    if (this.count === 0) return undefined;
    const end = this.#bytes.indexOf(BETWEEN);
    return this.#before + this.#bytes.toString('latin1', 0, end < 0 ? this.#bytes.length : end);
  }

  get #before(): string {
    return this.gtin === undefined ? '' : `${this.gtin}/`;
  }

  /** Of packs of one product. */
  serials(): readonly string[] {
    return this.count === 0 ? [] : this.#bytes.toString('latin1').split(BETWEEN);
  }
}

function serialsOf(epcs: readonly string[], gtin: string): string[] | undefined {
  const serials: string[] = [];
  for (const epc of epcs) {
    const pack = plainSgtin(epc);
    if (pack?.gtin !== gtin) return undefined;
    serials.push(pack.serial);
  }
  return serials;
}

/** `gtin/serial` or an SSCC; undefined for whatever else an identifier may be of. */
export function unitName(epc: string): string | undefined {
  const id = readId(epc);
  if (id.isClass || id.elements.length === 0) return undefined;
  const name = nameOf(id);
  return name !== undefined && (isSscc(name) || name.includes('/')) ? name : undefined;
}

/** A name as a person would type it. */
export function typed(name: string): string {
  const pack = packNamed(name);
  return pack === undefined ? name : containerCalled(pack);
}
