// The short form of what is said most: heads, wants and the beginning of data, in bytes. A lone event costs less than twice its leaf.
import { Buffer } from 'node:buffer';
import { base32, bufferOf, sameBytes, unbase32 } from '../chain/bytes.ts';
import { PedigreeError } from '../errors.ts';
import { say } from '../words/en/sync.ts';
import { MOST_TEXT } from './frame-fields.ts';

/** What a body in this form begins with; JSON begins with a brace. */
export const COMPACT = 1;

const CHAIN = /^[a-z2-7]{26}$/;
const ID = 16;
const ROOT = 32;
const SIGNATURE = 68;

/** How a checkpoint stands: as text, as root and signature, as signature under a root that is said already, or not at all. What is rebuilt is the text, letter by letter. */
const NOTE = { text: 0, signed: 1, none: 2, underRoot: 3 } as const;

/** Whether the form has room for a chain of this name. */
export function isShort(chain: string): boolean {
  if (!CHAIN.test(chain)) return false;
  try {
    return base32(unbase32(chain)) === chain;
  } catch {
    return false;
  }
}

/** Bytes one after another. */
export class CompactWriter {
  readonly #parts: Uint8Array[] = [];

  u8(value: number): this {
    this.#parts.push(Uint8Array.of(value));
    return this;
  }

  /** Seven bits a byte, the lowest first; all but the last byte have the highest bit. */
  count(value: number): this {
    const bytes: number[] = [];
    let left = value;
    for (; left >= 128; left = Math.floor(left / 128)) bytes.push((left % 128) + 128);
    bytes.push(left);
    this.#parts.push(Uint8Array.from(bytes));
    return this;
  }

  bytes(value: Uint8Array): this {
    this.#parts.push(value);
    return this;
  }

  chain(chain: string): this {
    return this.bytes(unbase32(chain));
  }

  /** The checkpoint of this chain and size; `root` is said already. */
  note(chain: string, size: number, note: string, root?: Uint8Array): this {
    if (note === '') return this.u8(NOTE.none);
    const signed = signedIn(chain, size, note);
    if (signed !== undefined && root !== undefined && sameBytes(signed.subarray(0, ROOT), root)) {
      return this.u8(NOTE.underRoot).bytes(signed.subarray(ROOT));
    }
    if (signed !== undefined) return this.u8(NOTE.signed).bytes(signed);
    const text = Buffer.from(note);
    return this.u8(NOTE.text).count(text.length).bytes(text);
  }

  done(): Uint8Array {
    return Buffer.concat(this.#parts);
  }
}

/** Reads what `CompactWriter` wrote. @throws bad-frame where that is not what it is */
export class CompactReader {
  readonly #bytes: Buffer;
  #at: number;

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bufferOf(bytes);
    this.#at = at;
  }

  get at(): number {
    return this.#at;
  }

  get ended(): boolean {
    return this.#at === this.#bytes.length;
  }

  u8(): number {
    const value = this.#bytes[this.#at];
    if (value === undefined) throw bad();
    this.#at += 1;
    return value;
  }

  count(): number {
    let value = 0;
    for (let unit = 1; ; unit *= 128) {
      const byte = this.u8();
      value += (byte % 128) * unit;
      if (!Number.isSafeInteger(value) || (byte === 0 && unit > 1)) throw bad();
      if (byte < 128) return value;
    }
  }

  bytes(length: number): Uint8Array {
    const end = this.#at + length;
    if (end > this.#bytes.length) throw bad();
    const read = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return read;
  }

  chain(): string {
    return base32(this.bytes(ID));
  }

  note(chain: string, size: number, root?: Uint8Array): string {
    const form = this.u8();
    if (form === NOTE.none) return '';
    if (form === NOTE.underRoot && root !== undefined) return noteOf(chain, size, root, this.bytes(SIGNATURE));
    if (form === NOTE.signed) return noteOf(chain, size, this.bytes(ROOT), this.bytes(SIGNATURE));
    const length = this.count();
    if (form !== NOTE.text || length > MOST_TEXT) throw bad();
    return bufferOf(this.bytes(length)).toString();
  }
}

/** Root and signature of a checkpoint that has one signature, of its chain. */
function signedIn(chain: string, size: number, note: string): Uint8Array | undefined {
  const [, , root = '', , line = ''] = note.split('\n');
  const signature = line.split(' ')[2] ?? '';
  const bytes = [Buffer.from(root, 'base64'), Buffer.from(signature, 'base64')] as const;
  const [read, signed] = bytes;
  if (read.length !== ROOT || signed.length !== SIGNATURE) return undefined;
  return noteOf(chain, size, read, signed) === note ? Buffer.concat(bytes) : undefined;
}

function noteOf(chain: string, size: number, root: Uint8Array, signature: Uint8Array): string {
  const name = `pedigree.v1/${chain}`;
  return `${name}\n${size}\n${text(root)}\n\n— ${name} ${text(signature)}\n`;
}

function text(bytes: Uint8Array): string {
  return bufferOf(bytes).toString('base64');
}

function bad(): PedigreeError {
  return new PedigreeError('bad-frame', say('short-frame-wrong'));
}
