// What frames carry: packed bodies, and messages read as they were said.
import { Writable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CODEC, type Frame, MAX_FRAME } from '../../src/chain/frame.ts';
import { PedigreeError } from '../../src/errors.ts';
import { packFrame, unpackFrame } from '../../src/sync/codec.ts';
import { fromFrame, toFrame } from '../../src/sync/frames.ts';
import type { Message } from '../../src/sync/messages.ts';
import { writeFrames } from '../../src/sync/wire.ts';

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

describe('a stream that is slow', () => {
  it('is waited for: no frame is made before there is room for it', async () => {
    let made = 0;
    function* frames(): Generator<Frame> {
      for (; made < 50; made++) yield { type: 99, codec: 0, body: new Uint8Array(1_000) };
    }
    const waiting: (() => void)[] = [];
    const slow = new Writable({ highWaterMark: 1_500, write: (_chunk, _encoding, done) => void waiting.push(done) });
    let bytes = 0;
    const written = writeFrames(slow, frames(), undefined, (more) => {
      bytes += more;
    });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(made).toBeLessThan(5);
    const drain = setInterval(() => waiting.shift()?.(), 0);
    await written;
    clearInterval(drain);
    expect([made, bytes]).toEqual([50, 50 * 1_006]);
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
