// Reading leaves: broken bytes are refused, malformed content is kept with its fault and counts for nothing.
import { describe, expect, it } from 'vitest';
import { b64u, hex } from '../../src/chain/bytes.ts';
import { encodeCanonical, type JsonObject } from '../../src/chain/canonical.ts';
import { chainIdOf, decodeLeaf } from '../../src/chain/leaf.ts';
import { leafHash } from '../../src/chain/merkle.ts';
import { changed, event, party } from './fixed.ts';

const maker = party(0);
const { leaf } = event(maker, {
  type: 'ship',
  public: { a: 1 },
  items: [{ key: new Uint8Array(32).fill(1), token: new Uint8Array(16).fill(2) }],
  details: { to: 'x' },
  manifest: { items: [] },
  private: { note: 'x' },
});
const b = (n: number, fill = 0) => b64u(new Uint8Array(n).fill(fill));

describe('bytes that are no event', () => {
  const refuse = expect.objectContaining({ code: 'bad-leaf', exit: 65 });

  it.each<[string, JsonObject]>([
    ['no version', { v: undefined }],
    ['version 0', { v: 0 }],
    ['a version that is a text', { v: '1' }],
    ['no sequence number', { seq: undefined }],
    ['a negative sequence number', { seq: -1 }],
    ['no time', { at: undefined }],
    ['a time before 1970', { at: -1 }],
    ['no hash of the event before', { prev: undefined }],
    ['a short hash of the event before', { prev: b(31) }],
    ['a hash of the event before that is not base64url', { prev: '='.repeat(43) }],
    ['an event before the first', { seq: 0 }],
  ])('have %s', (_what, change) => {
    expect(() => decodeLeaf(changed(leaf, change))).toThrow(refuse);
  });

  it('have more than 65 535 bytes', () => {
    const room = 65_535 - changed(leaf, { public: { x: '' } }).length;
    const long = (length: number) => changed(leaf, { public: { x: 'x'.repeat(length) } });
    expect(decodeLeaf(long(room)).bytes).toHaveLength(65_535);
    expect(() => decodeLeaf(long(room + 1))).toThrow(refuse);
  });

  it('are an array, a text, nothing, another order or too long', () => {
    for (const text of ['[]', '"a"', '', 'null', '{"v":1,"at":1}', `"${'x'.repeat(65_534)}"`]) {
      expect(() => decodeLeaf(Buffer.from(text))).toThrow(refuse);
    }
  });
});

describe('a malformed event', () => {
  it.each<[string, JsonObject]>([
    ['version', { v: 2 }],
    ['type', { type: undefined }],
    ['type', { type: 7 }],
    ['type', { type: 'Ship!' }],
    ['public', { public: undefined }],
    ['public', { public: [] }],
    ['salt', { salt: b(15) }],
    ['salt', { salt: 1 }],
    ['commits', { commits: [] }],
    ['commits', { commits: { d: b(31), m: b(32) } }],
    ['details', { details: '' }],
    ['details', { details: b(16) }],
    ['details', { details: 5 }],
    ['details', { commits: { m: b(32) } }],
    ['manifest', { commits: { d: b(32) } }],
    ['details', { salt: undefined }],
    ['manifest', { salt: undefined, details: undefined }],
    ['private', { salt: undefined, details: undefined, manifest: undefined }],
    ['rows', { salt: undefined, details: undefined, manifest: undefined, private: undefined }],
    ['grants', { salt: undefined, details: undefined, manifest: undefined, private: undefined, rows: undefined }],
    ['manifest', { manifest: { root: b(32), pages: 2, size: 65_552 } }],
    ['manifest', { manifest: { root: b(31), pages: 1, size: 100 } }],
    ['manifest', { manifest: { root: b(32), pages: 0, size: 100 } }],
    ['manifest', { manifest: { root: b(32), pages: 1 } }],
    ['manifest', { manifest: { root: b(32), pages: 5000, size: 5000 * 65_552 } }],
    ['private', { private: null }],
    ['rows', { rows: [] }],
    ['rows', { rows: { n: 0, data: '' } }],
    ['rows', { rows: { n: 1_000_001, root: b(32) } }],
    ['rows', { rows: { n: 1 } }],
    ['rows', { rows: { n: 1, data: b(32), root: b(32) } }],
    ['rows', { rows: { n: 2, data: b(32) } }],
    ['rows', { rows: { n: 250, root: b(32) } }],
    ['rows', { rows: { n: 251, root: b(31) } }],
    ['rows', { rows: { n: 251, data: b(251 * 32) } }],
    ['rows', { commits: { m: b(32) }, details: undefined }],
    ['grants', { grants: [] }],
    ['grants', { grants: {} }],
    ['grants', { grants: [b(39)] }],
    ['grants', { grants: [1] }],
    ['grants', { grants: [b(40, 2), b(40, 1)] }],
    ['grants', { grants: [b(40, 1), b(40, 1)] }],
    [
      'grants',
      { grants: Array.from({ length: 257 }, (_, i) => b64u(Uint8Array.of(i >> 8, i, ...new Uint8Array(38)))) },
    ],
  ])('is kept with the fault %s', (fault, change) => {
    const bytes = changed(leaf, change);
    const read = decodeLeaf(bytes);
    expect(read.fault).toBe(fault);
    expect(read).toMatchObject({ seq: 1, at: leaf.at, public: {}, grants: [] });
    expect(read.rows ?? read.salt ?? read.commits ?? read.details ?? read.manifest ?? read.private).toBeUndefined();
    expect(hex(read.hash)).toBe(hex(leafHash(bytes)));
  });

  it('is not one for fields of later versions, rows of pages, or parts of pages', () => {
    const page = { root: b(32), pages: 1, size: 65_552 };
    for (const change of [{ zulu: 1 }, { rows: { n: 251, root: b(32) } }, { manifest: page }, { grants: undefined }]) {
      expect(decodeLeaf(changed(leaf, change)).fault).toBeUndefined();
    }
    expect(decodeLeaf(changed(leaf, { manifest: page })).manifest).toMatchObject({ pages: 1, size: 65_552 });
    expect(decodeLeaf(changed(leaf, { rows: { n: 251, root: b(32) } })).rows).toMatchObject({ n: 251, width: 32 });
  });
});

describe('a chain id', () => {
  it('follows from the bytes of the opening event alone', () => {
    const opening = encodeCanonical({ a: 1 });
    expect(chainIdOf(opening)).toBe(chainIdOf(Buffer.from('{"a":1}')));
    expect(chainIdOf(opening)).toMatch(/^[a-z2-7]{26}$/);
  });
});
