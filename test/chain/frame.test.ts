// Frames: whole or not at all, whatever the line does to them.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CODEC, encodeFrame, type Frame, FrameReader, frameHeader, MAX_FRAME } from '../../src/chain/frame.ts';

const anyFrame = fc.record({
  type: fc.integer({ min: 0, max: 255 }),
  codec: fc.constantFrom(CODEC.raw, CODEC.brotli),
  body: fc.uint8Array({ maxLength: 3_000 }),
});

/** The stream in pieces, cut where the cuts say. */
function* pieces(bytes: Uint8Array, cuts: readonly number[]): Generator<Uint8Array> {
  let at = 0;
  for (const cut of cuts) {
    yield bytes.slice(at, at + cut);
    at = Math.min(bytes.length, at + cut);
  }
  yield bytes.slice(at);
}

describe('frames', () => {
  it('come out as they went in, however the stream is cut', () => {
    fc.assert(
      fc.property(fc.array(anyFrame, { maxLength: 8 }), fc.array(fc.nat(2_000), { maxLength: 40 }), (frames, cuts) => {
        const stream = Buffer.concat(frames.map(encodeFrame));
        const reader = new FrameReader();
        const read: Frame[] = [];
        for (const piece of pieces(stream, cuts)) read.push(...reader.read(piece));
        expect(read.map(({ type, codec, body }) => ({ type, codec, body: Buffer.from(body) }))).toEqual(
          frames.map(({ type, codec, body }) => ({ type, codec, body: Buffer.from(body) })),
        );
        expect(reader.pending).toBe(0);
      }),
    );
  });

  it('never come out of a stream that was cut', () => {
    const bytes = encodeFrame({ type: 3, codec: 0, body: Buffer.from('half of this') });
    for (let length = 0; length < bytes.length; length += 1) {
      const reader = new FrameReader();
      expect([...reader.read(bytes.subarray(0, length))]).toEqual([]);
      expect(reader.pending).toBe(length);
    }
  });

  it('over 4 MiB are refused by their header alone', () => {
    const header = Buffer.from([0x00, 0x40, 0x00, 0x01, 4, 0]);
    expect(() => [...new FrameReader().read(header)]).toThrow('4 MiB');
    expect(() => frameHeader(4, 0, MAX_FRAME + 1)).toThrow('4 MiB');
    expect(() => [...new FrameReader().read(Buffer.from([0, 0, 0, 0, 4, 7]))]).toThrow('codec');
  });

  it('that come byte by byte take no more room than they have', () => {
    const frame = encodeFrame({ type: 4, codec: 0, body: Buffer.alloc(300_000, 5) });
    const reader = new FrameReader();
    let whole = 0;
    for (const byte of frame) for (const { body } of reader.read(Uint8Array.of(byte))) whole += body.length;
    expect(whole).toBe(300_000);
  });
});
