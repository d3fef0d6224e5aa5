// Frames: the unit in which chains travel, the same over HTTP, in a file and through a pipe (u32 length, u8 type, u8 codec, body).
import { PedigreeError } from '../errors.ts';
import { say } from '../words/en/chain.ts';

/** Frame types on the wire. Numbers are frozen; a reader skips types that it does not know. */
export const FRAME = {
  hello: 1,
  heads: 2,
  want: 3,
  data: 4,
  page: 5,
  hashes: 6,
  fork: 7,
  done: 8,
  checkpoint: 9,
  proof: 10,
  lack: 11,
} as const;

/** How the body is packed: as it is, or brotli at quality 1. */
export const CODEC = { raw: 0, brotli: 1 } as const;

/** Bytes before the body: u32be length of the body, u8 type, u8 codec. */
export const FRAME_HEADER = 6;

/** The longest body, packed or unpacked: 4 MiB. */
export const MAX_FRAME = 4 * 1024 * 1024;

export interface Frame {
  readonly type: number;
  readonly codec: number;
  readonly body: Uint8Array;
}

/**
 * The header of one frame, to be followed by its body.
 * @throws bad-frame when the body is longer than MAX_FRAME.
 */
export function frameHeader(type: number, codec: number, length: number): Uint8Array {
  if (length > MAX_FRAME) throw new PedigreeError('bad-frame', say('frame-too-large', { length }));
  const header = new Uint8Array(FRAME_HEADER);
  new DataView(header.buffer).setUint32(0, length);
  header[4] = type;
  header[5] = codec;
  return header;
}

/**
 * One frame as bytes.
 * @throws bad-frame when the body is longer than MAX_FRAME.
 */
export function encodeFrame(frame: Frame): Uint8Array {
  const bytes = new Uint8Array(FRAME_HEADER + frame.body.length);
  bytes.set(frameHeader(frame.type, frame.codec, frame.body.length));
  bytes.set(frame.body, FRAME_HEADER);
  return bytes;
}

/**
 * Cuts a byte stream into frames as the bytes come. It never holds more than one frame, and reserves nothing on the
 * word of a header: a length over the limit is refused before the body is read, and room grows with what has come.
 */
export class FrameReader {
  readonly #header = new Uint8Array(FRAME_HEADER);
  #headed = 0;
  #body: Uint8Array = new Uint8Array(0);
  #filled = 0;
  readonly #reuse: boolean;
  readonly #anyCodec: boolean;

  /**
   * With `reuse` a body is valid until the next frame is read: memory stays flat however long the stream is. With
   * `anyCodec` frames of codecs that are not known are given, too, for whoever passes over what cannot be read.
   */
  constructor(options: { readonly reuse?: boolean; readonly anyCodec?: boolean } = {}) {
    this.#reuse = options.reuse ?? false;
    this.#anyCodec = options.anyCodec ?? false;
  }

  /** Bytes received of a frame that is not whole yet; 0 between frames. */
  get pending(): number {
    return this.#headed + this.#filled;
  }

  /** Bytes of memory that are kept for a frame, whole or not. */
  get kept(): number {
    return this.#body.length;
  }

  /**
   * Takes the next bytes of the stream and gives the frames that are whole by them. To be run to its end.
   * @throws bad-frame when a header asks for more than MAX_FRAME or names an unknown codec.
   */
  *read(chunk: Uint8Array): Generator<Frame> {
    let at = 0;
    for (;;) {
      if (this.#headed < FRAME_HEADER) {
        const part = chunk.subarray(at, at + FRAME_HEADER - this.#headed);
        this.#header.set(part, this.#headed);
        this.#headed += part.length;
        at += part.length;
        if (this.#headed < FRAME_HEADER) return;
      }
      const { length, type, codec } = this.#head();
      const part = chunk.subarray(at, at + length - this.#filled);
      at += part.length;
      const body = this.#append(part, length);
      if (body === undefined) return;
      this.#headed = 0;
      this.#filled = 0;
      if (!this.#reuse) this.#body = new Uint8Array(0);
      yield { type, codec, body };
    }
  }

  #head(): { readonly length: number; readonly type: number; readonly codec: number } {
    const length = new DataView(this.#header.buffer).getUint32(0);
    const type = this.#header[4] ?? 0;
    const codec = this.#header[5] ?? 0;
    if (length > MAX_FRAME) throw new PedigreeError('bad-frame', say('frame-too-large', { length }));
    if (codec > CODEC.brotli && !this.#anyCodec)
      throw new PedigreeError('bad-frame', say('unknown-frame-codec', { codec }));
    return { length, type, codec };
  }

  /** The whole body once it is there; the bytes of a body that came in one chunk are not copied. */
  #append(part: Uint8Array, length: number): Uint8Array | undefined {
    if (this.#filled === 0 && part.length === length) return part;
    if (this.#filled + part.length > this.#body.length) {
      const room = new Uint8Array(Math.min(MAX_FRAME, Math.max(65_536, 2 * (this.#filled + part.length))));
      room.set(this.#body.subarray(0, this.#filled));
      this.#body = room;
    }
    this.#body.set(part, this.#filled);
    this.#filled += part.length;
    return this.#filled === length ? this.#body.subarray(0, length) : undefined;
  }
}
