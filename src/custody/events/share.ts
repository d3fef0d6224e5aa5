// Keys of earlier events, for tills of the own party that came later.
import { blob, chainId, list, shape, whole } from '../body.ts';

/** `keys` are entries of 24 bytes: seq as u64be, then Ko; `to` is how far they and those of earlier shares go. */
export const share = { private: shape({ chain: chainId, keys: blob, to: whole(), with: list(chainId) }) };
