// The recovery key: its words, and what it signs.
import { sign } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unhex } from '../../src/chain/bytes.ts';
import { privateKey } from '../../src/chain/key-pair.ts';
import { isRecovery, recoveryHash, recoveryMessage } from '../../src/chain/recovery.ts';
import { readRecoveryWords, recoveryKey, recoveryWords } from '../../src/chain/recovery-words.ts';

const ENTROPY = unhex('000102030405060708090a0b0c0d0e0f');
const chain = (letter: string) => `${letter.repeat(25)}a`;

describe('recovery words', () => {
  it('are ten of five letters, and give the same key back', () => {
    expect(recoveryWords(ENTROPY).join(' ')).toMatch(/^[a-z]{5}( [a-z]{5}){9}$/);
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (entropy) => {
        const words = recoveryWords(entropy);
        expect(
          readRecoveryWords(
            `# a remark\n${words.slice(0, 5).join('-').toUpperCase()}\r\n ${words.slice(5).join('  ')}\n`,
          ),
        ).toEqual(entropy);
      }),
    );
  });

  it('with a slip of the pen are refused, wherever it is', () => {
    const words = recoveryWords(ENTROPY);
    for (const [i, word] of words.entries()) {
      const other = word.endsWith('b') ? `${word.slice(0, 4)}d` : `${word.slice(0, 4)}b`;
      expect(() => readRecoveryWords(words.with(i, other).join(' '))).toThrow('recovery words');
    }
    expect(() => readRecoveryWords(words.slice(1).join(' '))).toThrow('there are 9');
    expect(() => readRecoveryWords(words.with(0, 'hello').join(' '))).toThrow('no such word');
    expect(() => readRecoveryWords('')).toThrow('there are 0');
  });
});

describe('what the recovery key signs', () => {
  const key = recoveryKey(ENTROPY);
  const statement = { network: chain('a'), chain: chain('b'), size: 7, root: new Uint8Array(32).fill(9) };
  const signature = sign(null, recoveryMessage(statement), privateKey('ed25519', key.secret));

  it('holds for that statement and key alone', () => {
    const hash = recoveryHash(key.public);
    expect(isRecovery(hash, key.public, signature, statement)).toBe(true);
    for (const other of [
      { ...statement, network: chain('c') },
      { ...statement, chain: chain('c') },
      { ...statement, size: 8 },
      { ...statement, root: new Uint8Array(32) },
      { ...statement, successor: chain('c') },
    ]) {
      expect(isRecovery(hash, key.public, signature, other)).toBe(false);
    }
    expect(isRecovery(new Uint8Array(32), key.public, signature, statement)).toBe(false);
  });
});
