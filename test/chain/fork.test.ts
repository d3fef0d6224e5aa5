// Fork proofs: what two copies of one key make, anybody can show to anybody.
import { describe, expect, it } from 'vitest';
import { type Bytes, hex } from '../../src/chain/bytes.ts';
import type { JsonObject } from '../../src/chain/canonical.ts';
import { signCheckpoint } from '../../src/chain/checkpoint.ts';
import { decodeForkProof, encodeForkProof, type ForkProof, verifyForkProof } from '../../src/chain/fork.ts';
import { newKeyring } from '../../src/chain/keys.ts';
import { leafHash, treeRoot } from '../../src/chain/merkle.ts';
import { counting, party } from './fixed.ts';
import { makeForkProof } from './make-fork-proof.ts';

const { chain, keyring } = party(0);
const rotated = newKeyring(counting(77));
const log = (...names: string[]): Bytes[] => names.map((name) => leafHash(Buffer.from(name)));
const noteOf = (leaves: readonly Bytes[], ring = keyring, of = chain) =>
  signCheckpoint(of, leaves.length, treeRoot(leaves), ring.sign.public, (message) => ring.sign.sign(message));

const a = log('open', 'one', 'two');
const b = log('open', 'one', 'zwei', 'drei');
const proof = makeForkProof(noteOf(a), noteOf(b, rotated), a, b) as ForkProof;
const keys = [keyring.sign.public, rotated.sign.public];

describe('a fork proof', () => {
  it('shows the first place where two logs of a chain differ', () => {
    expect(proof).toMatchObject({ chain, index: 2 });
    expect(verifyForkProof(proof, keys)).toBe(true);
  });

  it('does not exist where one log continues the other', () => {
    expect(makeForkProof(noteOf(a), noteOf(a.slice(0, 2)), a, a)).toBeUndefined();
    expect(makeForkProof(noteOf(a), noteOf(b), a, [])).toBeUndefined();
  });

  it('is not made of two chains or of what is no checkpoint', () => {
    const other = party(5).chain;
    expect(() => makeForkProof(noteOf(a), noteOf(b, keyring, other), a, b)).toThrow(
      expect.objectContaining({ code: 'bad-input' }),
    );
    expect(() => makeForkProof('', noteOf(b), a, b)).toThrow(expect.objectContaining({ code: 'bad-note' }));
  });

  it('travels as JSON', () => {
    const again = decodeForkProof(JSON.parse(JSON.stringify(encodeForkProof(proof))));
    expect(verifyForkProof(again, keys)).toBe(true);
    expect(hex(again.leafB)).toBe(hex(proof.leafB));
  });

  it.each<[string, Partial<ForkProof>]>([
    ['another index', { index: 1 }],
    ['the same leaf twice', { leafB: proof.leafA }],
    ['another chain', { chain: party(5).chain }],
    ['a note that is none', { a: 'x' }],
    ['a note that is none on the other side', { b: 'x' }],
    ['a note of another chain', { b: noteOf(b, keyring, party(5).chain) }],
    ['a broken inclusion proof', { proofA: [] }],
    ['a broken inclusion proof on the other side', { proofB: [] }],
    ['a note that a stranger signed', { b: noteOf(b, newKeyring(counting(9))) }],
  ])('proves nothing with %s', (_what, change) => {
    expect(verifyForkProof({ ...proof, ...change }, keys)).toBe(false);
  });

  const json = encodeForkProof(proof);
  it.each<[string, JsonObject]>([
    ['no chain', { chain: undefined }],
    ['no note', { a: 1 }],
    ['no other note', { b: null }],
    ['a negative index', { index: -1 }],
    ['an index that is a text', { index: '2' }],
    ['a fractional index', { index: 0.5 }],
    ['a short leaf hash', { leafA: 'AAAA' }],
    ['no leaf hash', { leafB: undefined }],
    ['a proof that is no list', { proofA: 'AAAA' }],
    ['a proof longer than any tree is high', { proofB: Array(54).fill(json.leafA) }],
    ['a proof of numbers', { proofB: [1] }],
  ])('is not read with %s', (_what, change) => {
    expect(() => decodeForkProof({ ...json, ...change })).toThrow(expect.objectContaining({ code: 'bad-encoding' }));
  });

  it('is not read from what is no object', () => {
    expect(() => decodeForkProof([])).toThrow(expect.objectContaining({ code: 'bad-encoding' }));
  });
});
