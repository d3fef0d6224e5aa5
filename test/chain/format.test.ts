// docs/format.md is true: its worked example comes out again, by the product and by the formulas as they stand there.

import {
  createDecipheriv,
  createHash,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  hkdfSync,
  type KeyObject,
  verify,
} from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Bytes, unhex } from '../../src/chain/bytes.ts';
import { secretsOf } from '../../src/chain/keyring.ts';
import { decodeKeyFile } from '../../src/chain/keys.ts';
import { WORDS } from '../../src/chain/plain.ts';
import { blocks, bytesOf, computed } from './example.ts';

const document = blocks();
const inputs = JSON.parse(document.get('inputs') ?? '{}');

// The formulas by node:crypto alone, without the product.
const H = (...parts: (string | Bytes)[]) =>
  parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();
const u64 = (n: number) => {
  const out = Buffer.alloc(8);
  out.writeBigUInt64BE(BigInt(n));
  return out;
};
const xor = (a: Bytes, b: Bytes) => Buffer.from(a.map((byte, i) => byte ^ (b[i] ?? 0)));
const values = (name: string) =>
  new Map((document.get(name) ?? '').split('\n').map((line) => line.split(': ') as [string, string]));
const value = (name: string, key: string) => unhex(values(name).get(key) ?? '');
const base32 = (data: Bytes) => {
  const bits = [...data].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? [])
    .map((five) => 'abcdefghijklmnopqrstuvwxyz234567'[Number.parseInt(five.padEnd(5, '0'), 2)])
    .join('');
};
const leaf = (name: string) => JSON.parse(document.get(name) ?? '{}');
const b64u = (text: string) => Buffer.from(text, 'base64url');

describe('the worked example', () => {
  const again = computed(inputs);

  it.each(Object.keys(again))('comes out again: %s', (name) => {
    expect(document.get(name)).toBe(again[name]);
  });

  it('has no block that nobody computes', () => {
    expect([...document.keys()].sort()).toEqual([...Object.keys(again), 'inputs'].sort());
  });
});

describe('the formulas of the document', () => {
  const chainId = H('pedigree/chain/v1\0', bytesOf(document.get('open'))).subarray(0, 16);
  const shipped = leaf('ship');
  const ctx = H('pedigree/event/v1\0', chainId, u64(2), b64u(shipped.salt)).subarray(0, 16);
  const ko = value('sealing', 'Ko');
  const kd = value('sealing', 'Kd');
  const km = value('sealing', 'Km');
  const packKey = value('items', 'pack key of serial(0)');

  it('give the chain id and the leaf hashes', () => {
    expect(base32(chainId)).toBe(values('chain').get('chain id'));
    expect(H(Buffer.of(0), bytesOf(document.get('open')))).toEqual(b64u(leaf('commission').prev));
    expect(H(Buffer.of(0), bytesOf(document.get('commission')))).toEqual(b64u(shipped.prev));
  });

  it('give serials, pack keys and tokens', () => {
    const serial = values('items').get('serial(0)') ?? '';
    const bits = [...H(unhex(inputs.seed), u64(0), 'serial').subarray(0, 10)]
      .map((byte) => byte.toString(2).padStart(8, '0'))
      .join('');
    const letters = (bits.match(/.{5}/g) ?? []).map(
      (five) => '0123456789ABCDEFGHJKMNPQRSTVWXYZ'[Number.parseInt(five, 2)],
    );
    expect(letters.join('')).toBe(serial);
    expect(H(chainId, 'pack', inputs.gtin, serial).equals(packKey)).toBe(true);
    const token = H(packKey, u64(1), 'token').subarray(0, 16);
    expect(b64u(shipped.rows.data).subarray(0, 16)).toEqual(token);
    const first = H(packKey, u64(0), 'token').subarray(0, 16);
    expect(b64u(leaf('commission').rows.data).includes(first)).toBe(true);
  });

  it('open the shipment by the pack alone', () => {
    const opener = b64u(shipped.rows.data).subarray(16);
    const opened = xor(opener, H(packKey, ctx, 'open').subarray(0, 16));
    expect(opened.equals(kd)).toBe(true);
    expect(H('pedigree/commit/v1\0', opened)).toEqual(b64u(shipped.commits.d));
    expect(H('pedigree/commit/v1\0', km)).toEqual(b64u(shipped.commits.m));
    const plain = open(shipped.details, opened, 'details');
    expect(plain.equals(value('sealing', 'plain text of details'))).toBe(true);
    const unpacked = plain.toString().replace(/\0+$/, '');
    expect([...unpacked].map((c) => WORDS[c.charCodeAt(0) - 1] ?? c).join('')).toBe('{"to":"9506000140445"}');
  });

  it('open the manifest by the grant of the reader', () => {
    const [own, reader] = [inputs.sealScalar, inputs.readerScalar].map((scalar) =>
      createPrivateKey({
        key: Buffer.from(`302e020100300506032b656e04220420${scalar}`, 'hex'),
        format: 'der',
        type: 'pkcs8',
      }),
    ) as [KeyObject, KeyObject];
    const publics = [own, reader].map((key) =>
      createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32),
    );
    const secret = diffieHellman({ privateKey: reader, publicKey: createPublicKey(own) });
    const info = Buffer.concat([Buffer.from('pedigree/pair/v1'), ...publics.sort(Buffer.compare)]);
    const pair = Buffer.from(hkdfSync('sha256', secret, '', info, 32));
    expect(pair.equals(value('sealing', 'pair with the reader'))).toBe(true);
    const hint = H(pair, ctx, 'hint').subarray(0, 8);
    const grant = (shipped.grants as string[]).map(b64u).find((one) => one.subarray(0, 8).equals(hint));
    const keys = xor(grant?.subarray(8) ?? Buffer.alloc(32), H(pair, ctx, 'grant'));
    expect(keys).toEqual(Buffer.concat([kd, km]));
    expect(open(shipped.manifest, keys.subarray(16), 'manifest')).toHaveLength(64);
  });

  it('open all of it by the grant of the author', () => {
    const own = createPrivateKey({
      key: Buffer.from(`302e020100300506032b656e04220420${inputs.sealScalar}`, 'hex'),
      format: 'der',
      type: 'pkcs8',
    });
    const key = createPublicKey(own);
    const point = key.export({ format: 'der', type: 'spki' }).subarray(-32);
    const info = Buffer.concat([Buffer.from('pedigree/pair/v1'), point, point]);
    const pair = Buffer.from(hkdfSync('sha256', diffieHellman({ privateKey: own, publicKey: key }), '', info, 32));
    const hint = H(pair, ctx, 'hint').subarray(0, 8);
    const grant = (shipped.grants as string[]).map(b64u).find((one) => one.subarray(0, 8).equals(hint));
    const keys = xor(grant?.subarray(8) ?? Buffer.alloc(32), H(pair, ctx, 'grant'));
    expect(keys).toEqual(Buffer.concat([ko, Buffer.alloc(16)]));
    expect(H('pedigree/commit/v1\0', ko)).toEqual(b64u(shipped.commits.p));
    expect(H('pedigree/own/v1\0', ko, ctx, 'details').subarray(0, 16).equals(kd)).toBe(true);
    expect(H('pedigree/own/v1\0', ko, ctx, 'manifest').subarray(0, 16).equals(km)).toBe(true);
    const unpacked = open(shipped.private, ko, 'private').toString().replace(/\0+$/, '');
    expect([...unpacked].map((c) => WORDS[c.charCodeAt(0) - 1] ?? c).join('')).toBe('{"operator":"maria"}');
  });

  it('verify the checkpoint', () => {
    const node = (left: Bytes, right: Bytes) => H(Buffer.of(1), left, right);
    const [h0, h1, h2] = ['open', 'commission', 'ship'].map((name) => H(Buffer.of(0), bytesOf(document.get(name))));
    const root = node(node(h0 ?? Buffer.of(), h1 ?? Buffer.of()), h2 ?? Buffer.of());
    const [text = '', signatures = ''] = (document.get('checkpoint') ?? '').split('\n\n');
    expect(text).toBe(`pedigree.v1/${base32(chainId)}\n3\n${root.toString('base64')}`);
    const signed = Buffer.from(signatures.split(' ')[2] ?? '', 'base64');
    const signKey = b64u(leaf('open').public.signKey);
    expect(signed.subarray(0, 4)).toEqual(H(`pedigree.v1/${base32(chainId)}\n`, Buffer.of(1), signKey).subarray(0, 4));
    const key = createPublicKey({
      key: { kty: 'OKP', crv: 'Ed25519', x: signKey.toString('base64url') },
      format: 'jwk',
    });
    expect(verify(null, Buffer.from(`${text}\n`), key, signed.subarray(4))).toBe(true);
  });

  it('open both key files', () => {
    for (const ring of [
      decodeKeyFile(document.get('key-file') ?? ''),
      decodeKeyFile(document.get('key-file-passphrase') ?? '', 'correct horse'),
    ]) {
      expect(Buffer.from(secretsOf(ring).sign.secret).toString('hex')).toBe(inputs.signSeed);
      expect(Buffer.from(secretsOf(ring).seals[0]?.secret ?? []).toString('hex')).toBe(inputs.sealScalar);
    }
  });

  function open(part: string, k: Bytes, name: string): Buffer {
    const sealed = b64u(part);
    const key = H('pedigree/seal/v1\0', k, ctx, name);
    const nonce = Buffer.concat([u64(0), Buffer.of(0, 0, 0, 1)]);
    const decipher = createDecipheriv('chacha20-poly1305', key, nonce, { authTagLength: 16 });
    decipher.setAAD(Buffer.concat([chainId, u64(2), Buffer.from(name)]), { plaintextLength: sealed.length - 16 });
    decipher.setAuthTag(sealed.subarray(-16));
    return Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
  }
});

describe('the words of the plain text', () => {
  it('are those of the document', () => {
    const rows = readFileSync('docs/format.md', 'utf8').matchAll(/^\| (\d+) \| `(.*)` \|$/gm);
    expect([...rows].map(([, byte, word]) => [Number(byte), word])).toEqual(WORDS.map((word, i) => [i + 1, word]));
  });
});
