// Item keys, tokens and serials: the formulas, and minting in bulk against them.
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Bytes, hex, u64be, unbase32 } from '../../src/chain/bytes.ts';
import { holdToken, itemToken, packKey } from '../../src/chain/item-key.ts';
import { mintTokens, sortTokens } from '../../src/chain/mint.ts';
import { isAscending, slices } from '../../src/chain/pages.ts';
import { serialAt } from '../../src/chain/serial.ts';
import { counting, scattered } from './fixed.ts';

const network = 'aaaqeayeaudaocajbifqydiob4';
const gtin = '09506000134352';
const sha = (...parts: (string | Bytes)[]) =>
  hex(parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest());

describe('keys and tokens', () => {
  it('follow the formulas', () => {
    const key = packKey(network, gtin, 'SN1');
    expect(hex(key)).toBe(sha(unbase32(network), 'pack', gtin, 'SN1'));
    expect(hex(itemToken(key, 3))).toBe(sha(key, u64be(3), 'token').slice(0, 32));
    expect(hex(holdToken(key, 3))).toBe(sha(key, u64be(3), 'hold').slice(0, 32));
  });

  it('differ for each network, product, serial, step and series', () => {
    const key = packKey(network, gtin, 'SN1');
    const others = [
      packKey('baaqeayeaudaocajbifqydiob4', gtin, 'SN1'),
      packKey(network, '09506000134369', 'SN1'),
      packKey(network, gtin, 'SN2'),
    ];
    const all = [...[key, ...others].flatMap((k) => [itemToken(k, 0), itemToken(k, 1), holdToken(k, 0)])].map(hex);
    expect(new Set(all).size).toBe(12);
  });

  it('fit one block of SHA-256 with the longest serial', () => {
    expect(16 + 'pack'.length + 14 + 20).toBeLessThanOrEqual(55);
  });
});

describe('serials', () => {
  const seed = counting()(32);

  it('are 16 letters without look-alikes, the same for the same seed and place', () => {
    const serials = Array.from({ length: 200 }, (_, i) => serialAt(seed, i));
    for (const serial of serials) expect(serial).toMatch(/^[0-9A-HJKMNP-TV-Z]{16}$/);
    expect(new Set(serials).size).toBe(200);
    expect(serialAt(seed, 7)).toBe(serials[7]);
  });

  it('are the first 80 bits of the hash', () => {
    const digest = BigInt(`0x${sha(seed, u64be(5), 'serial')}`) >> 176n;
    const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
    const expected = Array.from({ length: 16 }, (_, i) => letters[Number((digest >> BigInt(75 - 5 * i)) & 31n)]);
    expect(serialAt(seed, 5)).toBe(expected.join(''));
  });
});

describe('minting in bulk', () => {
  const seed = counting(50)(32);

  it('makes the tokens that pack by pack come out', () => {
    const tokens = mintTokens(network, gtin, seed, 2 ** 32 - 2, 5);
    slices(tokens, 16).forEach((token, i) => {
      const key = packKey(network, gtin, serialAt(seed, 2 ** 32 - 2 + i));
      expect(hex(token)).toBe(hex(itemToken(key, 0)));
    });
  });

  it('sorts as a plain sort does', () => {
    const sorted = (tokens: Bytes) => slices(tokens, 16).map(hex).sort();
    for (const count of [0, 1, 2, 3, 100, 5000]) {
      const tokens = scattered(count + 1)(count * 16);
      expect(slices(sortTokens(tokens), 16).map(hex)).toEqual(sorted(tokens));
    }
    const minted = mintTokens(network, gtin, seed, 0, 3000);
    expect(isAscending(sortTokens(minted), 16)).toBe(true);
  });

  it('sorts tokens that begin alike, wherever they lie in memory', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ minLength: 16, maxLength: 16, max: 1 }), { maxLength: 40 }), (list) => {
        const odd = Buffer.concat([Buffer.of(9), ...list]).subarray(1);
        expect(slices(sortTokens(odd), 16).map(hex)).toEqual(list.map(hex).sort());
      }),
    );
  });
});
