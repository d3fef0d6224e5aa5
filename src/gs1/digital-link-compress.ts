// Compresses GS1 Digital Links without loss (GS1 Digital Link: URI compression).
import { badInput } from '../errors.ts';
import { type Ai, type AiTable, standardTable } from './ai-table.ts';
import { CANONICAL_STEM, readDigitalLink } from './digital-link.ts';
import { BASE64, type LinkValue, lengthBits, partsOf, sequences, valueBits } from './digital-link-compressed.ts';
import type { Fault } from './faults.ts';

class Writer {
  text = '';
  #bits = 0;
  #count = 0;

  write(value: bigint | number, bits: number): void {
    const binary = value.toString(2).padStart(bits, '0');
    for (const bit of binary) {
      this.#bits = this.#bits * 2 + Number(bit);
      if (++this.#count === 6) this.#flush();
    }
  }

  #flush(): void {
    this.text += BASE64.charAt(this.#bits);
    this.#bits = 0;
    this.#count = 0;
  }

  key(code: string): void {
    for (const digit of code) this.write(Number.parseInt(digit, 16), 4);
  }

  /** Characters in the narrowest of five encodings: number, hex lower and upper case, base64, ASCII. */
  characters(value: string, length: (() => void) | undefined): void {
    const encoding = /^\d+$/.test(value)
      ? 0
      : /^[0-9A-F]+$/.test(value)
        ? 2
        : /^[0-9a-f]+$/.test(value)
          ? 1
          : /^[\w-]+$/.test(value)
            ? 3
            : 4;
    this.write(encoding, 3);
    length?.();
    if (encoding === 0) this.write(BigInt(value), valueBits(value.length));
    else
      for (const character of value) {
        if (encoding === 4) this.write(character.charCodeAt(0), 7);
        else if (encoding === 3) this.write(BASE64.indexOf(character), 6);
        else this.write(Number.parseInt(character, 16), 4);
      }
  }

  value(ai: Ai, value: string): void {
    let at = 0;
    for (const part of partsOf(ai)) {
      const piece = part.fixed ? value.slice(at, at + part.length) : value.slice(at);
      at += piece.length;
      const length = part.fixed ? undefined : () => this.write(piece.length, lengthBits(part.length));
      if (part.digits) {
        length?.();
        this.write(piece === '' ? 0 : BigInt(piece), valueBits(piece.length));
      } else this.characters(piece, length);
    }
  }

  end(): string {
    while (this.#count !== 0) this.write(0, 1);
    return this.text;
  }
}

/** The sequence with most digits of AIs of which all are present, the first of several. */
function bestSequence(present: ReadonlySet<string>): readonly [string, readonly string[]] | undefined {
  let best: readonly [string, readonly string[]] | undefined;
  for (const entry of sequences()) {
    if (!entry[1].every((ai) => present.has(ai))) continue;
    if (!best || entry[1].join('').length > best[1].join('').length) best = entry;
  }
  return best;
}

/**
 * The compressed form of elements: the last segment of a path.
 * @throws bad-input for an element that the dictionary does not know or whose value its components do not fit.
 */
export function compressElements(elements: readonly LinkValue[], table: AiTable = standardTable()): string {
  const writer = new Writer();
  const values = new Map(elements.map(({ ai, value }) => [ai, value]));
  const put = (name: string): void => {
    const ai = table.get(name);
    const value = values.get(name) ?? '';
    const fits = ai && value.length >= ai.least && value.length <= ai.most && !/[^ -~]/.test(value);
    const digits =
      fits &&
      partsOf(ai).reduce(
        (at, part) => (part.digits && /[^0-9]/.test(value.slice(at, at + part.length)) ? Number.NaN : at + part.length),
        0,
      );
    if (!fits || Number.isNaN(digits)) throw badInput(`(${name})${value} cannot be compressed`);
    writer.value(ai, value);
  };
  const left = new Set([...values.keys()].sort());
  const keys = [...values.keys()].filter((ai) => table.get(ai)?.qualifiers !== undefined);
  const [key] = keys;
  if (key !== undefined && keys.length > 1) {
    writer.key(key);
    put(key);
    left.delete(key);
  }
  for (let best = bestSequence(left); best !== undefined; best = bestSequence(left)) {
    writer.key(best[0]);
    for (const ai of best[1]) {
      put(ai);
      left.delete(ai);
    }
  }
  for (const ai of left) {
    writer.key(ai);
    put(ai);
  }
  return writer.end();
}

/**
 * A Digital Link compressed; parameters of its query that are no AIs stay readable.
 * @throws bad-input where the link is wrong.
 */
export function compressDigitalLink(
  link: string,
  table: AiTable = standardTable(),
  stem: string = CANONICAL_STEM,
): string {
  const faults: Fault[] = [];
  const { elements } = readDigitalLink(link, table, faults);
  if (faults[0]) throw badInput(`not a GS1 Digital Link: ${faults[0].message}`, faults[0].hint);
  const query = /\?([^#]*)/.exec(link)?.[1] ?? '';
  const others = query.split('&').filter((part) => part !== '' && !/^\d+=/.test(part));
  const compressed = `${stem.replace(/\/$/, '')}/${compressElements(elements, table)}`;
  return others.length === 0 ? compressed : `${compressed}?${others.join('&')}`;
}
