// The recovery key as words for paper: ten words of five letters, two of them there to find a slip of the pen (docs/format.md).
import { PedigreeError } from '../errors.ts';
import { phrase, say } from '../words/en/chain.ts';
import { type Bytes, concat, sameBytes, utf8 } from './bytes.ts';
import { sha256 } from './hash.ts';
import { type KeyPair, signPair } from './key-pair.ts';

/** Random bytes that a recovery key is made of. */
export const RECOVERY_ENTROPY = 16;
const CHECK = 4;
const CONSONANTS = 'bdfghjklmnprstvz';
const VOWELS = 'aiou';
const WORD = new RegExp(`^[${CONSONANTS}][${VOWELS}][${CONSONANTS}][${VOWELS}][${CONSONANTS}]$`);
/** Bits of each letter of a word, the highest first. */
const LETTERS = [4, 2, 4, 2, 4] as const;

/** The key of these random bytes. */
export function recoveryKey(entropy: Bytes): KeyPair {
  return signPair(sha256(concat(utf8('pedigree/recovery-seed/v1\0'), entropy)));
}

function checkOf(entropy: Bytes): Bytes {
  return sha256(concat(utf8('pedigree/recovery-words/v1\0'), entropy)).subarray(0, CHECK);
}

/** The words that stand for these random bytes. */
export function recoveryWords(entropy: Bytes): readonly string[] {
  const bytes = concat(entropy, checkOf(entropy));
  return Array.from({ length: bytes.length / 2 }, (_, i) =>
    wordOf((bytes[2 * i] ?? 0) * 256 + (bytes[2 * i + 1] ?? 0)),
  );
}

function wordOf(value: number): string {
  let left = 16;
  return LETTERS.map((bits) => {
    left -= bits;
    const digit = (value >> left) & ((1 << bits) - 1);
    return (bits === 4 ? CONSONANTS : VOWELS)[digit];
  }).join('');
}

function bitsOf(word: string): number {
  return [...word].reduce((value, letter, i) => {
    const bits = LETTERS[i] ?? 0;
    return (value << bits) | (bits === 4 ? CONSONANTS : VOWELS).indexOf(letter);
  }, 0);
}

/**
 * The random bytes that a text's words stand for: in any case, with any space or hyphens between them; lines that begin with
 * `#` are remarks.
 * @throws bad-input (65) where they are not ten words, or a slip is in them
 */
export function readRecoveryWords(text: string): Bytes {
  const words = text
    .split(/\r?\n/)
    .filter((line) => !line.trimStart().startsWith('#'))
    .flatMap((line) => line.toLowerCase().split(/[^a-z]+/))
    .filter((word) => word !== '');
  const wrong = words.find((word) => !WORD.test(word));
  const wanted = (RECOVERY_ENTROPY + CHECK) / 2;
  if (wrong !== undefined || words.length !== wanted) {
    const why = wrong === undefined ? phrase('there-are', { count: words.length }) : phrase('one-of-them');
    throw new PedigreeError('bad-input', say('not-ten-recovery-words', { why }), {
      hint: say('ten-words'),
    });
  }
  const bytes = Uint8Array.from(words.map(bitsOf).flatMap((value) => [value >> 8, value & 255]));
  const entropy = bytes.subarray(0, RECOVERY_ENTROPY);
  if (sameBytes(checkOf(entropy), bytes.subarray(RECOVERY_ENTROPY))) return entropy;
  throw new PedigreeError('bad-input', say('recovery-word-wrong'), {
    hint: say('compare-with-paper'),
  });
}
