// The one signature rule: OpenSSL and noble decide every published edge case alike.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ed25519 } from '@noble/curves/ed25519.js';
import { describe, expect, it } from 'vitest';
import { admitSignKey } from '../../src/chain/admission.ts';
import { type Bytes, hex, unhex } from '../../src/chain/bytes.ts';
import { newKeyring } from '../../src/chain/keys.ts';
import { isReduced, verifySignature } from '../../src/chain/signature.ts';
import { describeGiven } from '../left-out.ts';
import { VECTORS, vectors } from '../vectors.ts';
import { counting } from './fixed.ts';
import { verifySignatureNoble } from './signature-noble.ts';

interface Case {
  readonly name: string;
  readonly key: Bytes;
  readonly message: Bytes;
  readonly signature: Bytes;
  readonly valid?: boolean;
}

interface Wycheproof {
  readonly testGroups: readonly {
    readonly publicKey: { readonly pk: string };
    readonly tests: readonly { tcId: number; msg: string; sig: string; result: string }[];
  }[];
}

function read<T>(file: string): T | undefined {
  const path = vectors(`crypto/${file}-ed25519.json`);
  return path === undefined ? undefined : (JSON.parse(readFileSync(path, 'utf8')) as T);
}

/** All published cases; undefined where one of the files is absent. */
function cases(): readonly Case[] | undefined {
  const wycheproof = read<Wycheproof>('wycheproof')?.testGroups;
  const speccheck = read<{ message: string; pub_key: string; signature: string }[]>('speccheck');
  const cctv = read<{ number: number; key: string; sig: string; msg: string }[]>('cctv');
  if (wycheproof === undefined || speccheck === undefined || cctv === undefined) return undefined;
  return [
    ...wycheproof.flatMap(({ publicKey, tests }) =>
      tests.map((test) => ({
        name: `wycheproof ${test.tcId}`,
        key: unhex(publicKey.pk),
        message: unhex(test.msg),
        signature: unhex(test.sig),
        valid: test.result === 'valid',
      })),
    ),
    ...speccheck.map((test, i) => ({
      name: `speccheck ${i}`,
      key: unhex(test.pub_key),
      message: unhex(test.message),
      signature: unhex(test.signature),
    })),
    ...cctv.map((test) => ({
      name: `cctv ${test.number}`,
      key: unhex(test.key),
      message: Buffer.from(test.msg),
      signature: unhex(test.sig),
    })),
  ];
}

describeGiven(VECTORS, cases(), 'published vectors', (all) => {
  it(`are decided alike by both: ${all.length}`, () => {
    expect(all.length).toBe(1077);
    for (const { name, key, message, signature } of all) {
      const hot = admitSignKey(key) && verifySignature(key, message, signature);
      expect(verifySignatureNoble(key, message, signature), name).toBe(hot);
    }
  });

  it('have keys that both admit or both refuse', () => {
    const keys = new Map(all.map(({ key }) => [hex(key), key]));
    const verdicts = [...keys.values()].map((key) => {
      return admitSignKey(key);
    });
    expect(new Set(verdicts)).toEqual(new Set([true, false]));
  });

  it('are decided as Wycheproof says', () => {
    for (const { name, key, message, signature, valid } of all) {
      if (valid !== undefined) expect(verifySignatureNoble(key, message, signature), name).toBe(valid);
    }
  });

  it('leave nothing of speccheck, whose twelve cases all have a flaw in the key or the form', () => {
    const accepted = all.filter(
      (one) => one.name.startsWith('speccheck') && verifySignatureNoble(one.key, one.message, one.signature),
    );
    expect(accepted.map(({ name }) => name)).toEqual([]);
  });
});

describe('signatures', () => {
  const keyring = newKeyring(counting());
  const message = Buffer.from('pedigree.v1/chain\n1\nroot\n');
  const signature = keyring.sign.sign(message);
  const key = keyring.sign.public;

  it('holds for its key and its message alone', () => {
    const other = newKeyring(counting(9)).sign.public;
    for (const verify of [verifySignature, verifySignatureNoble]) {
      expect(verify(key, message, signature)).toBe(true);
      expect(verify(key, message.subarray(1), signature)).toBe(false);
      expect(verify(other, message, signature)).toBe(false);
    }
  });

  it('is not accepted in another length, with S not reduced, or with the identity as R', () => {
    const high = Buffer.from(signature);
    high.fill(0xff, 32);
    const order = Buffer.from(signature);
    order.set(unhex('edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010'), 32);
    const identity = Buffer.from(signature);
    identity.fill(0, 0, 32);
    identity[0] = 1;
    const zero = Buffer.alloc(64);
    for (const bad of [signature.subarray(1), Buffer.concat([signature, Buffer.of(0)]), high, order, identity, zero]) {
      expect(verifySignature(key, message, bad)).toBe(false);
      expect(verifySignatureNoble(key, message, bad)).toBe(false);
    }
    expect(isReduced(order.subarray(32))).toBe(false);
    expect(isReduced(signature.subarray(32))).toBe(true);
  });

  it('is false for what is no key', () => {
    for (const bad of [key.subarray(1), new Uint8Array(0), new Uint8Array(32).fill(0xff)]) {
      expect(verifySignature(bad, message, signature)).toBe(false);
      expect(verifySignatureNoble(bad, message, signature)).toBe(false);
    }
  });

  it('goes on holding when more keys were met than are kept', () => {
    const random = counting();
    for (let i = 0; i < 1100; i++) {
      const seen = random(32);
      seen[0] = i & 0xff;
      seen[1] = i >> 8;
      expect(verifySignature(seen, message, signature)).toBe(false);
    }
    expect(verifySignature(key, message, signature)).toBe(true);
  });
});

describe('admission of sign keys', () => {
  const key = newKeyring(counting()).sign.public;

  it('admits an honest key', () => {
    expect(admitSignKey(key)).toBe(true);
  });

  it('refuses it with a part of each order of torsion', () => {
    const { Point } = ed25519;
    const torsion = Point.fromHex('c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa', true);
    const honest = Point.fromBytes(Uint8Array.from(key));
    for (let order = 0n; order < 8n; order++) {
      const part = torsion.multiplyUnsafe(order);
      for (const mixed of [part, honest.add(part)]) {
        const admitted = order === 0n && mixed.equals(honest);
        expect(admitSignKey(mixed.toBytes())).toBe(admitted);
      }
    }
  });

  it.each([
    ['another length', '00'],
    ['the identity', `01${'00'.repeat(31)}`],
    ['small order', 'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa'],
    ['a number above the field', 'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff'],
    ['no point', `02${'00'.repeat(31)}`],
    ['zero with a sign', `01${'00'.repeat(30)}80`],
    ['a torsion part', '25c704c594b88afc00a76b69d1ed2b984d7e22550f3ed0802d04fbcd07d38d47'],
  ])('refuses %s', (_what, encoded) => {
    expect(admitSignKey(unhex(encoded))).toBe(false);
  });
});

describe('the way of a verdict', () => {
  it('loads no library of curves: admission alone asks noble, when it is first asked itself, and no other source knows the twins', () => {
    const sources = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
    const naming = (word: string) => sources.filter((file) => readFileSync(join('src', file), 'utf8').includes(word));
    expect(naming("'@noble/curves")).toEqual([join('chain', 'admission.ts')]);
    expect(naming("from '@noble/curves")).toEqual([]);
    expect(naming("admission.ts'")).toEqual([join('ledger', 'sign-keys.ts')]);
    expect(naming("hash-noble.ts'")).toEqual([]);
    // Short parts are opened by the twin everywhere.
    expect(naming("aead-noble.ts'")).toEqual([join('chain', 'aead.ts')]);
  });
});
