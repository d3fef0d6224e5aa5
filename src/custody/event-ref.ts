// How an event is named: its chain and its place there, and where the chain forked the beginning of its hash.
import { type Bytes, hex } from '../chain/bytes.ts';

/** `CHAIN/SEQ` or `CHAIN/SEQ~HASH`; the three are its groups. */
export const EVENT_REF = /^([a-z2-7]{26})\/(\d{1,16})(?:~([0-9a-f]{8}))?$/;

/** `CHAIN/SEQ~HASH`, of an event with this leaf hash. */
export function refWithHash(chain: string, seq: number | string, hash: Bytes): string {
  return `${chain}/${seq}~${hex(hash.subarray(0, 4))}`;
}

/** `CHAIN/SEQ`: what an event was called before its chain was found to have forked. */
export function refWithoutHash(ref: string): string {
  return ref.replace(/~.*$/, '');
}
