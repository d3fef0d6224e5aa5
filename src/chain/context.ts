// The context of an event: what ties its openers, seals and grants to this chain, this place in it and this attempt.
import { type Bytes, concat, u64be, unbase32, utf8 } from './bytes.ts';
import { sha256 } from './hash.ts';

const EVENT = utf8('pedigree/event/v1\0');

// The row of an event and its parts are opened one after the other: the context asked for last is kept.
let last: { readonly chain: string; readonly seq: number; readonly salt: Bytes; readonly ctx: Bytes } | undefined;

/** ctx, 16 bytes: SHA-256("pedigree/event/v1\0" ‖ chain id ‖ u64be(seq) ‖ salt)[0..16). */
export function eventContext(chain: string, seq: number, salt: Bytes): Bytes {
  if (last !== undefined && last.salt === salt && last.seq === seq && last.chain === chain) return last.ctx;
  const ctx = sha256(concat(EVENT, unbase32(chain), u64be(seq), salt)).subarray(0, 16);
  last = { chain, seq, salt, ctx };
  return ctx;
}
