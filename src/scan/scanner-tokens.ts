// Texts of keys that give several characters: what they may have been typed from, and whether that is one thing only.
import { CHARACTERS } from './scanner-profile.ts';

/** What is typed → the characters that it may stand for. */
export type Tokens = ReadonlyMap<string, readonly string[]>;

/** More readings of one text are not followed. */
const MOST_READINGS = 64;

export function tokensOf(keys: readonly string[]): Map<string, string[]> {
  const tokens = new Map<string, string[]>();
  keys.forEach((key, at) => {
    if (key !== '') tokens.set(key, [...(tokens.get(key) ?? []), CHARACTERS.charAt(at)]);
  });
  return tokens;
}

/** All that a text may have been typed from; control characters stand for themselves. None where it cannot be. */
export function readKeys(text: string, tokens: Tokens): readonly string[] {
  const longest = [...tokens.keys()].reduce((most, token) => Math.max(most, token.length), 1);
  const read: string[][] = [['']];
  for (let at = 0; at < text.length; at++) {
    const before = read[at] ?? [];
    if (before.length === 0) continue;
    const add = (length: number, meanings: readonly string[]): void => {
      const there = read[at + length] ?? [];
      read[at + length] = there;
      for (const one of before)
        for (const meaning of meanings) if (there.length < MOST_READINGS) there.push(one + meaning);
    };
    for (let length = longest; length > 0; length--) {
      const meanings = tokens.get(text.slice(at, at + length));
      if (meanings !== undefined && at + length <= text.length) add(length, meanings);
    }
    const character = text.charAt(at);
    if (character < ' ' && !tokens.has(character)) add(1, [character]);
  }
  return [...new Set(read[text.length] ?? [])];
}

/** Whether no text can come of two rows of these keys (Sardinas and Patterson, 1953). */
export function isOneWay(keys: readonly string[]): boolean {
  const words = keys.filter((key) => key !== '');
  if (new Set(words).size < words.length) return false;
  const known = new Set(words);
  if (words.every((word) => word.length === words[0]?.length)) return true;
  const seen = new Set<string>();
  let rests = new Set<string>();
  for (const a of words) for (const b of words) if (a !== b && b.startsWith(a)) rests.add(b.slice(a.length));
  while (rests.size > 0) {
    const next = new Set<string>();
    for (const rest of rests) {
      if (known.has(rest)) return false;
      if (seen.has(rest)) continue;
      seen.add(rest);
      for (const word of words) {
        if (word.startsWith(rest)) next.add(word.slice(rest.length));
        if (rest.startsWith(word)) next.add(rest.slice(word.length));
      }
    }
    rests = next;
  }
  return true;
}
