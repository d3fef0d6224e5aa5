// Compressed GS1 Digital Links (GS1 Digital Link: URI compression) read without loss, leading zeros and long numbers included.
import { type Ai, type AiTable, standardTable } from './ai-table.ts';
import { buildDigitalLink, escapeUri, unescapeUri } from './digital-link.ts';

export const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const HEXADECIMAL = '0123456789ABCDEF';

let sequencesMade: ReadonlyMap<string, readonly string[]> | undefined;

/** Two hexadecimal digits that stand for a sequence of AIs whose values follow without their AIs. */
export function sequences(): ReadonlyMap<string, readonly string[]> {
  sequencesMade ??= new Map(
    [
      ...(
        '0A 01 22,0B 01 10,0C 01 21,0D 01 17,0E 01 7003,0F 01 30,1A 01 10 17 21,1B 01 15,1C 01 11,1D 01 16,1E 01 91,' +
        '1F 01 10 15,9A 8010 8011,9B 8017 8019,9C 8018 8019,9D 254 414'
      ).split(','),
      ...numbered('2ABCDEF', '01 310'),
      ...numbered('3ABCDEF', '01 320'),
      ...numbered('A0123456789', '01 392'),
      ...numbered('C0123456789', '255 390'),
      ...numbered('CABCD', '255 394'),
    ].map((row) => {
      const [code = '', ...ais] = row.split(' ');
      return [code, ais];
    }),
  );
  return sequencesMade;
}

/** Rows of one first digit: each second digit goes with the AI that ends in its place. */
function numbered(digits: string, ais: string): string[] {
  const [first = '', ...seconds] = digits;
  return seconds.map((second, i) => `${first}${second} ${ais}${i}`);
}

/** Bits that a number of so many decimal digits takes. */
export function valueBits(digits: number): number {
  return Math.ceil(digits * Math.log2(10) + 0.01);
}

/** Bits that a length up to this takes. */
export function lengthBits(most: number): number {
  return Math.ceil(Math.log2(most) + 0.01);
}

/** A part of a value as compression sees it: digits or characters, of fixed length or up to a length. */
interface Part {
  readonly digits: boolean;
  readonly fixed: boolean;
  readonly length: number;
}

/** Adjacent components of one kind are one part; optional ones are a length of their own behind digits. */
export function partsOf(ai: Ai): Part[] {
  const parts: Part[] = [];
  for (const component of ai.components) {
    const digits = component.set === 'N';
    const fixed = !component.optional && component.least === component.most;
    const before = parts.at(-1);
    const joins = before !== undefined && before.digits === digits && (before.fixed === fixed || !digits);
    if (joins)
      parts[parts.length - 1] = { digits, fixed: before.fixed && fixed, length: before.length + component.most };
    else parts.push({ digits, fixed, length: component.most });
  }
  return parts;
}

class Reader {
  /** What is not read yet, a character a bit. */
  #bits: string;
  /** Set where the bits end too early or make no sense. */
  broken = false;

  constructor(text: string) {
    this.#bits = [...text].map((six) => BASE64.indexOf(six).toString(2).padStart(6, '0')).join('');
  }

  get left(): number {
    return this.#bits.length;
  }

  read(bits: number): bigint {
    if (bits > this.left) this.broken = true;
    const value = BigInt(`0b0${this.#bits.slice(0, bits)}`);
    this.#bits = this.#bits.slice(bits);
    return value;
  }

  small(bits: number): number {
    return Number(this.read(bits));
  }

  digits(length: number): string {
    const text = this.read(valueBits(length)).toString().padStart(length, '0');
    if (length === 0) return '';
    if (text.length > length) this.broken = true;
    return text;
  }

  characters(encoding: number, length: number): string {
    if (encoding === 0) return this.digits(length);
    let text = '';
    for (let i = 0; i < length && !this.broken; i++) {
      if (encoding === 4) text += String.fromCharCode(this.small(7));
      else if (encoding === 3) text += BASE64.charAt(this.small(6));
      else text += HEXADECIMAL.charAt(this.small(4));
    }
    if (encoding > 4) this.broken = true;
    return encoding === 1 ? text.toLowerCase() : text;
  }

  value(ai: Ai): string {
    let value = '';
    for (const part of partsOf(ai)) {
      const encoding = part.digits ? 0 : this.small(3);
      const length = part.fixed ? part.length : this.small(lengthBits(part.length));
      value += this.characters(encoding, length);
    }
    return value;
  }
}

export interface LinkValue {
  readonly ai: string;
  readonly value: string;
}

interface Expanded {
  readonly elements: LinkValue[];
  readonly others: string[];
}

/** The elements of a compressed segment, the key first and the others by AI, or undefined where it is none. */
function expand(segment: string, table: AiTable): Expanded | undefined {
  const reader = new Reader(segment);
  const elements: LinkValue[] = [];
  const others: string[] = [];
  while (reader.left >= 8 && !reader.broken) {
    const code = HEXADECIMAL.charAt(reader.small(4)) + HEXADECIMAL.charAt(reader.small(4));
    const sequence = sequences().get(code);
    if (sequence) {
      for (const name of sequence) {
        const ai = table.get(name);
        if (!ai) return undefined;
        elements.push({ ai: name, value: reader.value(ai) });
      }
    } else if (code.startsWith('F')) {
      const keyLength = Number.parseInt(code.charAt(1), 16) * 8 + reader.small(3);
      const key = reader.characters(3, keyLength);
      const encoding = reader.small(3);
      others.push(`${escapeUri(key, true)}=${escapeUri(reader.characters(encoding, reader.small(7)), true)}`);
    } else {
      let name = code;
      for (let more = table.lengthAt(code, 0) - 2; more > 0; more--) name += HEXADECIMAL.charAt(reader.small(4));
      const ai = table.get(name);
      if (!ai) return undefined;
      elements.push({ ai: name, value: reader.value(ai) });
    }
  }
  const padding = reader.left < 6 ? reader.read(reader.left) : 1n;
  if (reader.broken || padding !== 0n || elements.length === 0) return undefined;
  // Of several keys the first is that of the path.
  const key = elements.find(({ ai }) => table.get(ai)?.qualifiers);
  elements.sort((a, b) => (a === key ? -1 : b === key ? 1 : Number(a.ai) - Number(b.ai)));
  return { elements, others };
}

/**
 * The uncompressed form of a compressed (or partly compressed) Digital Link, with its own stem unless one is given.
 * @returns undefined where the link is not compressed or its compressed part is damaged.
 */
export function decompressDigitalLink(
  link: string,
  table: AiTable = standardTable(),
  stem?: string,
): string | undefined {
  const parts = /^((?:https?|HTTPS?):\/\/[^/?#]+(?:\/[^?#]*)?)\/([\w-]+)(?:\?([^#]*))?(?:#.*)?$/.exec(link);
  const [, path, segment, query] = parts ?? [];
  if (path === undefined || !segment) return undefined;
  const expanded = expand(segment, table);
  if (!expanded) return undefined;
  let base = path;
  const [key = '', ai = '', value = ''] = /\/(\d{2,4})\/([^/]+)$/.exec(base) ?? [];
  if (key !== '' && table.get(ai)?.qualifiers !== undefined) {
    expanded.elements.unshift({ ai, value: unescapeUri(value, false) });
    base = base.slice(0, -key.length);
  }
  const built = buildDigitalLink(expanded.elements, { stem: stem ?? base, table });
  if (built === undefined) return undefined;
  const others = [...expanded.others, ...(query ? [query] : [])].join('&');
  if (others === '') return built;
  return `${built}${built.includes('?') ? '&' : '?'}${others}`;
}
