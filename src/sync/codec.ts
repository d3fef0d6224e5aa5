// Packing of frame bodies: brotli at quality 1 where it pays, and a cap on what unpacking may yield.
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import { CODEC, type Frame, MAX_FRAME } from '../chain/frame.ts';
import { PedigreeError } from '../errors.ts';
import { say } from '../words/en/sync.ts';

/** Below this many bytes packing saves less than it costs. */
const WORTH_PACKING = 512;

const QUICK = { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } };

/** A frame of this body, packed when asked for and when the packed form is shorter. */
export function packFrame(type: number, body: Uint8Array, pack: boolean): Frame {
  if (pack && body.length >= WORTH_PACKING) {
    const packed = brotliCompressSync(body, QUICK);
    if (packed.length < body.length) return { type, codec: CODEC.brotli, body: packed };
  }
  return { type, codec: CODEC.raw, body };
}

/**
 * The body of a frame as its sender wrote it, at most MAX_FRAME bytes however small the packed form is.
 * @throws bad-frame when it cannot be unpacked or would be longer.
 */
export function unpackFrame(frame: Frame): Uint8Array {
  if (frame.codec === CODEC.raw) return frame.body;
  try {
    return brotliDecompressSync(frame.body, { maxOutputLength: MAX_FRAME });
  } catch (cause) {
    throw new PedigreeError('bad-frame', say('packed-frame-cannot-unpacked'), { cause });
  }
}
