// Randomness that tests can foresee, and a small cast of parties on one chain.

import { type Bytes, b64u, hex } from '../../src/chain/bytes.ts';
import { encodeCanonical, type JsonObject } from '../../src/chain/canonical.ts';
import { type Draft, openingEvent, type SealedEvent, sealEvent } from '../../src/chain/compose.ts';
import { type Keyring, newKeyring } from '../../src/chain/keys.ts';
import { chainIdOf, decodeLeaf, type Leaf } from '../../src/chain/leaf.ts';
import { openGrant, openPart } from '../../src/chain/open.ts';
import type { PageSource } from '../../src/chain/pages.ts';

/** Bytes that count up from `start`, modulo 256, on and on over all calls. */
export function counting(start = 0): (n: number) => Bytes {
  let next = start;
  return (n) => Uint8Array.from({ length: n }, () => next++ & 0xff);
}

/** Bytes that look random and are the same in every run (xorshift32). */
export function scattered(seed: number): (n: number) => Bytes {
  let state = seed;
  return (n) =>
    Uint8Array.from({ length: n }, () => {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      return state & 0xff;
    });
}

export interface Party {
  readonly keyring: Keyring;
  readonly chain: string;
  readonly opening: SealedEvent;
}

/** A party that opened its chain. */
export function party(start: number): Party {
  const keyring = newKeyring(counting(start));
  const keys = { signKey: b64u(keyring.sign.public), sealKey: b64u(keyring.seal.public) };
  const opening = openingEvent({ type: 'open', public: { network: null, ...keys } }, 1_795_334_400_000);
  return { keyring, chain: chainIdOf(opening.bytes), opening };
}

/** An event of a party at seq 1, its leaf, and the pages beside it. */
export function event(
  author: Party,
  draft: Draft,
  random = scattered(7),
): SealedEvent & { leaf: Leaf; pages: PageSource } {
  const position = { chain: author.chain, seq: 1, prev: author.opening.hash, at: 1_795_334_400_123 };
  const sealed = sealEvent(draft, position, author.keyring, random);
  const pages: PageSource = (root, index) =>
    sealed.attachments.find((beside) => hex(beside.root) === hex(root))?.pages[index];
  return { ...sealed, leaf: decodeLeaf(sealed.bytes), pages };
}

/** The private part of an author's event as somebody with this keyring opens it. */
export function openPrivate(leaf: Leaf, author: Party, reader: Keyring, pages: PageSource = () => undefined) {
  if (leaf.private === undefined) return {};
  for (const which of reader.seal.publics.keys()) {
    const pair = reader.seal.agree(author.keyring.seal.public, which);
    const ko = openGrant(leaf, author.chain, pair)?.ko;
    if (ko !== undefined) return openPart(leaf, author.chain, 'private', ko, pages);
  }
  return undefined;
}

/** The same leaf with some fields of its JSON changed, undefined for gone. */
export function changed(leaf: Leaf, change: JsonObject): Bytes {
  return encodeCanonical({ ...JSON.parse(Buffer.from(leaf.bytes).toString()), ...change });
}
