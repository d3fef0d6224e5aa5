// Sealing and granting: the AEAD of the parts, the commits to their keys, openers for items and grants for readers.
import { crypto } from '../builtins.ts';
import { decrypt, encrypt } from './aead.ts';
import { type Bytes, compareBytes, concat, joined, u32be, u64be, unbase32, utf8, xor } from './bytes.ts';
import { sha256 } from './hash.ts';
import { sharedSecret } from './key-pair.ts';

/** Bytes of Ko, Kd and Km. */
export const PART_KEY_SIZE = 16;

const COMMIT = utf8('pedigree/commit/v1\0');
const SEAL = utf8('pedigree/seal/v1\0');
const OPEN = utf8('open');
const PAIR = utf8('pedigree/pair/v1');
const HINT = utf8('hint');
const GRANT = utf8('grant');
const OWN = utf8('pedigree/own/v1\0');

export type PartName = 'details' | 'manifest' | 'private';

/** SHA-256("pedigree/commit/v1\0" ‖ K), 32 bytes: no ciphertext has two meanings. */
export function commitTo(k: Bytes): Bytes {
  return sha256(concat(COMMIT, k));
}

/** What a part is sealed with: the key of this part of this event, and what the cipher authenticates beside it. */
export interface PartSeal {
  readonly key: Bytes;
  readonly aad: Bytes;
}

/**
 * The seal of a part: key SHA-256("pedigree/seal/v1\0" ‖ K ‖ ctx ‖ name), AAD chain id ‖ u64be(seq) ‖ name.
 * K is Kd, Km or Ko, 16 bytes.
 */
export function partSeal(name: PartName, k: Bytes, ctx: Bytes, chain: string, seq: number): PartSeal {
  return {
    key: sha256(concat(SEAL, k, ctx, utf8(name))),
    aad: concat(unbase32(chain), u64be(seq), utf8(name)),
  };
}

function nonce(page: number, last: boolean): Bytes {
  return concat(u64be(page), u32be(last ? 1 : 0));
}

/** One page of a part: ciphertext ‖ tag. */
export function sealPage(seal: PartSeal, page: number, last: boolean, plain: Bytes): Bytes {
  return encrypt(seal.key, nonce(page, last), seal.aad, plain);
}

/** The plain text of one page, or undefined where the seal is another's or the page was changed. */
export function openPage(seal: PartSeal, page: number, last: boolean, sealed: Bytes): Bytes | undefined {
  return decrypt(seal.key, nonce(page, last), seal.aad, sealed);
}

/** Kd ⊕ SHA-256(k ‖ ctx ‖ "open")[0..16): makes an opener of Kd, and Kd of an opener. */
export function throughOpener(key: Bytes, ctx: Bytes, kdOrOpener: Bytes): Bytes {
  return xor(kdOrOpener, sha256(concat(key, ctx, OPEN)).subarray(0, PART_KEY_SIZE));
}

/**
 * What two seal keys share, 32 bytes: HKDF-SHA256(X25519, salt empty, info "pedigree/pair/v1" ‖ both public keys sorted).
 * It costs two curve operations: keep it.
 * @throws bad-input where theirs is no seal key.
 */
export function pairKey(ownSecret: Bytes, ownPublic: Bytes, theirPublic: Bytes): Bytes {
  const sorted = compareBytes(ownPublic, theirPublic) <= 0 ? [ownPublic, theirPublic] : [theirPublic, ownPublic];
  const info = joined([PAIR, ...sorted]);
  return Buffer.from(crypto().hkdfSync('sha256', sharedSecret(ownSecret, theirPublic), new Uint8Array(0), info, 32));
}

/** SHA-256(pair ‖ ctx ‖ "hint")[0..8): which grant is whose, for the two alone. */
export function grantHint(pair: Bytes, ctx: Bytes): Bytes {
  return sha256(concat(pair, ctx, HINT)).subarray(0, 8);
}

/**
 * Kd and Km of an event that says something to the own party: SHA-256("pedigree/own/v1\0" ‖ Ko ‖ ctx ‖ name)[0..16), so that
 * Ko alone opens all of it, and neither of the two gives Ko away.
 */
export function underOwn(ko: Bytes, ctx: Bytes, name: 'details' | 'manifest'): Bytes {
  return sha256(concat(OWN, ko, ctx, utf8(name))).subarray(0, PART_KEY_SIZE);
}

/** (two keys) ⊕ SHA-256(pair ‖ ctx ‖ "grant"): makes the body of a grant, and the keys of a body. */
export function throughGrant(pair: Bytes, ctx: Bytes, keysOrBody: Bytes): Bytes {
  return xor(keysOrBody, sha256(concat(pair, ctx, GRANT)));
}
