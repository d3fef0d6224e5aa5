// Decoders meet whatever the world sends: they refuse it with their own code, in linear time, and never fail otherwise.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Bytes, text, unb64, unb64u, unbase32, unhex, utf8 } from '../../src/chain/bytes.ts';
import { decodeCanonical, type Json } from '../../src/chain/canonical.ts';
import { readCheckpoint, signCheckpoint } from '../../src/chain/checkpoint.ts';
import { decodeForkProof, encodeForkProof } from '../../src/chain/fork.ts';
import { decodeKeyFile, encodeKeyFile } from '../../src/chain/keys.ts';
import { decodeLeaf } from '../../src/chain/leaf.ts';
import { decodeRange, EMPTY_RANGE, encodeRange, extendRange, leafHash, treeRoot } from '../../src/chain/merkle.ts';
import { decodeNote } from '../../src/chain/note.ts';
import { heldBy, openGrant, openPart, openRow, openSealedToSelf } from '../../src/chain/open.ts';
import { decodePlain, encodePlain, MAX_UNPACKED_DETAILS, WORDS } from '../../src/chain/plain.ts';
import { rowsOf } from '../../src/chain/rows.ts';
import { type ErrorCode, PedigreeError } from '../../src/errors.ts';
import { counting, event, party } from './fixed.ts';
import { makeForkProof } from './make-fork-proof.ts';

const maker = party(0);
const { leaf } = event(maker, {
  type: 'ship',
  public: { a: [1, 'é'] },
  items: [{ key: counting()(32), token: counting()(16) }],
  details: { to: 'x' },
  manifest: { items: {} },
  private: { note: 'x' },
});
const hashes = [leafHash(leaf.bytes), leafHash(maker.opening.bytes)];
const note = signCheckpoint(maker.chain, 2, treeRoot(hashes), maker.keyring.sign.public, (message) =>
  maker.keyring.sign.sign(message),
);
const other = [leafHash(maker.opening.bytes), leafHash(leaf.bytes)];
const otherNote = signCheckpoint(maker.chain, 2, treeRoot(other), maker.keyring.sign.public, (message) =>
  maker.keyring.sign.sign(message),
);
const proof = makeForkProof(note, otherNote, hashes, other);
const latin = (bytes: Bytes) => Buffer.from(bytes).toString('utf8');
const json = (bytes: Bytes): Json => {
  try {
    return JSON.parse(latin(bytes));
  } catch {
    return null;
  }
};

const decoders: readonly [string, (bytes: Bytes) => unknown, Bytes, ErrorCode][] = [
  ['events', decodeLeaf, leaf.bytes, 'bad-leaf'],
  ['canonical JSON', decodeCanonical, leaf.bytes, 'bad-encoding'],
  ['notes', (bytes) => decodeNote(latin(bytes)), utf8(note), 'bad-note'],
  ['checkpoints', (bytes) => readCheckpoint(latin(bytes)), utf8(note), 'bad-note'],
  ['compact ranges', decodeRange, encodeRange(extendRange(EMPTY_RANGE, hashes)), 'bad-encoding'],
  [
    'key files',
    (bytes) => decodeKeyFile(latin(bytes)),
    utf8(encodeKeyFile(maker.keyring, undefined, counting())),
    'key-damaged',
  ],
  [
    'fork proofs',
    (bytes) => decodeForkProof(json(bytes)),
    utf8(JSON.stringify(proof && encodeForkProof(proof))),
    'bad-encoding',
  ],
  ['UTF-8', text, utf8('aé€😀'), 'bad-encoding'],
  ['hex', (bytes) => unhex(latin(bytes)), utf8('00ff'), 'bad-encoding'],
  ['base64', (bytes) => unb64(latin(bytes)), utf8('AAE='), 'bad-encoding'],
  ['base64url', (bytes) => unb64u(latin(bytes)), utf8('AAE'), 'bad-encoding'],
  ['base32', (bytes) => unbase32(latin(bytes)), utf8(maker.chain), 'bad-encoding'],
];

// The bytes with a few flipped, cut out, doubled or put in.
const mutated = (seed: Bytes) =>
  fc
    .array(
      fc.tuple(fc.constantFrom('set', 'cut', 'double', 'put'), fc.nat(), fc.nat({ max: 255 }), fc.nat({ max: 40 })),
      {
        minLength: 1,
        maxLength: 4,
      },
    )
    .map((edits) =>
      edits.reduce<Bytes>((bytes, [kind, place, value, length]) => {
        const at = bytes.length === 0 ? 0 : place % bytes.length;
        const [head, tail] = [bytes.subarray(0, at), bytes.subarray(at)];
        if (kind === 'cut') return Buffer.concat([head, tail.subarray(length)]);
        if (kind === 'double') return Buffer.concat([head, tail.subarray(0, length), tail]);
        return Buffer.concat([head, Buffer.of(value), tail.subarray(kind === 'set' ? 1 : 0)]);
      }, seed),
    );

describe.each(decoders)('%s', (_name, decode, good, code) => {
  const outcome = (bytes: Bytes) => {
    try {
      decode(bytes);
    } catch (error) {
      expect(error).toBeInstanceOf(PedigreeError);
      expect((error as PedigreeError).code).toBe(code);
    }
  };

  it('are read where they are right', () => {
    expect(() => decode(good)).not.toThrow();
  });

  it('are refused with one code, whatever comes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), outcome), { numRuns: 150 });
    fc.assert(fc.property(mutated(good), outcome), { numRuns: 400 });
    fc.assert(
      fc.property(fc.json({ maxDepth: 12 }), (value) => outcome(utf8(value))),
      { numRuns: 100 },
    );
  });

  // Quadratic work on a megabyte would be minutes and run into the time limit of the test.
  it('take time in proportion to a megabyte of anything', () => {
    const million = 1_000_000;
    const fill = (piece: string) => utf8(piece.repeat(Math.ceil(million / piece.length)));
    for (const piece of ['[', '{"a":', '\\', '"', '9', 'a', '\n', '— ', '\u0000', '\u0001', '[],', '{"a":1},']) {
      outcome(fill(piece));
      outcome(
        utf8(
          `{"a":"${JSON.stringify(piece)
            .slice(1, -1)
            .repeat(million / 12)}"}`,
        ),
      );
    }
  });
});

describe('events from anywhere', () => {
  it('open or do not, without another exception', () => {
    const pages = () => Buffer.alloc(40);
    fc.assert(
      fc.property(mutated(leaf.bytes), (bytes) => {
        let read: ReturnType<typeof decodeLeaf>;
        try {
          read = decodeLeaf(bytes);
        } catch {
          return;
        }
        const k = new Uint8Array(16);
        rowsOf(read, pages);
        openRow(counting()(32), read, maker.chain, k);
        openGrant(read, maker.chain, counting()(32));
        openPart(read, maker.chain, 'details', k, pages);
        openPart(read, maker.chain, 'private', k, pages);
        heldBy(read, maker.chain, k);
        openSealedToSelf(read, maker.chain, maker.keyring, pages);
      }),
      { numRuns: 500 },
    );
  });
});

describe('plain text of sealed parts', () => {
  it('is an object or nothing', () => {
    const plain = encodePlain({
      items: { packs: [{ expiry: '2027-05-31', gtin: '0', lot: 'A', n: 1, serials: ['a', 'b'] }] },
    });
    expect(plain).toHaveLength(64);
    fc.assert(
      fc.property(mutated(plain), (bytes) => {
        const value = decodePlain(bytes);
        expect(value === undefined || typeof value === 'object').toBe(true);
      }),
    );
    expect(decodePlain(utf8('[]'))).toBeUndefined();
    expect(decodePlain(utf8('{}'))).toEqual({});
    expect(decodePlain(utf8('{}\0\0'))).toEqual({});
    expect(decodePlain(utf8('{}\0 '))).toBeUndefined();
  });

  it('gives every word back', () => {
    const value = { note: WORDS.join(' '), reason: WORDS.map((word) => word.slice(1)) };
    expect(decodePlain(encodePlain(value))).toEqual(value);
    expect(new Set(WORDS).size).toBe(31);
  });

  it('does not unpack into more than a part may have', () => {
    const bomb = Buffer.alloc(8_000_000, 1);
    expect(decodePlain(bomb)).toBeUndefined();
  });

  it('of details not into more than a verdict can read', () => {
    const longest = WORDS.reduce((a, b) => (b.length > a.length ? b : a));
    const note = longest.slice(1, -1).repeat(20_000);
    const plain = encodePlain({ note });
    expect(decodePlain(plain, MAX_UNPACKED_DETAILS)).toEqual({ note });
    const more = { notes: Array.from({ length: 3 }, () => note) };
    expect(decodePlain(encodePlain(more))).toEqual(more);
    expect(decodePlain(encodePlain(more), MAX_UNPACKED_DETAILS)).toBeUndefined();
  });
});
