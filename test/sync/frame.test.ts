// Frames: whole or not at all, whatever the line does to them.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CODEC, encodeFrame, type Frame, FrameReader, frameHeader, MAX_FRAME } from '../../src/chain/frame.ts';
import { PedigreeError } from '../../src/errors.ts';
import { packFrame, unpackFrame } from '../../src/sync/codec.ts';
import { fromFrame, type Message, toFrame } from '../../src/sync/messages.ts';

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

describe('packing', () => {
  it('gives back what was packed, and packs only where it pays', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 4_000 }), (body) => {
        expect(Buffer.from(unpackFrame(packFrame(4, body, true)))).toEqual(Buffer.from(body));
      }),
    );
    expect(packFrame(4, Buffer.alloc(4_000), true).codec).toBe(CODEC.brotli);
    expect(packFrame(4, Buffer.alloc(4_000), false).codec).toBe(CODEC.raw);
  });

  it('never yields more than 4 MiB', () => {
    const bomb = packFrame(4, Buffer.alloc(MAX_FRAME + 1), true);
    expect(bomb.body.length).toBeLessThan(1_000);
    expect(() => unpackFrame(bomb)).toThrow('4 MiB');
  });
});

describe('messages', () => {
  const hash = () => fc.uint8Array({ minLength: 32, maxLength: 32 });
  const name = () => fc.string({ minLength: 1, maxLength: 40 });
  const size = () => fc.integer({ min: 1, max: 2 ** 40 });
  const cursor = () => fc.record({ epoch: name(), n: fc.nat() });
  const rank = () => fc.constantFrom('founder' as const, 'regulator' as const, 'member' as const, 'stranger' as const);
  const head = () => fc.record({ chain: name(), size: size(), root: hash(), tip: hash(), note: name(), rank: rank() });
  const message: fc.Arbitrary<Message> = fc.oneof(
    fc.record({
      type: fc.constant('hello' as const),
      network: name(),
      chain: fc.option(name(), { nil: undefined }),
      cursor: cursor(),
      since: fc.option(cursor(), { nil: undefined }),
      authority: name(),
    }),
    fc.record({ type: fc.constant('heads' as const), full: fc.boolean(), heads: fc.array(head(), { maxLength: 5 }) }),
    fc.tuple(size(), name(), hash(), hash()).map(([from, chain, root, tip]) => ({
      type: 'want' as const,
      chain,
      size: from + 9,
      root,
      from,
      to: from + 7,
      tip,
    })),
    fc.record({
      type: fc.constant('data' as const),
      chain: name(),
      start: fc.nat(),
      note: name(),
      leaves: fc.array(fc.uint8Array({ maxLength: 400 }), { minLength: 1, maxLength: 9 }),
    }),
    fc.record({
      type: fc.constant('page' as const),
      root: hash(),
      index: fc.nat(2 ** 31),
      bytes: fc.uint8Array({ minLength: 1, maxLength: 400 }),
    }),
    fc
      .tuple(name(), size(), hash(), fc.array(fc.tuple(fc.nat(), hash()), { minLength: 1, maxLength: 6 }), fc.boolean())
      .map(([chain, of, root, pairs, answer]) => ({
        type: 'hashes' as const,
        chain,
        size: of,
        root,
        at: pairs.map(([at]) => at),
        leaves: answer ? pairs.map(([, leaf]) => leaf) : undefined,
      })),
    fc.record({ type: fc.constant('done' as const), asks: fc.nat(), sha256: fc.option(hash(), { nil: undefined }) }),
  );

  it('are read as they were said', () => {
    fc.assert(
      fc.property(message, fc.boolean(), (said, pack) => {
        expect(plain(fromFrame(toFrame(said, pack)))).toEqual(plain(said));
      }),
    );
  });

  it('of noise are a bad frame, and nothing else happens', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 12 }),
        fc.uint8Array({ maxLength: 300 }),
        fc.boolean(),
        (type, body, packed) => {
          try {
            fromFrame({ type, codec: packed ? CODEC.brotli : CODEC.raw, body });
          } catch (error) {
            expect(error).toBeInstanceOf(PedigreeError);
            expect((error as PedigreeError).code).toBe('bad-frame');
          }
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('of a type from a later version are passed over', () => {
    expect(fromFrame({ type: 77, codec: 0, body: Buffer.from('whatever') })).toBeUndefined();
  });
});

/** Bytes of any kind as hex, so that Buffer and Uint8Array compare. */
function plain(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_, part) => (part instanceof Uint8Array ? Buffer.from(part).toString('hex') : hexOf(part))),
  );
}

/** A Buffer says `toJSON` before a replacer sees it. */
function hexOf(part: unknown): unknown {
  const { type, data } = (part ?? {}) as { readonly type?: unknown; readonly data?: unknown };
  return type === 'Buffer' && Array.isArray(data) ? Buffer.from(data).toString('hex') : part;
}
