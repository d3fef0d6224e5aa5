// RFC 6962 trees: the reference vectors, and proofs of every size against a tree written straight from the RFC.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Bytes, hex, unb64 } from '../../src/chain/bytes.ts';
import { sha256 } from '../../src/chain/hash.ts';
import {
  decodeRange,
  EMPTY_RANGE,
  EMPTY_ROOT,
  encodeRange,
  extendRange,
  leafHash,
  nodeHash,
  rangeRoot,
  treeRoot,
  verifyInclusion,
} from '../../src/chain/merkle.ts';
import { itGiven } from '../left-out.ts';
import { VECTORS, vectors } from '../vectors.ts';
import { consistencyProof, inclusionProof, verifyConsistency } from './tree-proofs.ts';

interface ProofVector {
  readonly leafIdx: number;
  readonly treeSize: number;
  readonly root: string;
  readonly leafHash: string;
  readonly size1: number;
  readonly size2: number;
  readonly root1: string;
  readonly root2: string;
  readonly proof: readonly string[] | null;
  readonly desc: string;
  readonly wantErr: boolean;
}

function load(kind: string): readonly [string, ProofVector][] | undefined {
  const folder = vectors(`crypto/merkle/testdata/${kind}`);
  if (folder === undefined) return undefined;
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.json'));
  return files.map((file) => [file, JSON.parse(readFileSync(join(folder, file), 'utf8')) as ProofVector]);
}

const decode = (text: string | null): Bytes => (text ? unb64(text) : new Uint8Array(0));
const leaves = (n: number): Bytes[] => Array.from({ length: n }, (_, i) => leafHash(Buffer.from(`leaf ${i}`)));

describe('reference vectors', () => {
  itGiven(VECTORS, load('inclusion'), 'decides all inclusion proofs', (inclusion) => {
    expect(inclusion.length).toBeGreaterThan(10);
    for (const [file, { leafIdx, treeSize, leafHash: leaf, proof, root, wantErr }] of inclusion) {
      const verdict = verifyInclusion(leafIdx, treeSize, decode(leaf), (proof ?? []).map(decode), decode(root));
      expect(verdict, file).toBe(!wantErr);
    }
  });

  itGiven(VECTORS, load('consistency'), 'decides all consistency proofs', (consistency) => {
    expect(consistency.length).toBeGreaterThan(10);
    for (const [file, { size1, size2, root1, root2, proof, wantErr }] of consistency) {
      const verdict = verifyConsistency(size1, size2, decode(root1), decode(root2), (proof ?? []).map(decode));
      expect(verdict, file).toBe(!wantErr);
    }
  });
});

// MTH of RFC 6962 section 2.1, word for word.
function slowRoot(hashes: readonly Bytes[]): Bytes {
  const [first] = hashes;
  if (first === undefined) return sha256(new Uint8Array(0));
  if (hashes.length === 1) return first;
  let k = 1;
  while (k * 2 < hashes.length) k *= 2;
  return nodeHash(slowRoot(hashes.slice(0, k)), slowRoot(hashes.slice(k)));
}

describe('trees', () => {
  it('hashes leaves and nodes with their own prefixes', () => {
    expect(hex(EMPTY_ROOT)).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(hex(leafHash(new Uint8Array(0)))).toBe('6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d');
    const long = new Uint8Array(70_000).fill(7);
    expect(hex(leafHash(long))).toBe(hex(sha256(Buffer.concat([Buffer.of(0), long]))));
    expect(hex(nodeHash(EMPTY_ROOT, EMPTY_ROOT))).toBe(
      hex(sha256(Buffer.concat([Buffer.of(1), EMPTY_ROOT, EMPTY_ROOT]))),
    );
  });

  it('has the root of the RFC at every size, grown leaf by leaf or at once', () => {
    let grown = EMPTY_RANGE;
    for (let n = 0; n <= 70; n++) {
      expect(hex(rangeRoot(grown)), `size ${n}`).toBe(hex(slowRoot(leaves(n))));
      expect(hex(treeRoot(leaves(n)))).toBe(hex(rangeRoot(grown)));
      grown = extendRange(grown, leaves(n + 1).slice(n));
    }
  });

  it('keeps compact ranges as bytes', () => {
    for (const n of [0, 1, 2, 3, 21, 64]) {
      const range = extendRange(EMPTY_RANGE, leaves(n));
      const again = decodeRange(encodeRange(range));
      expect(again.size).toBe(n);
      expect(hex(rangeRoot(again))).toBe(hex(rangeRoot(range)));
    }
  });

  it('refuses bytes that are no compact range', () => {
    const short = encodeRange(extendRange(EMPTY_RANGE, leaves(3))).subarray(0, -1);
    for (const bytes of [new Uint8Array(7), new Uint8Array(9), short, new Uint8Array(8).fill(255)]) {
      expect(() => decodeRange(bytes)).toThrow(expect.objectContaining({ code: 'bad-encoding' }));
    }
  });
});

describe('proofs', () => {
  it('proves every leaf of every size, and nothing else with the same proof', () => {
    for (let size = 1; size <= 20; size++) {
      const hashes = leaves(size + 3);
      const root = treeRoot(hashes.slice(0, size));
      for (let index = 0; index < size; index++) {
        const proof = inclusionProof(hashes, index, size);
        const leaf = hashes[index] ?? EMPTY_ROOT;
        expect(verifyInclusion(index, size, leaf, proof, root)).toBe(true);
        if (size > 1) expect(verifyInclusion((index + 1) % size, size, leaf, proof, root)).toBe(false);
        expect(verifyInclusion(index, size, leaf, [...proof, EMPTY_ROOT], root)).toBe(false);
        if (proof.length > 0) expect(verifyInclusion(index, size, leaf, proof.slice(1), root)).toBe(false);
      }
    }
  });

  it('proves that every smaller tree is a prefix, and notices another one', () => {
    for (let to = 1; to <= 20; to++) {
      const hashes = leaves(to);
      const rootTo = treeRoot(hashes);
      for (let from = 1; from <= to; from++) {
        const proof = consistencyProof(hashes, from, to);
        const rootFrom = treeRoot(hashes.slice(0, from));
        expect(verifyConsistency(from, to, rootFrom, rootTo, proof), `${from} to ${to}`).toBe(true);
        expect(verifyConsistency(from, to, EMPTY_ROOT, rootTo, proof)).toBe(false);
      }
    }
  });

  it('needs no more nodes than the tree is high', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.nat(), (size, pick) => {
        const proof = inclusionProof(leaves(size), pick % size, size);
        expect(proof.length).toBeLessThanOrEqual(Math.ceil(Math.log2(size)));
      }),
      { numRuns: 30 },
    );
  });

  it('is not asked for outside the tree', () => {
    const hashes = leaves(3);
    for (const ask of [
      () => inclusionProof(hashes, 3, 3),
      () => inclusionProof(hashes, -1, 3),
      () => inclusionProof(hashes, 0, 4),
      () => inclusionProof(hashes, 0.5, 3),
      () => consistencyProof(hashes, 2, 1),
      () => consistencyProof(hashes, 1, 4),
      () => consistencyProof(hashes, 1, 2.5),
      () => consistencyProof(hashes, 0, 2),
    ]) {
      expect(ask).toThrow(expect.objectContaining({ code: 'bad-input' }));
    }
  });

  it('is false for sizes and hashes that cannot be', () => {
    const root = treeRoot(leaves(2));
    expect(verifyInclusion(0.5, 2, root, [], root)).toBe(false);
    expect(verifyInclusion(0, Number.NaN, root, [], root)).toBe(false);
    expect(verifyInclusion(-1, 2, root, [], root)).toBe(false);
    expect(verifyInclusion(0, 1, new Uint8Array(31), [], root)).toBe(false);
    expect(verifyConsistency(0.5, 2, root, root, [])).toBe(false);
    expect(verifyConsistency(1, 2.5, root, root, [])).toBe(false);
    expect(verifyConsistency(0, 2, EMPTY_ROOT, root, [])).toBe(false);
    expect(verifyConsistency(1, 2, root, root, [new Uint8Array(3)])).toBe(false);
    expect(verifyConsistency(3, 5, root, root, [])).toBe(false);
  });

  it('works on trees larger than 32 bits count', () => {
    // One leaf at the right end of a tree of 2^40 + 1: its sibling is the perfect tree of 2^40.
    const size = 2 ** 40 + 1;
    const [leaf = EMPTY_ROOT, left = EMPTY_ROOT] = leaves(2);
    expect(verifyInclusion(2 ** 40, size, leaf, [left], nodeHash(left, leaf))).toBe(true);
    expect(verifyConsistency(2 ** 40, size, left, nodeHash(left, leaf), [leaf])).toBe(true);
    const range = extendRange({ size: 2 ** 40, nodes: [left] }, [leaf]);
    expect(hex(rangeRoot(range))).toBe(hex(nodeHash(left, leaf)));
    expect(decodeRange(encodeRange(range)).size).toBe(size);
  });
});
