// The one hash: noble makes the first of them, so that a verdict need not load node:crypto, and OpenSSL the others.
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { crypto } from '../../src/builtins.ts';
import { sha256, sha256Text } from '../../src/chain/hash.ts';

test('SHA-256 is that of OpenSSL before node:crypto is loaded and after', () => {
  const check = () => {
    for (let length = 0; length < 200; length++) {
      const data = Uint8Array.from({ length }, (_, i) => (i * 7) & 255);
      const due = createHash('sha256').update(data).digest();
      expect([...sha256(data)]).toEqual([...due]);
      expect(sha256Text(data)).toBe(due.toString('base64url'));
    }
  };
  check();
  expect(crypto.isLoaded()).toBe(false);
  expect([...sha256(new Uint8Array(100_000))]).toEqual([
    ...createHash('sha256').update(new Uint8Array(100_000)).digest(),
  ]);
  sha256(new Uint8Array());
  expect(crypto.isLoaded()).toBe(true);
  check();
});
