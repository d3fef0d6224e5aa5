// The identity of a thing with custody: a pack by its GTIN and serial, a container by its random key.
import type { Bytes } from '../chain/bytes.ts';
import { packKey } from '../chain/item-key.ts';

export type ItemKey =
  | { readonly kind: 'pack'; readonly key: Bytes; readonly gtin: string; readonly serial: string }
  | {
      readonly kind: 'container';
      readonly key: Bytes;
      /**
       * GLN of the party whose first `pack` made the container. Whoever learnt the key from a child can publish a first
       * `pack` of its own; that makes another container with the same key, never a dispute about this one. Where the
       * maker is not given and only one party made it, that one is meant.
       */
      readonly origin?: string;
    };

/** A pack by GTIN-14 and serial in this network. */
export function packItem(network: string, gtin: string, serial: string): ItemKey {
  return { kind: 'pack', key: packKey(network, gtin, serial), gtin, serial };
}

/** A container by its 32 random bytes, and the GLN of the party that made it where that is known. */
export function containerItem(key: Bytes, origin?: string): ItemKey {
  return origin === undefined ? { kind: 'container', key } : { kind: 'container', key, origin };
}
