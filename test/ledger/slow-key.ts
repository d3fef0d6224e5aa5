// Keys that take their time to sign, as an agent or a token does: those of a party, with what happens meanwhile.
import type { Bytes } from '../../src/chain/bytes.ts';
import type { Keyring, Signer } from '../../src/chain/keys.ts';
import type { Appender } from '../../src/ledger/types.ts';
import type { Party } from './network.ts';

/** The same key, which asks somebody: `meanwhile` goes on while it does, and `signed` counts what it has signed. */
export function asking(
  by: Signer,
  meanwhile: (time: number) => void = () => {},
): Signer & { readonly signed: Bytes[] } {
  const signed: Bytes[] = [];
  return {
    public: by.public,
    signed,
    sign(message) {
      signed.push(message);
      meanwhile(signed.length);
      return by.sign(message);
    },
  };
}

/** A party whose sign key asks somebody. */
export function slowly(
  { signer }: Party,
  meanwhile?: (time: number) => void,
): Appender & { readonly signed: readonly Bytes[] } {
  const sign = asking(signer.keyring.sign, meanwhile);
  const keyring: Keyring = { ...signer.keyring, sign };
  return { ...signer, keyring, signed: sign.signed };
}

/** Holds this process up, as a call that waits for a token does. */
export function pause(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
