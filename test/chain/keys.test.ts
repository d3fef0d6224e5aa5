// Keys and the file that they rest in.

import { describe, expect, it } from 'vitest';
import { b64u, hex, unhex } from '../../src/chain/bytes.ts';
import { sha256 } from '../../src/chain/hash.ts';
import { keyringFrom, secretsOf } from '../../src/chain/keyring.ts';
import {
  admitSealKey,
  decodeKeyFile,
  encodeKeyFile,
  type Keyring,
  keyFileNeedsPassphrase,
  newKeyring,
  sealPair,
  sharedSecret,
  signPair,
} from '../../src/chain/keys.ts';
import { counting } from './fixed.ts';

const old = sealPair(counting(100)(32));
const made = secretsOf(newKeyring(counting()));
const keyring = keyringFrom({ ...made, seals: [...made.seals, old] });
const [seal = old] = made.seals;

function secrets(ring: Keyring): string[] {
  const { sign, seals } = secretsOf(ring);
  return [sign, ...seals].flatMap((pair) => [hex(pair.secret), hex(pair.public)]);
}

describe('key pairs', () => {
  it('are those of RFC 8032 and RFC 7748', () => {
    const sign = signPair(unhex('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60'));
    expect(hex(sign.public)).toBe('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a');
    const bob = sealPair(unhex('5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb'));
    expect(hex(bob.public)).toBe('de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f');
    const alice = unhex('8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a');
    expect(hex(sharedSecret(bob.secret, alice))).toBe(
      '4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742',
    );
  });

  it('share nothing with a key of small order', () => {
    for (const bad of [new Uint8Array(32), Uint8Array.of(1, ...new Uint8Array(31)), new Uint8Array(31)]) {
      expect(() => sharedSecret(seal.secret, bad)).toThrow(expect.objectContaining({ code: 'bad-input' }));
    }
  });
});

describe('admission of seal keys', () => {
  it('admits an honest key', () => {
    expect(admitSealKey(keyring.seal.public)).toBe(true);
  });

  it.each([
    ['another length', '00'],
    ['zero', '00'.repeat(32)],
    ['one', `01${'00'.repeat(31)}`],
    ['order 8', 'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800'],
    ['order 8, the other', '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157'],
    ['minus one', `ec${'ff'.repeat(30)}7f`],
    ['the field prime, a second zero', `ed${'ff'.repeat(30)}7f`],
    ['a second form with the high bit', `09${'00'.repeat(30)}80`],
  ])('refuses %s', (_what, encoded) => {
    expect(admitSealKey(unhex(encoded))).toBe(false);
  });
});

describe('key file', () => {
  const open = encodeKeyFile(keyring, undefined, counting());
  const closed = encodeKeyFile(keyring, 'gr\u00fcn & 42', counting(200));

  it('gives the keyring back, old seal keys included', () => {
    expect(keyFileNeedsPassphrase(open)).toBe(false);
    expect(secrets(decodeKeyFile(open))).toEqual(secrets(keyring));
  });

  it('keeps secrets under a passphrase, typed in either Unicode form', () => {
    expect(keyFileNeedsPassphrase(closed)).toBe(true);
    expect(closed).not.toContain(b64u(seal.secret).slice(1, 20));
    expect(secrets(decodeKeyFile(closed, 'gru\u0308n & 42'))).toEqual(secrets(keyring));
  });

  it('tells a wrong passphrase from a damaged file', () => {
    expect(() => decodeKeyFile(closed)).toThrow(expect.objectContaining({ code: 'key-passphrase', exit: 77 }));
    expect(() => decodeKeyFile(closed, 'wrong')).toThrow(expect.objectContaining({ code: 'key-passphrase' }));
    const sealed = JSON.parse(closed).sealed as string;
    const flipped = closed.replace(
      sealed,
      sealed.replace(/^./, (first) => (first === 'A' ? 'B' : 'A')),
    );
    expect(() => decodeKeyFile(flipped, 'gr\u00fcn & 42')).toThrow(
      expect.objectContaining({ code: 'key-damaged', exit: 74 }),
    );
  });

  const edit = (text: string, change: object) => JSON.stringify({ ...JSON.parse(text), ...change });
  const kdf = JSON.parse(closed).kdf as object;
  const summed = (name: 'secrets' | 'sealed', bytes: Uint8Array) => {
    const check = sha256(Buffer.concat([Buffer.from('pedigree/key/v1\0'), bytes])).subarray(0, 8);
    return edit(name === 'secrets' ? open : closed, { [name]: b64u(bytes), check: b64u(check) });
  };
  it.each([
    ['nothing', ''],
    ['no JSON', '{'],
    ['no object', '[]'],
    ['another format', edit(open, { format: 'pedigree/key/v2' })],
    ['a cut secret', edit(open, { secrets: 'AAAA' })],
    ['half a key, rightly summed', summed('secrets', new Uint8Array(48))],
    ['one key, rightly summed', summed('secrets', new Uint8Array(32))],
    ['less than a tag, rightly summed', summed('sealed', new Uint8Array(3))],
    ['no checksum', edit(open, { check: undefined })],
    ['another way to stretch', edit(closed, { kdf: { ...kdf, name: 'argon2' } })],
    ['a stretch without salt', edit(closed, { kdf: { ...kdf, salt: 7 } })],
    ['a stretch that would fill the memory', edit(closed, { kdf: { ...kdf, log2N: 30 } })],
    ['a stretch of another shape', edit(closed, { kdf: { ...kdf, r: 1 } })],
    ['a stretch that is no object', edit(closed, { kdf: 1 })],
    ['far too much', `${open}${' '.repeat(70_000)}`],
  ])('is damaged with %s', (_what, text) => {
    expect(() => decodeKeyFile(text, 'x')).toThrow(expect.objectContaining({ code: 'key-damaged' }));
  });
});
