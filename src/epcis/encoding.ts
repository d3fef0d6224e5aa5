// From bytes to characters: what encoding a file really has, whatever it says of itself, and compressed files unpacked.
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { say } from '../words/en/epcis.ts';
import type { TakeFound } from './found.ts';
import { refusal } from './limits.ts';
import type { ByteSource } from './model.ts';

/** How the bytes of a file begin, once they are unpacked. */
export interface OpenedText {
  readonly gzip: boolean;
  /** Pieces of text, in order. `encoding` is right once the last was read. */
  readonly text: AsyncIterable<string>;
  readonly encoding: () => string;
  /** The first characters, to tell XML from JSON from lines. */
  readonly start: string;
  /** For whoever does not read the text to its end. */
  readonly close: () => Promise<void>;
}

const SNIFFED = 1024;
const EMPTY: Uint8Array = new Uint8Array(0);

/** Bytes at once: what is much longer lies apart in memory once it is text, and takes four times as long to make. */
const AT_ONCE = 64 * 1024;

async function* pieces(bytes: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const piece of bytes)
    for (let at = 0; at < piece.length; at += AT_ONCE) yield piece.subarray(at, at + AT_ONCE);
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

/** The first bytes, and a generator of all of them. */
async function peeked(rest: AsyncGenerator<Uint8Array>): Promise<{
  readonly first: Uint8Array;
  readonly all: AsyncGenerator<Uint8Array>;
  readonly close: () => Promise<void>;
}> {
  let first = EMPTY;
  while (first.length < SNIFFED) {
    const { value, done } = await rest.next();
    if (done) break;
    first = joined(first, value);
  }
  async function* all(): AsyncGenerator<Uint8Array> {
    try {
      if (first.length > 0) yield first;
      yield* rest;
    } finally {
      await rest.return(undefined);
    }
  }
  const close = async () => {
    await rest.return(undefined);
  };
  return { first, all: all(), close };
}

/** Unpacks while it reads, all members of the file one after the other. @throws not-well-formed where it is cut or damaged */
async function* unpacked(bytes: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  // Whoever reads hears of a failure; the call back is for those that do not.
  const open = pipeline(bytes, createGunzip(), () => {});
  try {
    yield* open as AsyncIterable<Uint8Array>;
  } catch (error) {
    const { code } = error as { readonly code?: unknown };
    throw typeof code === 'string' && code.startsWith('Z_')
      ? refusal('not-well-formed', {}, say('gzip-damaged'))
      : error;
  }
}

/** What the first bytes say for certain: a byte order mark, or how wide characters are. */
function sure(first: Uint8Array): { readonly label: string; readonly skip: number } | undefined {
  const [a = -1, b = -1, c = -1, d = -1] = first;
  if (a === 0xef && b === 0xbb && c === 0xbf) return { label: 'utf-8', skip: 3 };
  if ((a === 0xff && b === 0xfe && c === 0 && d === 0) || (a === 0 && b === 0 && (c === 0xfe || d !== 0)))
    throw refusal('bad-encoding', {}, say('utf-32'));
  if (a === 0xfe && b === 0xff) return { label: 'utf-16be', skip: 2 };
  if (a === 0xff && b === 0xfe) return { label: 'utf-16le', skip: 2 };
  if (a === 0 && b > 0) return { label: 'utf-16be', skip: 0 };
  if (a > 0 && b === 0) return { label: 'utf-16le', skip: 0 };
  return undefined;
}

/** Nothing beyond ASCII. */
const ASCII = /^[\0-\x7f]*$/;

/** What an XML declaration says, in small letters; undefined where it says nothing. */
function declared(start: string): string | undefined {
  return /^\s*<\?xml\s[^>]*?\bencoding\s*=\s*["']([^"'>]*)["']/.exec(start)?.[1]?.toLowerCase();
}

/** Whether two names stand for one encoding; UTF-16 without an order is either. */
function isSame(declaration: string, encoding: string): boolean {
  if (declaration === 'utf-16' || declaration === 'ucs-2' || declaration === 'iso-10646-ucs-2')
    return encoding.startsWith('utf-16');
  return encodingCalled(declaration) === encoding;
}

function encodingCalled(name: string): string | undefined {
  try {
    return new TextDecoder(name).encoding;
  } catch {
    return undefined;
  }
}

/** How many bytes at the end begin a character of UTF-8 that is not whole. */
function unfinished(bytes: Uint8Array): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte >= 0xc0) return (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) > back ? back : 0;
    if (byte < 0x80) return 0;
  }
  return 0;
}

/**
 * Bytes below 128 are the same text in all these encodings, so the first others decide: valid UTF-8 is UTF-8, whatever the file
 * says; else it is what the file says, or Windows-1252 where it says UTF-8 or nothing.
 */
class Narrow {
  encoding = 'utf-8';
  /** Characters beyond ASCII were seen. */
  hasOthers = false;
  #carry: Uint8Array = EMPTY;
  #decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  readonly #declared: string | undefined;

  constructor(declaration: string | undefined) {
    this.#declared = declaration;
  }

  take(piece: Uint8Array, isLast: boolean): string {
    if (this.encoding !== 'utf-8') return this.#decoder.decode(piece);
    const bytes = this.#carry.length === 0 ? piece : joined(this.#carry, piece);
    const keep = isLast ? 0 : unfinished(bytes);
    const whole = keep === 0 ? bytes : bytes.subarray(0, bytes.length - keep);
    try {
      const text = this.#decoder.decode(whole);
      this.#carry = keep === 0 ? EMPTY : bytes.slice(bytes.length - keep);
      if (text.length !== whole.length) this.hasOthers = true;
      return text;
    } catch {
      return this.#otherwise(bytes);
    }
  }

  /** The bytes are no UTF-8. @throws bad-encoding where others before or beside them are */
  #otherwise(bytes: Uint8Array): string {
    const others = new TextDecoder('utf-8').decode(bytes).replaceAll('\ufffd', '');
    if (this.hasOthers || !ASCII.test(others)) throw refusal('bad-encoding');
    const said = this.#declared;
    const label = said === undefined || isSame(said, 'utf-8') || /^(?:utf-16|ucs-2)/.test(said) ? 'windows-1252' : said;
    try {
      this.#decoder = new TextDecoder(label, { fatal: true });
    } catch {
      throw refusal('bad-encoding', {}, say('encoding-unknown', { name: label.slice(0, 40) }));
    }
    this.encoding = this.#decoder.encoding;
    this.hasOthers = true;
    return this.#decoder.decode(bytes);
  }
}

/**
 * Whether the name that a file gives its encoding fits what its bytes are; plain ASCII fits all but names of wide ones, and those
 * that nobody knows.
 */
function fits(declaration: string, encoding: string, hasOthers: boolean): boolean {
  if (isSame(declaration, encoding)) return true;
  return (
    encoding === 'utf-8' &&
    !hasOthers &&
    encodingCalled(declaration) !== undefined &&
    !/^(?:utf-16|utf-32|ucs-)/.test(declaration)
  );
}

/**
 * Opens a file: unpacks it where it is compressed, finds out its encoding from its bytes and gives its text in pieces.
 * A name of the encoding that does not fit the bytes is told as `encoding-label`, and the bytes count.
 * @throws bad-encoding, not-well-formed, not-epcis, when the text is read or before
 */
export async function openText(source: ByteSource, found: TakeFound): Promise<OpenedText> {
  let { first, all, close } = await peeked(pieces(source()));
  const gzip = first[0] === 0x1f && first[1] === 0x8b;
  if (gzip) ({ first, all, close } = await peeked(unpacked(all)));
  try {
    if (first[0] === 0x50 && first[1] === 0x4b) throw refusal('not-epcis', {}, say('zip'));
    if (gzip && first[0] === 0x1f && first[1] === 0x8b) throw refusal('not-epcis', {}, say('zip'));
    const certain = sure(first);
    const isWide = certain?.label.startsWith('utf-16') === true;
    const start = new TextDecoder(isWide ? certain.label : 'windows-1252').decode(first.subarray(certain?.skip ?? 0));
    const declaration = declared(start);
    let encoding = certain?.label ?? 'utf-8';
    async function* text(): AsyncGenerator<string> {
      const wide = isWide ? new TextDecoder(encoding, { fatal: true, ignoreBOM: true }) : undefined;
      const narrow = new Narrow(declaration);
      let skip = certain?.skip ?? 0;
      try {
        for await (const piece of all) {
          const rest = skip === 0 ? piece : piece.subarray(skip);
          skip = Math.max(0, skip - piece.length);
          yield wide === undefined ? narrow.take(rest, false) : wide.decode(rest, { stream: true });
        }
        const last = wide === undefined ? narrow.take(EMPTY, true) : wide.decode();
        if (last !== '') yield last;
      } catch (error) {
        throw error instanceof TypeError ? refusal('bad-encoding') : error;
      }
      if (!isWide) encoding = narrow.encoding;
      const isUnsaid = declaration === undefined && encoding !== 'utf-8' && !isWide;
      if (isUnsaid) found('encoding-label', { what: 'UTF-8' });
      else if (declaration !== undefined && !fits(declaration, encoding, narrow.hasOthers))
        found('encoding-label', { what: declaration.slice(0, 40).toUpperCase() });
    }
    return { gzip, text: text(), encoding: () => encoding, start, close };
  } catch (error) {
    await close();
    throw error;
  }
}
